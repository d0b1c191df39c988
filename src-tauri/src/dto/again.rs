//! Pieces that the customer is asked for again, and what came of it.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{EvidenceView, KioskPiece, StampView};

/// Asking the customer for pieces again.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AskAgainForm {
    /// The case.
    pub case_id: String,
    /// Under which lease and on which version.
    pub stamp: StampView,
    /// The pieces.
    pub pieces: Vec<PieceAsked>,
    /// What the operator adds, for colleagues and auditors.
    pub text: String,
}

/// A piece that is asked for again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PieceAsked {
    /// The piece.
    pub piece: KioskPiece,
    /// Why the one that came cannot be used.
    pub reason: PieceReasonCode,
}

/// Why a piece cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PieceReasonCode {
    /// It is out of focus or moved.
    Blurred,
    /// Light is reflected where something stands.
    Glare,
    /// There is too little light.
    TooDark,
    /// A part is outside the picture.
    CutOff,
    /// A finger or an object lies over it.
    Covered,
    /// It shows something else.
    WrongPiece,
    /// The face cannot be seen well enough.
    FaceNotVisible,
    /// The movements that were asked for cannot be seen.
    MovementsMissing,
    /// The recording stops early or cannot be played.
    Unplayable,
    /// Another reason, given in the text.
    Other,
}

/// A reason that is offered.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PieceReasonView {
    /// The reason.
    pub code: PieceReasonCode,
    /// The pieces that it can have.
    pub pieces: Vec<KioskPiece>,
    /// Whether a text has to be added.
    pub needs_text: bool,
}

/// What the customer was asked for again.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AskedView {
    /// The pieces.
    pub pieces: Vec<PieceAsked>,
    /// What the operator adds.
    pub text: String,
}

/// How often the customer was asked for pieces again, and may be.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RetriesView {
    /// How often they were asked.
    pub asked: u32,
    /// How often they may be.
    pub at_most: u32,
    /// How often they may still be; at nought a refusal is definitive.
    pub left: u32,
}

/// An earlier attempt: a piece that the customer captured anew since.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EarlierView {
    /// The piece.
    pub evidence: EvidenceView,
    /// When another one took its place.
    pub replaced_at: String,
}
