//! Eyes, mouth and size of a face in one frame, from the mesh.

use crate::face::{Face, Landmark};

/// Corners of an eye, outer then inner, and two pairs of points on the upper
/// and lower lid, in the order of the eye aspect ratio (T. Soukupová and
/// J. Čech, "Real-Time Eye Blink Detection using Facial Landmarks", 2016).
const RIGHT_EYE: [usize; 6] = [33, 133, 160, 144, 158, 153];
const LEFT_EYE: [usize; 6] = [263, 362, 387, 373, 385, 380];

/// Corners of the mouth and the inner edges of the lips.
const MOUTH_CORNERS: [usize; 2] = [61, 291];
const LIPS: [usize; 2] = [13, 14];

/// What a face does in one frame; lengths as shares of the distance between
/// the outer corners of the eyes unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Expression {
    /// How far the eyes are open: height by width, mean of both.
    pub(crate) eyes_open: f32,
    /// Width of the mouth.
    pub(crate) mouth_width: f32,
    /// How far the lips are apart.
    pub(crate) mouth_open: f32,
    /// Distance between the outer corners of the eyes in space, in pixels.
    pub(crate) size_px: f32,
}

impl Expression {
    pub(crate) fn of(face: &Face) -> Self {
        let at = |index: usize| face.landmarks.get(index).copied().unwrap_or_default();
        let gap = |[a, b]: [usize; 2]| distance(at(a), at(b));
        let size_px = gap([RIGHT_EYE[0], LEFT_EYE[0]]).max(1e-3);
        let open = |[outer, inner, a, b, c, d]: [usize; 6]| {
            let flat = |[a, b]: [usize; 2]| {
                let (a, b) = (at(a), at(b));
                (a.x - b.x).hypot(a.y - b.y)
            };
            (flat([a, b]) + flat([c, d])) / (2.0 * gap([outer, inner]).max(1e-3))
        };
        Self {
            eyes_open: (open(RIGHT_EYE) + open(LEFT_EYE)) / 2.0,
            mouth_width: gap(MOUTH_CORNERS) / size_px,
            mouth_open: gap(LIPS) / size_px,
            size_px,
        }
    }
}

fn distance(a: Landmark, b: Landmark) -> f32 {
    (a.x - b.x).hypot(a.y - b.y).hypot(a.z - b.z)
}
