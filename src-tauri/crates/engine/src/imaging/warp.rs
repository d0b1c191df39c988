//! Straightening a quadrilateral of an image.

use image::GrayImage;

use crate::document::{self, Homography, Point};

/// Four corners in pixels of the image they were found in: top left, top
/// right, bottom right, bottom left *of the content*, x to the right and y down.
pub type Quad = [(f32, f32); 4];

/// Cuts `quad` out of `image` and straightens it into `width`×`height` pixels
/// (bilinear; what lies outside the image is `outside`).
///
/// The middles of pixels are at whole numbers, here and there. `None` where
/// the corners do not span an area.
#[must_use]
pub fn straighten(
    image: &GrayImage,
    quad: &Quad,
    (width, height): (u32, u32),
    outside: u8,
) -> Option<GrayImage> {
    if width == 0 || height == 0 {
        return None;
    }
    let corners = document::Quad(quad.map(|(x, y)| Point { x, y }));
    let mapping = Homography::onto(width as f32, height as f32, &corners)?;
    let between = Between {
        pixels: image.as_raw(),
        width: image.width() as usize,
        // The last pixels have none beyond them to be mixed with.
        ends: (image.width() as f32 - 1.0, image.height() as f32 - 1.0),
    };
    let mut straight = GrayImage::from_pixel(width, height, image::Luma([outside]));
    for (y, row) in straight.chunks_exact_mut(width as usize).enumerate() {
        let along = mapping.row(y as f32);
        for (x, level) in row.iter_mut().enumerate() {
            if let Some(seen) = between.at(along(x as f32)) {
                *level = seen;
            }
        }
    }
    Some(straight)
}

/// The levels of a picture between its pixels.
struct Between<'a> {
    pixels: &'a [u8],
    width: usize,
    ends: (f32, f32),
}

impl Between<'_> {
    /// The level at `at`; `None` outside of the picture.
    #[inline(always)]
    fn at(&self, at: Point) -> Option<u8> {
        let is_inside = at.x >= 0.0 && at.x < self.ends.0 && at.y >= 0.0 && at.y < self.ends.1;
        if !is_inside {
            return None;
        }
        // Signed and of 32 bits, because processors convert to that at once.
        let (left, top) = (at.x as i32, at.y as i32);
        let (across, down) = (at.x - left as f32, at.y - top as f32);
        let first = top as usize * self.width + left as usize;
        let mixed = |at: usize| {
            let pair = &self.pixels[at..at + 2];
            let (a, b) = (f32::from(pair[0]), f32::from(pair[1]));
            a + (b - a) * across
        };
        let (upper, lower) = (mixed(first), mixed(first + self.width));
        Some((upper + (lower - upper) * down + 0.5) as u8)
    }
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    /// Brighter to the right by 10 a pixel and downwards by 2.
    fn slope() -> GrayImage {
        GrayImage::from_fn(20, 12, |x, y| Luma([(10 * x + 2 * y) as u8]))
    }

    #[track_caller]
    fn check(quad: Quad, size: (u32, u32), expected: &[(u32, u32, u8)]) {
        let straight = straighten(&slope(), &quad, size, 255).expect("an area");
        assert_eq!(straight.dimensions(), size);
        for (x, y, level) in expected {
            assert_eq!(straight.get_pixel(*x, *y).0, [*level], "at {x}, {y}");
        }
    }

    #[test]
    fn what_lies_in_the_quad_comes_out_straight() {
        let upright = [(2.0, 1.0), (10.0, 1.0), (10.0, 5.0), (2.0, 5.0)];
        check(upright, (8, 4), &[(0, 0, 22), (7, 0, 92), (0, 3, 28)]);
        check(upright, (16, 8), &[(1, 0, 27), (0, 1, 23), (15, 7, 104)]);
        // A quarter turn: its upper side runs downwards in the picture.
        let turned = [(10.0, 1.0), (10.0, 5.0), (2.0, 5.0), (2.0, 1.0)];
        check(turned, (4, 8), &[(0, 0, 102), (3, 0, 108), (0, 7, 32)]);
    }

    #[test]
    fn what_lies_outside_is_said_to() {
        let beyond = [(-4.0, 0.0), (4.0, 0.0), (4.0, 4.0), (-4.0, 4.0)];
        check(
            beyond,
            (8, 4),
            &[(0, 0, 255), (3, 3, 255), (4, 0, 0), (7, 3, 36)],
        );
        let far = [(90.0, 90.0), (99.0, 90.0), (99.0, 99.0), (90.0, 99.0)];
        check(far, (9, 9), &[(0, 0, 255), (8, 8, 255)]);
    }

    #[test]
    fn nothing_is_cut_out_of_what_has_no_area() {
        let line = [(0.0, 0.0), (5.0, 0.0), (9.0, 0.0), (2.0, 0.0)];
        assert!(straighten(&slope(), &line, (4, 4), 0).is_none());
        assert!(straighten(&slope(), &[(f32::NAN, 1.0); 4], (4, 4), 0).is_none());
        let square = [(0.0, 0.0), (5.0, 0.0), (5.0, 5.0), (0.0, 5.0)];
        assert!(straighten(&slope(), &square, (0, 4), 0).is_none());
        let nothing = straighten(&GrayImage::new(0, 0), &square, (2, 1), 7);
        assert_eq!(nothing.expect("an area").as_raw(), &[7, 7]);
    }
}
