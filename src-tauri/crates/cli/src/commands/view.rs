//! `sportelloctl view`: draws what the engine saw in a picture.

mod canvas;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use domain::{Clock as _, clock::SystemClock};
use engine::{
    document::{Located, Locator, Point, Quad},
    face::{Face, FaceEngine},
    imaging::{self, Limits},
    manifest::Models,
    model::Runtime,
    mrz::{MrzReader, MrzReading},
    text::{TextDetector, TextRecogniser},
};
use serde::Serialize;

use self::canvas::{Canvas, Ink};
use crate::{Verdict, output::Format};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The picture.
    image: PathBuf,
    /// Where the drawing goes, as PNG.
    #[arg(short, long)]
    output: PathBuf,
    /// Draw on the straightened document instead of the whole picture.
    #[arg(long)]
    straightened: bool,
}

#[derive(Debug, Serialize)]
struct Answer {
    file: String,
    output: String,
    document: Option<Document>,
    mrz: Option<Zone>,
    faces: Vec<[f32; 4]>,
}

/// Corners clockwise from the top left one of the upright document, in pixels.
#[derive(Debug, Serialize)]
struct Document {
    size: &'static str,
    confidence: f32,
    quad: [[f32; 2]; 4],
}

#[derive(Debug, Serialize)]
struct Zone {
    format: &'static str,
    valid: bool,
    quad: [[f32; 2]; 4],
}

/// What was seen in a picture.
struct Seen {
    document: Option<Located>,
    zone: Option<MrzReading>,
    faces: Vec<Face>,
}

/// Looks at the picture and writes the drawing. Where nothing at all was seen,
/// the answer is negative.
pub(crate) fn run(models: &Path, arguments: &Arguments, format: Format) -> anyhow::Result<Verdict> {
    let name = || arguments.image.display().to_string();
    let bytes = std::fs::read(&arguments.image).with_context(name)?;
    let picture = imaging::decode(&bytes, &Limits::default())
        .with_context(name)?
        .image;
    let models = Models::open(models)?;
    let runtime = Runtime::init(&models)?;
    let faces = FaceEngine::open(&models)?;
    let locator = Locator {
        faces: &faces,
        text: &TextDetector::open(runtime, &models)?,
        lines: &TextRecogniser::open(runtime, &models)?,
    };
    let mut document = locator.locate(&picture).with_context(name)?;
    let picture = match document {
        Some(located) if arguments.straightened => {
            let straight = engine::document::rectify(&picture, &located);
            let (width, height) = (straight.width() as f32, straight.height() as f32);
            document = Some(Located {
                quad: Quad::of_size(width, height),
                ..located
            });
            straight
        }
        Some(_) | None => picture,
    };
    let seen = Seen {
        document,
        zone: MrzReader::open(&models)?
            .read(&picture, SystemClock.today())
            .with_context(name)?,
        faces: faces.faces(&picture).with_context(name)?,
    };
    let drawing = draw(Canvas::new(picture), &seen);
    drawing
        .save_with_format(&arguments.output, image::ImageFormat::Png)
        .with_context(|| arguments.output.display().to_string())?;
    let answer = answer(arguments, &seen);
    format.print(&answer, words)?;
    let is_empty = seen.document.is_none() && seen.zone.is_none() && seen.faces.is_empty();
    Ok(if is_empty {
        Verdict::Negative
    } else {
        Verdict::Done
    })
}

fn draw(mut canvas: Canvas, seen: &Seen) -> image::RgbImage {
    if let Some(document) = &seen.document {
        canvas.quad(&document.quad, Ink::Document);
    }
    if let Some(zone) = &seen.zone {
        canvas.quad(&zone_quad(zone), Ink::Zone);
    }
    for face in &seen.faces {
        let bbox = face.bbox;
        let corners = Quad::of_size(bbox.width, bbox.height).0.map(|p| Point {
            x: p.x + bbox.x,
            y: p.y + bbox.y,
        });
        canvas.quad(&Quad(corners), Ink::Face);
        for landmark in &face.landmarks {
            canvas.dot(
                Point {
                    x: landmark.x,
                    y: landmark.y,
                },
                Ink::Landmark,
            );
        }
    }
    canvas.with_legend()
}

fn zone_quad(zone: &MrzReading) -> Quad {
    Quad(zone.quad_px.map(|(x, y)| Point { x, y }))
}

fn answer(arguments: &Arguments, seen: &Seen) -> Answer {
    let corners = |quad: Quad| quad.0.map(|p| [p.x, p.y]);
    Answer {
        file: arguments.image.display().to_string(),
        output: arguments.output.display().to_string(),
        document: seen.document.map(|document| Document {
            size: document.size.name(),
            confidence: document.confidence,
            quad: corners(document.quad),
        }),
        mrz: seen.zone.as_ref().map(|zone| Zone {
            format: zone.format.name(),
            valid: zone.valid,
            quad: corners(zone_quad(zone)),
        }),
        faces: seen
            .faces
            .iter()
            .map(|face| [face.bbox.x, face.bbox.y, face.bbox.width, face.bbox.height])
            .collect(),
    }
}

fn words(answer: &Answer) -> String {
    let document = answer.document.as_ref().map_or_else(
        || "no document".to_owned(),
        |document| format!("{} document ({:.2})", document.size, document.confidence),
    );
    let zone = answer
        .mrz
        .as_ref()
        .map_or("no machine-readable zone", |zone| zone.format);
    format!(
        "{}: {document}, {zone}, {} faces; drawn in {}",
        answer.file,
        answer.faces.len(),
        answer.output
    )
}
