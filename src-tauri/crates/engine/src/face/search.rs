//! Looking for faces: the whole image first, then turned, then part by part.

use image::{RgbImage, imageops};
use ndarray::ArrayD;

use super::crop::{Region, resize};
use super::detect::{self, Detection, detect, most_certain};
use super::geometry::{Box2, Point};
use super::landmarks::{mesh, refined};
use super::{Face, FaceError};
use crate::model::Model;

/// Least certainty of the detector.
const DETECTED: f32 = 0.5;
/// Least certainty of the mesh that what was detected is a face.
const PRESENT: f32 = 0.5;
/// No more faces than this are looked at; a crowd is a crowd.
const MOST: usize = 16;
/// A part is only enlarged while it has this many pixels on a side.
const SMALLEST_PART: u32 = 160;

/// Quarter turns, clockwise, by which a view is turned before it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    None,
    Quarter,
    Half,
    ThreeQuarters,
}

/// A square look at a part of an image.
#[derive(Debug, Clone, Copy)]
struct View {
    part: Region,
    turn: Turn,
    /// Side of the part's longer side in the view, as a share of the view.
    share: f32,
}

const ALL: [Turn; 4] = [Turn::None, Turn::Quarter, Turn::Half, Turn::ThreeQuarters];
const TURNED: [Turn; 3] = [Turn::Quarter, Turn::Half, Turn::ThreeQuarters];

/// The faces of `image`, the main one first. Each stage is only reached when
/// the one before found none:
/// the whole image, upright; the whole image set into a border (a face that
/// fills it is too large for the detector) and turned; halves, then quarters.
pub(super) fn faces(
    detection: &dyn Model,
    landmarks: &dyn Model,
    image: &RgbImage,
) -> Result<Vec<Face>, FaceError> {
    let (width, height) = image.dimensions();
    if width == 0 || height == 0 {
        return Ok(Vec::new());
    }
    let whole = Region { left: 0, top: 0, width, height };
    let look = |part: Region, turn: Turn, share: f32| View { part, turn, share };
    let mut stages = vec![
        vec![look(whole, Turn::None, 1.0)],
        vec![look(whole, Turn::None, 0.6)],
        TURNED.map(|turn| look(whole, turn, 1.0)).to_vec(),
    ];
    for divisor in [2, 4] {
        let side = width.max(height).div_ceil(divisor);
        if side >= SMALLEST_PART {
            for turns in [&ALL[..1], &TURNED] {
                let parts = parts(width, height, side);
                let views = parts.iter().flat_map(|part| turns.iter().map(|t| look(*part, *t, 1.0)));
                stages.push(views.collect());
            }
        }
    }
    for views in stages {
        let mut found = Vec::new();
        for view in views {
            found.extend(view.detections(detection, image)?);
        }
        let faces = confirmed(landmarks, image, most_certain(found))?;
        if !faces.is_empty() {
            return Ok(faces);
        }
    }
    Ok(Vec::new())
}

/// Squares of `side` that cover an image, each half over the next.
fn parts(width: u32, height: u32, side: u32) -> Vec<Region> {
    let steps = |size: u32| -> Vec<(u32, u32)> {
        let count = if size <= side { 1 } else { (size - side).div_ceil(side.div_ceil(2)) + 1 };
        let at = |index| if count == 1 { 0 } else { (size - side) * index / (count - 1) };
        (0..count).map(|index| (at(index), side.min(size))).collect()
    };
    let columns = steps(width);
    steps(height)
        .into_iter()
        .flat_map(|(top, height)| {
            columns.iter().map(move |&(left, width)| Region { left, top, width, height })
        })
        .collect()
}

/// Those of `found` that have landmarks of a face, the main one first.
fn confirmed(
    model: &dyn Model,
    image: &RgbImage,
    found: Vec<Detection>,
) -> Result<Vec<Face>, FaceError> {
    let mut faces: Vec<Face> = Vec::new();
    for detection in found.into_iter().take(MOST) {
        let first = mesh(model, image, &detection)?;
        if first.presence < PRESENT {
            continue;
        }
        let mesh = refined(model, image, &first)?;
        if mesh.presence < PRESENT {
            continue;
        }
        let bbox = Box2::around(mesh.landmarks.iter().map(|landmark| landmark.point()));
        if faces.iter().all(|other| bbox.overlap(&other.bbox) < 0.5) {
            let score = detection.score.min(mesh.presence);
            faces.push(Face { bbox, landmarks: mesh.landmarks, score });
        }
    }
    let weight = |face: &Face| face.bbox.area() * face.score;
    faces.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    Ok(faces)
}

impl View {
    /// What the detector finds in this view, in pixels of the image.
    fn detections(&self, model: &dyn Model, image: &RgbImage) -> Result<Vec<Detection>, FaceError> {
        let side = detect::SIDE as f32;
        let longer = self.part.width.max(self.part.height) as f32;
        let scale = side * self.share / longer;
        let fit = |size: u32| ((size as f32 * scale).round() as u32).clamp(1, detect::SIDE);
        let (width, height) = (fit(self.part.width), fit(self.part.height));
        let small = self.turn.apply(resize(image, self.part, width, height));
        let (left, top) =
            ((detect::SIDE - small.width()) / 2, (detect::SIDE - small.height()) / 2);
        let mut input = ArrayD::from_elem(vec![1, detect::SIDE as usize, detect::SIDE as usize, 3], -1.0);
        for (x, y, pixel) in small.enumerate_pixels() {
            for (channel, value) in pixel.0.into_iter().enumerate() {
                let at = [0, (y + top) as usize, (x + left) as usize, channel];
                input[at] = f32::from(value) / 127.5 - 1.0;
            }
        }
        let found = detect(model, &input, DETECTED)?;
        let back = |p: Point| {
            let p = Point { x: p.x - left as f32, y: p.y - top as f32 };
            let p = self.turn.undo(p, width as f32, height as f32);
            Point {
                x: self.part.left as f32 + p.x * self.part.width as f32 / width as f32,
                y: self.part.top as f32 + p.y * self.part.height as f32 / height as f32,
            }
        };
        let whole = |detection: Detection| {
            let Box2 { x, y, width, height } = detection.bbox;
            let corners = [Point { x, y }, Point { x: x + width, y: y + height }];
            Detection {
                bbox: Box2::around(corners.map(back)),
                eyes: detection.eyes.map(back),
                score: detection.score,
            }
        };
        Ok(found.into_iter().map(whole).collect())
    }
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
            Self::Quarter => Point { x: p.y, y: height - p.x },
            Self::Half => Point { x: width - p.x, y: height - p.y },
            Self::ThreeQuarters => Point { x: width - p.y, y: p.x },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn a_point_of_a_turned_image_is_found_again_in_the_original() {
        for turn in ALL {
            let mut image = RgbImage::new(30, 20);
            image.put_pixel(4, 7, Rgb([255, 0, 0]));
            let turned = turn.apply(image);
            let (x, y, _) = turned
                .enumerate_pixels()
                .find(|(_, _, pixel)| pixel.0[0] == 255)
                .expect("it is somewhere");
            let back = turn.undo(Point { x: x as f32 + 0.5, y: y as f32 + 0.5 }, 30.0, 20.0);
            assert_eq!(back, Point { x: 4.5, y: 7.5 }, "{turn:?}");
        }
    }

    #[test]
    fn parts_cover_the_image_and_overlap() {
        for (width, height, side, count) in [(1000, 600, 500, 6), (500, 500, 500, 1), (10, 3000, 750, 7)] {
            let parts = parts(width, height, side);
            assert_eq!(parts.len(), count, "{width}×{height}");
            let inside = |part: &Region| {
                part.left + part.width <= width && part.top + part.height <= height
            };
            assert!(parts.iter().all(inside));
            for (x, y) in [(0, 0), (width - 1, height - 1), (width / 2, height / 3)] {
                let over = |part: &&Region| {
                    (part.left..part.left + part.width).contains(&x)
                        && (part.top..part.top + part.height).contains(&y)
                };
                assert!(parts.iter().find(over).is_some(), "{x} {y}");
            }
        }
    }
}
