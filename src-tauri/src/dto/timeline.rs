//! Notes, and what happened to a case.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    Answer, CaseState, ChecklistItem, FieldName, FieldReview, KioskPiece, Outcome, RefusalCode,
    StampView, Verdict,
};

/// A note on a case.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NoteView {
    /// The note.
    pub id: String,
    /// When it was written.
    pub at: String,
    /// Who wrote it.
    pub author: String,
    /// What it says.
    pub text: String,
}

/// A new note.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NoteForm {
    /// The case.
    pub case_id: String,
    /// Under which lease and on which version.
    pub stamp: StampView,
    /// What it says.
    pub text: String,
}

/// One entry of the audit log, as the window shows it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TimelineEntry {
    /// Its place in the audit log of this desk.
    pub sequence: u32,
    /// When.
    pub at: String,
    /// Which operator; none for the application itself.
    pub operator: Option<String>,
    /// What.
    pub event: TimelineEvent,
    /// The particulars that the event has.
    pub detail: TimelineDetail,
}

/// Something that happened to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TimelineEvent {
    /// Taken in from the central API.
    SessionReceived,
    /// Read at last, after it could not be read.
    SessionMended,
    /// Pieces that were asked for again were taken in.
    PiecesReceived,
    /// Assessed by the engine.
    Assessed,
    /// Claimed.
    Claimed,
    /// Given back.
    Released,
    /// Taken over from a colleague.
    TakenOver,
    /// Given to a colleague.
    Reassigned,
    /// The claim ended by itself.
    LeaseLapsed,
    /// Put on hold.
    Held,
    /// Gone on with.
    Resumed,
    /// Looked at.
    Viewed,
    /// A field was reviewed.
    FieldReviewed,
    /// An item of the checklist was answered.
    ChecklistAnswered,
    /// The register of lost and stolen documents was asked.
    RegisterQueried,
    /// A frame of the recording was kept.
    SnapshotKept,
    /// A note was added.
    NoteAdded,
    /// Decided.
    Decided,
    /// A decision was taken back.
    DecisionUndone,
    /// Declaration and contract were shown.
    DocumentsShown,
    /// A decision reached the central API.
    Delivered,
    /// A decision was turned down by the central API.
    DeliveryRefused,
    /// The state changed at the central API.
    StateChanged,
    /// An archive was exported.
    Exported,
    /// Something that this list has no name for.
    Other,
}

/// The particulars of an event; only those that belong to it are there.
#[derive(Debug, Clone, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TimelineDetail {
    /// The verdict, of an assessment.
    pub verdict: Option<Verdict>,
    /// The field, of a review.
    pub field: Option<FieldName>,
    /// What was said of it.
    pub review: Option<FieldReview>,
    /// The item, of an answer to the checklist.
    pub item: Option<ChecklistItem>,
    /// The answer; none where it was taken back.
    pub answer: Option<Answer>,
    /// Whether the register lists the document.
    pub listed: Option<bool>,
    /// The outcome, of a decision, its delivery or its undoing.
    pub outcome: Option<Outcome>,
    /// The reason, of a refusal.
    pub reason: Option<RefusalCode>,
    /// The new state, of a change.
    pub state: Option<CaseState>,
    /// The time from the start of the recording in milliseconds, of a frame.
    pub at_ms: Option<u32>,
    /// What was asked for again, of a decision.
    pub pieces: Vec<KioskPiece>,
}
