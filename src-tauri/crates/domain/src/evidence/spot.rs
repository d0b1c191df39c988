//! Where in the evidence something can be seen.

use super::Kind;

/// An upright rectangle in a picture: pixels of the picture as a person sees
/// it (EXIF orientation applied), x to the right, y down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Area {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Where in a piece of evidence something can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spot {
    /// In which piece.
    pub evidence: Kind,
    /// Where in it.
    pub place: Place,
}

/// Where in a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// All of it.
    Whole,
    /// In a part of a picture.
    Area(Area),
    /// At a time of a recording, in milliseconds from its beginning.
    Time(u32),
}

impl Spot {
    /// All of `evidence`.
    #[must_use]
    pub const fn whole(evidence: Kind) -> Self {
        Self {
            evidence,
            place: Place::Whole,
        }
    }

    /// The part `area` of the picture `evidence`.
    #[must_use]
    pub const fn area(evidence: Kind, area: Area) -> Self {
        Self {
            evidence,
            place: Place::Area(area),
        }
    }

    /// The video at `ms` milliseconds from its beginning.
    #[must_use]
    pub const fn video_at(ms: u32) -> Self {
        Self {
            evidence: Kind::Video,
            place: Place::Time(ms),
        }
    }
}
