//! A picture, the same at half the size, at a quarter, and so on.

use image::GrayImage;

/// Shorter sides than this hold no code.
pub(super) const SMALLEST_PX: u32 = 16;
/// Longer side of the smallest level.
const LEAST_LONGER_PX: u32 = 240;

/// The levels, the picture itself first: a pixel of level n is the mean of
/// 2ⁿ × 2ⁿ pixels of the picture. An odd last row or column is left out.
pub(super) struct Pyramid(Vec<GrayImage>);

impl Pyramid {
    pub(super) fn of(picture: GrayImage) -> Self {
        let mut levels = vec![picture];
        while let Some(last) = levels.last() {
            let (width, height) = last.dimensions();
            if width.max(height) / 2 < LEAST_LONGER_PX || width.min(height) / 2 < SMALLEST_PX {
                break;
            }
            let half = halved(last);
            levels.push(half);
        }
        Self(levels)
    }

    /// The picture itself.
    pub(super) fn picture(&self) -> &GrayImage {
        &self.0[0]
    }

    /// Every level with the picture's pixels per pixel of it.
    pub(super) fn levels(&self) -> impl Iterator<Item = (f32, &GrayImage)> {
        self.0
            .iter()
            .enumerate()
            .map(|(level, image)| ((1_u32 << level) as f32, image))
    }

    /// The smallest level of at least `scale` of the picture's size, with the
    /// picture's pixels per pixel of it.
    pub(super) fn at_least(&self, scale: f32) -> (f32, &GrayImage) {
        self.levels()
            .take_while(|(pixels, _)| *pixels <= 1.0 || 1.0 / pixels >= 0.99 * scale)
            .last()
            .unwrap_or((1.0, self.picture()))
    }
}

fn halved(image: &GrayImage) -> GrayImage {
    let (width, height) = (image.width() / 2, image.height() / 2);
    let stride = image.width() as usize;
    let pixels = image.as_raw();
    let mut half = GrayImage::new(width, height);
    for (row, line) in half.chunks_exact_mut(width as usize).enumerate() {
        let upper = &pixels[2 * row * stride..][..stride];
        let lower = &pixels[(2 * row + 1) * stride..][..stride];
        for ((value, a), b) in line
            .iter_mut()
            .zip(upper.chunks_exact(2))
            .zip(lower.chunks_exact(2))
        {
            let sum = u16::from(a[0]) + u16::from(a[1]) + u16::from(b[0]) + u16::from(b[1]);
            *value = ((sum + 2) / 4) as u8;
        }
    }
    half
}

/// The brightness of `image` at (x, y), pixels' corners at whole numbers;
/// beyond the picture it is white.
pub(super) fn sample(image: &GrayImage, x: f32, y: f32) -> f32 {
    const PAPER: f32 = 255.0;
    let (x, y) = (x - 0.5, y - 0.5);
    let (left, top) = (below(x), below(y));
    let (across, down) = (x - left as f32, y - top as f32);
    let (width, height) = image.dimensions();
    let stride = width as usize;
    let pixels = image.as_raw();
    let is_inside =
        left >= 0 && top >= 0 && left + 1 < i64::from(width) && top + 1 < i64::from(height);
    let [a, b, c, d] = if is_inside {
        let first = top as usize * stride + left as usize;
        [first, first + 1, first + stride, first + stride + 1].map(|at| f32::from(pixels[at]))
    } else {
        [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(right, down)| {
            let (x, y) = (left + right, top + down);
            if x < 0 || y < 0 || x >= i64::from(width) || y >= i64::from(height) {
                return PAPER;
            }
            f32::from(pixels[y as usize * stride + x as usize])
        })
    };
    let upper = a + across * (b - a);
    let lower = c + across * (d - c);
    upper + down * (lower - upper)
}

/// The whole number at or below `value`, without a call into the library for
/// every pixel.
fn below(value: f32) -> i64 {
    let whole = value as i64;
    whole - i64::from(whole as f32 > value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;

    #[test]
    fn a_pixel_of_a_level_is_the_mean_of_those_that_it_stands_for() {
        let picture = GrayImage::from_fn(961, 480, |x, y| Luma([((x / 2 + y / 2) % 7) as u8 * 20]));
        let pyramid = Pyramid::of(picture.clone());
        let sizes: Vec<(u32, u32)> = pyramid
            .levels()
            .map(|(_, level)| level.dimensions())
            .collect();
        assert_eq!(sizes, [(961, 480), (480, 240), (240, 120)]);
        let (pixels, half) = pyramid.at_least(0.5);
        assert_eq!(pixels, 2.0);
        assert_eq!(half.get_pixel(100, 50), picture.get_pixel(200, 100));
        assert_eq!(pyramid.at_least(0.6).0, 1.0);
        assert_eq!(pyramid.at_least(3.0).0, 1.0);
    }

    #[test]
    fn brightness_is_interpolated_and_white_outside() {
        let image = GrayImage::from_raw(2, 1, vec![100, 200]).expect("two pixels");
        #[track_caller]
        fn check(image: &GrayImage, x: f32, expected: f32) {
            assert!((sample(image, x, 0.5) - expected).abs() < 0.01, "{x}");
        }
        check(&image, 0.5, 100.0);
        check(&image, 1.0, 150.0);
        check(&image, 1.25, 175.0);
        check(&image, -1.0, 255.0);
        check(&image, 4.0, 255.0);
    }
}
