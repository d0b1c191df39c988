//! A face with the document held beside it.

use image::RgbImage;
use image::imageops::crop_imm;

use super::face::{FaceGuide, FaceStage};
use super::hint::Hint;
use super::shrunk::Shrunk;
use crate::document::{Quad, candidates};
use crate::face::{Box2, FaceEngine, FaceError};
use crate::liveness::Challenge;
use crate::quality::{self, FacePicture, FaceQuality, Measure};

/// What an outline must be worth to be the document: less than on a desk,
/// because fingers hold it.
const LIKELY: f32 = 0.55;
/// Good frames before the sharpest of them is taken.
const GOOD: u32 = 3;

/// What a frame shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SelfieSight {
    /// Where the face is, in pixels of the frame.
    pub area: Option<Box2>,
    /// Whether there is a good picture.
    pub done: bool,
    /// The one thing to tell the person; `None` where all is well.
    pub hint: Option<Hint>,
}

/// Watches a person who holds the document beside the face.
pub struct SelfieGuide<'a> {
    face: FaceGuide<'a>,
    quality: FaceQuality,
    good: u32,
    best: Option<(f32, RgbImage)>,
}

impl<'a> SelfieGuide<'a> {
    /// Takes pictures whose face passes `quality`.
    #[must_use]
    pub const fn new(engine: &'a FaceEngine, quality: FaceQuality) -> Self {
        let nothing = Challenge {
            actions: Vec::new(),
        };
        Self {
            face: FaceGuide::new(engine, nothing, quality),
            quality,
            good: 0,
            best: None,
        }
    }

    /// Looks at the frame seen at `at_ms`: upright 8-bit RGB, not mirrored.
    ///
    /// # Errors
    ///
    /// When a model fails. A frame without a face is no error.
    pub fn look(&mut self, at_ms: u32, frame: &RgbImage) -> Result<SelfieSight, FaceError> {
        let seen = self.face.look(at_ms, frame)?;
        let hint = match (seen.hint, seen.area) {
            (Some(hint), _) => Some(hint),
            (None, Some(area)) if !holds_document(frame, &area) => Some(Hint::DocumentMissing),
            (None, _) => None,
        };
        // A face that has nothing to do is done once it is in its place.
        if hint.is_none() && seen.stage == FaceStage::Done {
            self.consider(frame);
        }
        Ok(SelfieSight {
            area: seen.area,
            done: self.good >= GOOD,
            hint,
        })
    }

    /// The sharpest of the good frames.
    #[must_use]
    pub fn best(&self) -> Option<&RgbImage> {
        self.best.as_ref().map(|(_, frame)| frame)
    }

    fn consider(&mut self, frame: &RgbImage) {
        let Some(held) = self.face.held() else {
            return;
        };
        let face = Shrunk::of(frame).face_in_frame(held);
        let report = quality::face(&FacePicture::of(frame, &face), &self.quality);
        if Hint::of_face(report.advice()).is_some() {
            return;
        }
        let blur = report
            .get(Measure::Sharpness)
            .and_then(|measured| measured.value)
            .unwrap_or(f32::MAX);
        if self.best.as_ref().is_none_or(|(best, _)| blur < *best) {
            self.best = Some((blur, frame.clone()));
        }
        self.good += 1;
    }
}

/// Whether something with the outline of a document is seen beside the face.
/// Each side is looked at alone: what is behind the person has edges, too, and
/// the fewer of them the better.
fn holds_document(frame: &RgbImage, face: &Box2) -> bool {
    let (width, height) = frame.dimensions();
    let left = (face.x.max(0.0) as u32).min(width);
    let right = ((face.x + face.width).max(0.0) as u32).min(width);
    [(0, left), (right, width - right)]
        .into_iter()
        .filter(|(_, wide)| *wide > 0)
        .any(|(from, wide)| {
            let side = crop_imm(frame, from, 0, wide, height).to_image();
            candidates(&side)
                .iter()
                .any(|outline| outline.score > LIKELY && is_held(&outline.quad, face))
        })
}

/// The frame's own edges and the wall are larger than a document in a hand.
fn is_held(quad: &Quad, face: &Box2) -> bool {
    let bounds = quad.bounds();
    let (least, most) = (0.5 * face.width, 3.0 * face.width);
    (least..most).contains(&bounds.width) && bounds.height < most
}
