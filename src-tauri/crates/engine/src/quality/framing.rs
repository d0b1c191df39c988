//! How large and how whole a document is in its picture.

use domain::advice::Advice;

use super::{Bound, DocumentPicture, DocumentQuality, Measure, Measured, Unit};
use crate::document::Located;

/// The longer side of the smallest document, in millimetres.
const SHORTEST_LONG_SIDE_MM: f32 = 85.6;

const MM_PER_INCH: f32 = 25.4;

/// The resolution at which the picture shows the document: of its four sides
/// the one that is resolved least, in dots per inch.
pub(crate) fn dpi(located: &Located) -> f32 {
    let (width, height) = located.size.millimetres();
    located
        .quad
        .sides()
        .into_iter()
        .zip([width, height, width, height])
        .map(|((from, to), mm)| (to.x - from.x).hypot(to.y - from.y) / mm * MM_PER_INCH)
        .fold(f32::INFINITY, f32::min)
}

/// Resolution. Without a location only an upper limit is known: the document
/// is not larger than the picture.
pub(super) fn resolution(
    subject: &DocumentPicture<'_>,
    dpi: Option<f32>,
    policy: &DocumentQuality,
) -> Measured {
    let (width, height) = subject.picture.dimensions();
    let limit = width.max(height) as f32 / SHORTEST_LONG_SIDE_MM * MM_PER_INCH;
    let value = dpi.or_else(|| (limit < policy.least_dpi).then_some(limit));
    let threshold = (Bound::AtLeast, policy.least_dpi);
    Measured::new(
        Measure::Resolution,
        value,
        Unit::DotsPerInch,
        threshold,
        Advice::DocumentCloser,
    )
}

/// How far the document keeps from the edge of the picture, in pixels;
/// negative where it is cut off.
pub(super) fn crop(subject: &DocumentPicture<'_>, policy: &DocumentQuality) -> Measured {
    let (width, height) = subject.picture.dimensions();
    let value = subject.located.map(|located| {
        let corners = located.quad.0.into_iter();
        corners
            .map(|p| {
                let across = p.x.min(width as f32 - p.x);
                let down = p.y.min(height as f32 - p.y);
                across.min(down)
            })
            .fold(f32::INFINITY, f32::min)
    });
    let threshold = (Bound::AtLeast, policy.least_margin_px);
    Measured::new(
        Measure::Crop,
        value,
        Unit::Pixels,
        threshold,
        Advice::WholeDocument,
    )
}
