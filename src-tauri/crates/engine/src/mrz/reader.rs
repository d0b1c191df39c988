//! Reading the zone of a picture: find, cut, recognise, decode.

use std::fmt;

use image::{GrayImage, RgbImage};
use jiff::civil::Date;

use crate::imaging::warp::Quad;
use crate::manifest::Models;
use crate::model::Runtime;
use crate::text::{TextDetector, TextRecogniser};

use super::MrzError;
use super::check_digit::CheckDigit;
use super::cut::{Cut, cut};
use super::decode::align::{Aligned, align};
use super::decode::{self, Decoded, Repair};
use super::emissions::{Emissions, LineRecogniser};
use super::fields::Fields;
use super::format::Format;
use super::locate::{Candidate, Row, candidates};
use super::parse::parse;
use super::recognise::PpOcrLines;

/// Sides at which text is looked for, one after the other until a zone is found.
const LOOKS: [u32; 2] = [960, 1536];
/// Candidates that are recognised per look.
const TRIES: usize = 4;

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
        let mut best: Option<MrzReading> = None;
        for side in LOOKS {
            let boxes = self.detector.detect(image, side)?;
            for candidate in candidates(&boxes).iter().take(TRIES) {
                let Some(reading) = self.read_candidate(&gray, candidate, today)? else {
                    continue;
                };
                if reading.valid {
                    return Ok(Some(reading));
                }
                if best.as_ref().is_none_or(|best| better(&reading, best)) {
                    best = Some(reading);
                }
            }
        }
        Ok(best)
    }

    fn read_candidate(
        &self,
        image: &GrayImage,
        candidate: &Candidate,
        today: Date,
    ) -> Result<Option<MrzReading>, MrzError> {
        let Some(rows) = self.upright(image, candidate)? else {
            return Ok(None);
        };
        let mut lines = Vec::new();
        for row in &rows {
            let Some(cut) = cut(image, row) else {
                continue;
            };
            let emissions = self.lines.recognise(&cut.line)?;
            lines.push(Line { cut, emissions });
        }
        Ok(best_zone(&lines).map(|zone| reading(&zone, today)))
    }

    /// The rows in reading order: the longest one is read both ways.
    fn upright(
        &self,
        image: &GrayImage,
        candidate: &Candidate,
    ) -> Result<Option<Candidate>, MrzError> {
        let longest = candidate
            .iter()
            .max_by(|a, b| a.length().total_cmp(&b.length()));
        let Some(longest) = longest else {
            return Ok(None);
        };
        let one_way = self.likelihood(image, longest)?;
        let other_way = self.likelihood(image, &longest.reversed())?;
        let turned = candidate.iter().rev().map(|row| row.reversed());
        Ok(Some(if one_way >= other_way {
            candidate.clone()
        } else {
            turned.collect()
        }))
    }

    fn likelihood(&self, image: &GrayImage, row: &Row) -> Result<f64, MrzError> {
        let Some(cut) = cut(image, row) else {
            return Ok(f64::NEG_INFINITY);
        };
        let emissions = self.lines.recognise(&cut.line)?;
        let line = Line { cut, emissions };
        Ok([30, 36, 44]
            .into_iter()
            .filter_map(|columns| line.aligned(columns))
            .map(|aligned| aligned.log_likelihood)
            .fold(f64::NEG_INFINITY, f64::max))
    }
}

struct Line {
    cut: Cut,
    emissions: Emissions,
}

impl Line {
    fn aligned(&self, columns: usize) -> Option<Aligned> {
        align(&self.emissions, columns, self.cut.extent)
    }
}

struct Zone {
    format: Format,
    decoded: Decoded,
    quad: Quad,
    likelihood: f64,
}

/// The best reading of neighbouring `lines` as a zone of any format.
fn best_zone(lines: &[Line]) -> Option<Zone> {
    let mut best: Option<Zone> = None;
    for (count, columns) in [(3, 30), (2, 36), (2, 44)] {
        let aligned: Vec<Option<Aligned>> =
            lines.iter().map(|line| line.aligned(columns)).collect();
        for first in 0..=lines.len().saturating_sub(count) {
            let Some(parts) = aligned.get(first..first + count) else {
                continue;
            };
            let parts: Vec<&Aligned> = parts.iter().flatten().collect();
            if parts.len() < count {
                continue;
            }
            let likelihood =
                parts.iter().map(|part| part.log_likelihood).sum::<f64>() / count as f64;
            for format in Format::ALL {
                if (format.lines(), format.columns()) != (count, columns) {
                    continue;
                }
                let columns: Vec<_> = parts.iter().map(|part| part.columns.clone()).collect();
                let decoded = decode::decode(format, &columns);
                let zone = Zone {
                    format,
                    decoded,
                    quad: outline(&lines[first].cut.quad, &lines[first + count - 1].cut.quad),
                    likelihood,
                };
                if best.as_ref().is_none_or(|best| zone.is_better_than(best)) {
                    best = Some(zone);
                }
            }
        }
    }
    best
}

impl Zone {
    fn is_better_than(&self, other: &Self) -> bool {
        let first = |zone: &Self| zone.decoded.lines[0].as_bytes()[0] == b'V';
        let kind = |zone: &Self| match zone.format {
            Format::MrvA | Format::MrvB => first(zone),
            Format::Td1 | Format::Td2 | Format::Td3 => !first(zone),
        };
        let rank = |zone: &Self| {
            let sure = if zone.decoded.adds_up { 1.0 } else { 0.0 };
            let right_kind = if kind(zone) { 0.0 } else { -10.0 };
            zone.likelihood + sure + right_kind
        };
        rank(self) > rank(other)
    }
}

fn outline(first: &Quad, last: &Quad) -> Quad {
    [first[0], first[1], last[2], last[3]]
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

fn better(a: &MrzReading, b: &MrzReading) -> bool {
    let adds_up =
        |reading: &MrzReading| reading.check_digits.iter().filter(|digit| digit.ok).count();
    adds_up(a) > adds_up(b)
}
