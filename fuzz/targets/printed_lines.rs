//! Lines as text recognition gives them, anywhere on a page and of any size:
//! the document is recognised and its fields read, or not.

#![no_main]

use engine::{
    document::{Point, Quad, kind::recognise, visual},
    text::TextLine,
};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

/// Bytes in front of the text of a line that say where it is.
const PLACE: usize = 4;

fuzz_target!(|page: &[u8]| {
    let lines: Vec<TextLine> = page
        .split(|byte| *byte == b'\n')
        .map(|line| line.split_at_checked(PLACE).unwrap_or((&[], line)))
        .map(|(place, text)| TextLine::new(&String::from_utf8_lossy(text), quad(place), 0.9))
        .collect();
    let recognised = recognise(&lines, None);
    let printed = visual::read(&lines, &recognised, date(2026, 11, 21));
    assert!(
        printed
            .fields
            .iter()
            .all(|field| !field.value.reveal().is_empty())
    );
});

/// Left, top, width and height in steps of five pixels; the two highest are
/// what a broken location gives.
fn quad(place: &[u8]) -> Quad {
    let length = |at: usize| match place.get(at).copied().unwrap_or_default() {
        0xFF => f32::NAN,
        0xFE => f32::INFINITY,
        steps => f32::from(steps) * 5.0,
    };
    let (left, top, width, height) = (length(0), length(1), length(2), length(3));
    Quad([
        Point { x: left, y: top },
        Point {
            x: left + width,
            y: top,
        },
        Point {
            x: left + width,
            y: top + height,
        },
        Point {
            x: left,
            y: top + height,
        },
    ])
}
