//! Finding the document in a picture and which way up it is.
//!
//! Outlines come from straight edges (`candidates`); which of them is a
//! document, and whether any is, is said by what is printed inside
//! (`evidence`): a portrait in its place, a machine-readable zone, text.

use image::RgbImage;

use super::candidates::{Candidate, candidates};
use super::evidence::{Evidence, Portrait};
use super::page::page;
use super::prospect::{FRAME, Face, Judged, Prospect, judged};
use super::rectify::warp;
use super::{Box2, Homography, Located, Point, Quad, Size, close};
use crate::face::{FaceEngine, FaceError, main_face};
use crate::model::ModelError;
use crate::text::recognise::LINE_HEIGHT;
use crate::text::{TextBox, TextDetector, TextRecogniser};

/// The longer side at which a straightened outline is searched for a face.
const FACE_SIDE: f32 = 480.0;
/// The longer side at which the picture is searched for text at last, and that
/// of the likeliest outline in a first search: lines of a zone are then 13
/// pixels high.
const TEXT_SIDE: u32 = 960;
const OUTLINE_SIDE: f32 = 480.0;
/// Outlines in which a face is looked for.
const WITH_FACE: usize = 4;
/// What an outline is worth that needs no second opinion, and by how much more
/// than the next one.
const CLEAR: f32 = 0.78;
const LEAD: f32 = 0.1;
/// The same of an outline that lies within it.
const NESTED: f32 = 0.35;
/// Outlines in which text is looked for once more, and what they are worth by
/// themselves.
const CLOSELY: usize = 3;
const LIKELY: f32 = 0.7;
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
        let mut prospects: Vec<Prospect> = outlines
            .iter()
            .enumerate()
            .map(|(at, outline)| Prospect::new(*outline, at < WITH_FACE))
            .collect();
        if stands_out(&outlines)
            && let Some(first) = prospects.first_mut()
            && let Some(located) = clear(&outlines, self.face(picture, first)?)
        {
            return Ok(Some(located));
        }
        prospects.extend(frame(picture).map(Prospect::frame));
        if prospects.is_empty() {
            return Ok(None);
        }
        let found = match self.among(picture, &mut prospects)? {
            Some(found) => Some(found),
            None => self.closely(picture, &mut prospects)?,
        };
        let Some((best, boxes)) = found else {
            return Ok(None);
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

    /// The best of `prospects` with the text in all of `picture`, and that text.
    fn among(
        &self,
        picture: &RgbImage,
        prospects: &mut [Prospect],
    ) -> Result<Option<(Judged, Vec<TextBox>)>, LocateError> {
        for side in sides(picture, prospects) {
            let boxes = self.text.detect(picture, side)?;
            if let Some(best) = self.best(picture, prospects, &boxes)? {
                return Ok(Some((best, boxes)));
            }
        }
        Ok(None)
    }

    /// The best of `prospects` with the text `boxes`. A face is looked for
    /// where one could make a difference.
    fn best(
        &self,
        picture: &RgbImage,
        prospects: &mut [Prospect],
        boxes: &[TextBox],
    ) -> Result<Option<Judged>, LocateError> {
        let mut hopes: Vec<(f32, usize)> = prospects
            .iter()
            .enumerate()
            .filter_map(|(at, prospect)| Some((prospect.hope(boxes)?, at)))
            .collect();
        hopes.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut best: Option<(Judged, usize)> = None;
        for (hope, at) in hopes {
            if best.as_ref().is_some_and(|(best, _)| best.worth > hope) {
                break;
            }
            let prospect = &mut prospects[at];
            let portrait = self.face(picture, prospect)?;
            let Some(judged) = judged(&prospect.outline, portrait, prospect.is_frame, boxes) else {
                continue;
            };
            // Of equals the last.
            let leads = |(best, known): &(Judged, usize)| (judged.worth, at) > (best.worth, *known);
            if best.as_ref().is_none_or(leads) {
                best = Some((judged, at));
            }
        }
        Ok(best.map(|(best, _)| best))
    }

    /// The best of the likeliest outlines with a portrait when text is looked
    /// for in each of them, straightened, and that text.
    fn closely(
        &self,
        picture: &RgbImage,
        prospects: &mut [Prospect],
    ) -> Result<Option<(Judged, Vec<TextBox>)>, LocateError> {
        let mut likely = Vec::new();
        for prospect in prospects {
            if likely.len() < CLOSELY && !prospect.is_frame && prospect.outline.score > LIKELY {
                let portrait = self.face(picture, prospect)?;
                likely.extend(portrait.map(|portrait| (prospect.outline, portrait)));
            }
        }
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
            let Some(judged) = judged(&outline, Some(portrait), false, &boxes) else {
                continue;
            };
            let leads = |(best, _): &(Judged, _)| judged.worth > best.worth;
            if best.as_ref().is_none_or(leads) {
                best = Some((judged, boxes));
            }
        }
        Ok(best)
    }

    /// The face in `prospect`, which is looked for once.
    fn face(
        &self,
        picture: &RgbImage,
        prospect: &mut Prospect,
    ) -> Result<Option<Portrait>, LocateError> {
        if let Face::Unknown = prospect.face {
            prospect.face = Face::Known(self.portrait(picture, &prospect.outline)?);
        }
        Ok(match prospect.face {
            Face::Known(portrait) => portrait,
            Face::Unknown => None,
        })
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

/// The longer sides at which `picture` is searched for text: first as small as
/// the likeliest outline allows, which is all that most pictures need.
fn sides(picture: &RgbImage, prospects: &[Prospect]) -> Vec<u32> {
    let longer = picture.width().max(picture.height()) as f32;
    let outline = prospects.first().map_or(longer, |first| {
        let (width, height) = first.outline.quad.extent();
        width.max(height).max(1.0)
    });
    // A float beyond what an integer holds becomes its end.
    let small = (OUTLINE_SIDE * longer / outline) as u32;
    if small < TEXT_SIDE * 3 / 4 {
        vec![small, TEXT_SIDE]
    } else {
        vec![TEXT_SIDE]
    }
}

/// Whether the first of `outlines` is beyond doubt but for what is inside: well
/// supported, and alone.
fn stands_out(outlines: &[Candidate]) -> bool {
    outlines.split_first().is_some_and(|(first, rest)| {
        let next = rest.iter().map(|other| other.score).fold(0.0, f32::max);
        let least = first.sides.iter().copied().fold(1.0, f32::min);
        first.score >= CLEAR && first.score - next >= LEAD && first.misfit <= 4.0 && least >= 0.5
    })
}

/// The first of `outlines`, which stands out, where it has the portrait in its
/// place.
fn clear(outlines: &[Candidate], portrait: Option<Portrait>) -> Option<Located> {
    let portrait = portrait?;
    let (first, rest) = outlines.split_first()?;
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
