//! Bar codes: the tax code on health cards and identity cards, and the
//! two-dimensional codes of other documents.
//!
//! Start at [`read`]. Decoding is rxing's; where codes may be, what is tried
//! there, in which order and how often, is decided here and does not depend on
//! the clock.

mod area;
mod cells;
mod full_ascii;
mod linear;
mod outline;
mod place;
mod pyramid;
mod view;

use std::fmt;

use domain::Personal;
use image::RgbImage;

use crate::document::Quad;

use pyramid::{Pyramid, SMALLEST_PX};

/// The kinds of bar code that documents carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Symbology {
    /// Code 39 (ISO/IEC 16388), read as full ASCII where it is used so.
    Code39,
    /// Code 128 (ISO/IEC 15417).
    Code128,
    /// PDF417 (ISO/IEC 15438).
    Pdf417,
    /// QR Code (ISO/IEC 18004).
    Qr,
    /// Data Matrix (ISO/IEC 16022).
    DataMatrix,
    /// Aztec Code (ISO/IEC 24778), where it stands straight or is turned by
    /// quarters, as on a straightened document: the decoder finds no other.
    Aztec,
}

impl Symbology {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Code39 => "code39",
            Self::Code128 => "code128",
            Self::Pdf417 => "pdf417",
            Self::Qr => "qr",
            Self::DataMatrix => "data_matrix",
            Self::Aztec => "aztec",
        }
    }
}

/// A bar code that was read. Its text never prints.
#[derive(Clone, PartialEq)]
pub struct BarCode {
    /// Its kind.
    pub symbology: Symbology,
    /// What it says; bytes that are no text come as the characters of
    /// ISO 8859-1.
    pub text: Personal<String>,
    /// Where it is, in pixels of the picture, clockwise. A linear code is
    /// enclosed as far as its bars reach, another one by the rectangle around
    /// its marks.
    pub quad: Quad,
}

impl fmt::Debug for BarCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BarCode")
            .field("symbology", &self.symbology)
            .field("text", &self.text)
            .field("quad", &self.quad)
            .finish()
    }
}

/// The bar codes of `picture`: at most one linear code and one PDF417, in this
/// order, or one matrix code where there is neither.
///
/// Looked at are only places that are full of bars in one direction, whatever
/// it is, or of patches: straightened, enlarged or made smaller, and with
/// their contrast evened out, until one look reads something.
#[must_use]
pub fn read(picture: &RgbImage) -> Vec<BarCode> {
    if picture.width().min(picture.height()) < SMALLEST_PX {
        return Vec::new();
    }
    let pyramid = Pyramid::of(image::imageops::grayscale(picture));
    let (mut linear, mut stacked) = (None, None);
    for place in place::of_bars(&pyramid) {
        let found = linear.is_none().then(|| linear::read(&pyramid, &place));
        if let Some(code) = found.flatten() {
            linear = Some(code);
            continue;
        }
        stacked = stacked.or_else(|| area::stacked(&pyramid, &place));
        if linear.is_some() && stacked.is_some() {
            break;
        }
    }
    if linear.is_some() || stacked.is_some() {
        return [linear, stacked].into_iter().flatten().collect();
    }
    let patches = place::of_patches(&pyramid);
    let matrix = patches
        .iter()
        .find_map(|place| area::matrix(&pyramid, place));
    matrix.into_iter().collect()
}

#[cfg(test)]
mod tests;
