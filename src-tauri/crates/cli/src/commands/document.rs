//! `sportelloctl document`: what a document is and what it says.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Context as _;
use domain::{Clock as _, clock::SystemClock};
use engine::{
    barcode::{self, BarCode},
    document::{
        Homography, Located, Locator, Quad,
        kind::{self, Kind, Recognised, ZoneCode},
        rectify,
        visual::{self, VisualZone},
    },
    face::FaceEngine,
    imaging::{self, Limits},
    manifest::Models,
    mrz::{MrzReader, MrzReading},
    text::PageReader,
};
use image::RgbImage;
use serde::Serialize;

use crate::{Verdict, output::Format};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The picture of the document, or of its front.
    image: PathBuf,
    /// The picture of its rear.
    rear: Option<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Answer {
    file: String,
    kind: &'static str,
    side: Option<&'static str>,
    confidence: f32,
    words: Vec<&'static str>,
    /// Corners clockwise from the top left one of the upright document, in
    /// pixels; none where the whole picture was read.
    quad: Option<Corners>,
    fields: Vec<Field>,
    asterisked: bool,
    mrz: Option<Zone>,
    bar_codes: Vec<Code>,
    ms: u128,
}

type Corners = [[f32; 2]; 4];

#[derive(Debug, Serialize)]
struct Field {
    field: &'static str,
    value: String,
    quad: Corners,
    confidence: f32,
    repaired: bool,
}

#[derive(Debug, Serialize)]
struct Zone {
    format: &'static str,
    valid: bool,
    lines: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Code {
    symbology: &'static str,
    text: String,
    quad: Corners,
}

/// Reads both sides, in order. A document of no known kind is a negative answer.
pub(crate) fn run(models: &Path, arguments: Arguments, format: Format) -> anyhow::Result<Verdict> {
    let reader = Reader::open(models)?;
    let mut verdict = Verdict::Done;
    for image in std::iter::once(arguments.image).chain(arguments.rear) {
        let begun = Instant::now();
        let mut answer = reader
            .read(&image)
            .with_context(|| image.display().to_string())?;
        answer.ms = begun.elapsed().as_millis();
        if answer.kind == Kind::Unknown.name() {
            verdict = Verdict::Negative;
        }
        format.print(&answer, words)?;
    }
    Ok(verdict)
}

/// The models, opened once for both sides.
struct Reader {
    faces: FaceEngine,
    page: PageReader,
    mrz: MrzReader,
}

impl Reader {
    fn open(models: &Path) -> anyhow::Result<Self> {
        let models = Models::open(models)?;
        let page = PageReader::open(&models)?;
        let (detector, recogniser) = (page.detector().clone(), page.recogniser().clone());
        Ok(Self {
            faces: FaceEngine::open(&models)?,
            mrz: MrzReader::beside(detector, recogniser, &models)?,
            page,
        })
    }

    fn read(&self, path: &Path) -> anyhow::Result<Answer> {
        let today = SystemClock.today();
        let picture = imaging::decode(&std::fs::read(path)?, &Limits::default())?.image;
        let locator = Locator {
            faces: &self.faces,
            text: self.page.detector(),
            lines: self.page.recogniser(),
        };
        let located = locator.locate(&picture)?;
        let card: RgbImage = match &located {
            Some(located) => rectify(&picture, located),
            None => picture,
        };
        let lines = self.page.read(&card)?;
        let zone = self.mrz.read(&card, today)?;
        let recognised = kind::recognise(&lines, zone.as_ref().map(code));
        let visual = visual::read(&lines, &recognised, today);
        let codes = barcode::read(&card);
        Ok(answer(path, located, &recognised, &visual, zone, &codes))
    }
}

fn code(zone: &MrzReading) -> ZoneCode<'_> {
    ZoneCode {
        format: zone.format,
        code: &zone.fields.document_code,
        issuer: &zone.fields.issuer,
        number: &zone.fields.document_number,
    }
}

fn answer(
    path: &Path,
    located: Option<Located>,
    recognised: &Recognised,
    visual: &VisualZone,
    zone: Option<MrzReading>,
    codes: &[BarCode],
) -> Answer {
    let to_picture = located.and_then(|located| located.to_picture());
    Answer {
        file: path.display().to_string(),
        kind: recognised.kind.name(),
        side: recognised.side.map(kind::Side::name),
        confidence: recognised.confidence,
        words: recognised.words.clone(),
        quad: located.map(|located| corners(located.quad, None)),
        fields: visual
            .fields
            .iter()
            .map(|read| Field {
                field: read.field.name(),
                value: read.value.reveal().clone(),
                quad: corners(read.quad, to_picture),
                confidence: read.confidence,
                repaired: read.repaired,
            })
            .collect(),
        asterisked: visual.asterisked,
        mrz: zone.map(|zone| Zone {
            format: zone.format.name(),
            valid: zone.valid,
            lines: zone.lines,
        }),
        bar_codes: codes
            .iter()
            .map(|code| Code {
                symbology: code.symbology.name(),
                text: code.text.reveal().clone(),
                quad: corners(code.quad, to_picture),
            })
            .collect(),
        ms: 0,
    }
}

/// The corners of `quad` in the picture.
fn corners(quad: Quad, to_picture: Option<Homography>) -> Corners {
    let quad = to_picture.map_or(quad, |mapping| mapping.map_quad(&quad));
    quad.0.map(|corner| [corner.x, corner.y])
}

fn words(answer: &Answer) -> String {
    let side = answer.side.unwrap_or("side not told apart");
    let mut text = format!(
        "{}: {}, {side} ({:.2}; {}) ({} ms)",
        answer.file,
        answer.kind,
        answer.confidence,
        answer.words.join(", "),
        answer.ms
    );
    for field in &answer.fields {
        let repaired = if field.repaired { ", repaired" } else { "" };
        let (name, value) = (field.field, &field.value);
        text += &format!("\n  {name}: {value} ({:.2}{repaired})", field.confidence);
    }
    if answer.asterisked {
        text += "\n  the European side is filled with asterisks";
    }
    if let Some(zone) = &answer.mrz {
        let verdict = if zone.valid { "valid" } else { "NOT valid" };
        text += &format!("\n  {} {verdict}: {}", zone.format, zone.lines.join(" "));
    }
    for code in &answer.bar_codes {
        text += &format!("\n  {}: {}", code.symbology, code.text);
    }
    text
}
