//! A general text recogniser as a reader of zone lines.
//!
//! The model knows 900 characters and takes a zone's for many of them: a
//! filler for a guillemet, a letter for its Cyrillic twin. All of these count
//! for the character of the zone that looks alike.

use image::{DynamicImage, GrayImage};

use crate::text::TextRecogniser;
use crate::text::recognise::{LINE_HEIGHT, STEP_WIDTH};

use super::MrzError;
use super::emissions::{BLANK, Emissions, LineRecogniser, Step, View};
use super::symbol::index;

/// PP-OCR recognition, restricted to the 37 characters of a zone.
pub struct PpOcrLines {
    recogniser: TextRecogniser,
    /// The classes of the model that count, each with its place in a step.
    places: Vec<(usize, usize)>,
}

impl PpOcrLines {
    /// Restricts `recogniser`.
    #[must_use]
    pub fn new(recogniser: TextRecogniser) -> Self {
        let characters = recogniser.charset().iter().enumerate();
        let counted = characters.filter_map(|(n, character)| Some((n + 1, place(character)?)));
        let places = std::iter::once((0, BLANK)).chain(counted).collect();
        Self { recogniser, places }
    }
}

const fn view(capitals_px: f32, stretch: f32) -> View {
    View {
        height_px: LINE_HEIGHT,
        capitals_px,
        stretch,
        step_px: STEP_WIDTH,
    }
}

const VIEWS: [View; 3] = [view(30.0, 1.25), view(26.0, 1.1), view(28.0, 1.4)];

impl LineRecogniser for PpOcrLines {
    fn views(&self) -> &[View] {
        &VIEWS
    }

    fn recognise(&self, line: &GrayImage) -> Result<Emissions, MrzError> {
        let line = DynamicImage::ImageLuma8(line.clone()).into_rgb8();
        let steps = self.recogniser.look(&line, |probabilities| {
            let steps = probabilities.rows().into_iter().map(|row| {
                let mut step: Step = [0.0; _];
                for (class, place) in &self.places {
                    step[*place] += row[*class];
                }
                step
            });
            steps.collect()
        })?;
        Ok(Emissions { steps })
    }
}

/// The symbol that `character` looks like in the font of a zone.
fn place(character: &str) -> Option<usize> {
    let mut characters = character.chars();
    let (Some(only), None) = (characters.next(), characters.next()) else {
        return None;
    };
    if only == ' ' || only == '\u{3000}' {
        return Some(BLANK);
    }
    let twin = match only {
        '＜' | '〈' | '《' | '«' | '‹' | '≪' | '⟨' | 'く' | '≤' | '(' | '（' | '⊂' => {
            '<'
        }
        'А' | 'Α' => 'A',
        'В' | 'Β' | 'ß' => 'B',
        'С' | '¢' | '©' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' | '|' | '｜' | '丨' => 'I',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' | '○' | '〇' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' | '$' => 'S',
        'Т' | 'Τ' | '丁' => 'T',
        'Х' | 'Χ' | '×' => 'X',
        'У' | 'Υ' | '¥' => 'Y',
        'Ζ' => 'Z',
        'Ø' | 'ø' => '0',
        'l' | '!' => '1',
        '？' | '?' => '7',
        'З' | 'з' => '3',
        '０'..='９' => char::from(b'0' + (only as u32 - '０' as u32) as u8),
        'Ａ'..='Ｚ' => char::from(b'A' + (only as u32 - 'Ａ' as u32) as u8),
        other => other.to_ascii_uppercase(),
    };
    u8::try_from(twin).ok().and_then(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(character: &str, expected: Option<u8>) {
        assert_eq!(place(character), expected.and_then(index), "{character}");
    }

    #[test]
    fn twins_count_for_the_character_they_look_like() {
        check("A", Some(b'A'));
        check("a", Some(b'A'));
        check("7", Some(b'7'));
        check("《", Some(b'<'));
        check("О", Some(b'O'));
        check("７", Some(b'7'));
        check("中", None);
        check("é", None);
        assert_eq!(place(" "), Some(BLANK));
    }
}
