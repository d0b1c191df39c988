//! The store as others use it, on real files and a real encrypted database.

#![expect(unreachable_pub, reason = "nobody calls a test from outside")]

mod audit;
mod checking;
mod checklist;
mod crash;
mod decisions;
mod delivery;
mod documents;
mod duplicates;
mod evidence;
mod kiosk;
mod kiosk_pieces;
mod leases;
mod opening;
mod operators;
mod passphrase;
mod pieces;
mod queue;
mod reviews;
mod sessions;
mod snapshots;
mod statistics;
mod support;
mod unlocking;
