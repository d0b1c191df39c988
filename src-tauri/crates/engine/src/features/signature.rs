//! The signature of the holder: strokes of ink where the caption says.
//!
//! A layout without the caption is not known, so that nothing can be missing.

use image::RgbImage;

use super::{Look, Seen, upright};
use crate::document::kind::{Folded, Kind};
use crate::document::{Box2, Quad};
use crate::quality::level;
use crate::text::TextLine;

/// Captions of the field, in letters A–Z and blanks.
const CAPTIONS: [&str; 5] = [
    "FIRMA DEL TITOLARE",
    "HOLDERS SIGNATURE",
    "SIGNATURE OF BEARER",
    "SIGNATURE OF HOLDER",
    "SIGNATURE DU TITULAIRE",
];

/// Where the field lies below its caption: further to the left, from its left
/// edge to the right, and down, in millimetres.
const LEFT_MM: f32 = 3.0;
const WIDE_MM: f32 = 36.0;
const DEEP_MM: f32 = 6.5;

/// Where it lies beside the number 7 of a licence: above it, to the right and
/// down, in millimetres.
const ABOVE_MM: f32 = 2.5;
const BESIDE_MM: f32 = 38.0;
const BELOW_MM: f32 = 7.0;

/// Ink is darker than the paper by this many levels, and by this share of it.
const DARKER: f32 = 46.0;
const DARKER_SHARE: f32 = 0.3;

/// A field darker than this level shows no ink.
const LEAST_PAPER: f32 = 80.0;

/// Side of the cells that are looked at, in millimetres, and the share of a
/// cell that is ink.
const CELL_MM: f32 = 0.3;
const INKED: f32 = 0.25;

/// Cells that hang together and are fewer are specks.
const SPECK: usize = 5;

/// A signature is at least this wide and high, in millimetres.
const LEAST_WIDE_MM: f32 = 6.0;
const LEAST_HIGH_MM: f32 = 1.2;

/// The share of its rectangle that strokes fill: more is a dark area.
const MOST_FILLED: f32 = 0.5;

/// Strokes in the field of the signature.
pub(super) fn find(look: &Look<'_>, kind: Kind) -> Seen {
    let Some(px_per_mm) = look.px_per_mm else {
        return Seen::Unclear;
    };
    field(look, kind, px_per_mm).map_or(Seen::Unclear, |field| {
        strokes(look.pixels, &field.bounds(), px_per_mm)
    })
}

/// The field in pixels of the side.
fn field(look: &Look<'_>, kind: Kind, px_per_mm: f32) -> Option<Quad> {
    if kind == Kind::DrivingLicence {
        let number = look
            .lines
            .iter()
            .find(|line| matches!(line.text.trim(), "7" | "7.") || line.text.starts_with("7."))?;
        let at = number.part(0..2).bounds();
        return look.part(
            (at.x + at.width) / px_per_mm,
            at.y / px_per_mm - ABOVE_MM,
            BESIDE_MM,
            at.height / px_per_mm + ABOVE_MM + BELOW_MM,
        );
    }
    let says = |line: &&TextLine| {
        let folded = Folded::new(&line.text);
        CAPTIONS.iter().any(|caption| folded.contains(caption))
    };
    let corners: Vec<_> = look
        .lines
        .iter()
        .filter(says)
        .flat_map(|line| line.quad.0)
        .collect();
    if corners.is_empty() {
        return None;
    }
    let caption = Box2::around(corners);
    look.part(
        caption.x / px_per_mm - LEFT_MM,
        (caption.y + caption.height) / px_per_mm,
        WIDE_MM + LEFT_MM,
        DEEP_MM,
    )
}

/// What is written in `field` of `side`.
fn strokes(side: &RgbImage, field: &Box2, px_per_mm: f32) -> Seen {
    let Some(ink) = Ink::of(side, field, px_per_mm) else {
        return Seen::Unclear;
    };
    let cells = ink.strokes();
    let (Some(left), Some(right)) = (
        cells.iter().map(|(x, _)| *x).min(),
        cells.iter().map(|(x, _)| *x).max(),
    ) else {
        return Seen::Nothing;
    };
    let top = cells.iter().map(|(_, y)| *y).min().unwrap_or(0);
    let bottom = cells.iter().map(|(_, y)| *y).max().unwrap_or(0);
    let (wide, high) = (right - left + 1, bottom - top + 1);
    let is_large = wide as f32 * CELL_MM >= LEAST_WIDE_MM && high as f32 * CELL_MM >= LEAST_HIGH_MM;
    let filled = cells.len() as f32 / (wide * high) as f32;
    if !is_large || filled > MOST_FILLED {
        return Seen::Unclear;
    }
    let at = |cells: usize| cells as f32 * ink.cell as f32;
    Seen::At(upright(
        field.x + at(left),
        field.y + at(top),
        field.x + at(right + 1),
        field.y + at(bottom + 1),
    ))
}

/// Cells of a field that are ink, row by row.
struct Ink {
    columns: usize,
    rows: usize,
    cells: Vec<bool>,
    /// Side of a cell in pixels.
    cell: usize,
}

impl Ink {
    /// `None` where the field is too small or too dark to show a stroke.
    fn of(side: &RgbImage, field: &Box2, px_per_mm: f32) -> Option<Self> {
        let cell = ((CELL_MM * px_per_mm).round() as usize).max(1);
        let (columns, rows) = (field.width as usize / cell, field.height as usize / cell);
        if columns < 8 || rows < 4 {
            return None;
        }
        let (left, top) = (field.x as usize, field.y as usize);
        let value = |x: usize, y: usize| {
            let pixel = side.get_pixel_checked((left + x) as u32, (top + y) as u32)?;
            let [red, green, blue] = pixel.0;
            Some(level(red, green, blue))
        };
        let mut values: Vec<u8> = (0..rows * cell)
            .flat_map(|y| (0..columns * cell).filter_map(move |x| value(x, y)))
            .collect();
        let pixels = values.clone();
        if pixels.len() < columns * rows * cell * cell {
            return None;
        }
        // Most of the field is paper, whatever is written on it.
        let at = values.len() * 6 / 10;
        let (_, paper, _) = values.select_nth_unstable(at);
        let paper = f32::from(*paper);
        if paper < LEAST_PAPER {
            return None;
        }
        let dark = paper - DARKER.max(paper * DARKER_SHARE);
        let cells = (0..rows * columns)
            .map(|index| {
                let (x, y) = (index % columns * cell, index / columns * cell);
                let inked = (y..y + cell)
                    .flat_map(|y| &pixels[y * columns * cell + x..][..cell])
                    .filter(|value| f32::from(**value) < dark)
                    .count();
                inked as f32 >= INKED * (cell * cell) as f32
            })
            .collect();
        Some(Self {
            columns,
            rows,
            cells,
            cell,
        })
    }

    /// The cells of everything larger than a speck that is no ruled line.
    fn strokes(&self) -> Vec<(usize, usize)> {
        let mut known = vec![false; self.cells.len()];
        let mut kept = Vec::new();
        for start in 0..self.cells.len() {
            if !self.cells[start] || known[start] {
                continue;
            }
            let patch = self.patch(start, &mut known);
            let rows: Vec<usize> = patch.iter().map(|(_, y)| *y).collect();
            let high = rows.iter().max().zip(rows.iter().min());
            let is_ruled = high.is_some_and(|(bottom, top)| bottom - top < 2)
                && patch.len() * 2 > self.columns;
            if patch.len() >= SPECK && !is_ruled {
                kept.extend(patch);
            }
        }
        kept
    }

    /// The cells that hang together with the one at `start`.
    fn patch(&self, start: usize, known: &mut [bool]) -> Vec<(usize, usize)> {
        let mut patch = Vec::new();
        let mut open = vec![start];
        known[start] = true;
        while let Some(index) = open.pop() {
            let (x, y) = (index % self.columns, index / self.columns);
            patch.push((x, y));
            for y in y.saturating_sub(1)..(y + 2).min(self.rows) {
                for x in x.saturating_sub(1)..(x + 2).min(self.columns) {
                    let next = y * self.columns + x;
                    if self.cells[next] && !known[next] {
                        known[next] = true;
                        open.push(next);
                    }
                }
            }
        }
        patch
    }
}
