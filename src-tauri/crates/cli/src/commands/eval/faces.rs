//! `eval faces`: pairs of faces compared, and how well one threshold parts them.

use std::{collections::BTreeMap, path::Path, time::Instant};

use domain::{Similarity, similarity::Level};
use engine::{
    face::{Descriptor, FaceEngine, main_face},
    manifest::Models,
};
use serde::{Deserialize, Serialize};

use super::{
    labels,
    statistics::{Share, Times, area_under_curve, false_matches, false_non_matches},
    table::{row, table},
};

/// Distances below which two faces may be taken for one person's.
const THRESHOLDS: [f32; 3] = [0.45, 0.50, 0.60];

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
    same_pairs: usize,
    different_pairs: usize,
    not_compared: usize,
    auc: Option<f64>,
    thresholds: Vec<At>,
    levels: Vec<AtLevel>,
    farthest_same: Option<f32>,
    closest_different: Option<f32>,
    /// Finding and describing the face of one picture.
    picture_time: Option<Times>,
    /// The same for both pictures of a pair.
    pair_time: Option<Times>,
}

#[derive(Debug, Serialize)]
struct At {
    below: f32,
    /// One person taken for two.
    fnmr: Share,
    /// Two people taken for one.
    fmr: Share,
}

#[derive(Debug, Serialize)]
struct AtLevel {
    level: &'static str,
    same: Share,
    different: Share,
}

/// One picture: its face, and how long it took.
struct Described {
    descriptor: Option<Descriptor>,
    ms: f64,
}

/// Compares every pair of `labels`; each picture is described once.
///
/// # Errors
///
/// When labels, models or a picture are unusable.
pub(crate) fn measure(models: &Path, labels: &Path) -> anyhow::Result<Answer> {
    let rows: Vec<Row> = labels::rows(labels)?;
    let folder = labels::folder(labels);
    let engine = FaceEngine::open(&Models::open(models)?)?;
    let mut described: BTreeMap<&str, Described> = BTreeMap::new();
    for name in rows.iter().flat_map(|row| [&row.a, &row.b]) {
        if !described.contains_key(name.as_str()) {
            described.insert(name, describe(&engine, &folder.join(name))?);
        }
    }
    let (mut same, mut different, mut pair_ms) = (Vec::new(), Vec::new(), Vec::new());
    for row in &rows {
        let (a, b) = (&described[row.a.as_str()], &described[row.b.as_str()]);
        if let (Some(one), Some(other)) = (&a.descriptor, &b.descriptor) {
            let pairs = if row.same == 1 {
                &mut same
            } else {
                &mut different
            };
            pairs.push(one.distance(other));
            pair_ms.push(a.ms + b.ms);
        }
    }
    Ok(Answer {
        pictures: described.len(),
        no_face: described
            .iter()
            .filter(|(_, picture)| picture.descriptor.is_none())
            .map(|(name, _)| (*name).to_owned())
            .collect(),
        picture_time: Times::of(described.values().map(|picture| picture.ms).collect()),
        pair_time: Times::of(pair_ms),
        not_compared: rows.len() - same.len() - different.len(),
        ..rates(&same, &different)
    })
}

fn describe(engine: &FaceEngine, path: &Path) -> anyhow::Result<Described> {
    let picture = labels::picture(path)?;
    let begun = Instant::now();
    let faces = engine.faces(&picture)?;
    let descriptor = match main_face(&faces) {
        Some(face) => Some(engine.describe(&picture, face)?),
        None => None,
    };
    let ms = begun.elapsed().as_secs_f64() * 1e3;
    Ok(Described { descriptor, ms })
}

/// What the distances say; nothing is known of the pictures.
fn rates(same: &[f32], different: &[f32]) -> Answer {
    let level = |distance: &f32| Similarity::from_distance(*distance).level();
    Answer {
        pictures: 0,
        no_face: Vec::new(),
        same_pairs: same.len(),
        different_pairs: different.len(),
        not_compared: 0,
        auc: area_under_curve(same, different),
        thresholds: THRESHOLDS
            .into_iter()
            .map(|below| At {
                below,
                fnmr: false_non_matches(same, below),
                fmr: false_matches(different, below),
            })
            .collect(),
        levels: [Level::High, Level::Medium, Level::Low, Level::VeryLow]
            .into_iter()
            .map(|of| AtLevel {
                level: of.name(),
                same: Share::that(same, |distance| level(distance) == of),
                different: Share::that(different, |distance| level(distance) == of),
            })
            .collect(),
        farthest_same: same.iter().copied().max_by(f32::total_cmp),
        closest_different: different.iter().copied().min_by(f32::total_cmp),
        picture_time: None,
        pair_time: None,
    }
}

/// The table, and the pictures without a face.
pub(crate) fn words(answer: &Answer) -> String {
    let distance = |distance: Option<f32>| distance.map_or("-".to_owned(), |d| format!("{d:.3}"));
    let mut rows = vec![
        row("pictures", answer.pictures),
        row("no face found", answer.no_face.len()),
        row(
            "same / different pairs",
            format!("{} / {}", answer.same_pairs, answer.different_pairs),
        ),
        row("pairs not compared", answer.not_compared),
        row(
            "AUC",
            answer.auc.map_or("-".to_owned(), |auc| format!("{auc:.5}")),
        ),
    ];
    for at in &answer.thresholds {
        rows.push(row(&format!("FNMR at {:.2}", at.below), at.fnmr.words()));
        rows.push(row(&format!("FMR at {:.2}", at.below), at.fmr.words()));
    }
    for at in &answer.levels {
        rows.push(row(
            &format!("same people at level {}", at.level),
            at.same.words(),
        ));
        rows.push(row(
            &format!("different people at level {}", at.level),
            at.different.words(),
        ));
    }
    rows.extend([
        row("farthest same", distance(answer.farthest_same)),
        row("closest different", distance(answer.closest_different)),
        row("a picture", Times::words(answer.picture_time)),
        row(
            "a comparison (both pictures)",
            Times::words(answer.pair_time),
        ),
    ]);
    let mut text = table(&rows);
    for name in &answer.no_face {
        text += &format!("\nno face: {name}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_stands_at_one_level() {
        let answer = rates(&[0.2, 0.44, 0.5, 0.7], &[0.44, 0.6, 0.66, 0.9, 1.0]);
        let counts: Vec<_> = answer
            .levels
            .iter()
            .map(|at| (at.level, at.same.count, at.different.count))
            .collect();
        assert_eq!(
            counts,
            [
                ("high", 2, 1),
                ("medium", 1, 0),
                ("low", 0, 1),
                ("verylow", 1, 3)
            ]
        );
    }

    #[test]
    fn the_rates_are_those_of_the_distances() {
        let answer = rates(&[0.2, 0.47], &[0.48, 0.58, 0.7]);
        assert_eq!(answer.auc, Some(1.0));
        let found: Vec<_> = answer
            .thresholds
            .iter()
            .map(|at| (at.fnmr.count, at.fmr.count))
            .collect();
        assert_eq!(found, [(1, 0), (0, 1), (0, 2)]);
        assert_eq!(answer.farthest_same, Some(0.47));
        assert_eq!(answer.closest_different, Some(0.48));
    }
}
