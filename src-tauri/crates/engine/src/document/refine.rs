//! Moving the sides of a quad onto the edges that they stand for.

use super::edges::Edges;
use super::{Point, Quad};

/// Places along a side at which the edge is looked for.
const PLACES: usize = 48;
/// The part of a side at either end where a rounded corner may begin.
const CORNER: f32 = 0.07;
/// How far from the side the edge is looked for, in pixels.
const REACH: f32 = 4.0;
/// Least change across an edge, in steps of 256 by pixel.
const LEAST: f32 = 1.5;
/// Least strength of an edge that counts.
const SEEN: f32 = 0.2;

/// `quad` with its sides laid through the edges near them, and the share of
/// each side that has one; `None` where what comes out is no quad.
pub(super) fn refined(edges: &Edges, quad: &Quad) -> Option<(Quad, [f32; 4])> {
    let mut quad = *quad;
    let mut shares = [0.0; 4];
    for reach in [REACH, REACH / 2.0] {
        let mut lines = [(Point::default(), Point::default()); 4];
        for ((line, share), (from, to)) in lines.iter_mut().zip(&mut shares).zip(quad.sides()) {
            (*line, *share) = side(edges, from, to, reach);
        }
        let [upper, right, lower, left] = lines;
        quad = Quad([
            crossing(left, upper)?,
            crossing(upper, right)?,
            crossing(right, lower)?,
            crossing(lower, left)?,
        ]);
        if !quad.is_convex() {
            return None;
        }
    }
    Some((quad, shares))
}

/// The edge near the side between two corners, as two points, and the share of
/// the side where it is.
fn side(edges: &Edges, from: Point, to: Point, reach: f32) -> ((Point, Point), f32) {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = dx.hypot(dy).max(1e-3);
    let normal = (dy / length, -dx / length);
    let mut inside = 0;
    let mut found: [Vec<(f32, f32)>; 2] = [Vec::new(), Vec::new()];
    for place in 0..PLACES {
        let share = CORNER + (1.0 - 2.0 * CORNER) * (place as f32 + 0.5) / PLACES as f32;
        let at = Point {
            x: from.x + share * dx,
            y: from.y + share * dy,
        };
        if !is_inside(edges, at) {
            continue;
        }
        inside += 1;
        for (edge, sign) in found.iter_mut().zip([1.0, -1.0]) {
            if let Some(off) = strongest(edges, at, normal, reach, sign) {
                edge.push((share, off));
            }
        }
    }
    if inside < PLACES / 6 {
        // Outside of the picture: it stays where it is.
        return ((from, to), 0.45);
    }
    let [rising, falling] = found.map(|edge| straight(&edge));
    let best = if rising.2 >= falling.2 {
        rising
    } else {
        falling
    };
    let (begin, end, count) = best;
    let moved = |p: Point, by: f32| Point {
        x: p.x + by * normal.0,
        y: p.y + by * normal.1,
    };
    let share = (count as f32 / inside as f32).min(1.0);
    // Few places say too little.
    if count < PLACES / 8 {
        return ((from, to), share);
    }
    ((moved(from, begin), moved(to, end)), share)
}

fn is_inside(edges: &Edges, at: Point) -> bool {
    at.x >= 3.0
        && at.y >= 3.0
        && at.x < edges.width as f32 - 3.0
        && at.y < edges.height as f32 - 3.0
}

/// How far from `at` along `normal` the change is strongest that rises (or,
/// with a sign of -1, falls).
fn strongest(edges: &Edges, at: Point, normal: (f32, f32), reach: f32, sign: f32) -> Option<f32> {
    let steps = (2.0 * reach) as i32;
    let change = |off: f32| {
        let (x, y) = (at.x + off * normal.0 - 0.5, at.y + off * normal.1 - 0.5);
        sign * (between(edges, &edges.across, x, y) * normal.0
            + between(edges, &edges.down, x, y) * normal.1)
    };
    let mut best: Option<(f32, f32)> = None;
    for step in -steps..=steps {
        let off = step as f32 / 2.0;
        let here = change(off);
        if here > best.map_or(LEAST, |(most, _)| most) {
            best = Some((here, off));
        }
    }
    let (most, off) = best?;
    let x = (at.x + off * normal.0).clamp(0.0, edges.width as f32 - 1.0);
    let y = (at.y + off * normal.1).clamp(0.0, edges.height as f32 - 1.0);
    if edges.strength[y as usize * edges.width + x as usize] < SEEN {
        return None;
    }
    // The vertex of the parabola through the strongest and its neighbours.
    let (before, after) = (change(off - 0.5), change(off + 0.5));
    let bend = before - 2.0 * most + after;
    let shift = if bend < -1e-4 {
        0.25 * (before - after) / bend
    } else {
        0.0
    };
    Some(off + shift.clamp(-0.5, 0.5))
}

fn between(edges: &Edges, plane: &[f32], x: f32, y: f32) -> f32 {
    let x = x.clamp(0.0, edges.width as f32 - 1.001);
    let y = y.clamp(0.0, edges.height as f32 - 1.001);
    let (left, top) = (x as usize, y as usize);
    let (across, down) = (x - left as f32, y - top as f32);
    let at = top * edges.width + left;
    let upper = plane[at] + across * (plane[at + 1] - plane[at]);
    let below = at + edges.width;
    let lower = plane[below] + across * (plane[below + 1] - plane[below]);
    upper + down * (lower - upper)
}

/// The straight line through most of `points` (place along the side 0 to 1,
/// distance from it): its distances at 0 and at 1, and how many are on it.
fn straight(points: &[(f32, f32)]) -> (f32, f32, usize) {
    const ON_IT: f32 = 0.8;
    let on = |begin: f32, end: f32| {
        points
            .iter()
            .filter(move |(share, off)| (begin + share * (end - begin) - off).abs() < ON_IT)
    };
    let mut best = (0.0, 0.0, 0);
    // All pairs of some points a good way apart: the same every time.
    let some = points.iter().step_by((points.len() / 16).max(1));
    for &(a, one) in some.clone() {
        for &(b, other) in some.clone().filter(|(b, _)| b - a > 0.25) {
            let slope = (other - one) / (b - a);
            let (begin, end) = (one - slope * a, one + slope * (1.0 - a));
            let count = on(begin, end).count();
            if count > best.2 {
                best = (begin, end, count);
            }
        }
    }
    let (begin, end, count) = best;
    let (mut n, mut x, mut y, mut xx, mut xy) = (0.0_f64, 0.0, 0.0, 0.0, 0.0);
    for (share, off) in on(begin, end) {
        let (share, off) = (f64::from(*share), f64::from(*off));
        n += 1.0;
        x += share;
        y += off;
        xx += share * share;
        xy += share * off;
    }
    let spread = n * xx - x * x;
    if spread <= 1e-9 {
        return best;
    }
    let slope = (n * xy - x * y) / spread;
    let begin = (y - slope * x) / n;
    (begin as f32, (begin + slope) as f32, count)
}

/// Where the lines through two pairs of points meet.
fn crossing((a, b): (Point, Point), (c, d): (Point, Point)) -> Option<Point> {
    let (ux, uy) = (b.x - a.x, b.y - a.y);
    let (vx, vy) = (d.x - c.x, d.y - c.y);
    let turned = ux * vy - uy * vx;
    let share = ((c.x - a.x) * vy - (c.y - a.y) * vx) / turned;
    let at = Point {
        x: a.x + share * ux,
        y: a.y + share * uy,
    };
    (at.x.is_finite() && at.y.is_finite()).then_some(at)
}
