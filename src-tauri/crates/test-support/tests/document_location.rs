//! Documents in rendered photographs: found where they are, upright, and not
//! found where none is.
//!
//! `SPORTELLO_SCENES=320` measures that many photographs instead of the few
//! that a test run has time for; `SPORTELLO_MISSED=FOLDER` keeps the ones in
//! which the document was not found in its place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::document::Sex;
use engine::document::{Located, Locator, Point, Quad, rectify};
use engine::face::FaceEngine;
use engine::manifest::Models;
use engine::model::Runtime;
use engine::text::{TextDetector, TextRecogniser};
use image::{Rgb, RgbImage, imageops};
use jiff::civil::date;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use test_support::person::{Person, ROMA};
use test_support::portrait::{Portrait, Sitter, models};
use test_support::specimen::{Ground, Scene, Sheet, data_page, front, rear};

/// Photographs in an ordinary run.
const SCENES: u64 = 24;
/// Least share of documents that is found in place.
const IN_PLACE: f32 = 0.80;
/// Least share of those that is upright.
const UPRIGHT: f32 = 0.90;
/// Most that their corners are off in the mean, in percent of the diagonal.
const CORNER_ERROR: f32 = 1.0;
/// A document is not in place when its corners are off by more, in the mean.
const OFF: f32 = 3.0;

struct Senses {
    faces: FaceEngine,
    text: TextDetector,
    lines: TextRecogniser,
}

impl Senses {
    fn open(folder: &Path) -> Self {
        let models = Models::open(folder).expect("a manifest");
        let runtime = Runtime::init(&models).expect("the runtime");
        Self {
            faces: FaceEngine::open(&models).expect("the models of faces"),
            text: TextDetector::open(runtime, &models).expect("the model that finds text"),
            lines: TextRecogniser::open(runtime, &models).expect("the model that reads text"),
        }
    }

    fn locate(&self, picture: &RgbImage) -> Option<Located> {
        let locator = Locator {
            faces: &self.faces,
            text: &self.text,
            lines: &self.lines,
        };
        locator.locate(picture).expect("models that run")
    }
}

/// The folder of the models; `None`, said loudly, where they were not fetched.
fn fetched() -> Option<PathBuf> {
    let folder = models();
    if folder.is_none() {
        eprintln!("SKIPPED: documents are not looked for (run: cargo xtask models)");
    }
    folder
}

fn scenes() -> u64 {
    std::env::var("SPORTELLO_SCENES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(SCENES)
}

struct Prints {
    front: RgbImage,
    rear: RgbImage,
    page: RgbImage,
    spread: RgbImage,
}

impl Prints {
    fn render(folder: &Path) -> Self {
        let photo = |sitter| {
            let portrait = Portrait::load(folder, sitter).expect("a portrait");
            portrait.passport_photo()
        };
        let person = Person::new("Rossi", "Maria", Sex::Female, date(1980, 1, 1), ROMA);
        let holder = person.clone().with_passport("YA0000000");
        let page = data_page(&holder, &photo(Sitter::President)).expect("fonts");
        let (width, height) = page.dimensions();
        // Open: an empty page above, the fold between the two.
        let mut spread = RgbImage::from_fn(width, 2 * height, |_, y| {
            let is_fold = y.abs_diff(height) < 3;
            Rgb(if is_fold {
                [150, 146, 140]
            } else {
                [228, 222, 212]
            })
        });
        imageops::replace(&mut spread, &page, 0, i64::from(height));
        Self {
            front: front(&person, &photo(Sitter::Astronaut)).expect("fonts"),
            rear: rear(&person).expect("fonts"),
            page,
            spread,
        }
    }

    fn sheet(&self, seed: u64) -> (&'static str, Sheet<'_>) {
        let card = |print| Sheet {
            print,
            size_mm: (85.6, 53.98),
            is_card: true,
            wanted: (0.0, 0.0, 1.0, 1.0),
        };
        let page = Sheet {
            print: &self.page,
            size_mm: (125.0, 88.0),
            is_card: false,
            wanted: (0.0, 0.0, 1.0, 1.0),
        };
        match seed % 4 {
            0 => ("card, front", card(&self.front)),
            1 => ("card, rear", card(&self.rear)),
            2 => ("passport page", page),
            _ => {
                let spread = Sheet {
                    print: &self.spread,
                    size_mm: (125.0, 176.0),
                    wanted: (0.0, 0.5, 1.0, 1.0),
                    ..page
                };
                ("open passport", spread)
            }
        }
    }
}

#[derive(Default)]
struct Tally {
    scenes: u32,
    found: u32,
    in_place: u32,
    upright: u32,
    error: f32,
    overlap: f32,
}

/// Mean distance of corners, in percent of the diagonal.
fn corner_error(found: &Quad, truth: &Quad) -> f32 {
    let off = |(a, b): (&Point, Point)| (a.x - b.x).hypot(a.y - b.y);
    let sum: f32 = found.0.iter().zip(truth.0).map(off).sum();
    sum / 4.0 / truth.diagonal() * 100.0
}

#[test]
fn documents_are_found_where_they_are_and_upright() {
    let Some(folder) = fetched() else {
        return;
    };
    let senses = Senses::open(&folder);
    let prints = Prints::render(&folder);
    let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
    for seed in 0..scenes() {
        let scene = Scene::random(seed);
        let (name, sheet) = prints.sheet(seed);
        let shot = scene.take(sheet);
        let truth = Quad(shot.corners.map(|(x, y)| Point { x, y }));
        let found = senses.locate(&shot.picture);
        let is_there =
            |quad: &Quad| (0..4).any(|quarters| corner_error(&quad.turned(quarters), &truth) < OFF);
        if !found.is_some_and(|located| is_there(&located.quad)) {
            keep(&shot.picture, seed);
        }
        for key in ["all", name, scene.ground.name()] {
            let tally = tallies.entry(key).or_default();
            tally.scenes += 1;
            let Some(located) = &found else {
                continue;
            };
            tally.found += 1;
            tally.in_place += u32::from(is_there(&located.quad));
            let error = corner_error(&located.quad, &truth);
            if error < OFF {
                tally.upright += 1;
                tally.error += error;
                tally.overlap += located.quad.overlap(&truth);
                let straight = rectify(&shot.picture, located);
                assert_eq!(straight.dimensions(), located.size.pixels());
            }
        }
    }
    eprintln!("photographs of        n found in place upright corners off  overlap");
    for (name, tally) in &tallies {
        let upright = tally.upright.max(1) as f32;
        eprintln!(
            "{name:18} {:4} {:5} {:8} {:7} {:9.3} % {:8.4}",
            tally.scenes,
            tally.found,
            tally.in_place,
            tally.upright,
            tally.error / upright,
            tally.overlap / upright
        );
    }
    let all = &tallies["all"];
    let share = |part: u32, of: u32| part as f32 / of.max(1) as f32;
    assert!(share(all.in_place, all.scenes) >= IN_PLACE);
    assert!(share(all.upright, all.in_place) >= UPRIGHT);
    assert!(all.error / all.upright.max(1) as f32 <= CORNER_ERROR);
}

/// Writes a picture to where somebody wants to look at it.
fn keep(picture: &RgbImage, seed: u64) {
    let Some(folder) = std::env::var_os("SPORTELLO_MISSED").map(PathBuf::from) else {
        return;
    };
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(format!("{seed}.png"));
    picture.save(path).expect("a folder to write to");
}

#[test]
fn grounds_without_a_document_have_none() {
    let Some(folder) = fetched() else {
        return;
    };
    let senses = Senses::open(&folder);
    for (seed, ground) in (0..12).zip(Ground::ALL.into_iter().cycle()) {
        let picture = ground.paint(800, 600, &mut StdRng::seed_from_u64(seed));
        let found = senses.locate(&picture);
        assert_eq!(found, None, "{} {seed}", ground.name());
    }
}

#[test]
fn odd_pictures_have_no_document_and_do_no_harm() {
    let Some(folder) = fetched() else {
        return;
    };
    let senses = Senses::open(&folder);
    for (width, height) in [(1, 1), (1, 900), (900, 1), (40, 33), (158, 100), (640, 404)] {
        for value in [0, 127, 255] {
            let picture = RgbImage::from_pixel(width, height, Rgb([value; 3]));
            assert_eq!(senses.locate(&picture), None, "{width} {height} {value}");
        }
    }
}

#[test]
fn photographs_of_people_show_no_document() {
    const FOLDERS: [&str; 4] = [
        "faces",
        "face_azure",
        "face_azure/extra",
        "face_dlib_johns/groups",
    ];
    let Some(folder) = fetched() else {
        return;
    };
    let data = std::env::var_os("SPORTELLO_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data"),
        PathBuf::from,
    );
    let mut pictures = Vec::new();
    for name in FOLDERS {
        let Ok(entries) = std::fs::read_dir(data.join(name)) else {
            eprintln!("SKIPPED: {name} is not looked at (set SPORTELLO_DATA)");
            continue;
        };
        pictures.extend(entries.filter_map(Result::ok).map(|entry| entry.path()));
    }
    pictures.sort();
    let senses = Senses::open(&folder);
    let is_long = scenes() > SCENES;
    let most = if is_long { pictures.len() } else { 24 };
    let (mut looked_at, mut wrong) = (0, Vec::new());
    for path in pictures.iter().take(most) {
        let Ok(picture) = image::open(path) else {
            continue;
        };
        looked_at += 1;
        if senses.locate(&picture.into_rgb8()).is_some() {
            wrong.push(path.clone());
        }
    }
    let count = wrong.len();
    eprintln!("a document in {count} of {looked_at} photographs of people: {wrong:?}");
    assert!(count * 25 <= looked_at, "{wrong:?}");
}
