//! One look at a part of an image: enlarged or shrunk to what the detector
//! takes, turned by quarter turns, and what it finds brought back.

use image::{RgbImage, imageops};
use ndarray::ArrayD;

use super::FaceError;
use super::detect::{self, Detection, detect};
use super::geometry::{Box2, Point};
use crate::imaging::resize::{Region, resize};
use crate::model::Model;

/// Least certainty of the detector.
const DETECTED: f32 = 0.5;

/// Quarter turns, clockwise, by which a view is turned before it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    None,
    Quarter,
    Half,
    ThreeQuarters,
}

/// A square look at a part of an image.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    pub(crate) part: Region,
    pub(crate) turn: Turn,
    /// The longer side of the part in the view, as a share of the view.
    pub(crate) share: f32,
}

impl View {
    /// What the detector finds in this view, in pixels of the image.
    pub(crate) fn detections(
        &self,
        model: &dyn Model,
        image: &RgbImage,
    ) -> Result<Vec<Detection>, FaceError> {
        let side = detect::SIDE as f32;
        let longer = self.part.width.max(self.part.height) as f32;
        let scale = side * self.share / longer;
        let fit = |size: u32| ((size as f32 * scale).round() as u32).clamp(1, detect::SIDE);
        let (width, height) = (fit(self.part.width), fit(self.part.height));
        let small = self.turn.apply(resize(image, self.part, width, height));
        let (left, top) = (
            (detect::SIDE - small.width()) / 2,
            (detect::SIDE - small.height()) / 2,
        );
        let input = framed(&small, left as usize, top as usize);
        let found = detect(model, &input, DETECTED)?;
        let back = |p: Point| {
            let p = Point {
                x: p.x - left as f32,
                y: p.y - top as f32,
            };
            let p = self.turn.undo(p, width as f32, height as f32);
            Point {
                x: self.part.left as f32 + p.x * self.part.width as f32 / width as f32,
                y: self.part.top as f32 + p.y * self.part.height as f32 / height as f32,
            }
        };
        let whole = |detection: Detection| {
            let Box2 {
                x,
                y,
                width,
                height,
            } = detection.bbox;
            let corners = [
                Point { x, y },
                Point {
                    x: x + width,
                    y: y + height,
                },
            ];
            Detection {
                bbox: Box2::around(corners.map(back)),
                eyes: detection.eyes.map(back),
                score: detection.score,
            }
        };
        Ok(found.into_iter().map(whole).collect())
    }
}

/// `small` at (`left`, `top`) of a view, -1 to 1, with black around it.
fn framed(small: &RgbImage, left: usize, top: usize) -> ArrayD<f32> {
    const SIDE: usize = detect::SIDE as usize;
    let mut values = vec![-1.0; SIDE * SIDE * 3];
    let lines = small.as_raw().chunks_exact(small.width() as usize * 3);
    let rows = values.chunks_exact_mut(SIDE * 3).skip(top);
    for (row, line) in rows.zip(lines) {
        for (place, value) in row[left * 3..].iter_mut().zip(line) {
            *place = f32::from(*value) / 127.5 - 1.0;
        }
    }
    ArrayD::from_shape_vec(vec![1, SIDE, SIDE, 3], values).expect("a view has this size")
}

impl Turn {
    fn apply(self, image: RgbImage) -> RgbImage {
        match self {
            Self::None => image,
            Self::Quarter => imageops::rotate90(&image),
            Self::Half => imageops::rotate180(&image),
            Self::ThreeQuarters => imageops::rotate270(&image),
        }
    }

    /// Where the point `p` of the turned image was before, when the image was
    /// `width` × `height`.
    fn undo(self, p: Point, width: f32, height: f32) -> Point {
        match self {
            Self::None => p,
            Self::Quarter => Point {
                x: p.y,
                y: height - p.x,
            },
            Self::Half => Point {
                x: width - p.x,
                y: height - p.y,
            },
            Self::ThreeQuarters => Point {
                x: width - p.y,
                y: p.x,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn a_view_is_black_around_what_it_shows() {
        let view = framed(&RgbImage::from_pixel(2, 1, Rgb([255, 0, 51])), 3, 4);
        for ((row, column), colour) in [
            ((4, 3), [1.0, -1.0, -0.6]),
            ((4, 4), [1.0, -1.0, -0.6]),
            ((4, 2), [-1.0; 3]),
            ((4, 5), [-1.0; 3]),
            ((5, 3), [-1.0; 3]),
        ] {
            let found = [0, 1, 2].map(|channel| view[[0, row, column, channel]]);
            assert_eq!(found, colour, "at {column}, {row}");
        }
    }

    #[test]
    fn a_point_of_a_turned_image_is_found_again_in_the_original() {
        for turn in [Turn::None, Turn::Quarter, Turn::Half, Turn::ThreeQuarters] {
            let mut image = RgbImage::new(30, 20);
            image.put_pixel(4, 7, Rgb([255, 0, 0]));
            let turned = turn.apply(image);
            let (x, y, _) = turned
                .enumerate_pixels()
                .find(|(_, _, pixel)| pixel.0[0] == 255)
                .expect("it is somewhere");
            let back = turn.undo(
                Point {
                    x: x as f32 + 0.5,
                    y: y as f32 + 0.5,
                },
                30.0,
                20.0,
            );
            assert_eq!(back, Point { x: 4.5, y: 7.5 }, "{turn:?}");
        }
    }
}
