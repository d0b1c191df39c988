//! The colours of a picture between its pixels.

use image::RgbImage;

/// A picture that is looked at between its pixels. Beyond it, its border goes
/// on.
pub(crate) struct Between<'a> {
    pixels: &'a [u8],
    stride: usize,
    /// The last column and the last row.
    last: (usize, usize),
}

impl<'a> Between<'a> {
    /// `None` where `picture` has no pixels.
    pub(crate) fn of(picture: &'a RgbImage) -> Option<Self> {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        Some(Self {
            pixels: picture.as_raw(),
            stride: width * 3,
            last: (width.checked_sub(1)?, height.checked_sub(1)?),
        })
    }

    /// The colour at (`x`, `y`) between the four nearest pixels, whose middles
    /// are at whole numbers: red, green, blue, 0 to 255.
    #[inline(always)]
    pub(crate) fn at(&self, x: f32, y: f32) -> [f32; 3] {
        let x = x.clamp(0.0, self.last.0 as f32);
        let y = y.clamp(0.0, self.last.1 as f32);
        let (left, top) = (x as usize, y as usize);
        let (across, down) = (x - left as f32, y - top as f32);
        let right = if left < self.last.0 { 3 } else { 0 };
        let below = if top < self.last.1 { self.stride } else { 0 };
        let first = top * self.stride + left * 3;
        let pixel = |at: usize| {
            let colours = &self.pixels[at..at + 3];
            [colours[0], colours[1], colours[2]].map(f32::from)
        };
        let (a, b) = (pixel(first), pixel(first + right));
        let (c, d) = (pixel(first + below), pixel(first + below + right));
        let mut mixed = [0.0; 3];
        for (channel, value) in mixed.iter_mut().enumerate() {
            let upper = a[channel] + (b[channel] - a[channel]) * across;
            let lower = c[channel] + (d[channel] - c[channel]) * across;
            *value = upper + (lower - upper) * down;
        }
        mixed
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
    fn a_picture_without_pixels_has_no_colours() {
        assert!(Between::of(&RgbImage::new(0, 5)).is_none());
        assert!(Between::of(&RgbImage::new(5, 0)).is_none());
    }
}
