//! Reading the zone of a picture: find, cut, recognise, decode.

use std::fmt;

use image::RgbImage;
use jiff::civil::Date;

use crate::imaging::warp::Quad;
use crate::manifest::Models;
use crate::model::Runtime;
use crate::text::{TextDetector, TextRecogniser};

use super::MrzError;
use super::check_digit::CheckDigit;
use super::decode::Repair;
use super::emissions::LineRecogniser;
use super::fields::Fields;
use super::format::Format;
use super::locate::{Candidate, candidates};
use super::parse::parse;
use super::recognise::PpOcrLines;
use super::zone::{self, Zone};

/// Sides at which text is looked for, one after the other until a zone is found.
const LOOKS: [u32; 2] = [960, 1536];
/// Candidates that are recognised per look.
const TRIES: usize = 4;
/// Lines of a zone are this likely to be some; ordinary text is far from it.
const CLEAR: f64 = -0.2;

/// A zone that was read. Personal: `{:?}` prints none of the text.
#[derive(Clone)]
pub struct MrzReading {
    /// The format of the zone.
    pub format: Format,
    /// The lines as they are printed, as far as they could be read.
    pub lines: Vec<String>,
    /// Whether this is certainly what is printed, and all check digits add up.
    pub valid: bool,
    /// What the lines say.
    pub fields: Fields,
    /// Every check digit of the format.
    pub check_digits: Vec<CheckDigit>,
    /// Characters where the recogniser saw something else.
    pub repaired: Vec<Repair>,
    /// Characters of which the reader is not certain: line and column, from 1.
    pub doubtful: Vec<(usize, usize)>,
    /// The zone in the picture, in pixels: top left, top right, bottom right,
    /// bottom left of the text.
    pub quad_px: Quad,
}

impl fmt::Debug for MrzReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MrzReading")
            .field("format", &self.format)
            .field("valid", &self.valid)
            .field("repaired", &self.repaired.len())
            .field("doubtful", &self.doubtful.len())
            .field("quad_px", &self.quad_px)
            .finish_non_exhaustive()
    }
}

/// Reads machine-readable zones.
pub struct MrzReader {
    detector: TextDetector,
    lines: Box<dyn LineRecogniser + Send + Sync>,
}

impl MrzReader {
    /// Opens the models that the manifest names.
    ///
    /// # Errors
    /// [`MrzError`] when one is missing, altered or unusable.
    pub fn open(models: &Models) -> Result<Self, MrzError> {
        let runtime = Runtime::init(models)?;
        let recogniser = TextRecogniser::open(runtime, models)?;
        Ok(Self::new(
            TextDetector::open(runtime, models)?,
            Box::new(PpOcrLines::new(recogniser)),
        ))
    }

    /// Reads lines with a recogniser of the caller's choice.
    #[must_use]
    pub fn new(detector: TextDetector, lines: Box<dyn LineRecogniser + Send + Sync>) -> Self {
        Self { detector, lines }
    }

    /// Reads the zone of `image`, wherever it lies and however it is turned;
    /// `None` where there is none. Years are completed relative to `today`.
    ///
    /// # Errors
    /// [`MrzError`] when a model does not run.
    pub fn read(&self, image: &RgbImage, today: Date) -> Result<Option<MrzReading>, MrzError> {
        let gray = image::imageops::grayscale(image);
        let mut tried: Vec<Candidate> = Vec::new();
        for side in looks(image) {
            let boxes = self.detector.detect(image, side)?;
            for candidate in candidates(&boxes).into_iter().take(TRIES) {
                if tried.iter().any(|tried| is_like(tried, &candidate)) {
                    continue;
                }
                let Some(zone) = zone::read(self.lines.as_ref(), &gray, &candidate)? else {
                    tried.push(candidate);
                    continue;
                };
                if zone.likelihood > CLEAR || zone.decoded.adds_up {
                    return Ok(Some(reading(&zone, today)));
                }
                tried.push(candidate);
            }
        }
        Ok(None)
    }
}

/// The sides to look at `image` with; small pictures have nothing to show at
/// the larger one.
fn looks(image: &RgbImage) -> impl Iterator<Item = u32> {
    let side = image.width().max(image.height());
    LOOKS
        .into_iter()
        .filter(move |look| *look == LOOKS[0] || side > LOOKS[0])
}

/// Whether both are the same rows, found a little differently.
fn is_like(a: &Candidate, b: &Candidate) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_like(b))
}

fn reading(zone: &Zone, today: Date) -> MrzReading {
    let parsed =
        parse(&zone.decoded.lines, today).expect("a decoded zone has the shape of its format");
    let certain = zone.decoded.adds_up && zone.decoded.doubtful.is_empty();
    MrzReading {
        format: parsed.format,
        lines: zone.decoded.lines.clone(),
        valid: parsed.valid && certain,
        fields: parsed.fields,
        check_digits: parsed.check_digits,
        repaired: zone.decoded.repaired.clone(),
        doubtful: zone.decoded.doubtful.clone(),
        quad_px: zone.quad,
    }
}
