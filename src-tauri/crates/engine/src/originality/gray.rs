//! The black-and-white copy: whatever colour it has is that of the light.
//!
//! A gray surface reflects every colour alike. So all over a gray copy the
//! ratios of red, green and blue are those of the light, whatever its colour;
//! they change only slowly over the sheet, as lamp and window mix, and with
//! the brightness, as cameras bend their curves. What this does not explain is
//! ink. The ratios are fitted by a polynomial of place and brightness, twice,
//! the second time without what stands out; the share that stands out is the
//! score. Sensor noise averages out in cells of several pixels.

use domain::check::Answer;
use image::RgbImage;

use super::{Judged, Sign, Why};
use crate::imaging::resize::{Region, resize};

/// The document is looked at this wide, in cells.
const CELLS: u32 = 128;

/// Levels between which the ratios of a cell are those of the surface.
const DARKEST: u8 = 28;
const BRIGHTEST: u8 = 247;

/// A cell whose ratio is off by this much (natural logarithm) has a colour.
const COLOURED: f32 = 0.05;

/// A sheet with less colour than the first share is a copy, with more than the
/// second it is none.
const COPY: f32 = 0.004;
const NO_COPY: f32 = 0.015;

/// Less difference in brightness (natural logarithm) than this is a blank sheet.
const BLANK: f64 = 0.3;

/// The share of cells of which the ratios must be known.
const LEAST_SEEN: f32 = 0.3;

/// Terms of the polynomial: 1, x, y, xy, x², y², brightness and its square.
const TERMS: usize = 8;

/// Whether `straight`, an upright document, has colours of its own.
pub(super) fn judge(straight: &RgbImage) -> Judged {
    let judged = |free, score, why| Judged {
        sign: Sign::Gray,
        free,
        score,
        why,
    };
    let Some(share) = coloured_share(straight) else {
        return judged(Answer::NotAssessable, 0.0, Why::TooLittleSeen);
    };
    let free = if share < COPY {
        Answer::No
    } else if share < NO_COPY {
        Answer::NotAssessable
    } else {
        Answer::Yes
    };
    judged(free, share, Why::Colours { share })
}

struct Cell {
    terms: [f64; TERMS],
    /// Logarithms of red to green and of blue to green.
    ratios: [f64; 2],
}

/// The share of the sheet whose colour the light does not explain; `None`
/// where too little of it is neither dark nor burnt out.
fn coloured_share(straight: &RgbImage) -> Option<f32> {
    let (width, height) = straight.dimensions();
    if width < CELLS || height < CELLS / 2 {
        return None;
    }
    // Without the outermost, which may show the table.
    let (left, top) = (width / 40, height / 40);
    let region = Region {
        left,
        top,
        width: width - 2 * left,
        height: height - 2 * top,
    };
    let rows = (CELLS * region.height / region.width).max(1);
    let cells: Vec<Cell> = resize(straight, region, CELLS, rows)
        .enumerate_pixels()
        .filter_map(|(x, y, pixel)| {
            let x = f64::from(x) / f64::from(CELLS) - 0.5;
            let y = f64::from(y) / f64::from(rows) - 0.5;
            cell(x, y, pixel.0)
        })
        .collect();
    if (cells.len() as f32) < LEAST_SEEN * (CELLS * rows) as f32 {
        return None;
    }
    // On a blank sheet nothing is printed in any colour, black included.
    let brightness = cells.iter().map(|cell| cell.terms[6]);
    let spread = brightness.clone().fold(f64::MIN, f64::max) - brightness.fold(f64::MAX, f64::min);
    if spread < BLANK {
        return None;
    }
    let all = fit(cells.iter())?;
    let plain = |cell: &&Cell| off(cell, &all) < COLOURED;
    // With most of the sheet coloured the first fit is as good as any.
    let light = if cells.iter().filter(plain).count() * 2 > cells.len() {
        fit(cells.iter().filter(plain))?
    } else {
        all
    };
    let coloured = cells.iter().filter(|cell| off(cell, &light) >= COLOURED);
    Some(coloured.count() as f32 / cells.len() as f32)
}

fn cell(x: f64, y: f64, pixel: [u8; 3]) -> Option<Cell> {
    let is_seen = pixel
        .iter()
        .all(|value| (DARKEST..=BRIGHTEST).contains(value));
    if !is_seen {
        return None;
    }
    let [red, green, blue] = pixel.map(|value| f64::from(value).ln());
    let brightness = green - 4.8;
    Some(Cell {
        terms: [
            1.0,
            x,
            y,
            x * y,
            x * x,
            y * y,
            brightness,
            brightness * brightness,
        ],
        ratios: [red - green, blue - green],
    })
}

/// The light: for each ratio the weights of the terms.
type Light = [[f64; TERMS]; 2];

fn off(cell: &Cell, light: &Light) -> f32 {
    let [red, blue] = [0, 1].map(|ratio| {
        let terms = cell.terms.iter().zip(&light[ratio]);
        cell.ratios[ratio] - terms.map(|(term, weight)| term * weight).sum::<f64>()
    });
    red.hypot(blue) as f32
}

/// Least squares by the normal equations; `None` where they have no solution.
fn fit<'a>(cells: impl Iterator<Item = &'a Cell>) -> Option<Light> {
    // The two last columns are the right-hand sides.
    let mut rows = [[0.0; TERMS + 2]; TERMS];
    let mut count = 0.0;
    for cell in cells {
        count += 1.0;
        for (row, term) in rows.iter_mut().zip(cell.terms) {
            for (sum, other) in row.iter_mut().zip(cell.terms.iter().chain(&cell.ratios)) {
                *sum += term * other;
            }
        }
    }
    for (at, row) in rows.iter_mut().enumerate() {
        // A sheet of one brightness determines no curve: then it has none.
        row[at] += 1e-4 * (count + 1.0);
    }
    for pivot in 0..TERMS {
        let best = (pivot..TERMS).max_by(|a, b| {
            let [a, b] = [a, b].map(|row| rows[*row][pivot].abs());
            a.total_cmp(&b)
        })?;
        rows.swap(pivot, best);
        let leading = rows[pivot];
        if leading[pivot].abs() < 1e-9 {
            return None;
        }
        for (at, row) in rows.iter_mut().enumerate() {
            if at != pivot {
                let factor = row[pivot] / leading[pivot];
                for (value, lead) in row.iter_mut().zip(leading) {
                    *value -= factor * lead;
                }
            }
        }
    }
    Some([0, 1].map(|ratio| std::array::from_fn(|at| rows[at][TERMS + ratio] / rows[at][at])))
}
