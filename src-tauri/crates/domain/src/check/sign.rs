//! What the engine saw in a picture or a recording that speaks for or against
//! it, or kept it from judging.

/// Something that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// The picture of the document has no colour where the original has.
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
    /// The face changes into another one on the way.
    FaceChanged,
    /// The face was lost or jumped.
    TrackLost,
    /// What was asked for was not done, or in another order.
    ChallengeNotMet,
    /// What was asked for was done, in order.
    ChallengeMet,
    /// A face that moves as a living one does.
    LivingFace,
    /// The recording is too short or has too few pictures.
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

impl Sign {
    /// Every sign.
    pub const ALL: [Self; 20] = [
        Self::NoColour,
        Self::ScreenPattern,
        Self::PrintDots,
        Self::FlatFace,
        Self::FrozenVideo,
        Self::LoopedVideo,
        Self::CutVideo,
        Self::FaceChanged,
        Self::TrackLost,
        Self::ChallengeNotMet,
        Self::ChallengeMet,
        Self::LivingFace,
        Self::TooShort,
        Self::NoFace,
        Self::SeveralFaces,
        Self::FaceTooSmall,
        Self::Blurred,
        Self::BadLight,
        Self::TooFewPixels,
        Self::NoDocument,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoColour => "no_colour",
            Self::ScreenPattern => "screen_pattern",
            Self::PrintDots => "print_dots",
            Self::FlatFace => "flat_face",
            Self::FrozenVideo => "frozen_video",
            Self::LoopedVideo => "looped_video",
            Self::CutVideo => "cut_video",
            Self::FaceChanged => "face_changed",
            Self::TrackLost => "track_lost",
            Self::ChallengeNotMet => "challenge_not_met",
            Self::ChallengeMet => "challenge_met",
            Self::LivingFace => "living_face",
            Self::TooShort => "too_short",
            Self::NoFace => "no_face",
            Self::SeveralFaces => "several_faces",
            Self::FaceTooSmall => "face_too_small",
            Self::Blurred => "blurred",
            Self::BadLight => "bad_light",
            Self::TooFewPixels => "too_few_pixels",
            Self::NoDocument => "no_document",
        }
    }

    /// The sign behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sign| sign.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_survives_its_name() {
        for sign in Sign::ALL {
            assert_eq!(Sign::from_name(sign.name()), Some(sign));
        }
    }
}
