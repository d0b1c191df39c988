//! `sportelloctl faces`: the faces of a picture.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Context as _;
use engine::{
    face::{Face, FaceEngine},
    imaging::{self, Limits},
    liveness::Pose,
    manifest::Models,
};
use serde::Serialize;

use crate::{Verdict, output::Format};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The pictures.
    #[arg(required = true)]
    images: Vec<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Answer {
    file: String,
    /// The main face first.
    faces: Vec<FaceAnswer>,
    ms: u128,
}

/// A face, in pixels of the upright picture.
#[derive(Debug, Serialize)]
struct FaceAnswer {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
    landmarks: usize,
    score: f32,
    roll_degrees: f32,
    yaw_degrees: f32,
    pitch_degrees: f32,
}

/// Looks at every picture, in order. One without a face is a negative answer.
pub(crate) fn run(models: &Path, arguments: &Arguments, format: Format) -> anyhow::Result<Verdict> {
    let engine = FaceEngine::open(&Models::open(models)?)?;
    let mut everywhere = true;
    for image in &arguments.images {
        let begun = Instant::now();
        let name = || image.display().to_string();
        let bytes = std::fs::read(image).with_context(name)?;
        let decoded = imaging::decode(&bytes, &Limits::default()).with_context(name)?;
        let faces = engine.faces(&decoded.image).with_context(name)?;
        everywhere &= !faces.is_empty();
        let answer = Answer {
            file: name(),
            faces: faces.iter().map(FaceAnswer::of).collect(),
            ms: begun.elapsed().as_millis(),
        };
        format.print(&answer, words)?;
    }
    Ok(if everywhere {
        Verdict::Done
    } else {
        Verdict::Negative
    })
}

impl FaceAnswer {
    fn of(face: &Face) -> Self {
        let pose = Pose::of(face);
        let tenths = |value: f32| (value * 10.0).round() / 10.0;
        Self {
            x: tenths(face.bbox.x),
            y: tenths(face.bbox.y),
            width: tenths(face.bbox.width),
            height: tenths(face.bbox.height),
            landmarks: face.landmarks.len(),
            score: (face.score * 1000.0).round() / 1000.0,
            roll_degrees: tenths(pose.roll),
            yaw_degrees: tenths(pose.yaw),
            pitch_degrees: tenths(pose.pitch),
        }
    }
}

fn words(answer: &Answer) -> String {
    let mut lines = vec![format!(
        "{}: {} ({} ms)",
        answer.file,
        match answer.faces.len() {
            0 => "no face".to_owned(),
            1 => "one face".to_owned(),
            several => format!("{several} faces"),
        },
        answer.ms
    )];
    lines.extend(answer.faces.iter().map(|face| {
        format!(
            "  {:.0} x {:.0} at ({:.0}, {:.0}), score {:.2}, turned {:.0}°, raised {:.0}°, tilted {:.0}°",
            face.width,
            face.height,
            face.x,
            face.y,
            face.score,
            face.yaw_degrees,
            face.pitch_degrees,
            face.roll_degrees
        )
    }));
    lines.join("\n")
}
