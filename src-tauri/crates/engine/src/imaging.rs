//! Image bytes to upright RGB pixels, within hard limits.
//!
//! Start at [`decode`]. The kind of the file is taken from its content, never
//! from its name; its size is checked before a single pixel is allocated; a
//! file that ends early is refused even where a lenient decoder would paint
//! the rest grey.

pub(crate) mod between;
mod error;
pub(crate) mod planes;
pub(crate) mod resize;
mod structure;
pub mod warp;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Rgb, RgbImage};

pub use error::DecodeError;

use structure::Structure;

/// The kinds of image file that are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG (of an animated one, the default image).
    Png,
    /// WebP (of an animated one, the first frame).
    WebP,
}

impl Format {
    /// The format of `bytes` by their first bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Some(Self::WebP),
            _ => None,
        }
    }

    /// The name people use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
        }
    }

    const fn codec(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::WebP => ImageFormat::WebP,
        }
    }
}

/// What an image may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Width times height, in pixels.
    pub max_pixels: u64,
    /// Memory a decoder may allocate, in bytes.
    pub max_alloc_bytes: u64,
}

impl Default for Limits {
    /// 50 megapixels and 512 MiB: every telephone camera passes.
    fn default() -> Self {
        Self {
            max_pixels: 50_000_000,
            max_alloc_bytes: 512 << 20,
        }
    }
}

/// An image as a person sees it.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// Upright pixels, 8-bit RGB; transparent parts stand on white.
    pub image: RgbImage,
    /// The kind of file it came from.
    pub format: Format,
    /// The EXIF orientation that has been applied already, 1 to 8.
    pub exif_orientation: u8,
}

/// Decodes JPEG, PNG or WebP `bytes` into upright RGB.
///
/// # Errors
/// [`DecodeError`] says what is wrong with the file; nothing larger than
/// `limits` is ever allocated.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, DecodeError> {
    if bytes.is_empty() {
        return Err(DecodeError::Empty);
    }
    let format = Format::of(bytes).ok_or(DecodeError::UnknownFormat)?;
    let structure = Structure::of(format, bytes);
    if let Some((width, height)) = structure.size {
        check_size(width, height, limits)?;
    }
    if !structure.complete {
        return Err(DecodeError::Truncated { format });
    }
    if structure.passes > structure::MAX_PASSES {
        return Err(DecodeError::Bomb { format });
    }
    // Decoders have met more honest files than hostile ones: a panic in one
    // is a damaged file, not the end of the program.
    catch_unwind(AssertUnwindSafe(|| decode_whole(format, bytes, limits))).unwrap_or_else(|_| {
        Err(DecodeError::Damaged {
            format,
            reason: "the decoder gave up".to_owned(),
        })
    })
}

fn decode_whole(format: Format, bytes: &[u8], limits: &Limits) -> Result<Decoded, DecodeError> {
    let refuse = |error| DecodeError::from_codec(format, error);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.codec());
    let mut codec_limits = image::Limits::no_limits();
    codec_limits.max_alloc = Some(limits.max_alloc_bytes);
    reader.limits(codec_limits.clone());
    let mut decoder = reader.into_decoder().map_err(refuse)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height, limits)?;
    codec_limits
        .reserve(decoder.total_bytes())
        .map_err(refuse)?;
    decoder.set_limits(codec_limits).map_err(refuse)?;
    // An unreadable EXIF block costs the orientation, not the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refuse)?;
    picture.apply_orientation(orientation);
    Ok(Decoded {
        image: flatten(picture),
        format,
        exif_orientation: orientation.to_exif(),
    })
}

fn check_size(width: u32, height: u32, limits: &Limits) -> Result<(), DecodeError> {
    if u64::from(width) * u64::from(height) > limits.max_pixels {
        return Err(DecodeError::TooLarge {
            width,
            height,
            max_megapixels: limits.max_pixels / 1_000_000,
        });
    }
    Ok(())
}

/// RGB8, with transparency composed on white as a viewer would show it.
fn flatten(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let rgba = picture.into_rgba8();
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [red, green, blue, alpha] = rgba.get_pixel(x, y).0.map(u32::from);
        let over = |channel: u32| ((channel * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        Rgb([over(red), over(green), over(blue)])
    })
}

#[cfg(test)]
mod tests;
