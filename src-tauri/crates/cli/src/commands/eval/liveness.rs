//! `eval liveness`: recordings of people, and of what is none.

use std::{path::Path, time::Instant};

use anyhow::Context as _;
use engine::{
    face::FaceEngine,
    liveness::{Analyser, Liveness, LivenessPolicy, Outcome},
    manifest::Models,
};
use serde::{Deserialize, Serialize};
use workflow::footage::RecordedFootage;

use super::{
    labels,
    statistics::{Share, Times},
    table::{row, table},
};

#[derive(Debug, Deserialize)]
struct Row {
    file: String,
    /// 1 or 0.
    live: u8,
}

/// What came of all recordings.
#[derive(Debug, Serialize)]
pub(crate) struct Answer {
    /// Of people before a camera.
    genuine: Decisions,
    /// Of pictures and screens.
    replayed: Decisions,
    /// Decoding and analysing one recording.
    time: Option<Times>,
    /// Seconds of recording that are analysed in a second.
    speed: f64,
    files: Vec<Recording>,
}

/// What recordings of one sort were taken for.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Decisions {
    live: Share,
    not_live: Share,
    not_assessable: Share,
}

#[derive(Debug, Serialize)]
struct Recording {
    file: String,
    labelled: bool,
    /// Nothing where it is not assessable.
    live: Option<bool>,
    score: f32,
    /// Tests that were not passed, with what was measured.
    against: Vec<String>,
    duration_ms: u32,
    ms: f64,
}

/// Looks at every recording of `labels`, without a challenge.
///
/// # Errors
///
/// When labels, models or a recording are unusable.
pub(crate) fn measure(models: &Path, labels: &Path) -> anyhow::Result<Answer> {
    let rows: Vec<Row> = labels::rows(labels)?;
    let folder = labels::folder(labels);
    let engine = FaceEngine::open(&Models::open(models)?)?;
    let mut files = Vec::new();
    for row in rows {
        let begun = Instant::now();
        let found = watch(&engine, &folder.join(&row.file))?;
        let ms = begun.elapsed().as_secs_f64() * 1e3;
        files.push(Recording {
            file: row.file,
            labelled: row.live == 1,
            live: found.decision.live(),
            score: found.score,
            against: against(&found),
            duration_ms: found.duration_ms,
            ms,
        });
    }
    Ok(answer(files))
}

fn watch(engine: &FaceEngine, path: &Path) -> anyhow::Result<Liveness> {
    let name = || path.display().to_string();
    let bytes = std::fs::read(path).with_context(name)?;
    Analyser::new(engine, None, LivenessPolicy::default())
        .watch(&mut RecordedFootage::new(&bytes))
        .with_context(name)
}

fn against(found: &Liveness) -> Vec<String> {
    found
        .reasons
        .iter()
        .filter(|reason| reason.outcome != Outcome::Passed)
        .map(|reason| {
            let measured = reason
                .value
                .map_or_else(|| "nothing".to_owned(), |value| format!("{value:.4}"));
            format!("{} {measured}", reason.test.code())
        })
        .collect()
}

fn answer(files: Vec<Recording>) -> Answer {
    let (shown_ms, took_ms) = files.iter().fold((0.0, 0.0), |(shown, took), file| {
        (shown + f64::from(file.duration_ms), took + file.ms)
    });
    Answer {
        genuine: decisions(&files, true),
        replayed: decisions(&files, false),
        time: Times::of(files.iter().map(|file| file.ms).collect()),
        speed: shown_ms / took_ms,
        files,
    }
}

fn decisions(files: &[Recording], labelled: bool) -> Decisions {
    let taken_for: Vec<Option<bool>> = files
        .iter()
        .filter(|file| file.labelled == labelled)
        .map(|file| file.live)
        .collect();
    let share = |of: Option<bool>| Share::that(&taken_for, |live| *live == of);
    Decisions {
        live: share(Some(true)),
        not_live: share(Some(false)),
        not_assessable: share(None),
    }
}

/// The table, and every recording that was not taken for what it is.
pub(crate) fn words(answer: &Answer) -> String {
    let mut rows = Vec::new();
    for (sort, decisions) in [("genuine", &answer.genuine), ("replayed", &answer.replayed)] {
        let name = |decision: &str| format!("{sort}, taken for {decision}");
        rows.push(row(&name("live"), decisions.live.words()));
        rows.push(row(&name("not live"), decisions.not_live.words()));
        rows.push(row(
            &name("not assessable"),
            decisions.not_assessable.words(),
        ));
    }
    rows.push(row("a recording", Times::words(answer.time)));
    rows.push(row(
        "seconds analysed in a second",
        format!("{:.1}", answer.speed),
    ));
    let mut text = table(&rows);
    for file in &answer.files {
        if file.live != Some(file.labelled) {
            let against = file.against.join(", ");
            text += &format!("\n{}: {:.2} ({against})", file.file, file.score);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_assessable_is_neither_live_nor_not() {
        let file = |labelled: bool, live: Option<bool>| Recording {
            file: "a.mp4".to_owned(),
            labelled,
            live,
            score: 0.5,
            against: Vec::new(),
            duration_ms: 3000,
            ms: 1000.0,
        };
        let answer = answer(vec![
            file(true, Some(true)),
            file(true, None),
            file(true, Some(false)),
            file(false, Some(false)),
            file(false, None),
        ]);
        let share = |count: usize, of: usize| Share { count, of };
        assert_eq!(
            answer.genuine,
            Decisions {
                live: share(1, 3),
                not_live: share(1, 3),
                not_assessable: share(1, 3),
            }
        );
        assert_eq!(
            answer.replayed,
            Decisions {
                live: share(0, 2),
                not_live: share(1, 2),
                not_assessable: share(1, 2),
            }
        );
        assert_eq!(answer.speed, 3.0);
    }
}
