//! From a decoded picture to an upright RGB image of a bounded size.

use std::fmt;

use ffmpeg_next::{format::Pixel, frame};
use image::{DynamicImage, RgbImage, metadata::Orientation};

use crate::{
    decoding::Decoded,
    error::DecodeError,
    scaler::{Scaler, rgb_image},
};

/// One frame of a recording.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    /// Milliseconds from the first frame.
    pub time_ms: u32,
    /// The picture, upright, with square pixels, R G B at eight bits each.
    pub image: RgbImage,
}

impl fmt::Debug for Frame {
    /// Time and size only: the picture shows a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frame")
            .field("time_ms", &self.time_ms)
            .field("size", &self.image.dimensions())
            .finish()
    }
}

/// Turns decoded pictures into frames.
pub(crate) struct Printer {
    longer_side: u32,
    orientation: Orientation,
    scaler: Scaler,
}

impl Printer {
    /// Frames will be at most `longer_side` pixels wide and high.
    pub(crate) const fn new(longer_side: u32, orientation: Orientation) -> Self {
        Self {
            longer_side,
            orientation,
            scaler: Scaler::exact(Pixel::RGB24),
        }
    }

    pub(crate) fn print(&mut self, decoded: &Decoded) -> Result<Frame, DecodeError> {
        let failed = DecodeError::Damaged {
            step: "converting colours",
        };
        let size = shown_size(&decoded.picture, self.longer_side);
        let Ok(scaled) = self.scaler.run(&decoded.picture, size) else {
            return Err(failed);
        };
        let mut image = DynamicImage::ImageRgb8(rgb_image(&scaled).ok_or(failed)?);
        image.apply_orientation(self.orientation);
        Ok(Frame {
            time_ms: decoded.time_ms,
            image: image.into_rgb8(),
        })
    }
}

/// Width and height of `picture` with square pixels, scaled down (never up)
/// until neither exceeds `longer_side`.
pub(crate) fn shown_size(picture: &frame::Video, longer_side: u32) -> (u32, u32) {
    let aspect = f64::from(picture.aspect_ratio());
    // Anything else is a broken header rather than a camera.
    let aspect = if (0.25..=4.0).contains(&aspect) {
        aspect
    } else {
        1.0
    };
    let (width, height) = (
        f64::from(picture.width()) * aspect.min(1.0),
        f64::from(picture.height()) / aspect.max(1.0),
    );
    let scale = (f64::from(longer_side.max(1)) / width.max(height)).min(1.0);
    let side = |length: f64| ((length * scale).round() as u32).max(1);
    (side(width), side(height))
}
