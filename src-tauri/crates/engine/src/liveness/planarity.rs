//! Whether the face moves like a flat picture.
//!
//! A still that is waved, tilted or zoomed before the camera shows the same
//! pixels up to a homography; a living face changes in ways that none explains.
//! So the face of each frame is aligned with that of the middle frame by the
//! best homography ([`super::ecc`]), and what correlation is left is compared.
//! Landmarks cannot do this: the mesh lays a face in three dimensions over a
//! flat photograph, too.

use super::ecc::{Alignment, Pixel, Slopes, align};
use super::homography::Homography;
use super::patch::{ELLIPSE, Patch, SIDE};
use crate::threads::joined;

/// How the frames correlate with the middle one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Planarity {
    /// Best correlation of each other frame, in order of time; a frame that
    /// cannot be aligned has 0.
    pub(crate) correlations: Vec<f64>,
}

impl Planarity {
    /// The correlation that `share` of the frames (0 to 1) stay below.
    pub(crate) fn percentile(&self, share: f64) -> Option<f64> {
        let mut sorted = self.correlations.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().checked_sub(1)?;
        // Between the two nearest, as numpy does.
        let at = share.clamp(0.0, 1.0) * last as f64;
        let (low, high) = (at.floor() as usize, at.ceil() as usize);
        Some(sorted[low] + (sorted[high] - sorted[low]) * at.fract())
    }
}

/// Blur before aligning, in pixels: noise and blocks are no life.
const BLUR: f32 = 1.2;

/// Sides of the picture at which is aligned, from coarse to fine, and the most
/// steps at each.
const LEVELS: [(usize, usize); 3] = [(SIDE / 4, 30), (SIDE / 2, 20), (SIDE, 10)];

/// Compares all of `patches` with the middle one.
pub(crate) fn planarity(patches: &[&Patch]) -> Planarity {
    let pictures: Vec<Picture> = patches.iter().map(|patch| Picture::of(patch)).collect();
    let middle = pictures.len() / 2;
    let Some(reference) = pictures.get(middle).map(Reference::of) else {
        return Planarity {
            correlations: Vec::new(),
        };
    };
    // Outwards from the middle, so that each frame may start where its
    // neighbour ended.
    let later = || chain(&reference, pictures.iter().skip(middle + 1));
    let earlier = || chain(&reference, pictures[..middle].iter().rev());
    let (earlier, later) = std::thread::scope(|scope| {
        let earlier = scope.spawn(earlier);
        let later = later();
        (joined(earlier), later)
    });
    Planarity {
        correlations: earlier.into_iter().rev().chain(later).collect(),
    }
}

fn chain<'a>(reference: &Reference, pictures: impl Iterator<Item = &'a Picture>) -> Vec<f64> {
    let mut neighbour = Homography::IDENTITY;
    pictures
        .map(|picture| {
            let Some(found) = reference.align(picture, neighbour) else {
                return 0.0;
            };
            neighbour = found.homography;
            found.correlation
        })
        .collect()
}

/// A patch at every level.
struct Picture {
    levels: Vec<Slopes>,
    /// The finest level, blurred and around its mean.
    grey: Vec<Vec<f32>>,
}

impl Picture {
    fn of(patch: &Patch) -> Self {
        let mean = patch
            .grey
            .iter()
            .map(|value| f32::from(*value))
            .sum::<f32>()
            / patch.grey.len().max(1) as f32;
        let grey: Vec<f32> = patch
            .grey
            .iter()
            .map(|value| f32::from(*value) - mean)
            .collect();
        let fine = blurred(&grey, SIDE);
        let mut grey = vec![fine];
        for (side, _) in LEVELS.iter().rev().skip(1) {
            let finer = grey.last().map_or(&[][..], Vec::as_slice);
            grey.push(halved(&blurred(finer, side * 2), side * 2));
        }
        grey.reverse();
        let levels = grey
            .iter()
            .zip(LEVELS)
            .map(|(grey, (side, _))| Slopes::of(grey, side))
            .collect();
        Self { levels, grey }
    }
}

/// The pixels of the middle frame within the ellipse, at every level.
struct Reference {
    levels: Vec<Vec<Pixel>>,
}

impl Reference {
    fn of(picture: &Picture) -> Self {
        let level = |(grey, (side, _)): (&Vec<f32>, (usize, usize))| {
            let place = |pixel: usize| (pixel as f32 + 0.5) / (side as f32 / 2.0) - 1.0;
            let [x0, y0, a, b] = ELLIPSE;
            grey.iter()
                .enumerate()
                .map(|(at, value)| Pixel {
                    x: place(at % side),
                    y: place(at / side),
                    value: *value,
                })
                .filter(|p| ((p.x - x0) / a).powi(2) + ((p.y - y0) / b).powi(2) < 1.0)
                .collect()
        };
        Self {
            levels: picture.grey.iter().zip(LEVELS).map(level).collect(),
        }
    }

    /// From coarse to fine, starting from where faces lie by their eyes and
    /// chin and from where the neighbour ended; the better one counts.
    fn align(&self, picture: &Picture, neighbour: Homography) -> Option<Alignment> {
        let mut best: Option<Alignment> = None;
        for ((reference, slopes), (_, rounds)) in
            self.levels.iter().zip(&picture.levels).zip(LEVELS)
        {
            let starts = match best {
                None => vec![Homography::IDENTITY, neighbour],
                Some(found) => vec![found.homography],
            };
            best = starts
                .into_iter()
                .filter_map(|start| align(reference, slopes, start, rounds))
                .max_by(|a, b| a.correlation.total_cmp(&b.correlation));
        }
        best
    }
}

/// `grey` blurred by [`BLUR`], with its border going on beyond it.
fn blurred(grey: &[f32], side: usize) -> Vec<f32> {
    const REACH: isize = 4;
    let weights: Vec<f32> = (-REACH..=REACH)
        .map(|at| (-(at as f32).powi(2) / (2.0 * BLUR * BLUR)).exp())
        .collect();
    let total: f32 = weights.iter().sum();
    let weights: Vec<f32> = weights.iter().map(|weight| weight / total).collect();
    let last = side as isize - 1;
    let within = |at: isize| at.clamp(0, last) as usize;
    let mut across = vec![0.0; side * side];
    let rows = grey.chunks_exact(side).zip(across.chunks_exact_mut(side));
    for (from, to) in rows {
        let wide: Vec<f32> = (-REACH..=last + REACH).map(|x| from[within(x)]).collect();
        for (value, near) in to.iter_mut().zip(wide.windows(weights.len())) {
            *value = near.iter().zip(&weights).map(|(a, b)| a * b).sum();
        }
    }
    let mut both = vec![0.0; side * side];
    for (y, to) in both.chunks_exact_mut(side).enumerate() {
        for (weight, at) in weights.iter().zip(-REACH..) {
            let from = within(y as isize + at) * side;
            for (value, near) in to.iter_mut().zip(&across[from..from + side]) {
                *value += weight * near;
            }
        }
    }
    both
}

/// Half the size, each pixel the mean of four.
fn halved(grey: &[f32], side: usize) -> Vec<f32> {
    let half = side / 2;
    let mut small = Vec::with_capacity(half * half);
    for y in 0..half {
        for x in 0..half {
            let at = 2 * y * side + 2 * x;
            small.push((grey[at] + grey[at + 1] + grey[at + side] + grey[at + side + 1]) / 4.0);
        }
    }
    small
}
