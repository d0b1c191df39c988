//! Cutting one line of a zone out of an image, straight and tight.
//!
//! A row of [`super::locate`] is near enough to see the line, not to read it:
//! its slope, height and ends are measured again on the ink itself.

use image::GrayImage;

use crate::imaging::warp::{Quad, straighten};

use super::emissions::View;
use super::locate::Row;

/// Height of capitals in the strip on which the line is measured.
const STRIP_CAPITALS: f32 = 24.0;
const STRIP_HEIGHT: u32 = 72;
/// Parts of the strip on which the slope is measured.
const PARTS: usize = 10;

/// A line of text measured in its image.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    /// The middle line, from the first ink to the last.
    from: (f32, f32),
    to: (f32, f32),
    /// Height of the capitals in pixels.
    pub(crate) capitals: f32,
}

/// Measures the text of `row` in `image`; `None` where there is no ink in a line.
pub(crate) fn measure(image: &GrayImage, row: &Row) -> Option<Line> {
    let frame = Frame {
        from: row.from,
        to: row.to,
    }
    .grown(row.height * 2.5);
    let (frame, capitals) = Strip::take(image, &frame, row.height)?.measure(&frame)?;
    // A second look with the measured slope and height.
    let (frame, capitals) = Strip::take(image, &frame, capitals)?.measure(&frame)?;
    let (from, to) = Strip::take(image, &frame, capitals)?.ink_ends()?;
    Some(Line {
        from: frame.at(from),
        to: frame.at(to),
        capitals,
    })
}

impl Line {
    /// Makes the lines of one zone alike: the same height, ends below each
    /// other, as far out as any of them goes.
    pub(crate) fn equalise(lines: &mut [Self]) {
        let mut heights: Vec<f32> = lines.iter().map(|line| line.capitals).collect();
        let Some(capitals) = median(&mut heights) else {
            return;
        };
        let longest = lines
            .iter()
            .map(|line| line.frame())
            .max_by(|a, b| a.length().total_cmp(&b.length()));
        let Some(ruler) = longest else {
            return;
        };
        let along = ruler.along();
        let place =
            |(x, y): (f32, f32)| (x - ruler.from.0) * along.0 + (y - ruler.from.1) * along.1;
        let from = lines
            .iter()
            .map(|line| place(line.from))
            .fold(f32::MAX, f32::min);
        let to = lines
            .iter()
            .map(|line| place(line.to))
            .fold(f32::MIN, f32::max);
        for line in lines {
            let frame = line.frame();
            let (u, v) = frame.along();
            let (first, last) = (place(line.from) - from, to - place(line.to));
            line.from = (line.from.0 - u * first, line.from.1 - v * first);
            line.to = (line.to.0 + u * last, line.to.1 + v * last);
            line.capitals = capitals;
        }
    }

    /// Cuts the line out of `image` with a margin of a character and a half.
    pub(crate) fn cut(&self, image: &GrayImage, view: View) -> Option<GrayImage> {
        let whole = self.frame().grown(1.5 * self.capitals);
        let scale = view.capitals_px / self.capitals;
        let steps = whole.length() * scale * view.stretch / view.step_px as f32;
        let width = steps.round().clamp(8.0, 500.0) as u32 * view.step_px;
        let quad = whole.quad(view.height_px as f32 / scale);
        straighten(image, &quad, (width, view.height_px), 255).map(contrasted)
    }

    /// The outline of the text in its image.
    pub(crate) fn quad(&self) -> Quad {
        self.frame().quad(self.capitals * 1.2)
    }

    /// Whether `other` lies on the same text.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        let (u, v) = self.frame().along();
        let (x, y) = self.frame().at(0.5);
        let (ox, oy) = other.frame().at(0.5);
        ((oy - y) * u - (ox - x) * v).abs() < 0.7 * self.capitals
    }

    /// The line read the other way.
    pub(crate) fn reversed(&self) -> Self {
        Self {
            from: self.to,
            to: self.from,
            ..*self
        }
    }

    const fn frame(&self) -> Frame {
        Frame {
            from: self.from,
            to: self.to,
        }
    }
}

/// The middle line of the text.
#[derive(Debug, Clone, Copy)]
struct Frame {
    from: (f32, f32),
    to: (f32, f32),
}

impl Frame {
    fn length(&self) -> f32 {
        (self.to.0 - self.from.0).hypot(self.to.1 - self.from.1)
    }

    fn along(&self) -> (f32, f32) {
        let length = self.length().max(f32::MIN_POSITIVE);
        (
            (self.to.0 - self.from.0) / length,
            (self.to.1 - self.from.1) / length,
        )
    }

    fn grown(self, by: f32) -> Self {
        let (u, v) = self.along();
        Self {
            from: (self.from.0 - u * by, self.from.1 - v * by),
            to: (self.to.0 + u * by, self.to.1 + v * by),
        }
    }

    fn at(&self, share: f32) -> (f32, f32) {
        (
            self.from.0 + (self.to.0 - self.from.0) * share,
            self.from.1 + (self.to.1 - self.from.1) * share,
        )
    }

    /// The point `down` pixels below the line at `share` of its length.
    fn below(&self, share: f32, down: f32) -> (f32, f32) {
        let (u, v) = self.along();
        let (x, y) = self.at(share);
        (x - v * down, y + u * down)
    }

    fn quad(&self, height: f32) -> Quad {
        let half = height / 2.0;
        [
            self.below(0.0, -half),
            self.below(1.0, -half),
            self.below(1.0, half),
            self.below(0.0, half),
        ]
    }
}

/// The surroundings of a line, straightened by what is known so far.
struct Strip {
    /// Ink, 0 for paper, row by row.
    ink: Vec<f32>,
    width: usize,
    /// Pixels of the strip per pixel of the image.
    scale: f32,
}

impl Strip {
    fn take(image: &GrayImage, frame: &Frame, capitals: f32) -> Option<Self> {
        let scale = STRIP_CAPITALS / capitals.max(1.0);
        let width = (frame.length() * scale).round().clamp(64.0, 6000.0) as u32;
        let quad = frame.quad(STRIP_HEIGHT as f32 / scale);
        let strip = straighten(image, &quad, (width, STRIP_HEIGHT), 255)?;
        Some(Self {
            ink: ink(&strip),
            width: width as usize,
            scale,
        })
    }

    fn height(&self) -> usize {
        STRIP_HEIGHT as usize
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
    fn measure(&self, frame: &Frame) -> Option<(Frame, f32)> {
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
        for column in 0..self.width {
            let middle = offset + slope * (column as f32 + 0.5) / self.width as f32;
            for (n, sum) in profile.iter_mut().enumerate() {
                let row = (middle + n as f32 - reach as f32).floor();
                if (0.0..self.height() as f32).contains(&row) {
                    *sum += self.ink[row as usize * self.width + column];
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
        (bottom - top >= 0.4 * STRIP_CAPITALS).then_some((top, bottom))
    }

    /// Shares of the width where the text begins and ends: no gap in a zone is
    /// wider than about one character.
    fn ink_ends(&self) -> Option<(f32, f32)> {
        let middle = self.height() / 2;
        let half = (STRIP_CAPITALS / 2.0) as usize + 1;
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
        let widest_gap = (1.7 * STRIP_CAPITALS) as usize;
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
    let inner = STRIP_CAPITALS as usize;
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

fn median(values: &mut [f32]) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// How much darker than its surroundings each pixel is, 0 to 1 of the
/// strongest ink.
fn ink(strip: &GrayImage) -> Vec<f32> {
    let paper = imageproc::filter::box_filter(strip, 20, 20);
    let mut ink: Vec<f32> = strip
        .pixels()
        .zip(paper.pixels())
        .map(|(pixel, paper)| (f32::from(paper.0[0]) - f32::from(pixel.0[0]) - 6.0).max(0.0))
        .collect();
    let mut sorted = ink.clone();
    sorted.sort_by(f32::total_cmp);
    let strong = sorted[sorted.len() * 97 / 100].max(1.0);
    ink.iter_mut()
        .for_each(|ink| *ink = (*ink / strong).min(1.0));
    ink
}

/// Spreads the grey levels from the darkest ink to the paper.
fn contrasted(mut line: GrayImage) -> GrayImage {
    let mut levels: Vec<u8> = line.pixels().map(|pixel| pixel.0[0]).collect();
    levels.sort_unstable();
    let dark = f32::from(levels[levels.len() / 50]);
    let light = f32::from(levels[levels.len() * 9 / 10]);
    let spread = (light - dark).max(12.0);
    for pixel in line.pixels_mut() {
        let level = (f32::from(pixel.0[0]) - dark) / spread;
        pixel.0[0] = (level * 255.0).clamp(0.0, 255.0) as u8;
    }
    line
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    /// Dark upright strokes of 20 pixels along a sloping line on light paper.
    fn strokes(slope: f32) -> GrayImage {
        GrayImage::from_fn(700, 300, |x, y| {
            let middle = 120.0 + slope * (x as f32 - 100.0);
            let on_line = (y as f32 + 0.5 - middle).abs() < 10.0;
            let in_stroke = (100..600).contains(&x) && x % 18 < 6;
            Luma([if on_line && in_stroke { 40 } else { 215 }])
        })
    }

    #[test]
    fn slope_height_and_ends_are_measured_on_the_ink() {
        for slope in [0.0_f32, 0.06, -0.09] {
            // What detection gives: too short, a little off, no slope of its own.
            let row = Row {
                from: (140.0, 120.0 + slope * 40.0 + 3.0),
                to: (560.0, 120.0 + slope * 460.0 - 2.0),
                height: 17.0,
                covered: 1.0,
            };
            let line = measure(&strokes(slope), &row).expect("there is a line");
            assert!(
                (line.capitals - 20.0).abs() < 3.5,
                "slope {slope}: {line:?}"
            );
            let (dx, dy) = (line.to.0 - line.from.0, line.to.1 - line.from.1);
            assert!((dy / dx - slope).abs() < 0.006, "slope {slope}: {line:?}");
            assert!((line.from.0 - 102.0).abs() < 8.0, "slope {slope}: {line:?}");
            assert!((line.to.0 - 600.0).abs() < 10.0, "slope {slope}: {line:?}");
        }
    }

    #[test]
    fn blank_paper_has_no_line() {
        let paper = GrayImage::from_pixel(300, 100, Luma([200]));
        let row = Row {
            from: (50.0, 50.0),
            to: (250.0, 50.0),
            height: 12.0,
            covered: 1.0,
        };
        assert!(measure(&paper, &row).is_none());
    }
}
