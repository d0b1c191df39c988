//! What a telephone makes of a document on a desk.

use image::imageops::{self, FilterType};
use image::{GrayImage, Luma, Rgb, RgbImage};
use imageproc::filter::gaussian_blur_f32;
use imageproc::geometric_transformations::{Interpolation, Projection, warp_into};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// How a document is photographed. The same values give the same picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Photograph {
    /// Width of the picture in pixels; the height is three quarters of it.
    pub width_px: u32,
    /// Rotation of the document, clockwise, in degrees.
    pub angle_degrees: f32,
    /// How much shorter the far edge looks than the near one, 0 to 0.3.
    pub tilt: f32,
    /// Standard deviation of the blur, in pixels.
    pub blur_px: f32,
    /// Standard deviation of the sensor's noise, in steps of 256.
    pub noise: f32,
    /// Where the noise begins.
    pub seed: u64,
}

impl Photograph {
    /// A picture taken with care: nearly straight and sharp.
    #[must_use]
    pub fn careful(seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        Self {
            width_px: 1600,
            angle_degrees: random.random_range(-2.5..2.5),
            tilt: random.random_range(0.0..0.04),
            blur_px: 0.6,
            noise: 2.5,
            seed,
        }
    }

    /// A picture taken in haste: askew, and too blurred to be read.
    #[must_use]
    pub fn blurred(seed: u64) -> Self {
        Self {
            angle_degrees: 4.0,
            tilt: 0.08,
            blur_px: 7.0,
            ..Self::careful(seed)
        }
    }

    /// The picture of `document` on a desk.
    ///
    /// # Panics
    /// When the tilt is so strong that the document is a line.
    #[must_use]
    pub fn take(&self, document: &RgbImage) -> RgbImage {
        let (width, height) = (self.width_px, self.width_px * 3 / 4);
        let document = shrunk(document, width);
        let corners = self.corners(&document, width as f32, height as f32);
        let projection = Projection::from_control_points(edges(&document), corners)
            .expect("four corners of a convex shape have a projection");

        let paper = GrayImage::from_pixel(document.width(), document.height(), Luma([255]));
        let mut shape = GrayImage::new(width, height);
        warp_into(
            &paper,
            &projection,
            Interpolation::Bilinear,
            Luma([0]),
            &mut shape,
        );
        let mut laid = RgbImage::new(width, height);
        warp_into(
            &document,
            &projection,
            Interpolation::Bilinear,
            Rgb([0; 3]),
            &mut laid,
        );
        let shadow = gaussian_blur_f32(
            &imageops::resize(&shape, width / 8, height / 8, FilterType::Triangle),
            2.2,
        );
        let shadow = imageops::resize(&shadow, width, height, FilterType::Triangle);

        let mut picture = desk(width, height);
        for (x, y, pixel) in picture.enumerate_pixels_mut() {
            let shade = 1.0 - 0.45 * f32::from(shadow.get_pixel(x, y)[0]) / 255.0;
            let covered = f32::from(shape.get_pixel(x, y)[0]) / 255.0;
            let light = 1.04 - 0.14 * (x as f32 / width as f32) - 0.08 * (y as f32 / height as f32);
            let print = laid.get_pixel(x, y);
            *pixel = Rgb(std::array::from_fn(|channel| {
                let below = f32::from(pixel[channel]) * shade;
                let above = f32::from(print[channel]);
                // The warped edge is already dimmed by its share of the pixel.
                (light * (below * (1.0 - covered) + above.min(255.0 * covered))).clamp(0.0, 255.0)
                    as u8
            }));
        }
        let mut picture = gaussian_blur_f32(&picture, self.blur_px.max(0.1));
        self.add_noise(&mut picture);
        picture
    }

    /// Where the corners of `document` come to lie, clockwise from top left.
    fn corners(&self, document: &RgbImage, width: f32, height: f32) -> [(f32, f32); 4] {
        let (half_width, half_height) = (
            document.width() as f32 / 2.0,
            document.height() as f32 / 2.0,
        );
        let (sin, cos) = self.angle_degrees.to_radians().sin_cos();
        let place = |x: f32, y: f32| {
            (
                width / 2.0 + x * cos - y * sin,
                height / 2.0 + x * sin + y * cos,
            )
        };
        let far = 1.0 - self.tilt;
        [
            place(-half_width * far, -half_height * far),
            place(half_width * far, -half_height * far),
            place(half_width, half_height),
            place(-half_width, half_height),
        ]
    }

    fn add_noise(&self, picture: &mut RgbImage) {
        let mut random = StdRng::seed_from_u64(self.seed);
        for pixel in picture.pixels_mut() {
            // The sum of four uniform values is as good as normal here.
            let sum: f32 = (0..4).map(|_| random.random_range(-1.0f32..1.0)).sum();
            let step = sum * self.noise / 1.155;
            pixel.0 = pixel
                .0
                .map(|value| (f32::from(value) + step).clamp(0.0, 255.0) as u8);
        }
    }
}

fn edges(document: &RgbImage) -> [(f32, f32); 4] {
    let (width, height) = (document.width() as f32, document.height() as f32);
    [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]
}

/// `document` so large that it leaves a margin in a picture of `width`.
fn shrunk(document: &RgbImage, width: u32) -> RgbImage {
    let wide = width * 86 / 100;
    let fits_height =
        |wide: u32| wide * document.height() / document.width() < width * 3 / 4 * 88 / 100;
    let wide = (1..=wide)
        .rev()
        .find(|wide| fits_height(*wide))
        .unwrap_or(wide);
    let high = (wide * document.height() / document.width()).max(1);
    imageops::resize(document, wide, high, FilterType::CatmullRom)
}

/// A wooden table top.
fn desk(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let (x, y) = (x as f32, y as f32);
        let grain = ((y + 14.0 * (x / 310.0).sin()) / 11.0).sin() * 5.0
            + ((y + x / 40.0) / 3.1).sin() * 2.5;
        Rgb([126.0 + grain, 96.0 + grain, 70.0 + grain].map(|value| value as u8))
    })
}
