//! A candidate's rows to the best zone they can be read as.

mod shape;

use std::thread;

use image::{GrayImage, imageops};

use crate::imaging::resize::{enlarge_gray, resize_gray};
use crate::imaging::warp::Quad;
use crate::threads::joined;

use super::MrzError;
use super::cut::{Line, measure};
use super::decode::Decoded;
use super::emissions::{Emissions, LineRecogniser, View};
use super::format::Format;
use super::layout::Layout;
use super::locate::Candidate;
use super::verdict::is_settled;
use shape::{Opinion, Shape, UNLIKELY, plausible_lengths};

/// A zone as it was read.
#[derive(Debug, Clone)]
pub(crate) struct Zone {
    pub(crate) decoded: Decoded,
    pub(crate) quad: Quad,
    /// Mean log probability per step that these are lines of this length.
    pub(crate) likelihood: f64,
}

/// Lines in reading order, what was recognised on each, and how many columns
/// they may have.
type Recognised = (Vec<Line>, Vec<Emissions>, Vec<usize>);

/// The orientation that is most likely so far: how likely, its lines, the one
/// that was looked at, what was seen on it, and how many columns it may have.
type Probed<'a> = (f64, &'a [Line], usize, Emissions, Vec<usize>);

/// Lines of a zone are this likely to be some; ordinary text is far from it.
const CLEAR: f64 = -0.2;
/// Above this a row is upright for certain.
const UPRIGHT: f64 = -0.1;

/// Capitals are brought between these heights before lines are cut: smooth
/// enlargement helps the recogniser, and cutting alone would skip pixels.
const SMALLEST: f32 = 14.0;
const LARGEST: f32 = 44.0;

/// Lines of 44 characters are up to 48 times as long as their capitals are high
/// (ICAO Doc 9303-3: 2.54 mm from one to the next, about 2.4 mm high); what is a
/// third longer is something else.
const MOST_SLENDER: f32 = 64.0;

/// Those who read lines: the first is asked first, the others where doubts are
/// left.
pub(crate) type Recognisers = [Box<Recogniser>];
type Recogniser = dyn LineRecogniser + Send + Sync;

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
        let all: Vec<usize> = (0..lines.len()).collect();
        let others = &finder.views()[1..];
        let eyes = Opinion::SameEyes;
        page.look_again(finder.as_ref(), others, &lines, &all, &mut shape, eyes)?;
        let mut decoded = shape.decoded();
        for (_, other) in recognisers.iter().enumerate().filter(|(m, _)| *m != n) {
            let open = open_lines(shape.format, &decoded);
            let (views, eyes) = (other.views(), Opinion::OtherEyes);
            page.look_again(other.as_ref(), views, &lines, &open, &mut shape, eyes)?;
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

/// The lines (from 0) in which something is left to settle: doubts, and sums
/// that do not come out.
fn open_lines(format: Format, decoded: &Decoded) -> Vec<usize> {
    if is_settled(decoded) {
        return Vec::new();
    }
    let doubtful = decoded.doubtful.iter().map(|(line, _)| line - 1);
    let repaired = decoded.repaired.iter().map(|repair| repair.line - 1);
    let checks = Layout::of(format).checks.iter();
    let checked = checks
        .filter(|_| !decoded.adds_up)
        .flat_map(|check| check.over.iter().map(|span| span.line));
    let mut lines: Vec<usize> = doubtful.chain(repaired).chain(checked).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
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
        let line = measure(picture, longest)?;
        if line.slenderness() > MOST_SLENDER {
            return None;
        }
        let capitals = line.capitals;
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
    fn find(&self, recogniser: &Recogniser) -> Result<Option<(Vec<Line>, Shape)>, MrzError> {
        let Some((lines, seen, columns)) = self.upright(recogniser)? else {
            return Ok(None);
        };
        Ok(Shape::best(&seen, &columns).map(|shape| {
            let lines = &lines[shape.from..shape.from + shape.format.lines()];
            (lines.to_vec(), shape)
        }))
    }

    /// Joins the first of `views` that shows each of the lines in `which`.
    fn look_again(
        &self,
        recogniser: &Recogniser,
        views: &[View],
        lines: &[Line],
        which: &[usize],
        shape: &mut Shape,
        opinion: Opinion,
    ) -> Result<(), MrzError> {
        let mut open = which.to_vec();
        for view in views {
            let seen = self.recognise_all(recogniser, lines, &open, *view)?;
            let unseen = open.into_iter().zip(seen);
            let unseen = unseen.filter(|(n, seen)| !shape.join(*n, seen, opinion));
            open = unseen.map(|(n, _)| n).collect();
        }
        Ok(())
    }

    /// The lines in reading order, recognised; `None` when the longest is no
    /// text of a zone either way.
    fn upright(&self, recogniser: &Recogniser) -> Result<Option<Recognised>, MrzError> {
        let turned: Vec<Line> = self.lines.iter().rev().map(Line::reversed).collect();
        let mut best: Option<Probed<'_>> = None;
        for lines in [&self.lines, &turned] {
            let Some(probe) = longest(lines) else {
                return Ok(None);
            };
            let emissions = self.recognise(recogniser, &lines[probe], recogniser.views()[0])?;
            let (likelihood, columns) = plausible_lengths(&emissions);
            if best.as_ref().is_none_or(|(best, ..)| likelihood > *best) {
                best = Some((likelihood, lines, probe, emissions, columns));
            }
            if likelihood > UPRIGHT {
                break;
            }
        }
        let Some((_, lines, probe, probed, columns)) = best.filter(|(best, ..)| *best > UNLIKELY)
        else {
            return Ok(None);
        };
        let others: Vec<usize> = (0..lines.len()).filter(|n| *n != probe).collect();
        let mut emissions =
            self.recognise_all(recogniser, lines, &others, recogniser.views()[0])?;
        emissions.insert(probe, probed);
        Ok(Some((lines.to_vec(), emissions, columns)))
    }

    /// What is recognised on those of `lines` that are in `which`, which are
    /// looked at beside each other.
    fn recognise_all(
        &self,
        recogniser: &Recogniser,
        lines: &[Line],
        which: &[usize],
        view: View,
    ) -> Result<Vec<Emissions>, MrzError> {
        let look = |n: &usize| self.recognise(recogniser, &lines[*n], view);
        let Some((first, rest)) = which.split_first() else {
            return Ok(Vec::new());
        };
        thread::scope(|scope| {
            let rest: Vec<_> = rest.iter().map(|n| scope.spawn(move || look(n))).collect();
            let first = look(first);
            std::iter::once(first)
                .chain(rest.into_iter().map(joined))
                .collect()
        })
    }

    fn recognise(
        &self,
        recogniser: &Recogniser,
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
    let scaled = if scale > 1.0 {
        enlarge_gray(picture, width, height)
    } else {
        resize_gray(picture, width, height)
    };
    scaled.unwrap_or_default()
}
