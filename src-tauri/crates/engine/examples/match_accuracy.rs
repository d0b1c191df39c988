//! How well faces are matched: for each folder given, with its `pairs.csv`
//! (columns a, b, same), the area under the curve and both error rates.
//!
//! `cargo run -p sportello-engine --example match_accuracy -- FOLDER…`

#![expect(clippy::print_stdout, reason = "it is a table for people")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use engine::face::{Descriptor, FaceEngine, main_face};
use engine::imaging::{self, Limits};
use engine::manifest::Models;
use image::{Rgb, RgbImage};

type Failure = Box<dyn std::error::Error>;

/// Distances below which two faces count as one person's.
const THRESHOLDS: [f32; 3] = [0.45, 0.50, 0.60];

fn main() -> Result<(), Failure> {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models");
    let engine = FaceEngine::open(&Models::open(&models)?)?;
    println!(
        "| set | same / different | no face | AUC | FNMR at 0.45 / 0.50 / 0.60 | \
         FMR at 0.45 / 0.50 / 0.60 | farthest same | closest different | ms an image |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for folder in std::env::args().skip(1).map(PathBuf::from) {
        measure(&engine, &folder)?;
    }
    Ok(())
}

fn measure(engine: &FaceEngine, folder: &Path) -> Result<(), Failure> {
    let mut described: BTreeMap<String, Option<Descriptor>> = BTreeMap::new();
    let mut milliseconds = Vec::new();
    let (mut same, mut different) = (Vec::new(), Vec::new());
    let pairs = fs::read_to_string(folder.join("pairs.csv"))?;
    for line in pairs.lines().skip(1) {
        let &[a, b, label] = line.split(',').collect::<Vec<_>>().as_slice() else {
            return Err(format!("{line} is no pair").into());
        };
        for name in [a, b] {
            if !described.contains_key(name) {
                let image = read(&folder.join(name))?;
                let begun = Instant::now();
                let faces = engine.faces(&image)?;
                let found = main_face(&faces).map(|face| engine.describe(&image, face));
                milliseconds.push(begun.elapsed().as_secs_f64() * 1e3);
                described.insert(name.to_owned(), found.transpose()?);
            }
        }
        if let (Some(a), Some(b)) = (&described[a], &described[b]) {
            let distances = if label.trim() == "1" { &mut same } else { &mut different };
            distances.push(a.distance(b));
        }
    }
    let lost: Vec<&str> =
        described.iter().filter(|(_, found)| found.is_none()).map(|(name, _)| name.as_str()).collect();
    let share = |count: usize, of: usize| count as f64 / of.max(1) as f64;
    let rates = |distances: &[f32], wrong: fn(f32, f32) -> bool| {
        THRESHOLDS.map(|at| {
            let count = distances.iter().filter(|distance| wrong(**distance, at)).count();
            format!("{:.4}", share(count, distances.len()))
        })
    };
    let nearer = same
        .iter()
        .map(|own| different.iter().filter(|other| *other > own).count())
        .sum::<usize>();
    milliseconds.sort_by(f64::total_cmp);
    println!(
        "| {} | {} / {} | {} | {:.5} | {} | {} | {:.3} | {:.3} | {:.1} |",
        folder.file_name().unwrap_or_default().display(),
        same.len(),
        different.len(),
        lost.len(),
        share(nearer, same.len() * different.len()),
        rates(&same, |distance, at| distance >= at).join(" / "),
        rates(&different, |distance, at| distance < at).join(" / "),
        same.iter().copied().fold(f32::NEG_INFINITY, f32::max),
        different.iter().copied().fold(f32::INFINITY, f32::min),
        milliseconds.get(milliseconds.len() / 2).copied().unwrap_or_default(),
    );
    if !lost.is_empty() {
        println!("\nno face: {}\n", lost.join(", "));
    }
    Ok(())
}

/// An image of any kind the engine reads, or a plain PGM of 8 bits.
fn read(path: &Path) -> Result<RgbImage, Failure> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    if !bytes.starts_with(b"P5") {
        return Ok(imaging::decode(&bytes, &Limits::default())?.image);
    }
    let mut fields = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
    let mut number = || -> Option<u32> {
        std::str::from_utf8(fields.next()?).ok()?.parse().ok()
    };
    let (_, width, height) = (number(), number(), number());
    let (Some(width), Some(height)) = (width, height) else {
        return Err(format!("{} has a header of its own", path.display()).into());
    };
    let grey = &bytes[bytes.len() - (width * height) as usize..];
    Ok(RgbImage::from_fn(width, height, |x, y| Rgb([grey[(y * width + x) as usize]; 3])))
}
