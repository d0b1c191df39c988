//! Lines, dots and a legend over a picture.

use engine::document::{Point, Quad};
use image::{Rgb, RgbImage};

/// What is drawn; each has its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// The outline of the document; its upper side is thicker.
    Document,
    /// The machine-readable zone.
    Zone,
    /// The box of a face.
    Face,
    /// A landmark of a face.
    Landmark,
}

impl Ink {
    const ALL: [Self; 4] = [Self::Document, Self::Zone, Self::Face, Self::Landmark];

    const fn colour(self) -> Rgb<u8> {
        match self {
            Self::Document => Rgb([230, 30, 60]),
            Self::Zone => Rgb([20, 130, 240]),
            Self::Face => Rgb([30, 190, 70]),
            Self::Landmark => Rgb([250, 200, 20]),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Document => "DOCUMENT",
            Self::Zone => "MRZ",
            Self::Face => "FACE",
            Self::Landmark => "LANDMARK",
        }
    }
}

/// A picture that is drawn on.
pub(super) struct Canvas {
    picture: RgbImage,
    /// Width of a line in pixels.
    stroke: f32,
    used: Vec<Ink>,
}

impl Canvas {
    /// A canvas over `picture`; lines are as thick as its size asks for.
    pub(super) fn new(picture: RgbImage) -> Self {
        let stroke = picture.width().max(picture.height()) as f32 / 500.0;
        Self {
            picture,
            stroke: stroke.max(1.0),
            used: Vec::new(),
        }
    }

    /// Draws the outline; the upper side of a document is twice as thick.
    pub(super) fn quad(&mut self, quad: &Quad, ink: Ink) {
        for (side, (from, to)) in quad.sides().into_iter().enumerate() {
            let is_top = side == 0 && ink == Ink::Document;
            let width = self.stroke * if is_top { 2.5 } else { 1.0 };
            self.line(from, to, width, ink);
        }
    }

    /// Draws a dot.
    pub(super) fn dot(&mut self, at: Point, ink: Ink) {
        self.spot(at, self.stroke * 0.7, ink);
    }

    /// The picture with a strip below that says what the colours mean.
    pub(super) fn with_legend(self) -> RgbImage {
        let pixel = self.stroke.ceil() as u32;
        let (width, height) = self.picture.dimensions();
        let strip = 9 * pixel;
        let mut out = RgbImage::from_pixel(width, height + strip, Rgb([255; 3]));
        image::imageops::replace(&mut out, &self.picture, 0, 0);
        let mut x = 2 * pixel;
        for ink in Ink::ALL.into_iter().filter(|ink| self.used.contains(ink)) {
            fill(&mut out, x, height + 2 * pixel, 5 * pixel, ink.colour());
            x += 7 * pixel;
            for letter in ink.name().bytes() {
                for (row, bits) in glyph(letter).into_iter().enumerate() {
                    for column in (0..3).filter(|column| bits & (4 >> column) != 0) {
                        let (u, v) = (x + column * pixel, height + (2 + row as u32) * pixel);
                        fill(&mut out, u, v, pixel, Rgb([20; 3]));
                    }
                }
                x += 4 * pixel;
            }
            x += 5 * pixel;
        }
        out
    }

    fn line(&mut self, from: Point, to: Point, width: f32, ink: Ink) {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        // Outlines may reach beyond the picture, not to the horizon.
        let steps = dx.hypot(dy).clamp(1.0, 100_000.0) as u32;
        for step in 0..=steps {
            let share = step as f32 / steps as f32;
            let at = Point {
                x: from.x + share * dx,
                y: from.y + share * dy,
            };
            self.spot(at, width / 2.0, ink);
        }
    }

    fn spot(&mut self, at: Point, radius: f32, ink: Ink) {
        if !self.used.contains(&ink) {
            self.used.push(ink);
        }
        let span = |centre: f32, size: u32| {
            let low = (centre - radius).round().clamp(0.0, size as f32) as u32;
            let high = (centre + radius).round().clamp(0.0, size as f32) as u32;
            low..high.max((low + 1).min(size))
        };
        for y in span(at.y, self.picture.height()) {
            for x in span(at.x, self.picture.width()) {
                self.picture.put_pixel(x, y, ink.colour());
            }
        }
    }
}

fn fill(picture: &mut RgbImage, x: u32, y: u32, side: u32, colour: Rgb<u8>) {
    for v in y..(y + side).min(picture.height()) {
        for u in x..(x + side).min(picture.width()) {
            picture.put_pixel(u, v, colour);
        }
    }
}

/// The letters of the legend, five rows of three pixels.
const fn glyph(letter: u8) -> [u8; 5] {
    match letter {
        b'A' => [2, 5, 7, 5, 5],
        b'C' => [3, 4, 4, 4, 3],
        b'D' => [6, 5, 5, 5, 6],
        b'E' => [7, 4, 6, 4, 7],
        b'F' => [7, 4, 6, 4, 4],
        b'K' => [5, 5, 6, 5, 5],
        b'L' => [4, 4, 4, 4, 7],
        b'M' => [5, 7, 7, 5, 5],
        b'N' => [6, 5, 5, 5, 5],
        b'O' => [2, 5, 5, 5, 2],
        b'R' => [6, 5, 6, 5, 5],
        b'T' => [7, 2, 2, 2, 2],
        b'U' => [5, 5, 5, 5, 7],
        b'Z' => [7, 1, 2, 4, 7],
        _ => [0; 5],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_the_legend_has_a_shape() {
        for letter in Ink::ALL.iter().flat_map(|ink| ink.name().bytes()) {
            assert_ne!(glyph(letter), [0; 5], "{}", letter as char);
        }
    }

    #[test]
    fn outlines_beyond_the_picture_are_drawn_as_far_as_it_goes() {
        let mut canvas = Canvas::new(RgbImage::new(40, 30));
        let quad = Quad::of_size(1e9, 20.0);
        canvas.quad(&quad, Ink::Document);
        let drawn = canvas.with_legend();
        assert_eq!(drawn.get_pixel(0, 10).0, Ink::Document.colour().0);
        assert!(drawn.height() > 30);
    }
}
