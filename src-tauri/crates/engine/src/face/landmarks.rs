//! Laying 468 points over a face: FaceMesh, 192 pixels.

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

/// The landmarks of a face and how certain the model is that there is one.
pub(crate) struct Mesh {
    pub(crate) landmarks: Vec<Landmark>,
    /// 0 to 1.
    pub(crate) presence: f32,
}

/// The landmarks of the face that `detection` found in `image`, both in
/// pixels of the image.
pub(crate) fn mesh(
    model: &dyn Model,
    image: &RgbImage,
    detection: &Detection,
) -> Result<Mesh, FaceError> {
    place(model, image, square(&detection.bbox, detection.eyes))
}

/// The landmarks again, looking at the square around those of `mesh`: it fits
/// the face better than the square of a detection.
pub(crate) fn refined(
    model: &dyn Model,
    image: &RgbImage,
    mesh: &Mesh,
) -> Result<Mesh, FaceError> {
    let [first, second] = eyes(&mesh.landmarks);
    let bbox = Box2::around(mesh.landmarks.iter().map(|landmark| landmark.point()));
    place(model, image, square(&bbox, [first, second]))
}

/// The outer corners of both eyes: the person's right one first.
pub(crate) fn eyes(landmarks: &[Landmark]) -> [Point; 2] {
    EYES.map(|index| landmarks.get(index).copied().unwrap_or_default().point())
}

/// The square around a face, turned so that its eyes are level.
fn square(bbox: &Box2, [first, second]: [Point; 2]) -> Placement {
    let angle = (second.y - first.y).atan2(second.x - first.x);
    let extent = bbox.width.max(bbox.height).max(1.0) * ROOM;
    Placement::square(bbox.centre(), extent, angle, SIDE as f32)
}

fn place(model: &dyn Model, image: &RgbImage, placement: Placement) -> Result<Mesh, FaceError> {
    let mut values = crop(image, placement, SIDE).values;
    for value in &mut values {
        *value /= 255.0;
    }
    let input = ArrayD::from_shape_vec(vec![1, SIDE, SIDE, 3], values)
        .expect("a crop has three colours a pixel");
    let outputs = model.run(input.view())?;
    let wrong = || ModelError::Output {
        name: FACE_LANDMARKS.to_owned(),
        found: outputs.iter().map(|output| output.shape().to_vec()).collect(),
        expected: "a probability and 468 points",
    };
    let [_, presence, points] = &outputs[..] else {
        return Err(wrong().into());
    };
    let presence = presence.first().copied().ok_or_else(wrong)?;
    if points.len() != LANDMARKS * 3 {
        return Err(wrong().into());
    }
    let values: Vec<f32> = points.iter().copied().collect();
    let scale = placement.scale();
    let landmarks = values
        .chunks_exact(3)
        .map(|point| {
            let at = placement.to_image(Point { x: point[0], y: point[1] });
            Landmark { x: at.x, y: at.y, z: point[2] * scale }
        })
        .collect();
    Ok(Mesh { landmarks, presence })
}
