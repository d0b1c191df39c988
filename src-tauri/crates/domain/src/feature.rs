//! The features of a document that a picture shows, in the shape of Signicat
//! VideoID (`name, found, bbox, side`).

use crate::evidence::Area;

/// A feature that was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// Which.
    pub name: Name,
    /// Whether it is there.
    pub presence: Presence,
    /// The side of the document it belongs on.
    pub side: Side,
    /// Where it is, in pixels of the picture of that side.
    pub area: Option<Area>,
}

/// Which feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// The title of the document and the country that issued it.
    Header,
    /// The portrait of the holder.
    Photo,
    /// The signature of the holder.
    Signature,
    /// The machine-readable zone.
    Mrz,
    /// The contacts or the sign of a chip.
    Chip,
    /// A bar code.
    BarCode,
    /// The second, fainter portrait.
    GhostPortrait,
    /// The first element whose ink changes colour.
    Ovi1,
    /// The second element whose ink changes colour.
    Ovi2,
}

impl Name {
    /// Every feature, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Header,
        Self::Photo,
        Self::Signature,
        Self::Mrz,
        Self::Chip,
        Self::BarCode,
        Self::GhostPortrait,
        Self::Ovi1,
        Self::Ovi2,
    ];

    /// The name in the Signicat vocabulary, continued in its style.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Header => "Header",
            Self::Photo => "Photo",
            Self::Signature => "Signature",
            Self::Mrz => "MRZ",
            Self::Chip => "Chip",
            Self::BarCode => "Bar code",
            Self::GhostPortrait => "Ghost portrait",
            Self::Ovi1 => "OVI 1",
            Self::Ovi2 => "OVI 2",
        }
    }

    /// The feature behind its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|feature| feature.name() == name)
    }
}

/// Whether a feature is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// It is.
    Found,
    /// It should be and is not.
    Missing,
    /// These pictures cannot tell.
    NotAssessable,
}

impl Presence {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Missing => "missing",
            Self::NotAssessable => "not_assessable",
        }
    }

    /// The presence behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Found, Self::Missing, Self::NotAssessable]
            .into_iter()
            .find(|presence| presence.name() == name)
    }
}

/// A side of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The one with the portrait and the data.
    Data,
    /// The other one.
    Back,
}

impl Side {
    /// The name in the Signicat vocabulary.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Back => "back",
        }
    }

    /// The side behind its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Data, Self::Back]
            .into_iter()
            .find(|side| side.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_presences_and_sides_survive_their_names() {
        for name in Name::ALL {
            assert_eq!(Name::from_name(name.name()), Some(name));
        }
        for presence in [Presence::Found, Presence::Missing, Presence::NotAssessable] {
            assert_eq!(Presence::from_name(presence.name()), Some(presence));
        }
        for side in [Side::Data, Side::Back] {
            assert_eq!(Side::from_name(side.name()), Some(side));
        }
    }
}
