//! Intake and delivery against a server that speaks the RA API and fails on
//! request: refused and lost connections, hanging, wrong shapes, wrong states.

#![expect(
    clippy::unwrap_used,
    reason = "what fails here fails the test; helpers of tests are not recognised as tests"
)]

mod certificate;
mod delivery;
mod host;
mod intake;
mod kiosk;
mod kiosk_server;
mod never_twice;
mod questions;
mod server;
