//! The colours of a picture between its pixels.

use std::borrow::Cow;

use image::RgbImage;

/// A picture that is looked at between its pixels. Beyond it, its border goes
/// on.
pub(crate) struct Between<'a> {
    /// At least two columns and two rows, so that each place has its four
    /// neighbours: a lone one is there twice.
    pixels: Cow<'a, [u8]>,
    stride: usize,
    /// The last column and the last row that have a neighbour behind them.
    last: (i32, i32),
    /// The middles of the picture's own last column and row.
    ends: (f32, f32),
}

impl<'a> Between<'a> {
    /// `None` where `picture` has no pixels.
    pub(crate) fn of(picture: &'a RgbImage) -> Option<Self> {
        let (width, height) = picture.dimensions();
        let ends = (width.checked_sub(1)? as f32, height.checked_sub(1)? as f32);
        let pixels = if width > 1 && height > 1 {
            Cow::Borrowed(picture.as_raw().as_slice())
        } else {
            let doubled = RgbImage::from_fn(width.max(2), height.max(2), |x, y| {
                *picture.get_pixel(x.min(width - 1), y.min(height - 1))
            });
            Cow::Owned(doubled.into_raw())
        };
        Some(Self {
            pixels,
            stride: width.max(2) as usize * 3,
            last: (width.max(2) as i32 - 2, height.max(2) as i32 - 2),
            ends,
        })
    }

    /// The colour at (`x`, `y`) between the four nearest pixels, whose middles
    /// are at whole numbers: red, green, blue, 0 to 255.
    #[inline(always)]
    pub(crate) fn at(&self, x: f32, y: f32) -> [f32; 3] {
        let x = x.clamp(0.0, self.ends.0);
        let y = y.clamp(0.0, self.ends.1);
        // Signed and of 32 bits, because processors convert to that at once.
        let (left, top) = ((x as i32).min(self.last.0), (y as i32).min(self.last.1));
        let (across, down) = (x - left as f32, y - top as f32);
        let first = top as usize * self.stride + left as usize * 3;
        let upper = self.between_two(first, across);
        let lower = self.between_two(first + self.stride, across);
        let mix = |channel: usize| upper[channel] + (lower[channel] - upper[channel]) * down;
        [mix(0), mix(1), mix(2)]
    }

    /// The colour between the pixel that begins at the byte `at` and the next.
    #[inline(always)]
    fn between_two(&self, at: usize, across: f32) -> [f32; 3] {
        let pair = &self.pixels[at..at + 6];
        let mix = |channel: usize| {
            let (a, b) = (f32::from(pair[channel]), f32::from(pair[channel + 3]));
            a + (b - a) * across
        };
        [mix(0), mix(1), mix(2)]
    }
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    #[track_caller]
    fn check(x: f32, y: f32, expected: [f32; 3]) {
        let picture = RgbImage::from_fn(3, 2, |x, y| Rgb([(x * 100) as u8, (y * 50) as u8, 7]));
        let found = Between::of(&picture).expect("six pixels").at(x, y);
        assert_eq!(found, expected, "at {x}, {y}");
    }

    #[test]
    fn colours_are_mixed_and_the_border_goes_on() {
        check(0.0, 0.0, [0.0, 0.0, 7.0]);
        check(1.0, 1.0, [100.0, 50.0, 7.0]);
        check(1.5, 0.5, [150.0, 25.0, 7.0]);
        check(2.0, 1.0, [200.0, 50.0, 7.0]);
        check(9.0, -4.0, [200.0, 0.0, 7.0]);
        check(-0.3, 1.7, [0.0, 50.0, 7.0]);
        check(f32::INFINITY, f32::NEG_INFINITY, [200.0, 0.0, 7.0]);
    }

    #[test]
    fn a_lone_pixel_is_everywhere() {
        let lone = RgbImage::from_pixel(1, 1, Rgb([9, 8, 7]));
        let between = Between::of(&lone).expect("a pixel");
        for (x, y) in [(0.0, 0.0), (0.5, 0.2), (-3.0, 9.0)] {
            assert_eq!(between.at(x, y), [9.0, 8.0, 7.0], "at {x}, {y}");
        }
    }

    #[test]
    fn a_picture_without_pixels_has_no_colours() {
        assert!(Between::of(&RgbImage::new(0, 5)).is_none());
        assert!(Between::of(&RgbImage::new(5, 0)).is_none());
    }
}
