//! The checks: one table of their names, three possible answers, and the
//! reasons for each.

mod sign;

use jiff::civil::Date;

use crate::{
    evidence::{self, Spot},
    field,
    similarity::Level,
};

pub use sign::Sign;

/// A security check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// The document has not expired.
    NonExpired,
    /// The person is of age.
    NotUnderage,
    /// The data of the document agree with each other.
    DataIntegrity,
    /// What was declared agrees with what was read.
    DocumentsMatch,
    /// The two sides belong to one document.
    SidesMatch,
    /// The document is an original, not a copy.
    NotBwCopy,
    /// The face is not a presentation attack.
    NotFaceSpoofing,
    /// A living person was before the camera.
    LivenessDetected,
    /// The one-time password was confirmed.
    OtpValidation,
    /// The health card has not expired.
    HealthCardNotExpired,
    /// The tax code agrees with name, sex, date and place of birth.
    TaxCodeMatch,
}

impl Check {
    /// Every check, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::NonExpired,
        Self::NotUnderage,
        Self::DataIntegrity,
        Self::DocumentsMatch,
        Self::TaxCodeMatch,
        Self::SidesMatch,
        Self::NotBwCopy,
        Self::NotFaceSpoofing,
        Self::LivenessDetected,
        Self::OtpValidation,
        Self::HealthCardNotExpired,
    ];

    /// The stable name: Signicat's `securityChecks`, continued in its style.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NonExpired => "nonExpired",
            Self::NotUnderage => "notUnderage",
            Self::DataIntegrity => "dataIntegrity",
            Self::DocumentsMatch => "documentsMatch",
            Self::SidesMatch => "sidesMatch",
            Self::NotBwCopy => "notBWCopy",
            Self::NotFaceSpoofing => "notFaceSpoofing",
            Self::LivenessDetected => "livenessDetected",
            Self::OtpValidation => "otpValidation",
            Self::HealthCardNotExpired => "healthCardNotExpired",
            Self::TaxCodeMatch => "taxCodeMatch",
        }
    }

    /// The name in `security_checks` of the RA API, where it has one.
    #[must_use]
    pub const fn registration_authority(self) -> Option<&'static str> {
        match self {
            Self::NonExpired => Some("document_notexpired"),
            Self::NotUnderage => Some("document_notunderage"),
            Self::DataIntegrity => Some("data_integrity"),
            Self::DocumentsMatch => Some("documents_match"),
            Self::NotBwCopy => Some("document_notcopy"),
            Self::LivenessDetected => Some("liveliness"),
            Self::OtpValidation => Some("otp_validation"),
            Self::SidesMatch
            | Self::NotFaceSpoofing
            | Self::HealthCardNotExpired
            | Self::TaxCodeMatch => None,
        }
    }

    /// The check behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.name() == name)
    }

    /// The check behind its RA API name.
    #[must_use]
    pub fn from_registration_authority(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|check| check.registration_authority() == Some(name))
    }
}

/// The answer to a check. There are three, never two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// Passed.
    Yes,
    /// Failed.
    No,
    /// Could not be judged on this evidence by this engine.
    NotAssessable,
}

impl Answer {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NotAssessable => "not_assessable",
        }
    }

    /// The answer behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Yes, Self::No, Self::NotAssessable]
            .into_iter()
            .find(|answer| answer.name() == name)
    }
}

/// Why a check got its answer. The window turns it into a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Valid until the date.
    ValidUntil(Date),
    /// Expired on the date.
    ExpiredOn(Date),
    /// The person's age in years.
    Age(i16),
    /// Everything that was compared agrees; how many data that was.
    Agrees {
        /// How many data were compared.
        compared: u8,
    },
    /// These data disagree.
    Disagrees(Vec<field::Name>),
    /// Check digits of the machine-readable zone that do not add up, by the
    /// name of what they protect.
    CheckDigits(Vec<String>),
    /// The check character of the tax code should be another.
    CheckCharacter {
        /// The character that would be right.
        expected: char,
    },
    /// The tax code has not the form of one.
    Malformed,
    /// This datum was neither declared nor read.
    Missing(field::Name),
    /// Nothing could be read that the declaration could be compared with.
    NothingRead,
    /// This piece of evidence is not there.
    EvidenceMissing(evidence::Kind),
    /// This piece of evidence cannot be opened.
    EvidenceUnreadable(evidence::Kind),
    /// The session did not ask for it.
    NotRequested,
    /// The capture reported the answer; the engine did not see it itself.
    Reported,
    /// This engine has no method to judge it; a person has to.
    NoMethod,
    /// What was seen: against it where the answer is *no*, for it where it is
    /// *yes*, in the way of judging where there is none.
    Seen(Vec<Sign>),
    /// Looked for everything that would speak against it, and found nothing.
    NothingSuspicious,
}

/// One check with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The check.
    pub check: Check,
    /// Its answer.
    pub answer: Answer,
    /// The reason.
    pub reason: Reason,
    /// Where it can be seen.
    pub seen: Vec<Spot>,
}

impl Finding {
    /// A finding that is seen nowhere in particular.
    #[must_use]
    pub const fn new(check: Check, answer: Answer, reason: Reason) -> Self {
        Self {
            check,
            answer,
            reason,
            seen: Vec::new(),
        }
    }

    /// The finding, to be seen at `spots` too.
    #[must_use]
    pub fn seen_at(mut self, spots: impl IntoIterator<Item = Spot>) -> Self {
        self.seen.extend(spots);
        self
    }
}

/// What came of comparing faces.
#[derive(Debug, Clone, PartialEq)]
pub enum FaceFinding {
    /// Two or more pictures were compared.
    Compared {
        /// The fused similarity.
        similarity: crate::Similarity,
        /// How many video frames took part beside portrait and selfie.
        frames: u8,
        /// Pictures that show more than one face.
        several: Vec<evidence::Kind>,
    },
    /// It could not be done.
    NotAssessable(FaceProblem),
}

impl FaceFinding {
    /// The level, where faces could be compared.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        match self {
            Self::Compared { similarity, .. } => Some(similarity.level()),
            Self::NotAssessable(_) => None,
        }
    }
}

/// Why faces could not be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaceProblem {
    /// No face was found in this picture.
    NoFace(evidence::Kind),
    /// The face in this picture is too small to be described.
    TooSmall(evidence::Kind),
    /// The picture is missing.
    Missing(evidence::Kind),
    /// The picture cannot be opened.
    Unreadable(evidence::Kind),
    /// The face in this picture is too blurred.
    Blurred(evidence::Kind),
    /// The face in this picture looks away from the camera.
    Turned(evidence::Kind),
}

impl FaceProblem {
    /// The stable name of the problem and the evidence it is about.
    #[must_use]
    pub const fn parts(self) -> (&'static str, evidence::Kind) {
        match self {
            Self::NoFace(kind) => ("no_face", kind),
            Self::TooSmall(kind) => ("face_too_small", kind),
            Self::Missing(kind) => ("evidence_missing", kind),
            Self::Unreadable(kind) => ("evidence_unreadable", kind),
            Self::Blurred(kind) => ("face_blurred", kind),
            Self::Turned(kind) => ("face_turned", kind),
        }
    }

    /// The problem behind its stable name.
    #[must_use]
    pub fn from_parts(name: &str, kind: evidence::Kind) -> Option<Self> {
        [
            Self::NoFace(kind),
            Self::TooSmall(kind),
            Self::Missing(kind),
            Self::Unreadable(kind),
            Self::Blurred(kind),
            Self::Turned(kind),
        ]
        .into_iter()
        .find(|problem| problem.parts().0 == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_survives_its_names() {
        for check in Check::ALL {
            assert_eq!(Check::from_name(check.name()), Some(check));
            if let Some(name) = check.registration_authority() {
                assert_eq!(Check::from_registration_authority(name), Some(check));
            }
        }
    }
}
