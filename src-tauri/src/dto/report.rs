//! Statistics, and what a case has in common with others.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{CaseState, FieldName, RefusalCode, Verdict};

/// The period of statistics, in civil days, both inside.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StatisticsQuery {
    /// The first day, `YYYY-MM-DD`.
    pub from: String,
    /// The last day.
    pub until: String,
}

/// The decisions of a period, added up.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StatisticsView {
    /// Every day of the period.
    pub days: Vec<DayLine>,
    /// Operators by name.
    pub operators: Vec<OperatorLine>,
    /// Reasons for refusals, the most frequent first.
    pub reasons: Vec<ReasonLine>,
    /// What operators decided on each verdict of the engine.
    pub agreement: Vec<AgreementLine>,
    /// In how many of a hundred cases operator and engine came to the same.
    pub agreed_percent: Option<u8>,
    /// Times on cases.
    pub times: Option<TimesView>,
}

/// The decisions of a day.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DayLine {
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// How many decisions of each kind.
    pub counts: DecisionCounts,
}

/// How many decisions of each kind there were.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DecisionCounts {
    /// Validations.
    pub validated: u32,
    /// Refusals.
    pub refused: u32,
    /// Approvals.
    pub approved: u32,
}

/// What one operator decided.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OperatorLine {
    /// The operator's name.
    pub name: String,
    /// How many decisions of each kind.
    pub counts: DecisionCounts,
    /// The times.
    pub times: Option<TimesView>,
}

/// How often a reason was given.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReasonLine {
    /// The reason.
    pub reason: RefusalCode,
    /// How often.
    pub count: u32,
}

/// What operators decided on a verdict of the engine.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AgreementLine {
    /// The verdict.
    pub verdict: Verdict,
    /// How many of those cases were validated.
    pub validated: u32,
    /// How many were refused.
    pub refused: u32,
}

/// Times on cases, from the last opening to validation or refusal.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TimesView {
    /// How many cases.
    pub cases: u32,
    /// Half of them took no longer.
    pub median_seconds: u32,
    /// Nine of ten took no longer.
    pub ninth_decile_seconds: u32,
}

/// What came of saving a file.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum SaveOutcome {
    /// The operator closed the dialog.
    Cancelled,
    /// The file was written.
    Saved {
        /// Where.
        path: String,
    },
}

/// Other cases of this desk that may be of the same person.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DuplicatesView {
    /// By number or address.
    pub shared: Vec<SharedView>,
    /// By face, the closest first.
    pub faces: Vec<SameFaceView>,
    /// How many faces this one was compared with; none where it has no face.
    pub faces_compared: Option<u32>,
    /// Faces with this similarity (0 to 100) or more are shown.
    pub face_limit: u8,
    /// How many documents may share a phone number or an e-mail address.
    pub contact_limit: u8,
}

/// Cases with the same value of one datum.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SharedView {
    /// The datum.
    pub field: FieldName,
    /// The other cases, newest first.
    pub cases: Vec<TwinView>,
}

/// A case with a face that is like this one's.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SameFaceView {
    /// The other case.
    pub case: TwinView,
    /// The similarity, 0 to 100.
    pub score: u8,
}

/// Another case, in one line.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TwinView {
    /// The case.
    pub case_id: String,
    /// The request at the central API.
    pub central_key: String,
    /// Surname and given name.
    pub subject: Option<String>,
    /// When the request was made.
    pub created_at: String,
    /// Where it stands.
    pub state: CaseState,
}
