//! A candidate's rows to the best zone they can be read as.

use image::{GrayImage, imageops};

use crate::imaging::warp::Quad;

use super::MrzError;
use super::cut::{Line, measure};
use super::decode::align::{Aligned, align};
use super::decode::grid;
use super::decode::{self, Column, Decoded};
use super::emissions::{Emissions, LineRecogniser, View};
use super::format::Format;
use super::locate::Candidate;
use super::symbol::SYMBOLS;

/// A zone as it was read.
#[derive(Debug, Clone)]
pub(crate) struct Zone {
    pub(crate) decoded: Decoded,
    pub(crate) quad: Quad,
    /// Mean log probability per step that these are lines of this length.
    pub(crate) likelihood: f64,
}

/// Lines in reading order, each with what was recognised on it.
type Recognised = (Vec<Line>, Vec<Emissions>);

/// How much less likely the second view of a line may be than the first: now
/// and then a recogniser sees nothing at all in a view.
const AGREEMENT: f64 = 0.1;

/// Lines of a zone are this likely to be some; ordinary text is far from it.
const CLEAR: f64 = -0.2;
/// Rows that are less likely than this are no lines of a zone.
const UNLIKELY: f64 = -0.35;
/// Above this a row is upright for certain.
const UPRIGHT: f64 = -0.1;

/// Capitals are brought between these heights before lines are cut: smooth
/// enlargement helps the recogniser, and cutting alone would skip pixels.
const SMALLEST: f32 = 14.0;
const LARGEST: f32 = 44.0;

/// Those who read lines: the first is asked first, the others where doubts are
/// left.
pub(crate) type Recognisers = [Box<dyn LineRecogniser + Send + Sync>];

/// Reads `candidate` in `image`; `None` when it is not clearly a zone to any of
/// the first `finders` of `recognisers`.
pub(crate) fn read(
    recognisers: &Recognisers,
    finders: usize,
    image: &GrayImage,
    candidate: &Candidate,
) -> Result<Option<Zone>, MrzError> {
    let Some(page) = Page::of(image, candidate) else {
        return Ok(None);
    };
    for (n, finder) in recognisers.iter().enumerate().take(finders) {
        let Some((lines, mut shape)) = page.find(finder.as_ref())? else {
            continue;
        };
        let others = &finder.views()[1..];
        page.look_again(
            finder.as_ref(),
            others,
            &lines,
            &mut shape,
            Opinion::SameEyes,
        )?;
        let mut decoded = shape.decoded();
        for (_, other) in recognisers.iter().enumerate().filter(|(m, _)| *m != n) {
            if decoded.settled() {
                break;
            }
            let views = other.views();
            page.look_again(
                other.as_ref(),
                views,
                &lines,
                &mut shape,
                Opinion::OtherEyes,
            )?;
            decoded = shape.decoded();
        }
        let zone = Zone {
            decoded,
            quad: page.outline(&lines),
            likelihood: shape.likelihood,
        };
        if zone.is_clear() {
            return Ok(Some(zone));
        }
    }
    Ok(None)
}

impl Zone {
    fn is_clear(&self) -> bool {
        self.likelihood > CLEAR || self.decoded.adds_up
    }

    /// Whether more speaks for it than for `other`.
    pub(crate) fn is_better(&self, other: &Self) -> bool {
        if self.decoded.adds_up == other.decoded.adds_up {
            self.likelihood > other.likelihood
        } else {
            self.decoded.adds_up
        }
    }
}

/// The part of the picture around a candidate at a fitting size, and the lines
/// measured in it.
struct Page {
    image: GrayImage,
    /// Where its top left corner lies in the picture.
    origin: (f32, f32),
    /// Pixels of `image` per pixel of the picture.
    scale: f32,
    lines: Vec<Line>,
}

/// Heights of text that are kept around a candidate: missed fillers, the
/// margins of a cut, a neighbouring line.
const SURROUNDINGS: f32 = 8.0;

impl Page {
    fn of(picture: &GrayImage, candidate: &Candidate) -> Option<Self> {
        let longest = candidate
            .iter()
            .max_by(|a, b| a.length().total_cmp(&b.length()))?;
        let capitals = measure(picture, longest)?.capitals;
        let (part, origin) = surroundings(picture, candidate);
        let scale = (capitals.clamp(SMALLEST, LARGEST) / capitals).min(3.0);
        let image = resized(&part, scale);
        let scale = image.width() as f32 / part.width() as f32;
        let rows = candidate.iter().map(|row| row.placed(origin, scale));
        let mut lines: Vec<Line> = Vec::new();
        for line in rows.filter_map(|row| measure(&image, &row)) {
            // Two rows may have come to lie on one line of text.
            if !lines.iter().any(|other| other.overlaps(&line)) {
                lines.push(line);
            }
        }
        Line::equalise(&mut lines);
        Some(Self {
            image,
            origin,
            scale,
            lines,
        })
    }

    /// The lines that form a zone, and which.
    fn find(
        &self,
        recogniser: &dyn LineRecogniser,
    ) -> Result<Option<(Vec<Line>, Shape)>, MrzError> {
        let Some((lines, seen)) = self.upright(recogniser)? else {
            return Ok(None);
        };
        Ok(Shape::best(&seen).map(|shape| {
            let lines = &lines[shape.from..shape.from + shape.format.lines()];
            (lines.to_vec(), shape)
        }))
    }

    /// Joins the first of `views` that shows each line.
    fn look_again(
        &self,
        recogniser: &dyn LineRecogniser,
        views: &[View],
        lines: &[Line],
        shape: &mut Shape,
        opinion: Opinion,
    ) -> Result<(), MrzError> {
        for (n, line) in lines.iter().enumerate() {
            for view in views {
                if shape.join(n, &self.recognise(recogniser, line, *view)?, opinion) {
                    break;
                }
            }
        }
        Ok(())
    }

    /// The lines in reading order, recognised; `None` when the longest is no
    /// text of a zone either way.
    fn upright(&self, recogniser: &dyn LineRecogniser) -> Result<Option<Recognised>, MrzError> {
        let turned: Vec<Line> = self.lines.iter().rev().map(Line::reversed).collect();
        let mut best: Option<(f64, &[Line], usize, Emissions)> = None;
        for lines in [&self.lines, &turned] {
            let Some(probe) = longest(lines) else {
                return Ok(None);
            };
            let emissions = self.recognise(recogniser, &lines[probe], recogniser.views()[0])?;
            let likelihood = lengths()
                .filter_map(|columns| aligned(&emissions, columns))
                .map(|aligned| aligned.log_likelihood)
                .fold(f64::NEG_INFINITY, f64::max);
            if best.as_ref().is_none_or(|(best, ..)| likelihood > *best) {
                best = Some((likelihood, lines, probe, emissions));
            }
            if likelihood > UPRIGHT {
                break;
            }
        }
        let Some((_, lines, probe, probed)) = best.filter(|(best, ..)| *best > UNLIKELY) else {
            return Ok(None);
        };
        let mut probed = Some(probed);
        let mut emissions = Vec::with_capacity(lines.len());
        for (at, line) in lines.iter().enumerate() {
            emissions.push(match probed.take_if(|_| at == probe) {
                Some(probed) => probed,
                None => self.recognise(recogniser, line, recogniser.views()[0])?,
            });
        }
        Ok(Some((lines.to_vec(), emissions)))
    }

    fn recognise(
        &self,
        recogniser: &dyn LineRecogniser,
        line: &Line,
        view: View,
    ) -> Result<Emissions, MrzError> {
        line.cut(&self.image, view)
            .map_or(Ok(Emissions::default()), |cut| recogniser.recognise(&cut))
    }

    fn outline(&self, lines: &[Line]) -> Quad {
        let (first, last) = (lines[0].quad(), lines[lines.len() - 1].quad());
        [first[0], first[1], last[2], last[3]].map(|(x, y)| {
            (
                x / self.scale + self.origin.0,
                y / self.scale + self.origin.1,
            )
        })
    }
}

/// Lines are equally long by now; the one in the middle is the least likely to
/// be something else.
fn longest(lines: &[Line]) -> Option<usize> {
    (!lines.is_empty()).then_some(lines.len() / 2)
}

/// The part of `picture` that matters for `candidate`, and its top left corner.
fn surroundings(picture: &GrayImage, candidate: &Candidate) -> (GrayImage, (f32, f32)) {
    let (mut left, mut top, mut right, mut bottom) = (f32::MAX, f32::MAX, 0.0_f32, 0.0_f32);
    for row in candidate {
        let margin = SURROUNDINGS * row.height;
        for (x, y) in [row.from, row.to] {
            (left, top) = (left.min(x - margin), top.min(y - margin));
            (right, bottom) = (right.max(x + margin), bottom.max(y + margin));
        }
    }
    let (width, height) = picture.dimensions();
    let clamped = |at: f32, side: u32| (at.max(0.0) as u32).min(side.saturating_sub(1));
    let (x, y) = (clamped(left, width), clamped(top, height));
    let (to_x, to_y) = (clamped(right, width), clamped(bottom, height));
    let part = imageops::crop_imm(picture, x, y, to_x - x + 1, to_y - y + 1).to_image();
    (part, (x as f32, y as f32))
}

fn resized(picture: &GrayImage, scale: f32) -> GrayImage {
    if (scale - 1.0).abs() < 0.05 {
        return picture.clone();
    }
    let side = |pixels: u32| ((pixels as f32 * scale).round() as u32).max(1);
    let (width, height) = (side(picture.width()), side(picture.height()));
    let filter = if scale > 1.0 {
        imageops::CatmullRom
    } else {
        imageops::Triangle
    };
    imageops::resize(picture, width, height, filter)
}

fn lengths() -> impl Iterator<Item = usize> {
    [30, 36, 44].into_iter()
}

fn aligned(emissions: &Emissions, columns: usize) -> Option<Aligned> {
    align(emissions, &grid::fits(emissions, columns))
}

/// Whose second look at a line it is.
#[derive(Debug, Clone, Copy)]
enum Opinion {
    /// The recogniser's that saw it first: it errs in the same way.
    SameEyes,
    /// Another one's, which errs in its own way.
    OtherEyes,
}

/// How sure recognisers may be when their opinions are weighed: two that are
/// sure of different characters leave it open.
const HUMBLE: f64 = 2e-3;

impl Opinion {
    /// What both say together: the average of what errs alike, the product of
    /// what errs on its own.
    fn joined(self, first: &Column, second: &Column) -> Column {
        let both = first.iter().zip(second);
        let mut joined = [0.0; SYMBOLS];
        for (place, (p, q)) in joined.iter_mut().zip(both) {
            *place = match self {
                Self::SameEyes => f64::midpoint(*p, *q),
                Self::OtherEyes => (p + HUMBLE) * (q + HUMBLE),
            };
        }
        let sum: f64 = joined.iter().sum();
        joined.map(|p| p / sum.max(f64::MIN_POSITIVE))
    }
}

/// Which lines form a zone of which format.
struct Shape {
    format: Format,
    /// The first of its lines among those given.
    from: usize,
    lines: Vec<Aligned>,
    likelihood: f64,
}

impl Shape {
    fn best(lines: &[Emissions]) -> Option<Self> {
        let mut best: Option<Self> = None;
        for columns in lengths() {
            let aligned: Vec<Option<Aligned>> =
                lines.iter().map(|line| aligned(line, columns)).collect();
            for format in Format::ALL
                .into_iter()
                .filter(|format| format.columns() == columns)
            {
                for from in 0..(aligned.len() + 1).saturating_sub(format.lines()) {
                    let shape = Self::of(format, from, &aligned[from..from + format.lines()]);
                    best = match (best, shape) {
                        (Some(best), Some(shape)) if shape.likelihood > best.likelihood => {
                            Some(shape)
                        }
                        (None, shape) => shape,
                        (best, _) => best,
                    };
                }
            }
        }
        best.filter(|best| best.likelihood > UNLIKELY)
    }

    fn of(format: Format, from: usize, lines: &[Option<Aligned>]) -> Option<Self> {
        let count = lines.len() as f64;
        let lines: Option<Vec<&Aligned>> = lines.iter().map(Option::as_ref).collect();
        let lines = lines?;
        let visa = lines[0].columns[0][decode::VISA];
        let kind = match format {
            Format::MrvA | Format::MrvB => visa,
            Format::Td1 => 1.0,
            Format::Td2 | Format::Td3 => 1.0 - visa,
        };
        let likelihood = lines.iter().map(|line| line.log_likelihood).sum::<f64>() / count;
        Some(Self {
            format,
            from,
            lines: lines.into_iter().cloned().collect(),
            likelihood: likelihood + 0.01 * kind.max(1e-6).ln(),
        })
    }

    fn decoded(&self) -> Decoded {
        let columns: Vec<Vec<Column>> =
            self.lines.iter().map(|line| line.columns.clone()).collect();
        decode::decode(self.format, &columns)
    }

    /// Joins the columns of line `n` with those of another view of it; false
    /// where the view shows no such line.
    fn join(&mut self, n: usize, view: &Emissions, opinion: Opinion) -> bool {
        let lines = &mut self.lines[n];
        let same_places = align(view, &[lines.grid.scaled(view.steps.len() as f64)]);
        let own_places = aligned(view, self.format.columns());
        let Some(second) = likelier(same_places, own_places) else {
            return false;
        };
        if second.log_likelihood < lines.log_likelihood - AGREEMENT {
            return false;
        }
        for (column, second) in lines.columns.iter_mut().zip(&second.columns) {
            *column = opinion.joined(column, second);
        }
        true
    }
}

fn likelier(a: Option<Aligned>, b: Option<Aligned>) -> Option<Aligned> {
    [a, b]
        .into_iter()
        .flatten()
        .max_by(|a, b| a.log_likelihood.total_cmp(&b.log_likelihood))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(sure: usize, share: f64, other: usize) -> Column {
        let mut column = [0.0; SYMBOLS];
        column[sure] = share;
        column[other] = 1.0 - share;
        column
    }

    #[track_caller]
    fn check(opinion: Opinion, second: &Column, expected: f64) {
        let joined = opinion.joined(&column(10, 0.9, 11), second);
        assert!((joined.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!((joined[11] - expected).abs() < 0.02, "{}", joined[11]);
    }

    #[test]
    fn another_recogniser_settles_doubts_and_the_same_one_does_not() {
        check(Opinion::SameEyes, &column(11, 1.0, 10), 0.55);
        check(Opinion::OtherEyes, &column(11, 1.0, 10), 0.98);
        check(Opinion::OtherEyes, &column(10, 1.0, 11), 0.0);
    }

    #[test]
    fn recognisers_that_are_sure_of_different_characters_leave_it_open() {
        let joined = Opinion::OtherEyes.joined(&column(10, 1.0, 11), &column(11, 1.0, 10));
        assert!((joined[10] - 0.5).abs() < 0.02, "{}", joined[10]);
    }
}
