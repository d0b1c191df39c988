//! Intake and delivery against a server that speaks the RA API and fails on
//! request: refused and lost connections, hanging, wrong shapes, wrong states.

mod delivery;
mod host;
mod intake;
mod never_twice;
mod questions;
mod server;
