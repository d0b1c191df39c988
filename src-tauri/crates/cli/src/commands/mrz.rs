//! `sportelloctl mrz`: reads the machine-readable zone of pictures.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Context as _;
use domain::{Clock as _, clock::SystemClock};
use engine::{
    imaging::{self, Limits},
    manifest::Models,
    mrz::{Cause, MrzReader, MrzReading},
};
use serde::Serialize;

use crate::{Verdict, output::Format};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The pictures.
    #[arg(required = true)]
    images: Vec<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Answer {
    file: String,
    format: Option<String>,
    lines: Vec<String>,
    valid: bool,
    fields: BTreeMap<&'static str, String>,
    /// Check digits that do not add up, by what they vouch for.
    failed: Vec<&'static str>,
    repaired: Vec<Repair>,
    doubtful: Vec<Place>,
    ms: u128,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct Repair {
    line: usize,
    column: usize,
    from: char,
    to: char,
    /// `place`: the only thing it can be there; `context`: a suggestion.
    cause: &'static str,
}

#[derive(Debug, Serialize)]
struct Place {
    line: usize,
    column: usize,
}

/// Reads every picture, in order; one that cannot be opened does not keep the
/// others from being read.
pub(crate) fn run(models: &Path, arguments: Arguments, format: Format) -> anyhow::Result<Verdict> {
    let reader = MrzReader::open(&Models::open(models)?)?;
    let mut unusable = None;
    let mut all_valid = true;
    for image in arguments.images {
        let begun = Instant::now();
        let answer = match read(&reader, &image) {
            Ok(reading) => answer(&image, reading, begun),
            Err(error) => {
                let mut answer = answer(&image, None, begun);
                answer.error = Some(format!("{error:#}"));
                unusable = Some(error);
                answer
            }
        };
        all_valid &= answer.valid;
        format.print(&answer, words)?;
    }
    match unusable {
        Some(error) => Err(error),
        None if all_valid => Ok(Verdict::Done),
        None => Ok(Verdict::Negative),
    }
}

fn read(reader: &MrzReader, image: &Path) -> anyhow::Result<Option<MrzReading>> {
    let name = || image.display().to_string();
    let bytes = std::fs::read(image).with_context(name)?;
    let decoded = imaging::decode(&bytes, &Limits::default()).with_context(name)?;
    reader
        .read(&decoded.image, SystemClock.today())
        .with_context(name)
}

fn answer(image: &Path, reading: Option<MrzReading>, begun: Instant) -> Answer {
    let ms = begun.elapsed().as_millis();
    let file = image.display().to_string();
    let Some(reading) = reading else {
        return Answer {
            file,
            format: None,
            lines: Vec::new(),
            valid: false,
            fields: BTreeMap::new(),
            failed: Vec::new(),
            repaired: Vec::new(),
            doubtful: Vec::new(),
            ms,
            error: None,
        };
    };
    Answer {
        file,
        format: Some(reading.format.name().to_owned()),
        valid: reading.valid,
        fields: fields(&reading),
        failed: reading
            .check_digits
            .iter()
            .filter(|digit| !digit.ok)
            .map(|digit| digit.field.name())
            .collect(),
        doubtful: reading
            .doubtful
            .iter()
            .map(|(line, column)| Place {
                line: *line,
                column: *column,
            })
            .collect(),
        repaired: reading
            .repaired
            .iter()
            .map(|repair| Repair {
                line: repair.line,
                column: repair.column,
                from: repair.from,
                to: repair.to,
                cause: match repair.cause {
                    Cause::Place => "place",
                    Cause::Context => "context",
                },
            })
            .collect(),
        lines: reading.lines,
        ms,
        error: None,
    }
}

fn fields(reading: &MrzReading) -> BTreeMap<&'static str, String> {
    let fields = &reading.fields;
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
    [
        ("document_code", Some(fields.document_code.clone())),
        ("issuer", Some(fields.issuer.clone())),
        ("document_number", Some(fields.document_number.clone())),
        ("surname", Some(fields.surname.clone())),
        ("given_names", Some(fields.given_names.clone())),
        ("nationality", Some(fields.nationality.clone())),
        ("sex", Some(fields.sex.letter().to_owned())),
        ("birth_date", date(fields.birth_date)),
        ("expiry_date", date(fields.expiry_date)),
        ("optional_data", Some(fields.optional_data.clone())),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?)))
    .collect()
}

fn words(answer: &Answer) -> String {
    let Answer { file, ms, .. } = answer;
    if let Some(error) = &answer.error {
        return format!("{file}: {error}");
    }
    let Some(format) = &answer.format else {
        return format!("{file}: no machine-readable zone ({ms} ms)");
    };
    let verdict = if answer.valid {
        "valid".to_owned()
    } else if answer.failed.is_empty() {
        "check digits add up, but the reading is in doubt".to_owned()
    } else {
        format!("check digits do NOT add up: {}", answer.failed.join(", "))
    };
    let (repaired, doubtful) = (answer.repaired.len(), answer.doubtful.len());
    format!(
        "{file}: {format}, {verdict}, {repaired} repaired, {doubtful} doubtful ({ms} ms)\n  {}",
        answer.lines.join("\n  ")
    )
}
