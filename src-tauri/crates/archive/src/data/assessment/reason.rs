//! The reason of a check's answer.

use domain::check::Reason;
use serde::Serialize;

#[derive(Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub(super) enum ReasonJson {
    ValidUntil { date: String },
    ExpiredOn { date: String },
    Age { years: i16 },
    Agrees { compared: u8 },
    Disagrees { fields: Vec<&'static str> },
    CheckDigits { of: Vec<String> },
    CheckCharacter { expected: char },
    Malformed,
    Missing { field: &'static str },
    NothingRead,
    EvidenceMissing { evidence: &'static str },
    EvidenceUnreadable { evidence: &'static str },
    NotRequested,
    Reported,
    NoMethod,
    Seen { signs: Vec<&'static str> },
    NothingSuspicious,
}

impl ReasonJson {
    pub(super) fn of(reason: &Reason) -> Self {
        match reason {
            Reason::ValidUntil(date) => Self::ValidUntil {
                date: date.to_string(),
            },
            Reason::ExpiredOn(date) => Self::ExpiredOn {
                date: date.to_string(),
            },
            Reason::Age(years) => Self::Age { years: *years },
            Reason::Agrees { compared } => Self::Agrees {
                compared: *compared,
            },
            Reason::Disagrees(fields) => Self::Disagrees {
                fields: fields.iter().map(|field| field.name()).collect(),
            },
            Reason::CheckDigits(of) => Self::CheckDigits { of: of.clone() },
            Reason::CheckCharacter { expected } => Self::CheckCharacter {
                expected: *expected,
            },
            Reason::Malformed => Self::Malformed,
            Reason::Missing(field) => Self::Missing {
                field: field.name(),
            },
            Reason::NothingRead => Self::NothingRead,
            Reason::EvidenceMissing(kind) => Self::EvidenceMissing {
                evidence: kind.name(),
            },
            Reason::EvidenceUnreadable(kind) => Self::EvidenceUnreadable {
                evidence: kind.name(),
            },
            Reason::NotRequested => Self::NotRequested,
            Reason::Reported => Self::Reported,
            Reason::NoMethod => Self::NoMethod,
            Reason::Seen(signs) => Self::Seen {
                signs: signs.iter().map(|sign| sign.name()).collect(),
            },
            Reason::NothingSuspicious => Self::NothingSuspicious,
        }
    }
}
