//! Glare: where the light of a lamp, reflected, hides what is printed.
//!
//! A reflection is burnt out and fades into its surroundings over
//! millimetres; a white field that is printed ends at a line. So what counts
//! are burnt-out patches whose surroundings are still brighter than the paper.

use domain::advice::Advice;
use image::RgbImage;

use super::{Bound, DocumentPicture, DocumentQuality, Measure, Measured, Plane, Unit, found_at};
use crate::face::Box2;

/// Side of the squares that are burnt out or not, in pixels.
const CELL: usize = 6;

/// A pixel whose every channel reaches this is burnt out.
const BURNT: u8 = 250;

/// Paper as bright as this cannot be told from a reflection.
const WHITE_PAPER: u8 = 240;

/// How much of the way from the paper to white the surroundings must keep.
const HALO: f32 = 0.25;

/// The share of the document that reflections hide, and where. What touches
/// the edge of a picture may be the background, so that it counts only where
/// the document is straightened.
pub(super) fn document(
    subject: &DocumentPicture<'_>,
    plane: &Plane,
    policy: &DocumentQuality,
) -> Measured {
    let shown = subject.straight.unwrap_or(subject.picture);
    let mut found = patches(shown, plane, policy.least_glare_share);
    if let (None, Some(patches)) = (subject.straight, &mut found) {
        patches.retain(|patch| !touches_edge(&patch.bbox, plane));
    }
    let share = found.as_ref().map(|patches| {
        let cells: usize = patches.iter().map(|patch| patch.cells).sum();
        (cells * CELL * CELL) as f32 / plane.values.len().max(1) as f32
    });
    let places = found
        .into_iter()
        .flatten()
        .map(|patch| patch.bbox)
        .collect();
    let threshold = (Bound::AtMost, policy.most_glare_share);
    let measured = Measured::new(
        Measure::Glare,
        share,
        Unit::Share,
        threshold,
        Advice::AvoidGlare,
    );
    found_at(measured, places, subject.fields)
}

struct Patch {
    bbox: Box2,
    cells: usize,
}

fn touches_edge(bbox: &Box2, plane: &Plane) -> bool {
    let last = |pixels: usize| ((pixels / CELL) * CELL) as f32;
    bbox.x <= 0.0
        || bbox.y <= 0.0
        || bbox.x + bbox.width >= last(plane.width)
        || bbox.y + bbox.height >= last(plane.height)
}

/// Burnt-out patches of at least the share `least` of the image, with a halo;
/// `None` where the paper is as white as they.
fn patches(shown: &RgbImage, plane: &Plane, least: f32) -> Option<Vec<Patch>> {
    let (columns, rows) = (plane.width / CELL, plane.height / CELL);
    if columns < 8 || rows < 8 {
        return None;
    }
    let cells = Cells::of(shown, plane, columns, rows);
    let paper = cells.paper()?;
    let least_cells = (least * (columns * rows) as f32).max(1.0) as usize;
    let mut seen = vec![false; columns * rows];
    let mut patches = Vec::new();
    for start in 0..columns * rows {
        if seen[start] || !cells.burnt[start] {
            continue;
        }
        let patch = cells.connected(start, &mut seen);
        if patch.len() >= least_cells && cells.halo(&patch, paper) {
            patches.push(Patch {
                bbox: cells.bounds(&patch),
                cells: patch.len(),
            });
        }
    }
    Some(patches)
}

/// The image in squares of [`CELL`] pixels.
struct Cells {
    columns: usize,
    rows: usize,
    burnt: Vec<bool>,
    level: Vec<u8>,
}

impl Cells {
    fn of(shown: &RgbImage, plane: &Plane, columns: usize, rows: usize) -> Self {
        let raw = shown.as_raw();
        let mut burnt = Vec::with_capacity(columns * rows);
        let mut level = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                let (mut hidden, mut sum) = (0, 0);
                for y in row * CELL..(row + 1) * CELL {
                    let from = y * plane.width + column * CELL;
                    for pixel in raw[from * 3..][..CELL * 3].chunks_exact(3) {
                        hidden += usize::from(pixel.iter().all(|channel| *channel >= BURNT));
                    }
                    let values = &plane.values[from..][..CELL];
                    sum += values.iter().map(|value| u32::from(*value)).sum::<u32>();
                }
                burnt.push(hidden * 4 >= CELL * CELL * 3);
                level.push((sum / (CELL * CELL) as u32) as u8);
            }
        }
        Self {
            columns,
            rows,
            burnt,
            level,
        }
    }

    /// The level of the paper: the middle of what is not burnt out. `None`
    /// where it is white.
    fn paper(&self) -> Option<u8> {
        let mut rest: Vec<u8> = self
            .level
            .iter()
            .zip(&self.burnt)
            .filter(|(_, burnt)| !**burnt)
            .map(|(level, _)| *level)
            .collect();
        // More burnt than not: what shows is exposure, not a reflection.
        if rest.len() * 2 < self.level.len() {
            return None;
        }
        let at = rest.len() * 6 / 10;
        let (_, paper, _) = rest.select_nth_unstable(at);
        (*paper < WHITE_PAPER).then_some(*paper)
    }

    fn neighbours(&self, cell: usize, reach: usize) -> impl Iterator<Item = usize> {
        let (x, y) = (cell % self.columns, cell / self.columns);
        let (columns, rows) = (self.columns, self.rows);
        let beside = [
            (x >= reach).then(|| cell - reach),
            (x + reach < columns).then(|| cell + reach),
            (y >= reach).then(|| cell - reach * columns),
            (y + reach < rows).then(|| cell + reach * columns),
        ];
        beside.into_iter().flatten()
    }

    fn connected(&self, start: usize, seen: &mut [bool]) -> Vec<usize> {
        seen[start] = true;
        let mut patch = vec![start];
        let mut next = 0;
        while let Some(cell) = patch.get(next).copied() {
            next += 1;
            for neighbour in self.neighbours(cell, 1) {
                if self.burnt[neighbour] && !seen[neighbour] {
                    seen[neighbour] = true;
                    patch.push(neighbour);
                }
            }
        }
        patch
    }

    /// Whether the surroundings of `patch`, two cells away, are brighter than
    /// the paper.
    fn halo(&self, patch: &[usize], paper: u8) -> bool {
        let mut around: Vec<u8> = patch
            .iter()
            .flat_map(|cell| self.neighbours(*cell, 2))
            .filter(|cell| !self.burnt[*cell])
            .map(|cell| self.level[cell])
            .collect();
        if around.is_empty() {
            return false;
        }
        let middle = around.len() / 2;
        let (_, level, _) = around.select_nth_unstable(middle);
        let paper = f32::from(paper);
        f32::from(*level) >= paper + HALO * (255.0 - paper)
    }

    fn bounds(&self, patch: &[usize]) -> Box2 {
        let columns = patch.iter().map(|cell| cell % self.columns);
        let rows = patch.iter().map(|cell| cell / self.columns);
        let span = |low: Option<usize>, high: Option<usize>| {
            let (low, high) = (low.unwrap_or(0), high.unwrap_or(0));
            ((low * CELL) as f32, ((high - low + 1) * CELL) as f32)
        };
        let (x, width) = span(columns.clone().min(), columns.max());
        let (y, height) = span(rows.clone().min(), rows.max());
        Box2 {
            x,
            y,
            width,
            height,
        }
    }
}
