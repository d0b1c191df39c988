//! How good the pictures are.

use serde::Serialize;
use specta::Type;

use super::{Answer, SpotView};
use crate::dto::{EvidenceKind, FieldName};

/// The quality of one picture.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QualityView {
    /// Which picture.
    pub evidence: EvidenceKind,
    /// As a picture of what.
    pub subject: QualitySubject,
    /// Whether it is good enough.
    pub passed: Answer,
    /// What was measured.
    pub measures: Vec<MeasureView>,
}

/// One measure of a picture.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MeasureView {
    /// What was measured.
    pub measure: MeasureName,
    /// The value, where it could be measured.
    pub value: Option<f32>,
    /// Its unit.
    pub unit: QualityUnit,
    /// What the value is compared with.
    pub threshold: f32,
    /// On which side of the threshold it is good.
    pub bound: QualityBound,
    /// Whether it is good enough.
    pub passed: Answer,
    /// What the person should hear.
    pub advice: AdviceName,
    /// Where it can be seen, where it fails.
    pub seen: Vec<SpotView>,
    /// The data that the places touch.
    pub fields: Vec<FieldName>,
}

/// As a picture of what a picture was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum QualitySubject {
    /// Of a document.
    Document,
    /// Of a face.
    Face,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MeasureName {
    /// How far edges are smeared.
    Sharpness,
    /// The share that a reflection hides.
    Glare,
    /// How bright the bright parts are.
    Underexposure,
    /// The share that is burnt out.
    Overexposure,
    /// How far print stands out.
    Contrast,
    /// How many pixels show what has to be seen.
    Resolution,
    /// How far the subject keeps from the edge.
    Crop,
    /// How much of the document's edge is covered.
    Cover,
}

/// In what a value is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum QualityUnit {
    /// Pixels.
    Pixels,
    /// Dots per inch.
    DotsPerInch,
    /// A share, 0 to 1.
    Share,
    /// Levels of brightness, 0 to 255.
    Levels,
}

/// On which side of its threshold a value is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum QualityBound {
    /// At or above it.
    AtLeast,
    /// At or below it.
    AtMost,
}

/// What the person should hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum AdviceName {
    /// Nothing: it is good.
    Good,
    /// Nothing: it could not be judged.
    NotJudged,
    /// Hold still.
    HoldStill,
    /// Avoid the reflection.
    AvoidGlare,
    /// More light.
    MoreLight,
    /// Less light.
    LessLight,
    /// Even light on the document.
    EvenLight,
    /// Bring the document closer.
    DocumentCloser,
    /// Show the whole document.
    WholeDocument,
    /// Take the fingers off the document.
    UncoverDocument,
    /// Bring the face closer.
    FaceCloser,
    /// Show the whole face.
    WholeFace,
    /// Show the original instead of a photocopy.
    NoPhotocopy,
    /// Show the original instead of a screen.
    NoScreen,
    /// Show the original instead of a print.
    NoPrint,
}
