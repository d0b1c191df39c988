//! Identity documents that belong to nobody, drawn as images.
//!
//! The layout is our own and every side says SPECIMEN; sizes, the
//! machine-readable zone and the bar code follow the standards (ISO/IEC 7810
//! ID-1 and ID-3, ICAO 9303 parts 4 and 5, ISO/IEC 16388), so that an engine
//! reads them as it reads real ones.

mod canvas;
mod card;
mod code39;
mod figure;
mod font;
mod marks;
mod mrz;
mod passport;
mod photograph;
mod scene;

use anyhow::Context as _;
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;

pub use card::{front, rear};
pub use figure::drawn_face;
pub use mrz::{card_zone, passport_zone};
pub use passport::data_page;
pub use photograph::Photograph;
pub use scene::{Ground, Scene, Sheet, Shot};

/// `image` as a JPEG of `quality` (1 to 100).
///
/// # Errors
/// When the encoder fails.
pub fn jpeg(image: &RgbImage, quality: u8) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode_image(image)
        .context("the image could not be encoded as JPEG")?;
    Ok(bytes)
}
