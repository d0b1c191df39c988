//! What is measured of a picture, in which unit, and on which side of its
//! threshold it is good.

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// How far edges are smeared.
    Sharpness,
    /// The share that a reflection hides.
    Glare,
    /// How bright the bright parts are.
    Underexposure,
    /// The share that is burnt out.
    Overexposure,
    /// How far print stands out from what it stands on.
    Contrast,
    /// How many pixels show what has to be seen.
    Resolution,
    /// How far the subject keeps from the edge of the picture.
    Crop,
    /// How much of the document's edge something covers.
    Cover,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 8] = [
        Self::Sharpness,
        Self::Glare,
        Self::Underexposure,
        Self::Overexposure,
        Self::Contrast,
        Self::Resolution,
        Self::Crop,
        Self::Cover,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sharpness => "sharpness",
            Self::Glare => "glare",
            Self::Underexposure => "underexposure",
            Self::Overexposure => "overexposure",
            Self::Contrast => "contrast",
            Self::Resolution => "resolution",
            Self::Crop => "crop",
            Self::Cover => "cover",
        }
    }

    /// The measure behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.name() == name)
    }
}

/// In what a value is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Pixels.
    Pixels,
    /// Dots per inch of the document.
    DotsPerInch,
    /// A share, 0 to 1; of a face, also multiples of a length of its own.
    Share,
    /// Levels of brightness, 0 to 255.
    Levels,
}

impl Unit {
    const ALL: [Self; 4] = [Self::Pixels, Self::DotsPerInch, Self::Share, Self::Levels];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pixels => "px",
            Self::DotsPerInch => "dpi",
            Self::Share => "share",
            Self::Levels => "level",
        }
    }

    /// The unit behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }
}

/// On which side of its threshold a value is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// At or above it.
    AtLeast,
    /// At or below it.
    AtMost,
}

impl Bound {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
        }
    }

    /// The bound behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::AtLeast, Self::AtMost]
            .into_iter()
            .find(|bound| bound.name() == name)
    }
}

/// As a picture of what a picture was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Of a document.
    Document,
    /// Of a face.
    Face,
}

impl Subject {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Face => "face",
        }
    }

    /// The subject behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Document, Self::Face]
            .into_iter()
            .find(|subject| subject.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_survives_its_stable_name() {
        for measure in Measure::ALL {
            assert_eq!(Measure::from_name(measure.name()), Some(measure));
        }
        for unit in Unit::ALL {
            assert_eq!(Unit::from_name(unit.name()), Some(unit));
        }
        for bound in [Bound::AtLeast, Bound::AtMost] {
            assert_eq!(Bound::from_name(bound.name()), Some(bound));
        }
        for subject in [Subject::Document, Subject::Face] {
            assert_eq!(Subject::from_name(subject.name()), Some(subject));
        }
    }
}
