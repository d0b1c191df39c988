//! What can go wrong between desk and central API.

use std::time::Duration;

/// Whatever the caller's store says; shown, never branched on.
pub type HostError = Box<dyn std::error::Error + Send + Sync>;

/// What was asked of the central API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Listing the sessions that wait for review.
    List,
    /// Reading one request.
    Request,
    /// Fetching its pictures.
    Documents,
    /// Fetching its video.
    Video,
    /// Having the declaration made.
    Declaration,
    /// Having the contract made.
    Contract,
    /// Validating.
    Validate,
    /// Refusing.
    Refuse,
    /// Approving.
    Approve,
    /// Asking for pieces again.
    AskAgain,
    /// Sending a video.
    UploadVideo,
    /// Finding the request behind a code.
    FindRequest,
    /// Having a request made.
    CreateRequest,
    /// Having a one-time code sent.
    SendCode,
    /// Having a one-time code checked.
    CheckCode,
    /// Sending pictures and data.
    PutEvidence,
    /// Saying that a capture failed.
    ReportFailure,
    /// Fetching a picture that a request points to.
    Picture,
}

impl Operation {
    /// The stable name, for logs and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Request => "request",
            Self::Documents => "documents",
            Self::Video => "video",
            Self::Declaration => "declaration",
            Self::Contract => "contract",
            Self::Validate => "validate",
            Self::Refuse => "refuse",
            Self::Approve => "approve",
            Self::AskAgain => "ask again",
            Self::UploadVideo => "upload video",
            Self::FindRequest => "find request",
            Self::CreateRequest => "create request",
            Self::SendCode => "send code",
            Self::CheckCode => "check code",
            Self::PutEvidence => "put evidence",
            Self::ReportFailure => "report failure",
            Self::Picture => "picture",
        }
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// Why an exchange with the central API failed.
///
/// `vendor_id` is the id that the central API gave its error; its support asks
/// for it. No message carries personal data or a secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SyncError {
    /// The connector cannot be set up.
    #[error("the central API cannot be used: {what}; correct its address or token in the settings")]
    Configuration {
        /// What is wrong.
        what: &'static str,
    },
    /// No connection, or it was lost.
    #[error("{operation}: the central API cannot be reached; check the network")]
    Unreachable {
        /// What was asked.
        operation: Operation,
    },
    /// It took too long.
    #[error("{operation}: the central API did not answer in time; it is tried again")]
    TimedOut {
        /// What was asked.
        operation: Operation,
    },
    /// The desk's token is not accepted.
    #[error("{operation}: the central API does not accept this desk; check its token")]
    Unauthorised {
        /// What was asked.
        operation: Operation,
    },
    /// RAO user name, password or PIN is wrong.
    #[error("{operation}: RAO user name, password or PIN is wrong; give them again")]
    CredentialsRejected {
        /// What was asked.
        operation: Operation,
        /// The id of the error.
        vendor_id: Option<String>,
    },
    /// Too many wrong passwords, PINs or one-time codes, or one-time codes too
    /// soon after each other.
    #[error("{operation}: locked after too many wrong passwords, PINs or codes; wait")]
    LockedOut {
        /// What was asked.
        operation: Operation,
        /// How long to wait, where the central API says so.
        retry_after: Option<Duration>,
    },
    /// The request is in a state that does not admit the operation.
    #[error("{operation}: the request is in a state that does not admit it; look at it again")]
    WrongState {
        /// What was asked.
        operation: Operation,
        /// The id of the error.
        vendor_id: Option<String>,
    },
    /// There is no such request or file.
    #[error("{operation}: the central API has no such request or file")]
    NotFound {
        /// What was asked.
        operation: Operation,
    },
    /// Turned down for good.
    #[error("{operation}: turned down by the central API ({code}); repeating it does not help")]
    Refused {
        /// What was asked.
        operation: Operation,
        /// The stable code of the reason.
        code: &'static str,
        /// The id of the error.
        vendor_id: Option<String>,
    },
    /// The answer has not the agreed form.
    #[error("{operation}: unexpected answer ({what}); desk and central API may not fit together")]
    UnexpectedAnswer {
        /// What was asked.
        operation: Operation,
        /// What was unexpected, by place and kind, never by value.
        what: String,
    },
    /// The answer is larger than is taken.
    #[error("{operation}: the answer is larger than {limit} bytes")]
    TooLarge {
        /// What was asked.
        operation: Operation,
        /// The limit in bytes.
        limit: u64,
    },
    /// A fault of the central API.
    #[error("{operation}: the central API failed (status {status}); it is tried again")]
    Server {
        /// What was asked.
        operation: Operation,
        /// The HTTP status.
        status: u16,
        /// The id of the error.
        vendor_id: Option<String>,
    },
    /// The desk's own store failed.
    #[error("the store of this desk failed: {0}")]
    Host(#[source] HostError),
}

impl SyncError {
    /// The stable code, for the outbox, logs and the window's translations.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Configuration { .. } => "configuration",
            Self::Unreachable { .. } => "unreachable",
            Self::TimedOut { .. } => "timed_out",
            Self::Unauthorised { .. } => "unauthorised",
            Self::CredentialsRejected { .. } => "credentials_rejected",
            Self::LockedOut { .. } => "locked_out",
            Self::WrongState { .. } => "wrong_state",
            Self::NotFound { .. } => "not_found",
            Self::Refused { code, .. } => code,
            Self::UnexpectedAnswer { .. } => "unexpected_answer",
            Self::TooLarge { .. } => "too_large",
            Self::Server { .. } => "server_error",
            Self::Host(_) => "store_failed",
        }
    }

    /// The id that the central API gave its error, where it gave one.
    #[must_use]
    pub fn vendor_id(&self) -> Option<&str> {
        match self {
            Self::CredentialsRejected { vendor_id, .. }
            | Self::WrongState { vendor_id, .. }
            | Self::Refused { vendor_id, .. }
            | Self::Server { vendor_id, .. } => vendor_id.as_deref(),
            Self::Configuration { .. }
            | Self::Unreachable { .. }
            | Self::TimedOut { .. }
            | Self::Unauthorised { .. }
            | Self::LockedOut { .. }
            | Self::NotFound { .. }
            | Self::UnexpectedAnswer { .. }
            | Self::TooLarge { .. }
            | Self::Host(_) => None,
        }
    }

    /// Whether the fault lies with the link as a whole, so that asking for
    /// something else would fail the same way.
    #[must_use]
    pub const fn concerns_the_link(&self) -> bool {
        match self {
            Self::Configuration { .. }
            | Self::Unreachable { .. }
            | Self::TimedOut { .. }
            | Self::Unauthorised { .. }
            | Self::Host(_) => true,
            Self::CredentialsRejected { .. }
            | Self::LockedOut { .. }
            | Self::WrongState { .. }
            | Self::NotFound { .. }
            | Self::Refused { .. }
            | Self::UnexpectedAnswer { .. }
            | Self::TooLarge { .. }
            | Self::Server { .. } => false,
        }
    }
}
