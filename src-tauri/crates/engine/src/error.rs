//! Why the engine cannot run.

use std::path::PathBuf;

use domain::place::PlaceTableError;

use crate::{
    document::LocateError, face::FaceError, model::ModelError, mrz::MrzError, policy::PolicyError,
    quality, verify::Stopped,
};

/// Why the engine cannot run. Unusable evidence is not among the reasons: it
/// is a finding.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// A model is missing, altered or does not run.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The face models failed.
    #[error(transparent)]
    Face(#[from] FaceError),
    /// The reader of machine-readable zones failed.
    #[error(transparent)]
    Mrz(#[from] MrzError),
    /// The search for documents failed.
    #[error(transparent)]
    Locate(#[from] LocateError),
    /// A data file cannot be read.
    #[error("{path} cannot be read: {source}; run: cargo xtask models")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The table of places is not one.
    #[error("places.tsv is not the table it should be ({0}); run: cargo xtask models")]
    Places(#[from] PlaceTableError),
    /// The policy is not one.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The quality policy is not one.
    #[error(transparent)]
    Quality(#[from] quality::PolicyError),
    /// Somebody stopped it.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}
