//! From a decoded picture to an upright RGB image of a bounded size.

use std::fmt;

use ffmpeg_next::{
    format::Pixel,
    frame,
    software::scaling::{Context, Flags},
};
use image::{DynamicImage, RgbImage, metadata::Orientation};

use crate::{decoding::Decoded, error::DecodeError};

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

/// Turns decoded pictures into frames; keeps the scaler between two of one size.
pub(crate) struct Printer {
    longer_side: u32,
    orientation: Orientation,
    scaler: Option<Context>,
}

impl Printer {
    /// Frames will be at most `longer_side` pixels wide and high.
    pub(crate) const fn new(longer_side: u32, orientation: Orientation) -> Self {
        Self {
            longer_side,
            orientation,
            scaler: None,
        }
    }

    pub(crate) fn print(&mut self, decoded: &Decoded) -> Result<Frame, DecodeError> {
        let mut scaled = frame::Video::empty();
        self.scaler_for(&decoded.picture)?
            .run(&decoded.picture, &mut scaled)
            .map_err(|_| DecodeError::Damaged {
                step: "converting colours",
            })?;
        let mut image = DynamicImage::ImageRgb8(without_padding(&scaled)?);
        image.apply_orientation(self.orientation);
        Ok(Frame {
            time_ms: decoded.time_ms,
            image: image.into_rgb8(),
        })
    }

    /// The scaler for `picture`; the size may change within a recording.
    fn scaler_for(&mut self, picture: &frame::Video) -> Result<&mut Context, DecodeError> {
        let fits = self.scaler.as_ref().is_some_and(|scaler| {
            let input = scaler.input();
            (input.format, input.width, input.height)
                == (picture.format(), picture.width(), picture.height())
        });
        if !fits {
            self.scaler = Some(self.new_scaler(picture)?);
        }
        self.scaler.as_mut().ok_or(DecodeError::Damaged {
            step: "converting colours",
        })
    }

    fn new_scaler(&self, picture: &frame::Video) -> Result<Context, DecodeError> {
        let (width, height) = shown_size(picture, self.longer_side);
        let flags = if width < picture.width() {
            Flags::AREA
        } else {
            Flags::BICUBIC
        };
        Context::get(
            picture.format(),
            picture.width(),
            picture.height(),
            Pixel::RGB24,
            width,
            height,
            flags | Flags::ACCURATE_RND | Flags::FULL_CHR_H_INT,
        )
        .map_err(|_| DecodeError::Damaged {
            step: "converting colours",
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

fn without_padding(picture: &frame::Video) -> Result<RgbImage, DecodeError> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut pixels = Vec::with_capacity(width * height * 3);
    for row in picture.data(0).chunks(picture.stride(0)).take(height) {
        pixels.extend_from_slice(row.get(..width * 3).unwrap_or_default());
    }
    RgbImage::from_raw(picture.width(), picture.height(), pixels).ok_or(DecodeError::Damaged {
        step: "converting colours",
    })
}
