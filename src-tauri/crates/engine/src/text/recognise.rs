//! What a line of text says (PP-OCR recognition).

use std::sync::Arc;

use image::RgbImage;
use ndarray::{Array2, Array4, ArrayView2, Axis, Ix3};

use crate::manifest::{self, Models};
use crate::model::{Model, ModelError, OnnxModel, Runtime};

/// Height of the input in pixels.
pub const LINE_HEIGHT: u32 = 48;
/// Pixels of width per step of the output.
pub const STEP_WIDTH: u32 = 8;

/// The metadata key under which the model carries its characters, one a line.
const CHARSET_KEY: &str = "character";

/// Probabilities along a line: rows are steps from left to right, columns are
/// classes; class 0 is "no character", class n the character n - 1 of
/// [`TextRecogniser::charset`].
pub type LineProbabilities = Array2<f32>;

/// A line that was read.
#[derive(Clone, PartialEq)]
pub struct ReadLine {
    /// The best characters.
    pub text: String,
    /// Mean probability of the characters, 0 to 1.
    pub confidence: f32,
    /// Where along the line the model saw each character, in pixels.
    pub middles_px: Vec<f32>,
}

/// Reads straightened lines. Copies share one model.
#[derive(Clone)]
pub struct TextRecogniser {
    model: Arc<dyn Model>,
    charset: Arc<[String]>,
}

impl TextRecogniser {
    /// Opens the model that the manifest names.
    ///
    /// # Errors
    /// [`ModelError`] when it is missing, altered or unusable.
    pub fn open(runtime: Runtime, models: &Models) -> Result<Self, ModelError> {
        let model = OnnxModel::open(runtime, models, manifest::TEXT_RECOGNITION)?;
        let listed = model.metadata(CHARSET_KEY).unwrap_or_default();
        let mut charset: Vec<String> = listed.lines().map(str::to_owned).collect();
        charset.push(" ".to_owned());
        Ok(Self {
            model: Arc::new(model),
            charset: charset.into(),
        })
    }

    /// The characters that the model knows; class n + 1 is character n.
    #[must_use]
    pub fn charset(&self) -> &[String] {
        &self.charset
    }

    /// What the model says about `line`, an upright line [`LINE_HEIGHT`]
    /// pixels high.
    ///
    /// # Errors
    /// [`ModelError`] when the model does not run or its output does not fit
    /// its charset.
    pub fn probabilities(&self, line: &RgbImage) -> Result<LineProbabilities, ModelError> {
        let output = self.model.run(input(&[line]).view().into_dyn())?;
        let shapes = || {
            output
                .iter()
                .map(|output| output.shape().to_vec())
                .collect()
        };
        output
            .first()
            .and_then(|output| output.view().into_dimensionality::<Ix3>().ok())
            .filter(|output| output.shape()[0] == 1 && output.shape()[2] == self.charset.len() + 1)
            .map(|output| output.index_axis(Axis(0), 0).to_owned())
            .ok_or_else(|| ModelError::Output {
                name: manifest::TEXT_RECOGNITION.to_owned(),
                found: shapes(),
                expected: "[1, steps, 1 + characters]",
            })
    }

    /// The best reading of `line`, an upright line [`LINE_HEIGHT`] pixels high.
    ///
    /// # Errors
    /// Those of [`Self::probabilities`].
    pub fn read(&self, line: &RgbImage) -> Result<ReadLine, ModelError> {
        Ok(self.best(self.probabilities(line)?.view()))
    }

    /// The best readings of `lines`, upright lines [`LINE_HEIGHT`] pixels high
    /// that are best about as wide as each other: they run together, padded to
    /// the widest.
    ///
    /// # Errors
    /// Those of [`Self::probabilities`].
    pub fn read_all(&self, lines: &[&RgbImage]) -> Result<Vec<ReadLine>, ModelError> {
        if lines.is_empty() {
            return Ok(Vec::new());
        }
        let output = self.model.run(input(lines).view().into_dyn())?;
        output
            .first()
            .and_then(|output| output.view().into_dimensionality::<Ix3>().ok())
            .filter(|output| {
                output.shape()[0] == lines.len() && output.shape()[2] == self.charset.len() + 1
            })
            .map(|output| output.outer_iter().map(|line| self.best(line)).collect())
            .ok_or_else(|| ModelError::Output {
                name: manifest::TEXT_RECOGNITION.to_owned(),
                found: output
                    .iter()
                    .map(|output| output.shape().to_vec())
                    .collect(),
                expected: "[lines, steps, 1 + characters]",
            })
    }

    fn best(&self, probabilities: ArrayView2<'_, f32>) -> ReadLine {
        let mut text = String::new();
        let mut middles_px = Vec::new();
        let (mut sum, mut count) = (0.0, 0.0_f32);
        let mut last = 0;
        for (index, step) in probabilities.rows().into_iter().enumerate() {
            let (class, probability) = step
                .iter()
                .enumerate()
                .max_by(|a, b| a.1.total_cmp(b.1))
                .map_or((0, 0.0), |(class, probability)| (class, *probability));
            if class != 0 && class != last {
                let read = &self.charset[class - 1];
                text.push_str(read);
                let middle = (index as f32 + 0.5) * STEP_WIDTH as f32;
                middles_px.extend(read.chars().map(|_| middle));
                sum += probability;
                count += 1.0;
            }
            last = class;
        }
        ReadLine {
            text,
            confidence: sum / count.max(1.0),
            middles_px,
        }
    }
}

/// Planes blue, green, red, each -1 to 1, the right padded with 0 to a whole
/// step of the widest line.
fn input(lines: &[&RgbImage]) -> Array4<f32> {
    let widest = lines.iter().map(|line| line.width()).max().unwrap_or(0);
    let width = widest.div_ceil(STEP_WIDTH).max(2) * STEP_WIDTH;
    let shape = (lines.len(), 3, LINE_HEIGHT as usize, width as usize);
    Array4::from_shape_fn(shape, |(line, plane, row, column)| {
        lines[line]
            .get_pixel_checked(column as u32, row as u32)
            .map_or(0.0, |pixel| f32::from(pixel.0[2 - plane]) / 127.5 - 1.0)
    })
}
