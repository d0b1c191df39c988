//! What the engine found: checks, faces, machine-readable zone, verdict.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{ApiError, EvidenceKind, FieldName};

mod quality;
mod seen;

pub use quality::{
    AdviceName, MeasureName, MeasureView, QualityBound, QualitySubject, QualityUnit, QualityView,
};
pub use seen::{AreaView, FailReasonView, FeatureName, FeatureView, Presence, SignName, SpotView};

/// The assessment of a case.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum AssessmentView {
    /// The checks have not begun.
    Waiting,
    /// They are running.
    Running {
        /// How far they are.
        progress: ProgressView,
    },
    /// They could not run at all; the case can still be reviewed.
    Unavailable {
        /// Why.
        error: ApiError,
    },
    /// They have run.
    Done {
        /// What they found.
        report: Box<AssessmentReport>,
    },
}

/// How far the checks of a case are.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgressView {
    /// Steps done.
    pub done: u16,
    /// Steps in all.
    pub of: u16,
    /// The step that is running.
    pub step: CheckStep,
}

/// A step of the checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CheckStep {
    /// Opening the pictures.
    OpenPictures,
    /// Opening the recording.
    OpenVideo,
    /// Comparing faces.
    CompareFaces,
    /// Reading the document.
    ReadDocument,
    /// Comparing the data, the tax code among them.
    CompareData,
    /// Making the verdict.
    Conclude,
}

/// What the checks found.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AssessmentReport {
    /// The verdict.
    pub verdict: Verdict,
    /// Every check, in the order to show them.
    pub checks: Vec<CheckView>,
    /// The faces.
    pub face: FaceView,
    /// What was looked for on the document.
    pub features: Vec<FeatureView>,
    /// How good the pictures are; empty where nobody measured them.
    pub quality: Vec<QualityView>,
    /// The machine-readable zone, where one was found.
    pub mrz: Option<MrzView>,
    /// What kept the verification from being completed, where it failed.
    pub fail_reason: Option<FailReasonView>,
    /// The level of identity proofing that is reached on acceptance.
    pub loip: Option<Loip>,
    /// Name and version of the engine.
    pub engine: String,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
}

/// The verdict, in the Signicat vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Everything required was answered yes and the faces are alike.
    Accepted,
    /// At least one check failed.
    Rejected,
    /// Not everything required could be answered.
    Inconclusive,
    /// The verification could not be completed.
    Failed,
}

/// A level of identity proofing (ETSI TS 119 461).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Loip {
    /// Baseline.
    Baseline,
    /// Extended.
    Extended,
}

/// One check with its answer.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    /// The check.
    pub check: CheckName,
    /// Its answer.
    pub answer: Answer,
    /// The reason.
    pub reason: CheckReason,
    /// Where it can be seen.
    pub seen: Vec<SpotView>,
}

/// A security check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CheckName {
    /// The document has not expired.
    NonExpired,
    /// The person is of age.
    NotUnderage,
    /// The data of the document agree with each other.
    DataIntegrity,
    /// What was declared agrees with what was read.
    DocumentsMatch,
    /// The tax code agrees with name, sex, date and place of birth.
    TaxCodeMatch,
    /// The two sides belong to one document.
    SidesMatch,
    /// The document is an original, not a copy.
    #[serde(rename = "notBWCopy")]
    NotBwCopy,
    /// The face is not a presentation attack.
    NotFaceSpoofing,
    /// A living person was before the camera.
    LivenessDetected,
    /// The one-time password was confirmed.
    OtpValidation,
    /// The health card has not expired.
    HealthCardNotExpired,
}

/// The answer to a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Answer {
    /// Passed.
    Yes,
    /// Failed.
    No,
    /// Could not be judged.
    NotAssessable,
}

/// Why a check got its answer.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(
    tag = "code",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum CheckReason {
    /// Valid until the date.
    ValidUntil {
        /// The date.
        date: String,
    },
    /// Expired on the date.
    ExpiredOn {
        /// The date.
        date: String,
    },
    /// The person's age.
    Age {
        /// In years.
        years: u8,
    },
    /// Everything that was compared agrees.
    Agrees {
        /// How many data were compared.
        compared: u8,
    },
    /// These data disagree.
    Disagrees {
        /// The data.
        fields: Vec<FieldName>,
    },
    /// Check digits that do not add up.
    CheckDigits {
        /// What they protect.
        parts: Vec<MrzPart>,
    },
    /// The check character of the tax code should be another.
    CheckCharacter {
        /// The character that would be right.
        expected: String,
    },
    /// The tax code has not the form of one.
    Malformed,
    /// This datum was neither declared nor read.
    Missing {
        /// The datum.
        field: FieldName,
    },
    /// Nothing could be read that the declaration could be compared with.
    NothingRead,
    /// This piece of evidence is not there.
    EvidenceMissing {
        /// The piece.
        evidence: EvidenceKind,
    },
    /// This piece of evidence cannot be opened.
    EvidenceUnreadable {
        /// The piece.
        evidence: EvidenceKind,
    },
    /// The session did not ask for it.
    NotRequested,
    /// The capture reported the answer.
    Reported,
    /// This engine has no method to judge it; a person has to.
    NoMethod,
    /// What was seen.
    Seen {
        /// The signs.
        signs: Vec<SignName>,
    },
    /// Nothing was found that speaks against it.
    NothingSuspicious,
}

/// What a check digit of the machine-readable zone protects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MrzPart {
    /// The document number.
    DocumentNumber,
    /// The date of birth.
    BirthDate,
    /// The date of expiry.
    ExpiryDate,
    /// The personal number or other optional data.
    OptionalData,
    /// Everything together.
    Composite,
}

/// What came of comparing faces.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum FaceView {
    /// They were compared.
    Compared {
        /// 0 to 100: 80 and more is high, 60 medium, 40 low.
        score: u8,
        /// The level.
        level: Level,
        /// The distance of the descriptors, in thousandths.
        distance_milli: u16,
        /// How many video frames took part beside portrait and selfie.
        frames: u8,
        /// Pictures that show more than one face.
        several: Vec<EvidenceKind>,
    },
    /// It could not be done.
    NotAssessable {
        /// Why.
        problem: FaceProblem,
        /// On which picture.
        evidence: EvidenceKind,
    },
}

/// How alike two faces are, in the Signicat vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// Different people.
    #[serde(rename = "verylow")]
    VeryLow,
    /// Most likely different people.
    Low,
    /// A person has to decide.
    Medium,
    /// The same person.
    High,
}

/// Why faces could not be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FaceProblem {
    /// No face was found.
    NoFace,
    /// The face is too small.
    FaceTooSmall,
    /// The picture is missing.
    EvidenceMissing,
    /// The picture cannot be opened.
    EvidenceUnreadable,
    /// The face is too blurred.
    FaceBlurred,
    /// The face looks away.
    FaceTurned,
}

/// The machine-readable zone.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MrzView {
    /// `TD1`, `TD2`, `TD3`, `MRVA` or `MRVB`.
    pub format: String,
    /// The lines as read.
    pub lines: Vec<String>,
    /// Whether every check digit adds up.
    pub valid: bool,
    /// How many characters were repaired on the way.
    pub repaired: u16,
}
