//! What a document should show besides its data: title, portrait, signature,
//! zone, chip, bar code, second portrait, ink that changes its colour.
//!
//! Start at [`list`]. Which kind of document has what is said by one table
//! ([`expected`]). A feature is *found* where it was seen, *missing* where the
//! side it belongs on is shown well enough to have shown it, and *not
//! assessable* everywhere else: on a side that is not there, not recognised,
//! not straightened or hard to read, and for whatever no still can tell.

mod bars;
mod chip;
mod expected;
mod header;
mod portraits;
mod signature;

use domain::{
    evidence::Area,
    feature::{Feature, Name, Presence, Side},
};
use image::RgbImage;

use crate::document::Quad;
use crate::document::kind::{self, Kind, Recognised};
use crate::quality::Plane;
use crate::text::TextLine;

pub use expected::expected;
pub use portraits::{Holding, Portraits, find as portraits};

/// Lines on a side that is shown well, and how certain they are in the mean.
const LEAST_LINES: usize = 4;
const LEAST_CERTAIN: f32 = 0.85;

/// One side of a document, with everything that was seen on it.
pub struct Look<'a> {
    /// Which side it was sent as.
    pub side: Side,
    /// The side straightened, or the picture where it could not be located.
    pub pixels: &'a RgbImage,
    /// Pixels of `pixels` to a millimetre, where the side was straightened.
    pub px_per_mm: Option<f32>,
    /// The print on it, in pixels of `pixels`.
    pub lines: &'a [TextLine],
    /// What the print says the document is.
    pub recognised: &'a Recognised,
    /// The faces on it.
    pub portraits: Portraits,
    /// Its bar codes, in pixels of `pixels`.
    pub codes: Vec<Quad>,
    /// Its machine-readable zone, in pixels of the picture that was sent.
    pub zone: Option<Area>,
    /// From pixels of `pixels` to those of the picture that was sent.
    pub to_picture: &'a dyn Fn(&Quad) -> Area,
}

/// What came of looking for a feature.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Seen {
    /// It is there: pixels of the side as it was looked at.
    At(Quad),
    /// It is there: pixels of the picture that was sent.
    Sent(Area),
    /// Its place is empty.
    Nothing,
    /// Neither can be said.
    Unclear,
}

/// The features of the document whose sides are `looks`, in the order of
/// [`Name::ALL`]; their areas are pixels of the picture of their side as it
/// was sent. A second portrait is listed wherever one is found.
#[must_use]
pub fn list(looks: &[Look<'_>]) -> Vec<Feature> {
    let kind = kind(looks);
    let mut features: Vec<Feature> = expected(kind)
        .iter()
        .map(|&(name, side)| {
            let look = looks.iter().find(|look| look.side == side);
            look.map_or_else(|| not_assessable(name, side), |look| look.judge(kind, name))
        })
        .collect();
    let second = |feature: &Feature| feature.name == Name::GhostPortrait;
    let known = features.iter().find(|feature| second(feature));
    if known.is_none_or(|known| known.presence != Presence::Found) {
        let seen = looks
            .iter()
            .map(|look| look.judge(kind, Name::GhostPortrait))
            .find(|feature| feature.presence == Presence::Found);
        if let Some(seen) = seen {
            features.retain(|feature| !second(feature));
            features.push(seen);
        }
    }
    features.sort_by_key(|feature| feature.name);
    features
}

/// The kind of the document: what its data side says, else its other one.
fn kind(looks: &[Look<'_>]) -> Kind {
    let of = |side: Side| {
        looks
            .iter()
            .filter(move |look| look.side == side)
            .map(|look| look.recognised.kind)
            .find(|kind| *kind != Kind::Unknown)
    };
    of(Side::Data)
        .or_else(|| of(Side::Back))
        .unwrap_or(Kind::Unknown)
}

const fn not_assessable(name: Name, side: Side) -> Feature {
    Feature {
        name,
        presence: Presence::NotAssessable,
        side,
        area: None,
    }
}

impl Look<'_> {
    fn judge(&self, kind: Kind, name: Name) -> Feature {
        let (presence, area) = match self.seen(kind, name) {
            Seen::At(quad) => (Presence::Found, Some((self.to_picture)(&quad))),
            Seen::Sent(area) => (Presence::Found, Some(area)),
            Seen::Nothing if self.shows(kind) => (Presence::Missing, None),
            Seen::Nothing | Seen::Unclear => (Presence::NotAssessable, None),
        };
        Feature {
            name,
            presence,
            side: self.side,
            area,
        }
    }

    fn seen(&self, kind: Kind, name: Name) -> Seen {
        match name {
            Name::Header => header::find(self, kind),
            Name::Photo => self.portraits.main.map_or(Seen::Nothing, Seen::At),
            Name::Signature => signature::find(self, kind),
            Name::Mrz => self.zone(),
            Name::Chip => chip::find(self, kind),
            Name::BarCode => self.bar_code(),
            // It is faint: that none was found says nothing.
            Name::GhostPortrait => self.portraits.second.map_or(Seen::Unclear, Seen::At),
            // A still shows one of its colours, and the recording the person.
            Name::Ovi1 | Name::Ovi2 => Seen::Unclear,
        }
    }

    /// Whether this is the side of a document of `kind` that it was sent as,
    /// shown so well that a feature would have been seen.
    fn shows(&self, kind: Kind) -> bool {
        let side = match self.side {
            Side::Data => kind::Side::Front,
            Side::Back => kind::Side::Rear,
        };
        let certain: f32 = self.lines.iter().map(|line| line.confidence).sum();
        kind != Kind::Unknown
            && self.recognised.kind == kind
            && self.recognised.side.is_none_or(|shown| shown == side)
            && self.px_per_mm.is_some()
            && self.lines.len() >= LEAST_LINES
            && certain >= LEAST_CERTAIN * self.lines.len() as f32
    }

    fn zone(&self) -> Seen {
        if let Some(zone) = self.zone {
            return Seen::Sent(zone);
        }
        // Fillers that the page reader came upon: a zone that was not read.
        let filled = |line: &TextLine| line.text.matches(['<', '«', '‹']).count() >= 3;
        if self.lines.iter().any(filled) {
            Seen::Unclear
        } else {
            Seen::Nothing
        }
    }

    fn bar_code(&self) -> Seen {
        if let Some(code) = self.codes.first() {
            return Seen::At(*code);
        }
        match self.px_per_mm {
            // Bars that could not be read are no missing bar code.
            Some(px_per_mm) if !bars::seen(&Plane::of(self.pixels), px_per_mm) => Seen::Nothing,
            Some(_) | None => Seen::Unclear,
        }
    }

    /// The upright rectangle of millimetres of the document, clipped to it, in
    /// pixels of the side.
    fn part(&self, left: f32, top: f32, width: f32, height: f32) -> Option<Quad> {
        let px = self.px_per_mm?;
        let (across, down) = self.pixels.dimensions();
        let span = |from: f32, length: f32, size: u32| {
            let low = (from * px).clamp(0.0, size as f32);
            (low, ((from + length) * px).clamp(low, size as f32))
        };
        let (left, right) = span(left, width, across);
        let (top, bottom) = span(top, height, down);
        (right - left >= 1.0 && bottom - top >= 1.0).then(|| upright(left, top, right, bottom))
    }
}

/// The upright rectangle between two corners.
fn upright(left: f32, top: f32, right: f32, bottom: f32) -> Quad {
    let at = |x, y| crate::document::Point { x, y };
    Quad([
        at(left, top),
        at(right, top),
        at(right, bottom),
        at(left, bottom),
    ])
}

#[cfg(test)]
mod tests;
