//! The reason of a finding as JSON.

use domain::{
    check::{Reason, Sign},
    evidence::Kind,
    field::Name,
};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(tag = "code", content = "of", rename_all = "snake_case")]
pub(super) enum ReasonRow {
    ValidUntil(String),
    ExpiredOn(String),
    Age(i16),
    Agrees(u8),
    Disagrees(Vec<String>),
    CheckDigits(Vec<String>),
    CheckCharacter(char),
    Malformed,
    Missing(String),
    NothingRead,
    EvidenceMissing(String),
    EvidenceUnreadable(String),
    NotRequested,
    Reported,
    NoMethod,
    Seen(Vec<String>),
    NothingSuspicious,
}

impl From<&Reason> for ReasonRow {
    fn from(reason: &Reason) -> Self {
        match reason {
            Reason::ValidUntil(date) => Self::ValidUntil(date.to_string()),
            Reason::ExpiredOn(date) => Self::ExpiredOn(date.to_string()),
            Reason::Age(years) => Self::Age(*years),
            Reason::Agrees { compared } => Self::Agrees(*compared),
            Reason::Disagrees(fields) => {
                Self::Disagrees(fields.iter().map(|name| name.name().to_owned()).collect())
            }
            Reason::CheckDigits(names) => Self::CheckDigits(names.clone()),
            Reason::CheckCharacter { expected } => Self::CheckCharacter(*expected),
            Reason::Malformed => Self::Malformed,
            Reason::Missing(field) => Self::Missing(field.name().to_owned()),
            Reason::NothingRead => Self::NothingRead,
            Reason::EvidenceMissing(kind) => Self::EvidenceMissing(kind.name().to_owned()),
            Reason::EvidenceUnreadable(kind) => Self::EvidenceUnreadable(kind.name().to_owned()),
            Reason::NotRequested => Self::NotRequested,
            Reason::Reported => Self::Reported,
            Reason::NoMethod => Self::NoMethod,
            Reason::Seen(signs) => {
                Self::Seen(signs.iter().map(|sign| sign.name().to_owned()).collect())
            }
            Reason::NothingSuspicious => Self::NothingSuspicious,
        }
    }
}

impl ReasonRow {
    pub(super) fn into_domain(self) -> Option<Reason> {
        Some(match self {
            Self::ValidUntil(date) => Reason::ValidUntil(date.parse().ok()?),
            Self::ExpiredOn(date) => Reason::ExpiredOn(date.parse().ok()?),
            Self::Age(years) => Reason::Age(years),
            Self::Agrees(compared) => Reason::Agrees { compared },
            Self::Disagrees(fields) => Reason::Disagrees(
                fields
                    .iter()
                    .map(|name| Name::from_name(name))
                    .collect::<Option<_>>()?,
            ),
            Self::CheckDigits(names) => Reason::CheckDigits(names),
            Self::CheckCharacter(expected) => Reason::CheckCharacter { expected },
            Self::Malformed => Reason::Malformed,
            Self::Missing(field) => Reason::Missing(Name::from_name(&field)?),
            Self::NothingRead => Reason::NothingRead,
            Self::EvidenceMissing(kind) => Reason::EvidenceMissing(Kind::from_name(&kind)?),
            Self::EvidenceUnreadable(kind) => Reason::EvidenceUnreadable(Kind::from_name(&kind)?),
            Self::NotRequested => Reason::NotRequested,
            Self::Reported => Reason::Reported,
            Self::NoMethod => Reason::NoMethod,
            Self::Seen(names) => Reason::Seen(
                names
                    .iter()
                    .map(|name| Sign::from_name(name))
                    .collect::<Option<_>>()?,
            ),
            Self::NothingSuspicious => Reason::NothingSuspicious,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_reason_survives_its_json() {
        for reason in [
            Reason::ValidUntil(date(2031, 2, 28)),
            Reason::ExpiredOn(date(1999, 12, 31)),
            Reason::Age(-1),
            Reason::Agrees { compared: 9 },
            Reason::Disagrees(vec![Name::Surname, Name::HealthCardExpiry]),
            Reason::CheckDigits(vec!["composite".into()]),
            Reason::CheckCharacter { expected: 'Z' },
            Reason::Malformed,
            Reason::Missing(Name::TaxCode),
            Reason::NothingRead,
            Reason::EvidenceMissing(Kind::Video),
            Reason::EvidenceUnreadable(Kind::Selfie),
            Reason::NotRequested,
            Reason::Reported,
            Reason::NoMethod,
            Reason::Seen(vec![Sign::NoColour, Sign::FlatFace]),
            Reason::NothingSuspicious,
        ] {
            let text = serde_json::to_string(&ReasonRow::from(&reason)).expect("it can be written");
            let row: ReasonRow = serde_json::from_str(&text).expect("it can be read");
            assert_eq!(row.into_domain(), Some(reason), "{text}");
        }
    }
}
