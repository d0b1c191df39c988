//! Looking for faces: the whole image first, then turned, then part by part.

use image::RgbImage;

use super::detect::{Detection, most_certain};
use super::geometry::Box2;
use super::landmarks::{Direction, Mesh, mesh, refined};
use super::view::{Turn, View};
use super::{Face, FaceError};
use crate::imaging::resize::Region;
use crate::model::Model;

/// Least certainty of the mesh that what was detected is a face.
const PRESENT: f32 = 0.5;
/// Two meshes that overlap by more than this are of one face.
const SAME_MESH: f32 = 0.5;
/// No more faces than this are looked at; a crowd is a crowd.
const MOST: usize = 16;
/// A part is only enlarged while it has this many pixels on a side.
const SMALLEST_PART: u32 = 160;

const TURNED: [Turn; 3] = [Turn::Quarter, Turn::Half, Turn::ThreeQuarters];

/// The faces of `image`, the main one first, however small or turned.
pub(super) fn faces(
    detection: &dyn Model,
    landmarks: &dyn Model,
    image: &RgbImage,
) -> Result<Vec<Face>, FaceError> {
    let near = near_faces(detection, landmarks, image)?;
    if !near.is_empty() {
        return Ok(near);
    }
    let (width, height) = image.dimensions();
    first(detection, landmarks, image, far(width, height))
}

/// The faces of `image`, the main one first, where they take at least about a
/// tenth of it.
pub(super) fn near_faces(
    detection: &dyn Model,
    landmarks: &dyn Model,
    image: &RgbImage,
) -> Result<Vec<Face>, FaceError> {
    let (width, height) = image.dimensions();
    first(detection, landmarks, image, near(width, height))
}

/// The upright faces of `image`, the main one first, at one look.
pub(super) fn upright_faces(
    detection: &dyn Model,
    landmarks: &dyn Model,
    image: &RgbImage,
) -> Result<Vec<Face>, FaceError> {
    let (width, height) = image.dimensions();
    let once = near(width, height).into_iter().take(1).collect();
    first(detection, landmarks, image, once)
}

/// The faces that the first of `stages` finds that finds any. Where all their
/// directions are disputed, another stage may see them upright.
fn first(
    detection: &dyn Model,
    landmarks: &dyn Model,
    image: &RgbImage,
    stages: Vec<Vec<View>>,
) -> Result<Vec<Face>, FaceError> {
    let mut disputed = Vec::new();
    for views in stages {
        let mut found = Vec::new();
        for view in views {
            found.extend(view.detections(detection, image)?);
        }
        let (faces, directions) = confirmed(landmarks, image, most_certain(found))?;
        if directions.contains(&Direction::Agreed) {
            return Ok(faces);
        }
        if disputed.is_empty() {
            disputed = faces;
        }
    }
    Ok(disputed)
}

/// The whole image: upright; set into a border, since a face that fills it is
/// too large for the detector; turned.
fn near(width: u32, height: u32) -> Vec<Vec<View>> {
    let part = Region {
        left: 0,
        top: 0,
        width,
        height,
    };
    if width == 0 || height == 0 {
        return Vec::new();
    }
    vec![
        vec![View {
            part,
            turn: Turn::None,
            share: 1.0,
        }],
        vec![View {
            part,
            turn: Turn::None,
            share: 0.6,
        }],
        TURNED
            .map(|turn| View {
                part,
                turn,
                share: 1.0,
            })
            .to_vec(),
    ]
}

/// The image enlarged part by part: halves upright, halves turned, quarters.
fn far(width: u32, height: u32) -> Vec<Vec<View>> {
    let stage = |divisor: u32, turns: &[Turn]| {
        let side = width.max(height).div_ceil(divisor);
        if side < SMALLEST_PART {
            return Vec::new();
        }
        let look = |part: Region| {
            turns.iter().map(move |&turn| View {
                part,
                turn,
                share: 1.0,
            })
        };
        parts(width, height, side)
            .into_iter()
            .flat_map(look)
            .collect()
    };
    vec![
        stage(2, &[Turn::None]),
        stage(2, &TURNED),
        stage(4, &[Turn::None]),
    ]
}

/// Squares of `side` that cover an image, each half over the next.
fn parts(width: u32, height: u32, side: u32) -> Vec<Region> {
    let steps = |size: u32| -> Vec<(u32, u32)> {
        let count = if size <= side {
            1
        } else {
            (size - side).div_ceil(side.div_ceil(2)) + 1
        };
        let at = |index| {
            if count == 1 {
                0
            } else {
                (size - side) * index / (count - 1)
            }
        };
        (0..count)
            .map(|index| (at(index), side.min(size)))
            .collect()
    };
    let columns = steps(width);
    steps(height)
        .into_iter()
        .flat_map(|(top, height)| {
            columns.iter().map(move |&(left, width)| Region {
                left,
                top,
                width,
                height,
            })
        })
        .collect()
}

/// Those of `found` that have landmarks of a face, the main one first, and
/// whether their directions are agreed.
fn confirmed(
    model: &dyn Model,
    image: &RgbImage,
    found: Vec<Detection>,
) -> Result<(Vec<Face>, Vec<Direction>), FaceError> {
    let mut faces: Vec<Face> = Vec::new();
    let mut directions = Vec::new();
    for detection in found.into_iter().take(MOST) {
        let seen = |mesh: &Mesh| mesh.presence >= PRESENT;
        let Some(rough) = mesh(model, image, &detection)?.filter(seen) else {
            continue;
        };
        let mesh = refined(model, image, rough)?;
        let bbox = Box2::around(mesh.landmarks.iter().map(|landmark| landmark.point()));
        if seen(&mesh)
            && faces
                .iter()
                .all(|other| bbox.overlap(&other.bbox) < SAME_MESH)
        {
            let score = detection.score.min(mesh.presence);
            faces.push(Face {
                bbox,
                landmarks: mesh.landmarks,
                score,
            });
            directions.push(mesh.direction);
        }
    }
    let weight = |face: &Face| face.bbox.area() * face.score;
    faces.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    Ok((faces, directions))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_the_image_and_overlap() {
        for (width, height, side, count) in
            [(1000, 600, 500, 6), (500, 500, 500, 1), (10, 3000, 750, 7)]
        {
            let parts = parts(width, height, side);
            assert_eq!(parts.len(), count, "{width}×{height}");
            let inside =
                |part: &Region| part.left + part.width <= width && part.top + part.height <= height;
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
