//! Everything that can go wrong, in one enum; each face gives it its own shape.

use std::path::PathBuf;

/// Why the central API could not start, or would not do what it was asked.
///
/// No message carries personal data or a secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CentralError {
    /// A file or folder could not be used.
    #[error("cannot {action} {path}: {source}; check the folder's permissions and free space")]
    Io {
        /// What was tried, a verb.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// The reason.
        source: std::io::Error,
    },
    /// The configuration cannot be read.
    #[error(
        "{path} is not a valid configuration: {reason}; correct it, or move it away for a new one"
    )]
    Config {
        /// The file.
        path: PathBuf,
        /// What is wrong, without the values.
        reason: String,
    },
    /// The database failed.
    #[error("the central database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The database cannot be brought up to date.
    #[error("the central database cannot be migrated: {0}; it may come from a newer version")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Something stored is not what was stored.
    #[error("stored data are damaged: {0}")]
    Damaged(&'static str),
    /// The contract could not be rendered.
    #[error("the contract could not be rendered: {0}")]
    Contract(String),
    /// The archive could not be sealed.
    #[error("the archive could not be sealed: {0}")]
    Archive(String),
    /// A password could not be hashed, or a worker ended early.
    #[error("internal failure: {0}")]
    Internal(&'static str),
    /// A failure that a test asked for.
    #[error("a planned fault")]
    Planned,

    /// No token, or a wrong one.
    #[error("no valid bearer token")]
    Unauthorised,
    /// No such request, or not the caller's.
    #[error("no request matches")]
    NoSuchRequest,
    /// No such officer, or user name and id do not belong together.
    #[error("no officer matches")]
    NoSuchRao,
    /// Wrong password or PIN.
    #[error("wrong password or PIN")]
    InvalidCredentials,
    /// Too many wrong passwords or PINs.
    #[error("locked for {seconds} seconds")]
    Locked {
        /// How long the lock still holds.
        seconds: i64,
    },
    /// The officer does not work in the registration authority.
    #[error("the officer does not work in this registration authority")]
    Forbidden,
    /// Unknown or used scratchcard.
    #[error("unknown or used scratchcard")]
    InvalidScratchcard,
    /// The state of the session does not admit the operation.
    #[error("the state of the session does not admit the operation")]
    InvalidState,
    /// The customer was asked for pieces as often as they may be: only a
    /// definitive refusal is left.
    #[error("the customer was asked again as often as allowed")]
    RetriesUsedUp,
    /// Declaration or contract was not made yet.
    #[error("declaration or contract is missing")]
    MissingDocuments,
    /// Fields without which a request is not approved.
    #[error("fields are missing: {}", .0.join(", "))]
    MissingFields(Vec<&'static str>),
    /// The list has no such page.
    #[error("the list has no such page")]
    NoSuchPage,
    /// The document is not there.
    #[error("no such document")]
    NoSuchDocument,
    /// What was asked for is not, or no longer, to be had.
    #[error("not available: {0}")]
    NotAvailable(&'static str),
    /// The request does not admit another phone number than its own.
    #[error("the phone number of the request cannot be changed")]
    NumberIsFixed,
    /// An upload that goes on somewhere else than where it stopped.
    #[error("the upload goes on at byte {expected}")]
    WrongOffset {
        /// Where it goes on, in bytes.
        expected: u64,
    },
    /// Another upload of the same video is under way.
    #[error("another upload of this video is under way")]
    UploadUnderWay,
    /// The idempotency key was used for something else.
    #[error("the idempotency key was used for something else")]
    KeyReused,
    /// A body that is not JSON.
    #[error("JSON parse error - {0}")]
    Json(String),
    /// A parameter is missing.
    #[error("missing parameter {0}")]
    MissingParameter(&'static str),
    /// A parameter has a wrong form.
    #[error("invalid parameter {name}: {problem}")]
    InvalidParameter {
        /// Its name.
        name: String,
        /// What is wrong with it, without its value.
        problem: &'static str,
    },
    /// A body over its limit.
    #[error("the body is larger than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// An upload that cannot be used.
    #[error("{0}")]
    BadUpload(&'static str),
}

impl CentralError {
    /// Makes the error of a failed file operation.
    pub(crate) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }

    /// An invalid parameter.
    pub(crate) fn invalid(name: impl Into<String>, problem: &'static str) -> Self {
        Self::InvalidParameter {
            name: name.into(),
            problem,
        }
    }

    /// Writes an unreadable JSON body down, by place alone: the parser's own
    /// words could repeat what the customer wrote.
    pub(crate) fn json(error: &serde_json::Error) -> Self {
        let place = format!("line {} column {}", error.line(), error.column());
        Self::Json(match error.classify() {
            serde_json::error::Category::Data => format!("a value of the wrong type at {place}"),
            serde_json::error::Category::Eof => format!("unexpected end at {place}"),
            serde_json::error::Category::Io | serde_json::error::Category::Syntax => place,
        })
    }

    /// Whether the fault lies with the server.
    pub(crate) const fn is_internal(&self) -> bool {
        matches!(
            self,
            Self::Io { .. }
                | Self::Config { .. }
                | Self::Database(_)
                | Self::Migration(_)
                | Self::Damaged(_)
                | Self::Contract(_)
                | Self::Archive(_)
                | Self::Internal(_)
                | Self::Planned
        )
    }
}
