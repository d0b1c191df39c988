//! `sportelloctl quality`: whether pictures are good enough to be judged.

mod answer;

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Context as _;
use domain::{Clock as _, advice::Language, clock::SystemClock, field};
use engine::{
    document::{
        Box2, Homography, Located, Locator,
        kind::recognise,
        rectify,
        visual::{self, VisualField},
    },
    face::{FaceEngine, main_face},
    imaging::{self, Limits},
    manifest::Models,
    quality::{self, DocumentPicture, FacePicture, QualityPolicy, Report},
    text::PageReader,
};
use image::RgbImage;

use crate::{Verdict, output::Format};
use answer::{Answer, words};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The pictures.
    #[arg(required = true)]
    images: Vec<PathBuf>,
    /// What they show; without it a picture in which a document is found is
    /// one of a document, else one in which a face is found is one of a face.
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// A file with thresholds, instead of `quality.toml` among the models.
    #[arg(long)]
    policy: Option<PathBuf>,
    /// The language of the sentences for the person: it or en.
    #[arg(long, default_value = "en", value_parser = language)]
    language: Language,
}

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    /// A document.
    Document,
    /// A face.
    Face,
}

fn language(tag: &str) -> Result<Language, String> {
    Language::from_tag(tag).ok_or_else(|| "it or en".to_owned())
}

/// Measures every picture, in order; one that cannot be opened does not keep
/// the others from being measured. A picture that is not good enough, or that
/// cannot be judged at all, is a negative answer.
pub(crate) fn run(models: &Path, arguments: &Arguments, format: Format) -> anyhow::Result<Verdict> {
    let policy = match &arguments.policy {
        Some(file) => QualityPolicy::read(file)?,
        None => QualityPolicy::among(models)?,
    };
    let eye = Eye::open(models, policy)?;
    let mut unusable = None;
    let mut all_good = true;
    for image in &arguments.images {
        let begun = Instant::now();
        let file = image.display().to_string();
        let mut answer = match eye.measure(image, arguments.kind) {
            Ok(measured) => Answer::of(file, &measured, arguments.language),
            Err(error) => {
                let error = error.context(file.clone());
                let answer = Answer::unusable(file, &error);
                unusable = Some(error);
                answer
            }
        };
        answer.ms = begun.elapsed().as_millis();
        all_good &= answer.passed == Some(true);
        format.print(&answer, words)?;
    }
    match unusable {
        Some(error) => Err(error),
        None if all_good => Ok(Verdict::Done),
        None => Ok(Verdict::Negative),
    }
}

/// What came of measuring one picture.
struct Measured {
    kind: Kind,
    report: Report,
    /// From the places of the report to pixels of the picture, where they are
    /// not the same.
    to_picture: Option<Homography>,
}

/// The models, opened once for all pictures.
struct Eye {
    faces: FaceEngine,
    page: PageReader,
    policy: QualityPolicy,
}

impl Eye {
    fn open(models: &Path, policy: QualityPolicy) -> anyhow::Result<Self> {
        let models = Models::open(models)?;
        Ok(Self {
            faces: FaceEngine::open(&models)?,
            page: PageReader::open(&models)?,
            policy,
        })
    }

    fn measure(&self, path: &Path, kind: Option<Kind>) -> anyhow::Result<Measured> {
        let bytes = std::fs::read(path)?;
        let picture = imaging::decode(&bytes, &Limits::default())?.image;
        let located = match kind {
            Some(Kind::Face) => None,
            Some(Kind::Document) | None => self.locate(&picture)?,
        };
        let is_face = kind == Some(Kind::Face) || (kind.is_none() && located.is_none());
        if is_face {
            let faces = self.faces.faces(&picture)?;
            if let Some(face) = main_face(&faces) {
                return Ok(self.face(FacePicture {
                    picture: &picture,
                    bbox: face.bbox,
                    landmarks: &face.landmarks,
                }));
            }
        }
        if kind == Some(Kind::Face) {
            // Nothing of a face is known: every measure of one is open.
            return Ok(self.face(FacePicture {
                picture: &picture,
                bbox: Box2::default(),
                landmarks: &[],
            }));
        }
        self.document(&picture, located.as_ref())
    }

    fn locate(&self, picture: &RgbImage) -> anyhow::Result<Option<Located>> {
        let locator = Locator {
            faces: &self.faces,
            text: self.page.detector(),
            lines: self.page.recogniser(),
        };
        locator.locate(picture).context("no search for documents")
    }

    fn face(&self, subject: FacePicture<'_>) -> Measured {
        Measured {
            kind: Kind::Face,
            report: quality::face(&subject, &self.policy.face),
            to_picture: None,
        }
    }

    fn document(&self, picture: &RgbImage, located: Option<&Located>) -> anyhow::Result<Measured> {
        let straight = located.map(|located| rectify(picture, located));
        let subject = DocumentPicture {
            picture,
            located,
            straight: straight.as_ref(),
            fields: &[],
        };
        let mut report = quality::document(&subject, &self.policy.document);
        // Reading takes longer than measuring: only where something is hidden.
        let hides = report
            .measures
            .iter()
            .any(|measured| !measured.places.is_empty());
        if hides {
            let fields = self.fields(straight.as_ref().unwrap_or(picture))?;
            let named = DocumentPicture {
                fields: &fields,
                ..subject
            };
            report = quality::document(&named, &self.policy.document);
        }
        Ok(Measured {
            kind: Kind::Document,
            report,
            to_picture: located.and_then(Located::to_picture),
        })
    }

    /// The data on `side` and where they stand.
    fn fields(&self, side: &RgbImage) -> anyhow::Result<Vec<(field::Name, Box2)>> {
        let lines = self.page.read(side)?;
        let read = visual::read(&lines, &recognise(&lines, None), SystemClock.today());
        let place = |read: &VisualField| (read.field, read.quad.bounds());
        Ok(read.fields.iter().map(place).collect())
    }
}
