//! The use cases of desk, kiosk and command line.
//!
//! [`Desk`] is the review desk without a window: everything an operator can
//! do, and the background work (intake, checks, delivery) that goes on beside.
//! [`Kiosk`] is the kiosk of a branch without a window.
//! [`verification`] is the engine's way from evidence to an assessment, and
//! [`footage`] a recording's way to the engine.

pub mod actions;
pub mod desk;
mod error;
pub mod footage;
pub mod house;
pub mod kiosk;
pub mod records;
pub mod register;
pub mod statistics;
pub mod ui;
pub mod verification;

pub use desk::{Desk, Parts};
pub use error::WorkflowError;
pub use kiosk::{Kiosk, KioskParts};
pub use ui::Ui;
