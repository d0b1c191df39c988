//! Data of the person and the document: declared, read, confirmed.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{SpotView, StampView};

/// One datum with its three values. Values are canonical texts: dates
/// `YYYY-MM-DD`, sex `F`/`M`/`X`, countries ISO 3166-1 alpha-3.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    /// Which datum.
    pub name: FieldName,
    /// What the request says.
    pub declared: Option<String>,
    /// What the engine read, each with its source.
    pub read: Vec<ReadingView>,
    /// What the operator said.
    pub review: FieldReview,
    /// The confirmed value, where approved or revised.
    pub confirmed: Option<String>,
    /// What disagrees with the declared value.
    pub differences: Vec<DifferenceView>,
    /// What operators said of it, oldest first.
    pub history: Vec<FieldEditView>,
}

/// What was said of a datum at one time.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldEditView {
    /// When.
    pub at: String,
    /// Who said it; none where the datum was open again because the piece that it
    /// was read on was captured anew.
    pub operator: Option<String>,
    /// What was said.
    pub review: FieldReview,
    /// The value before: the declared one at first, then the one confirmed last.
    pub from: Option<String>,
    /// The value that was confirmed, if one was.
    pub to: Option<String>,
}

/// A value the engine read.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadingView {
    /// Where.
    pub source: ReadingSource,
    /// What.
    pub value: String,
    /// Where it stands in the evidence, where the engine knows it.
    pub seen: Option<SpotView>,
}

/// A disagreement with the declared value.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DifferenceView {
    /// Who says otherwise.
    pub against: DifferenceSource,
    /// What that one says, in the canonical form of the datum; for a name
    /// against the tax code, the three letters of the code.
    pub says: String,
}

/// Where a value was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ReadingSource {
    /// The machine-readable zone.
    Mrz,
    /// The visual zone.
    VisualZone,
    /// A bar code.
    BarCode,
    /// The capture that made the session.
    Capture,
}

/// What disagrees with a declared value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DifferenceSource {
    /// The machine-readable zone.
    Mrz,
    /// The visual zone.
    VisualZone,
    /// A bar code.
    BarCode,
    /// The capture that made the session.
    Capture,
    /// The tax code, re-derived.
    TaxCode,
}

/// What an operator said of a datum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FieldReview {
    /// Nobody has looked yet.
    NotReviewed,
    /// Confirmed as declared or read.
    Approved,
    /// Confirmed with another value.
    Revised,
    /// Cannot be confirmed.
    Rejected,
}

/// A word on a datum.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldReviewForm {
    /// The case.
    pub case_id: String,
    /// Under which lease and on which version.
    pub stamp: StampView,
    /// The datum.
    pub field: FieldName,
    /// What is said of it.
    pub answer: FieldAnswer,
}

/// What is said of a datum.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum FieldAnswer {
    /// It is confirmed with a value that was declared or read.
    Approve {
        /// The value.
        value: String,
    },
    /// It is confirmed with a value of the operator's own.
    Revise {
        /// The value, canonical.
        value: String,
    },
    /// It cannot be confirmed.
    Reject,
    /// Nothing has been said yet.
    Reset,
}

/// What a datum is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FieldName {
    /// Family name.
    Surname,
    /// Given name or names.
    GivenName,
    /// Sex.
    Sex,
    /// Date of birth.
    BirthDate,
    /// Place of birth.
    BirthPlace,
    /// Country of birth.
    BirthCountry,
    /// Citizenship.
    Citizenship,
    /// Italian tax code.
    TaxCode,
    /// Kind of document: `identity_card`, `passport`, `drive_license`, `visa`
    /// or `other`.
    DocumentType,
    /// Number of the document.
    DocumentNumber,
    /// Country that issued the document.
    IssuingCountry,
    /// Date of issue.
    IssueDate,
    /// Date of expiry.
    ExpiryDate,
    /// Authority that issued the document.
    Issuer,
    /// E-mail address.
    Email,
    /// Mobile phone number.
    Phone,
    /// Number of the health card.
    HealthCardNumber,
    /// Expiry of the health card.
    HealthCardExpiry,
    /// Number of the institution that issued the health card.
    HealthCardInstitution,
    /// Height in centimetres.
    Height,
}
