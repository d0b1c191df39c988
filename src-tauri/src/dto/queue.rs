//! The queue: which cases there are, and whose they are.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Claim, DeliveryView, Level, ProgressView, Verdict};

/// What of the queue to list.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueQuery {
    /// Which part.
    pub filter: QueueFilter,
    /// Parts of a name, a document number, a tax code or a central key; empty
    /// for everything.
    pub search: String,
}

/// A part of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum QueueFilter {
    /// Open cases that this operator has claimed.
    Mine,
    /// Open cases that nobody has claimed.
    Unassigned,
    /// Every open case, also with an unknown state.
    All,
    /// Approved, refused and cancelled cases, the newest first.
    Done,
}

/// The answer: oldest first, except where done.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueView {
    /// The cases.
    pub rows: Vec<QueueRow>,
    /// How many each filter has, whatever the search.
    pub counts: QueueCounts,
}

/// How many cases each filter has.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueCounts {
    /// Claimed by this operator.
    pub mine: u32,
    /// Claimed by nobody.
    pub unassigned: u32,
    /// Open.
    pub all: u32,
    /// Approved, refused or cancelled.
    pub done: u32,
}

/// One case in the queue.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueRow {
    /// The case.
    pub id: String,
    /// The request at the central API.
    pub central_key: String,
    /// Surname and given name as declared.
    pub subject: Option<String>,
    /// The kind of document, as [`super::FieldName::DocumentType`] has it.
    pub document_type: Option<String>,
    /// Where it stands.
    pub state: CaseState,
    /// The status as it came, where `state` is unknown.
    pub state_as_received: Option<String>,
    /// When the request was made.
    pub created_at: String,
    /// When this desk took it in.
    pub received_at: String,
    /// Who works on it.
    pub claim: Claim,
    /// The checks, once they have run.
    pub assessment: Option<AssessmentSummary>,
    /// The checks while they run.
    pub progress: Option<ProgressView>,
    /// Pieces of evidence that cannot be used.
    pub problems: u8,
    /// The newest decision on its way.
    pub delivery: Option<DeliveryView>,
}

/// The verdict of the engine in one line.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AssessmentSummary {
    /// The verdict.
    pub verdict: Verdict,
    /// The similarity of the faces, 0 to 100, where they could be compared.
    pub score: Option<u8>,
    /// Its level.
    pub level: Option<Level>,
    /// Checks answered no.
    pub no: u8,
    /// Checks that could not be answered.
    pub not_assessable: u8,
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CaseState {
    /// Invited, or capturing at this moment.
    Capturing,
    /// The customer left before the end.
    Incomplete,
    /// Capture or processing failed.
    CaptureFailed,
    /// An operator has to look.
    WaitingForReview,
    /// Validated; declaration, contract and approval follow.
    Validated,
    /// Approved.
    Approved,
    /// Refused.
    Refused,
    /// Cancelled before it was decided.
    Cancelled,
    /// A status this version does not know.
    Unknown,
}
