//! What can go wrong with an archive or a document.

use std::fmt;

/// What went wrong with an archive or a document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// The file cannot be read or written.
    #[error("the archive cannot be read or written; check the disk and the rights on the folder")]
    Io(#[from] std::io::Error),
    /// The file is something else.
    #[error("this is not an archive of Sportello; choose a file that was exported as one")]
    NotAnArchive,
    /// The archive was written by a later version.
    #[error("the archive has format {found}, which this version cannot read; update Sportello")]
    UnknownFormat {
        /// What it says it is.
        found: String,
    },
    /// A zip could not be made.
    #[error("the archive could not be put together")]
    Zip(#[from] zip::result::ZipError),
    /// Data that cannot be written as JSON, or read from it.
    #[error("the data of the archive cannot be written as JSON")]
    Json(#[from] serde_json::Error),
    /// A template cannot be read or does not compile.
    #[error(
        "template {file}, line {line}: {problem}; mend it or remove it from the folder of templates"
    )]
    Template {
        /// Name of the template file.
        file: String,
        /// The line, counted from 1; 0 where it is not known.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
}

/// One way in which an archive differs from what was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// The bytes of an entry are others.
    Changed {
        /// The entry.
        entry: String,
    },
    /// An entry of the manifest is not there.
    Missing {
        /// The entry.
        entry: String,
    },
    /// An entry is not in the manifest.
    Extra {
        /// The entry.
        entry: String,
    },
    /// An entry's name could lead out of a folder, or occurs twice.
    BadName {
        /// The entry, without characters that do not print.
        entry: String,
    },
    /// An entry is compressed, encrypted or overlaps another: ours never are.
    BadStorage {
        /// The entry.
        entry: String,
    },
    /// An entry has the right bytes but not the form of its kind.
    Unreadable {
        /// The entry.
        entry: String,
    },
    /// The audit log does not follow from itself.
    Audit(domain::audit::ChainError),
    /// The head of the audit log is not the one in the manifest.
    AuditHead,
    /// Bytes outside the entries: their headers, the directory or the seal.
    Container,
}

impl Damage {
    /// The entry in which the damage lies, if it lies in one.
    #[must_use]
    pub fn entry(&self) -> Option<&str> {
        match self {
            Self::Changed { entry }
            | Self::Missing { entry }
            | Self::Extra { entry }
            | Self::BadName { entry }
            | Self::BadStorage { entry }
            | Self::Unreadable { entry } => Some(entry),
            Self::Audit(_) | Self::AuditHead => Some(crate::manifest::AUDIT),
            Self::Container => None,
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { entry } => write!(f, "{entry} was changed"),
            Self::Missing { entry } => write!(f, "{entry} is missing"),
            Self::Extra { entry } => write!(f, "{entry} was added"),
            Self::BadName { entry } => write!(f, "{entry} has a name that is not admitted"),
            Self::BadStorage { entry } => write!(f, "{entry} is not stored as archives store it"),
            Self::Unreadable { entry } => write!(f, "{entry} cannot be read"),
            Self::Audit(error) => write!(f, "{}: {error}", crate::manifest::AUDIT),
            Self::AuditHead => {
                write!(
                    f,
                    "{} does not end where the manifest says",
                    crate::manifest::AUDIT
                )
            }
            Self::Container => f.write_str("bytes between or behind the entries were changed"),
        }
    }
}
