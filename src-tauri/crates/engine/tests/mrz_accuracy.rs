//! Zones of real photographs and scans, read and compared with what a person reads.

#[path = "support/shared_data.rs"]
mod shared_data;

use std::path::Path;
use std::time::{Duration, Instant};

use engine::imaging::{Limits, decode};
use engine::manifest::Models;
use engine::mrz::{MrzReader, MrzReading};
use image::RgbImage;
use image::imageops::{rotate90, rotate180, rotate270};
use jiff::civil::date;
use shared_data::{folder, rows};

/// Zones of which every line must be read exactly, of the 18.
const FLOOR: usize = 17;
/// The same with the pictures turned by quarters.
const TURNED_FLOOR: usize = 16;

#[test]
fn zones_of_real_documents_are_read_exactly_and_never_wrongly_valid() {
    let Some((reader, pictures)) = reader().zip(labelled()) else {
        return;
    };
    let score = measure("MRZ", &reader, &pictures);
    assert!(
        score.exact >= FLOOR,
        "{} read exactly, {FLOOR} expected",
        score.exact
    );
    assert_eq!(
        score.wrongly_valid, 0,
        "a wrong reading must never be valid"
    );
}

#[test]
fn zones_are_read_whichever_way_the_picture_is_turned() {
    let Some((reader, mut pictures)) = reader().zip(labelled()) else {
        return;
    };
    for (n, picture) in pictures.iter_mut().enumerate() {
        picture.image = match n % 3 {
            0 => rotate90(&picture.image),
            1 => rotate180(&picture.image),
            _ => rotate270(&picture.image),
        };
    }
    let score = measure("MRZ, turned", &reader, &pictures);
    assert!(
        score.exact >= TURNED_FLOOR,
        "{} read exactly, {TURNED_FLOOR} expected",
        score.exact
    );
    assert_eq!(
        score.wrongly_valid, 0,
        "a wrong reading must never be valid"
    );
}

#[test]
fn pictures_without_a_zone_have_none() {
    let Some((reader, folder)) = reader().zip(folder("documents")) else {
        return;
    };
    for file in [
        "cie_front_facsimile.png",
        "patente_front_blank.png",
        "patente_back_blank.png",
    ] {
        let started = Instant::now();
        let reading = read(&reader, &open(&folder.join(file)));
        eprintln!("{file}: {} ms", started.elapsed().as_millis());
        assert!(reading.is_none(), "{file} has no zone, found {reading:?}");
    }
}

struct Labelled {
    file: String,
    image: RgbImage,
    lines: Vec<String>,
    /// Whether the printed check digits add up.
    adds_up: bool,
}

#[derive(Default)]
struct Score {
    exact: usize,
    right_verdict: usize,
    wrongly_valid: usize,
    took: Duration,
}

fn reader() -> Option<MrzReader> {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models");
    Models::open(&models)
        .map_err(Into::into)
        .and_then(|models| MrzReader::open(&models))
        .inspect_err(|error| eprintln!("SKIPPED: MRZ accuracy is not measured ({error})"))
        .ok()
}

fn labelled() -> Option<Vec<Labelled>> {
    let folder = folder("mrz")?;
    let pictures = rows(&folder).into_iter().map(|row| Labelled {
        image: open(&folder.join(&row[0])),
        lines: row[3..]
            .iter()
            .filter(|line| !line.is_empty())
            .cloned()
            .collect(),
        adds_up: row[2] == "valid",
        file: row[0].clone(),
    });
    Some(pictures.collect())
}

fn open(path: &Path) -> RgbImage {
    let bytes = std::fs::read(path).expect("a listed file is there");
    decode(&bytes, &Limits::default())
        .expect("a good picture")
        .image
}

fn read(reader: &MrzReader, image: &RgbImage) -> Option<MrzReading> {
    reader
        .read(image, date(2026, 11, 21))
        .expect("the models run")
}

/// Reads all pictures and prints a table; the lines are those of specimens.
fn measure(title: &str, reader: &MrzReader, pictures: &[Labelled]) -> Score {
    let mut score = Score::default();
    for picture in pictures {
        let started = Instant::now();
        let reading = read(reader, &picture.image);
        let took = started.elapsed();
        let valid = reading.as_ref().is_some_and(|reading| reading.valid);
        let lines = reading
            .as_ref()
            .map_or(&[][..], |reading| &reading.lines[..]);
        let exact = lines == picture.lines;
        score.took += took;
        score.exact += usize::from(exact);
        score.right_verdict += usize::from(exact && valid == picture.adds_up);
        score.wrongly_valid += usize::from(valid && !(exact && picture.adds_up));
        eprintln!(
            "{:20} {:5} exact={exact} valid={valid} repaired={} doubtful={} {} ms",
            picture.file,
            reading
                .as_ref()
                .map_or("none", |reading| reading.format.name()),
            reading.as_ref().map_or(0, |reading| reading.repaired.len()),
            reading.as_ref().map_or(0, |reading| reading.doubtful.len()),
            took.as_millis()
        );
        for (n, line) in picture.lines.iter().enumerate().filter(|_| !exact) {
            eprintln!(
                "    printed {line}\n    read    {}",
                lines.get(n).map_or("", String::as_str)
            );
        }
    }
    eprintln!(
        "{title}: {} of {} exact, {} of them with the right verdict, {} wrongly valid, {} ms an image",
        score.exact,
        pictures.len(),
        score.right_verdict,
        score.wrongly_valid,
        score.took.as_millis() / pictures.len().max(1) as u128
    );
    score
}
