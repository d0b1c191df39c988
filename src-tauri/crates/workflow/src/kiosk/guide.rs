//! What looks at live frames and says what to do next.

use domain::kiosk::{Challenge, Gesture, Piece, Tilt};
use image::RgbImage;

pub use engine::live::Hint;

/// How far a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StillStage {
    /// It is being looked for.
    Seek,
    /// It was found; it has to be held still.
    Hold,
    /// The document has to be tilted.
    Tilt,
    /// There is a good picture.
    Done,
}

/// What a guide sees in a frame on the way to a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StillSight {
    /// The corners of what was found, in pixels of the frame.
    pub outline: Option<[(f32, f32); 4]>,
    /// What would make it better.
    pub hint: Option<Hint>,
    /// How far it is.
    pub stage: StillStage,
}

/// What a guide sees of a moving face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaceSight {
    /// What would make it better.
    pub hint: Option<Hint>,
    /// What is asked for now.
    pub asked: Option<Gesture>,
    /// Gestures that were seen.
    pub done: usize,
    /// Gestures in all.
    pub of: usize,
    /// Whether all were seen.
    pub finished: bool,
}

/// Guides to a picture: of a document, or of a face with a document beside it.
pub trait StillGuide {
    /// Looks at a frame, at milliseconds since the first.
    fn look(&mut self, at_ms: u32, frame: &RgbImage) -> StillSight;
    /// The best picture so far.
    fn best(&self) -> Option<RgbImage>;
}

/// Guides through a challenge.
pub trait FaceGuide {
    /// Looks at a frame, at milliseconds since the first.
    ///
    /// # Errors
    /// A stable code, for the log.
    fn look(&mut self, at_ms: u32, frame: &RgbImage) -> Result<FaceSight, String>;
}

/// Where guides come from. A guide lives on the thread that it guides on, and
/// may borrow what it looks with; so it is lent out instead of given away.
pub trait Guides: Send + Sync + 'static {
    /// Runs `watch` with a guide to the picture of `piece`, which asks for
    /// `tilt` where the piece can be tilted.
    ///
    /// # Errors
    /// When there is none: a model is missing or altered.
    fn with_still(
        &self,
        piece: Piece,
        tilt: Tilt,
        watch: &mut dyn FnMut(&mut dyn StillGuide),
    ) -> Result<(), String>;

    /// Runs `watch` with a guide through `challenge`.
    ///
    /// # Errors
    /// When there is none: a model is missing or altered.
    fn with_face(
        &self,
        challenge: &Challenge,
        watch: &mut dyn FnMut(&mut dyn FaceGuide),
    ) -> Result<(), String>;
}
