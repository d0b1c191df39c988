//! Why a zone could not be looked for.

use crate::model::ModelError;

/// Why a zone could not be looked for. That there is none, or that it cannot
/// be read, is no error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MrzError {
    /// A model is missing, altered or does not run.
    #[error(transparent)]
    Model(#[from] ModelError),
}
