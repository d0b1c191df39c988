//! The queue: which cases there are, and whose they are.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Claim, DeliveryView, Level, ProgressView, Verdict};

/// What of the queue to list.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueQuery {
    /// Whose cases.
    pub owner: QueueOwner,
    /// Where they stand.
    pub list: QueueList,
    /// Parts of a name, a document number, a tax code or an id; empty for
    /// everything.
    pub search: String,
    /// How many to leave out at the beginning.
    pub offset: u32,
    /// How many to give at most (1 to 500).
    pub limit: u32,
}

/// Whose cases to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum QueueOwner {
    /// That this operator has claimed.
    Mine,
    /// That nobody has claimed.
    Unassigned,
    /// Everybody's and nobody's.
    All,
}

/// Where the cases to list stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum QueueList {
    /// Everything that is not at its end.
    Open,
    /// An operator has to look.
    NeedsOperator,
    /// Validated; the second step follows.
    SecondStep,
    /// The customer has to capture something.
    AwaitingCustomer,
    /// Put aside.
    OnHold,
    /// Refused, the newest first.
    Refused,
    /// Approved or cancelled, the newest first.
    Done,
    /// With a status that this version does not know.
    Unknown,
}

/// The answer: what is due first at the top, except where it has ended.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueView {
    /// The cases, from the offset that was asked for.
    pub rows: Vec<QueueRow>,
    /// How many there are in all.
    pub length: u32,
    /// How many each list has, whatever the search.
    pub counts: QueueCounts,
}

/// How many cases there are.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueCounts {
    /// Claimed by this operator.
    pub mine: ListCounts,
    /// Claimed by nobody.
    pub unassigned: ListCounts,
    /// All of them.
    pub all: ListCounts,
}

/// How many cases each list has.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "they are the lists of QueueList")]
pub struct ListCounts {
    pub open: u32,
    pub needs_operator: u32,
    pub second_step: u32,
    pub awaiting_customer: u32,
    pub on_hold: u32,
    pub refused: u32,
    pub done: u32,
    pub unknown: u32,
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
    /// Until when it should be decided; none where nobody is waited for.
    pub due: Option<DueView>,
    /// Whether it is put aside.
    pub on_hold: bool,
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

/// Until when a case should be decided.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DueView {
    /// The instant.
    pub at: String,
    /// Minutes of the operators' time that are left until then; negative once
    /// it is over.
    pub left_minutes: i32,
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
