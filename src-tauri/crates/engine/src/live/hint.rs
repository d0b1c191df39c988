//! What a person is told before the camera, one thing at a time.

use domain::advice::Advice;

/// What to do so that the picture becomes good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hint {
    /// Show the document.
    NoDocument,
    /// Show all of the document.
    CutOff,
    /// Bring the document closer.
    MoveCloser,
    /// Hold it still.
    HoldStill,
    /// Tilt it away from the reflection.
    Glare,
    /// Find more light.
    TooDark,
    /// Avoid the light.
    TooBright,
    /// Let the camera focus.
    Blurred,
    /// Take the fingers off.
    Covered,
    /// Tilt farther.
    TiltMore,
    /// Come before the camera.
    NoFace,
    /// Be alone.
    SeveralFaces,
    /// Come closer.
    FaceTooSmall,
    /// Go back a little.
    FaceTooClose,
    /// Bring the face to the middle.
    CentreFace,
    /// Look into the camera.
    LookAhead,
    /// Hold the document beside the face.
    DocumentMissing,
}

impl Hint {
    /// Every hint.
    pub const ALL: [Self; 17] = [
        Self::NoDocument,
        Self::CutOff,
        Self::MoveCloser,
        Self::HoldStill,
        Self::Glare,
        Self::TooDark,
        Self::TooBright,
        Self::Blurred,
        Self::Covered,
        Self::TiltMore,
        Self::NoFace,
        Self::SeveralFaces,
        Self::FaceTooSmall,
        Self::FaceTooClose,
        Self::CentreFace,
        Self::LookAhead,
        Self::DocumentMissing,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoDocument => "noDocument",
            Self::CutOff => "cutOff",
            Self::MoveCloser => "moveCloser",
            Self::HoldStill => "holdStill",
            Self::Glare => "glare",
            Self::TooDark => "tooDark",
            Self::TooBright => "tooBright",
            Self::Blurred => "blurred",
            Self::Covered => "covered",
            Self::TiltMore => "tiltMore",
            Self::NoFace => "noFace",
            Self::SeveralFaces => "severalFaces",
            Self::FaceTooSmall => "faceTooSmall",
            Self::FaceTooClose => "faceTooClose",
            Self::CentreFace => "centreFace",
            Self::LookAhead => "lookAhead",
            Self::DocumentMissing => "documentMissing",
        }
    }

    /// The hint that says the same as `advice` about a document; `None` where
    /// it asks for nothing.
    pub(super) const fn of_document(advice: Advice) -> Option<Self> {
        match advice {
            Advice::Good | Advice::NotJudged => None,
            Advice::HoldStill => Some(Self::Blurred),
            Advice::AvoidGlare => Some(Self::Glare),
            Advice::MoreLight | Advice::EvenLight => Some(Self::TooDark),
            Advice::LessLight => Some(Self::TooBright),
            Advice::DocumentCloser => Some(Self::MoveCloser),
            Advice::WholeDocument => Some(Self::CutOff),
            Advice::UncoverDocument => Some(Self::Covered),
            Advice::FaceCloser
            | Advice::WholeFace
            | Advice::NoPhotocopy
            | Advice::NoScreen
            | Advice::NoPrint => None,
        }
    }

    /// The same about a face.
    pub(super) const fn of_face(advice: Advice) -> Option<Self> {
        match advice {
            Advice::Good | Advice::NotJudged => None,
            Advice::HoldStill => Some(Self::HoldStill),
            Advice::MoreLight | Advice::EvenLight => Some(Self::TooDark),
            Advice::LessLight => Some(Self::TooBright),
            Advice::FaceCloser => Some(Self::FaceTooSmall),
            Advice::WholeFace => Some(Self::CentreFace),
            Advice::AvoidGlare
            | Advice::DocumentCloser
            | Advice::WholeDocument
            | Advice::UncoverDocument
            | Advice::NoPhotocopy
            | Advice::NoScreen
            | Advice::NoPrint => None,
        }
    }
}
