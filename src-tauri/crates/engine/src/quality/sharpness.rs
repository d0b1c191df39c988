//! Sharpness: how far the edges of an image are smeared.
//!
//! An edge that a lens blurs with standard deviation σ rises over Δ levels
//! with a slope of at most Δ / (σ·√(2π)). So an edge tells its blur by its
//! height and its slope, whatever is printed and however strong it is printed
//! (after Marziliano and others, *A no-reference perceptual blur metric*, 2002).

use domain::advice::Advice;

use super::{Bound, DocumentQuality, Measure, Measured, Plane, Unit};

/// √(2π).
const ROOT_TWO_PI: f32 = 2.506_628_3;

/// Edges must be this high, in levels, or this share of what the image spans.
const LEAST_HEIGHT: f32 = 24.0;
const LEAST_SHARE: f32 = 0.2;

/// An edge ends where its slope falls under this share of its steepest.
const FOOT: f32 = 0.15;

/// Of the edges of one direction, this share is at least as sharp as the value.
const SHARPEST: f32 = 0.4;

/// Fewer edges of one direction say nothing.
const LEAST_EDGES: usize = 40;

/// The margin that is left out: there lies the edge of the document itself.
const MARGIN: f32 = 0.02;

/// Sharpness of a document; `own` is the number of pixels of the picture to
/// one of `plane`, at most 1.
pub(super) fn document(plane: &Plane, own: f32, policy: &DocumentQuality) -> Measured {
    let value = edge_blur(plane, 3).map(|blur| blur * own);
    let threshold = (Bound::AtMost, policy.most_blur_px);
    Measured::new(
        Measure::Sharpness,
        value,
        Unit::Pixels,
        threshold,
        Advice::HoldStill,
    )
}

/// The blur of `plane` as the standard deviation of a Gaussian, in pixels: the
/// larger of the two directions, since a moving hand smears in one. `None`
/// where there are too few edges. Of the lines both ways every `step`th is
/// looked at.
pub(crate) fn edge_blur(plane: &Plane, step: usize) -> Option<f32> {
    let histogram = plane.histogram();
    let span = f32::from(histogram.quantile(0.98)?) - f32::from(histogram.quantile(0.02)?);
    let least = LEAST_HEIGHT.max(span * LEAST_SHARE);
    let (left, top) = (
        (plane.width as f32 * MARGIN) as usize,
        (plane.height as f32 * MARGIN) as usize,
    );
    let mut across = Vec::new();
    let mut down = Vec::new();
    let mut line = Vec::new();
    for y in (top..plane.height - top).step_by(step) {
        line.clear();
        line.extend(
            plane.row(y)[left..plane.width - left]
                .iter()
                .copied()
                .map(f32::from),
        );
        edges(&line, least, &mut across);
    }
    for x in (left..plane.width - left).step_by(step) {
        line.clear();
        line.extend(
            (top..plane.height - top).map(|y| f32::from(plane.values[y * plane.width + x])),
        );
        edges(&line, least, &mut down);
    }
    let sharpest = |edges: &mut Vec<f32>| {
        if edges.len() < LEAST_EDGES {
            return None;
        }
        let at = (edges.len() as f32 * SHARPEST) as usize;
        let (_, value, _) = edges.select_nth_unstable_by(at, f32::total_cmp);
        Some(*value)
    };
    match (sharpest(&mut across), sharpest(&mut down)) {
        (Some(across), Some(down)) => Some(across.max(down)),
        (one, other) => one.or(other),
    }
}

/// Adds the blur of every edge of `line` that is at least `least` levels high.
fn edges(line: &[f32], least: f32, found: &mut Vec<f32>) {
    // Slope over two pixels: noise of single pixels counts less.
    let slope = |at: usize| (line[at + 1] - line[at - 1]) / 2.0;
    let mut at = 1;
    while at + 1 < line.len() {
        let peak = slope(at);
        let height = peak.abs();
        let steepest = height >= 2.0
            && (at == 1 || slope(at - 1).abs() <= height)
            && (at + 2 >= line.len() || slope(at + 1).abs() < height);
        if !steepest {
            at += 1;
            continue;
        }
        let goes_on = |at: usize| slope(at) * peak.signum() > height * FOOT;
        let (mut from, mut to) = (at, at);
        while from > 1 && goes_on(from - 1) {
            from -= 1;
        }
        while to + 2 < line.len() && goes_on(to + 1) {
            to += 1;
        }
        let rise = (line[to + 1] - line[from - 1]).abs();
        if rise >= least {
            // The slope was taken over two pixels, which is a blur of its own.
            let seen = rise / height / ROOT_TWO_PI;
            found.push((seen * seen - 1.0 / 3.0).max(0.0).sqrt());
        }
        at = to + 1;
    }
}
