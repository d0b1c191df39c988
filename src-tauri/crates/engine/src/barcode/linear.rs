//! Reading linear codes line by line, and believing what several lines say.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::GrayImage;
use rxing::common::{BitArray, GlobalHistogramBinarizer};
use rxing::oned::{Code39Reader, Code128Reader, OneDReader as _};
use rxing::{Binarizer as _, DecodeHints, Luma8Source};

use super::place::Place;
use super::pyramid::Pyramid;
use super::view::{Look, Room, View};
use super::{BarCode, Symbology, full_ascii, outline, view};
use crate::document::{Point, Quad};

/// Lines that are read of a place.
const LINES: u32 = 20;
/// How large they may be: they cost little.
const ROOM: Room = Room {
    longest_px: 2100.0,
    most_px: f32::INFINITY,
};
/// Fewest lines that have to say the same, and more than any others do: a
/// Code 39 has no check character.
const AGREEING: usize = 3;
/// Shorter texts come out of noise and hair.
const LEAST_LENGTH: usize = 3;

/// What one line says.
struct Line {
    symbology: Symbology,
    text: String,
    /// Where its first character begins and its last one ends, in pixels.
    ends: (f32, f32),
    /// Where the line is, as a share of the place's height.
    depth: f32,
}

/// The linear code at `place`, where its lines agree on one.
pub(super) fn read(pyramid: &Pyramid, place: &Place) -> Option<BarCode> {
    view::looks(place, ROOM)
        .into_iter()
        .find_map(|look| in_look(pyramid, place, look))
}

fn in_look(pyramid: &Pyramid, place: &Place, look: Look) -> Option<BarCode> {
    let lines = lines(&View::lines(pyramid, place, look, LINES));
    let alike = |of: &Line| -> Vec<&Line> {
        lines
            .iter()
            .filter(|other| other.text == of.text && other.symbology == of.symbology)
            .collect()
    };
    let agreeing = lines.iter().map(alike).max_by_key(Vec::len)?;
    if agreeing.len() < AGREEING || 2 * agreeing.len() <= lines.len() {
        return None;
    }
    // The one in the middle: bars reach to both sides of it.
    let best = agreeing[agreeing.len() / 2];
    let view = View::of(pyramid, place, look);
    let y = best.depth * view.image.height() as f32;
    let at = |x: f32| Point { x, y };
    let bars = outline::of_bars(&view.image, at(best.ends.0), at(best.ends.1))?;
    let text = match best.symbology {
        Symbology::Code39 => full_ascii::read(&best.text),
        Symbology::Code128
        | Symbology::Pdf417
        | Symbology::Qr
        | Symbology::DataMatrix
        | Symbology::Aztec => best.text.clone(),
    };
    Some(BarCode {
        symbology: best.symbology,
        text: text.into(),
        quad: Quad(bars.0.map(|corner| view.to_picture(corner))),
    })
}

fn lines(image: &GrayImage) -> Vec<Line> {
    let (width, count) = image.dimensions();
    let Ok(source) = Luma8Source::new_with_slice(image.as_raw(), width, count) else {
        return Vec::new();
    };
    let bits = GlobalHistogramBinarizer::new(source);
    (0..count)
        .filter_map(|line| {
            let row = bits.get_black_row(line as usize).ok()?;
            in_either_direction(&row, (line as f32 + 0.5) / count as f32)
        })
        .collect()
}

fn in_either_direction(row: &BitArray, depth: f32) -> Option<Line> {
    if let Some(line) = in_row(row, depth) {
        return Some(line);
    }
    let mut reversed = row.clone();
    reversed.reverse();
    let line = in_row(&reversed, depth)?;
    let width = row.get_size() as f32;
    // From its first character to its last, which runs to the left.
    Some(Line {
        ends: (width - line.ends.0, width - line.ends.1),
        ..line
    })
}

fn in_row(row: &BitArray, depth: f32) -> Option<Line> {
    // Damaged codes lead the decoder to places that it does not expect: a
    // panic there is a code that cannot be read.
    catch_unwind(AssertUnwindSafe(|| {
        let hints = DecodeHints::default();
        let code39 = Code39Reader::new().decode_row(0, row, &hints);
        let (symbology, read) = match code39 {
            Ok(read) => (Symbology::Code39, read),
            Err(_) => (
                Symbology::Code128,
                Code128Reader.decode_row(0, row, &hints).ok()?,
            ),
        };
        let characters = read.getText().chars().count();
        if characters < LEAST_LENGTH {
            return None;
        }
        let inside = read.getPoints().first()?.x.max(0.0) as usize;
        Some(Line {
            symbology,
            text: read.getText().to_owned(),
            ends: ends(row, inside, characters),
            depth,
        })
    }))
    .ok()
    .flatten()
}

/// Where the bars begin and end of which some are at `inside`: at spaces that
/// are wider than any within a code of `characters`.
fn ends(row: &BitArray, inside: usize, characters: usize) -> (f32, f32) {
    let size = row.get_size();
    let mut widest = size;
    let mut found = (0, size);
    // Wide spaces are known by the length of the code, which is known by them.
    for _ in 0..3 {
        let walk = |steps: &mut dyn Iterator<Item = usize>| {
            let (mut last, mut white) = (inside, 0);
            for at in steps {
                if row.get(at) {
                    (last, white) = (at, 0);
                } else {
                    white += 1;
                    if white > widest {
                        break;
                    }
                }
            }
            last
        };
        let begin = walk(&mut (0..inside.min(size)).rev());
        let end = walk(&mut (inside..size));
        found = (begin, end + 1);
        // Characters, start and stop take at least eleven modules each, a
        // quiet zone has ten, the widest space four.
        widest = (found.1 - found.0) * 6 / (11 * (characters + 2));
        if widest == 0 {
            break;
        }
    }
    (found.0 as f32, found.1 as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(bars: &str) -> BitArray {
        let mut row = BitArray::new();
        for element in bars.chars() {
            row.appendBit(element == '#');
        }
        row
    }

    #[test]
    fn bars_end_where_a_space_is_wider_than_any_of_theirs() {
        #[track_caller]
        fn check(bars: &str, inside: usize, expected: (f32, f32)) {
            assert_eq!(ends(&row(bars), inside, 1), expected);
        }
        let code = "#.#..##.#.#...#.##.#..#.#.##..#.#";
        check(&format!("....{code}...."), 10, (4.0, 37.0));
        check(&format!("##{:20}{code}{:20}#", "", ""), 30, (22.0, 55.0));
        check(code, 0, (0.0, 33.0));
    }
}
