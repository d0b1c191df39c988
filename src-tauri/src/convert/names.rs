//! Closed lists that are the same on both sides.

use domain::{
    advice, assessment, check, checklist, decision, evidence, feature, field, lease, loip,
    operator, quality, session, similarity,
};

use workflow::desk;

use crate::dto;

/// Maps one list onto another of the same names, variant by variant.
macro_rules! same_names {
    ($from:path => $to:path { $($variant:ident),+ $(,)? }) => {
        impl From<$from> for $to {
            fn from(value: $from) -> Self {
                match value {
                    $(<$from>::$variant => Self::$variant,)+
                }
            }
        }
    };
    ($from:path => $to:path, and back { $($variant:ident),+ $(,)? }) => {
        same_names!($from => $to { $($variant),+ });
        same_names!($to => $from { $($variant),+ });
    };
}

same_names!(check::Check => dto::CheckName {
    NonExpired, NotUnderage, DataIntegrity, DocumentsMatch, TaxCodeMatch, SidesMatch, NotBwCopy,
    NotFaceSpoofing, LivenessDetected, OtpValidation, HealthCardNotExpired,
});

same_names!(check::Answer => dto::Answer, and back { Yes, No, NotAssessable });

same_names!(checklist::SecurityFeature => dto::SecurityFeature, and back {
    Hologram, ColourShiftingInk, ChangingLaserImage, IridescentPrint, LatentImage, Guilloches,
    Microprint, RainbowPrint, SecondPortrait, LaserEngraving,
});

same_names!(checklist::Question => dto::ChecklistQuestion, and back {
    MrzAgrees, DataRecorded, ReferenceConsulted, NotReportedLost,
});

same_names!(checklist::FaceFeature => dto::FaceFeature, and back {
    FaceShape, Forehead, Eyebrows, Eyes, Cheeks, Nose, Ears, Mouth, Chin, Marks, AgeGap,
});

same_names!(check::Sign => dto::SignName {
    NoColour, ScreenPattern, PrintDots, FlatFace, FrozenVideo, LoopedVideo, CutVideo, FaceChanged, TrackLost, ChallengeNotMet, ChallengeMet, LivingFace, TooShort, NoFace, SeveralFaces, FaceTooSmall, Blurred, BadLight, TooFewPixels, NoDocument,
});

same_names!(feature::Name => dto::FeatureName {
    Header, Photo, Signature, Mrz, Chip, BarCode, GhostPortrait, Ovi1, Ovi2,
});

same_names!(feature::Presence => dto::Presence { Found, Missing, NotAssessable });

same_names!(quality::Subject => dto::QualitySubject { Document, Face });

same_names!(quality::Measure => dto::MeasureName {
    Sharpness, Glare, Underexposure, Overexposure, Contrast, Resolution, Crop, Cover,
});

same_names!(quality::Unit => dto::QualityUnit { Pixels, DotsPerInch, Share, Levels });

same_names!(quality::Bound => dto::QualityBound { AtLeast, AtMost });

same_names!(advice::Advice => dto::AdviceName {
    Good, NotJudged, HoldStill, AvoidGlare, MoreLight, LessLight, EvenLight, DocumentCloser,
    WholeDocument, UncoverDocument, FaceCloser, WholeFace, NoPhotocopy, NoScreen, NoPrint,
});

same_names!(loip::Loip => dto::Loip { Baseline, Extended });

same_names!(assessment::Status => dto::Verdict { Accepted, Rejected, Inconclusive, Failed });

same_names!(similarity::Level => dto::Level { VeryLow, Low, Medium, High });

same_names!(evidence::Kind => dto::EvidenceKind {
    DocumentFront, DocumentRear, DocumentPhoto, Selfie, HealthCardFront, HealthCardRear, Video,
    Snapshot, Declaration, Contract,
});

same_names!(field::Name => dto::FieldName, and back {
    Surname, GivenName, Sex, BirthDate, BirthPlace, BirthCountry, Citizenship, TaxCode,
    DocumentType, DocumentNumber, IssuingCountry, IssueDate, ExpiryDate, Issuer, Email, Phone,
    HealthCardNumber, HealthCardExpiry, HealthCardInstitution, Height,
});

same_names!(field::Source => dto::ReadingSource { Mrz, VisualZone, BarCode, Capture });

same_names!(dto::HandOverReason => lease::HandOver { Absent, ShiftChange, Urgent, Escalated });

same_names!(operator::Role => dto::Role, and back { Rao, Auditor, Administrator });

same_names!(decision::Finality => dto::Finality, and back { Repeatable, Definitive });

same_names!(decision::RefusalReason => dto::RefusalCode, and back {
    DocumentExpired, DocumentUnreadable, DocumentNotAccepted, DocumentSuspicious,
    DocumentLostOrStolen, DataMismatch, TaxCodeMismatch, FaceMismatch, FaceNotVisible,
    VideoUnusable, LivenessDoubtful, ThirdParty, Underage, Other,
});

same_names!(decision::PieceReason => dto::PieceReasonCode, and back {
    Blurred, Glare, TooDark, CutOff, Covered, WrongPiece, FaceNotVisible, MovementsMissing,
    Unplayable, Other,
});

same_names!(desk::Step => dto::CheckStep {
    OpenPictures, ReadDocument, OpenVideo, CompareFaces, CompareData, Conclude,
});

impl From<field::Against> for dto::DifferenceSource {
    fn from(value: field::Against) -> Self {
        match value {
            field::Against::Read(field::Source::Mrz) => Self::Mrz,
            field::Against::Read(field::Source::VisualZone) => Self::VisualZone,
            field::Against::Read(field::Source::BarCode) => Self::BarCode,
            field::Against::Read(field::Source::Capture) => Self::Capture,
            field::Against::TaxCode => Self::TaxCode,
        }
    }
}

impl From<&session::State> for dto::CaseState {
    fn from(value: &session::State) -> Self {
        match value {
            session::State::Capturing => Self::Capturing,
            session::State::Incomplete => Self::Incomplete,
            session::State::CaptureFailed => Self::CaptureFailed,
            session::State::WaitingForReview => Self::WaitingForReview,
            session::State::Validated => Self::Validated,
            session::State::Approved => Self::Approved,
            session::State::Refused => Self::Refused,
            session::State::Cancelled => Self::Cancelled,
            session::State::Unknown(_) => Self::Unknown,
        }
    }
}

impl From<&decision::Outcome> for dto::Outcome {
    fn from(value: &decision::Outcome) -> Self {
        match value {
            decision::Outcome::Validate => Self::Validate,
            decision::Outcome::Refuse(_) => Self::Refuse,
            decision::Outcome::Approve => Self::Approve,
            decision::Outcome::AskAgain(_) => Self::AskAgain,
        }
    }
}
