//! The use cases of desk and command line.
//!
//! [`Desk`] is the review desk without a window: everything an operator can
//! do, and the background work (intake, checks, delivery) that goes on beside.
//! [`verification`] is the engine's way from evidence to an assessment, and
//! [`footage`] a recording's way to the engine.

pub mod actions;
pub mod desk;
mod error;
pub mod footage;
pub mod house;
pub mod records;
pub mod ui;
pub mod verification;

pub use desk::{Desk, Parts};
pub use error::WorkflowError;
pub use ui::Ui;
