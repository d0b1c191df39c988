//! `eval mrz`: zones read and compared with what a person reads.

use std::{path::Path, time::Instant};

use domain::{Clock as _, clock::SystemClock};
use engine::{manifest::Models, mrz::MrzReader};
use serde::{Deserialize, Serialize};

use super::{
    labels,
    statistics::{Share, Times},
    table::{row, table},
};

#[derive(Debug, Deserialize)]
struct Row {
    file: String,
    /// `valid` where the printed check digits add up.
    check_digits: String,
    line1: String,
    #[serde(default)]
    line2: String,
    #[serde(default)]
    line3: String,
}

impl Row {
    fn lines(&self) -> Vec<&str> {
        [&self.line1, &self.line2, &self.line3]
            .into_iter()
            .map(String::as_str)
            .filter(|line| !line.is_empty())
            .collect()
    }

    fn is_valid(&self) -> bool {
        self.check_digits == "valid"
    }
}

/// What came of all files.
#[derive(Debug, Serialize)]
pub(crate) struct Answer {
    images: usize,
    /// Images of which every line is as printed.
    exact_images: Share,
    exact_lines: Share,
    /// Of the exact images, those called valid or invalid as they are.
    right_verdicts: Share,
    /// Presented as valid, but not as printed or printed wrong. Must be 0.
    wrongly_valid: usize,
    /// Valid zones that are not presented as valid.
    valid_missed: usize,
    /// Decoding the picture and reading the zone.
    time: Option<Times>,
    files: Vec<Outcome>,
}

#[derive(Debug, Serialize)]
struct Outcome {
    file: String,
    exact: bool,
    exact_lines: Share,
    valid: bool,
    labelled_valid: bool,
    ms: f64,
    /// Lines that differ, as they are printed and as they were read.
    differing: Vec<(String, String)>,
}

/// Reads every file of `labels`.
///
/// # Errors
///
/// When labels, models or a picture are unusable.
pub(crate) fn measure(models: &Path, labels: &Path) -> anyhow::Result<Answer> {
    let rows: Vec<Row> = labels::rows(labels)?;
    let folder = labels::folder(labels);
    let reader = MrzReader::open(&Models::open(models)?)?;
    let mut files = Vec::new();
    for row in rows {
        let begun = Instant::now();
        let picture = labels::picture(&folder.join(&row.file))?;
        let reading = reader.read(&picture, SystemClock.today())?;
        let ms = begun.elapsed().as_secs_f64() * 1e3;
        let (lines, valid) = reading.map_or((Vec::new(), false), |reading| {
            (reading.lines, reading.valid)
        });
        files.push(outcome(&row, &lines, valid, ms));
    }
    Ok(answer(files))
}

fn outcome(row: &Row, read: &[String], valid: bool, ms: f64) -> Outcome {
    let printed = row.lines();
    let differing: Vec<(String, String)> = printed
        .iter()
        .enumerate()
        .map(|(n, line)| {
            let read = read.get(n).cloned().unwrap_or_default();
            ((*line).to_owned(), read)
        })
        .filter(|(printed, read)| printed != read)
        .collect();
    Outcome {
        file: row.file.clone(),
        exact: read == printed,
        exact_lines: Share {
            count: printed.len() - differing.len(),
            of: printed.len(),
        },
        valid,
        labelled_valid: row.is_valid(),
        ms,
        differing,
    }
}

fn answer(files: Vec<Outcome>) -> Answer {
    let exact: Vec<&Outcome> = files.iter().filter(|file| file.exact).collect();
    Answer {
        images: files.len(),
        exact_images: Share::that(&files, |file| file.exact),
        exact_lines: Share {
            count: files.iter().map(|file| file.exact_lines.count).sum(),
            of: files.iter().map(|file| file.exact_lines.of).sum(),
        },
        right_verdicts: Share::that(&exact, |file| file.valid == file.labelled_valid),
        wrongly_valid: Share::that(&files, |file| {
            file.valid && !(file.exact && file.labelled_valid)
        })
        .count,
        valid_missed: Share::that(&files, |file| file.labelled_valid && !file.valid).count,
        time: Times::of(files.iter().map(|file| file.ms).collect()),
        files,
    }
}

/// The table, and every line that was misread.
pub(crate) fn words(answer: &Answer) -> String {
    let mut text = table(&[
        row("images", answer.images),
        row("exact, all lines", answer.exact_images.words()),
        row("exact lines", answer.exact_lines.words()),
        row(
            "right verdict on the exact ones",
            answer.right_verdicts.words(),
        ),
        row("wrong, presented as valid", answer.wrongly_valid),
        row("valid, not presented as valid", answer.valid_missed),
        row("an image", Times::words(answer.time)),
    ]);
    for file in &answer.files {
        for (printed, read) in &file.differing {
            text += &format!("\n{}\n  printed {printed}\n  read    {read}", file.file);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_exact_and_adds_up_may_be_valid() {
        // Labelled valid, read exactly, presented as valid: exact, right, wrongly valid.
        check(true, true, true, (1, 1, 0));
        check(true, true, false, (1, 0, 0));
        check(false, true, true, (1, 0, 1));
        check(false, true, false, (1, 1, 0));
        check(true, false, true, (0, 0, 1));
        check(true, false, false, (0, 0, 0));
    }

    #[track_caller]
    fn check(labelled_valid: bool, exact: bool, valid: bool, expected: (usize, usize, usize)) {
        let row = Row {
            file: "a.png".to_owned(),
            check_digits: if labelled_valid { "valid" } else { "invalid" }.to_owned(),
            line1: "AB<".to_owned(),
            line2: "12<".to_owned(),
            line3: String::new(),
        };
        let second = if exact { "12<" } else { "1Z<" };
        let read = ["AB<".to_owned(), second.to_owned()];
        let answer = answer(vec![outcome(&row, &read, valid, 1.0)]);
        let found = (
            answer.exact_images.count,
            answer.right_verdicts.count,
            answer.wrongly_valid,
        );
        assert_eq!(found, expected);
        let lines = if exact { 2 } else { 1 };
        assert_eq!(
            answer.exact_lines,
            Share {
                count: lines,
                of: 2
            }
        );
    }

    #[test]
    fn a_zone_that_is_not_found_has_no_exact_line() {
        let row = Row {
            file: "a.png".to_owned(),
            check_digits: "valid".to_owned(),
            line1: "AB<".to_owned(),
            line2: "12<".to_owned(),
            line3: "XY<".to_owned(),
        };
        let outcome = outcome(&row, &[], false, 1.0);
        assert!(!outcome.exact);
        assert_eq!(outcome.exact_lines, Share { count: 0, of: 3 });
    }
}
