//! A face before the camera: in its place, then doing what is asked, one
//! gesture after the other.

use image::RgbImage;

use super::hint::Hint;
use super::shrunk::Shrunk;
use crate::face::{Box2, Face, FaceEngine, FaceError};
use crate::liveness::{Action, Challenge, Event, LiveGestures, Pose};
use crate::quality::{self, FacePicture, FaceQuality};

/// A face narrower or wider than these shares of the frame's shorter side is
/// too far away or too close.
const NARROWEST: f32 = 0.22;
const WIDEST: f32 = 0.75;
/// The middle of the face lies this close to the middle of the frame, as a
/// share of its width and height.
const CENTRED: f32 = 0.22;
/// How long a face has to be in its place before the first gesture is asked:
/// gestures are told from how it looks at rest.
const SETTLE_MS: u32 = 800;
/// The detector looks this often who else is there.
const CHECKED_EVERY_MS: u32 = 700;
/// A mesh as certain as this still lies on the face.
const HELD: f32 = 0.7;

/// How far a recording of a face is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaceStage {
    /// The face is not in its place.
    Position,
    /// It is, and a gesture is asked.
    Action,
    /// Every gesture was seen.
    Done,
}

/// What a frame shows of the face.
#[derive(Debug, Clone, PartialEq)]
pub struct FaceSight {
    /// Where the face is, in pixels of the frame.
    pub area: Option<Box2>,
    /// How far it is.
    pub stage: FaceStage,
    /// What is asked of the person.
    pub asked: Option<Action>,
    /// How many gestures were seen.
    pub done: usize,
    /// How many there are.
    pub of: usize,
    /// The one thing to tell the person; `None` where all is well.
    pub hint: Option<Hint>,
}

/// Watches a face before the camera.
pub struct FaceGuide<'a> {
    engine: &'a FaceEngine,
    challenge: Challenge,
    quality: FaceQuality,
    held: Option<Face>,
    next_check_ms: u32,
    alone: bool,
    in_place_since: Option<u32>,
    asked_since: Option<u32>,
    done: usize,
    gestures: LiveGestures,
}

impl<'a> FaceGuide<'a> {
    /// Asks for the gestures of `challenge`, one after the other.
    #[must_use]
    pub const fn new(engine: &'a FaceEngine, challenge: Challenge, quality: FaceQuality) -> Self {
        Self {
            engine,
            challenge,
            quality,
            held: None,
            next_check_ms: 0,
            alone: true,
            in_place_since: None,
            asked_since: None,
            done: 0,
            gestures: LiveGestures::new(),
        }
    }

    /// Looks at the frame seen at `at_ms`: upright 8-bit RGB, not mirrored, ten
    /// or more a second. It is looked at in
    /// [`LONGER_SIDE_PX`](crate::liveness::LONGER_SIDE_PX) at most.
    ///
    /// # Errors
    ///
    /// When a model fails. A frame without a face is no error.
    pub fn look(&mut self, at_ms: u32, frame: &RgbImage) -> Result<FaceSight, FaceError> {
        let shrunk = Shrunk::of(frame);
        self.held = self.follow(at_ms, shrunk.frame())?;
        let Some(held) = &self.held else {
            self.in_place_since = None;
            return Ok(self.sight(None, Some(Hint::NoFace)));
        };
        self.gestures.push(at_ms, held);
        let face = shrunk.face_in_frame(held);
        let hint = match self.asked_since {
            None => self.position(at_ms, frame, &face),
            Some(asked_ms) => {
                self.watch(at_ms, asked_ms);
                (!self.alone).then_some(Hint::SeveralFaces)
            }
        };
        Ok(self.sight(Some(face.bbox), hint))
    }

    /// The face of the last frame, in pixels of the frame as it was looked at.
    pub(super) const fn held(&self) -> Option<&Face> {
        self.held.as_ref()
    }

    fn follow(&mut self, at_ms: u32, frame: &RgbImage) -> Result<Option<Face>, FaceError> {
        let followed = match &self.held {
            Some(before) => self
                .engine
                .follow(frame, before)?
                .filter(|face| face.score >= HELD),
            None => None,
        };
        if followed.is_some() && at_ms < self.next_check_ms {
            return Ok(followed);
        }
        let mut faces = self.engine.frame_faces(frame)?;
        self.next_check_ms = at_ms.saturating_add(CHECKED_EVERY_MS);
        self.alone = faces.len() < 2;
        if faces.is_empty() {
            return Ok(followed);
        }
        Ok(Some(faces.swap_remove(0)))
    }

    /// Waits for the face to come to its place and stay there.
    fn position(&mut self, at_ms: u32, frame: &RgbImage, face: &Face) -> Option<Hint> {
        let hint = self.misplaced(frame, face);
        if hint.is_some() {
            self.in_place_since = None;
            return hint;
        }
        let since = *self.in_place_since.get_or_insert(at_ms);
        if at_ms.saturating_sub(since) >= SETTLE_MS {
            self.asked_since = Some(at_ms);
        }
        None
    }

    fn misplaced(&self, frame: &RgbImage, face: &Face) -> Option<Hint> {
        if !self.alone {
            return Some(Hint::SeveralFaces);
        }
        let (width, height) = (frame.width() as f32, frame.height() as f32);
        let share = face.bbox.width / width.min(height).max(1.0);
        let off = |middle: f32, side: f32| (middle / side.max(1.0) - 0.5).abs() > CENTRED;
        let centre = (
            face.bbox.x + face.bbox.width / 2.0,
            face.bbox.y + face.bbox.height / 2.0,
        );
        if share < NARROWEST {
            Some(Hint::FaceTooSmall)
        } else if share > WIDEST {
            Some(Hint::FaceTooClose)
        } else if off(centre.0, width) || off(centre.1, height) {
            Some(Hint::CentreFace)
        } else if !Pose::of(face).is_frontal() {
            Some(Hint::LookAhead)
        } else {
            let picture = FacePicture::of(frame, face);
            Hint::of_face(quality::face(&picture, &self.quality).advice())
        }
    }

    /// Goes on to the next gesture where the one that is asked was seen.
    fn watch(&mut self, at_ms: u32, asked_ms: u32) {
        let Some(asked) = self.challenge.actions.get(self.done).copied() else {
            return;
        };
        let answers = |event: &Event| event.action == asked && event.peak_ms > asked_ms;
        if self.gestures.seen().iter().any(answers) {
            self.done += 1;
            self.asked_since = Some(at_ms);
        }
    }

    fn sight(&self, area: Option<Box2>, hint: Option<Hint>) -> FaceSight {
        let asked = self.challenge.actions.get(self.done).copied();
        let stage = match (self.asked_since, asked) {
            (None, _) => FaceStage::Position,
            (Some(_), Some(_)) => FaceStage::Action,
            (Some(_), None) => FaceStage::Done,
        };
        FaceSight {
            area,
            stage,
            asked: asked.filter(|_| stage == FaceStage::Action),
            done: self.done,
            of: self.challenge.actions.len(),
            hint,
        }
    }
}
