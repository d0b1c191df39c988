//! A frame as large as faces need it.

use std::borrow::Cow;

use image::RgbImage;

use crate::face::{Box2, Face, Landmark};
use crate::imaging::resize::{Region, resize};
use crate::liveness::LONGER_SIDE_PX;

/// A frame of at most [`LONGER_SIDE_PX`].
pub(super) struct Shrunk<'a> {
    frame: Cow<'a, RgbImage>,
    /// Pixels of the frame to one of the shrunk one.
    factor: f32,
}

impl<'a> Shrunk<'a> {
    pub(super) fn of(frame: &'a RgbImage) -> Self {
        let (width, height) = frame.dimensions();
        let longer = width.max(height);
        if longer <= LONGER_SIDE_PX {
            return Self {
                frame: Cow::Borrowed(frame),
                factor: 1.0,
            };
        }
        let side = |size: u32| (size * LONGER_SIDE_PX / longer).max(1);
        let small = resize(frame, Region::whole(frame), side(width), side(height));
        Self {
            frame: Cow::Owned(small),
            factor: longer as f32 / LONGER_SIDE_PX as f32,
        }
    }

    pub(super) fn frame(&self) -> &RgbImage {
        &self.frame
    }

    /// `area` of the shrunk frame in the frame.
    pub(super) fn in_frame(&self, area: Box2) -> Box2 {
        Box2 {
            x: area.x * self.factor,
            y: area.y * self.factor,
            width: area.width * self.factor,
            height: area.height * self.factor,
        }
    }

    /// `face` of the shrunk frame in the frame.
    pub(super) fn face_in_frame(&self, face: &Face) -> Face {
        let larger = |point: &Landmark| Landmark {
            x: point.x * self.factor,
            y: point.y * self.factor,
            z: point.z * self.factor,
        };
        Face {
            bbox: self.in_frame(face.bbox),
            landmarks: face.landmarks.iter().map(larger).collect(),
            score: face.score,
        }
    }
}
