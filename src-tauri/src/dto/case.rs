//! One case with everything that a review needs.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    AssessmentView, CaseState, ChecklistView, ColleagueView, DecisionView, DueView, EarlierView,
    EvidenceView, FieldView, NoteView, RetriesView, StampView, TimelineEntry,
};

/// A case, opened.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CaseView {
    /// The case.
    pub id: String,
    /// The request at the central API.
    pub central_key: String,
    /// Surname and given name as declared.
    pub subject: Option<String>,
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
    /// What a change has to carry; none while the operator has not claimed it.
    pub stamp: Option<StampView>,
    /// The version of the case, which grows with every change of state or claim.
    pub version: u32,
    /// The note that the operator has begun.
    pub draft: String,
    /// Who else could take it.
    pub colleagues: Vec<ColleagueView>,
    /// Why the request could not be read so far, as a technical code; the desk
    /// asks for it again.
    pub unreadable: Option<String>,
    /// Pictures and recordings, in the order in which one looks at them.
    pub evidence: Vec<EvidenceView>,
    /// Earlier attempts of pieces that were captured anew, oldest first.
    pub earlier: Vec<EarlierView>,
    /// How often the customer was asked again, and may be.
    pub retries: RetriesView,
    /// Every datum that was declared or read, in the order to show them.
    pub fields: Vec<FieldView>,
    /// What the engine found.
    pub assessment: AssessmentView,
    /// The operator's checklist.
    pub checklist: ChecklistView,
    /// Notes, oldest first.
    pub notes: Vec<NoteView>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// Decisions that stand (not undone), oldest first.
    pub decisions: Vec<DecisionView>,
    /// What may be done now.
    pub actions: Actions,
}

/// Who works on a case. A claim is a lease: it ends by itself.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Claim {
    /// Nobody.
    None,
    /// The operator who is signed in.
    Mine,
    /// A colleague.
    Other {
        /// The colleague, where this desk knows the name.
        name: Option<String>,
    },
}

/// What may be done with a case now; each with what stands in its way, or
/// nothing when it is allowed.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Actions {
    /// Claim it.
    pub claim: Option<Blocker>,
    /// Give it back.
    pub release: Option<Blocker>,
    /// Take it over from a colleague.
    pub take_over: Option<Blocker>,
    /// Give it to a colleague.
    pub hand_over: Option<Blocker>,
    /// Put it aside.
    pub hold: Option<Blocker>,
    /// Go on with it.
    pub resume: Option<Blocker>,
    /// Review fields and add notes.
    pub review: Option<Blocker>,
    /// Validate it.
    pub validate: Option<Blocker>,
    /// Refuse it.
    pub refuse: Option<Blocker>,
    /// Ask the customer for pieces again.
    pub ask_again: Option<Blocker>,
    /// Load declaration and contract.
    pub documents: Option<Blocker>,
    /// Approve it.
    pub approve: Option<Blocker>,
    /// Take the newest decision back.
    pub undo: Option<Blocker>,
    /// Export its archive.
    pub export: Option<Blocker>,
}

/// What stands in the way of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Blocker {
    /// The operator has not claimed the case.
    NotClaimed,
    /// A colleague has claimed it.
    ClaimedByOther,
    /// The operator has claimed it already.
    AlreadyClaimed,
    /// The operator's role does not include it.
    Role,
    /// It is put aside.
    OnHold,
    /// It is not put aside.
    NotOnHold,
    /// The operator has validated it; somebody else has to approve.
    SecondOperator,
    /// It is not waiting for a review.
    NotInReview,
    /// It has not been validated yet.
    NotValidated,
    /// The validation has not reached the central API yet.
    ValidationOnItsWay,
    /// It has been decided already.
    Decided,
    /// There is nothing to take back, or the time for it is over.
    NothingToUndo,
    /// The checks are still running.
    ChecksRunning,
    /// Declaration and contract have not been shown yet.
    DocumentsNotShown,
    /// Items of the checklist have to be answered first.
    ChecklistIncomplete,
    /// An answer of the checklist speaks against it.
    ChecklistAgainst,
    /// The central API cannot be reached.
    Offline,
    /// The customer was asked again as often as the house allows.
    RetriesUsedUp,
}
