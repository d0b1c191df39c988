//! Straightening a document that was found in a picture.

use image::RgbImage;

use super::{Located, Point, Quad};
use crate::imaging::between::Between;
use crate::imaging::resize::{Region, resize};

/// The document at `located` in `picture`, upright, seen from straight above,
/// with [`Size::pixels`](super::Size::pixels) pixels (300 to the inch).
///
/// Where one pixel of it shows several of the picture, these are averaged.
/// Where it reaches beyond the picture, the border of the picture goes on.
/// A quad without an area, or far outside, gives a black picture.
#[must_use]
pub fn rectify(picture: &RgbImage, located: &Located) -> RgbImage {
    let (width, height) = located.size.pixels();
    warp(picture, &located.quad, width, height)
}

/// What `quad` encloses in `picture`, straightened to `width` × `height`.
pub(crate) fn warp(picture: &RgbImage, quad: &Quad, width: u32, height: u32) -> RgbImage {
    let Some(region) = shown(picture, quad) else {
        return RgbImage::new(width, height);
    };
    let (across, down) = quad.extent();
    let ratio = (across / width as f32).min(down / height as f32).max(1.0);
    let shrunk = |size: u32| ((size as f32 / ratio).round() as u32).max(1);
    let (part_width, part_height) = (shrunk(region.width), shrunk(region.height));
    let part = if ratio > 1.0 {
        resize(picture, region, part_width, part_height)
    } else {
        image::imageops::crop_imm(
            picture,
            region.left,
            region.top,
            region.width,
            region.height,
        )
        .to_image()
    };
    let (to_x, to_y) = (
        part_width as f32 / region.width as f32,
        part_height as f32 / region.height as f32,
    );
    let within = Quad(quad.0.map(|p| Point {
        x: (p.x - region.left as f32) * to_x,
        y: (p.y - region.top as f32) * to_y,
    }));
    let Some(mapping) = super::Homography::onto(width as f32, height as f32, &within) else {
        return RgbImage::new(width, height);
    };
    let Some(colours) = Between::of(&part) else {
        return RgbImage::new(width, height);
    };
    let mut straight = RgbImage::new(width, height);
    let rows = straight.chunks_exact_mut((width as usize * 3).max(1));
    for (y, row) in rows.enumerate() {
        // Centres of pixels lie half a pixel from their corners.
        let along = mapping.row(y as f32 + 0.5);
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            let at = along(x as f32 + 0.5);
            let colour = colours.at(at.x - 0.5, at.y - 0.5);
            for (place, value) in pixel.iter_mut().zip(colour) {
                // Rounded to the nearest.
                *place = (value + 0.5) as u8;
            }
        }
    }
    straight
}

/// The part of `picture` around `quad`, a little wider; `None` where the two
/// have nothing in common.
fn shown(picture: &RgbImage, quad: &Quad) -> Option<Region> {
    const MARGIN: f32 = 4.0;
    let bounds = quad.bounds();
    let span = |from: f32, length: f32, size: u32| {
        // A float beyond what an integer holds becomes its end; NaN becomes 0.
        let low = ((from - MARGIN).floor().max(0.0) as u32).min(size);
        let high = ((from + length + MARGIN).ceil().max(0.0) as u32).min(size);
        (high > low).then(|| (low, high - low))
    };
    let (left, width) = span(bounds.x, bounds.width, picture.width())?;
    let (top, height) = span(bounds.y, bounds.height, picture.height())?;
    Some(Region {
        left,
        top,
        width,
        height,
    })
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;
    use crate::document::Size;

    /// Four colours in the four quarters of a card that lies in grey.
    fn picture(quad: &Quad) -> RgbImage {
        let (width, height) = Size::Id1.pixels();
        let back = crate::document::Homography::onto(width as f32, height as f32, quad)
            .expect("an area")
            .inverse();
        RgbImage::from_fn(1200, 900, |x, y| {
            let at = Point {
                x: x as f32 + 0.5,
                y: y as f32 + 0.5,
            };
            if !quad.contains(at) {
                return Rgb([90; 3]);
            }
            let on_card = back.map(at);
            match (
                on_card.x < width as f32 / 2.0,
                on_card.y < height as f32 / 2.0,
            ) {
                (true, true) => Rgb([255, 0, 0]),
                (false, true) => Rgb([0, 255, 0]),
                (false, false) => Rgb([0, 0, 255]),
                (true, false) => Rgb([255, 255, 0]),
            }
        })
    }

    #[test]
    fn the_straightened_card_stands_upright_whatever_corner_comes_first() {
        let at = |x, y| Point { x, y };
        let quad = Quad([
            at(210.0, 160.0),
            at(1010.0, 240.0),
            at(960.0, 760.0),
            at(150.0, 700.0),
        ]);
        for quarters in 0..4 {
            let quad = quad.turned(quarters);
            let located = Located {
                quad,
                size: Size::Id1,
                confidence: 1.0,
            };
            let card = rectify(&picture(&quad), &located);
            assert_eq!(card.dimensions(), (1012, 638));
            for ((x, y), colour) in [
                ((30, 30), [255, 0, 0]),
                ((980, 30), [0, 255, 0]),
                ((980, 600), [0, 0, 255]),
                ((30, 600), [255, 255, 0]),
            ] {
                assert_eq!(card.get_pixel(x, y).0, colour, "at {x}, {y}");
            }
        }
    }

    #[test]
    fn a_quad_outside_or_without_area_gives_black() {
        let picture = RgbImage::from_pixel(20, 10, Rgb([200; 3]));
        let far = Quad(Quad::of_size(50.0, 40.0).0.map(|p| Point {
            x: p.x + 900.0,
            y: p.y,
        }));
        let broken = Quad(
            [Point {
                x: f32::NAN,
                y: f32::INFINITY,
            }; 4],
        );
        for quad in [far, Quad::default(), broken] {
            let straight = warp(&picture, &quad, 40, 30);
            assert!(straight.pixels().all(|pixel| pixel.0 == [0; 3]));
        }
    }
}
