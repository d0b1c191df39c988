//! Where in a picture codes may be: places full of bars in one direction, and
//! squares full of small patches.

use super::cells::{CELL_PX, Cell, Cells};
use super::pyramid::Pyramid;
use crate::document::{Point, Quad};

/// Longer side of the largest level in which places are looked for: narrower
/// bars cannot be read anyway.
const LONGEST_PX: u32 = 2400;
/// Least change in a cell of a code, in squared steps of 256 by pixel.
const LEAST_ENERGY: f32 = 30.0;
/// How far one direction prevails in a cell with bars, and in all of a code.
const OF_A_CELL: f32 = 0.25;
const OF_A_CODE: f32 = 0.3;
/// Neighbours belong together when their directions differ by at most 20°:
/// cosine of twice that.
const SAME_DIRECTION: f32 = 0.77;
/// Least length across the bars and along them, in pixels of a level.
const LEAST_PX: (f32, f32) = (48.0, 12.0);
/// Pixels of a picture that is a place by itself.
const SMALL_PX: u32 = 160_000;
/// How much longer than across its bars a code may be along them.
const TALLEST: f32 = 1.2;
/// No more places than this are looked at.
const MOST_BARS: usize = 5;
const MOST_SQUARES: usize = 2;
/// Places that overlap by more than this are one.
const SAME: f32 = 0.6;
/// The least part of a square that is full of patches, and how much longer
/// than high it may be.
const FILLED: f32 = 0.55;
const SQUARE: f32 = 1.7;

/// Where a code may be: a rectangle that lies at an angle in the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    /// In pixels of the picture.
    pub(super) centre: Point,
    /// Unit vector across the bars, to the right.
    pub(super) across: (f32, f32),
    /// Extent in this direction, and at right angles to it.
    pub(super) length: f32,
    pub(super) height: f32,
    /// How much it looks like a code.
    weight: f32,
}

impl Place {
    /// A place with sides along the picture's.
    #[cfg(test)]
    pub(super) const fn upright(centre: Point, length: f32, height: f32) -> Self {
        Self {
            centre,
            across: (1.0, 0.0),
            length,
            height,
            weight: 0.0,
        }
    }

    /// Its corners in the picture.
    fn quad(&self) -> Quad {
        let (half, up) = (self.length / 2.0, self.height / 2.0);
        Quad(
            [(-half, -up), (half, -up), (half, up), (-half, up)].map(|(x, y)| Point {
                x: self.centre.x + x * self.across.0 - y * self.across.1,
                y: self.centre.y + x * self.across.1 + y * self.across.0,
            }),
        )
    }
}

/// Where bars are, the likeliest place first; a small picture is a place of its
/// own, the last one.
pub(super) fn of_bars(pyramid: &Pyramid) -> Vec<Place> {
    let is_barred = |cell: &Cell| cell.energy > LEAST_ENERGY && cell.coherence() > OF_A_CELL;
    let mut places = best(pyramid, MOST_BARS, |cells, scale| {
        let alike = |a: &Cell, b: &Cell| {
            let turned = a.doubled.0 * b.doubled.0 + a.doubled.1 * b.doubled.1;
            turned > SAME_DIRECTION * a.coherence() * b.coherence()
        };
        groups(cells, is_barred, alike)
            .iter()
            .filter_map(|group| barred(cells, group, scale))
            .collect()
    });
    places.extend(whole(pyramid));
    places
}

/// All of a picture that is hardly larger than a code.
fn whole(pyramid: &Pyramid) -> Option<Place> {
    let (width, height) = pyramid.picture().dimensions();
    let (length, height) = (width as f32, height as f32);
    (width * pyramid.picture().height() <= SMALL_PX).then_some(Place {
        centre: Point {
            x: length / 2.0,
            y: height / 2.0,
        },
        across: (1.0, 0.0),
        length,
        height,
        weight: 0.0,
    })
}

/// Where squares of patches are, the likeliest place first.
pub(super) fn of_patches(pyramid: &Pyramid) -> Vec<Place> {
    let is_patched = |cell: &Cell| cell.energy > 4.0 * LEAST_ENERGY;
    best(pyramid, MOST_SQUARES, |cells, scale| {
        groups(cells, is_patched, |_, _| true)
            .iter()
            .filter_map(|group| patched(cells, group, scale))
            .collect()
    })
}

/// The `most` best places that `find` finds in the cells of all levels, no two
/// the same.
fn best(pyramid: &Pyramid, most: usize, find: impl Fn(&Cells, f32) -> Vec<Place>) -> Vec<Place> {
    let mut places: Vec<Place> = pyramid
        .levels()
        .filter(|(_, image)| image.width().max(image.height()) <= LONGEST_PX)
        .flat_map(|(scale, image)| find(&Cells::of(image), scale))
        .collect();
    places.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let mut kept: Vec<Place> = Vec::new();
    for place in places {
        if kept.len() == most {
            break;
        }
        let quad = place.quad();
        if kept.iter().all(|other| other.quad().overlap(&quad) < SAME) {
            kept.push(place);
        }
    }
    kept
}

/// Indexes of cells that are `wanted`, hang together and are `alike`.
fn groups(
    cells: &Cells,
    wanted: impl Fn(&Cell) -> bool,
    alike: impl Fn(&Cell, &Cell) -> bool,
) -> Vec<Vec<usize>> {
    let mut is_open: Vec<bool> = cells.cells.iter().map(wanted).collect();
    let mut groups = Vec::new();
    for start in 0..is_open.len() {
        if !is_open[start] {
            continue;
        }
        is_open[start] = false;
        let mut group = vec![start];
        let mut next = 0;
        while let Some(&at) = group.get(next) {
            next += 1;
            let (x, y) = (at % cells.columns, at / cells.columns);
            for row in y.saturating_sub(1)..(y + 2).min(cells.rows) {
                for column in x.saturating_sub(1)..(x + 2).min(cells.columns) {
                    let neighbour = row * cells.columns + column;
                    if is_open[neighbour] && alike(&cells.cells[at], &cells.cells[neighbour]) {
                        is_open[neighbour] = false;
                        group.push(neighbour);
                    }
                }
            }
        }
        groups.push(group);
    }
    groups
}

/// The group as a place of bars, where it is one; `scale` pixels of the
/// picture are one of the level.
fn barred(cells: &Cells, group: &[usize], scale: f32) -> Option<Place> {
    let (mut cosine, mut sine, mut energy) = (0.0, 0.0, 0.0);
    for cell in group.iter().map(|at| cells.cells[*at]) {
        cosine += cell.energy * cell.doubled.0;
        sine += cell.energy * cell.doubled.1;
        energy += cell.energy;
    }
    let coherence = cosine.hypot(sine) / energy;
    let (sin, cos) = (sine.atan2(cosine) / 2.0).sin_cos();
    let place = enclosing(cells, group, (cos, sin), scale);
    let (length, height) = (place.length / scale, place.height / scale);
    let is_large = length >= LEAST_PX.0 && height >= LEAST_PX.1;
    if coherence < OF_A_CODE || !is_large || height > TALLEST * length {
        return None;
    }
    let mean = energy / group.len() as f32;
    Some(Place {
        weight: mean.sqrt() * coherence * coherence * (place.length * place.height).sqrt(),
        ..place
    })
}

/// The group as a square of patches, where it is one.
fn patched(cells: &Cells, group: &[usize], scale: f32) -> Option<Place> {
    let place = enclosing(cells, group, (1.0, 0.0), scale);
    let (length, height) = (place.length / scale, place.height / scale);
    let area = length * height / (CELL_PX * CELL_PX) as f32;
    let filled = group.len() as f32 / area;
    if length.min(height) < LEAST_PX.0 / 2.0
        || length.max(height) > SQUARE * length.min(height)
        || filled < FILLED
    {
        return None;
    }
    let energy = group.iter().map(|at| cells.cells[*at].energy).sum::<f32>();
    let mean = energy / group.len() as f32;
    Some(Place {
        weight: mean.sqrt() * filled * (place.length * place.height).sqrt(),
        ..place
    })
}

/// The smallest rectangle with a side in the direction `across` around the
/// group.
fn enclosing(cells: &Cells, group: &[usize], across: (f32, f32), scale: f32) -> Place {
    let size = CELL_PX as f32;
    let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
    for at in group {
        let x = ((at % cells.columns) as f32 + 0.5) * size;
        let y = ((at / cells.columns) as f32 + 0.5) * size;
        let (along, off) = (x * across.0 + y * across.1, y * across.0 - x * across.1);
        low = (low.0.min(along), low.1.min(off));
        high = (high.0.max(along), high.1.max(off));
    }
    let (along, off) = (f32::midpoint(low.0, high.0), f32::midpoint(low.1, high.1));
    Place {
        centre: Point {
            x: (along * across.0 - off * across.1) * scale,
            y: (along * across.1 + off * across.0) * scale,
        },
        across,
        length: (high.0 - low.0 + size) * scale,
        height: (high.1 - low.1 + size) * scale,
        weight: 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GrayImage, Luma};

    /// A sheet of 800 × 600 with bars of three pixels in a rectangle of
    /// 300 × 80 around (420, 310), turned by `degrees`.
    fn sheet(degrees: f32) -> GrayImage {
        let (sin, cos) = degrees.to_radians().sin_cos();
        GrayImage::from_fn(800, 600, |x, y| {
            let (x, y) = (x as f32 + 0.5 - 420.0, y as f32 + 0.5 - 310.0);
            let (along, off) = (x * cos + y * sin, y * cos - x * sin);
            let is_bar = (along / 3.0).floor().rem_euclid(2.0) < 1.0;
            let is_inside = along.abs() < 150.0 && off.abs() < 40.0;
            Luma([if is_inside && is_bar { 40 } else { 225 }])
        })
    }

    #[test]
    fn bars_are_found_where_they_are_whatever_their_direction() {
        for degrees in [0.0_f32, 12.0, -33.0, 60.0, 90.0] {
            let places = of_bars(&Pyramid::of(sheet(degrees)));
            let place = places.first().expect("a place");
            let off = (place.centre.x - 420.0).hypot(place.centre.y - 310.0);
            assert!(off < 10.0, "{degrees}: {place:?}");
            let (sin, cos) = degrees.to_radians().sin_cos();
            let turned = place.across.0 * sin - place.across.1 * cos;
            assert!(turned.abs() < 0.02, "{degrees}: {place:?}");
            assert!((290.0..380.0).contains(&place.length), "{place:?}");
            assert!((70.0..150.0).contains(&place.height), "{place:?}");
        }
    }

    #[test]
    fn a_chequered_square_is_a_place_of_patches_and_no_place_of_bars() {
        let sheet = GrayImage::from_fn(500, 400, |x, y| {
            let is_inside = (200..296).contains(&x) && (120..216).contains(&y);
            let is_dark = (x / 6 * 7 + y / 6 * 5 + x / 6 * (y / 6)) % 3 == 0;
            Luma([if is_inside && is_dark { 20 } else { 230 }])
        });
        let pyramid = Pyramid::of(sheet);
        let place = of_patches(&pyramid)[0];
        assert!((place.centre.x - 248.0).abs() < 10.0, "{place:?}");
        assert!((place.centre.y - 168.0).abs() < 10.0, "{place:?}");
        assert!(of_bars(&pyramid).is_empty());
    }

    #[test]
    fn a_plain_sheet_has_no_place() {
        let pyramid = Pyramid::of(GrayImage::from_pixel(640, 480, Luma([200])));
        assert!(of_bars(&pyramid).is_empty() && of_patches(&pyramid).is_empty());
    }
}
