//! A place of a picture as the decoder sees it: upright, large enough, with
//! paper around it.

use image::{GrayImage, Luma};

use super::place::Place;
use super::pyramid::{Pyramid, sample};
use crate::document::Point;

/// Paper around a place, as a share of its length and in pixels of the view:
/// the widest bars of a code reach beyond the cells that made it a place.
const MARGIN: f32 = 0.14;
const MARGIN_PX: f32 = 12.0;
/// Length of a place in the first view.
const LENGTH_PX: (f32, f32) = (280.0, 1400.0);
/// Of places as long as this, a smaller view is worth a look: it has less
/// noise.
const LONG_PX: f32 = 900.0;
/// The part of a change of brightness that adds up along bars.
const ADDS_UP: f32 = 0.7;
/// Places that are sampled along the bars for one line of [`View::lines`].
const SAMPLES: u32 = 4;
/// A code is at most this dark beside its neighbourhood when its contrast is
/// evened out: below, grain would become bars.
const LEAST_CONTRAST: f32 = 24.0;

/// A place as the decoder sees it.
pub(super) struct View {
    pub(super) image: GrayImage,
    /// The picture's pixels per pixel of the view.
    scale: f32,
    /// Unit vector to the right of the view, in the picture.
    across: (f32, f32),
    /// The middle of the view in the picture.
    centre: Point,
}

/// How a place is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    /// Pixels of the view per pixel of the picture.
    scale: f32,
    /// Whether its contrast is evened out.
    is_even: bool,
}

/// How large the views of a place may be, but for the first one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// The longest place in a view, in pixels.
    pub(super) longest_px: f32,
    /// The most pixels that the place takes in a view.
    pub(super) most_px: f32,
}

/// The looks at `place` that are worth their time, the first one first.
pub(super) fn looks(place: &Place, room: Room) -> Vec<Look> {
    // Whole factors keep bars of a single pixel as wide as each other.
    let first = if place.length < LENGTH_PX.0 {
        (LENGTH_PX.0 / place.length).ceil()
    } else {
        (LENGTH_PX.1 / place.length).min(1.0)
    };
    let length = first * place.length;
    let area = length * first * place.height;
    let look = |factor: f32, is_even| Look {
        scale: first * factor,
        is_even,
    };
    let fits =
        |factor: &f32| factor * length <= room.longest_px && factor * factor * area <= room.most_px;
    let larger: Vec<f32> = [2.0, 3.0].into_iter().filter(fits).collect();
    let smaller = (length >= LONG_PX).then_some(0.5);
    let mut looks = vec![look(1.0, false)];
    looks.extend(
        larger
            .iter()
            .copied()
            .chain(smaller)
            .map(|factor| look(factor, false)),
    );
    looks.push(look(larger.first().copied().unwrap_or(1.0), true));
    looks
}

impl View {
    /// The view of `place`.
    pub(super) fn of(pyramid: &Pyramid, place: &Place, look: Look) -> Self {
        let length = place.length * look.scale;
        let margin = (MARGIN * length + MARGIN_PX).ceil();
        let width = (length + 2.0 * margin).ceil();
        let height = (place.height * look.scale + MARGIN_PX).ceil();
        let mut view = Self {
            image: GrayImage::new(width as u32, height as u32),
            scale: 1.0 / look.scale,
            across: place.across,
            centre: place.centre,
        };
        let image = view.sampled(pyramid, height as u32, 1);
        view.image = if look.is_even { evened(&image) } else { image };
        view
    }

    /// At most `count` lines that lie one above the other over all of the view,
    /// each the mean of some along the bars.
    pub(super) fn lines(pyramid: &Pyramid, place: &Place, look: Look, count: u32) -> GrayImage {
        let length = place.length * look.scale;
        let margin = (MARGIN * length + MARGIN_PX).ceil();
        let width = (length + 2.0 * margin).ceil();
        let height = (place.height * look.scale).ceil();
        let view = Self {
            image: GrayImage::new(width as u32, height as u32),
            scale: 1.0 / look.scale,
            across: place.across,
            centre: place.centre,
        };
        let image = view.sampled(pyramid, count.min(height as u32), SAMPLES);
        if look.is_even { evened(&image) } else { image }
    }

    /// What the picture shows in the view, in `lines` lines of `samples` each.
    fn sampled(&self, pyramid: &Pyramid, lines: u32, samples: u32) -> GrayImage {
        let (pixels, level) = pyramid.at_least(1.0 / self.scale);
        let (width, height) = (self.image.width() as f32, self.image.height() as f32);
        let mut image = GrayImage::new(self.image.width(), lines);
        let step = (
            self.across.0 * self.scale / pixels,
            self.across.1 * self.scale / pixels,
        );
        let depth = height / (lines * samples) as f32;
        let mut sums = vec![0.0; self.image.width() as usize];
        for (row, line) in image.chunks_exact_mut(width as usize).enumerate() {
            sums.fill(0.0);
            for sample_of_row in 0..samples {
                let down = (row as u32 * samples + sample_of_row) as f32 + 0.5;
                let left = self.off_middle((0.5 - width / 2.0, down * depth - height / 2.0));
                let (x, y) = (left.x / pixels, left.y / pixels);
                for (column, sum) in sums.iter_mut().enumerate() {
                    let column = column as f32;
                    *sum += sample(level, x + column * step.0, y + column * step.1);
                }
            }
            for (value, sum) in line.iter_mut().zip(&sums) {
                *value = (sum / samples as f32 + 0.5) as u8;
            }
        }
        image
    }

    /// How much of the change from column to column goes on along them, 0 to 1:
    /// nearly all of a linear code's, a quarter of a PDF417's (its start, its
    /// stop and the beginning of every codeword), little of a text's.
    pub(super) fn share_of_bars(&self) -> f32 {
        let (width, height) = self.image.dimensions();
        let stride = width as usize;
        let (mut all, mut barred) = (0.0, 0.0);
        // Halves, because the direction of the place is not known exactly.
        for band in self.image.chunks(stride * height.div_ceil(2) as usize) {
            for column in 1..stride {
                let (mut sum, mut change) = (0_i32, 0_i32);
                for line in band.chunks_exact(stride) {
                    let step = i32::from(line[column]) - i32::from(line[column - 1]);
                    sum += step;
                    change += step.abs();
                }
                all += change as f32;
                if sum.abs() as f32 > ADDS_UP * change as f32 {
                    barred += change as f32;
                }
            }
        }
        if all > 0.0 { barred / all } else { 0.0 }
    }

    /// The point of the picture that the point `p` of the view shows.
    pub(super) fn to_picture(&self, p: Point) -> Point {
        self.off_middle((
            p.x - self.image.width() as f32 / 2.0,
            p.y - self.image.height() as f32 / 2.0,
        ))
    }

    fn off_middle(&self, (x, y): (f32, f32)) -> Point {
        let (cos, sin) = self.across;
        Point {
            x: self.centre.x + (x * cos - y * sin) * self.scale,
            y: self.centre.y + (x * sin + y * cos) * self.scale,
        }
    }
}

/// `image` with every neighbourhood stretched from black to white.
fn evened(image: &GrayImage) -> GrayImage {
    const CELLS: u32 = 24;
    let (width, height) = image.dimensions();
    let cell = (width.max(height) / CELLS).max(8);
    let (columns, rows) = (width.div_ceil(cell), height.div_ceil(cell));
    // The darkest and the lightest of a cell and of those around it.
    let mut ends = vec![(255_u8, 0_u8); (columns * rows) as usize];
    for (x, y, Luma([value])) in image.enumerate_pixels() {
        let (low, high) = &mut ends[((y / cell) * columns + x / cell) as usize];
        *low = (*low).min(*value);
        *high = (*high).max(*value);
    }
    let around = |column: u32, row: u32| {
        let mut whole = (255_u8, 0_u8);
        for y in row.saturating_sub(1)..(row + 2).min(rows) {
            for x in column.saturating_sub(1)..(column + 2).min(columns) {
                let (low, high) = ends[(y * columns + x) as usize];
                whole = (whole.0.min(low), whole.1.max(high));
            }
        }
        whole
    };
    let wide: Vec<(u8, u8)> = (0..columns * rows)
        .map(|index| around(index % columns, index / columns))
        .collect();
    GrayImage::from_fn(width, height, |x, y| {
        let (low, high) = wide[((y / cell) * columns + x / cell) as usize];
        let (low, high) = (f32::from(low), f32::from(high));
        let span = (high - low).max(LEAST_CONTRAST);
        // What is light stays so: paper without print has no dark end.
        let below = (high - f32::from(image.get_pixel(x, y)[0])) / span * 255.0;
        Luma([(255.0 - below).clamp(0.0, 255.0) as u8])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room {
        longest_px: 1700.0,
        most_px: 900_000.0,
    };

    #[test]
    fn a_point_of_every_view_is_where_the_picture_has_it() {
        // Stripes and a black spot beside their middle, found again in each
        // view and mapped back.
        let spot = (214.0, 160.0);
        let picture = GrayImage::from_fn(400, 300, |x, y| {
            let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
            let is_stripe = (x / 4.0).floor() % 2.0 == 0.0
                && (60.0..340.0).contains(&x)
                && (100.0..200.0).contains(&y);
            let off = (x - spot.0).hypot(y - spot.1);
            let bright = if off < 9.0 {
                0
            } else if is_stripe {
                150
            } else {
                255
            };
            Luma([bright])
        });
        let pyramid = Pyramid::of(picture);
        let place = super::super::place::of_bars(&pyramid)[0];
        for look in looks(&place, ROOM).into_iter().filter(|look| !look.is_even) {
            let view = View::of(&pyramid, &place, look);
            let (mut x, mut y, mut weight) = (0.0, 0.0, 0.0);
            for (column, row, Luma([value])) in view.image.enumerate_pixels() {
                let dark = (60.0 - f32::from(*value)).max(0.0);
                x += dark * (column as f32 + 0.5);
                y += dark * (row as f32 + 0.5);
                weight += dark;
            }
            let found = view.to_picture(Point {
                x: x / weight,
                y: y / weight,
            });
            let off = (found.x - spot.0).hypot(found.y - spot.1);
            assert!(off < 1.5, "{look:?}: {found:?}");
        }
    }

    #[test]
    fn short_places_are_enlarged_and_long_ones_made_smaller() {
        #[track_caller]
        fn check(length: f32, expected: &[(f32, bool)]) {
            let place = Place::upright(Point::default(), length, 30.0);
            let shown: Vec<(f32, bool)> = looks(&place, ROOM)
                .into_iter()
                .map(|look| ((look.scale * length).round(), look.is_even))
                .collect();
            assert_eq!(shown, expected);
        }
        let (plain, even) = (false, true);
        check(
            140.0,
            &[
                (280.0, plain),
                (560.0, plain),
                (840.0, plain),
                (560.0, even),
            ],
        );
        check(700.0, &[(700.0, plain), (1400.0, plain), (1400.0, even)]);
        check(2800.0, &[(1400.0, plain), (700.0, plain), (1400.0, even)]);
    }
}
