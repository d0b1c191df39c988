//! Whether a picture is good enough to be judged: sharpness, glare, exposure,
//! contrast, resolution, what is cut off and what is covered.
//!
//! Start at [`document`] for a picture of a document and at [`face`] for one
//! of a face. Every measure comes with its value, its threshold from
//! [`QualityPolicy`] and the [`Advice`] for the person. What cannot be judged
//! is *not assessable*, never good.
//!
//! Places are pixels of the image they are said of, x to the right and y down,
//! with the corner of the first pixel at (0, 0).

mod cover;
mod exposure;
mod face;
mod framing;
mod glare;
mod plane;
mod policy;
mod sharpness;

use domain::{advice::Advice, field};
use image::RgbImage;

use crate::document::Located;
use crate::face::Box2;

pub use domain::quality::{Bound, Measure, Unit};
pub use face::{FacePicture, face, faceless};
pub use policy::{DocumentQuality, FaceQuality, PolicyError, QualityPolicy};

pub(crate) use framing::dpi as native_dpi;
pub(crate) use plane::{Plane, level};
pub(crate) use sharpness::edge_blur;

/// Dots per inch of a straightened document.
const STRAIGHT_DPI: f32 = 300.0;

/// One measure of a picture; its places are pixels of the straightened
/// document, or of the picture where none was located.
pub type Measured = domain::quality::Measured<Box2>;

/// The measures of one picture.
pub type Report = domain::quality::Report<Box2>;

/// `measured`, found at `places`, which touch some of `fields`.
fn found_at(measured: Measured, places: Vec<Box2>, fields: &[(field::Name, Box2)]) -> Measured {
    let touched = fields
        .iter()
        .filter(|(_, field)| places.iter().any(|place| touches(place, field)))
        .map(|(name, _)| *name)
        .collect();
    measured.found_at(places, touched)
}

/// A picture of a document.
#[derive(Debug, Clone, Copy)]
pub struct DocumentPicture<'a> {
    /// The picture as it was taken, 8-bit RGB.
    pub picture: &'a RgbImage,
    /// Where the document lies in it.
    pub located: Option<&'a Located>,
    /// The document straightened ([`crate::document::rectify`]); without it
    /// the picture itself is measured.
    pub straight: Option<&'a RgbImage>,
    /// Fields in pixels of `straight`, so that glare and cover name them.
    pub fields: &'a [(field::Name, Box2)],
}

impl<'a> DocumentPicture<'a> {
    /// A picture of which nothing else is known.
    #[must_use]
    pub const fn of(picture: &'a RgbImage) -> Self {
        Self {
            picture,
            located: None,
            straight: None,
            fields: &[],
        }
    }
}

/// Measures a picture of a document.
///
/// Sharpness is measured in pixels of 300 dots per inch, or of the picture
/// where it has fewer. Without a location, resolution passes never (a document
/// is smaller than its picture, so that it can fail), crop and cover are not
/// assessable.
#[must_use]
pub fn document(subject: &DocumentPicture<'_>, policy: &DocumentQuality) -> Report {
    let shown = subject.straight.unwrap_or(subject.picture);
    let native_dpi = subject.located.map(framing::dpi);
    // Pixels of the picture to one pixel of what is measured.
    let own = match (subject.straight, native_dpi) {
        (Some(_), Some(dpi)) => (dpi / STRAIGHT_DPI).min(1.0),
        (Some(_), None) | (None, _) => 1.0,
    };
    let plane = Plane::of(shown);
    let measures = vec![
        framing::crop(subject, policy),
        framing::resolution(subject, native_dpi, policy),
        exposure::dark(&plane, policy.least_paper_level, Advice::MoreLight),
        exposure::bright(&plane, policy.most_burnt_share),
        sharpness::document(&plane, own, policy),
        glare::document(subject, &plane, policy),
        exposure::contrast(&plane, policy),
        cover::document(subject, policy),
    ];
    Report { measures }
}

fn touches(a: &Box2, b: &Box2) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

#[cfg(test)]
mod tests;
