//! Quadrilaterals in a picture that may be the outline of a document.
//!
//! Straight edges are paired, two pairs make a quad, and a quad is worth what
//! of its sides is there, what its shape deviates from a document's, and how
//! large it is.

use image::RgbImage;

use super::edges::Edges;
use super::lines::{Line, Support, lines};
use super::quad::twice_area;
use super::refine::refined;
use super::shape::{self, Fit};
use super::{Point, Quad, Size};

/// No more candidates than this are returned.
const MOST: usize = 8;
/// Quads that are looked at closely.
const CLOSELY: usize = 24;
/// Two quads that overlap by more than this are one.
const SAME: f32 = 0.9;
/// The least share of the picture that a document takes.
const LEAST_AREA: f32 = 0.03;
/// How far beyond the picture a corner may lie, as a share of it.
const BEYOND: f32 = 0.12;
/// Opposite sides differ in direction by less (sine).
const CONVERGING: f32 = 0.55;

/// What may be the outline of a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Candidate {
    /// Its corners in the picture, so that the longer side comes first.
    pub(crate) quad: Quad,
    /// The size that its shape suggests.
    pub(crate) size: Size,
    /// How far its shape deviates ([`Fit::misfit`]).
    pub(crate) misfit: f32,
    /// The share of each side that has an edge: upper, right, lower, left.
    pub(crate) sides: [f32; 4],
    /// What it is worth, about 0 to 1.
    pub(crate) score: f32,
    /// What was taken off because its sides go on beyond its corners.
    going_on: f32,
}

/// The outlines in `picture` that may be a document's, the best first, without
/// a look at what is inside.
pub(crate) fn candidates(picture: &RgbImage) -> Vec<Candidate> {
    let Some(edges) = Edges::of(picture) else {
        return Vec::new();
    };
    let lines = lines(&edges);
    let mut rough = quads(&edges, &lines);
    rough.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut closely: Vec<Candidate> = Vec::new();
    for candidate in rough {
        if closely.len() == CLOSELY {
            break;
        }
        if closely
            .iter()
            .all(|other| other.quad.overlap(&candidate.quad) < SAME + 0.05)
        {
            closely.push(candidate);
        }
    }
    let mut exact: Vec<Candidate> = closely
        .iter()
        .filter_map(|candidate| {
            let (quad, sides) = refined(&edges, &candidate.quad)?;
            let supports = sides.map(|share| Support { share, inside: 1.0 });
            let fit = shape::fit(&quad, edges.width as f32, edges.height as f32)?;
            let score = worth(&edges, &quad, fit, &supports) - candidate.going_on;
            Some(
                Candidate {
                    quad,
                    size: fit.size,
                    misfit: fit.misfit,
                    sides,
                    score,
                    going_on: candidate.going_on,
                }
                .long_side_first(fit),
            )
        })
        .collect();
    exact.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in exact {
        if kept.len() == MOST {
            break;
        }
        if kept
            .iter()
            .all(|other| other.quad.overlap(&candidate.quad) < SAME)
        {
            kept.push(candidate);
        }
    }
    for candidate in &mut kept {
        candidate.quad = Quad(candidate.quad.0.map(|p| Point {
            x: p.x * edges.scale.0,
            y: p.y * edges.scale.1,
        }));
    }
    kept
}

impl Candidate {
    /// The edge of a picture taken for an outline.
    pub(super) const fn whole(quad: Quad, size: Size, score: f32) -> Self {
        Self {
            quad,
            size,
            misfit: 0.0,
            sides: [0.0; 4],
            score,
            going_on: 0.0,
        }
    }

    fn long_side_first(self, fit: Fit) -> Self {
        if fit.is_wide {
            return self;
        }
        let mut sides = self.sides;
        sides.rotate_right(1);
        Self {
            quad: self.quad.turned(1),
            sides,
            ..self
        }
    }
}

/// Two lines that may be opposite sides.
#[derive(Clone, Copy)]
struct Pair {
    one: usize,
    other: usize,
    /// Twice the direction of their normals, as a unit vector: so that
    /// opposite normals are one.
    doubled: (f32, f32),
}

fn pairs(edges: &Edges, lines: &[Line]) -> Vec<Pair> {
    let centre = (edges.width as f32 / 2.0, edges.height as f32 / 2.0);
    let least = 0.1 * edges.width.min(edges.height) as f32;
    let mut pairs = Vec::new();
    for one in 0..lines.len() {
        for other in one + 1..lines.len() {
            let (a, b) = (lines[one].normal, lines[other].normal);
            if (a.0 * b.1 - a.1 * b.0).abs() > CONVERGING {
                continue;
            }
            let sign = if a.0 * b.0 + a.1 * b.1 < 0.0 {
                -1.0
            } else {
                1.0
            };
            let off =
                |line: &Line| line.distance - line.normal.0 * centre.0 - line.normal.1 * centre.1;
            if (off(&lines[one]) - sign * off(&lines[other])).abs() < least {
                continue;
            }
            let (x, y) = (a.0 + sign * b.0, a.1 + sign * b.1);
            let length = (x * x + y * y).max(1e-6);
            pairs.push(Pair {
                one,
                other,
                doubled: ((x * x - y * y) / length, 2.0 * x * y / length),
            });
        }
    }
    pairs
}

/// Every quad of two pairs that could be a document's outline.
fn quads(edges: &Edges, lines: &[Line]) -> Vec<Candidate> {
    let count = lines.len();
    let crossings: Vec<Option<Point>> = (0..count * count)
        .map(|at| lines[at / count].crossing(&lines[at % count]))
        .map(|point| point.filter(|point| is_near(edges, *point)))
        .collect();
    let pairs = pairs(edges, lines);
    let frame = (edges.width * edges.height) as f32;
    let mut found = Vec::new();
    for (at, first) in pairs.iter().enumerate() {
        for second in &pairs[at + 1..] {
            // About at right angles: doubled directions are about opposite.
            let turned = first.doubled.0 * second.doubled.0 + first.doubled.1 * second.doubled.1;
            if turned > -0.4 {
                continue;
            }
            let corner = |one: usize, other: usize| crossings[one * count + other];
            let (Some(a), Some(b), Some(c), Some(d)) = (
                corner(first.one, second.one),
                corner(first.one, second.other),
                corner(first.other, second.other),
                corner(first.other, second.one),
            ) else {
                continue;
            };
            let mut quad = Quad([a, b, c, d]);
            let mut sides = [first.one, second.other, first.other, second.one];
            if twice_area(&quad.0) < 0.0 {
                quad = Quad([a, d, c, b]);
                sides.reverse();
            }
            if !quad.is_convex() || quad.area() < LEAST_AREA * frame {
                continue;
            }
            if let Some(candidate) = judged(edges, lines, quad, sides) {
                found.push(candidate);
            }
        }
    }
    found
}

fn is_near(edges: &Edges, point: Point) -> bool {
    let (width, height) = (edges.width as f32, edges.height as f32);
    (-BEYOND * width..(1.0 + BEYOND) * width).contains(&point.x)
        && (-BEYOND * height..(1.0 + BEYOND) * height).contains(&point.y)
}

/// The candidate whose sides are on the lines `sides`, where it is one.
fn judged(edges: &Edges, lines: &[Line], quad: Quad, sides: [usize; 4]) -> Option<Candidate> {
    let mut supports = [Support::default(); 4];
    let mut sum = 0.0;
    for ((support, (from, to)), line) in supports.iter_mut().zip(quad.sides()).zip(sides) {
        *support = lines[line].support(from, to);
        sum += support.share;
    }
    // Three sides of four at least, or it is not worth a closer look.
    if sum < 1.7 {
        return None;
    }
    let fit = shape::fit(&quad, edges.width as f32, edges.height as f32)?;
    if fit.misfit > 30.0 {
        return None;
    }
    let beyond: f32 = quad
        .sides()
        .into_iter()
        .zip(sides)
        .map(|((from, to), line)| lines[line].beyond(from, to))
        .sum();
    let going_on = 0.07 * beyond;
    let score = worth(edges, &quad, fit, &supports) - going_on;
    Some(Candidate {
        quad,
        size: fit.size,
        misfit: fit.misfit,
        sides: supports.map(|support| support.share),
        score,
        going_on,
    })
}

/// What a quad is worth by itself.
fn worth(edges: &Edges, quad: &Quad, fit: Fit, supports: &[Support; 4]) -> f32 {
    let shares = supports.map(|support| {
        // A side outside of the picture is neither there nor missing.
        if support.inside < 0.25 {
            0.45
        } else {
            support.share
        }
    });
    let mean = shares.iter().sum::<f32>() / 4.0;
    let least = shares.iter().copied().fold(1.0, f32::min);
    let frame = (edges.width * edges.height) as f32;
    let size = (quad.area() / frame / 0.1).log2().clamp(-1.5, 3.0);
    0.7 * mean + 0.3 * least + 0.035 * size - 0.022 * fit.misfit.min(12.0)
}
