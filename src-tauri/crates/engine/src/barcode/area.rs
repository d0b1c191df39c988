//! Reading codes that take an area: PDF417 and matrix codes.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rxing::common::{GlobalHistogramBinarizer, HybridBinarizer};
use rxing::{
    BarcodeFormat, Binarizer, BinaryBitmap, DecodeHints, Luma8Source, MultiFormatReader,
    RXingResult, RXingResultMetadataType, RXingResultMetadataValue, Reader as _,
};

use super::place::Place;
use super::pyramid::Pyramid;
use super::view::{Room, View};
use super::{BarCode, Symbology, outline, view};
use crate::document::{Point, Quad};

/// How large views may be: decoders take their time.
const ROOM: Room = Room {
    longest_px: 1000.0,
    most_px: 400_000.0,
};
/// The least share of bars ([`View::share_of_bars`]) at the place of a PDF417.
const LEAST_BARS: f32 = 0.15;
/// Looks at a place that may hold a matrix code: their decoders take long.
const MATRIX_LOOKS: usize = 2;

/// The PDF417 at `place`.
pub(super) fn stacked(pyramid: &Pyramid, place: &Place) -> Option<BarCode> {
    for (at, look) in view::looks(place, ROOM).into_iter().enumerate() {
        let view = View::of(pyramid, place, look);
        if at == 0 && view.share_of_bars() < LEAST_BARS {
            return None;
        }
        if let Some(code) = read(&view, &[BarcodeFormat::PDF_417]) {
            return Some(code);
        }
    }
    None
}

/// The matrix code at `place`.
pub(super) fn matrix(pyramid: &Pyramid, place: &Place) -> Option<BarCode> {
    let formats = [
        BarcodeFormat::QR_CODE,
        BarcodeFormat::DATA_MATRIX,
        BarcodeFormat::AZTEC,
    ];
    view::looks(place, ROOM)
        .into_iter()
        .take(MATRIX_LOOKS)
        .find_map(|look| read(&View::of(pyramid, place, look), &formats))
}

fn read(view: &View, formats: &[BarcodeFormat]) -> Option<BarCode> {
    let hints = DecodeHints {
        PossibleFormats: Some(HashSet::from_iter(formats.iter().copied())),
        ..DecodeHints::default()
    };
    let (width, height) = view.image.dimensions();
    let source = || Luma8Source::new_with_slice(view.image.as_raw(), width, height).ok();
    let read = decode(HybridBinarizer::new(source()?), &hints)
        .or_else(|| decode(GlobalHistogramBinarizer::new(source()?), &hints))?;
    Some(BarCode {
        symbology: symbology(*read.getBarcodeFormat())?,
        text: read.getText().to_owned().into(),
        quad: Quad(marks(view, &read).0.map(|corner| view.to_picture(corner))),
    })
}

const fn symbology(format: BarcodeFormat) -> Option<Symbology> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only the formats that were asked for can come back"
    )]
    match format {
        BarcodeFormat::PDF_417 => Some(Symbology::Pdf417),
        BarcodeFormat::QR_CODE => Some(Symbology::Qr),
        BarcodeFormat::DATA_MATRIX => Some(Symbology::DataMatrix),
        BarcodeFormat::AZTEC => Some(Symbology::Aztec),
        _ => None,
    }
}

/// The rectangle of the view around the marks of a code. The decoder turns
/// views to read them, and gives marks of the turned view.
fn marks(view: &View, read: &RXingResult) -> Quad {
    let (width, height) = (view.image.width() as f32, view.image.height() as f32);
    let turned = match read
        .getRXingResultMetadata()
        .get(&RXingResultMetadataType::ORIENTATION)
    {
        Some(RXingResultMetadataValue::Orientation(degrees)) => degrees.rem_euclid(360),
        Some(_) | None => 0,
    };
    let points: Vec<Point> = read
        .getPoints()
        .iter()
        .filter(|point| point.x.is_finite() && point.y.is_finite())
        .map(|point| match turned {
            180 => (width - point.x, height - point.y),
            90 => (width - point.y, point.x),
            270 => (point.y, height - point.x),
            _ => (point.x, point.y),
        })
        .map(|(x, y)| Point { x, y })
        .collect();
    outline::around(&points).unwrap_or_else(|| Quad::of_size(width, height))
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
