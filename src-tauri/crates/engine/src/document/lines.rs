//! Straight edges through a picture, and where along them the edge is there.

use std::f32::consts::PI;

use super::Point;
use super::edges::Edges;

/// Directions that are told apart, over half a turn.
const DIRECTIONS: usize = 180;
/// An edge votes for directions up to this many steps from its own.
const SPREAD: isize = 3;
/// No more lines than this are looked at.
const MOST: usize = 44;
/// And no more than this in one of the bands of [`BAND`] directions.
const MOST_OF_A_BAND: usize = 9;
const BAND: usize = 10;
/// Two lines closer than this are one: in directions and in pixels.
const SAME_DIRECTION: usize = 4;
const SAME_DISTANCE: usize = 4;
/// How far from the line the edge is looked for, in pixels.
const REACH: i32 = 2;
/// Least strength of an edge that counts.
const SEEN: f32 = 0.22;

/// A straight edge: the points with `normal` · point = `distance`.
pub(super) struct Line {
    /// Unit vector across it.
    pub(super) normal: (f32, f32),
    pub(super) distance: f32,
    /// Sums of how much of the edge is there up to each pixel along it, from
    /// dark to bright in the direction of the normal, and from bright to dark.
    rising: Vec<f32>,
    falling: Vec<f32>,
    /// Which of its pixels are in the picture, summed up likewise.
    inside: Vec<f32>,
    /// Place along the line where the sums begin.
    begin: f32,
}

/// How much of an edge is where a side should be.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Support {
    /// The share of what is in the picture that has an edge of one kind.
    pub(super) share: f32,
    /// The share that is in the picture.
    pub(super) inside: f32,
}

impl Line {
    fn new(edges: &Edges, normal: (f32, f32), distance: f32) -> Self {
        let reach = (edges.width as f32).hypot(edges.height as f32).ceil();
        let steps = 2 * reach as usize;
        let mut line = Self {
            normal,
            distance,
            rising: Vec::with_capacity(steps + 1),
            falling: Vec::with_capacity(steps + 1),
            inside: Vec::with_capacity(steps + 1),
            begin: -reach,
        };
        let (mut rising, mut falling, mut inside) = (0.0, 0.0, 0.0);
        for step in 0..=steps {
            line.rising.push(rising);
            line.falling.push(falling);
            line.inside.push(inside);
            let at = line.point(line.begin + step as f32 + 0.5);
            if let Some((up, fall)) = look(edges, at, normal) {
                rising += up;
                falling += fall;
                inside += 1.0;
            }
        }
        line
    }

    /// The point at `along`.
    fn point(&self, along: f32) -> Point {
        let (x, y) = self.normal;
        Point {
            x: x * self.distance - y * along,
            y: y * self.distance + x * along,
        }
    }

    /// How far along the line `point` is.
    fn along(&self, point: Point) -> f32 {
        point.y * self.normal.0 - point.x * self.normal.1
    }

    /// How much of the edge is there between two points of the line.
    pub(super) fn support(&self, from: Point, to: Point) -> Support {
        let (from, to) = (self.along(from), self.along(to));
        self.between(from.min(to), from.max(to))
    }

    /// How much of an edge goes on beyond `from` and `to`, for a sixth of
    /// their distance each.
    pub(super) fn beyond(&self, from: Point, to: Point) -> f32 {
        let (from, to) = (self.along(from), self.along(to));
        let (low, high) = (from.min(to), from.max(to));
        let more = (high - low) / 6.0;
        let sides = [
            self.between(low - more - 4.0, low - 4.0),
            self.between(high + 4.0, high + more + 4.0),
        ];
        sides
            .iter()
            .map(|side| side.share * side.inside)
            .sum::<f32>()
            / 2.0
    }

    fn between(&self, low: f32, high: f32) -> Support {
        let last = self.inside.len() - 1;
        let index = |along: f32| ((along - self.begin).max(0.0) as usize).min(last);
        let (low, high) = (index(low), index(high));
        let sum = |sums: &[f32]| sums[high] - sums[low];
        let inside = sum(&self.inside);
        if high <= low || inside < 1.0 {
            return Support::default();
        }
        Support {
            share: sum(&self.rising).max(sum(&self.falling)) / inside,
            inside: inside / (high - low) as f32,
        }
    }

    /// Where it meets `other`; `None` where they are parallel.
    pub(super) fn crossing(&self, other: &Self) -> Option<Point> {
        let ((a, b), (c, d)) = (self.normal, other.normal);
        let turned = a * d - b * c;
        (turned.abs() > 1e-3).then(|| Point {
            x: (d * self.distance - b * other.distance) / turned,
            y: (a * other.distance - c * self.distance) / turned,
        })
    }
}

/// The edge at `at` or beside it, rising and falling along `normal`; `None`
/// outside the picture.
fn look(edges: &Edges, at: Point, normal: (f32, f32)) -> Option<(f32, f32)> {
    let (mut rising, mut falling) = (0.0_f32, 0.0_f32);
    let mut is_inside = false;
    for offset in -REACH..=REACH {
        let x = at.x + normal.0 * offset as f32;
        let y = at.y + normal.1 * offset as f32;
        if x < 2.0 || y < 2.0 || x >= edges.width as f32 - 2.0 || y >= edges.height as f32 - 2.0 {
            continue;
        }
        is_inside = true;
        let index = y as usize * edges.width + x as usize;
        let strength = edges.strength[index];
        if strength < SEEN {
            continue;
        }
        let (gx, gy) = (edges.across[index], edges.down[index]);
        let agreement = (gx * normal.0 + gy * normal.1) / gx.hypot(gy).max(1e-6);
        let amount = (2.0 * strength).min(1.0);
        if agreement > 0.9 {
            rising = rising.max(amount);
        } else if agreement < -0.9 {
            falling = falling.max(amount);
        }
    }
    is_inside.then_some((rising, falling))
}

/// The clearest straight edges, by Hough's transform in which every ridge
/// votes for lines along its own direction only.
pub(super) fn lines(edges: &Edges) -> Vec<Line> {
    let reach = (edges.width as f32).hypot(edges.height as f32);
    let columns = 2 * reach.ceil() as usize + 3;
    let turns: Vec<(f32, f32)> = (0..DIRECTIONS)
        .map(|n| (PI * n as f32 / DIRECTIONS as f32).sin_cos())
        .map(|(sin, cos)| (cos, sin))
        .collect();
    let mut votes = vec![0.0_f32; DIRECTIONS * columns];
    let ridges: Vec<usize> = (0..edges.is_ridge.len())
        .filter(|at| edges.is_ridge[*at] && edges.strength[*at] > SEEN)
        .collect();
    for &at in &ridges {
        let (x, y) = place(edges, at);
        let angle = edges.down[at].atan2(edges.across[at]).rem_euclid(PI);
        let own = (angle / PI * DIRECTIONS as f32).round() as isize;
        let weight = edges.strength[at].min(0.6);
        for step in -SPREAD..=SPREAD {
            let direction = (own + step).rem_euclid(DIRECTIONS as isize) as usize;
            let (nx, ny) = turns[direction];
            let column = x * nx + y * ny + reach + 1.0;
            let share = column.fract();
            let slot = direction * columns + column as usize;
            votes[slot] += weight * (1.0 - share);
            votes[slot + 1] += weight * share;
        }
    }
    let mut found = Vec::new();
    let mut bands = [0_usize; DIRECTIONS / BAND];
    for (direction, column) in peaks(&votes, columns) {
        let band = &mut bands[direction / BAND];
        if *band >= MOST_OF_A_BAND {
            continue;
        }
        *band += 1;
        let rough = (turns[direction], column as f32 - reach - 1.0);
        let (normal, distance) = fitted(edges, &ridges, rough).unwrap_or(rough);
        found.push(Line::new(edges, normal, distance));
        if found.len() == MOST {
            break;
        }
    }
    found
}

fn place(edges: &Edges, at: usize) -> (f32, f32) {
    (
        (at % edges.width) as f32 + 0.5,
        (at / edges.width) as f32 + 0.5,
    )
}

/// Directions and distances that got most votes, the most first, no two alike.
fn peaks(votes: &[f32], columns: usize) -> Vec<(usize, usize)> {
    // The votes of a line a tenth as long as the shorter side of a picture.
    const LEAST: f32 = 12.0;
    let mut order: Vec<usize> = (0..votes.len()).filter(|at| votes[*at] > LEAST).collect();
    order.sort_by(|a, b| votes[*b].total_cmp(&votes[*a]).then(a.cmp(b)));
    let mut taken = vec![false; votes.len()];
    let mut found = Vec::new();
    for at in order {
        if taken[at] {
            continue;
        }
        let (direction, column) = (at / columns, at % columns);
        found.push((direction, column));
        if found.len() >= 4 * MOST {
            break;
        }
        for step in 0..=2 * SAME_DIRECTION {
            let turned = direction + DIRECTIONS + step - SAME_DIRECTION;
            // Half a turn on, a line has the opposite distance.
            let column = if (DIRECTIONS..2 * DIRECTIONS).contains(&turned) {
                column
            } else {
                columns - 1 - column
            };
            let row = turned % DIRECTIONS * columns;
            let (from, to) = (
                column.saturating_sub(SAME_DISTANCE),
                (column + SAME_DISTANCE).min(columns - 1),
            );
            taken[row + from..=row + to].fill(true);
        }
    }
    found
}

/// The line through the ridges near `rough`, by least squares.
fn fitted(
    edges: &Edges,
    ridges: &[usize],
    ((nx, ny), distance): ((f32, f32), f32),
) -> Option<((f32, f32), f32)> {
    let mut sums = [0.0_f64; 6];
    for &at in ridges {
        let (x, y) = place(edges, at);
        let off = x * nx + y * ny - distance;
        if off.abs() > 2.5 {
            continue;
        }
        let (gx, gy) = (edges.across[at], edges.down[at]);
        if (gx * nx + gy * ny).abs() < 0.96 * gx.hypot(gy) {
            continue;
        }
        let weight = f64::from(edges.strength[at]);
        let (off, along) = (f64::from(off), f64::from(y * nx - x * ny));
        for (sum, value) in sums
            .iter_mut()
            .zip([1.0, along, off, along * along, along * off, 1.0])
        {
            *sum += weight * value;
        }
    }
    let [weight, along, off, square, mixed, _] = sums;
    let spread = weight * square - along * along;
    if weight < 4.0 || spread <= 1e-6 {
        return None;
    }
    let slope = (weight * mixed - along * off) / spread;
    let shift = (off - slope * along) / weight;
    // off = shift + slope · along is a line again.
    let (nx, ny) = (f64::from(nx), f64::from(ny));
    let length = slope.hypot(1.0);
    let normal = ((nx + slope * ny) / length, (ny - slope * nx) / length);
    Some((
        (normal.0 as f32, normal.1 as f32),
        ((f64::from(distance) + shift) / length) as f32,
    ))
}
