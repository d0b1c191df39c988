//! Registers of lost and stolen documents, as the desk asks them.

mod file;

use std::path::PathBuf;

use domain::register::{Listing, Wanted};
use jiff::Timestamp;

pub use file::FileRegister;

/// A register of lost and stolen documents.
pub trait LostAndStolen: Send + Sync + 'static {
    /// Asks whether the register lists the document; may take its time.
    ///
    /// # Errors
    ///
    /// When the register cannot answer. That is never an answer.
    fn ask(&self, wanted: &Wanted) -> Result<Reply, RegisterError>;
}

/// What a register answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// Whether it lists the document.
    pub listing: Listing,
    /// As of when it is, where that is known: reports take days to arrive.
    pub as_of: Option<Timestamp>,
}

/// Why a register did not answer. No message repeats what it says of documents.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The file cannot be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is larger than a register may be.
    #[error("{} is larger than {limit} bytes", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The most bytes.
        limit: u64,
    },
    /// A line is not one of a register.
    #[error("{}: line {line} is not one of a register: {what}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        what: &'static str,
    },
}
