//! Sealing a case into a zip with its documents, and verifying one.

pub mod error;
mod manifest;
pub mod pdf;

pub use error::{ArchiveError, Damage};
