//! What repeats in a picture: power spectra of square patches.
//!
//! Patches are taken from the picture as the camera made it. Straightening
//! would blur fine patterns, and would turn the blocks of JPEG, whose
//! frequencies are known and left out, into something unknown.

use image::RgbImage;
use rustfft::{Fft as _, FftDirection, algorithm::Radix4, num_complex::Complex};

use crate::imaging::resize::Region;

/// Side of a patch in pixels.
pub(super) const SIDE: usize = 128;

/// Patches across and down, at most.
const ACROSS: usize = 6;
const DOWN: usize = 4;

/// Frequencies this near to those of the blocks of JPEG, in bins, are left out.
const BLOCK_MARGIN: i32 = 1;

/// The power spectra of every patch.
pub(super) struct Spectra {
    /// Of the brightness, one for each patch.
    pub(super) luma: Vec<Vec<f32>>,
    /// Of the two differences of colours, one for each patch.
    pub(super) chroma: Vec<Vec<f32>>,
}

/// A frequency that stands out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Peak {
    /// Periods to a pixel, to the right and down; to the right never negative.
    pub(super) fx: f32,
    pub(super) fy: f32,
    /// How many times stronger it is than its surroundings.
    pub(super) ratio: f32,
    /// The share of the patches in which it stands out.
    pub(super) spread: f32,
}

impl Peak {
    /// Periods to a pixel.
    pub(super) fn frequency(self) -> f32 {
        self.fx.hypot(self.fy)
    }
}

/// The spectra of patches that cover `region` of `picture`.
pub(super) fn patches(picture: &RgbImage, region: Region) -> Spectra {
    let mut spectra = Spectra {
        luma: Vec::new(),
        chroma: Vec::new(),
    };
    let (width, height) = (region.width as usize, region.height as usize);
    if width < SIDE || height < SIDE {
        return spectra;
    }
    let fft = Radix4::new(SIDE, FftDirection::Forward);
    let window: Vec<f32> = (0..SIDE)
        .map(|at| 0.5 - 0.5 * ((at as f32 + 0.5) / SIDE as f32 * std::f32::consts::TAU).cos())
        .collect();
    let steps = |length: usize, most: usize| {
        let count = (length / SIDE).clamp(1, most);
        (0..count).map(move |at| (length - SIDE) * (2 * at + 1) / (2 * count))
    };
    for top in steps(height, DOWN) {
        for left in steps(width, ACROSS) {
            let at = (region.left as usize + left, region.top as usize + top);
            let mut luma = patch(picture, at, &window, |[red, green, blue]| {
                Complex::new(0.299 * red + 0.587 * green + 0.114 * blue, 0.0)
            });
            let mut chroma = patch(picture, at, &window, |[red, green, blue]| {
                Complex::new(red - green, blue - green)
            });
            for values in [&mut luma, &mut chroma] {
                fft.process(values);
                transpose(values);
                fft.process(values);
                transpose(values);
            }
            spectra.luma.push(power(&luma));
            spectra.chroma.push(power(&chroma));
        }
    }
    spectra
}

/// The pixels of a patch with their mean taken off, faded towards its edges.
fn patch(
    picture: &RgbImage,
    (left, top): (usize, usize),
    window: &[f32],
    value: impl Fn([f32; 3]) -> Complex<f32>,
) -> Vec<Complex<f32>> {
    let stride = picture.width() as usize * 3;
    let raw = picture.as_raw();
    let mut values = Vec::with_capacity(SIDE * SIDE);
    for y in top..top + SIDE {
        let row = &raw[y * stride + left * 3..][..SIDE * 3];
        values.extend(
            row.chunks_exact(3)
                .map(|pixel| value([pixel[0], pixel[1], pixel[2]].map(f32::from))),
        );
    }
    let mean = values.iter().sum::<Complex<f32>>() / values.len() as f32;
    for (at, value) in values.iter_mut().enumerate() {
        *value = (*value - mean) * window[at % SIDE] * window[at / SIDE];
    }
    values
}

fn transpose(values: &mut [Complex<f32>]) {
    for y in 0..SIDE {
        for x in 0..y {
            values.swap(y * SIDE + x, x * SIDE + y);
        }
    }
}

/// The power of each frequency together with that of its opposite, summed over
/// its neighbours: a pattern seen askew is not of one frequency exactly.
fn power(values: &[Complex<f32>]) -> Vec<f32> {
    let both: Vec<f32> = (0..SIDE * SIDE)
        .map(|at| {
            let (x, y) = (at % SIDE, at / SIDE);
            let opposite = (SIDE - y) % SIDE * SIDE + (SIDE - x) % SIDE;
            values[at].norm_sqr() + values[opposite].norm_sqr()
        })
        .collect();
    let across: Vec<f32> = (0..SIDE * SIDE)
        .map(|at| {
            let (x, row) = (at % SIDE, at / SIDE * SIDE);
            both[row + (x + SIDE - 1) % SIDE] + both[at] + both[row + (x + 1) % SIDE]
        })
        .collect();
    (0..SIDE * SIDE)
        .map(|at| {
            let (above, below) = ((at + SIDE * (SIDE - 1)), at + SIDE);
            let all = SIDE * SIDE;
            across[above % all] + across[at] + across[below % all]
        })
        .collect()
}

/// The frequencies of `patches` that stand out `least` times over their
/// surroundings, the strongest first; periods to a pixel within `band`.
pub(super) fn peaks(patches: &[Vec<f32>], band: (f32, f32), least: f32) -> Vec<Peak> {
    if patches.is_empty() {
        return Vec::new();
    }
    // Each patch counts alike: one with much print must not drown the others.
    let mut mean = vec![0.0; SIDE * SIDE];
    for patch in patches {
        let total = patch.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        for (mean, value) in mean.iter_mut().zip(patch) {
            *mean += value / total;
        }
    }
    let half = SIDE as i32 / 2;
    let mut found = Vec::new();
    for y in -half..half {
        for x in 0..half {
            let frequency = (x as f32).hypot(y as f32) / SIDE as f32;
            let is_outside = frequency < band.0 || frequency > band.1;
            if is_outside || (is_block(x) && is_block(y)) {
                continue;
            }
            let ratio = prominence(&mean, x, y);
            if ratio < least || !is_summit(&mean, x, y) {
                continue;
            }
            let standing = patches
                .iter()
                .filter(|patch| prominence(patch, x, y) >= least.sqrt());
            found.push(Peak {
                fx: x as f32 / SIDE as f32,
                fy: y as f32 / SIDE as f32,
                ratio,
                spread: standing.count() as f32 / patches.len() as f32,
            });
        }
    }
    found.sort_by(|a, b| b.ratio.total_cmp(&a.ratio));
    found
}

/// Whether bin `at` is near a multiple of an eighth of a period to a pixel.
fn is_block(at: i32) -> bool {
    let step = SIDE as i32 / 8;
    let off = at.rem_euclid(step);
    off <= BLOCK_MARGIN || step - off <= BLOCK_MARGIN
}

fn power_at(power: &[f32], x: i32, y: i32) -> f32 {
    let side = SIDE as i32;
    power[(y.rem_euclid(side) * side + x.rem_euclid(side)) as usize]
}

/// How many times stronger a bin is than most of those around it.
fn prominence(power: &[f32], x: i32, y: i32) -> f32 {
    const RING: [(i32, i32); 16] = [
        (-6, -6),
        (-6, -2),
        (-6, 2),
        (-6, 6),
        (6, -6),
        (6, -2),
        (6, 2),
        (6, 6),
        (-2, -6),
        (2, -6),
        (-2, 6),
        (2, 6),
        (-5, 0),
        (5, 0),
        (0, -5),
        (0, 5),
    ];
    let mut around = RING.map(|(dx, dy)| power_at(power, x + dx, y + dy));
    // Higher than the middle one: text makes ridges, and a ridge is no peak.
    let (_, level, _) = around.select_nth_unstable_by(12, f32::total_cmp);
    power_at(power, x, y) / level.max(f32::MIN_POSITIVE)
}

fn is_summit(power: &[f32], x: i32, y: i32) -> bool {
    let own = power_at(power, x, y);
    (-2..=2).all(|dy| (-2..=2).all(|dx| power_at(power, x + dx, y + dy) <= own))
}
