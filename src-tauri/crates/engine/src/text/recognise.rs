//! What a line of text says (PP-OCR recognition).

use std::sync::Arc;

use image::RgbImage;
use ndarray::{Array2, ArrayView1, ArrayView2, ArrayViewD, Axis, Ix3};

use crate::imaging::planes::planes;
use crate::manifest::{self, Models};
use crate::model::{Callers, Model, ModelError, OnnxModel, Runtime};

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
    /// Opens the model that the manifest names, for one caller.
    ///
    /// # Errors
    /// [`ModelError`] when it is missing, altered or unusable.
    pub fn open(runtime: Runtime, models: &Models) -> Result<Self, ModelError> {
        Self::open_for(runtime, models, Callers::One)
    }

    /// The same for `callers`.
    ///
    /// # Errors
    /// As [`TextRecogniser::open`].
    pub fn open_for(
        runtime: Runtime,
        models: &Models,
        callers: Callers,
    ) -> Result<Self, ModelError> {
        let model = OnnxModel::open_for(runtime, models, manifest::TEXT_RECOGNITION, callers)?;
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
    /// Lines go one by one: side by side they would be padded to the widest,
    /// and take longer even where they are equally wide.
    ///
    /// # Errors
    /// [`ModelError`] when the model does not run or its output does not fit
    /// its charset.
    pub fn probabilities(&self, line: &RgbImage) -> Result<LineProbabilities, ModelError> {
        self.look(line, |probabilities| probabilities.to_owned())
    }

    /// What `read` makes of [`Self::probabilities`], which are not copied.
    pub(crate) fn look<R>(
        &self,
        line: &RgbImage,
        read: impl FnOnce(ArrayView2<'_, f32>) -> R,
    ) -> Result<R, ModelError> {
        let width = line.width().div_ceil(STEP_WIDTH).max(2) * STEP_WIDTH;
        let (mut read, mut found, mut seen) = (Some(read), Vec::new(), None);
        let mut take = |output: ArrayViewD<'_, f32>| {
            found.push(output.shape().to_vec());
            seen = output
                .into_dimensionality::<Ix3>()
                .ok()
                .filter(|output| {
                    output.shape()[0] == 1 && output.shape()[2] == self.charset.len() + 1
                })
                .zip(read.take())
                .map(|(output, read)| read(output.index_axis(Axis(0), 0)));
        };
        self.model
            .run_first(planes(line, width).view().into_dyn(), &mut take)?;
        seen.ok_or_else(|| ModelError::Output {
            name: manifest::TEXT_RECOGNITION.to_owned(),
            found,
            expected: "[1, steps, 1 + characters]",
        })
    }

    /// The best reading of `line`, an upright line [`LINE_HEIGHT`] pixels high.
    ///
    /// # Errors
    /// Those of [`Self::probabilities`].
    pub fn read(&self, line: &RgbImage) -> Result<ReadLine, ModelError> {
        self.look(line, |probabilities| self.best(probabilities))
    }

    fn best(&self, probabilities: ArrayView2<'_, f32>) -> ReadLine {
        let mut text = String::new();
        let mut middles_px = Vec::new();
        let (mut sum, mut count) = (0.0, 0.0_f32);
        let mut last = 0;
        for (index, step) in probabilities.rows().into_iter().enumerate() {
            let (class, probability) = greatest(step);
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

/// Where `values` are greatest, and how great; (0, 0) where there is none.
///
/// A step has a value for each of 900 characters, so this is done without
/// a branch: the greatest first, then its place.
fn greatest(values: ArrayView1<'_, f32>) -> (usize, f32) {
    const LANES: usize = 16;
    let values = values.as_standard_layout();
    let values = values.as_slice().unwrap_or_default();
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut lanes = [f32::NEG_INFINITY; LANES];
    for chunk in chunks {
        for (most, value) in lanes.iter_mut().zip(chunk) {
            *most = if *value > *most { *value } else { *most };
        }
    }
    let most = lanes
        .iter()
        .chain(rest)
        .copied()
        .fold(f32::NEG_INFINITY, f32::max);
    values
        .iter()
        .position(|value| *value == most)
        .map_or((0, 0.0), |index| (index, most))
}

#[cfg(test)]
mod tests {
    use ndarray::Array1;

    use super::*;

    #[test]
    fn the_greatest_is_found_wherever_it_stands() {
        for length in [1, 15, 16, 17, 100] {
            for at in 0..length {
                let mut values = Array1::from_elem(length, -1.0);
                values[at] = 0.9;
                assert_eq!(greatest(values.view()), (at, 0.9), "of {length}");
            }
        }
    }

    #[test]
    fn nothing_and_what_is_no_number_has_no_greatest() {
        assert_eq!(greatest(Array1::zeros(0).view()), (0, 0.0));
        assert_eq!(greatest(Array1::from_elem(20, f32::NAN).view()), (0, 0.0));
    }
}
