//! Faces: where they are, what shape they have, whether two are one person.
//!
//! Start at [`FaceEngine`]. A face goes through four steps: [`detect`] finds
//! it, [`landmarks`] lays 468 points over it, [`align`] turns and scales it
//! into a chip of 150 pixels, [`descriptor`] turns the chip into 128 numbers.
//! Their Euclidean distance says how likely two faces are one person's
//! ([`domain::Similarity`]).
//!
//! All coordinates are pixels of the image that was handed in, x to the right
//! and y down, with the corner of the first pixel at (0, 0).

mod align;
pub(crate) mod crop;
mod descriptor;
mod detect;
mod follow;
mod geometry;
mod landmarks;
mod search;
mod view;

use image::RgbImage;

use crate::manifest::{FACE_DESCRIPTOR, FACE_DETECTION, FACE_LANDMARKS, Models};
use crate::model::{Callers, Model, ModelError, OnnxModel, Runtime};

pub(crate) use crop::crop;
pub use descriptor::Descriptor;
pub(crate) use geometry::Placement;
pub use geometry::{Box2, Landmark, Point};
pub use landmarks::LANDMARKS;

/// Why faces cannot be looked for or described. A face that is not there is no
/// error but an empty list.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FaceError {
    /// A model is missing, altered or did not run.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// Eyes and nose of a face fall into one point.
    #[error(
        "the landmarks of the face are too close to each other to align it; take another image"
    )]
    Degenerate,
}

/// A face in an image.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// The upright rectangle around the landmarks.
    pub bbox: Box2,
    /// The 468 points of MediaPipe's face mesh, in its order.
    pub landmarks: Vec<Landmark>,
    /// How certain it is that this is a face, 0 to 1.
    pub score: f32,
}

impl Face {
    /// How far the head is tilted: the angle in degrees by which the line from
    /// the right to the left eye of the person falls, clockwise, -180 to 180.
    #[must_use]
    pub fn roll_degrees(&self) -> f32 {
        let [right, left] = landmarks::eyes(&self.landmarks);
        (left.y - right.y).atan2(left.x - right.x).to_degrees()
    }
}

/// The main face of `faces` as [`FaceEngine::faces`] lists them, where there is one.
#[must_use]
pub fn main_face(faces: &[Face]) -> Option<&Face> {
    faces.first()
}

/// Finds and describes faces. Usable from several threads; they take turns.
pub struct FaceEngine {
    detection: Box<dyn Model>,
    landmarks: Box<dyn Model>,
    descriptor: Box<dyn Model>,
}

impl FaceEngine {
    /// Loads the three models of faces.
    ///
    /// # Errors
    ///
    /// When one, or the ONNX Runtime library, is missing or altered.
    pub fn open(models: &Models) -> Result<Self, FaceError> {
        let runtime = Runtime::init(models)?;
        let open =
            |name| OnnxModel::open_for(runtime, models, name, Callers::OneOfMany).map(Box::new);
        Ok(Self {
            detection: open(FACE_DETECTION)?,
            landmarks: open(FACE_LANDMARKS)?,
            descriptor: open(FACE_DESCRIPTOR)?,
        })
    }

    /// The faces of `image`, the main one (large and certain) first. Upright
    /// faces are looked for first; where none is, the image is also searched
    /// turned by quarter turns, and enlarged part by part for small faces.
    ///
    /// # Errors
    ///
    /// When a model fails. No face is an empty list.
    pub fn faces(&self, image: &RgbImage) -> Result<Vec<Face>, FaceError> {
        search::faces(self.detection.as_ref(), self.landmarks.as_ref(), image)
    }

    /// The faces of `frame`, the main one first, as [`FaceEngine::faces`] but
    /// without looking for small ones: for a person before a camera. A frame
    /// without a face costs about a tenth of the time.
    ///
    /// # Errors
    ///
    /// When a model fails. No face is an empty list.
    pub fn frame_faces(&self, frame: &RgbImage) -> Result<Vec<Face>, FaceError> {
        search::near_faces(self.detection.as_ref(), self.landmarks.as_ref(), frame)
    }

    /// The faces of `image` that stand upright, the main one first, at one look
    /// at all of it: for pictures of documents that were straightened.
    ///
    /// # Errors
    ///
    /// When a model fails. No face is an empty list.
    pub fn upright_faces(&self, image: &RgbImage) -> Result<Vec<Face>, FaceError> {
        search::upright_faces(self.detection.as_ref(), self.landmarks.as_ref(), image)
    }

    /// What tells `face` of `image` from other people's.
    ///
    /// # Errors
    ///
    /// When the model fails or the landmarks of the face fall into one point.
    pub fn describe(&self, image: &RgbImage, face: &Face) -> Result<Descriptor, FaceError> {
        let chip = align::chip(image, &face.landmarks)?;
        descriptor::describe(self.descriptor.as_ref(), &chip)
    }
}
