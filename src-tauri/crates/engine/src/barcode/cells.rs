//! How much and in which direction brightness changes in every part of an
//! image (its structure tensor: Bigün and Granlund, 1987).

use image::GrayImage;

/// Side of a cell in pixels.
pub(super) const CELL_PX: usize = 8;

/// The change of brightness in a cell and those around it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Cell {
    /// Mean squared change by pixel, in squared steps of 256.
    pub(super) energy: f32,
    /// Cosine and sine of twice the direction in which it changes, as long as
    /// one direction prevails: 0 for none, 1 where all change is in it.
    pub(super) doubled: (f32, f32),
}

impl Cell {
    /// How far one direction prevails, 0 to 1.
    pub(super) fn coherence(self) -> f32 {
        self.doubled.0.hypot(self.doubled.1)
    }
}

/// The cells of an image, row by row.
pub(super) struct Cells {
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) cells: Vec<Cell>,
}

/// Sums over pixels: of the squared change over the diagonals of a pixel, of
/// the squared gradient to the right, of that downwards, of their product, and
/// the number of pixels.
type Sums = [f32; 5];

impl Cells {
    pub(super) fn of(image: &GrayImage) -> Self {
        let (width, height) = (image.width() as usize, image.height() as usize);
        let (columns, rows) = (width.div_ceil(CELL_PX), height.div_ceil(CELL_PX));
        let sums = sums(image, columns, rows);
        let mut cells = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                let mut around = Sums::default();
                for y in row.saturating_sub(1)..(row + 2).min(rows) {
                    for x in column.saturating_sub(1)..(column + 2).min(columns) {
                        for (sum, value) in around.iter_mut().zip(sums[y * columns + x]) {
                            *sum += value;
                        }
                    }
                }
                cells.push(cell(around));
            }
        }
        Self {
            columns,
            rows,
            cells,
        }
    }
}

/// How much there is of it is said by differences over the diagonal of a pixel:
/// they see bars of a single pixel. The direction comes from Scharr's operator,
/// which is exact for bars of two pixels and wider and blind for narrower ones.
fn sums(image: &GrayImage, columns: usize, rows: usize) -> Vec<Sums> {
    let width = image.width() as usize;
    let mut sums = vec![Sums::default(); columns * rows];
    let lines: Vec<&[u8]> = image.chunks_exact(width.max(1)).collect();
    for (row, three) in lines.windows(3).enumerate() {
        let of_row = &mut sums[(row + 1) / CELL_PX * columns..][..columns];
        let (above, here, below) = (three[0], three[1], three[2]);
        for (column, sum) in of_row.iter_mut().enumerate() {
            let from = (column * CELL_PX).max(1);
            let to = (column * CELL_PX + CELL_PX).min(width.saturating_sub(1));
            let (mut change, mut xx, mut yy, mut xy) = (0_i32, 0_i32, 0_i32, 0_i32);
            for x in from..to {
                let at = |line: &[u8], x: usize| i32::from(line[x]);
                let falling = at(below, x + 1) - at(here, x);
                let rising = at(here, x + 1) - at(below, x);
                change += falling * falling + rising * rising;
                let (left, right) = (x - 1, x + 1);
                let across = 3 * (at(above, right) - at(above, left) + at(below, right))
                    - 3 * at(below, left)
                    + 10 * (at(here, right) - at(here, left));
                let down = 3 * (at(below, left) - at(above, left) + at(below, right))
                    - 3 * at(above, right)
                    + 10 * (at(below, x) - at(above, x));
                xx += across * across;
                yy += down * down;
                xy += across * down;
            }
            let pixels = to.saturating_sub(from) as i32;
            for (sum, value) in sum.iter_mut().zip([change / 2, xx, yy, xy, pixels]) {
                *sum += value as f32;
            }
        }
    }
    sums
}

fn cell([change, xx, yy, xy, pixels]: Sums) -> Cell {
    let all = xx + yy;
    if all <= 0.0 {
        return Cell::default();
    }
    Cell {
        energy: change / pixels.max(1.0),
        doubled: ((xx - yy) / all, 2.0 * xy / all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;

    #[test]
    fn the_direction_of_bars_is_known_however_narrow_they_are() {
        #[track_caller]
        fn check(degrees: f32, period: f32) {
            let (sin, cos) = degrees.to_radians().sin_cos();
            let image = GrayImage::from_fn(96, 80, |x, y| {
                let across = x as f32 * cos + y as f32 * sin;
                Luma([(128.0 + 90.0 * (across / period * std::f32::consts::TAU).sin()) as u8])
            });
            let cells = Cells::of(&image);
            assert_eq!((cells.columns, cells.rows), (12, 10));
            let cell = cells.cells[5 * 12 + 6];
            assert!(cell.coherence() > 0.9, "{degrees} {period}: {cell:?}");
            let found = cell.doubled.1.atan2(cell.doubled.0).to_degrees() / 2.0;
            let off = (found - degrees).rem_euclid(180.0);
            assert!(off.min(180.0 - off) < 4.0, "{degrees} {period}: {found}");
        }
        for degrees in [0.0, 20.0, 45.0, 90.0, 130.0] {
            check(degrees, 6.0);
            check(degrees, 13.0);
        }
        check(0.0, 2.3);
    }

    #[test]
    fn a_plain_image_has_no_change() {
        for (width, height) in [(1, 1), (1, 40), (40, 1), (17, 9)] {
            let cells = Cells::of(&GrayImage::from_pixel(width, height, Luma([90])));
            assert!(cells.cells.iter().all(|cell| *cell == Cell::default()));
        }
    }
}
