//! Where findings are seen, what was seen, what was looked for.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::EvidenceKind;

/// Where in the evidence something can be seen: in a part of a picture, at a
/// time of a recording, or in all of it.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SpotView {
    /// In which piece.
    pub evidence: EvidenceKind,
    /// In which part of a picture.
    pub area: Option<AreaView>,
    /// At which time of a recording, in milliseconds.
    pub at_ms: Option<u32>,
}

/// A rectangle in pixels of the upright picture.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AreaView {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// A feature that was looked for on the document.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FeatureView {
    /// Which.
    pub name: FeatureName,
    /// Whether it is there.
    pub presence: Presence,
    /// Where.
    pub seen: SpotView,
}

/// What kept a verification from being completed.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FailReasonView {
    /// What, such as `Camera.NotFound`.
    pub code: String,
    /// In which part of the system, such as `Camera.Error`.
    pub category: Option<String>,
}

/// Which feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FeatureName {
    /// The title of the document.
    Header,
    /// The portrait.
    Photo,
    /// The signature.
    Signature,
    /// The machine-readable zone.
    Mrz,
    /// A chip.
    Chip,
    /// A bar code.
    BarCode,
    /// The second portrait.
    GhostPortrait,
    /// The first ink that changes colour.
    Ovi1,
    /// The second ink that changes colour.
    Ovi2,
}

/// Whether a feature is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Presence {
    /// It is.
    Found,
    /// It should be and is not.
    Missing,
    /// These pictures cannot tell.
    NotAssessable,
}

/// Something that was seen in the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SignName {
    /// The document has no colour where the original has.
    NoColour,
    /// The pattern of a screen.
    ScreenPattern,
    /// The dots of a printer.
    PrintDots,
    /// The face moves as a flat picture does.
    FlatFace,
    /// The recording stands still.
    FrozenVideo,
    /// The recording repeats itself.
    LoopedVideo,
    /// The recording was cut.
    CutVideo,
    /// The face changes into another one.
    FaceChanged,
    /// The face was lost or jumped.
    TrackLost,
    /// What was asked for was not done.
    ChallengeNotMet,
    /// What was asked for was done.
    ChallengeMet,
    /// The face moves as a living one does.
    LivingFace,
    /// The recording is too short.
    TooShort,
    /// No face.
    NoFace,
    /// More than one face.
    SeveralFaces,
    /// The face is too small.
    FaceTooSmall,
    /// Too blurred.
    Blurred,
    /// Too dark or too bright.
    BadLight,
    /// The picture is too small.
    TooFewPixels,
    /// No document.
    NoDocument,
}
