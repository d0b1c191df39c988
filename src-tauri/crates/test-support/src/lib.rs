//! Specimens, demo sessions and the harness for the real window, for tests and
//! the demo.
//!
//! Start at [`person::Person`] for who a specimen shows, at [`specimen`] for
//! how documents are drawn and photographed, and at [`session`] for whole demo
//! sessions, at [`central`] for the server they are sent to, and at [`desk`]
//! for driving the application; [`journey`] is an operator's way through it.
//! [`fake_camera`] gives a program cameras that are not there.

pub mod actor;
pub mod callbacks;
pub mod central;
pub mod desk;
pub mod fake_camera;
pub mod hostile;
pub mod journey;
pub mod kiosk;
pub mod person;
pub mod portrait;
pub mod session;
pub mod specimen;
pub mod traces;
pub mod video;
