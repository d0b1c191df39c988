//! What an outline is worth with what is inside, and what it could be worth at
//! best before a face is looked for in it: that takes longer than all the rest.

use super::candidates::Candidate;
use super::evidence::{Evidence, Portrait};
use super::page::page;
use super::{Box2, Quad, Size};
use crate::text::TextBox;

/// What an outline has to be worth with what is inside.
const ENOUGH: f32 = 0.72;
/// The edge of the picture itself is an outline worth this much.
pub(super) const FRAME: f32 = 0.6;

/// An outline that may be a document's.
pub(super) struct Prospect {
    pub(super) outline: Candidate,
    /// Whether it is the edge of the picture.
    pub(super) is_frame: bool,
    pub(super) face: Face,
}

/// The face in an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Face {
    /// Nobody has looked.
    Unknown,
    /// What was found; nothing where it is not looked for.
    Known(Option<Portrait>),
}

impl Prospect {
    /// `outline`, in which a face may be looked for or not.
    pub(super) const fn new(outline: Candidate, with_face: bool) -> Self {
        Self {
            outline,
            is_frame: false,
            face: if with_face {
                Face::Unknown
            } else {
                Face::Known(None)
            },
        }
    }

    /// The edge of the picture.
    pub(super) const fn frame(outline: Candidate) -> Self {
        Self {
            outline,
            is_frame: true,
            face: Face::Unknown,
        }
    }

    /// What it is worth at best with the text `boxes`, whatever face is found
    /// in it; `None` where it is no document in any case.
    pub(super) fn hope(&self, boxes: &[TextBox]) -> Option<f32> {
        let worth = |portrait: Option<Portrait>| {
            judged(&self.outline, portrait, self.is_frame, boxes).map(|judged| judged.worth)
        };
        match self.face {
            Face::Known(portrait) => worth(portrait),
            Face::Unknown => IMAGINED
                .into_iter()
                .map(Some)
                .chain([None])
                .filter_map(worth)
                .reduce(f32::max),
        }
    }
}

/// An outline with what is inside it.
pub(super) struct Judged {
    pub(super) quad: Quad,
    pub(super) size: Size,
    pub(super) evidence: Evidence,
    pub(super) worth: f32,
}

/// The outline judged by what is inside; `None` where that is no document.
pub(super) fn judged(
    outline: &Candidate,
    portrait: Option<Portrait>,
    is_frame: bool,
    boxes: &[TextBox],
) -> Option<Judged> {
    let whole = Evidence::gather(&outline.quad, outline.size, portrait, boxes);
    if whole.quarters.is_some_and(|quarters| quarters % 2 == 1) {
        let (quad, size) = page(&outline.quad, outline.size, portrait, boxes)?;
        let portrait = whole.has_portrait;
        let mut evidence = Evidence::gather(&quad, size, None, boxes);
        evidence.has_portrait = portrait;
        evidence.is_sure |= portrait;
        if portrait {
            evidence.quarters = Some(0);
        }
        // The other page may have text of its own.
        evidence.inside = evidence.inside.max(whole.inside);
        return accepted(quad, size, evidence, outline.score, is_frame);
    }
    accepted(outline.quad, outline.size, whole, outline.score, is_frame)
}

fn accepted(
    quad: Quad,
    size: Size,
    evidence: Evidence,
    score: f32,
    is_frame: bool,
) -> Option<Judged> {
    let worth = score + evidence.worth();
    let is_strong = evidence.has_portrait || evidence.has_zone;
    // The edge of a picture proves nothing: print has to fill it.
    let is_exact = size == Size::Id1 && score > FRAME - 0.05;
    let is_full = (evidence.filled > 0.45 && evidence.pieces >= 5 && is_strong)
        || (evidence.filled > 0.6 && evidence.pieces >= 10 && is_exact);
    let is_document = evidence.is_document(size) && worth > ENOUGH && (!is_frame || is_full);
    (is_document && (is_strong || is_frame || score > 0.65)).then_some(Judged {
        quad,
        size,
        evidence,
        worth,
    })
}

/// One portrait for each way in which a face could decide about an outline:
/// in its place on a document that stands upright or on its head, and on
/// either page of an open passport whichever way that lies.
const IMAGINED: [Portrait; 6] = [
    imagined(0, 0.25, 0.5),
    imagined(2, 0.75, 0.5),
    imagined(1, 0.75, 0.25),
    imagined(1, 0.25, 0.25),
    imagined(3, 0.25, 0.75),
    imagined(3, 0.75, 0.75),
];

/// A face whose middle is at (`x`, `y`) of the outline.
const fn imagined(quarters: usize, x: f32, y: f32) -> Portrait {
    const WIDE: f32 = 0.2;
    // Its height runs along the outline's longer side where it lies.
    let high = if quarters.is_multiple_of(2) { 0.4 } else { 0.2 };
    Portrait {
        bbox: Box2 {
            x: x - WIDE / 2.0,
            y: y - high / 2.0,
            width: WIDE,
            height: high,
        },
        quarters,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A card of ten pixels to the millimetre.
    fn card() -> Candidate {
        Candidate::whole(Quad::of_size(856.0, 539.8), Size::Id1, 0.8)
    }

    /// Lines of text, left, top, length and height in millimetres.
    fn lines(places: &[(f32, f32, f32, f32)]) -> Vec<TextBox> {
        let line = |&(left, top, length, height): &(f32, f32, f32, f32)| TextBox {
            centre: ((left + length / 2.0) * 10.0, (top + height / 2.0) * 10.0),
            along: (1.0, 0.0),
            length: length * 10.0,
            height: height * 10.0,
            score: 0.9,
        };
        places.iter().map(line).collect()
    }

    /// A face whose middle is anywhere, of any size, turned anyhow.
    fn faces() -> impl Iterator<Item = Portrait> {
        (0..4 * 5 * 5 * 3).map(|n| {
            let (quarters, x, y, size) = (n % 4, n / 4 % 5, n / 20 % 5, n / 100);
            let side = [0.1, 0.25, 0.6][size];
            Portrait {
                bbox: Box2 {
                    x: x as f32 * 0.2,
                    y: y as f32 * 0.2,
                    width: side,
                    height: side,
                },
                quarters,
            }
        })
    }

    #[test]
    fn no_face_makes_an_outline_worth_more_than_was_hoped() {
        let zone = [(5.0, 38.0, 76.0, 3.0), (5.0, 44.0, 76.0, 3.0)];
        let upper = [(30.0, 5.0, 40.0, 2.0), (30.0, 12.0, 30.0, 2.0)];
        let lower = [(30.0, 20.0, 40.0, 2.0), (5.0, 30.0, 20.0, 2.0)];
        for outline in [
            card(),
            Candidate::whole(Quad::of_size(1250.0, 880.0), Size::Td3, 0.8),
            Candidate::whole(Quad::of_size(500.0, 500.0), Size::Id1, 0.7),
        ] {
            for text in [
                [&zone[..], &upper, &lower].concat(),
                [&upper[..], &lower].concat(),
                zone.to_vec(),
                Vec::new(),
            ] {
                let boxes = lines(&text);
                for prospect in [Prospect::new(outline, true), Prospect::frame(outline)] {
                    let hope = prospect.hope(&boxes).unwrap_or(0.0);
                    for face in faces().map(Some).chain([None]) {
                        let judged = judged(&outline, face, prospect.is_frame, &boxes);
                        let worth = judged.map_or(0.0, |judged| judged.worth);
                        assert!(worth <= hope, "{worth} > {hope}: {face:?} {text:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_portrait_in_its_place_is_what_is_hoped_for() {
        let size = Size::Id1;
        for portrait in IMAGINED {
            let found = Evidence::gather(&card().quad, size, Some(portrait), &[]);
            assert!(found.has_portrait, "{portrait:?}");
        }
    }

    #[test]
    fn what_is_known_is_not_hoped_for() {
        let boxes = lines(&[
            (30.0, 5.0, 40.0, 2.0),
            (30.0, 12.0, 30.0, 2.0),
            (30.0, 20.0, 40.0, 2.0),
        ]);
        let unknown = Prospect::new(card(), true).hope(&boxes);
        assert!(unknown.is_some(), "with a portrait it is one");
        assert_eq!(Prospect::new(card(), false).hope(&boxes), None);
    }
}
