//! `eval barcode`: bar codes read and compared with what they say.

use std::{path::Path, time::Instant};

use engine::barcode::{self, BarCode};
use serde::{Deserialize, Serialize};

use super::{
    labels,
    statistics::{Share, Times},
    table::{row, table},
};

#[derive(Debug, Deserialize)]
struct Row {
    file: String,
    /// The symbology's stable name; empty where the picture shows no code.
    format: String,
    expected: String,
    /// `hex` where `expected` gives two digits for each byte.
    #[serde(default)]
    encoding: String,
}

/// What came of all pictures.
#[derive(Debug, Serialize)]
pub(crate) struct Answer {
    images: usize,
    /// Of the pictures that show a code, those of which it was read.
    right: Share,
    /// Codes that were read and say something else than the label. Must be 0.
    wrong: usize,
    /// Looking for codes, without decoding the picture.
    time: Option<Times>,
    /// The same in pictures without a code.
    time_without_code: Option<Times>,
    files: Vec<Outcome>,
}

#[derive(Debug, Serialize)]
struct Outcome {
    file: String,
    labelled: bool,
    right: bool,
    /// Codes that were read and are not the labelled one.
    wrong: Vec<String>,
    ms: f64,
}

/// Reads every picture of `labels`.
///
/// # Errors
///
/// When the labels or a picture are unusable.
pub(crate) fn measure(labels: &Path) -> anyhow::Result<Answer> {
    let rows: Vec<Row> = labels::rows(labels)?;
    let folder = labels::folder(labels);
    let mut files = Vec::new();
    for row in rows {
        let picture = labels::picture(&folder.join(&row.file))?;
        let begun = Instant::now();
        let codes = barcode::read(&picture);
        let ms = begun.elapsed().as_secs_f64() * 1e3;
        files.push(outcome(&row, &codes, ms));
    }
    Ok(answer(files))
}

fn outcome(row: &Row, codes: &[BarCode], ms: f64) -> Outcome {
    let read: Vec<(&str, String)> = codes
        .iter()
        .map(|code| {
            let text = code.text.reveal();
            let text = if row.encoding == "hex" {
                text.chars()
                    .map(|c| format!("{:02x}", u32::from(c)))
                    .collect()
            } else {
                text.clone()
            };
            (code.symbology.name(), text)
        })
        .collect();
    let is_right = |(name, text): &(&str, String)| *name == row.format && *text == row.expected;
    Outcome {
        file: row.file.clone(),
        labelled: !row.format.is_empty(),
        right: read.iter().any(is_right),
        wrong: read
            .iter()
            .filter(|code| !is_right(code))
            .map(|(name, text)| format!("{name} {text}"))
            .collect(),
        ms,
    }
}

fn answer(files: Vec<Outcome>) -> Answer {
    let (with, without): (Vec<&Outcome>, Vec<&Outcome>) =
        files.iter().partition(|file| file.labelled);
    let times = |files: &[&Outcome]| Times::of(files.iter().map(|file| file.ms).collect());
    Answer {
        images: files.len(),
        right: Share::that(&with, |file| file.right),
        wrong: files.iter().map(|file| file.wrong.len()).sum(),
        time: times(&with),
        time_without_code: times(&without),
        files,
    }
}

/// The table, and every picture that was not read as labelled.
pub(crate) fn words(answer: &Answer) -> String {
    let mut text = table(&[
        row("images", answer.images),
        row("read as labelled", answer.right.words()),
        row("wrong readings", answer.wrong),
        row("an image with a code", Times::words(answer.time)),
        row(
            "an image without one",
            Times::words(answer.time_without_code),
        ),
    ]);
    for file in &answer.files {
        if file.labelled && !file.right {
            text += &format!("\n{}: not read ({:.0} ms)", file.file, file.ms);
        }
        for wrong in &file.wrong {
            text += &format!("\n{}: read {wrong}", file.file);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use engine::{barcode::Symbology, document::Quad};

    use super::*;

    #[test]
    fn a_code_is_right_or_wrong_and_bytes_are_compared_as_such() {
        // Label, its encoding, what is read, right, wrong.
        check(("pdf417", "AB1", "text"), &["AB1"], (1, 0));
        check(("pdf417", "AB1", "text"), &["AB7"], (0, 1));
        check(("pdf417", "AB1", "text"), &["AB1", "XYZ"], (1, 1));
        check(("pdf417", "4142f6", "hex"), &["ABö"], (1, 0));
        check(("pdf417", "AB1", "text"), &[], (0, 0));
        check(("code39", "AB1", "text"), &["AB1"], (0, 1));
        check(("", "", ""), &["AB1"], (0, 1));
    }

    #[track_caller]
    fn check(label: (&str, &str, &str), read: &[&str], expected: (usize, usize)) {
        let row = Row {
            file: "a.png".to_owned(),
            format: label.0.to_owned(),
            expected: label.1.to_owned(),
            encoding: label.2.to_owned(),
        };
        let codes: Vec<BarCode> = read
            .iter()
            .map(|text| BarCode {
                symbology: Symbology::Pdf417,
                text: (*text).into(),
                quad: Quad::default(),
            })
            .collect();
        let answer = answer(vec![outcome(&row, &codes, 1.0)]);
        assert_eq!((answer.right.count, answer.wrong), expected);
    }
}
