//! Which way the head looks, from the mesh.

use crate::face::{Face, Landmark};

/// Landmarks at the person's right and left temple, the forehead and the chin.
const RIGHT_TEMPLE: usize = 234;
const LEFT_TEMPLE: usize = 454;
const FOREHEAD: usize = 10;
const CHIN: usize = 152;

/// Turned and tilted by less than this the face is as good as frontal.
const FRONTAL_DEGREES: f32 = 25.0;

/// A face turned aside by more than this is no longer the face that a frontal
/// portrait shows.
const MOST_TURNED_DEGREES: f32 = 40.0;

/// Which way the head looks, in degrees. Left and right are the person's own,
/// in a recording that is not mirrored.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pose {
    /// Turned to the person's left (to the right of the picture); negative: right.
    pub yaw: f32,
    /// Raised; negative: lowered.
    pub pitch: f32,
    /// Tilted clockwise as seen in the picture.
    pub roll: f32,
}

impl Pose {
    /// The pose of `face`: how the line between the temples and the line from
    /// forehead to chin lie in space, by the mesh's own depth.
    #[must_use]
    pub fn of(face: &Face) -> Self {
        let at = |index: usize| face.landmarks.get(index).copied().unwrap_or_default();
        let roll = face.roll_degrees();
        // Level first, so that a tilted head is not taken for a turned one.
        let level = |from: Landmark, to: Landmark| {
            let (sin, cos) = (-roll).to_radians().sin_cos();
            let (x, y) = (to.x - from.x, to.y - from.y);
            (x * cos - y * sin, x * sin + y * cos, to.z - from.z)
        };
        let (across, _, deep) = level(at(RIGHT_TEMPLE), at(LEFT_TEMPLE));
        let (_, down, back) = level(at(FOREHEAD), at(CHIN));
        Self {
            yaw: deep.atan2(across).to_degrees(),
            pitch: (-back).atan2(down).to_degrees(),
            roll,
        }
    }

    /// Whether the face looks into the camera, or nearly.
    #[must_use]
    pub fn is_frontal(&self) -> bool {
        self.yaw.abs() < FRONTAL_DEGREES && self.pitch.abs() < FRONTAL_DEGREES
    }

    /// Whether the face is turned aside too far to be compared with a portrait.
    #[must_use]
    pub fn is_turned_aside(&self) -> bool {
        self.yaw.abs() > MOST_TURNED_DEGREES
    }
}
