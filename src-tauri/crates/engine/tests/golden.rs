//! The converted models give what the original runtime gave
//! (`models/golden/README.md`), our own what it gave when it was trained.

use std::fs;
use std::path::{Path, PathBuf};

use engine::manifest::{FACE_DESCRIPTOR, FACE_DETECTION, FACE_LANDMARKS, MRZ_LINES, Models};
use engine::model::{Model as _, OnnxModel, Runtime};
use ndarray::ArrayD;
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    pattern: String,
    outputs: Vec<Output>,
}

#[derive(Deserialize)]
struct Output {
    shape: Vec<usize>,
    mean_magnitude: f64,
    step: usize,
    samples: Vec<f32>,
}

#[test]
fn converted_face_detection_gives_what_the_original_gave() {
    check(
        FACE_DETECTION,
        &image(256, |value| value / 127.5 - 1.0),
        2e-3,
    );
}

#[test]
fn converted_face_landmarks_give_what_the_original_gave() {
    check(FACE_LANDMARKS, &image(192, |value| value / 255.0), 2e-4);
}

#[test]
fn converted_face_descriptor_gives_what_the_original_gave() {
    check(FACE_DESCRIPTOR, &image(150, |value| value), 1e-5);
}

#[test]
fn zone_lines_give_what_they_gave_when_they_were_trained() {
    let ink = |pattern: &str| {
        ArrayD::from_shape_fn(vec![1, 1, 32, 192], |index| {
            let (y, x) = (index[2], index[3]);
            let value = match pattern {
                "ramp" => x + y * 2,
                "arcs" => (x * x + y * y) / 97,
                other => panic!("no pattern {other}"),
            };
            (value % 256) as f32 / 255.0
        })
    };
    check(MRZ_LINES, &ink, 2e-4);
}

#[track_caller]
fn check(name: &str, input: &dyn Fn(&str) -> ArrayD<f32>, tolerance: f32) {
    let folder = models_folder();
    if !folder.join("fetched").is_dir() {
        eprintln!(
            "SKIPPED: golden outputs of {name} (models not fetched; run: cargo xtask models)"
        );
        return;
    }
    let models = Models::open(&folder).expect("the manifest");
    let runtime = Runtime::init(&models).expect("ONNX Runtime");
    let model = OnnxModel::open(runtime, &models, name).expect("the model");
    let text = fs::read_to_string(folder.join(format!("golden/{name}.json"))).expect("committed");
    let golden: Golden = serde_json::from_str(&text).expect("in its format");
    assert!(!golden.cases.is_empty());
    for Case { pattern, outputs } in &golden.cases {
        let given = model.run(input(pattern).view()).expect("it runs");
        assert_eq!(given.len(), outputs.len(), "{name}: number of outputs");
        for (index, (given, golden)) in given.iter().zip(outputs).enumerate() {
            assert_eq!(
                given.shape(),
                golden.shape,
                "{name}: shape of output {index}"
            );
            let values: Vec<f32> = given.iter().copied().collect();
            let sampled = values.iter().step_by(golden.step);
            assert_eq!(sampled.len(), golden.samples.len());
            let worst = sampled
                .zip(&golden.samples)
                .map(|(given, golden)| (given - golden).abs())
                .fold(0.0, f32::max);
            let sum: f64 = values.iter().map(|value| f64::from(value.abs())).sum();
            let mean = sum / values.len() as f64;
            eprintln!("{name}, {pattern}, output {index}: differs by {worst:e} at most");
            assert!(
                worst < tolerance,
                "{name}, {pattern}, output {index}: {worst}"
            );
            assert!((mean - golden.mean_magnitude).abs() < f64::from(tolerance));
        }
    }
}

/// The images of the patterns in `models/golden/make-golden.mjs`.
fn image(side: usize, scale: fn(f64) -> f64) -> impl Fn(&str) -> ArrayD<f32> {
    move |pattern| {
        ArrayD::from_shape_fn(vec![1, side, side, 3], |index| {
            let (y, x, c) = (index[1], index[2], index[3]);
            let value = match pattern {
                "ramp" => x * (c + 1) + y * 2 + c * 40,
                "arcs" => (x * x + y * y * (c + 1)) / 97,
                other => panic!("no pattern {other}"),
            };
            scale((value % 256) as f64) as f32
        })
    }
}

fn models_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models")
}
