//! Whether a line of text stands on its head (PP-OCR classification).

use image::RgbImage;
use image::imageops::{FilterType, resize};
use ndarray::{Array4, Ix2};

use crate::imaging::planes::planes;
use crate::manifest::{self, Models};
use crate::model::{Callers, Model, ModelError, OnnxModel, Runtime};

use super::recognise::LINE_HEIGHT;

/// Width of the input in pixels; longer lines are squeezed into it.
const WIDTH: u32 = 192;

/// Tells lines that stand on their head from those that do not.
pub struct LineOrientation {
    model: Box<dyn Model>,
}

impl LineOrientation {
    /// Opens the model that the manifest names.
    ///
    /// # Errors
    /// [`ModelError`] when it is missing, altered or unusable.
    pub fn open(runtime: Runtime, models: &Models) -> Result<Self, ModelError> {
        let name = manifest::TEXT_ORIENTATION;
        let model = OnnxModel::open_for(runtime, models, name, Callers::OneOfMany)?;
        Ok(Self {
            model: Box::new(model),
        })
    }

    /// The probability that `line`, cut [`LINE_HEIGHT`] pixels high, stands on
    /// its head.
    ///
    /// # Errors
    /// [`ModelError`] when the model does not run.
    pub fn upside_down(&self, line: &RgbImage) -> Result<f32, ModelError> {
        let output = self.model.run(input(line).view().into_dyn())?;
        output
            .first()
            .and_then(|output| output.view().into_dimensionality::<Ix2>().ok())
            .filter(|output| output.shape() == [1, 2])
            .map(|output| output[(0, 1)])
            .ok_or_else(|| ModelError::Output {
                name: manifest::TEXT_ORIENTATION.to_owned(),
                found: output
                    .iter()
                    .map(|output| output.shape().to_vec())
                    .collect(),
                expected: "[1, 2]",
            })
    }
}

/// `line` squeezed where it is too long, as planes.
fn input(line: &RgbImage) -> Array4<f32> {
    if line.width() <= WIDTH {
        return planes(line, WIDTH);
    }
    let squeezed = resize(line, WIDTH, LINE_HEIGHT, FilterType::Triangle);
    planes(&squeezed, WIDTH)
}
