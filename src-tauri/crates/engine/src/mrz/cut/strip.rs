//! The surroundings of a line, straightened by what is known so far, and what
//! is measured on its ink: slope, height, ends.

use image::GrayImage;

use crate::imaging::warp::straighten;

use super::Frame;

/// Height of capitals in the strip.
const CAPITALS: f32 = 24.0;
const HEIGHT: u32 = 72;
/// Parts of the strip on which the slope is measured.
const PARTS: usize = 10;

/// The surroundings of a line.
pub(super) struct Strip {
    /// Ink, 0 for paper, row by row.
    ink: Vec<f32>,
    width: usize,
    /// Pixels of the strip per pixel of the image.
    scale: f32,
}

impl Strip {
    pub(super) fn take(image: &GrayImage, frame: &Frame, capitals: f32) -> Option<Self> {
        let scale = CAPITALS / capitals.max(1.0);
        let width = (frame.length() * scale).round().clamp(64.0, 6000.0) as u32;
        let quad = frame.quad(HEIGHT as f32 / scale);
        let strip = straighten(image, &quad, (width, HEIGHT), 255)?;
        Some(Self {
            ink: ink(&strip),
            width: width as usize,
            scale,
        })
    }

    fn height(&self) -> usize {
        HEIGHT as usize
    }

    /// Ink of each row between two columns.
    fn profile(&self, from: usize, to: usize) -> Vec<f32> {
        (0..self.height())
            .map(|row| {
                self.ink[row * self.width + from..row * self.width + to]
                    .iter()
                    .sum()
            })
            .collect()
    }

    /// The frame moved onto the text, and the height of its capitals in
    /// pixels of the image.
    pub(super) fn measure(&self, frame: &Frame) -> Option<(Frame, f32)> {
        let mut middles = Vec::new();
        for part in 0..PARTS {
            let (from, to) = (part * self.width / PARTS, (part + 1) * self.width / PARTS);
            let profile = self.profile(from, to);
            if let Some((middle, weight)) = band(&profile) {
                middles.push(((part as f32 + 0.5) / PARTS as f32, middle, weight));
            }
        }
        let (offset, slope) = fit(&middles)?;
        let middle = self.height() as f32 / 2.0;
        let down = |share: f32| (offset + slope * share - middle) / self.scale;
        let moved = Frame {
            from: frame.below(0.0, down(0.0)),
            to: frame.below(1.0, down(1.0)),
        };
        let top_and_bottom = self.thickness(offset, slope)?;
        let (top, bottom) = top_and_bottom;
        let shift = f32::midpoint(top, bottom) / self.scale;
        let centred = Frame {
            from: moved.below(0.0, shift),
            to: moved.below(1.0, shift),
        };
        Some((centred, (bottom - top) / self.scale))
    }

    /// Top and bottom of the text relative to the line `offset + slope · share`.
    fn thickness(&self, offset: f32, slope: f32) -> Option<(f32, f32)> {
        let reach = self.height() as i32 / 2;
        let mut profile = vec![0.0_f32; 2 * reach as usize + 1];
        // The rows lie whole, so that columns are taken a row at a time.
        let tops: Vec<i32> = (0..self.width)
            .map(|column| {
                let middle = offset + slope * (column as f32 + 0.5) / self.width as f32;
                middle.floor() as i32 - reach
            })
            .collect();
        for (row, line) in (0..).zip(self.ink.chunks_exact(self.width)) {
            for (ink, top) in line.iter().zip(&tops) {
                let place = usize::try_from(row - top).ok();
                if let Some(sum) = place.and_then(|place| profile.get_mut(place)) {
                    *sum += ink;
                }
            }
        }
        let centre = reach as usize;
        let near = &profile[centre - 12..=centre + 12];
        let peak = near.iter().copied().fold(0.0, f32::max);
        let level = 0.22 * near.iter().sum::<f32>() / near.len() as f32 + 0.06 * peak;
        let top = (0..centre).rev().find(|n| profile[*n] < level)?;
        let bottom = (centre..profile.len()).find(|n| profile[*n] < level)?;
        let (top, bottom) = (
            top as f32 + 1.0 - reach as f32,
            bottom as f32 - reach as f32,
        );
        (bottom - top >= 0.4 * CAPITALS).then_some((top, bottom))
    }

    /// Shares of the width where the text begins and ends: no gap in a zone is
    /// wider than about one character.
    pub(super) fn ink_ends(&self) -> Option<(f32, f32)> {
        let middle = self.height() / 2;
        let half = (CAPITALS / 2.0) as usize + 1;
        let columns: Vec<f32> = (0..self.width)
            .map(|column| {
                (middle - half..middle + half)
                    .map(|row| self.ink[row * self.width + column])
                    .fold(0.0, f32::max)
            })
            .collect();
        let mut sorted = columns.clone();
        sorted.sort_by(f32::total_cmp);
        let level = 0.35 * sorted[self.width * 3 / 4];
        let inked: Vec<bool> = columns.iter().map(|ink| *ink > level).collect();
        let widest_gap = (1.7 * CAPITALS) as usize;
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for column in (0..self.width).filter(|column| inked[*column]) {
            match runs.last_mut() {
                Some((_, last)) if column - *last <= widest_gap => *last = column,
                _ => runs.push((column, column)),
            }
        }
        let (from, to) = runs.into_iter().max_by_key(|(from, to)| to - from)?;
        Some((
            from as f32 / self.width as f32,
            (to + 1) as f32 / self.width as f32,
        ))
    }
}

/// The band of text in a row profile: its middle and how much it stands out.
fn band(profile: &[f32]) -> Option<(f32, f32)> {
    let inner = CAPITALS as usize;
    let guard = 5;
    let total: f32 = profile.iter().sum();
    if total <= 0.0 {
        return None;
    }
    let (mut best, mut best_at) = (f32::MIN, 0);
    for top in guard..profile.len() - inner - guard {
        let inside: f32 = profile[top..top + inner].iter().sum();
        let above: f32 = profile[top - guard..top].iter().sum();
        let below: f32 = profile[top + inner..top + inner + guard].iter().sum();
        // Lines of a zone stand apart; the nearest band wins a draw.
        let away = (top as f32 + inner as f32 / 2.0 - profile.len() as f32 / 2.0).abs();
        let stands_out = inside - 2.0 * (above + below) - 0.004 * total * away;
        if stands_out > best {
            (best, best_at) = (stands_out, top);
        }
    }
    (best > 0.0).then_some((best_at as f32 + inner as f32 / 2.0, best))
}

/// Offset and slope through the medians of all pairs (Theil and Sen), which
/// bears with parts that lie on something else.
fn fit(points: &[(f32, f32, f32)]) -> Option<(f32, f32)> {
    let strongest = points.iter().map(|point| point.2).fold(0.0, f32::max);
    let points: Vec<(f32, f32)> = points
        .iter()
        .filter(|point| point.2 > 0.2 * strongest)
        .map(|point| (point.0, point.1))
        .collect();
    if points.is_empty() {
        return None;
    }
    let mut slopes: Vec<f32> = Vec::new();
    for (n, a) in points.iter().enumerate() {
        for b in &points[n + 1..] {
            slopes.push((b.1 - a.1) / (b.0 - a.0));
        }
    }
    let slope = median(&mut slopes).unwrap_or(0.0);
    let mut offsets: Vec<f32> = points.iter().map(|(x, y)| y - slope * x).collect();
    Some((median(&mut offsets)?, slope))
}

pub(super) fn median(values: &mut [f32]) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// How much darker than its surroundings each pixel is, 0 to 1 of the
/// strongest ink.
fn ink(strip: &GrayImage) -> Vec<f32> {
    let paper = imageproc::filter::box_filter(strip, 20, 20);
    let darker: Vec<u8> = strip
        .as_raw()
        .iter()
        .zip(paper.as_raw())
        .map(|(pixel, paper)| paper.saturating_sub(*pixel).saturating_sub(6))
        .collect();
    let strong = f32::from(quantile(&darker, 0.97).max(1));
    darker
        .into_iter()
        .map(|level| (f32::from(level) / strong).min(1.0))
        .collect()
}

/// The level that the share `part` of `levels` stays under; 0 without any.
/// Counting levels is many times faster than sorting them.
pub(super) fn quantile(levels: &[u8], part: f64) -> u8 {
    let mut counts = [0_usize; 256];
    for level in levels {
        counts[usize::from(*level)] += 1;
    }
    let wanted = (levels.len() as f64 * part) as usize;
    let mut seen = 0;
    for (level, count) in (0..=u8::MAX).zip(counts) {
        seen += count;
        if seen > wanted {
            return level;
        }
    }
    0
}
