//! All lines of text of a picture.
//!
//! Start at [`PageReader::read`]. It finds the lines at one look, agrees on
//! the direction the page is read in, cuts every line straight from the
//! picture and reads them two at a time.

mod cut;
mod direction;
mod order;

use std::fmt;
use std::ops::Range;
use std::thread;

use image::RgbImage;

use crate::document::{Point, Quad};
use crate::manifest::Models;
use crate::model::{Callers, ModelError, Runtime};
use crate::threads::joined;

use super::orientation::LineOrientation;
use super::recognise::ReadLine;
use super::{TextBox, TextDetector, TextRecogniser};

/// Longer side of the picture for detection, in pixels: the smallest print of
/// a card that fills it is then seven pixels high. Larger ones part lines and
/// find security print, for twice the time.
const LOOK_PX: u32 = 704;
/// Readings less certain than this are noise.
const CERTAIN: f32 = 0.5;

/// A line of text. Its text never prints.
#[derive(Clone, PartialEq)]
pub struct TextLine {
    /// What it says.
    pub text: String,
    /// Where it is, in pixels of the picture; clockwise from the top left
    /// corner of the text as a reader sees it.
    pub quad: Quad,
    /// Mean probability of the characters, 0 to 1.
    pub confidence: f32,
    /// Middle of each character of `text` along the line, 0 to 1.
    middles: Vec<f32>,
}

impl TextLine {
    /// A line whose characters are evenly wide.
    #[must_use]
    pub fn new(text: &str, quad: Quad, confidence: f32) -> Self {
        let count = text.chars().count().max(1) as f32;
        let middles = text
            .chars()
            .enumerate()
            .map(|(index, _)| (index as f32 + 0.5) / count)
            .collect();
        Self {
            text: text.to_owned(),
            quad,
            confidence,
            middles,
        }
    }

    /// The usual distance from one character to the next, as a share of the line.
    pub(crate) fn pitch(&self) -> f32 {
        let mut steps: Vec<f32> = self.middles.windows(2).map(|two| two[1] - two[0]).collect();
        steps.sort_by(f32::total_cmp);
        steps.get(steps.len() / 2).copied().unwrap_or(1.0)
    }

    /// How far the characters before and behind the one at `index` are apart,
    /// as a share of the line.
    pub(crate) fn gap(&self, index: usize) -> f32 {
        let at = |index: usize| self.middles.get(index).copied();
        let before = index.checked_sub(1).and_then(at);
        match (before, at(index + 1)) {
            (Some(before), Some(behind)) => behind - before,
            _ => 0.0,
        }
    }

    /// Where the characters of `range` are (counted in characters, not bytes);
    /// the whole line where the range is empty or reaches beyond it.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Quad {
        let count = self.middles.len();
        if range.is_empty() || range.end > count || range == (0..count) {
            return self.quad;
        }
        // A character ends halfway to the next one.
        let between = |index: usize| match index {
            0 => 0.0,
            index if index == count => 1.0,
            index => f32::midpoint(self.middles[index - 1], self.middles[index]),
        };
        let (from, to) = (between(range.start), between(range.end));
        let [a, b, c, d] = self.quad.0;
        Quad([
            towards(a, b, from),
            towards(a, b, to),
            towards(d, c, to),
            towards(d, c, from),
        ])
    }
}

impl fmt::Debug for TextLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextLine")
            .field("characters", &self.middles.len())
            .field("quad", &self.quad)
            .field("confidence", &self.confidence)
            .finish_non_exhaustive()
    }
}

fn towards(from: Point, to: Point, share: f32) -> Point {
    Point {
        x: from.x + (to.x - from.x) * share,
        y: from.y + (to.y - from.y) * share,
    }
}

/// Reads all text of a picture.
pub struct PageReader {
    detector: TextDetector,
    recogniser: TextRecogniser,
    orientation: LineOrientation,
}

impl PageReader {
    /// Opens the models that the manifest names.
    ///
    /// # Errors
    /// [`ModelError`] when one is missing, altered or unusable.
    pub fn open(models: &Models) -> Result<Self, ModelError> {
        let runtime = Runtime::init(models)?;
        Ok(Self {
            detector: TextDetector::open_for(runtime, models, Callers::OneOfMany)?,
            recogniser: TextRecogniser::open_for(runtime, models, Callers::Two)?,
            orientation: LineOrientation::open(runtime, models)?,
        })
    }

    /// What finds the lines.
    #[must_use]
    pub const fn detector(&self) -> &TextDetector {
        &self.detector
    }

    /// What reads a line.
    #[must_use]
    pub const fn recogniser(&self) -> &TextRecogniser {
        &self.recogniser
    }

    /// The lines of `picture`, from top to bottom and in a row from left to
    /// right, as a reader of the page sees them. A picture on its head is
    /// read; one that lies on its side is, too, its rows from its own top.
    ///
    /// # Errors
    /// [`ModelError`] when a model does not run.
    pub fn read(&self, picture: &RgbImage) -> Result<Vec<TextLine>, ModelError> {
        self.read_in(picture, &self.find(picture)?)
    }

    /// Where `picture` shows text, to be read by [`PageReader::read_in`].
    ///
    /// # Errors
    /// [`ModelError`] when the model does not run.
    pub fn find(&self, picture: &RgbImage) -> Result<Vec<TextBox>, ModelError> {
        self.detector.detect(picture, LOOK_PX)
    }

    /// The lines that `boxes` in `picture` hold, in the order of
    /// [`PageReader::read`].
    ///
    /// # Errors
    /// [`ModelError`] when a model does not run.
    pub fn read_in(
        &self,
        picture: &RgbImage,
        boxes: &[TextBox],
    ) -> Result<Vec<TextLine>, ModelError> {
        let mut quads = direction::quads(boxes);
        self.set_upright(picture, &mut quads)?;
        let mut lines = self.recognise(picture, &quads)?;
        order::sort(&mut lines);
        Ok(lines)
    }

    /// Turns quads round that were laid against the direction of their text:
    /// all of the page's direction by a vote of the longest, others one by one.
    fn set_upright(
        &self,
        picture: &RgbImage,
        quads: &mut direction::Quads,
    ) -> Result<(), ModelError> {
        const VOTERS: usize = 7;
        let mut longest: Vec<Quad> = quads.page.clone();
        longest.sort_by(|a, b| b.extent().0.total_cmp(&a.extent().0));
        longest.truncate(VOTERS);
        let mut against = 0.0;
        for (counted, quad) in longest.iter().enumerate() {
            // A vote weighs half at most: the rest cannot turn a clear majority.
            if f32::abs(against) > (longest.len() - counted) as f32 * 0.5 {
                break;
            }
            let line = cut::line(picture, quad);
            against += self.orientation.upside_down(&line)? - 0.5;
        }
        if against > 0.0 {
            for quad in &mut quads.page {
                *quad = quad.turned(2);
            }
        }
        for quad in &mut quads.across {
            if self.orientation.upside_down(&cut::line(picture, quad))? > 0.5 {
                *quad = quad.turned(2);
            }
        }
        Ok(())
    }

    fn recognise(
        &self,
        picture: &RgbImage,
        quads: &direction::Quads,
    ) -> Result<Vec<TextLine>, ModelError> {
        let quads: Vec<Quad> = quads.page.iter().chain(&quads.across).copied().collect();
        // Every second line each, so that both are done at about the same time.
        let share = |first: usize| -> Result<Vec<TextLine>, ModelError> {
            let mut lines = Vec::new();
            for quad in quads.iter().skip(first).step_by(2) {
                let line = cut::line(picture, quad);
                lines.extend(text_line(*quad, &line, self.recogniser.read(&line)?));
            }
            Ok(lines)
        };
        let (odd, even) = thread::scope(|scope| {
            let odd = scope.spawn(|| share(1));
            let even = share(0);
            (joined(odd), even)
        });
        let mut lines = even?;
        lines.append(&mut odd?);
        Ok(lines)
    }
}

fn text_line(quad: Quad, picture: &RgbImage, read: ReadLine) -> Option<TextLine> {
    let blank = read.text.trim().is_empty();
    if blank || read.confidence < CERTAIN {
        return None;
    }
    let width = picture.width().max(1) as f32;
    let middles = read
        .middles_px
        .iter()
        .map(|middle| (middle / width).clamp(0.0, 1.0))
        .collect();
    Some(TextLine {
        text: read.text,
        quad,
        confidence: read.confidence,
        middles,
    })
}

#[cfg(test)]
mod tests;
