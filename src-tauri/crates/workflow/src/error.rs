//! Why a use case could not be carried out, as a closed list of codes that
//! screens branch on.

use domain::{evidence, field, session::State};

/// Why a use case could not be carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorkflowError {
    /// Nobody is signed in.
    #[error("nobody is signed in; sign in and try again")]
    NotSignedIn,
    /// The operator's role does not allow it.
    #[error("this role may not do that; ask an administrator")]
    NotPermitted,
    /// Somebody else works on the case.
    #[error("the case is claimed by somebody else; it can be read but not decided")]
    ClaimedByOther,
    /// The case has to be claimed first.
    #[error("the case is not claimed; claim it first")]
    NotClaimed,
    /// The case is on hold.
    #[error("the case is on hold; go on with it first")]
    OnHold,
    /// Who approves must not be who validated.
    #[error("the approval needs a second operator")]
    SecondOperatorNeeded,
    /// The customer was asked for pieces as often as the house allows.
    #[error("the customer was asked again as often as allowed; refuse for good, or validate")]
    RetriesUsedUp,
    /// The case is not in a state that allows the step.
    #[error("the case is {}: the step is not possible now", state.name())]
    WrongState {
        /// The state it is in.
        state: State,
    },
    /// A refusal for another reason needs a text.
    #[error("this reason needs a text; add one and refuse again")]
    TextRequired,
    /// Declaration and contract have to be shown before approval.
    #[error("declaration and contract have not been shown; open them first")]
    DocumentsNotShown,
    /// Items of the checklist have to be answered first.
    #[error("the checklist is not complete; answer what is missing")]
    ChecklistIncomplete,
    /// An answer of the checklist speaks against the step.
    #[error("an answer of the checklist speaks against it; the session can be refused")]
    ChecklistAgainst,
    /// This desk has no register of lost and stolen documents.
    #[error("no register of lost and stolen documents is configured")]
    NoRegister,
    /// A datum is needed that nobody has declared, read or confirmed.
    #[error("the case has no {}; confirm one first", .0.name())]
    DatumMissing(field::Name),
    /// The session has no recording.
    #[error("the session has no recording")]
    NoRecording,
    /// No frame of the recording can be shown.
    #[error("no frame of the recording can be kept: {0}")]
    NoFrame(#[from] capture::DecodeError),
    /// The register of lost and stolen documents did not answer.
    #[error("the register of lost and stolen documents did not answer: {0}")]
    Register(#[from] crate::register::RegisterError),
    /// The validation has to reach the central API first.
    #[error("the validation has not reached the central API yet; try again when it has")]
    ValidationNotDelivered,
    /// The decision has left and cannot be taken back.
    #[error("the decision has left and cannot be taken back")]
    TooLate,
    /// RAO password and PIN are needed and not in memory.
    #[error("RAO password and PIN are needed; give them and try again")]
    CredentialsNeeded,
    /// A period that is none, or longer than two years.
    #[error("the period is not one of at most two years; choose another")]
    BadPeriod,
    /// There is no such case.
    #[error("there is no such case; it may have been wiped")]
    UnknownCase,
    /// A piece of evidence is missing.
    #[error("the case has no {}", .0.name())]
    EvidenceMissing(evidence::Kind),
    /// The engine cannot start.
    #[error("the engine cannot start: {0}")]
    Engine(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// The central API failed or cannot be reached.
    #[error(transparent)]
    Central(#[from] outbox::SyncError),
    /// The archive could not be made or read.
    #[error(transparent)]
    Archive(#[from] archive::ArchiveError),
    /// A file could not be read or written.
    #[error("{what} could not be read or written: {source}")]
    File {
        /// What the file is.
        what: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// A background job ended without an answer.
    #[error("a background job ended without an answer; try again")]
    Interrupted,
}
