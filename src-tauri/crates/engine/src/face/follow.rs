//! Following a face from one frame to the next without looking for it anew.

use image::RgbImage;

use super::geometry::Box2;
use super::{Face, FaceEngine, FaceError, landmarks};

impl FaceEngine {
    /// The face `previous` of an earlier frame in `frame`, laying landmarks
    /// where it was: a third of the time that looking for it takes. Its score
    /// is how certain the mesh is, 0 to 1; a low one means that the face is
    /// gone or has moved too far. `None` where nothing can be laid.
    ///
    /// # Errors
    ///
    /// When the model fails.
    pub fn follow(&self, frame: &RgbImage, previous: &Face) -> Result<Option<Face>, FaceError> {
        let mesh = landmarks::followed(self.landmarks.as_ref(), frame, &previous.landmarks)?;
        Ok(mesh.map(|mesh| Face {
            bbox: Box2::around(mesh.landmarks.iter().map(|landmark| landmark.point())),
            landmarks: mesh.landmarks,
            score: mesh.presence,
        }))
    }
}
