//! Decisions, refusal reasons, and a decision's way to the central API.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{ApiError, AskedView, StampView};

/// A decision on a case.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DecisionView {
    /// The decision.
    pub id: String,
    /// What was decided.
    pub outcome: Outcome,
    /// When.
    pub at: String,
    /// Who decided.
    pub operator: String,
    /// The particulars of a refusal.
    pub refusal: Option<RefusalView>,
    /// What the customer is asked for again.
    pub asked: Option<AskedView>,
    /// Until when it can be taken back; none when it no longer can.
    pub undo_until: Option<String>,
    /// Its way to the central API.
    pub delivery: DeliveryView,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// The identification is valid.
    Validate,
    /// The identification is refused.
    Refuse,
    /// The request is approved.
    Approve,
    /// The customer is asked for pieces again.
    AskAgain,
}

/// A refusal.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RefusalView {
    /// The coded reason.
    pub reason: RefusalCode,
    /// What the operator adds.
    pub text: String,
    /// Whether the customer may try again.
    pub finality: Finality,
}

/// Whether the customer may try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Finality {
    /// The customer may.
    Repeatable,
    /// The customer may not.
    Definitive,
}

/// Why an operator refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RefusalCode {
    /// The document has expired.
    DocumentExpired,
    /// The document cannot be read.
    DocumentUnreadable,
    /// This kind of document is not accepted.
    DocumentNotAccepted,
    /// The document seems forged, altered or copied.
    DocumentSuspicious,
    /// The document is reported lost or stolen.
    DocumentLostOrStolen,
    /// Declared data disagree with the document.
    DataMismatch,
    /// The tax code disagrees with the other data.
    TaxCodeMismatch,
    /// The face is not the one on the document.
    FaceMismatch,
    /// The face cannot be seen well enough.
    FaceNotVisible,
    /// The recording cannot be used.
    VideoUnusable,
    /// It is doubtful that a living person was before the camera.
    LivenessDoubtful,
    /// Somebody else took part or prompted.
    ThirdParty,
    /// The person is under age.
    Underage,
    /// Another reason, given in the text.
    Other,
}

/// A reason that is offered.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RefusalReasonView {
    /// The reason.
    pub code: RefusalCode,
    /// Whether the customer may try again, unless the operator says otherwise.
    pub usual_finality: Finality,
    /// Whether a text has to be added.
    pub needs_text: bool,
}

/// Refusing a case.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RefuseForm {
    /// The case.
    pub case_id: String,
    /// Under which lease and on which version.
    pub stamp: StampView,
    /// The coded reason.
    pub reason: RefusalCode,
    /// What the operator adds.
    pub text: String,
    /// Whether the customer may try again.
    pub finality: Finality,
}

/// A decision's way to the central API.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum DeliveryView {
    /// It has not left yet.
    Waiting {
        /// What it waits for.
        waiting_for: WaitingFor,
        /// How often it was tried.
        attempts: u16,
        /// When it is tried next, where that is known.
        next_attempt_at: Option<String>,
    },
    /// It is on its way at this moment.
    Sending,
    /// It has arrived.
    Delivered {
        /// When.
        at: String,
    },
    /// The central API turned it down for good.
    Failed {
        /// Why, with the central API's own words for its support.
        error: ApiError,
    },
}

/// What a decision waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum WaitingFor {
    /// The time in which it can be taken back.
    Undo,
    /// The central API, which cannot be reached.
    Connection,
    /// The operator's password and PIN.
    RaoCredentials,
    /// Its turn, or the next attempt.
    Turn,
}
