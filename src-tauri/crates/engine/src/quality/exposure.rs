//! Light: too dark, burnt out, and how far print stands out.

use domain::advice::Advice;

use super::{Bound, DocumentQuality, Measure, Measured, Plane, Unit};

/// From this level on, a pixel is burnt out.
const BURNT: u8 = 250;

/// Side of the squares in which contrast is measured, in pixels: larger than
/// a letter, smaller than a shadow.
const SQUARE: usize = 24;

/// The level of the paper, or of the lit parts of a face: what nine tenths of
/// the pixels do not exceed.
pub(super) fn dark(plane: &Plane, least: f32, advice: Advice) -> Measured {
    let value = plane.histogram().quantile(0.9).map(f32::from);
    let threshold = (Bound::AtLeast, least);
    Measured::new(
        Measure::Underexposure,
        value,
        Unit::Levels,
        threshold,
        advice,
    )
}

/// The share of the pixels that are burnt out.
pub(super) fn bright(plane: &Plane, most: f32) -> Measured {
    let histogram = plane.histogram();
    let value = (histogram.total() > 0).then(|| histogram.share_from(BURNT));
    let threshold = (Bound::AtMost, most);
    Measured::new(
        Measure::Overexposure,
        value,
        Unit::Share,
        threshold,
        Advice::LessLight,
    )
}

/// How far print stands out: the difference between the brightest and the
/// darkest twentieth of a small square, in that square which five of a hundred
/// exceed. Within small squares, because a shadow over half of the document
/// makes no contrast.
pub(super) fn contrast(plane: &Plane, policy: &DocumentQuality) -> Measured {
    let mut spreads = Vec::new();
    for top in (0..plane.height.saturating_sub(SQUARE - 1)).step_by(SQUARE) {
        for left in (0..plane.width.saturating_sub(SQUARE - 1)).step_by(SQUARE) {
            spreads.push(spread(plane, left, top));
        }
    }
    spreads.sort_unstable();
    let value = spreads
        .get(spreads.len() * 95 / 100)
        .map(|spread| f32::from(*spread));
    let threshold = (Bound::AtLeast, policy.least_contrast);
    Measured::new(
        Measure::Contrast,
        value,
        Unit::Levels,
        threshold,
        Advice::EvenLight,
    )
}

fn spread(plane: &Plane, left: usize, top: usize) -> u8 {
    let mut values = [0; SQUARE * SQUARE / 4];
    let mut count = 0;
    for y in (0..SQUARE).step_by(2) {
        for value in plane.row(top + y)[left..][..SQUARE].iter().step_by(2) {
            values[count] = *value;
            count += 1;
        }
    }
    let end = count / 20;
    let (_, low, _) = values.select_nth_unstable(end);
    let low = *low;
    let (_, high, _) = values.select_nth_unstable(count - 1 - end);
    high.saturating_sub(low)
}
