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
    let mut quads = Quads::default();
    for text in boxes {
        let (u, v) = text.along;
        let share = u * page.0 + v * page.1;
        let with_page = share.abs() >= std::f32::consts::FRAC_1_SQRT_2;
        let long = text.length > LONG * text.height;
        match (with_page, long) {
            (true, true) => {
                let sign = share.signum();
                quads.page.push(outline(text, (u * sign, v * sign)));
            }
            (false, true) => {
                let sign = if v < 0.0 { -1.0 } else { 1.0 };
                quads.across.push(outline(text, (u * sign, v * sign)));
            }
            (true, false) => quads.page.push(outline(text, page)),
            // A single narrow letter is longer across the line than along it.
            (false, false) => {
                let lying = TextBox {
                    length: text.height,
                    height: text.length,
                    ..*text
                };
                quads.page.push(outline(&lying, page));
            }
        }
    }
    quads
}

/// The direction of most text, to the right; of a page on its side, downwards.
fn page_direction(boxes: &[TextBox]) -> (f32, f32) {
    // Twice the angle has no sign: the axis of each box counts, by its length.
    let long = boxes.iter().filter(|text| text.length > LONG * text.height);
    let (x, y) = long.fold((0.0_f32, 0.0_f32), |(x, y), text| {
        let (u, v) = text.along;
        (
            x + text.length * (u * u - v * v),
            y + text.length * 2.0 * u * v,
        )
    });
    let angle = 0.5 * y.atan2(x);
    // Within ±90°, so that it runs to the right.
    (angle.cos(), angle.sin())
}

fn outline(text: &TextBox, (u, v): (f32, f32)) -> Quad {
    let (x, y) = text.centre;
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
    fn without_text_there_is_nothing() {
        let found = quads(&[]);
        assert!(found.page.is_empty() && found.across.is_empty());
    }
}
