//! What a customer is told while a picture is taken.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What would make a picture better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KioskHint {
    /// There is no document.
    NoDocument,
    /// It is too far away.
    MoveCloser,
    /// It moves.
    HoldStill,
    /// It shines.
    Glare,
    /// There is too little light.
    TooDark,
    /// There is too much light.
    TooBright,
    /// It is not sharp.
    Blurred,
    /// A part of it is outside the picture.
    CutOff,
    /// Something lies over it.
    Covered,
    /// It has to be tilted further.
    TiltMore,
    /// There is no face.
    NoFace,
    /// The face is too far away.
    FaceTooSmall,
    /// The face is too near.
    FaceTooClose,
    /// There is more than one face.
    SeveralFaces,
    /// The face looks elsewhere.
    LookAhead,
    /// The face is not in the middle.
    CentreFace,
    /// The document beside the face is missing.
    DocumentMissing,
}
