//! What a recogniser says about one straightened line.

use image::GrayImage;

use super::MrzError;
use super::symbol::SYMBOLS;

/// The index of "no character here" behind the symbols.
pub const BLANK: usize = SYMBOLS;

/// Probabilities of one step across the line: the 37 symbols in the order of
/// [`super::symbol::character`], then [`BLANK`]. They sum to at most 1; the
/// rest is "some character that no zone has".
pub type Step = [f32; SYMBOLS + 1];

/// The probabilities of a whole line, left to right in equal steps.
#[derive(Debug, Clone, Default)]
pub struct Emissions {
    /// One entry per step.
    pub steps: Vec<Step>,
}

impl Emissions {
    /// The best symbol of each step, repeats and blanks taken out, as people
    /// read CTC output; for diagnosis.
    #[must_use]
    pub fn best_path(&self) -> String {
        let mut text = String::new();
        let mut last = BLANK;
        for step in &self.steps {
            let best = (0..=SYMBOLS)
                .max_by(|a, b| step[*a].total_cmp(&step[*b]))
                .unwrap_or(BLANK);
            if best != last && best != BLANK {
                text.push(char::from(super::symbol::character(best)));
            }
            last = best;
        }
        text
    }
}

/// How a line is put before a recogniser.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Height of the picture of the line.
    pub height_px: u32,
    /// Height of the capitals in it.
    pub capitals_px: f32,
    /// Its width is multiplied by this. Wider than the font, neighbouring
    /// fillers fall into different steps of a general recogniser.
    pub stretch: f32,
    /// Its width is a multiple of this.
    pub step_px: u32,
}

/// Reads the characters of one line of a zone.
pub trait LineRecogniser {
    /// How it wants to see lines: the first view of every line, and others for
    /// lines that leave doubts. There is at least one.
    fn views(&self) -> &[View];

    /// Recognises `line`, which comes upright and straightened as one of the
    /// views has it: dark on light, the text from edge to edge but for a
    /// margin of about one character.
    ///
    /// # Errors
    /// [`MrzError`] when the model does not run.
    fn recognise(&self, line: &GrayImage) -> Result<Emissions, MrzError>;
}
