//! Cutting turned and scaled squares out of images.

use image::RgbImage;

use super::geometry::{Placement, Point};
use crate::imaging::between::Between;
use crate::imaging::resize::{Region, resize};

/// Colours of a square crop: row by row, red, green and blue, 0 to 255.
pub(crate) struct Crop {
    pub(crate) side: usize,
    pub(crate) values: Vec<f32>,
}

/// The crop of `side` pixels that lies at `placement` in `image`. Where it
/// shows more than one pixel of the image in one of its own, these are
/// averaged. Beyond the image its border goes on: a black edge through a face
/// that is cut off would count as part of the face.
pub(crate) fn crop(image: &RgbImage, placement: Placement, side: usize) -> Crop {
    let Some(region) = covered(image, placement, side) else {
        return Crop {
            side,
            values: vec![0.0; side * side * 3],
        };
    };
    let scale = placement.scale();
    if scale <= 1.0 {
        return sample(image, placement, side);
    }
    let shrunk = |size: u32| ((size as f32 / scale).round() as u32).max(1);
    let (width, height) = (shrunk(region.width), shrunk(region.height));
    let small = resize(image, region, width, height);
    // One factor for both directions: they differ by less than half a pixel.
    let factor = (width as f32 / region.width as f32 + height as f32 / region.height as f32) / 2.0;
    sample(
        &small,
        placement.within(region.left as f32, region.top as f32, factor),
        side,
    )
}

/// The part of `image` that the crop shows, one pixel wider on each side;
/// `None` where it shows nothing of it.
fn covered(image: &RgbImage, placement: Placement, side: usize) -> Option<Region> {
    let side = side as f32;
    let corners = [(0.0, 0.0), (side, 0.0), (0.0, side), (side, side)]
        .map(|(x, y)| placement.to_image(Point { x, y }));
    let margin = placement.scale() + 1.0;
    let span = |values: [f32; 4], size: u32| {
        let low = values.iter().copied().fold(f32::INFINITY, f32::min) - margin;
        let high = values.iter().copied().fold(f32::NEG_INFINITY, f32::max) + margin;
        // A float beyond what an integer holds becomes its end; NaN becomes 0.
        let (low, high) = (low.floor().max(0.0) as u32, high.ceil().max(0.0) as u32);
        let (low, high) = (low.min(size), high.min(size));
        (high > low).then(|| (low, high - low))
    };
    let (left, width) = span(corners.map(|corner| corner.x), image.width())?;
    let (top, height) = span(corners.map(|corner| corner.y), image.height())?;
    Some(Region {
        left,
        top,
        width,
        height,
    })
}

/// Samples `image` between its four nearest pixels.
fn sample(image: &RgbImage, placement: Placement, side: usize) -> Crop {
    let mut values = vec![0.0; side * side * 3];
    let Some(colours) = Between::of(image) else {
        return Crop { side, values };
    };
    for (v, row) in values.chunks_exact_mut(side * 3).enumerate() {
        for (u, value) in row.chunks_exact_mut(3).enumerate() {
            // Centres of pixels lie half a pixel from their corners.
            let at = placement.to_image(Point {
                x: u as f32 + 0.5,
                y: v as f32 + 0.5,
            });
            value.copy_from_slice(&colours.at(at.x - 0.5, at.y - 0.5));
        }
    }
    Crop { side, values }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    /// Red grows to the right, green downwards.
    fn gradient(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, 100])
        })
    }

    #[test]
    fn a_crop_shows_what_lies_there_at_any_scale_and_angle() {
        let image = gradient(400, 200);
        for extent in [10.0, 40.0, 90.0] {
            for angle in [0.0, 0.5, 1.6, -2.0] {
                let centre = Point { x: 120.0, y: 100.0 };
                let placement = Placement::square(centre, extent, angle, 20.0);
                let crop = crop(&image, placement, 20);
                for (u, v) in [(0, 0), (19, 0), (10, 10), (3, 17)] {
                    let at = placement.to_image(Point {
                        x: u as f32 + 0.5,
                        y: v as f32 + 0.5,
                    });
                    let expected = [at.x * 255.0 / 400.0, at.y * 255.0 / 200.0, 100.0];
                    let found = &crop.values[(v * 20 + u) * 3..][..3];
                    for (found, expected) in found.iter().zip(expected) {
                        let off = (found - expected).abs();
                        assert!(off < 2.0, "{extent} {angle} {u} {v}: {found} {expected}");
                    }
                }
            }
        }
    }

    #[test]
    fn beyond_the_image_its_border_goes_on() {
        let image = gradient(40, 40);
        let half = Placement::square(Point { x: 0.0, y: 20.0 }, 32.0, 0.0, 8.0);
        let half = crop(&image, half, 8);
        assert!(half.values[0] < 16.0 && (half.values[2] - 100.0).abs() < 1.0);
        assert!(half.values[7 * 3] > 70.0);
        for (x, y) in [(-500.0, 900.0), (f32::NAN, 0.0), (f32::MAX, f32::MIN)] {
            for extent in [50.0, 1e30] {
                let away = Placement::square(Point { x, y }, extent, 0.3, 8.0);
                let values = crop(&image, away, 8).values;
                assert_eq!(values.len(), 8 * 8 * 3, "{x} {y} {extent}");
                assert!(values.iter().all(|value| value.is_finite()));
            }
        }
    }
}
