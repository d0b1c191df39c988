//! Every datum has three values: *declared* by the request, *read* by the
//! engine, *confirmed* by an operator. None overwrites another.
//!
//! Values are canonical texts: dates as `YYYY-MM-DD`, sex as `F`/`M`/`X`,
//! countries as ISO 3166-1 alpha-3 where a document gives them so.

use crate::{evidence::Spot, personal::Personal};

/// What a datum is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
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
    /// Kind of document; the value is [`crate::document::Type::name`].
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
    /// Identification number of the health card.
    HealthCardNumber,
    /// Expiry of the health card.
    HealthCardExpiry,
    /// Number of the institution that issued the health card.
    HealthCardInstitution,
    /// Height in centimetres.
    Height,
}

impl Name {
    /// Every datum, in the order in which the desk shows them.
    pub const ALL: [Self; 20] = [
        Self::Surname,
        Self::GivenName,
        Self::Sex,
        Self::BirthDate,
        Self::BirthPlace,
        Self::BirthCountry,
        Self::Citizenship,
        Self::TaxCode,
        Self::DocumentType,
        Self::DocumentNumber,
        Self::IssuingCountry,
        Self::IssueDate,
        Self::ExpiryDate,
        Self::Issuer,
        Self::Email,
        Self::Phone,
        Self::HealthCardNumber,
        Self::HealthCardExpiry,
        Self::HealthCardInstitution,
        Self::Height,
    ];

    /// The stable name, for storage, archives and the webview.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Surname => "surname",
            Self::GivenName => "given_name",
            Self::Sex => "sex",
            Self::BirthDate => "birth_date",
            Self::BirthPlace => "birth_place",
            Self::BirthCountry => "birth_country",
            Self::Citizenship => "citizenship",
            Self::TaxCode => "tax_code",
            Self::DocumentType => "document_type",
            Self::DocumentNumber => "document_number",
            Self::IssuingCountry => "issuing_country",
            Self::IssueDate => "issue_date",
            Self::ExpiryDate => "expiry_date",
            Self::Issuer => "issuer",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::HealthCardNumber => "health_card_number",
            Self::HealthCardExpiry => "health_card_expiry",
            Self::HealthCardInstitution => "health_card_institution",
            Self::Height => "height",
        }
    }

    /// The datum behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// Where the engine read a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// The machine-readable zone.
    Mrz,
    /// The visual zone.
    VisualZone,
    /// A bar code.
    BarCode,
    /// The capture that made the session (`ocr_data` of the RA API).
    Capture,
}

impl Source {
    const ALL: [Self; 4] = [Self::Mrz, Self::VisualZone, Self::BarCode, Self::Capture];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mrz => "mrz",
            Self::VisualZone => "visual_zone",
            Self::BarCode => "bar_code",
            Self::Capture => "capture",
        }
    }

    /// The source behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }
}

/// A value the engine read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The datum.
    pub field: Name,
    /// Where it was read.
    pub source: Source,
    /// The canonical text.
    pub value: Personal<String>,
    /// Where it stands; `None` for what the capture reported.
    pub seen: Option<Spot>,
}

/// A value the request declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The datum.
    pub field: Name,
    /// The canonical text.
    pub value: Personal<String>,
}

/// What an operator said of a datum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Review {
    /// Nobody has looked yet.
    #[default]
    NotReviewed,
    /// Confirmed as declared or read.
    Approved(Personal<String>),
    /// Confirmed with a value of the operator's own.
    Revised(Personal<String>),
    /// Cannot be confirmed.
    Rejected,
}

impl Review {
    /// The confirmed value, if there is one.
    #[must_use]
    pub fn confirmed(&self) -> Option<&Personal<String>> {
        match self {
            Self::Approved(value) | Self::Revised(value) => Some(value),
            Self::NotReviewed | Self::Rejected => None,
        }
    }
}

/// A disagreement between two values of one datum, to be shown in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The datum that disagrees with its declaration.
    pub field: Name,
    /// Who says otherwise.
    pub against: Against,
    /// What that one says.
    pub says: Personal<String>,
}

/// What disagrees with the declared value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Against {
    /// A value the engine read.
    Read(Source),
    /// The tax code, re-derived.
    TaxCode,
}
