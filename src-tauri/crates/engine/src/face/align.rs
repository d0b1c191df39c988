//! Turning and scaling a face into the chip that its descriptor is made from.
//!
//! The chip is dlib's: 150 pixels, five points of the face as close as a
//! similarity transform brings them to the mean shape, a quarter of it free
//! around. The alignment is the accuracy: by the box of the detector alone,
//! different people come as close as 0.46.

use image::RgbImage;

use super::FaceError;
use super::crop::{Crop, crop};
use super::geometry::{Landmark, Placement, Point};

/// Side of the chip in pixels.
pub(crate) const SIDE: usize = 150;

/// What is left free around the mean shape, as a share of it.
const PADDING: f32 = 0.25;

/// Landmarks of the mesh and where dlib's mean shape has them: outer and inner
/// corner of the person's left eye, outer and inner of the right, base of the nose.
const SHAPE: [(usize, f32, f32); 5] = [
    (263, 0.859_567_46, 0.213_498_15),
    (362, 0.646_060_48, 0.228_967_44),
    (33, 0.120_575_06, 0.213_727_45),
    (133, 0.334_085_05, 0.229_064_02),
    (2, 0.490_112_3, 0.627_797_53),
];

/// The chip of the face with `landmarks` in `image`.
pub(crate) fn chip(image: &RgbImage, landmarks: &[Landmark]) -> Result<Crop, FaceError> {
    let placement = placement(landmarks).ok_or(FaceError::Degenerate)?;
    Ok(crop(image, placement, SIDE))
}

fn placement(landmarks: &[Landmark]) -> Option<Placement> {
    let place = |mean: f32| (PADDING + mean) / (2.0 * PADDING + 1.0) * SIDE as f32;
    let chip = SHAPE.map(|(_, x, y)| Point {
        x: place(x),
        y: place(y),
    });
    let mut image = [Point::default(); SHAPE.len()];
    for (point, (index, _, _)) in image.iter_mut().zip(SHAPE) {
        *point = landmarks.get(index)?.point();
    }
    Placement::fit(&chip, &image)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    /// A face whose five points lie as the mean shape has them, `scale` pixels
    /// to one of the chip, turned by a half turn where `turned`.
    fn face(scale: f32, turn: f32) -> Vec<Landmark> {
        let mut landmarks = vec![Landmark::default(); 468];
        for (index, x, y) in SHAPE {
            let (x, y) = (
                (x - 0.5) * 100.0 * scale * turn,
                (y - 0.5) * 100.0 * scale * turn,
            );
            landmarks[index] = Landmark {
                x: 200.0 + x,
                y: 150.0 + y,
                z: 0.0,
            };
        }
        landmarks
    }

    #[test]
    fn a_face_of_any_size_and_tilt_comes_to_lie_the_same_way() {
        for (scale, turn) in [(0.5, 1.0), (2.0, 1.0), (1.0, -1.0)] {
            let landmarks = face(scale, turn);
            let mut image = RgbImage::new(400, 300);
            let nose = landmarks[2];
            let size = (4.0 * scale) as i32;
            for (dx, dy) in (-size..=size).flat_map(|dx| (-size..=size).map(move |dy| (dx, dy))) {
                let (x, y) = (nose.x as i32 + dx, nose.y as i32 + dy);
                image.put_pixel(x as u32, y as u32, Rgb([255, 0, 0]));
            }
            let chip = chip(&image, &landmarks).expect("five points");
            // The nose: (0.25 + 0.4901) / 1.5 and (0.25 + 0.6278) / 1.5 of 150.
            let red = |x: usize, y: usize| chip.values[(y * SIDE + x) * 3];
            assert!(red(74, 87) > 250.0, "{scale} {turn}: {}", red(74, 87));
            assert!(red(74, 70) < 1.0 && red(90, 87) < 1.0, "{scale} {turn}");
        }
    }

    #[test]
    fn points_that_fall_into_one_are_no_face() {
        let image = RgbImage::new(40, 30);
        for landmarks in [vec![Landmark::default(); 468], Vec::new()] {
            assert!(matches!(
                chip(&image, &landmarks),
                Err(FaceError::Degenerate)
            ));
        }
    }
}
