//! Pictures and recordings of a case.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Language, StampView, Theme};

/// One piece of evidence.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceView {
    /// The piece.
    pub id: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// Its MIME type, found from its first bytes.
    pub media_type: String,
    /// Its size in bytes.
    pub bytes: u32,
    /// Width in pixels, where it could be opened.
    pub width: Option<u32>,
    /// Height in pixels, where it could be opened.
    pub height: Option<u32>,
    /// Length in milliseconds, of a recording that could be opened.
    pub duration_ms: Option<u32>,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// Where the window gets it: an address of the loopback media server with
    /// a token for this piece alone. It may be asked more than once and stays
    /// good until another case is opened or the operator signs out. None where
    /// the piece cannot be shown.
    pub url: Option<String>,
    /// What is wrong with it.
    pub problem: Option<EvidenceProblem>,
    /// Where it comes from, of a frame that an operator kept.
    pub snapshot: Option<SnapshotView>,
}

/// Where a frame of the recording comes from.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotView {
    /// The time of the frame from the start of the recording, in milliseconds.
    pub at_ms: u32,
    /// Whether it is of the recording that counts, and not of one that the
    /// customer has captured anew since.
    pub current: bool,
    /// Who kept it.
    pub operator: String,
    /// When.
    pub at: String,
}

/// A frame of the recording to be kept.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotForm {
    /// The case.
    pub case_id: String,
    /// Under which lease and on which version.
    pub stamp: StampView,
    /// The time from the start of the recording, in milliseconds.
    pub at_ms: u32,
}

/// What a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum EvidenceKind {
    /// The data side of the identity document.
    DocumentFront,
    /// Its other side.
    DocumentRear,
    /// The portrait, cut from the document.
    DocumentPhoto,
    /// The customer's face.
    Selfie,
    /// The front of the health card.
    HealthCardFront,
    /// The rear of the health card.
    HealthCardRear,
    /// The recording of the session.
    Video,
    /// A frame of the recording that an operator kept.
    Snapshot,
    /// The operator's declaration.
    Declaration,
    /// The contract with the customer.
    Contract,
}

/// Why a piece of evidence cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum EvidenceProblem {
    /// It was announced but never came.
    Missing,
    /// It has no bytes.
    Empty,
    /// It ends too early.
    Truncated,
    /// The file is larger than the product takes.
    FileTooLarge,
    /// The picture has more pixels than the product opens.
    DimensionsTooLarge,
    /// Its format is not one that the product opens.
    UnknownFormat,
    /// It cannot be opened for another reason.
    Undecodable,
    /// Its bytes are no longer those that were received.
    Altered,
}

/// A piece of evidence that is to be shown in the second window.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PieceForm {
    /// The case.
    pub case_id: String,
    /// The piece.
    pub evidence_id: String,
}

/// What the second window shows.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PieceView {
    /// The piece; none where the case was closed meanwhile.
    pub piece: Option<EvidenceView>,
    /// The language of the windows.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
}
