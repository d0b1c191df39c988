//! Whether a picture of a face is good enough to be compared.

use domain::advice::Advice;
use image::RgbImage;

use super::{
    Bound, FaceQuality, Measure, Measured, Plane, Report, Unit, edge_blur,
    exposure::{bright, dark},
};
use crate::face::{Box2, Face, Landmark, Point};
use crate::imaging::resize::{Region, resize};

/// Outer and inner corner of each eye in the face mesh: the person's right
/// eye, then the left.
const EYES: [[usize; 2]; 2] = [[33, 133], [362, 263]];

/// The face is measured at this distance of the eyes, in pixels, or at its own
/// where it is smaller.
const MEASURED_AT_PX: f32 = 90.0;

/// A picture of a face.
#[derive(Debug, Clone, Copy)]
pub struct FacePicture<'a> {
    /// The picture, 8-bit RGB.
    pub picture: &'a RgbImage,
    /// The rectangle around the face in it.
    pub bbox: Box2,
    /// The 468 points of the face mesh, in pixels of the picture.
    pub landmarks: &'a [Landmark],
}

impl<'a> FacePicture<'a> {
    /// `face` as it was found in `picture`.
    #[must_use]
    pub fn of(picture: &'a RgbImage, face: &'a Face) -> Self {
        Self {
            picture,
            bbox: face.bbox,
            landmarks: &face.landmarks,
        }
    }

    /// The distance between the middles of the eyes, in pixels.
    #[must_use]
    pub fn eye_distance_px(&self) -> Option<f32> {
        let middle = |[a, b]: [usize; 2]| {
            let (a, b) = (self.landmarks.get(a)?, self.landmarks.get(b)?);
            Some(Point {
                x: f32::midpoint(a.x, b.x),
                y: f32::midpoint(a.y, b.y),
            })
        };
        let [right, left] = EYES.map(middle);
        let (right, left) = (right?, left?);
        Some((right.x - left.x).hypot(right.y - left.y))
    }

    /// The face alone, shrunk to [`MEASURED_AT_PX`], and the distance of its
    /// eyes there.
    fn cut(&self, eyes_px: f32) -> Option<(RgbImage, f32)> {
        let (width, height) = self.picture.dimensions();
        let span = |from: f32, length: f32, size: u32| {
            // A float beyond what an integer holds becomes its end; NaN becomes 0.
            let low = (from.floor().max(0.0) as u32).min(size);
            let high = ((from + length).ceil().max(0.0) as u32).min(size);
            (high > low).then(|| (low, high - low))
        };
        let (left, width) = span(self.bbox.x, self.bbox.width, width)?;
        let (top, height) = span(self.bbox.y, self.bbox.height, height)?;
        let region = Region {
            left,
            top,
            width,
            height,
        };
        let scale = (MEASURED_AT_PX / eyes_px).min(1.0);
        let shrunk = |size: u32| ((size as f32 * scale).round() as u32).max(1);
        let cut = resize(self.picture, region, shrunk(width), shrunk(height));
        Some((cut, eyes_px * scale))
    }
}

/// Measures a picture of a face.
#[must_use]
pub fn face(subject: &FacePicture<'_>, policy: &FaceQuality) -> Report {
    let eyes_px = subject
        .eye_distance_px()
        .filter(|distance| distance.is_finite() && *distance >= 1.0);
    let cut = eyes_px.and_then(|eyes_px| subject.cut(eyes_px));
    let plane = cut.as_ref().map_or_else(
        || Plane::of(&RgbImage::new(0, 0)),
        |(cut, _)| Plane::of(cut),
    );
    let blur = cut
        .as_ref()
        .and_then(|(_, eyes_px)| Some(edge_blur(&plane, 1)? / eyes_px));
    let resolution = Measured::new(
        Measure::Resolution,
        eyes_px,
        Unit::Pixels,
        (Bound::AtLeast, policy.least_eye_distance_px),
        Advice::FaceCloser,
    );
    let sharpness = Measured::new(
        Measure::Sharpness,
        blur,
        Unit::Share,
        (Bound::AtMost, policy.most_blur_share),
        Advice::HoldStill,
    );
    let measures = vec![
        crop(subject, policy),
        resolution,
        dark(&plane, policy.least_level, Advice::MoreLight),
        bright(&plane, policy.most_burnt_share),
        sharpness,
    ];
    Report { measures }
}

/// Measures the light of a picture in which no face was found: it may be why.
#[must_use]
pub fn faceless(picture: &RgbImage, policy: &FaceQuality) -> Report {
    let light = dark(&Plane::of(picture), policy.least_level, Advice::MoreLight);
    Report {
        measures: vec![light],
    }
}

/// How far the face keeps from the edge of the picture, as a share of its
/// width; negative where it is cut off.
fn crop(subject: &FacePicture<'_>, policy: &FaceQuality) -> Measured {
    let (width, height) = subject.picture.dimensions();
    let face = subject.bbox;
    let room = face
        .x
        .min(face.y)
        .min(width as f32 - face.x - face.width)
        .min(height as f32 - face.y - face.height);
    let value = (face.width > 0.0).then(|| room / face.width);
    let threshold = (Bound::AtLeast, policy.least_margin_share);
    Measured::new(
        Measure::Crop,
        value,
        Unit::Share,
        threshold,
        Advice::WholeFace,
    )
}
