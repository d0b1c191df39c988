//! How well faces are matched on the labelled pairs of `../shared/data`, as a
//! table in the log, and that it does not get worse.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use engine::face::{Descriptor, FaceEngine, main_face};
use engine::imaging::{self, Limits};
use engine::manifest::Models;
use image::{Rgb, RgbImage};

/// Distances below which two faces count as one person's.
const THRESHOLDS: [f32; 3] = [0.45, 0.50, 0.60];

/// A set; least area under the curve; most same people missed at 0.50; most
/// different people taken for one at 0.45.
const SETS: [(&str, f64, f64, f64); 7] = [
    ("faces", 1.0, 0.08, 0.0),
    ("faces_studio", 0.9999, 0.0, 0.0),
    ("face_dlib_johns", 1.0, 0.0, 0.0),
    ("face_azure", 1.0, 0.0, 0.0),
    ("face_ushouse", 1.0, 0.0, 0.0),
    ("face_orl", 0.999, 0.03, 0.0),
    ("face_ukmp_lowres", 0.99, 0.25, 0.0),
];

#[test]
fn faces_are_matched_as_well_as_measured_before() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let data = root.join("../shared/data");
    if !root.join("models/fetched").is_dir() {
        eprintln!("SKIPPED: accuracy of matching (models not fetched; run: cargo xtask models)");
        return;
    }
    let models = Models::open(&root.join("models")).expect("the manifest");
    let engine = FaceEngine::open(&models).expect("the models of faces");
    eprintln!(
        "| set | same / different | no face | AUC | FNMR at 0.45 / 0.50 / 0.60 | \
         FMR at 0.45 / 0.50 / 0.60 | farthest same | closest different | ms an image |"
    );
    eprintln!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (name, auc, missed, mistaken) in SETS {
        let folder = data.join(name);
        if !folder.is_dir() {
            eprintln!(
                "SKIPPED: accuracy of matching on {name} (../shared/data/{name} is not there)"
            );
            continue;
        }
        let rates = measure(&engine, name, &folder);
        assert!(rates.auc >= auc, "{name}: AUC {}", rates.auc);
        assert!(rates.missed[1] <= missed, "{name}: FNMR {:?}", rates.missed);
        assert!(
            rates.mistaken[0] <= mistaken,
            "{name}: FMR {:?}",
            rates.mistaken
        );
        assert_eq!(rates.lost, 0, "{name}: pictures without a face");
    }
}

struct Rates {
    auc: f64,
    /// At each of [`THRESHOLDS`].
    missed: [f64; 3],
    mistaken: [f64; 3],
    lost: usize,
}

fn measure(engine: &FaceEngine, name: &str, folder: &Path) -> Rates {
    let mut described: BTreeMap<String, Option<Descriptor>> = BTreeMap::new();
    let mut milliseconds = Vec::new();
    let (mut same, mut different) = (Vec::new(), Vec::new());
    let pairs = fs::read_to_string(folder.join("pairs.csv")).expect("a list of pairs");
    for line in pairs.lines().skip(1) {
        let columns: Vec<&str> = line.split(',').collect();
        for name in &columns[..2] {
            if !described.contains_key(*name) {
                let image = read(&folder.join(name));
                let begun = Instant::now();
                let faces = engine.faces(&image).expect("the models run");
                let found = main_face(&faces)
                    .map(|face| engine.describe(&image, face).expect("it can be aligned"));
                milliseconds.push(begun.elapsed().as_secs_f64() * 1e3);
                described.insert((*name).to_owned(), found);
            }
        }
        if let (Some(a), Some(b)) = (&described[columns[0]], &described[columns[1]]) {
            let distances = if columns[2].trim() == "1" {
                &mut same
            } else {
                &mut different
            };
            distances.push(a.distance(b));
        }
    }
    let share = |count: usize, of: usize| count as f64 / of.max(1) as f64;
    let rate = |distances: &[f32], wrong: fn(f32, f32) -> bool| {
        THRESHOLDS.map(|at| {
            share(
                distances.iter().filter(|d| wrong(**d, at)).count(),
                distances.len(),
            )
        })
    };
    let in_order: usize = same
        .iter()
        .map(|own| different.iter().filter(|other| *other > own).count())
        .sum();
    milliseconds.sort_by(f64::total_cmp);
    let rates = Rates {
        auc: share(in_order, same.len() * different.len()),
        missed: rate(&same, |distance, at| distance >= at),
        mistaken: rate(&different, |distance, at| distance < at),
        lost: described.values().filter(|found| found.is_none()).count(),
    };
    let joined = |rates: [f64; 3]| rates.map(|rate| format!("{rate:.4}")).join(" / ");
    eprintln!(
        "| {name} | {} / {} | {} | {:.5} | {} | {} | {:.3} | {:.3} | {:.1} |",
        same.len(),
        different.len(),
        rates.lost,
        rates.auc,
        joined(rates.missed),
        joined(rates.mistaken),
        same.iter().copied().fold(f32::NEG_INFINITY, f32::max),
        different.iter().copied().fold(f32::INFINITY, f32::min),
        milliseconds[milliseconds.len() / 2],
    );
    rates
}

/// An image of any kind the engine reads, or a PGM of 8 bits.
fn read(path: &Path) -> RgbImage {
    let bytes = fs::read(path).expect("readable");
    if !bytes.starts_with(b"P5") {
        return imaging::decode(&bytes, &Limits::default())
            .expect("an image")
            .image;
    }
    let header = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let size = header
        .lines()
        .skip(1)
        .find(|line| !line.starts_with('#'))
        .expect("a size");
    let size: Vec<usize> = size
        .split(' ')
        .map(|size| size.parse().expect("a number"))
        .collect();
    let grey = &bytes[bytes.len() - size[0] * size[1]..];
    RgbImage::from_fn(size[0] as u32, size[1] as u32, |x, y| {
        Rgb([grey[y as usize * size[0] + x as usize]; 3])
    })
}
