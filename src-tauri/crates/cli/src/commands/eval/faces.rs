//! `eval faces`: pairs of faces compared, and how well one threshold parts them:
//! all of them, those that are good enough, and one picture against several.

mod persons;
mod rates;

use std::{collections::BTreeMap, path::Path, time::Instant};

use domain::quality::Measure;
use engine::{
    face::{Descriptor, FaceEngine, main_face},
    liveness::Pose,
    manifest::Models,
    quality::{self, FacePicture, FaceQuality, QualityPolicy},
};
use serde::{Deserialize, Serialize};

use super::{
    labels,
    statistics::Times,
    table::{row, table},
};
use persons::Persons;
use rates::Rates;

/// Fewer pictures of a person beside the portrait are not several.
const SEVERAL: usize = 2;

#[derive(Debug, Deserialize)]
struct Row {
    a: String,
    b: String,
    same: u8,
}

/// What came of all pairs.
#[derive(Debug, Serialize)]
pub(crate) struct Answer {
    pictures: usize,
    /// Pictures in which no face is found; pairs with one are not compared.
    no_face: Vec<String>,
    not_compared: usize,
    #[serde(flatten)]
    rates: Rates,
    /// Pairs of pictures that are good enough.
    gated: Gated,
    /// Each picture against the mean of several others of one person.
    several: Rates,
    /// The same, of pictures that are good enough.
    several_gated: Rates,
    /// Finding and describing the face of one picture.
    picture_time: Option<Times>,
    /// The same for both pictures of a pair.
    pair_time: Option<Times>,
}

/// What remains where pictures that are not good enough are set aside.
#[derive(Debug, Serialize)]
struct Gated {
    /// Pictures set aside.
    pictures: usize,
    /// How many for what; one picture may be set aside for several.
    set_aside: Vec<SetAside>,
    #[serde(flatten)]
    rates: Rates,
}

#[derive(Debug, Serialize)]
struct SetAside {
    measure: &'static str,
    pictures: usize,
}

/// One picture: its face, and how long it took.
struct Described {
    face: Option<Face>,
    ms: f64,
}

/// A face, and why its picture is set aside: the measures that fail.
struct Face {
    descriptor: Descriptor,
    failing: Vec<&'static str>,
}

/// The name under which a face that looks away is set aside.
const TURNED: &str = "turned";

/// Compares every pair of `labels`; each picture is described once.
///
/// # Errors
///
/// When labels, models, the quality policy or a picture are unusable.
pub(crate) fn measure(models: &Path, labels: &Path) -> anyhow::Result<Answer> {
    let rows: Vec<Row> = labels::rows(labels)?;
    let folder = labels::folder(labels);
    let policy = QualityPolicy::among(models)?.face;
    let engine = FaceEngine::open(&Models::open(models)?)?;
    let persons = Persons::of(&rows);
    let mut described: BTreeMap<&str, Described> = BTreeMap::new();
    for name in persons.pictures() {
        described.insert(name, describe(&engine, &folder.join(name), &policy)?);
    }
    let faces: Faces<'_> = described
        .iter()
        .filter_map(|(name, picture)| Some((*name, picture.face.as_ref()?)))
        .collect();
    let good: Faces<'_> = faces
        .iter()
        .filter(|(_, face)| face.failing.is_empty())
        .map(|(name, face)| (*name, *face))
        .collect();
    let rates = pairs(&rows, &faces);
    let compared = rows
        .iter()
        .filter(|row| faces.contains_key(row.a.as_str()) && faces.contains_key(row.b.as_str()));
    let pair_ms = compared.map(|row| described[row.a.as_str()].ms + described[row.b.as_str()].ms);
    Ok(Answer {
        pictures: described.len(),
        no_face: described
            .iter()
            .filter(|(_, picture)| picture.face.is_none())
            .map(|(name, _)| (*name).to_owned())
            .collect(),
        not_compared: rows.len() - rates.compared(),
        gated: Gated {
            pictures: faces.len() - good.len(),
            set_aside: set_aside(&faces),
            rates: pairs(&rows, &good),
        },
        several: several(&rows, &persons, &faces),
        several_gated: several(&rows, &persons, &good),
        picture_time: Times::of(described.values().map(|picture| picture.ms).collect()),
        pair_time: Times::of(pair_ms.collect()),
        rates,
    })
}

/// The faces that are compared, by the names of their pictures.
type Faces<'a> = BTreeMap<&'a str, &'a Face>;

fn describe(engine: &FaceEngine, path: &Path, policy: &FaceQuality) -> anyhow::Result<Described> {
    let picture = labels::picture(path)?;
    let begun = Instant::now();
    let faces = engine.faces(&picture)?;
    let found = match main_face(&faces) {
        Some(face) => Some((engine.describe(&picture, face)?, face)),
        None => None,
    };
    let ms = begun.elapsed().as_secs_f64() * 1e3;
    let face = found.map(|(descriptor, face)| {
        let report = quality::face(&FacePicture::of(&picture, face), policy);
        let mut failing: Vec<_> = report.failing().map(|it| it.measure.name()).collect();
        if Pose::of(face).is_turned_aside() {
            failing.push(TURNED);
        }
        Face {
            descriptor,
            failing,
        }
    });
    Ok(Described { face, ms })
}

/// How many of `faces` are set aside for what.
fn set_aside(faces: &Faces<'_>) -> Vec<SetAside> {
    let names = Measure::ALL.into_iter().map(Measure::name);
    names
        .chain([TURNED])
        .map(|measure| SetAside {
            measure,
            pictures: faces
                .values()
                .filter(|face| face.failing.contains(&measure))
                .count(),
        })
        .filter(|aside| aside.pictures > 0)
        .collect()
}

/// Every pair of `rows` both of whose pictures are among `faces`.
fn pairs(rows: &[Row], faces: &Faces<'_>) -> Rates {
    let (mut same, mut different) = (Vec::new(), Vec::new());
    for row in rows {
        let (Some(a), Some(b)) = (faces.get(row.a.as_str()), faces.get(row.b.as_str())) else {
            continue;
        };
        let distances = if row.same == 1 {
            &mut same
        } else {
            &mut different
        };
        distances.push(a.descriptor.distance(&b.descriptor));
    }
    Rates::of(&same, &different)
}

/// Each picture as the portrait: against the mean of the other pictures of its
/// person, and, for every pair of two people in `rows`, against the mean of all
/// pictures of the other.
fn several(rows: &[Row], persons: &Persons<'_>, faces: &Faces<'_>) -> Rates {
    let mean = |pictures: &mut dyn Iterator<Item = &str>| {
        let known: Vec<Descriptor> = pictures
            .filter_map(|name| faces.get(name))
            .map(|face| face.descriptor.clone())
            .collect();
        (known.len() >= SEVERAL).then(|| Descriptor::mean(&known))
    };
    let same: Vec<f32> = faces
        .iter()
        .filter_map(|(name, face)| {
            let others = mean(&mut persons.others(name))?;
            Some(face.descriptor.distance(&others))
        })
        .collect();
    let different: Vec<f32> = rows
        .iter()
        .filter(|row| row.same == 0)
        .flat_map(|row| [(&row.a, &row.b), (&row.b, &row.a)])
        .filter_map(|(portrait, other)| {
            let all = mean(&mut persons.others(other).chain([other.as_str()]))?;
            Some(faces.get(portrait.as_str())?.descriptor.distance(&all))
        })
        .collect();
    Rates::of(&same, &different)
}

/// The tables, and the pictures without a face.
pub(crate) fn words(answer: &Answer) -> String {
    let mut rows = vec![
        row("pictures", answer.pictures),
        row("no face found", answer.no_face.len()),
        row("pairs not compared", answer.not_compared),
    ];
    rows.extend(answer.rates.rows());
    rows.extend([
        row("a picture", Times::words(answer.picture_time)),
        row(
            "a comparison (both pictures)",
            Times::words(answer.pair_time),
        ),
    ]);
    let mut gated = vec![row("pictures set aside", answer.gated.pictures)];
    gated.extend(
        answer
            .gated
            .set_aside
            .iter()
            .map(|aside| row(&format!("for {}", aside.measure), aside.pictures)),
    );
    gated.extend(answer.gated.rates.rows());
    let mut text = format!(
        "{}\n\nPictures that are good enough:\n\n{}\n\n\
         A picture against the mean of several others:\n\n{}\n\n\
         The same, of pictures that are good enough:\n\n{}",
        table(&rows),
        table(&gated),
        table(&answer.several.rows()),
        table(&answer.several_gated.rows())
    );
    for name in &answer.no_face {
        text += &format!("\nno face: {name}");
    }
    text
}
