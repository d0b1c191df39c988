//! Which way a page is read, and the outlines of its lines.

use crate::document::{Point, Quad};
use crate::text::TextBox;

/// Height of what is cut for a line, by the height of its capitals: accents
/// and descenders are inside.
const CUT_HEIGHT: f32 = 1.38;
/// What is added at both ends together, by the same height.
const CUT_ENDS: f32 = 0.55;
/// From this ratio of sides on, a patch knows its own direction.
const LONG: f32 = 2.5;
/// Share of the text that must run to the right for a page to be read so:
/// security print runs everywhere, on a licence most of it upwards.
const TO_THE_RIGHT: f32 = 0.08;
/// Lines that are cut out of a page, and out of its margins; a page of an
/// identity document has at most half as many, security print has no end.
const MOST_LINES: usize = 128;
const MOST_ACROSS: usize = 24;

/// Outlines of lines, laid so that they run to the right or, in the direction
/// across, downwards.
#[derive(Debug, Default)]
pub(super) struct Quads {
    /// Those in the direction of the page, give or take 45°.
    pub(super) page: Vec<Quad>,
    /// The others.
    pub(super) across: Vec<Quad>,
}

/// The outlines of `boxes`.
pub(super) fn quads(boxes: &[TextBox]) -> Quads {
    let page = page_direction(boxes);
    let (mut lying, mut across) = (Vec::new(), Vec::new());
    for text in boxes {
        let (u, v) = text.along;
        let share = u * page.0 + v * page.1;
        let with_page = share.abs() >= std::f32::consts::FRAC_1_SQRT_2;
        let long = text.length > LONG * text.height;
        match (with_page, long) {
            (true, true) => {
                let sign = share.signum();
                lying.push(TextBox {
                    along: (u * sign, v * sign),
                    ..*text
                });
            }
            (false, true) => {
                let sign = if v < 0.0 { -1.0 } else { 1.0 };
                across.push(TextBox {
                    along: (u * sign, v * sign),
                    ..*text
                });
            }
            (true, false) => lying.push(TextBox {
                along: page,
                ..*text
            }),
            // A single narrow letter is longer across the line than along it.
            (false, false) => lying.push(TextBox {
                along: page,
                length: text.height,
                height: text.length,
                ..*text
            }),
        }
    }
    across.sort_by(|a, b| (b.length * b.score).total_cmp(&(a.length * a.score)));
    across.truncate(MOST_ACROSS);
    let mut lying = joined(lying, page);
    lying.sort_by(|a, b| (b.length * b.score).total_cmp(&(a.length * a.score)));
    lying.truncate(MOST_LINES);
    let outlines = |boxes: &[TextBox]| boxes.iter().map(outline).collect();
    Quads {
        page: outlines(&lying),
        across: outlines(&across),
    }
}

/// Puts pieces of one line together that a stroke across it has parted: as
/// high as each other, on one line, and closer than a blank is wide.
fn joined(mut boxes: Vec<TextBox>, (u, v): (f32, f32)) -> Vec<TextBox> {
    const CLOSE: f32 = 0.45;
    const LEVEL: f32 = 0.3;
    const ALIKE: f32 = 1.6;
    let at = |text: &TextBox| {
        let (x, y) = text.centre;
        (x * u + y * v, y * u - x * v)
    };
    boxes.sort_by(|a, b| (at(a).0 - a.length / 2.0).total_cmp(&(at(b).0 - b.length / 2.0)));
    let mut lines: Vec<TextBox> = Vec::new();
    for text in boxes {
        let (along, down) = at(&text);
        let begin = along - text.length / 2.0;
        let fits = |line: &&mut TextBox| {
            let (line_along, line_down) = at(line);
            let gap = begin - (line_along + line.length / 2.0);
            let (low, high) = (line.height.min(text.height), line.height.max(text.height));
            gap.abs() < CLOSE * low && (down - line_down).abs() < LEVEL * low && high < ALIKE * low
        };
        let Some(line) = lines.iter_mut().find(fits) else {
            lines.push(text);
            continue;
        };
        // From the beginning of the one to the end of the other.
        let (line_along, line_down) = at(line);
        let (from, to) = (line_along - line.length / 2.0, along + text.length / 2.0);
        let weight = line.length / (line.length + text.length);
        let mean = |a: f32, b: f32| a * weight + b * (1.0 - weight);
        let (middle, level) = (f32::midpoint(from, to), mean(line_down, down));
        *line = TextBox {
            centre: (middle * u - level * v, middle * v + level * u),
            along: (u, v),
            length: to - from,
            height: mean(line.height, text.height),
            score: mean(line.score, text.score),
        };
    }
    lines
}

/// The direction of the page: to the right where enough of its text runs so,
/// or else downwards.
fn page_direction(boxes: &[TextBox]) -> (f32, f32) {
    let long = || boxes.iter().filter(|text| text.length > LONG * text.height);
    let level = |text: &&TextBox| text.along.0.abs() >= std::f32::consts::FRAC_1_SQRT_2;
    let all: f32 = long().map(|text| text.length).sum();
    let to_the_right: f32 = long().filter(level).map(|text| text.length).sum();
    let lying = to_the_right >= TO_THE_RIGHT * all;
    // Twice the angle has no sign: the axis of each box counts, by its length.
    let (x, y) =
        long()
            .filter(|text| level(text) == lying)
            .fold((0.0_f32, 0.0_f32), |(x, y), text| {
                let (u, v) = text.along;
                (
                    x + text.length * (u * u - v * v),
                    y + text.length * 2.0 * u * v,
                )
            });
    let angle = 0.5 * y.atan2(x);
    // Within ±90°, so that it runs to the right, or downwards.
    let (u, v) = (angle.cos(), angle.sin());
    if !lying && v < 0.0 { (-u, -v) } else { (u, v) }
}

fn outline(text: &TextBox) -> Quad {
    let ((x, y), (u, v)) = (text.centre, text.along);
    let half_length = (text.length + CUT_ENDS * text.height) / 2.0;
    let half_height = text.height * CUT_HEIGHT / 2.0;
    let corner = |along: f32, down: f32| Point {
        x: x + u * along * half_length - v * down * half_height,
        y: y + v * along * half_length + u * down * half_height,
    };
    Quad([
        corner(-1.0, -1.0),
        corner(1.0, -1.0),
        corner(1.0, 1.0),
        corner(-1.0, 1.0),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(centre: (f32, f32), degrees: f32, length: f32, height: f32) -> TextBox {
        let (sin, cos) = degrees.to_radians().sin_cos();
        TextBox {
            centre,
            along: (cos, sin),
            length,
            height,
            score: 0.9,
        }
    }

    #[test]
    fn a_letter_lies_along_the_lines_around_it() {
        let found = quads(&[
            text((100.0, 100.0), 5.0, 200.0, 20.0),
            text((100.0, 140.0), 184.0, 200.0, 20.0),
            text((20.0, 180.0), 95.0, 24.0, 16.0),
        ]);
        assert_eq!((found.page.len(), found.across.len()), (3, 0));
        for quad in found.page {
            let [a, b, ..] = quad.0;
            let slope = (b.y - a.y).atan2(b.x - a.x).to_degrees();
            assert!((3.5..5.5).contains(&slope), "{slope}");
        }
    }

    #[test]
    fn print_up_the_margin_runs_across() {
        let found = quads(&[
            text((100.0, 100.0), 0.0, 400.0, 20.0),
            text((300.0, 200.0), -90.0, 150.0, 12.0),
        ]);
        assert_eq!((found.page.len(), found.across.len()), (1, 1));
        let [a, b, ..] = found.across[0].0;
        assert!(b.y > a.y, "laid downwards");
    }

    #[test]
    fn a_line_parted_by_a_stroke_is_one_and_columns_are_two() {
        let found = quads(&[
            text((100.0, 100.0), 0.0, 200.0, 20.0),
            text((236.0, 101.0), 0.0, 64.0, 21.0),
            text((400.0, 100.0), 0.0, 100.0, 20.0),
            text((236.0, 140.0), 0.0, 64.0, 21.0),
        ]);
        assert_eq!(found.page.len(), 3);
        let longest = found.page[0].bounds();
        assert!((longest.width - 279.0).abs() < 2.0, "{longest:?}");
    }

    #[test]
    fn security_print_does_not_turn_the_page() {
        let mut boxes = vec![text((100.0, 20.0), 1.0, 200.0, 20.0)];
        boxes.extend((0..8).map(|row| text((300.0 + 30.0 * row as f32, 200.0), 85.0, 200.0, 14.0)));
        let found = quads(&boxes);
        assert_eq!((found.page.len(), found.across.len()), (1, 8));
    }

    #[test]
    fn without_text_there_is_nothing() {
        let found = quads(&[]);
        assert!(found.page.is_empty() && found.across.is_empty());
    }
}
