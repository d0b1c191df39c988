//! The recogniser of zone lines that `models/mrz` trains.

use image::GrayImage;
use ndarray::{Array4, Axis, Ix3};

use crate::manifest::{self, Models};
use crate::model::{Callers, Model, ModelError, OnnxModel, Runtime};

use super::MrzError;
use super::emissions::{Emissions, LineRecogniser, Step, View};
use super::symbol::SYMBOLS;

/// Height of the input in pixels.
const HEIGHT_PX: u32 = 32;
/// Pixels of width per step of the output.
const STEP_PX: u32 = 4;

/// Capitals and pitches from the middle of what it was trained on.
const VIEWS: [View; 3] = [view(20.0, 0.66), view(18.5, 0.72), view(21.5, 0.6)];

const fn view(capitals_px: f32, stretch: f32) -> View {
    View {
        height_px: HEIGHT_PX,
        capitals_px,
        stretch,
        step_px: STEP_PX,
    }
}

/// A small convolutional network for the 37 characters of a zone, trained on
/// rendered lines of OCR-B; whatever else it sees is no character.
pub struct OwnLines {
    model: Box<dyn Model>,
}

impl OwnLines {
    /// Opens the model that the manifest names.
    ///
    /// # Errors
    /// [`ModelError`] when it is missing, altered or unusable.
    pub fn open(runtime: Runtime, models: &Models) -> Result<Self, ModelError> {
        let name = manifest::MRZ_LINES;
        let model = OnnxModel::open_for(runtime, models, name, Callers::Two)?;
        Ok(Self {
            model: Box::new(model),
        })
    }
}

impl LineRecogniser for OwnLines {
    fn views(&self) -> &[View] {
        &VIEWS
    }

    fn recognise(&self, line: &GrayImage) -> Result<Emissions, MrzError> {
        let (width, height) = (line.width() as usize, line.height() as usize);
        let ink = line.as_raw().iter();
        let ink = ink.map(|level| 1.0 - f32::from(*level) / 255.0).collect();
        let input = Array4::from_shape_vec((1, 1, height, width), ink)
            .expect("a picture has as many pixels as its sides say");
        let outputs = self.model.run(input.view().into_dyn())?;
        let steps = outputs
            .first()
            .and_then(|output| output.view().into_dimensionality::<Ix3>().ok())
            .filter(|output| output.shape()[0] == 1 && output.shape()[2] == SYMBOLS + 1)
            .ok_or_else(|| ModelError::Output {
                name: manifest::MRZ_LINES.to_owned(),
                found: outputs
                    .iter()
                    .map(|output| output.shape().to_vec())
                    .collect(),
                expected: "[1, steps, 38]",
            })?;
        let steps = steps.index_axis(Axis(0), 0);
        let steps = steps
            .rows()
            .into_iter()
            .map(|row| {
                let mut step: Step = [0.0; _];
                for (place, probability) in step.iter_mut().zip(row) {
                    *place = *probability;
                }
                step
            })
            .collect();
        Ok(Emissions { steps })
    }
}
