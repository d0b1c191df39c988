//! `sportelloctl match`: compares faces, one pair or a list of pairs.

use std::{
    collections::{HashMap, hash_map::Entry},
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context as _, bail};
use domain::Similarity;
use engine::{
    face::{Descriptor, FaceEngine},
    imaging::{self, Limits},
    manifest::Models,
};
use serde::{Deserialize, Serialize};

use crate::{Verdict, output::Format};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The two pictures.
    #[arg(
        num_args = 2,
        required_unless_present = "pairs",
        conflicts_with = "pairs"
    )]
    images: Vec<PathBuf>,
    /// A CSV file with columns a and b; paths are relative to the file.
    #[arg(long)]
    pairs: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
struct Pair {
    a: String,
    b: String,
}

#[derive(Debug, Serialize)]
struct Answer {
    a: String,
    b: String,
    distance: Option<f32>,
    similarity: Option<u8>,
    level: Option<&'static str>,
    reason: Option<String>,
    ms: u128,
}

/// What one picture gave: a descriptor, or the reason why not.
type Described = Result<Descriptor, String>;

/// Compares every pair, in order. Each picture is described once.
pub(crate) fn run(models: &Path, arguments: Arguments, format: Format) -> anyhow::Result<Verdict> {
    let (folder, pairs) = match (arguments.pairs, &arguments.images[..]) {
        (Some(file), _) => {
            let folder = file.parent().unwrap_or(Path::new("")).to_owned();
            (folder, read_pairs(&file)?)
        }
        (None, [a, b]) => {
            let pair = Pair {
                a: a.display().to_string(),
                b: b.display().to_string(),
            };
            for image in [a, b] {
                std::fs::metadata(image).with_context(|| image.display().to_string())?;
            }
            (PathBuf::new(), vec![pair])
        }
        (None, _) => bail!("two pictures, or --pairs with a list of them"),
    };
    let engine = FaceEngine::open(&Models::open(models)?)?;
    let mut seen: HashMap<PathBuf, Described> = HashMap::new();
    let mut all_high = true;
    for pair in pairs {
        let begun = Instant::now();
        for name in [&pair.a, &pair.b] {
            let path = folder.join(name);
            if let Entry::Vacant(place) = seen.entry(path) {
                let described = describe(&engine, place.key())?;
                place.insert(described);
            }
        }
        let outcome = match (&seen[&folder.join(&pair.a)], &seen[&folder.join(&pair.b)]) {
            (Ok(a), Ok(b)) => Ok(Similarity::from_distance(a.distance(b))),
            (Err(reason), _) => Err(format!("{}: {reason}", pair.a)),
            (_, Err(reason)) => Err(format!("{}: {reason}", pair.b)),
        };
        let answer = answer(pair, outcome, begun);
        all_high &= answer.level == Some("high");
        format.print(&answer, words)?;
    }
    Ok(if all_high {
        Verdict::Done
    } else {
        Verdict::Negative
    })
}

fn read_pairs(file: &Path) -> anyhow::Result<Vec<Pair>> {
    let name = || file.display().to_string();
    let mut reader = csv::Reader::from_path(file).with_context(name)?;
    reader
        .deserialize()
        .collect::<Result<_, _>>()
        .with_context(name)
}

/// Describes the main face; what cannot be opened or shows no face is a
/// reason, what the engine cannot do is an error.
fn describe(engine: &FaceEngine, path: &Path) -> anyhow::Result<Described> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let image = match imaging::decode(&bytes, &Limits::default()) {
        Ok(decoded) => decoded.image,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let faces = engine.faces(&image)?;
    match engine::face::main_face(&faces) {
        Some(face) => Ok(Ok(engine.describe(&image, face)?)),
        None => Ok(Err("no face".to_owned())),
    }
}

fn answer(pair: Pair, outcome: Result<Similarity, String>, begun: Instant) -> Answer {
    let Pair { a, b } = pair;
    let ms = begun.elapsed().as_millis();
    match outcome {
        Ok(similarity) => Answer {
            a,
            b,
            distance: Some(similarity.distance()),
            similarity: Some(similarity.score()),
            level: Some(similarity.level().name()),
            reason: None,
            ms,
        },
        Err(reason) => Answer {
            a,
            b,
            distance: None,
            similarity: None,
            level: None,
            reason: Some(reason),
            ms,
        },
    }
}

fn words(answer: &Answer) -> String {
    let Answer {
        a,
        b,
        similarity,
        level,
        reason,
        ..
    } = answer;
    match (similarity, level, reason) {
        (Some(similarity), Some(level), _) => format!("{a} and {b}: {similarity} ({level})"),
        (_, _, Some(reason)) => format!("{a} and {b}: not compared, {reason}"),
        (_, _, None) => format!("{a} and {b}: not compared"),
    }
}
