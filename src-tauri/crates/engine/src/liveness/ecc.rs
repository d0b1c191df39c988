//! Aligning two grey pictures by a homography so that they correlate best.
//!
//! Start at [`align`]. The method is the forward additive maximisation of the
//! enhanced correlation coefficient (G. D. Evangelidis and E. Z. Psarakis,
//! "Parametric Image Alignment Using Enhanced Correlation Coefficient
//! Maximization", IEEE TPAMI 30(10), 2008): it ignores how bright the pictures
//! are and how strong their contrast is.

use super::homography::Homography;

/// A step that gains less correlation than this is the last one.
const LEAST_GAIN: f64 = 1e-6;

/// Share of the looked-at pixels that must lie inside the other picture.
const LEAST_INSIDE: f64 = 0.6;

/// A square grey picture with its slopes, ready to be sampled between pixels.
///
/// Coordinates run from −1 to 1 over the picture, x to the right and y down,
/// so that one homography holds for a picture at every size.
pub(crate) struct Slopes {
    side: usize,
    /// Value, slope to the right and slope down (per pixel), row by row.
    values: Vec<[f32; 4]>,
}

impl Slopes {
    /// `grey` holds `side` × `side` values, row by row.
    pub(crate) fn of(grey: &[f32], side: usize) -> Self {
        let at = |x: usize, y: usize| grey.get(y * side + x).copied().unwrap_or(0.0);
        let last = side.saturating_sub(1);
        let mut values = Vec::with_capacity(side * side);
        for y in 0..side {
            for x in 0..side {
                let right = at((x + 1).min(last), y) - at(x.saturating_sub(1), y);
                let down = at(x, (y + 1).min(last)) - at(x, y.saturating_sub(1));
                values.push([at(x, y), right / 2.0, down / 2.0, 0.0]);
            }
        }
        Self { side, values }
    }

    /// Value and slopes at (`x`, `y`) in pixels; `None` outside.
    #[inline]
    fn sample(&self, x: f32, y: f32) -> Option<[f32; 4]> {
        let last = (self.side - 1) as f32;
        // Written so that what is not a number is outside.
        let inside = x >= 0.0 && y >= 0.0 && x < last && y < last;
        if !inside {
            return None;
        }
        let (left, top) = (x as usize, y as usize);
        let (right_share, low_share) = (x - left as f32, y - top as f32);
        let at = top * self.side + left;
        let above = self.values.get(at..at + 2)?;
        let below = self.values.get(at + self.side..at + self.side + 2)?;
        let mut mixed = [0.0; 4];
        for (channel, value) in mixed.iter_mut().enumerate() {
            let high = above[0][channel] + (above[1][channel] - above[0][channel]) * right_share;
            let low = below[0][channel] + (below[1][channel] - below[0][channel]) * right_share;
            *value = high + (low - high) * low_share;
        }
        Some(mixed)
    }
}

/// A pixel of the reference that is looked at: its place from −1 to 1, its value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pixel {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) value: f32,
}

/// How two pictures were aligned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Alignment {
    /// From places of the reference to places of the other picture.
    pub(crate) homography: Homography,
    /// The correlation that is left, −1 to 1.
    pub(crate) correlation: f64,
}

/// The homography near `start` by which `other` correlates best with the
/// pixels of `reference`, after at most `rounds` steps; `None` where too
/// little of the reference lies inside, or a picture is of one colour.
pub(crate) fn align(
    reference: &[Pixel],
    other: &Slopes,
    start: Homography,
    rounds: usize,
) -> Option<Alignment> {
    let mut sums = Sums::over(reference, other, &start);
    let mut best = Alignment {
        homography: start,
        correlation: sums.correlation(reference.len())?,
    };
    for _ in 0..rounds {
        let Some(step) = sums.step() else { break };
        let next = best.homography.moved(&step);
        sums = Sums::over(reference, other, &next);
        let Some(correlation) = sums.correlation(reference.len()) else {
            break;
        };
        let gain = correlation - best.correlation;
        if gain > 0.0 {
            best = Alignment {
                homography: next,
                correlation,
            };
        }
        if gain < LEAST_GAIN {
            break;
        }
    }
    Some(best)
}

/// What one look at all pixels adds up to. `g` are the eight slopes of a pixel
/// of the other picture by the parameters, `i` its value, `t` the reference's.
struct Sums {
    count: f64,
    i: f64,
    t: f64,
    ii: f64,
    tt: f64,
    it: f64,
    g: [f64; 8],
    gi: [f64; 8],
    gt: [f64; 8],
    gg: [[f64; 8]; 8],
}

impl Sums {
    fn over(reference: &[Pixel], other: &Slopes, homography: &Homography) -> Self {
        // Small runs are added in single precision, the runs in double.
        const RUN: usize = 256;
        let mut sums = Self {
            count: 0.0,
            i: 0.0,
            t: 0.0,
            ii: 0.0,
            tt: 0.0,
            it: 0.0,
            g: [0.0; 8],
            gi: [0.0; 8],
            gt: [0.0; 8],
            gg: [[0.0; 8]; 8],
        };
        let half = other.side as f32 / 2.0;
        let h = homography.parameters();
        for run in reference.chunks(RUN) {
            let mut g = [0.0_f32; 8];
            let (mut gi, mut gt, mut gg) = (g, g, [g; 8]);
            let [mut i, mut t, mut ii, mut tt, mut it, mut count] = [0.0_f32; 6];
            for pixel in run {
                let (x, y) = (pixel.x, pixel.y);
                let den = 1.0 / (h[6] * x + h[7] * y + 1.0);
                let (u, v) = (
                    (h[0] * x + h[1] * y + h[2]) * den,
                    (h[3] * x + h[4] * y + h[5]) * den,
                );
                let (px, py) = (u * half + half - 0.5, v * half + half - 0.5);
                let Some([value, right, down, _]) = other.sample(px, py) else {
                    continue;
                };
                let (right, down) = (right * half * den, down * half * den);
                let away = -(right * u + down * v);
                let slopes = [
                    right * x,
                    right * y,
                    right,
                    down * x,
                    down * y,
                    down,
                    away * x,
                    away * y,
                ];
                let reference = pixel.value;
                count += 1.0;
                i += value;
                t += reference;
                ii += value * value;
                tt += reference * reference;
                it += value * reference;
                for a in 0..8 {
                    g[a] += slopes[a];
                    gi[a] += slopes[a] * value;
                    gt[a] += slopes[a] * reference;
                    for b in 0..8 {
                        gg[a][b] += slopes[a] * slopes[b];
                    }
                }
            }
            sums.count += f64::from(count);
            sums.i += f64::from(i);
            sums.t += f64::from(t);
            sums.ii += f64::from(ii);
            sums.tt += f64::from(tt);
            sums.it += f64::from(it);
            for a in 0..8 {
                sums.g[a] += f64::from(g[a]);
                sums.gi[a] += f64::from(gi[a]);
                sums.gt[a] += f64::from(gt[a]);
            }
            for (sum, run) in sums.gg.iter_mut().flatten().zip(gg.iter().flatten()) {
                *sum += f64::from(*run);
            }
        }
        sums
    }

    /// Sums of squares around the means: other, reference, and both together.
    fn around_means(&self) -> (f64, f64, f64) {
        let n = self.count;
        (
            self.ii - self.i * self.i / n,
            self.tt - self.t * self.t / n,
            self.it - self.i * self.t / n,
        )
    }

    /// The correlation of the pixels inside, of which there must be enough.
    fn correlation(&self, looked_at: usize) -> Option<f64> {
        if looked_at == 0 || self.count < LEAST_INSIDE * looked_at as f64 {
            return None;
        }
        let (ii, tt, it) = self.around_means();
        // Grey levels: less than a thousandth of one apart is one colour.
        let least = 1e-6 * self.count;
        (ii > least && tt > least).then(|| it / (ii * tt).sqrt())
    }

    /// By how much to move the parameters (equations 19 and 20 of the paper,
    /// with slopes around their means); `None` where that is not determined.
    fn step(&self) -> Option<[f64; 8]> {
        let n = self.count;
        let (ii, _, it) = self.around_means();
        let mut hessian = self.gg;
        let (mut image, mut template) = (self.gi, self.gt);
        for a in 0..8 {
            for (value, other) in hessian[a].iter_mut().zip(self.g) {
                *value -= self.g[a] * other / n;
            }
            image[a] -= self.g[a] * self.i / n;
            template[a] -= self.g[a] * self.t / n;
        }
        let [from_image, from_template] = solve(hessian, [image, template])?;
        let dot = |a: &[f64; 8], b: &[f64; 8]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let over = it - dot(&template, &from_image);
        let gain = (ii - dot(&image, &from_image)) / over;
        if over <= 0.0 || !gain.is_finite() {
            return None;
        }
        let mut step = [0.0; 8];
        for (a, step) in step.iter_mut().enumerate() {
            *step = gain * from_template[a] - from_image[a];
        }
        Some(step)
    }
}

/// Solves `matrix` · x = b for both `sides` by Gaussian elimination with
/// pivots; `None` where the matrix is singular.
fn solve(mut matrix: [[f64; 8]; 8], mut sides: [[f64; 8]; 2]) -> Option<[[f64; 8]; 2]> {
    for column in 0..8 {
        let pivot = (column..8).max_by(|a, b| {
            matrix[*a][column]
                .abs()
                .total_cmp(&matrix[*b][column].abs())
        })?;
        matrix.swap(column, pivot);
        for side in &mut sides {
            side.swap(column, pivot);
        }
        let divisor = matrix[column][column];
        if !divisor.is_finite() || divisor.abs() < 1e-9 {
            return None;
        }
        for row in column + 1..8 {
            let factor = matrix[row][column] / divisor;
            let above = matrix[column];
            for (value, above) in matrix[row].iter_mut().zip(above).skip(column) {
                *value -= factor * above;
            }
            for side in &mut sides {
                side[row] -= factor * side[column];
            }
        }
    }
    for side in &mut sides {
        for row in (0..8).rev() {
            let known: f64 = (row + 1..8).map(|at| matrix[row][at] * side[at]).sum();
            side[row] = (side[row] - known) / matrix[row][row];
        }
    }
    Some(sides)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE: usize = 96;

    /// A picture with structure at several sizes, at any place.
    fn scene(x: f32, y: f32) -> f32 {
        128.0
            + 40.0 * (7.0 * x + 1.0).sin() * (5.0 * y).cos()
            + 30.0 * (11.0 * y - 4.0 * x).sin()
            + 20.0 * (3.0 * x * y + 2.0 * x).cos()
    }

    fn place(pixel: usize) -> f32 {
        (pixel as f32 + 0.5) / (SIDE as f32 / 2.0) - 1.0
    }

    fn looked_at() -> Vec<Pixel> {
        (0..SIDE * SIDE)
            .map(|at| (place(at % SIDE), place(at / SIDE)))
            .filter(|(x, y)| x * x + y * y < 0.6)
            .map(|(x, y)| Pixel {
                x,
                y,
                value: scene(x, y),
            })
            .collect()
    }

    /// What the other picture shows when `homography` leads from the scene to it.
    fn warped(homography: &Homography, change: impl Fn(f32, f32, f32) -> f32) -> Slopes {
        let back = homography.inverse().expect("it can be undone");
        let grey: Vec<f32> = (0..SIDE * SIDE)
            .map(|at| {
                let (x, y) = (place(at % SIDE), place(at / SIDE));
                let (u, v) = back.apply(x, y);
                change(scene(u, v), x, y)
            })
            .collect();
        Slopes::of(&grey, SIDE)
    }

    #[test]
    fn a_warp_is_found_whatever_the_brightness() {
        let warps: [(&str, [f32; 8]); 5] = [
            ("nothing", [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]),
            ("moved", [1.0, 0.0, 0.06, 0.0, 1.0, -0.05, 0.0, 0.0]),
            ("zoomed", [1.08, 0.0, 0.0, 0.0, 1.08, 0.0, 0.0, 0.0]),
            ("turned", [0.995, -0.1, 0.0, 0.1, 0.995, 0.0, 0.0, 0.0]),
            ("tilted", [1.02, 0.03, 0.02, -0.02, 0.97, 0.01, 0.08, -0.06]),
        ];
        for (name, parameters) in warps {
            for (gain, offset) in [(1.0, 0.0), (0.6, 40.0)] {
                let truth = Homography::new(parameters);
                let other = warped(&truth, |value, _, _| value * gain + offset);
                let found = align(&looked_at(), &other, Homography::IDENTITY, 60)
                    .expect("both have structure");
                assert!(
                    found.correlation > 0.9995,
                    "{name} ×{gain}: {}",
                    found.correlation
                );
                for (x, y) in [(-0.5, -0.5), (0.5, -0.5), (0.0, 0.6)] {
                    let ((u, v), (a, b)) = (truth.apply(x, y), found.homography.apply(x, y));
                    let off = (u - a).hypot(v - b) * SIDE as f32 / 2.0;
                    assert!(off < 0.15, "{name} ×{gain}: {off} px at {x} {y}");
                }
            }
        }
    }

    #[test]
    fn what_no_homography_explains_stays_uncorrelated() {
        let bent =
            |_: f32, x: f32, y: f32| scene(x + 0.08 * (4.0 * y).sin(), y + 0.06 * (5.0 * x).sin());
        let other = warped(&Homography::IDENTITY, bent);
        let found = align(&looked_at(), &other, Homography::IDENTITY, 60).expect("structure");
        assert!(found.correlation < 0.98, "{}", found.correlation);
    }

    #[test]
    fn one_colour_or_nothing_in_common_is_no_alignment() {
        let flat = Slopes::of(&[7.0; SIDE * SIDE], SIDE);
        assert_eq!(align(&looked_at(), &flat, Homography::IDENTITY, 5), None);
        let away = Homography::new([1.0, 0.0, 5.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
        let other = warped(&Homography::IDENTITY, |value, _, _| value);
        assert_eq!(align(&looked_at(), &other, away, 5), None);
        assert_eq!(align(&[], &other, Homography::IDENTITY, 5), None);
    }

    #[test]
    fn equations_are_solved_and_singular_ones_refused() {
        let mut matrix = [[0.0; 8]; 8];
        for (at, row) in matrix.iter_mut().enumerate() {
            row[(at + 1) % 8] = at as f64 + 1.0;
        }
        let wanted = [1.0, -2.0, 3.0, 4.0, 5.0, -6.0, 7.0, 8.0];
        let side: [f64; 8] =
            std::array::from_fn(|row| (0..8).map(|at| matrix[row][at] * wanted[at]).sum());
        let [first, second] = solve(matrix, [side, [0.0; 8]]).expect("a permutation");
        assert_eq!((first, second), (wanted, [0.0; 8]));
        assert_eq!(solve([[1.0; 8]; 8], [side, side]), None);
    }
}
