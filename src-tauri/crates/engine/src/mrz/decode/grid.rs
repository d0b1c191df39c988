//! The columns of a line: equal pitch, laid over what the recogniser saw.
//!
//! A cut is generous, so that no character is lost; texture beside the text
//! then looks like characters too. The right columns are those that most of
//! what was seen falls into, with no column left empty.

use super::super::emissions::{BLANK, Emissions};

/// Where the middles of the columns lie, in steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Grid {
    pub(crate) columns: usize,
    /// The middle of the first column.
    pub(crate) first: f64,
    /// From column to column, on average.
    pub(crate) pitch: f64,
    /// How much the middle of the line lies off the straight rule, in steps:
    /// perspective widens one end.
    pub(crate) bend: f64,
}

impl Grid {
    /// The middle of `column`, in steps.
    pub(crate) fn middle(&self, column: usize) -> f64 {
        self.at(column as f64)
    }

    fn at(&self, column: f64) -> f64 {
        let last = (self.columns - 1).max(1) as f64;
        let share = column / last;
        self.first + self.pitch * column + 4.0 * self.bend * share * (1.0 - share)
    }

    /// Whether both put the same steps into the same columns.
    fn is_like(&self, other: &Self) -> bool {
        let last = self.columns - 1;
        [0, last / 2, last]
            .into_iter()
            .all(|column| (self.middle(column) - other.middle(column)).abs() < 0.3 * self.pitch)
    }

    /// The column at `step`, in parts.
    fn column(&self, step: f64) -> f64 {
        let mut column = (step - self.first) / self.pitch;
        if self.bend == 0.0 {
            return column;
        }
        for _ in 0..3 {
            column -= (self.at(column) - step) / self.pitch;
        }
        column
    }

    /// The same columns where a step is `1 / by` as wide.
    pub(crate) fn scaled(self, by: f64) -> Self {
        Self {
            first: (self.first + 0.5) * by - 0.5,
            pitch: self.pitch * by,
            bend: self.bend * by,
            ..self
        }
    }

    /// The first step and the one behind the last that belong to the line.
    pub(crate) fn window(&self, steps: usize) -> (usize, usize) {
        let from = (self.at(0.0) - 0.75 * self.pitch).floor().max(0.0) as usize;
        let to = (self.at((self.columns - 1) as f64) + 0.75 * self.pitch)
            .ceil()
            .max(0.0) as usize;
        (from.min(steps), to.min(steps))
    }
}

/// A run of steps in which one character was seen.
#[derive(Debug, Clone, Copy)]
struct Peak {
    at: f64,
    weight: f64,
}

/// Pitches that are tried, as parts of the median distance of neighbours.
const PITCHES: std::ops::RangeInclusive<i32> = -8..=8;
const PITCH_STEP: f64 = 0.015;
/// Bends that are tried, in pitches.
const BENDS: [f64; 3] = [0.0, -0.5, 0.5];

/// What a bend of one pitch costs, in characters per column: straight lines
/// are the rule.
const BENDING: f64 = 0.02;
/// How many rough grids are worth refining.
const PROMISING: usize = 128;
/// How many different grids are worth aligning.
const DIFFERENT: usize = 4;

/// The most promising grids of `columns`, best first; none when too little was seen.
pub(crate) fn fits(emissions: &Emissions, columns: usize) -> Vec<Grid> {
    let peaks = peaks(emissions);
    if peaks.len() * 2 < columns {
        return Vec::new();
    }
    let Some(typical) = typical_pitch(&peaks) else {
        return Vec::new();
    };
    let mut rough: Vec<(f64, Grid)> = Vec::new();
    let candidates = &peaks[..peaks.len() - columns / 2];
    for pitch in PITCHES.map(|n| typical * (1.0 + f64::from(n) * PITCH_STEP)) {
        for bend in BENDS.map(|bend| bend * pitch) {
            for peak in candidates {
                for lost in 0..2 {
                    let first = peak.at - pitch * f64::from(lost);
                    let grid = Grid {
                        columns,
                        first,
                        pitch,
                        bend,
                    };
                    rough.push((score(&grid, &peaks), grid));
                }
            }
        }
    }
    for grid in tracked(columns, &peaks, typical) {
        rough.push((score(&grid, &peaks), grid));
    }
    let best_first = |a: &(f64, Grid), b: &(f64, Grid)| b.0.total_cmp(&a.0);
    if rough.len() > PROMISING {
        rough.select_nth_unstable_by(PROMISING, best_first);
        rough.truncate(PROMISING);
    }
    rough.sort_by(best_first);
    let mut refined: Vec<(f64, Grid)> = Vec::new();
    for (_, grid) in rough {
        let grid = refine(&grid, &peaks);
        if !refined.iter().any(|(_, known)| known.is_like(&grid)) {
            refined.push((score(&grid, &peaks), grid));
        }
        if refined.len() == DIFFERENT {
            break;
        }
    }
    refined.sort_by(|a, b| b.0.total_cmp(&a.0));
    refined.into_iter().map(|(_, grid)| grid).collect()
}

/// Grids found by walking from peak to peak with a pitch that may change on
/// the way, as it does on a page seen from the side.
fn tracked(columns: usize, peaks: &[Peak], typical: f64) -> Vec<Grid> {
    let mut pitch = typical;
    let mut places: Vec<(usize, f64)> = Vec::with_capacity(peaks.len());
    for peak in peaks.iter().filter(|peak| peak.weight > 0.3) {
        let Some((column, at)) = places.last().copied() else {
            places.push((0, peak.at));
            continue;
        };
        let jump = ((peak.at - at) / pitch).round();
        if jump < 1.0 {
            continue;
        }
        if jump < 2.0 {
            pitch += 0.2 * (peak.at - at - pitch);
        }
        places.push((column + jump as usize, peak.at));
    }
    let seen = places.last().map_or(0, |(column, _)| column + 1);
    let spare = seen.saturating_sub(columns);
    let lost = columns.saturating_sub(seen).min(2);
    let mut grids = Vec::new();
    for skipped in 0..=spare {
        for missing in 0..=lost {
            let taken: Vec<(f64, f64)> = places
                .iter()
                .filter(|(column, _)| (skipped..skipped + columns).contains(column))
                .map(|(column, at)| ((column - skipped + missing) as f64, *at))
                .collect();
            let start = Grid {
                columns,
                first: 0.0,
                pitch: typical,
                bend: 0.0,
            };
            grids.extend(through(&taken, &start));
        }
    }
    grids
}

fn peaks(emissions: &Emissions) -> Vec<Peak> {
    let mut peaks: Vec<Peak> = Vec::new();
    let mut last = BLANK;
    let (mut moment, mut mass, mut highest) = (0.0, 0.0, 0.0_f64);
    let blank_step = [0.0; BLANK + 1];
    for (at, step) in emissions.steps.iter().chain([&blank_step]).enumerate() {
        let ended = at == emissions.steps.len();
        let best = if ended { BLANK } else { best_of(step) };
        if best != last && last != BLANK {
            peaks.push(Peak {
                at: moment / mass,
                weight: highest,
            });
            (moment, mass, highest) = (0.0, 0.0, 0.0);
        }
        if best != BLANK {
            let weight = f64::from(step[best]);
            moment += weight * at as f64;
            mass += weight;
            highest = highest.max(weight);
        }
        last = best;
    }
    peaks
}

fn best_of(step: &[f32]) -> usize {
    let best = (0..=BLANK)
        .max_by(|a, b| step[*a].total_cmp(&step[*b]))
        .unwrap_or(BLANK);
    if step[best] > 0.05 { best } else { BLANK }
}

fn typical_pitch(peaks: &[Peak]) -> Option<f64> {
    let mut gaps: Vec<f64> = peaks
        .windows(2)
        .map(|pair| pair[1].at - pair[0].at)
        .collect();
    gaps.sort_by(f64::total_cmp);
    gaps.get(gaps.len() / 2).copied().filter(|gap| *gap > 1.0)
}

/// What falls into columns, less what falls beside them or outside, less a
/// share for every empty column.
fn score(grid: &Grid, peaks: &[Peak]) -> f64 {
    let mut filled = vec![0.0_f64; grid.columns];
    let mut score = -BENDING * grid.columns as f64 * (grid.bend / grid.pitch).abs();
    for peak in peaks {
        let column = grid.column(peak.at);
        let nearest = column.round();
        if nearest < 0.0 || nearest >= grid.columns as f64 {
            score -= 0.6 * peak.weight;
            continue;
        }
        let off = (column - nearest).abs();
        let fits = peak.weight * (1.0 - 4.0 * off * off);
        let place = &mut filled[nearest as usize];
        score -= place.min(fits.max(0.0));
        *place = place.max(fits);
    }
    score
        + filled
            .iter()
            .map(|fits| if *fits > 0.0 { *fits } else { -0.5 })
            .sum::<f64>()
}

/// Least squares through the peaks that the grid took, with a bend.
fn refine(grid: &Grid, peaks: &[Peak]) -> Grid {
    let last = (grid.columns - 1).max(1) as f64;
    let mut fitted = *grid;
    for _ in 0..3 {
        let taken: Vec<(f64, f64)> = peaks
            .iter()
            .filter_map(|peak| {
                let column = fitted.column(peak.at).round();
                if column < 0.0 || column > last {
                    return None;
                }
                let off = (peak.at - fitted.at(column)).abs() / fitted.pitch;
                (off < 0.45 && peak.weight > 0.3).then_some((column, peak.at))
            })
            .collect();
        if (taken.len() as f64) < last / 2.0 {
            break;
        }
        let Some(next) = through(&taken, &fitted) else {
            break;
        };
        fitted = next;
    }
    fitted
}

/// The grid through `points` (column and step) by least squares; `None` where
/// it is not one that a camera makes of `like`.
fn through(points: &[(f64, f64)], like: &Grid) -> Option<Grid> {
    let last = (like.columns - 1).max(1) as f64;
    let basis = |column: f64| {
        let share = column / last;
        [1.0, column, 4.0 * share * (1.0 - share)]
    };
    let [first, pitch, bend] = least_squares(points, basis)?;
    let alike = (pitch / like.pitch - 1.0).abs() < 0.2 && bend.abs() < 3.0 * pitch;
    alike.then_some(Grid {
        columns: like.columns,
        first,
        pitch,
        bend,
    })
}

/// Solves the normal equations of three unknowns.
fn least_squares(points: &[(f64, f64)], basis: impl Fn(f64) -> [f64; 3]) -> Option<[f64; 3]> {
    let mut matrix = [[0.0_f64; 4]; 3];
    for (x, y) in points {
        let b = basis(*x);
        for row in 0..3 {
            for column in 0..3 {
                matrix[row][column] += b[row] * b[column];
            }
            matrix[row][3] += b[row] * y;
        }
    }
    for pivot in 0..3 {
        let strongest = (pivot..3)
            .max_by(|a, b| matrix[*a][pivot].abs().total_cmp(&matrix[*b][pivot].abs()))?;
        matrix.swap(pivot, strongest);
        if matrix[pivot][pivot].abs() < 1e-9 {
            return None;
        }
        for row in (0..3).filter(|row| *row != pivot) {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            let above = matrix[pivot];
            for (cell, over) in matrix[row].iter_mut().zip(above).skip(pivot) {
                *cell -= factor * over;
            }
        }
    }
    Some(std::array::from_fn(|row| matrix[row][3] / matrix[row][row]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mrz::symbol::SYMBOLS;

    /// Steps with a character at each of `places`.
    fn seen(steps: usize, places: &[f64]) -> Emissions {
        let mut emissions = Emissions {
            steps: vec![[0.0; SYMBOLS + 1]; steps],
        };
        for step in &mut emissions.steps {
            step[BLANK] = 1.0;
        }
        for (n, place) in places.iter().enumerate() {
            let step = &mut emissions.steps[place.round() as usize];
            step[BLANK] = 0.1;
            step[n % 2 + 10] = 0.9;
        }
        emissions
    }

    #[test]
    fn texture_beside_the_line_is_left_out() {
        let mut places: Vec<f64> = (0..30).map(|n| 20.0 + 4.4 * f64::from(n)).collect();
        places.insert(0, 6.0);
        places.insert(1, 8.0);
        places.push(158.0);
        let grid = fits(&seen(170, &places), 30)[0];
        assert!((grid.middle(0) - 20.0).abs() < 1.0, "{grid:?}");
        assert!((grid.middle(29) - 147.6).abs() < 1.0, "{grid:?}");
    }

    #[test]
    fn lost_characters_leave_their_columns() {
        let places: Vec<f64> = (0..44)
            .filter(|n| n % 9 != 4)
            .map(|n| 10.0 + 3.7 * f64::from(n))
            .collect();
        let grid = fits(&seen(180, &places), 44)[0];
        assert!((grid.middle(43) - 169.1).abs() < 1.0, "{grid:?}");
    }

    #[test]
    fn perspective_bends_the_grid() {
        let places: Vec<f64> = (0..44)
            .map(|n| 10.0 + 4.8 * f64::from(n) - 0.014 * f64::from(n * n))
            .collect();
        let grid = fits(&seen(200, &places), 44)[0];
        for (column, place) in places.iter().enumerate() {
            assert!(
                (grid.middle(column) - place).abs() < 1.0,
                "{column} {grid:?}"
            );
        }
    }
}
