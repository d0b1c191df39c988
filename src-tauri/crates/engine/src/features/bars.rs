//! Bars of a bar code that could not be read.
//!
//! Bars go on across the code: lines a millimetre and a half apart have their
//! light and dark at the same places, as letters and ornament have not.

use crate::quality::Plane;

/// The lines that are compared lie this far apart, in millimetres.
const APART_MM: f32 = 1.5;
/// The stretch of a line that is compared.
const STRETCH_MM: f32 = 14.0;
/// A bar code changes between light and dark this often in a stretch: its
/// modules are at most half a millimetre wide.
const LEAST_CHANGES: usize = 18;
/// The share of a stretch in which the lines agree.
const AGREE: f32 = 0.9;
/// Levels between the light and the dark of a stretch.
const LEAST_CONTRAST: u8 = 50;

/// Whether there are bars on the side `plane`, upright or lying.
pub(super) fn seen(plane: &Plane, px_per_mm: f32) -> bool {
    upright(plane, px_per_mm) || upright(&turned(plane), px_per_mm)
}

fn turned(plane: &Plane) -> Plane {
    let values = (0..plane.width)
        .flat_map(|x| (0..plane.height).map(move |y| plane.values[y * plane.width + x]))
        .collect();
    Plane {
        width: plane.height,
        height: plane.width,
        values,
    }
}

fn upright(plane: &Plane, px_per_mm: f32) -> bool {
    let apart = ((APART_MM * px_per_mm) as usize).max(2);
    let stretch = ((STRETCH_MM * px_per_mm) as usize).max(8);
    (0..plane.height.saturating_sub(2 * apart))
        .step_by(apart)
        .any(|y| {
            let rows = [y, y + apart, y + 2 * apart].map(|y| plane.row(y));
            (0..(plane.width + 1).saturating_sub(stretch))
                .step_by((stretch / 2).max(1))
                .any(|x| are_bars(rows.map(|row| &row[x..x + stretch])))
        })
}

fn are_bars(rows: [&[u8]; 3]) -> bool {
    let Some(middles) = middles(rows) else {
        return false;
    };
    let dark = |row: usize, at: usize| rows[row][at] < middles[row];
    let length = rows[0].len();
    let changes = (1..length)
        .filter(|&at| dark(1, at) != dark(1, at - 1))
        .count();
    if changes < LEAST_CHANGES {
        return false;
    }
    let agreeing = (0..length)
        .filter(|&at| dark(0, at) == dark(1, at) && dark(1, at) == dark(2, at))
        .count();
    agreeing as f32 >= AGREE * length as f32
}

/// Halfway between the light and the dark of each row; `None` where one has
/// too little contrast.
fn middles(rows: [&[u8]; 3]) -> Option<[u8; 3]> {
    let mut middles = [0; 3];
    for (middle, row) in middles.iter_mut().zip(rows) {
        let (low, high) = (row.iter().min()?, row.iter().max()?);
        if high - low < LEAST_CONTRAST {
            return None;
        }
        *middle = u8::midpoint(*low, *high);
    }
    Some(middles)
}
