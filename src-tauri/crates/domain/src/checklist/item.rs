//! The items of the checklist and their names.

use super::{FaceFeature, SecurityFeature};
use crate::document::Type;

/// An item of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// The security feature is there and looks as it should (VAL-8.3.3-07X).
    Security(SecurityFeature),
    /// A question about the document as a whole.
    Question(Question),
    /// The feature agrees between document and person (BIN-8.4.4-03).
    Face(FaceFeature),
}

impl Item {
    /// Every item, in the order in which they are shown.
    pub fn all() -> impl Iterator<Item = Self> {
        SecurityFeature::ALL
            .into_iter()
            .map(Self::Security)
            .chain(Question::ALL.into_iter().map(Self::Question))
            .chain(FaceFeature::ALL.into_iter().map(Self::Face))
    }

    /// The stable name; no two items share one.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Security(feature) => feature.name(),
            Self::Question(question) => question.name(),
            Self::Face(feature) => feature.name(),
        }
    }

    /// The item behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|item| item.name() == name)
    }
}

/// A question about the document as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// The machine-readable zone agrees with the visual zone (VAL-8.3.3-12X).
    MrzAgrees,
    /// Issuer, validity and number are recorded (VAL-8.3.3-10).
    DataRecorded,
    /// The document was compared with a reference of its type (VAL-8.3.3-06).
    ReferenceConsulted,
    /// The register of lost and stolen documents was asked and does not list
    /// it (VAL-8.3.3-09).
    NotReportedLost,
}

impl Question {
    /// Every question, in the order in which they are shown.
    pub const ALL: [Self; 4] = [
        Self::MrzAgrees,
        Self::DataRecorded,
        Self::ReferenceConsulted,
        Self::NotReportedLost,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MrzAgrees => "mrz_agrees",
            Self::DataRecorded => "data_recorded",
            Self::ReferenceConsulted => "reference_consulted",
            Self::NotReportedLost => "not_reported_lost",
        }
    }

    /// The question behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|question| question.name() == name)
    }

    /// Whether it makes sense for a document of `kind`: a driving licence has
    /// no machine-readable zone.
    #[must_use]
    pub const fn applies_to(self, kind: Type) -> bool {
        match self {
            Self::MrzAgrees => match kind {
                Type::IdentityCard | Type::Passport | Type::Visa | Type::Other => true,
                Type::DrivingLicence => false,
            },
            Self::DataRecorded | Self::ReferenceConsulted | Self::NotReportedLost => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_has_a_name_of_its_own() {
        for item in Item::all() {
            assert_eq!(Item::from_name(item.name()), Some(item));
        }
    }

    #[test]
    fn a_driving_licence_has_no_zone_to_compare() {
        for (kind, expected) in [
            (Type::IdentityCard, true),
            (Type::Passport, true),
            (Type::DrivingLicence, false),
        ] {
            assert_eq!(Question::MrzAgrees.applies_to(kind), expected, "{kind:?}");
        }
    }
}
