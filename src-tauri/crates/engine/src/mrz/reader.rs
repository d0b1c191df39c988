//! Reading the zone of a picture: find, cut, recognise, decode.

use std::fmt;

use image::RgbImage;
use jiff::civil::Date;

use crate::imaging::warp::Quad;
use crate::manifest::Models;
use crate::model::{Callers, Runtime};
use crate::text::{TextBox, TextDetector, TextRecogniser};

use super::MrzError;
use super::check_digit::CheckDigit;
use super::decode::Repair;
use super::emissions::LineRecogniser;
use super::fields::Fields;
use super::format::Format;
use super::locate::{Candidate, candidates};
use super::own::OwnLines;
use super::parse::parse;
use super::recognise::PpOcrLines;
use super::spot::spot;
use super::verdict::{is_as_seen, is_valid};
use super::zone::{self, Zone};

/// Ways to look for lines, one after the other until a zone is found.
const LOOKS: [Look; 5] = [
    Look::Spot,
    Look::Found,
    Look::Detect(SOONER),
    Look::Detect(960),
    Look::Detect(1536),
];
/// At this side most zones are found, in half the time of the next one; doubts
/// are left to that.
const SOONER: u32 = 704;
/// Candidates that are recognised per look.
const TRIES: usize = 4;

/// A way to look for lines.
#[derive(Debug, Clone, Copy)]
enum Look {
    /// Without a model.
    Spot,
    /// Among the text that somebody else has found.
    Found,
    /// With text detection at this length of the longer side.
    Detect(u32),
}

/// A zone that was read. Personal: `{:?}` prints none of the text.
#[derive(Clone)]
pub struct MrzReading {
    /// The format of the zone.
    pub format: Format,
    /// The lines as they are printed, as far as they could be read.
    pub lines: Vec<String>,
    /// Whether this is certainly what is printed, and all check digits add up:
    /// nothing repaired but what its place forces, and nothing doubtful.
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
    recognisers: Vec<Box<dyn LineRecogniser + Send + Sync>>,
}

impl MrzReader {
    /// Opens the models that the manifest names: our own recogniser reads, a
    /// general one is asked where that leaves doubts.
    ///
    /// # Errors
    /// [`MrzError`] when one is missing, altered or unusable.
    pub fn open(models: &Models) -> Result<Self, MrzError> {
        let runtime = Runtime::init(models)?;
        let detector = TextDetector::open(runtime, models)?;
        let general = TextRecogniser::open_for(runtime, models, Callers::Two)?;
        Self::beside(detector, general, models)
    }

    /// The same with models of text that are open already.
    ///
    /// # Errors
    /// [`MrzError`] when our own recogniser is missing, altered or unusable.
    pub fn beside(
        detector: TextDetector,
        general: TextRecogniser,
        models: &Models,
    ) -> Result<Self, MrzError> {
        let own = OwnLines::open(Runtime::init(models)?, models)?;
        let general = PpOcrLines::new(general);
        Ok(Self::new(detector, vec![Box::new(own), Box::new(general)]))
    }

    /// Reads lines with recognisers of the caller's choice: the first is asked
    /// first, the others where doubts are left.
    #[must_use]
    pub fn new(
        detector: TextDetector,
        recognisers: Vec<Box<dyn LineRecogniser + Send + Sync>>,
    ) -> Self {
        Self {
            detector,
            recognisers,
        }
    }

    /// Reads the zone of `image`, wherever it lies and however it is turned;
    /// `None` where there is none. Years are completed relative to `today`.
    ///
    /// # Errors
    /// [`MrzError`] when a model does not run.
    pub fn read(&self, image: &RgbImage, today: Date) -> Result<Option<MrzReading>, MrzError> {
        self.read_among(image, today, || None)
    }

    /// The same where text is looked for in `image` anyway: it is waited for by
    /// `found`, in pixels of `image`, when a first look without it leaves doubts.
    ///
    /// # Errors
    /// [`MrzError`] when a model does not run.
    pub fn read_among(
        &self,
        image: &RgbImage,
        today: Date,
        found: impl FnOnce() -> Option<Vec<TextBox>>,
    ) -> Result<Option<MrzReading>, MrzError> {
        let (mut found, mut was_found) = (Some(found), false);
        let gray = image::imageops::grayscale(image);
        let mut tried: Vec<(usize, Candidate)> = Vec::new();
        let mut best: Option<Zone> = None;
        for look in looks(image) {
            // What is no zone to the first recogniser may be one to another,
            // but that is looked at only when nothing else was found.
            let (boxes, finders) = match look {
                Look::Spot => (spot(&gray), 1),
                Look::Found => match found.take().and_then(|found| found()) {
                    Some(boxes) => {
                        was_found = true;
                        (boxes, self.recognisers.len())
                    }
                    None => continue,
                },
                // That was at least as large a look.
                Look::Detect(SOONER) if was_found => continue,
                Look::Detect(side) => {
                    let boxes = self.detector.detect(image, side)?;
                    (boxes, self.recognisers.len())
                }
            };
            let mut seen: Option<Zone> = None;
            for candidate in candidates(&boxes).into_iter().take(TRIES) {
                let known =
                    |(by, tried): &(usize, Candidate)| *by == finders && is_like(tried, &candidate);
                if tried.iter().any(known) {
                    continue;
                }
                let zone = zone::read(&self.recognisers, finders, &gray, &candidate)?;
                tried.push((finders, candidate));
                let Some(zone) = zone else {
                    continue;
                };
                // Clear characters whose digits do not add up are printed so.
                if is_as_seen(&zone.decoded) {
                    return Ok(Some(reading(&zone, today)));
                }
                if seen.as_ref().is_none_or(|seen| zone.is_better(seen)) {
                    seen = Some(zone);
                }
            }
            // Who looks anew and sees the same will not see more.
            let is_same = seen
                .as_ref()
                .zip(best.as_ref())
                .is_some_and(|(seen, best)| {
                    seen.decoded.lines == best.decoded.lines
                        && seen.decoded.doubtful == best.decoded.doubtful
                });
            if let Some(seen) = seen
                && best.as_ref().is_none_or(|best| seen.is_better(best))
            {
                best = Some(seen);
            }
            // Doubts about what was only spotted are worth a better look.
            let is_better = match look {
                Look::Spot => false,
                Look::Found => true,
                Look::Detect(side) => side > SOONER,
            };
            if let Some(best) = best.as_ref().filter(|_| is_better || is_same) {
                return Ok(Some(reading(best, today)));
            }
        }
        Ok(None)
    }
}

/// How to look at `image`; small pictures have nothing to show at the larger
/// side.
fn looks(image: &RgbImage) -> impl Iterator<Item = Look> {
    let longer = image.width().max(image.height());
    LOOKS.into_iter().filter(move |look| match look {
        Look::Spot | Look::Found => true,
        Look::Detect(side) => *side <= 960 || longer > 960,
    })
}

/// Whether both are the same rows, found a little differently.
fn is_like(a: &Candidate, b: &Candidate) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_like(b))
}

fn reading(zone: &Zone, today: Date) -> MrzReading {
    let parsed =
        parse(&zone.decoded.lines, today).expect("a decoded zone has the shape of its format");
    MrzReading {
        format: parsed.format,
        lines: zone.decoded.lines.clone(),
        valid: is_valid(&zone.decoded, &parsed),
        fields: parsed.fields,
        check_digits: parsed.check_digits,
        repaired: zone.decoded.repaired.clone(),
        doubtful: zone.decoded.doubtful.clone(),
        quad_px: zone.quad,
    }
}
