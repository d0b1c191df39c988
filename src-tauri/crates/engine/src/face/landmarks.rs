//! Laying 468 points over a face: FaceMesh, 192 pixels.

use std::f32::consts::FRAC_PI_2;

use image::RgbImage;
use ndarray::ArrayD;

use super::FaceError;
use super::crop::crop;
use super::detect::Detection;
use super::geometry::{Box2, Landmark, Placement, Point};
use crate::manifest::FACE_LANDMARKS;
use crate::model::{Model, ModelError};

/// The number of landmarks of a face.
pub const LANDMARKS: usize = 468;

/// Outer corners of the eye that is on the left of an upright image (the
/// person's right eye) and of the other.
const EYES: [usize; 2] = [33, 263];

/// Side of the square the model looks at, in pixels.
const SIDE: usize = 192;

/// How much larger than the face the square around it is.
const ROOM: f32 = 1.5;

/// A detection as certain as this whose eyes are level, or upright, to this
/// many radians (25°) has the direction of the face right.
const CERTAIN: f32 = 0.8;
const LEVEL: f32 = 0.436;

/// As long as a mesh turns by more than this many radians (5°) against the one
/// before, it is laid again, this often at most.
const STEADY: f32 = 0.087;
const MOST_ROUNDS: usize = 3;

/// A face that is followed is looked at again where it moved by more than this
/// share of its width.
const MOVED: f32 = 0.08;

/// The landmarks of a face and how certain the model is that there is one.
pub(crate) struct Mesh {
    pub(crate) landmarks: Vec<Landmark>,
    /// 0 to 1.
    pub(crate) presence: f32,
    /// Whether the face looks the way that the detector said.
    pub(crate) direction: Direction,
}

/// How the directions that detector and mesh give a face compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// They are the same.
    Agreed,
    /// The detector was off by a quarter turn or more: its box is off, too.
    Disputed,
}

/// The landmarks of the face that `detection` found in `image`, both in
/// pixels of the image.
///
/// The detector also finds faces that are tilted far or upside down, and then
/// takes mouths for eyes. Unless it is certain, the mesh is laid in all four
/// directions, and the one stays in which the model sees a face best.
pub(crate) fn mesh(
    model: &dyn Model,
    image: &RgbImage,
    detection: &Detection,
) -> Result<Option<Mesh>, FaceError> {
    let tilt = angle(detection.eyes);
    let off_level = (tilt - (tilt / FRAC_PI_2).round() * FRAC_PI_2).abs();
    let certain = detection.score >= CERTAIN && off_level <= LEVEL;
    let turns: &[f32] = if certain {
        &[0.0]
    } else {
        &[0.0, 1.0, 2.0, 3.0]
    };
    let placements: Vec<Placement> = turns
        .iter()
        .map(|turn| square(&detection.bbox, detection.eyes, turn * FRAC_PI_2))
        .collect();
    // Of equals the first, which is the direction that the detector gave.
    let better = |best: Mesh, mesh: Mesh| {
        if mesh.presence > best.presence {
            mesh
        } else {
            best
        }
    };
    let mut meshes = place(model, image, &placements)?;
    for mesh in meshes.iter_mut().skip(1) {
        mesh.direction = Direction::Disputed;
    }
    Ok(meshes.into_iter().reduce(better))
}

/// The landmarks again, looking at the square around those of `mesh`: it fits
/// the face better than the square of a detection.
pub(crate) fn refined(
    model: &dyn Model,
    image: &RgbImage,
    mut mesh: Mesh,
) -> Result<Mesh, FaceError> {
    for _ in 0..MOST_ROUNDS {
        let bbox = Box2::around(mesh.landmarks.iter().map(|landmark| landmark.point()));
        let before = eyes(&mesh.landmarks);
        let Some(next) = place(model, image, &[square(&bbox, before, 0.0)])?.pop() else {
            break;
        };
        let turned = angle(eyes(&next.landmarks)) - angle(before);
        mesh = Mesh {
            direction: mesh.direction,
            ..next
        };
        // By the sine, since a full turn is none.
        if turned.sin().abs() < STEADY && turned.cos() > 0.0 {
            break;
        }
    }
    Ok(mesh)
}

/// The landmarks of a face that lay at `before` a moment ago; again where it
/// moved by more than the square leaves room for.
pub(crate) fn followed(
    model: &dyn Model,
    image: &RgbImage,
    before: &[Landmark],
) -> Result<Option<Mesh>, FaceError> {
    let mut placed = None;
    let mut known: Vec<Landmark> = before.to_vec();
    for _ in 0..MOST_ROUNDS {
        let bbox = Box2::around(known.iter().map(|landmark| landmark.point()));
        let level = eyes(&known);
        let Some(mesh) = place(model, image, &[square(&bbox, level, 0.0)])?.pop() else {
            break;
        };
        let now = Box2::around(mesh.landmarks.iter().map(|landmark| landmark.point()));
        let (from, to) = (bbox.centre(), now.centre());
        let moved = (to.x - from.x).hypot(to.y - from.y) > MOVED * bbox.width;
        let turned = (angle(eyes(&mesh.landmarks)) - angle(level)).sin().abs() >= STEADY;
        known.clone_from(&mesh.landmarks);
        placed = Some(mesh);
        if !moved && !turned {
            break;
        }
    }
    Ok(placed)
}

/// The outer corners of both eyes: the person's right one first.
pub(crate) fn eyes(landmarks: &[Landmark]) -> [Point; 2] {
    EYES.map(|index| landmarks.get(index).copied().unwrap_or_default().point())
}

/// The square around a face, turned so that its eyes are level, and by `more`
/// (radians, clockwise).
fn square(bbox: &Box2, eyes: [Point; 2], more: f32) -> Placement {
    let extent = bbox.width.max(bbox.height).max(1.0) * ROOM;
    Placement::square(bbox.centre(), extent, angle(eyes) + more, SIDE as f32)
}

/// By how much the line from the first to the second point falls, in radians.
fn angle([first, second]: [Point; 2]) -> f32 {
    (second.y - first.y).atan2(second.x - first.x)
}

fn place(
    model: &dyn Model,
    image: &RgbImage,
    placements: &[Placement],
) -> Result<Vec<Mesh>, FaceError> {
    let count = placements.len();
    let mut values = Vec::with_capacity(count * SIDE * SIDE * 3);
    for placement in placements {
        let crop = crop(image, *placement, SIDE);
        values.extend(crop.values.iter().map(|value| value / 255.0));
    }
    let input = ArrayD::from_shape_vec(vec![count, SIDE, SIDE, 3], values)
        .expect("each crop has three colours a pixel");
    let outputs = model.run(input.view())?;
    let [_, presences, points] = &outputs[..] else {
        return Err(unfit(&outputs).into());
    };
    if presences.len() != count || points.len() != count * LANDMARKS * 3 {
        return Err(unfit(&outputs).into());
    }
    let points: Vec<f32> = points.iter().copied().collect();
    let meshes = points
        .chunks_exact(LANDMARKS * 3)
        .zip(presences)
        .zip(placements);
    let mesh = |((points, presence), placement): ((&[f32], &f32), &Placement)| {
        let landmark = |point: &[f32]| {
            let at = placement.to_image(Point {
                x: point[0],
                y: point[1],
            });
            Landmark {
                x: at.x,
                y: at.y,
                z: point[2] * placement.scale(),
            }
        };
        let landmarks = points.chunks_exact(3).map(landmark).collect();
        Mesh {
            landmarks,
            presence: *presence,
            direction: Direction::Agreed,
        }
    };
    Ok(meshes.map(mesh).collect())
}

fn unfit(outputs: &[ArrayD<f32>]) -> ModelError {
    ModelError::Output {
        name: FACE_LANDMARKS.to_owned(),
        found: outputs
            .iter()
            .map(|output| output.shape().to_vec())
            .collect(),
        expected: "a probability and 468 points for each face",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::ArrayViewD;

    /// Sees a face the better the brighter the upper left corner is, and lays
    /// every landmark there.
    struct Corner;

    impl Model for Corner {
        fn run(&self, input: ArrayViewD<'_, f32>) -> Result<Vec<ArrayD<f32>>, ModelError> {
            let count = input.shape()[0];
            let mut presence = ArrayD::zeros(vec![count, 1]);
            for index in 0..count {
                presence[[index, 0]] = input[[index, 10, 10, 0]];
            }
            let points = ArrayD::from_elem(vec![count, LANDMARKS * 3], 10.0);
            Ok(vec![ArrayD::zeros(vec![count, 266]), presence, points])
        }
    }

    #[test]
    fn an_uncertain_face_is_looked_at_from_all_sides() {
        // Bright in the lower right corner only: the face is upside down.
        let mut image = RgbImage::new(150, 150);
        for (x, y) in (100..150).flat_map(|x| (100..150).map(move |y| (x, y))) {
            image.put_pixel(x, y, image::Rgb([255; 3]));
        }
        let bbox = Box2 {
            x: 25.0,
            y: 25.0,
            width: 100.0,
            height: 100.0,
        };
        let eyes = [Point { x: 50.0, y: 60.0 }, Point { x: 90.0, y: 60.0 }];
        for (score, presence, at) in [(0.9, 0.0, 7.8), (0.6, 1.0, 142.2)] {
            let detection = Detection { bbox, eyes, score };
            let mesh = mesh(&Corner, &image, &detection)
                .expect("it fits")
                .expect("one");
            assert_eq!(mesh.presence, presence);
            let found = mesh.landmarks[LANDMARKS - 1];
            assert!(
                (found.x - at).abs() < 0.1 && (found.y - at).abs() < 0.1,
                "{found:?}"
            );
        }
    }
}
