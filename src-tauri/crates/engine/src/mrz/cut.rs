//! Cutting one line of a zone out of an image, straight and tight.
//!
//! A row of [`super::locate`] is near enough to see the line, not to read it:
//! its slope, height and ends are measured again on the ink itself.

mod strip;

use image::GrayImage;

use crate::imaging::warp::{Quad, straighten};

use super::emissions::View;
use super::locate::Row;
use strip::{Strip, median, quantile};

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

    /// How many times longer the line is than its capitals are high.
    pub(crate) fn slenderness(&self) -> f32 {
        self.frame().length() / self.capitals.max(f32::MIN_POSITIVE)
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

/// Spreads the grey levels from the darkest ink to the paper.
fn contrasted(mut line: GrayImage) -> GrayImage {
    let dark = f32::from(quantile(line.as_raw(), 0.02));
    let light = f32::from(quantile(line.as_raw(), 0.9));
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
