//! The sign of a contactless chip (ICAO Doc 9303 part 9, 2.3): a rectangle cut
//! in two by a bar with a ring in its middle, dark on light or light on dark.
//!
//! Looked for where the document has it, as a drawing of the sign that is laid
//! over every place in turn; the correlation of the two says how well it fits.

use super::{Look, Seen, upright};
use crate::document::kind::Kind;
use crate::imaging::resize::{Region, resize};
use crate::quality::Plane;

/// Where the sign of an electronic identity card is: left, top, width and
/// height in millimetres, with room for a crooked outline.
const PLACE_MM: [f32; 4] = [0.5, 0.5, 19.0, 12.0];

/// Pixels to a millimetre at which it is looked for.
const SCALE: f32 = 4.0;

/// Widths of the sign, in pixels at [`SCALE`]: 6 to 10 mm.
const WIDTHS: [usize; 9] = [24, 26, 28, 30, 32, 34, 36, 38, 40];
/// Width by height.
const ASPECT: f32 = 1.7;

/// A correlation at which it is there, and one at which it is not.
const THERE: f32 = 0.6;
const NOT_THERE: f32 = 0.42;

/// The sign on a side of a document of `kind`.
pub(super) fn find(look: &Look<'_>, kind: Kind) -> Seen {
    let (Some(px_per_mm), Kind::ElectronicIdentityCard) = (look.px_per_mm, kind) else {
        return Seen::Unclear;
    };
    let [left, top, width, height] = PLACE_MM;
    let Some(place) = look.part(left, top, width, height) else {
        return Seen::Unclear;
    };
    let bounds = place.bounds();
    let region = Region {
        left: bounds.x as u32,
        top: bounds.y as u32,
        width: bounds.width as u32,
        height: bounds.height as u32,
    };
    let shrink = SCALE / px_per_mm;
    let side = |size: u32| ((size as f32 * shrink).round() as u32).max(1);
    if region.width == 0 || region.height == 0 {
        return Seen::Unclear;
    }
    let part = resize(look.pixels, region, side(region.width), side(region.height));
    let Some(best) = best(&Plane::of(&part)) else {
        return Seen::Unclear;
    };
    if best.correlation >= THERE {
        let at = |pixels: usize| pixels as f32 / shrink;
        let (left, top) = (bounds.x + at(best.left), bounds.y + at(best.top));
        let (width, height) = (at(best.width), at(best.height));
        Seen::At(upright(left, top, left + width, top + height))
    } else if best.correlation < NOT_THERE {
        Seen::Nothing
    } else {
        Seen::Unclear
    }
}

/// A place of the sign, in pixels of the plane.
struct Fit {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
    /// 0 to 1, whichever of sign and ground is the darker one.
    correlation: f32,
}

/// The place where the sign fits best; `None` where there is no room for it.
fn best(plane: &Plane) -> Option<Fit> {
    let mut best: Option<Fit> = None;
    for width in WIDTHS {
        let height = (width as f32 / ASPECT).round() as usize;
        let drawing = drawing(width, height);
        for top in 0..(plane.height + 1).saturating_sub(height) {
            for left in 0..(plane.width + 1).saturating_sub(width) {
                let correlation = correlation(plane, (left, top), &drawing, width).abs();
                if best
                    .as_ref()
                    .is_none_or(|best| correlation > best.correlation)
                {
                    best = Some(Fit {
                        left,
                        top,
                        width,
                        height,
                        correlation,
                    });
                }
            }
        }
    }
    best
}

/// The sign, row by row, with mean 0 and length 1.
fn drawing(width: usize, height: usize) -> Vec<f32> {
    const FINE: usize = 4;
    let ink = |x: f32, y: f32| {
        // From the middle, in heights of the sign.
        let (x, y) = ((x - 0.5) * ASPECT, y - 0.5);
        let radius = x.hypot(y);
        let is_inside = x.abs() < 0.46 * ASPECT && y.abs() < 0.44;
        let is_ring = (0.2..0.31).contains(&radius);
        let is_bar = y.abs() < 0.06 && radius > 0.2;
        is_inside && !is_ring && !is_bar
    };
    let mut values: Vec<f32> = (0..width * height)
        .map(|at| {
            let (column, row) = (at % width, at / width);
            let inked = (0..FINE * FINE)
                .filter(|part| {
                    let fine = |cell: usize, part: usize, size: usize| {
                        (cell as f32 + (part as f32 + 0.5) / FINE as f32) / size as f32
                    };
                    ink(
                        fine(column, part % FINE, width),
                        fine(row, part / FINE, height),
                    )
                })
                .count();
            inked as f32 / (FINE * FINE) as f32
        })
        .collect();
    let mean = values.iter().sum::<f32>() / values.len().max(1) as f32;
    for value in &mut values {
        *value -= mean;
    }
    let length = values.iter().map(|value| value * value).sum::<f32>().sqrt();
    for value in &mut values {
        *value /= length.max(f32::MIN_POSITIVE);
    }
    values
}

/// Of `drawing` with what lies under it; 0 where that has no contrast.
fn correlation(plane: &Plane, (left, top): (usize, usize), drawing: &[f32], width: usize) -> f32 {
    /// Levels of deviation that noise and ornament have.
    const FLAT: f32 = 8.0;
    let (mut sum, mut squares, mut common) = (0.0, 0.0, 0.0);
    for (row, part) in drawing.chunks_exact(width).enumerate() {
        let values = &plane.row(top + row)[left..left + width];
        for (value, ink) in values.iter().zip(part) {
            let value = f32::from(*value);
            sum += value;
            squares += value * value;
            common += value * ink;
        }
    }
    let count = drawing.len() as f32;
    let variance = (squares / count - (sum / count) * (sum / count)).max(0.0);
    if variance.sqrt() < FLAT {
        return 0.0;
    }
    common / (variance * count).sqrt()
}
