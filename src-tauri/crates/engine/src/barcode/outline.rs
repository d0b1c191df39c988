//! The outline of a code that was read.

use image::GrayImage;

use crate::document::{Point, Quad};

/// Samples of a scan line when it is compared with its neighbours.
const SAMPLES: usize = 160;
/// Least correlation of two scan lines through the same bars.
const SAME_BARS: f32 = 0.6;
/// Lines that may differ before the bars are over: dirt and scratches.
const GAPS: u32 = 3;

/// The bars through which a scan line between two points runs, as far as they
/// reach to both sides of it; `None` where there is no line.
pub(super) fn of_bars(image: &GrayImage, from: Point, to: Point) -> Option<Quad> {
    let length = (to.x - from.x).hypot(to.y - from.y);
    if length < 8.0 {
        return None;
    }
    // Across the line, to the right of its direction: down where it runs right.
    let across = Point {
        x: -(to.y - from.y) / length,
        y: (to.x - from.x) / length,
    };
    let moved = |p: Point, by: f32| Point {
        x: p.x + across.x * by,
        y: p.y + across.y * by,
    };
    let middle = profile(image, from, to)?;
    let reach = |sign: f32| {
        let mut far = 0.5;
        let mut missed = 0;
        let mut step = 1.0;
        while missed < GAPS {
            let line = profile(image, moved(from, sign * step), moved(to, sign * step));
            match line {
                None => break,
                Some(line) if correlation(&middle, &line) >= SAME_BARS => {
                    far = step + 0.5;
                    missed = 0;
                }
                Some(_) => missed += 1,
            }
            step += 1.0;
        }
        far
    };
    let (down, up) = (reach(1.0), reach(-1.0));
    Some(Quad([
        moved(from, -up),
        moved(to, -up),
        moved(to, down),
        moved(from, down),
    ]))
}

/// The upright rectangle around `points`; `None` where there are none.
pub(super) fn around(points: &[Point]) -> Option<Quad> {
    points.first()?;
    let bounds = crate::document::Box2::around(points.iter().copied());
    let at = |x, y| Point { x, y };
    let (right, bottom) = (bounds.x + bounds.width, bounds.y + bounds.height);
    Some(Quad([
        at(bounds.x, bounds.y),
        at(right, bounds.y),
        at(right, bottom),
        at(bounds.x, bottom),
    ]))
}

/// The brightness along a line, less its mean; `None` where it leaves the image.
fn profile(image: &GrayImage, from: Point, to: Point) -> Option<[f32; SAMPLES]> {
    let mut values = [0.0; SAMPLES];
    for (index, value) in values.iter_mut().enumerate() {
        let share = (index as f32 + 0.5) / SAMPLES as f32;
        let x = from.x + (to.x - from.x) * share;
        let y = from.y + (to.y - from.y) * share;
        if x < 0.0 || y < 0.0 {
            return None;
        }
        *value = f32::from(image.get_pixel_checked(x as u32, y as u32)?[0]);
    }
    let mean = values.iter().sum::<f32>() / SAMPLES as f32;
    Some(values.map(|value| value - mean))
}

fn correlation(a: &[f32; SAMPLES], b: &[f32; SAMPLES]) -> f32 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    let spread = (dot(a, a) * dot(b, b)).sqrt();
    if spread > 0.0 {
        dot(a, b) / spread
    } else {
        0.0
    }
}
