//! The features by which two faces are compared.

/// A feature of the face, to be compared between document and person
/// (BIN-8.4.4-03: a defined list).
///
/// The list gathers the facial components of FISWG, *Facial Image Comparison
/// Feature List for Morphological Analysis*, version 2.0 (2018-09-11), in its
/// order from the top of the face to the bottom; `AgeGap` stands for what may
/// explain a difference between two pictures of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaceFeature {
    /// Outline and proportions of face and head.
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

impl FaceFeature {
    /// Every feature, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::FaceShape,
        Self::Forehead,
        Self::Eyebrows,
        Self::Eyes,
        Self::Cheeks,
        Self::Nose,
        Self::Ears,
        Self::Mouth,
        Self::Chin,
        Self::Marks,
        Self::AgeGap,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FaceShape => "face_shape",
            Self::Forehead => "forehead",
            Self::Eyebrows => "eyebrows",
            Self::Eyes => "eyes",
            Self::Cheeks => "cheeks",
            Self::Nose => "nose",
            Self::Ears => "ears",
            Self::Mouth => "mouth",
            Self::Chin => "chin",
            Self::Marks => "marks",
            Self::AgeGap => "age_gap",
        }
    }

    /// The feature behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|feature| feature.name() == name)
    }
}
