//! The ways in which a picture is shown to the decoder.

use image::imageops::{FilterType, resize};
use image::{GrayImage, Luma};
use imageproc::geometric_transformations::{Interpolation, Projection, warp_into};

use crate::document::Point;

/// Shorter sides than this hold no code.
pub(super) const SMALLEST_PX: u32 = 16;
/// Longer side to which small pictures are enlarged at most, and large ones
/// are made smaller.
const LONGEST_PX: f32 = 2000.0;
/// A code is at most this dark beside its neighbourhood when its contrast is
/// evened out: below, grain would become bars.
const LEAST_CONTRAST: f32 = 24.0;

/// What is done with a picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    scale: f32,
    even: bool,
    degrees: f32,
}

/// What is tried, one after the other.
pub(super) const STEPS: [Step; 11] = [
    step(1.0, false, 0.0),
    step(0.5, false, 0.0),
    step(2.0, false, 0.0),
    step(1.0, true, 0.0),
    step(3.0, true, 0.0),
    step(1.0, false, 15.0),
    step(1.0, false, -15.0),
    step(1.0, false, 30.0),
    step(1.0, false, -30.0),
    step(1.0, false, 45.0),
    step(0.25, false, 0.0),
];

const fn step(scale: f32, even: bool, degrees: f32) -> Step {
    Step {
        scale,
        even,
        degrees,
    }
}

/// A picture as the decoder sees it.
pub(super) struct View {
    pub(super) image: GrayImage,
    /// The picture's pixels per pixel of the view.
    scale: f32,
    /// Cosine and sine of the angle by which the view is turned.
    turn: (f32, f32),
    /// The middle of the picture.
    middle: (f32, f32),
}

impl Step {
    /// Whether lines of the view run aslant through the picture.
    pub(super) const fn turned(self) -> bool {
        self.degrees != 0.0
    }

    /// `picture` in this way; `None` where that would show nothing new.
    pub(super) fn view(self, picture: &GrayImage) -> Option<View> {
        let (width, height) = (picture.width() as f32, picture.height() as f32);
        let scale = self.scale.min(LONGEST_PX / width.max(height));
        if (self.scale > 1.0 && scale < 1.2) || scale * width.min(height) < SMALLEST_PX as f32 {
            return None;
        }
        let size = |side: f32| (side * scale).round().max(1.0) as u32;
        let mut image = if scale == 1.0 {
            picture.clone()
        } else {
            resize(
                picture,
                size(width),
                size(height),
                if scale < 1.0 {
                    FilterType::Triangle
                } else {
                    FilterType::CatmullRom
                },
            )
        };
        if self.even {
            image = evened(&image);
        }
        let (sin, cos) = self.degrees.to_radians().sin_cos();
        if self.turned() {
            image = turned(&image, (cos, sin))?;
        }
        Some(View {
            image,
            scale: 1.0 / scale,
            turn: (cos, sin),
            middle: (width / 2.0, height / 2.0),
        })
    }
}

impl View {
    /// The point of the picture that the point `p` of the view shows.
    pub(super) fn to_picture(&self, p: Point) -> Point {
        let x = (p.x - self.image.width() as f32 / 2.0) * self.scale;
        let y = (p.y - self.image.height() as f32 / 2.0) * self.scale;
        let (cos, sin) = self.turn;
        Point {
            x: self.middle.0 + x * cos + y * sin,
            y: self.middle.1 - x * sin + y * cos,
        }
    }
}

/// `image` turned clockwise about its middle, on a sheet that holds all of it.
fn turned(image: &GrayImage, (cos, sin): (f32, f32)) -> Option<GrayImage> {
    let (width, height) = (image.width() as f32, image.height() as f32);
    let sheet_width = (width * cos.abs() + height * sin.abs()).ceil();
    let sheet_height = (width * sin.abs() + height * cos.abs()).ceil();
    let about = Projection::translate(sheet_width / 2.0, sheet_height / 2.0)
        * Projection::from_matrix([cos, -sin, 0.0, sin, cos, 0.0, 0.0, 0.0, 1.0])?
        * Projection::translate(-width / 2.0, -height / 2.0);
    let mut sheet = GrayImage::new(sheet_width as u32, sheet_height as u32);
    warp_into(
        image,
        &about,
        Interpolation::Bilinear,
        Luma([255]),
        &mut sheet,
    );
    Some(sheet)
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

    #[test]
    fn a_point_of_every_view_is_where_the_picture_has_it() {
        // A white spot in black, found again in each view and mapped back.
        let spot = (140.0, 60.0);
        let picture = GrayImage::from_fn(200, 160, |x, y| {
            let off = (x as f32 + 0.5 - spot.0).hypot(y as f32 + 0.5 - spot.1);
            Luma([if off < 6.0 { 0 } else { 255 }])
        });
        for step in STEPS {
            let view = step.view(&picture).expect("something to see");
            let (mut x, mut y, mut weight) = (0.0, 0.0, 0.0);
            for (column, row, Luma([value])) in view.image.enumerate_pixels() {
                let dark = 255.0 - f32::from(*value);
                x += dark * (column as f32 + 0.5);
                y += dark * (row as f32 + 0.5);
                weight += dark;
            }
            let found = view.to_picture(Point {
                x: x / weight,
                y: y / weight,
            });
            let off = (found.x - spot.0).hypot(found.y - spot.1);
            assert!(off < 1.5, "{step:?}: {found:?}");
        }
    }
}
