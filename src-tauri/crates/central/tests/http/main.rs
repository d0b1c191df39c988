//! The central API over real HTTP.

#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it should be"
)]

mod archives;
mod callbacks;
mod errors;
mod faults;
mod hostile;
mod idempotency;
mod journey;
mod kiosk;
mod logs;
mod officers;
mod paging;
mod phones;
mod pieces;
mod requests;
mod sessions;
mod states;
mod support;
