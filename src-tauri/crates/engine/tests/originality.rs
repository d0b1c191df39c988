//! What the signs of copies say of real pictures, as a table in the log, and
//! that none of them speaks against a genuine face.

#[path = "support/shared_data.rs"]
mod shared_data;

use std::path::{Path, PathBuf};

use domain::check::Answer;
use engine::document::{Locator, rectify};
use engine::face::{FaceEngine, main_face};
use engine::imaging::{Limits, decode};
use engine::manifest::Models;
use engine::model::Runtime;
use engine::originality::{self, Originality};
use engine::text::{TextDetector, TextRecogniser};
use image::RgbImage;

/// Genuine photographs of faces.
const FACES: [&str; 4] = ["faces", "faces_studio", "face_azure", "face_ushouse"];

/// The models; `None`, said loudly, where they were not fetched.
fn models() -> Option<Models> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models");
    if !root.join("fetched").is_dir() {
        eprintln!("SKIPPED: signs of copies (run: cargo xtask models)");
        return None;
    }
    Some(Models::open(&root).expect("the manifest"))
}

fn pictures(folder: &Path) -> Vec<PathBuf> {
    let is_picture = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        matches!(ending, Some("jpg" | "jpeg" | "png" | "webp"))
    };
    let entries = std::fs::read_dir(folder).expect("a readable folder");
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable entry").path())
        .filter(is_picture)
        .collect();
    found.sort();
    found
}

fn open(path: &Path) -> RgbImage {
    let bytes = std::fs::read(path).expect("a readable file");
    decode(&bytes, &Limits::default())
        .expect("a good picture")
        .image
}

#[test]
fn no_genuine_face_is_taken_for_a_screen() {
    let Some(models) = models() else {
        return;
    };
    let engine = FaceEngine::open(&models).expect("the models of faces");
    let look = |path: &Path| -> Option<Answer> {
        let picture = open(path);
        let faces = engine.faces(&picture).expect("the models run");
        let face = main_face(&faces)?;
        Some(originality::recapture(&picture, &face.bbox).signs[0].free)
    };
    for set in FACES {
        let Some(folder) = shared_data::folder(set) else {
            continue;
        };
        let (mut seen, mut unclear) = (0, 0);
        for path in pictures(&folder) {
            let Some(answer) = look(&path) else {
                continue;
            };
            assert_ne!(answer, Answer::No, "{}", path.display());
            seen += 1;
            unclear += usize::from(answer == Answer::NotAssessable);
        }
        eprintln!("{set}: {seen} faces, none with the pattern of a screen, {unclear} not told");
    }
    let Some(folder) = shared_data::folder("liveness_silentface") else {
        return;
    };
    for row in shared_data::rows(&folder) {
        let answer = look(&folder.join(&row[0]));
        eprintln!("{} ({}): {answer:?}", row[0], row[1]);
        assert!(row[1] != "real" || answer != Some(Answer::No), "{}", row[0]);
    }
}

#[test]
fn signs_in_documents_are_listed() {
    let (Some(models), Some(folder)) = (models(), shared_data::folder("mrz")) else {
        return;
    };
    let runtime = Runtime::init(&models).expect("the runtime");
    let faces = FaceEngine::open(&models).expect("the models of faces");
    let text = TextDetector::open(runtime, &models).expect("the model that finds text");
    let lines = TextRecogniser::open(runtime, &models).expect("the model that reads text");
    let locator = Locator {
        faces: &faces,
        text: &text,
        lines: &lines,
    };
    let mut paths = pictures(&folder);
    paths.extend(
        shared_data::folder("documents")
            .iter()
            .flat_map(|folder| pictures(folder)),
    );
    for path in paths {
        let picture = open(&path);
        let name = path.file_name().unwrap_or_default().display();
        let Some(located) = locator.locate(&picture).expect("the models run") else {
            eprintln!("{name}: not located");
            continue;
        };
        let found = originality::document(&picture, &located, &rectify(&picture, &located));
        eprintln!("{name}: {}", said(&found));
    }
}

fn said(found: &Originality) -> String {
    let signs = found.signs.iter().map(|judged| {
        let free = judged.free.name();
        format!(
            "{} {free} ({:.4}, {})",
            judged.sign.name(),
            judged.score,
            judged.why.name()
        )
    });
    signs.collect::<Vec<_>>().join("; ")
}
