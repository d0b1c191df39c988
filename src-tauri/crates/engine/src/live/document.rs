//! A document before the camera: found, held still, good, tilted.

use std::collections::VecDeque;

use image::RgbImage;

use super::hint::Hint;
use super::tilt::{Lean, Tilt};
use crate::document::{Located, Quad, candidates, rectify};
use crate::quality::{self, DocumentPicture, DocumentQuality, Measure};

/// What an outline must be worth to be followed.
const LIKELY: f32 = 0.7;
/// Below this share of the frame a document is too far away.
const LEAST_AREA: f32 = 0.16;
/// Outlines of this time are compared, and how far corners may move within it,
/// as a share of the diagonal.
const STEADY_MS: u32 = 400;
const STEADY: f32 = 0.02;
/// Good frames before the person is asked to tilt.
const GOOD: u32 = 3;
/// A document that is held still and leans by so much less than the one that
/// was taken for flat is the flat one: the first was held askew.
const FLATTER: f32 = 0.03;
/// After this long without the tilt that was asked, the person is told.
const PATIENCE_MS: u32 = 2500;

/// How far a side of a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentStage {
    /// No document is seen whole and large enough.
    Seek,
    /// It is there and has to be held still until it is good.
    Hold,
    /// It is good; the person is asked to tilt it.
    Tilt,
    /// It was good, and tilted as asked.
    Done,
}

/// What a frame shows of the document.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentSight {
    /// Its corners in the frame, clockwise, where it is seen.
    pub quad: Option<Quad>,
    /// How far it is.
    pub stage: DocumentStage,
    /// The one thing to tell the person; `None` where all is well.
    pub hint: Option<Hint>,
}

/// A frame that is good enough to be the picture of the document.
#[derive(Debug, Clone)]
pub struct Still {
    /// The frame.
    pub image: RgbImage,
    /// When it was seen.
    pub at_ms: u32,
    /// The corners of the document in it.
    pub quad: Quad,
    /// Blur as [`Measure::Sharpness`] measures it: the smaller the sharper.
    pub blur_px: f32,
}

/// Watches one side of a document before the camera.
///
/// No model runs: a frame of 1280 × 720 takes some hundredths of a second.
pub struct DocumentGuide {
    quality: DocumentQuality,
    tilt: Tilt,
    stage: DocumentStage,
    seen: VecDeque<(u32, Quad)>,
    good: u32,
    flat: Option<Lean>,
    asked_ms: u32,
    best: Option<Still>,
}

impl DocumentGuide {
    /// Takes frames that pass `quality`, and then asks for `tilt`.
    #[must_use]
    pub const fn new(quality: DocumentQuality, tilt: Tilt) -> Self {
        Self {
            quality,
            tilt,
            stage: DocumentStage::Seek,
            seen: VecDeque::new(),
            good: 0,
            flat: None,
            asked_ms: 0,
            best: None,
        }
    }

    /// Looks at the frame seen at `at_ms`, 8-bit RGB.
    pub fn look(&mut self, at_ms: u32, frame: &RgbImage) -> DocumentSight {
        let found = candidates(frame)
            .into_iter()
            .next()
            .filter(|outline| outline.score > LIKELY);
        let Some(outline) = found else {
            self.seen.clear();
            self.lose();
            return self.sight(None, Some(Hint::NoDocument));
        };
        let located = Located {
            quad: outline.quad,
            size: outline.size,
            confidence: outline.score.clamp(0.0, 1.0),
        };
        let hint = match self.stage {
            DocumentStage::Seek | DocumentStage::Hold => self.hold(at_ms, frame, &located),
            DocumentStage::Tilt => self.watch_tilt(at_ms, &located.quad),
            DocumentStage::Done => None,
        };
        self.sight(Some(located.quad), hint)
    }

    /// The sharpest of the good frames.
    #[must_use]
    pub const fn best(&self) -> Option<&Still> {
        self.best.as_ref()
    }

    /// The sharpest of the good frames, and nothing else is kept.
    #[must_use]
    pub fn into_best(self) -> Option<Still> {
        self.best
    }

    fn sight(&self, quad: Option<Quad>, hint: Option<Hint>) -> DocumentSight {
        DocumentSight {
            quad,
            stage: self.stage,
            hint,
        }
    }

    /// A document that left before it was good has to be shown again; one that
    /// leaves while it is tilted comes back.
    const fn lose(&mut self) {
        if matches!(self.stage, DocumentStage::Hold) {
            self.stage = DocumentStage::Seek;
            self.good = 0;
        }
    }

    fn hold(&mut self, at_ms: u32, frame: &RgbImage, located: &Located) -> Option<Hint> {
        let steady = self.is_steady(at_ms, &located.quad);
        if let Some(hint) = misplaced(frame, &located.quad) {
            self.lose();
            return Some(hint);
        }
        self.stage = DocumentStage::Hold;
        if !steady {
            return Some(Hint::HoldStill);
        }
        let straight = rectify(frame, located);
        let picture = DocumentPicture {
            picture: frame,
            located: Some(located),
            straight: Some(&straight),
            fields: &[],
        };
        let report = quality::document(&picture, &self.quality);
        if let Some(hint) = Hint::of_document(report.advice()) {
            return Some(hint);
        }
        let blur_px = report
            .get(Measure::Sharpness)
            .and_then(|measured| measured.value)
            .unwrap_or(f32::MAX);
        let sharper = |best: &Still| blur_px < best.blur_px;
        if self.best.as_ref().is_none_or(sharper) {
            self.best = Some(Still {
                image: frame.clone(),
                at_ms,
                quad: located.quad,
                blur_px,
            });
        }
        self.good += 1;
        if self.good >= GOOD {
            self.stage = DocumentStage::Tilt;
            self.flat = Lean::of(&located.quad);
            self.asked_ms = at_ms;
        }
        None
    }

    fn watch_tilt(&mut self, at_ms: u32, quad: &Quad) -> Option<Hint> {
        let seen = self
            .flat
            .zip(Lean::of(quad))
            .is_some_and(|(before, after)| self.tilt.is_seen(before, after));
        if seen {
            self.stage = DocumentStage::Done;
            return None;
        }
        // Whoever held it askew at first could not tilt it any further.
        if self.is_steady(at_ms, quad)
            && let Some(lean) = Lean::of(quad)
            && self
                .flat
                .is_none_or(|flat| lean.amount() < flat.amount() - FLATTER)
        {
            self.flat = Some(lean);
        }
        (at_ms.saturating_sub(self.asked_ms) > PATIENCE_MS).then_some(Hint::TiltMore)
    }

    /// Whether the outline has hardly moved for [`STEADY_MS`].
    fn is_steady(&mut self, at_ms: u32, quad: &Quad) -> bool {
        self.seen.push_back((at_ms, *quad));
        // One outline from before the time that counts stays, to reach over it.
        while self
            .seen
            .get(1)
            .is_some_and(|(then, _)| at_ms.saturating_sub(*then) >= STEADY_MS)
        {
            self.seen.pop_front();
        }
        let covered = self
            .seen
            .front()
            .is_some_and(|(then, _)| at_ms.saturating_sub(*then) >= STEADY_MS);
        let most = STEADY * quad.diagonal();
        covered
            && self
                .seen
                .iter()
                .all(|(_, before)| before.farthest_corner(quad) <= most)
    }
}

/// What is wrong with where `quad` lies in `frame`.
fn misplaced(frame: &RgbImage, quad: &Quad) -> Option<Hint> {
    let (width, height) = (frame.width() as f32, frame.height() as f32);
    let outside = quad
        .0
        .iter()
        .any(|p| p.x < 1.0 || p.y < 1.0 || p.x > width - 1.0 || p.y > height - 1.0);
    if outside {
        Some(Hint::CutOff)
    } else if quad.area() < LEAST_AREA * width * height {
        Some(Hint::MoveCloser)
    } else {
        None
    }
}
