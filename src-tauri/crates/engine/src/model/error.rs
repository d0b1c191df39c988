//! Why a model cannot be used.

use std::error::Error;
use std::io;
use std::path::PathBuf;

/// Why a model, or another file of the manifest, cannot be used. Where setting
/// up again mends it, the message says how.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The manifest is missing, cut short or not in its format.
    #[error("{path} cannot be used: {reason}; put it back and run: cargo xtask models")]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The manifest has no entry of that name for this platform.
    #[error("{path} lists no {name} for this platform; put it back and run: cargo xtask models")]
    Unlisted {
        /// The manifest.
        path: PathBuf,
        /// The name that was looked for.
        name: String,
    },
    /// A file is not there.
    #[error("{path} is missing; run: cargo xtask models")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A file is not the one whose digest the manifest has.
    #[error("{path} was altered; run: cargo xtask models")]
    Altered {
        /// The file.
        path: PathBuf,
    },
    /// A file is there but cannot be read.
    #[error("{path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The library is not ONNX Runtime, or too old.
    #[error("{path} cannot be loaded as ONNX Runtime: {source}; run: cargo xtask models")]
    Runtime {
        /// The library.
        path: PathBuf,
        /// What the loader said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// A file is not a model that ONNX Runtime takes.
    #[error("{path} is no usable model: {source}; run: cargo xtask models")]
    Model {
        /// The file.
        path: PathBuf,
        /// What ONNX Runtime said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// A model takes another input than the manifest says.
    #[error(
        "{path} takes an input of {found:?}, models.toml has {expected:?}; correct models.toml"
    )]
    Input {
        /// The model.
        path: PathBuf,
        /// Its own sizes, -1 for a free one.
        found: Vec<i64>,
        /// The sizes in the manifest.
        expected: Vec<i64>,
    },
    /// A model did not run on an input.
    #[error("the model {name} did not run: {source}")]
    Run {
        /// Its name in the manifest.
        name: String,
        /// What ONNX Runtime said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// A model gave something else than its reader expects.
    #[error("the model {name} gave {found:?} where {expected} was expected; check models.toml")]
    Output {
        /// Its name in the manifest.
        name: String,
        /// The shapes of what it gave.
        found: Vec<Vec<usize>>,
        /// What was expected.
        expected: &'static str,
    },
}
