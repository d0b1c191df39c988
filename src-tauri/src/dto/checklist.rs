//! The operator's checklist, and the register of lost and stolen documents.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Answer, AreaView, SpotView, StampView};

/// The checklist of a case.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChecklistView {
    /// The items, in the order to show them.
    pub items: Vec<ChecklistItemView>,
    /// How many of the answers that are needed are given.
    pub answered: u8,
    /// How many are needed.
    pub needed: u8,
    /// What keeps the case from being approved, in the order of the items.
    pub gaps: Vec<ChecklistGap>,
    /// The address at which the document can be looked up.
    pub reference: String,
    /// What the register of lost and stolen documents said.
    pub register: RegisterView,
}

/// An item with its answer.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChecklistItemView {
    /// The item.
    pub item: ChecklistItem,
    /// Whether it is a security feature that changes when it is tilted.
    pub variable: bool,
    /// The answer; none while there is none.
    pub answer: Option<Answer>,
    /// Who answered.
    pub operator: Option<String>,
    /// When.
    pub at: Option<String>,
    /// On what it was seen, where the operator said so.
    pub seen: Option<SeenOn>,
}

/// On what an answer was seen.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum SeenOn {
    /// On a piece of evidence of the case.
    Spot {
        /// Where.
        spot: SpotView,
    },
    /// On a piece that a newer one has replaced.
    Replaced,
}

/// An item of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", content = "name", rename_all = "camelCase")]
pub enum ChecklistItem {
    /// A security feature looks as it should.
    Security(SecurityFeature),
    /// A question about the document as a whole.
    Question(ChecklistQuestion),
    /// A feature of the face agrees between document and person.
    Face(FaceFeature),
}

/// A security feature of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SecurityFeature {
    /// A hologram or another diffractive device.
    Hologram,
    /// Ink that changes its colour.
    ColourShiftingInk,
    /// A laser image that shows one of two pictures.
    ChangingLaserImage,
    /// Print that shimmers.
    IridescentPrint,
    /// A picture that appears at a flat angle.
    LatentImage,
    /// Fine interlaced lines.
    Guilloches,
    /// Letters that look like a line.
    Microprint,
    /// Colours that run into each other.
    RainbowPrint,
    /// A second, fainter portrait.
    SecondPortrait,
    /// Data burnt into the card.
    LaserEngraving,
}

/// A question about the document as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ChecklistQuestion {
    /// The machine-readable zone agrees with the visual zone.
    MrzAgrees,
    /// Issuer, validity and number are recorded.
    DataRecorded,
    /// The document was compared with a reference of its type.
    ReferenceConsulted,
    /// The register of lost and stolen documents does not list it.
    NotReportedLost,
}

/// A feature of the face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FaceFeature {
    /// Outline and proportions.
    FaceShape,
    /// Hairline and forehead.
    Forehead,
    /// Eyebrows.
    Eyebrows,
    /// Eyes.
    Eyes,
    /// Cheeks and cheekbones.
    Cheeks,
    /// Nose.
    Nose,
    /// Ears.
    Ears,
    /// Mouth and lips.
    Mouth,
    /// Chin and jawline.
    Chin,
    /// Lines, scars, moles and other marks.
    Marks,
    /// Age, hair, beard and glasses explain what differs.
    AgeGap,
}

/// Something that keeps a case from being approved.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChecklistGap {
    /// What.
    pub code: GapCode,
    /// Of which item; the counts are of all.
    pub item: Option<ChecklistItem>,
    /// How many there are, where they are counted.
    pub has: u8,
    /// How many there have to be.
    pub needed: u8,
    /// Whether it speaks against an approval; else it is only missing.
    pub against: bool,
}

/// What keeps a case from being approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GapCode {
    /// Nobody has answered.
    Unanswered,
    /// *Not assessable* is not enough.
    NotAssessable,
    /// The answer is no.
    No,
    /// Too few security features are verified.
    Features,
    /// Too few of them change when they are tilted.
    Variable,
    /// The document has too few that do.
    TooFewVariable,
    /// Too few features of the face agree.
    FaceAgreement,
    /// The register of lost and stolen documents was not asked.
    NotQueried,
    /// The register lists the document.
    Listed,
}

/// What the register of lost and stolen documents said of the document as its
/// data stand now.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum RegisterView {
    /// This desk has none.
    Absent,
    /// It was not asked.
    NotQueried,
    /// It was asked and does not list the document.
    NotListed {
        /// When it was asked.
        at: String,
        /// As of when it was.
        as_of: Option<String>,
    },
    /// It was asked and lists the document as lost or stolen.
    Listed {
        /// When it was asked.
        at: String,
        /// As of when it was.
        as_of: Option<String>,
        /// The date of the report.
        reported: Option<String>,
    },
}

/// An answer to an item.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChecklistForm {
    /// The case.
    pub case_id: String,
    /// Under which lease and on which version.
    pub stamp: StampView,
    /// The item.
    pub item: ChecklistItem,
    /// The answer; none to take it back.
    pub answer: Option<Answer>,
    /// On what it was seen.
    pub seen: Option<SightForm>,
}

/// On what an answer was seen.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SightForm {
    /// On which piece of evidence.
    pub evidence_id: String,
    /// In which part of the picture.
    pub area: Option<AreaView>,
    /// At which time of the recording, in milliseconds.
    pub at_ms: Option<u32>,
}
