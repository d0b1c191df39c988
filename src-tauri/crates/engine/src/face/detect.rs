//! Finding faces in one square view: BlazeFace, 256 pixels.
//!
//! The model looks at 896 fixed places (anchors): two in each of 16 × 16 cells
//! and six in each of 8 × 8, and says of each how certain a face is and where
//! it lies from there (MediaPipe, "BlazeFace: Sub-millisecond Neural Face
//! Detection on Mobile GPUs", 2019).

use ndarray::{ArrayD, ArrayView2, Axis, Ix3};

use super::FaceError;
use super::geometry::{Box2, Point};
use crate::manifest::FACE_DETECTION;
use crate::model::{Model, ModelError};

/// Side of the square the model looks at, in pixels.
pub(crate) const SIDE: u32 = 256;

/// Stride of the cells in pixels, and anchors a cell.
const LAYERS: [(u32, usize); 2] = [(16, 2), (32, 6)];

/// Two boxes that overlap by more than this (intersection over union) are one face.
const SAME_FACE: f32 = 0.3;

/// What the model says of one face, in pixels of the view.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Detection {
    pub(crate) bbox: Box2,
    /// The eye that is on the left where the face is upright, and the other.
    pub(crate) eyes: [Point; 2],
    /// 0 to 1.
    pub(crate) score: f32,
}

/// The faces of a view of [`SIDE`] × [`SIDE`] pixels that are at least as
/// certain as `threshold`. `view` is 1 × 256 × 256 × 3, red first, −1 to 1.
pub(crate) fn detect(
    model: &dyn Model,
    view: &ArrayD<f32>,
    threshold: f32,
) -> Result<Vec<Detection>, FaceError> {
    let outputs = model.run(view.view())?;
    let mut found = Vec::new();
    for (layer, (stride, each)) in LAYERS.into_iter().enumerate() {
        let cells = SIDE / stride;
        let count = (cells * cells) as usize * each;
        let scores = output(&outputs, layer, [count, 1])?;
        let places = output(&outputs, LAYERS.len() + layer, [count, 16])?;
        for index in 0..count {
            let score = sigmoid(scores[[index, 0]]);
            if score >= threshold {
                let cell = (index / each) as u32;
                let middle = |cell: u32| (cell as f32 + 0.5) * stride as f32;
                let anchor = Point {
                    x: middle(cell % cells),
                    y: middle(cell / cells),
                };
                let place = places.index_axis(Axis(0), index);
                let point = |at: usize| Point {
                    x: place[at] + anchor.x,
                    y: place[at + 1] + anchor.y,
                };
                let (centre, width, height) = (point(0), place[2], place[3]);
                let (x, y) = (centre.x - width / 2.0, centre.y - height / 2.0);
                let bbox = Box2 {
                    x,
                    y,
                    width,
                    height,
                };
                found.push(Detection {
                    bbox,
                    eyes: [point(4), point(6)],
                    score,
                });
            }
        }
    }
    Ok(most_certain(found))
}

/// Leaves of detections that overlap only the most certain one.
pub(crate) fn most_certain(mut found: Vec<Detection>) -> Vec<Detection> {
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut kept: Vec<Detection> = Vec::new();
    for detection in found {
        if kept
            .iter()
            .all(|other| detection.bbox.overlap(&other.bbox) <= SAME_FACE)
        {
            kept.push(detection);
        }
    }
    kept
}

fn output(
    outputs: &[ArrayD<f32>],
    index: usize,
    shape: [usize; 2],
) -> Result<ArrayView2<'_, f32>, ModelError> {
    outputs
        .get(index)
        .and_then(|output| output.view().into_dimensionality::<Ix3>().ok())
        .filter(|output| output.shape() == [1, shape[0], shape[1]])
        .map(|output| output.index_axis_move(Axis(0), 0))
        .ok_or_else(|| ModelError::Output {
            name: FACE_DETECTION.to_owned(),
            found: outputs
                .iter()
                .map(|output| output.shape().to_vec())
                .collect(),
            expected: "scores and places of 512 and 384 anchors",
        })
}

fn sigmoid(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::ArrayViewD;

    /// Gives what it was made with, whatever it is shown.
    struct Fixed(Vec<ArrayD<f32>>);

    impl Model for Fixed {
        fn run(&self, _: ArrayViewD<'_, f32>) -> Result<Vec<ArrayD<f32>>, ModelError> {
            Ok(self.0.clone())
        }
    }

    fn silent() -> Vec<ArrayD<f32>> {
        [(512, 1), (384, 1), (512, 16), (384, 16)]
            .map(|(count, width)| ArrayD::from_elem(vec![1, count, width], -9.0))
            .to_vec()
    }

    fn run(outputs: Vec<ArrayD<f32>>) -> Result<Vec<Detection>, FaceError> {
        detect(&Fixed(outputs), &ArrayD::zeros(vec![1, 256, 256, 3]), 0.5)
    }

    #[test]
    fn a_face_lies_where_its_anchor_and_its_offsets_say() {
        let mut outputs = silent();
        // Row 1, column 2 of the coarse cells, third of six anchors: (80, 48).
        let index = (8 + 2) * 6 + 2;
        outputs[1][[0, index, 0]] = 2.0;
        for (at, value) in [4.0, -2.0, 20.0, 40.0, -5.0, -6.0, 5.0, -6.0]
            .into_iter()
            .enumerate()
        {
            outputs[3][[0, index, at]] = value;
        }
        let found = run(outputs).expect("shapes fit");
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].bbox,
            Box2 {
                x: 74.0,
                y: 26.0,
                width: 20.0,
                height: 40.0
            }
        );
        assert_eq!(
            found[0].eyes,
            [Point { x: 75.0, y: 42.0 }, Point { x: 85.0, y: 42.0 }]
        );
        assert!((found[0].score - 0.8808).abs() < 1e-4);
    }

    #[test]
    fn of_overlapping_faces_the_most_certain_stays() {
        let at = |x: f32, score: f32| Detection {
            bbox: Box2 {
                x,
                y: 0.0,
                width: 10.0,
                height: 10.0,
            },
            eyes: [Point::default(); 2],
            score,
        };
        let kept = most_certain(vec![at(0.0, 0.6), at(1.0, 0.9), at(30.0, 0.7)]);
        assert_eq!(kept, [at(1.0, 0.9), at(30.0, 0.7)]);
    }

    #[test]
    fn outputs_of_another_model_are_an_error() {
        let mut outputs = silent();
        outputs.swap(0, 3);
        let said = run(outputs).expect_err("the shapes are wrong").to_string();
        assert!(said.contains("face-detection"), "{said}");
    }
}
