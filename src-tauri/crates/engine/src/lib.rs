//! Pixels to findings: documents, faces, machine-readable zones, verdicts.

pub mod imaging;
pub mod manifest;
pub mod model;
pub mod mrz;
