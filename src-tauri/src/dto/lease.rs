//! Leases: what a change has to carry, and cases that change hands.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Under which lease and on which version of the case something is done. Where
/// either is another by now, nothing is changed and the window is told.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StampView {
    /// The lease.
    pub lease: String,
    /// The version of the case.
    pub version: u32,
}

/// Something done with a case under a lease.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StampedForm {
    /// The case.
    pub case_id: String,
    /// Under which lease and on which version.
    pub stamp: StampView,
}

/// Putting a case on hold.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HoldForm {
    /// The case.
    pub case_id: String,
    /// Under which lease and on which version.
    pub stamp: StampView,
    /// Why, for colleagues; may be empty.
    pub note: String,
}

/// A sign of life of the desk that works on a case.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LeaseForm {
    /// The case.
    pub case_id: String,
    /// The lease.
    pub lease: String,
}

/// Taking a case over from a colleague.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TakeOverForm {
    /// The case.
    pub case_id: String,
    /// Why.
    pub reason: HandOverReason,
}

/// Giving a case to a colleague.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HandOverForm {
    /// The case.
    pub case_id: String,
    /// The colleague.
    pub to: String,
    /// Why.
    pub reason: HandOverReason,
}

/// A note that was begun.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DraftForm {
    /// The case.
    pub case_id: String,
    /// The note; empty to forget it.
    pub note: String,
}

/// Why a case goes from one operator to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum HandOverReason {
    /// The holder is not at work.
    Absent,
    /// The shift changes.
    ShiftChange,
    /// It cannot wait for the holder.
    Urgent,
    /// Somebody with more experience has to look.
    Escalated,
}

/// A colleague who could take a case.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ColleagueView {
    /// The operator.
    pub id: String,
    /// The name.
    pub name: String,
    /// The role.
    pub role: super::Role,
}
