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

use domain::{advice::Advice, check::Answer, field};
use image::RgbImage;

use crate::document::Located;
use crate::face::Box2;

pub use face::{FacePicture, face};
pub use policy::{DocumentQuality, FaceQuality, PolicyError, QualityPolicy};

pub(crate) use framing::dpi as native_dpi;
pub(crate) use plane::{Plane, level};
pub(crate) use sharpness::edge_blur;

/// Dots per inch of a straightened document.
const STRAIGHT_DPI: f32 = 300.0;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// How far edges are smeared.
    Sharpness,
    /// The share that a reflection hides.
    Glare,
    /// How bright the bright parts are.
    Underexposure,
    /// The share that is burnt out.
    Overexposure,
    /// How far print stands out from what it stands on.
    Contrast,
    /// How many pixels show what has to be seen.
    Resolution,
    /// How far the subject keeps from the edge of the picture.
    Crop,
    /// How much of the document's edge something covers.
    Cover,
}

impl Measure {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sharpness => "sharpness",
            Self::Glare => "glare",
            Self::Underexposure => "underexposure",
            Self::Overexposure => "overexposure",
            Self::Contrast => "contrast",
            Self::Resolution => "resolution",
            Self::Crop => "crop",
            Self::Cover => "cover",
        }
    }
}

/// On which side of its threshold a value is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// At or above it.
    AtLeast,
    /// At or below it.
    AtMost,
}

/// One measure of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// What was measured.
    pub measure: Measure,
    /// The value; `None` where it could not be measured.
    pub value: Option<f32>,
    /// Its unit: `px`, `dpi`, `share` (0 to 1) or `level` (0 to 255).
    pub unit: &'static str,
    /// What the value is compared with.
    pub threshold: f32,
    /// On which side of the threshold it is good.
    pub bound: Bound,
    /// Whether it is good enough.
    pub passed: Answer,
    /// What the person should hear.
    pub advice: Advice,
    /// Where it was found, for measures that have a place: pixels of the
    /// straightened document, or of the picture where none was located.
    pub places: Vec<Box2>,
    /// The fields that the places touch.
    pub fields: Vec<field::Name>,
}

impl Measured {
    /// Compares `value` with `threshold`; `advice` is said where it fails.
    pub(crate) fn new(
        measure: Measure,
        value: Option<f32>,
        unit: &'static str,
        (bound, threshold): (Bound, f32),
        advice: Advice,
    ) -> Self {
        let passed = match (value, bound) {
            (None, _) => Answer::NotAssessable,
            (Some(value), Bound::AtLeast) if value >= threshold => Answer::Yes,
            (Some(value), Bound::AtMost) if value <= threshold => Answer::Yes,
            (Some(_), _) => Answer::No,
        };
        let advice = match passed {
            Answer::Yes => Advice::Good,
            Answer::No => advice,
            Answer::NotAssessable => Advice::NotJudged,
        };
        Self {
            measure,
            value,
            unit,
            threshold,
            bound,
            passed,
            advice,
            places: Vec::new(),
            fields: Vec::new(),
        }
    }

    /// The same, found at `places`, which touch some of `fields`.
    pub(crate) fn at(mut self, places: Vec<Box2>, fields: &[(field::Name, Box2)]) -> Self {
        self.fields = fields
            .iter()
            .filter(|(_, field)| places.iter().any(|place| touches(place, field)))
            .map(|(name, _)| *name)
            .collect();
        self.places = places;
        self
    }
}

/// The measures of one picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Each measure once.
    pub measures: Vec<Measured>,
}

impl Report {
    /// *No* where a measure fails; otherwise *yes* where at least one could be
    /// judged.
    #[must_use]
    pub fn passed(&self) -> Answer {
        let any = |answer| {
            self.measures
                .iter()
                .any(|measured| measured.passed == answer)
        };
        if any(Answer::No) {
            Answer::No
        } else if any(Answer::Yes) {
            Answer::Yes
        } else {
            Answer::NotAssessable
        }
    }

    /// The first thing to tell the person: [`Advice::Good`] where nothing
    /// fails, [`Advice::NotJudged`] where nothing could be judged.
    #[must_use]
    pub fn advice(&self) -> Advice {
        let failed = self
            .measures
            .iter()
            .find(|measured| measured.passed == Answer::No);
        match (failed, self.passed()) {
            (Some(measured), _) => measured.advice,
            (None, Answer::Yes | Answer::No) => Advice::Good,
            (None, Answer::NotAssessable) => Advice::NotJudged,
        }
    }

    /// The measure `measure`, where it belongs to this picture.
    #[must_use]
    pub fn get(&self, measure: Measure) -> Option<&Measured> {
        self.measures
            .iter()
            .find(|measured| measured.measure == measure)
    }
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
