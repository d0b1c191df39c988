//! Bar codes: the tax code on health cards and identity cards, and the
//! two-dimensional codes of other documents.
//!
//! Start at [`read`]. Decoding is rxing's; what is tried, in which order and
//! how often, is decided here and does not depend on the clock.

mod full_ascii;
mod outline;
mod view;

use std::collections::HashSet;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::Personal;
use image::RgbImage;
use rxing::common::{GlobalHistogramBinarizer, HybridBinarizer};
use rxing::{
    BarcodeFormat, Binarizer, BinaryBitmap, DecodeHints, Luma8LuminanceSource, MultiFormatReader,
    RXingResult, Reader as _,
};

use crate::document::{Point, Quad};

use view::View;

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
    /// Aztec Code (ISO/IEC 24778).
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

    const fn of(format: BarcodeFormat) -> Option<Self> {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "only the formats that were asked for can come back"
        )]
        match format {
            BarcodeFormat::CODE_39 => Some(Self::Code39),
            BarcodeFormat::CODE_128 => Some(Self::Code128),
            BarcodeFormat::PDF_417 => Some(Self::Pdf417),
            BarcodeFormat::QR_CODE => Some(Self::Qr),
            BarcodeFormat::DATA_MATRIX => Some(Self::DataMatrix),
            BarcodeFormat::AZTEC => Some(Self::Aztec),
            _ => None,
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
    /// enclosed as far as its bars reach, another one by the upright rectangle
    /// around its marks.
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

/// Codes that are looked for together: after one was found in a view, the
/// other views are spared.
const FAMILIES: [&[BarcodeFormat]; 3] = [
    &[BarcodeFormat::CODE_39, BarcodeFormat::CODE_128],
    &[BarcodeFormat::PDF_417],
    &[
        BarcodeFormat::QR_CODE,
        BarcodeFormat::DATA_MATRIX,
        BarcodeFormat::AZTEC,
    ],
];
const LINEAR: usize = 0;

/// The bar codes of `picture`: at most one linear code, one PDF417 and one
/// matrix code, in this order.
///
/// Tried are the picture as it is, with its contrast evened out, smaller,
/// larger and, for linear codes, turned by up to 45° either way.
#[must_use]
pub fn read(picture: &RgbImage) -> Vec<BarCode> {
    look(picture, FAMILIES.len())
}

/// The linear bar code of `picture`, for documents that carry no other: looks
/// for matrix codes take most of the time of [`read`].
#[must_use]
pub fn read_linear(picture: &RgbImage) -> Option<BarCode> {
    look(picture, LINEAR + 1).into_iter().next()
}

/// Looks for the first `families`.
fn look(picture: &RgbImage, families: usize) -> Vec<BarCode> {
    if picture.width().min(picture.height()) < view::SMALLEST_PX {
        return Vec::new();
    }
    let gray = image::imageops::grayscale(picture);
    let mut found = [const { None }; FAMILIES.len()];
    for step in view::STEPS {
        let wanted: Vec<usize> = (0..families)
            .filter(|family| found[*family].is_none() && (*family == LINEAR || !step.turned()))
            .collect();
        if wanted.is_empty() {
            continue;
        }
        let Some(view) = step.view(&gray) else {
            continue;
        };
        for family in wanted {
            found[family] = in_view(&view, FAMILIES[family]);
        }
    }
    found.into_iter().flatten().collect()
}

fn in_view(view: &View, formats: &[BarcodeFormat]) -> Option<BarCode> {
    let hints = DecodeHints {
        PossibleFormats: Some(HashSet::from_iter(formats.iter().copied())),
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let source = || {
        let (width, height) = view.image.dimensions();
        Luma8LuminanceSource::new(view.image.as_raw().clone(), width, height).ok()
    };
    let read = decode(HybridBinarizer::new(source()?), &hints)
        .or_else(|| decode(GlobalHistogramBinarizer::new(source()?), &hints))?;
    let symbology = Symbology::of(*read.getBarcodeFormat())?;
    let points: Vec<Point> = read
        .getPoints()
        .iter()
        .map(|point| Point {
            x: point.x,
            y: point.y,
        })
        .filter(|point| point.x.is_finite() && point.y.is_finite())
        .collect();
    let outline = match symbology {
        Symbology::Code39 | Symbology::Code128 => outline::of_bars(&view.image, &points)?,
        Symbology::Pdf417 | Symbology::Qr | Symbology::DataMatrix | Symbology::Aztec => {
            outline::around(&points)?
        }
    };
    let text = match symbology {
        Symbology::Code39 => full_ascii::read(read.getText()),
        Symbology::Code128
        | Symbology::Pdf417
        | Symbology::Qr
        | Symbology::DataMatrix
        | Symbology::Aztec => read.getText().to_owned(),
    };
    Some(BarCode {
        symbology,
        text: Personal::new(text),
        quad: Quad(outline.0.map(|corner| view.to_picture(corner))),
    })
}

/// Damaged codes lead the decoder to places that it does not expect: a panic
/// there is a code that cannot be read.
fn decode(binarizer: impl Binarizer, hints: &DecodeHints) -> Option<RXingResult> {
    catch_unwind(AssertUnwindSafe(|| {
        let mut bitmap = BinaryBitmap::new(binarizer);
        MultiFormatReader::default()
            .decode_with_hints(&mut bitmap, hints)
            .ok()
    }))
    .ok()
    .flatten()
}

#[cfg(test)]
mod tests;
