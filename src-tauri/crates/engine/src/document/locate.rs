//! Finding the document in a picture and which way up it is.
//!
//! Outlines come from straight edges (`candidates`); which of them is a
//! document, and whether any is, is said by what is printed inside
//! (`evidence`): a portrait in its place, a machine-readable zone, text.

use image::RgbImage;

use super::candidates::{Candidate, candidates};
use super::evidence::{Evidence, Portrait};
use super::page::page;
use super::rectify::warp;
use super::{Box2, Homography, Located, Point, Quad, Size, close};
use crate::face::{FaceEngine, FaceError, main_face};
use crate::model::ModelError;
use crate::text::recognise::LINE_HEIGHT;
use crate::text::{TextBox, TextDetector, TextRecogniser};

/// The longer side at which a straightened outline is searched for a face.
const FACE_SIDE: f32 = 480.0;
/// The longer side at which the picture is searched for text.
const TEXT_SIDE: u32 = 960;
/// Outlines in which a face is looked for.
const WITH_FACE: usize = 4;
/// What an outline is worth that needs no second opinion, and by how much more
/// than the next one.
const CLEAR: f32 = 0.78;
const LEAD: f32 = 0.1;
/// The same of an outline that lies within it.
const NESTED: f32 = 0.35;
/// What an outline has to be worth with what is inside.
const ENOUGH: f32 = 0.72;
/// Outlines in which text is looked for once more, and what they are worth by
/// themselves.
const CLOSELY: usize = 3;
const LIKELY: f32 = 0.7;
/// The edge of the picture itself is an outline worth this much.
const FRAME: f32 = 0.6;
/// Lines that are read to find out which way up text is.
const READ: usize = 3;

/// Why documents cannot be looked for. No document is no error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LocateError {
    /// The models of faces failed.
    #[error(transparent)]
    Face(#[from] FaceError),
    /// The models of text failed.
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// What is needed to find documents. The parts are the caller's, who needs
/// them for more than this.
#[derive(Clone, Copy)]
pub struct Locator<'a> {
    /// Finds portraits.
    pub faces: &'a FaceEngine,
    /// Finds text.
    pub text: &'a TextDetector,
    /// Says which way up text is.
    pub lines: &'a TextRecogniser,
}

impl Locator<'_> {
    /// The document in `picture`; `None` where there is none. Of an open
    /// passport it is the page with the data.
    ///
    /// TD2 cards and pages of passports have the same shape: both are said to
    /// be [`Size::Td3`], until somebody reads the zone.
    ///
    /// # Errors
    ///
    /// When a model does not run.
    pub fn locate(&self, picture: &RgbImage) -> Result<Option<Located>, LocateError> {
        let outlines = candidates(picture);
        let mut portraits = Vec::new();
        for outline in outlines.iter().take(WITH_FACE) {
            let portrait = self.portrait(picture, outline)?;
            if portraits.is_empty()
                && let Some(located) = clear(&outlines, portrait)
            {
                return Ok(Some(located));
            }
            portraits.push(portrait);
        }
        let mut all: Vec<(Candidate, Option<Portrait>, bool)> = outlines
            .iter()
            .enumerate()
            .map(|(at, outline)| (*outline, portraits.get(at).copied().flatten(), false))
            .collect();
        if let Some(frame) = frame(picture) {
            all.push((frame, self.portrait(picture, &frame)?, true));
        }
        if all.is_empty() {
            return Ok(None);
        }
        let boxes = self.text.detect(picture, TEXT_SIDE)?;
        let best = all
            .iter()
            .filter_map(|(outline, portrait, is_frame)| {
                judged(outline, *portrait, *is_frame, &boxes)
            })
            .max_by(|a, b| a.worth.total_cmp(&b.worth));
        let (best, boxes) = match best {
            Some(best) => (best, boxes),
            None => match self.closely(picture, &all)? {
                Some(found) => found,
                None => return Ok(None),
            },
        };
        let quarters = best.evidence.quarters.unwrap_or(0);
        let mut quad = best.quad.turned(4 - quarters);
        if !best.evidence.is_sure && self.stands_on_its_head(picture, &quad, best.size, &boxes)? {
            quad = quad.turned(2);
        }
        Ok(Some(Located {
            quad,
            size: best.size,
            confidence: (best.worth / 1.5).clamp(0.0, 1.0),
        }))
    }

    /// The best of the likeliest outlines with a portrait when text is looked
    /// for in each of them, straightened, and that text.
    fn closely(
        &self,
        picture: &RgbImage,
        all: &[(Candidate, Option<Portrait>, bool)],
    ) -> Result<Option<(Judged, Vec<TextBox>)>, LocateError> {
        let likely = all
            .iter()
            .filter(|(outline, _, is_frame)| !is_frame && outline.score > LIKELY)
            .filter_map(|(outline, portrait, _)| Some((outline, (*portrait)?)))
            .take(CLOSELY);
        let mut best: Option<(Judged, Vec<TextBox>)> = None;
        for (outline, portrait) in likely {
            let (width, height) = outline.size.millimetres();
            // Print runs as the portrait stands: along the longer side of a
            // card, along the shorter one of an open passport.
            let extent = if portrait.quarters.is_multiple_of(2) {
                (width, height)
            } else {
                (height, width)
            };
            let upright = outline.quad.turned(4 - portrait.quarters % 4);
            let boxes = close::text(self.text, picture, &upright, extent)?;
            let Some(judged) = judged(outline, Some(portrait), false, &boxes) else {
                continue;
            };
            let leads = |(best, _): &(Judged, _)| judged.worth > best.worth;
            if best.as_ref().is_none_or(leads) {
                best = Some((judged, boxes));
            }
        }
        Ok(best)
    }

    /// The main face in the straightened outline.
    fn portrait(
        &self,
        picture: &RgbImage,
        outline: &Candidate,
    ) -> Result<Option<Portrait>, LocateError> {
        let (width, height) = outline.size.millimetres();
        let view = (FACE_SIDE, FACE_SIDE * height / width);
        let straight = warp(picture, &outline.quad, view.0 as u32, view.1 as u32);
        let faces = self.faces.frame_faces(&straight)?;
        Ok(main_face(&faces).map(|face| Portrait {
            bbox: Box2 {
                x: face.bbox.x / view.0,
                y: face.bbox.y / view.1,
                width: face.bbox.width / view.0,
                height: face.bbox.height / view.1,
            },
            quarters: (face.roll_degrees() / 90.0).round().rem_euclid(4.0) as usize,
        }))
    }

    /// Whether the lines inside are read better the other way up.
    fn stands_on_its_head(
        &self,
        picture: &RgbImage,
        quad: &Quad,
        size: Size,
        boxes: &[TextBox],
    ) -> Result<bool, LocateError> {
        let (width, height) = size.millimetres();
        let Some(to_picture) = Homography::onto(width, height, quad) else {
            return Ok(false);
        };
        let origin = to_picture.map(Point::default());
        let right = to_picture.map(Point { x: width, y: 0.0 });
        let mut inside: Vec<&TextBox> = boxes
            .iter()
            .filter(|text| {
                quad.contains(Point {
                    x: text.centre.0,
                    y: text.centre.1,
                })
            })
            .filter(|text| (3.0..16.0).contains(&(text.length / text.height)))
            .collect();
        inside.sort_by(|a, b| b.height.total_cmp(&a.height));
        let (mut upright, mut turned) = (0.0, 0.0);
        for text in inside.into_iter().take(READ) {
            let forwards =
                (right.x - origin.x) * text.along.0 + (right.y - origin.y) * text.along.1;
            let (ux, uy) = if forwards < 0.0 {
                (-text.along.0, -text.along.1)
            } else {
                text.along
            };
            let corner = |along: f32, across: f32| Point {
                x: text.centre.0 + along * ux - across * uy,
                y: text.centre.1 + along * uy + across * ux,
            };
            let (half, up) = (text.length / 2.0, text.height * 0.6);
            let line = Quad([
                corner(-half, -up),
                corner(half, -up),
                corner(half, up),
                corner(-half, up),
            ]);
            let wide = (LINE_HEIGHT as f32 * text.length / (1.2 * text.height)) as u32;
            let image = warp(picture, &line, wide.max(LINE_HEIGHT), LINE_HEIGHT);
            upright += self.lines.read(&image)?.confidence;
            turned += self
                .lines
                .read(&image::imageops::rotate180(&image))?
                .confidence;
        }
        Ok(turned > upright)
    }
}

/// An outline with what is inside it.
struct Judged {
    quad: Quad,
    size: Size,
    evidence: Evidence,
    worth: f32,
}

/// The first of `outlines` where it is beyond doubt: well supported, alone,
/// and with the portrait in its place.
fn clear(outlines: &[Candidate], portrait: Option<Portrait>) -> Option<Located> {
    let portrait = portrait?;
    let (first, rest) = outlines.split_first()?;
    let next = rest.iter().map(|other| other.score).fold(0.0, f32::max);
    let least = first.sides.iter().copied().fold(1.0, f32::min);
    if first.score < CLEAR || first.score - next < LEAD || first.misfit > 4.0 || least < 0.5 {
        return None;
    }
    // A document on a sheet of paper: both have edges, and the face inside.
    let face = Homography::onto(1.0, 1.0, &first.quad)?.map(portrait.bbox.centre());
    let is_within = |other: &Candidate| {
        first.score - other.score < NESTED
            && other.quad.area() < 0.9 * first.quad.area()
            && other.quad.contains(face)
    };
    if rest.iter().any(is_within) {
        return None;
    }
    let evidence = Evidence::gather(&first.quad, first.size, Some(portrait), &[]);
    let (quad, size) = page(&first.quad, first.size, Some(portrait), &[])?;
    evidence.has_portrait.then(|| Located {
        quad: if portrait.quarters.is_multiple_of(2) {
            quad.turned(4 - portrait.quarters)
        } else {
            quad
        },
        size,
        confidence: first.score.min(1.0),
    })
}

/// The outline judged by what is inside; `None` where that is no document.
fn judged(
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

/// The edge of the picture as an outline, where it has the shape of one.
fn frame(picture: &RgbImage) -> Option<Candidate> {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    if width.min(height) < 64.0 {
        return None;
    }
    let aspect = width.max(height) / width.min(height);
    let off = |size: Size| (aspect / size.aspect()).ln().abs();
    let size = if off(Size::Id1) < off(Size::Td3) {
        Size::Id1
    } else {
        Size::Td3
    };
    if off(size) > 0.12 {
        return None;
    }
    let quad = Quad::of_size(width, height);
    let quad = if width < height { quad.turned(1) } else { quad };
    Some(Candidate::whole(quad, size, FRAME - 2.0 * off(size)))
}
