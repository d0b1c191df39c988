//! `eval document`: kind, side and the data of the visual zone.

use std::{collections::BTreeMap, path::Path, time::Instant};

use anyhow::Context as _;
use domain::{Clock as _, clock::SystemClock, field::Name};
use engine::{
    document::{kind, visual},
    manifest::Models,
    text::PageReader,
};
use serde::Serialize;

use super::{
    labels,
    statistics::{Share, Times},
    table::{row, table},
};

/// A file and what is known of it: column or key, and value.
type Row = BTreeMap<String, String>;

/// Columns or keys of labels, and the data they are about. A datum may also go
/// by its stable name.
const LABELS: [(&str, Name); 6] = [
    ("name", Name::GivenName),
    ("nationality", Name::Citizenship),
    ("issued", Name::IssueDate),
    ("expiry", Name::ExpiryDate),
    ("municipality", Name::Issuer),
    ("height", Name::Height),
];

/// Words of the label `type`, and the kind they mean.
const KINDS: [(&str, &str); 4] = [
    ("CIE 3.0", "cie_3"),
    ("driving licence", "driving_licence"),
    ("health card", "health_card"),
    ("passport", "passport"),
];

/// What came of all pictures.
#[derive(Debug, Serialize)]
pub(crate) struct Answer {
    kinds: Share,
    sides: Share,
    /// Data read as labelled, of all that are labelled.
    fields: Share,
    /// Data that were read and differ from the label.
    wrong: usize,
    /// Data that are labelled and were not read.
    absent: usize,
    /// Data that were read where the label has none.
    invented: usize,
    /// Reading a picture and its data.
    time: Option<Times>,
    files: Vec<Picture>,
}

#[derive(Debug, Serialize)]
struct Picture {
    file: String,
    kind_is_right: Option<bool>,
    side_is_right: Option<bool>,
    fields: Vec<Field>,
    invented: Vec<&'static str>,
    ms: f64,
}

#[derive(Debug, Serialize)]
struct Field {
    field: &'static str,
    labelled: String,
    read: Option<String>,
}

impl Field {
    fn is_right(&self) -> bool {
        self.read.as_ref() == Some(&self.labelled)
    }
}

/// What was read of a picture.
struct Read {
    kind: &'static str,
    side: Option<&'static str>,
    fields: BTreeMap<&'static str, String>,
}

/// Reads every picture of `labels`: a CSV file, or a JSON list of objects.
///
/// # Errors
///
/// When labels, models or a picture are unusable.
pub(crate) fn measure(models: &Path, labels: &Path) -> anyhow::Result<Answer> {
    let rows = rows(labels)?;
    let folder = labels::folder(labels);
    let reader = PageReader::open(&Models::open(models)?)?;
    let today = SystemClock.today();
    let mut files = Vec::new();
    for row in rows {
        let file = row.get("file").context("a label without its file")?;
        let picture = labels::picture(&folder.join(file))?;
        let begun = Instant::now();
        let lines = reader.read(&picture)?;
        let recognised = kind::recognise(&lines, None);
        let zone = visual::read(&lines, &recognised, today);
        let ms = begun.elapsed().as_secs_f64() * 1e3;
        let read = Read {
            kind: zone.kind.name(),
            side: zone.side.map(kind::Side::name),
            fields: zone
                .fields
                .iter()
                .map(|field| (field.field.name(), field.value.reveal().clone()))
                .collect(),
        };
        files.push(compared(&row, file, &read, ms));
    }
    Ok(answer(files))
}

fn rows(labels: &Path) -> anyhow::Result<Vec<Row>> {
    if labels
        .extension()
        .is_some_and(|extension| extension == "json")
    {
        let name = || labels.display().to_string();
        let text = std::fs::read_to_string(labels).with_context(name)?;
        return serde_json::from_str(&text).with_context(name);
    }
    labels::rows(labels)
}

fn compared(row: &Row, file: &str, read: &Read, ms: f64) -> Picture {
    let kind = row.get("type");
    let labelled: BTreeMap<&'static str, &String> = row
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .filter_map(|(key, value)| Some((datum(key)?.name(), value)))
        .collect();
    let expected_kind = kind.and_then(|kind| {
        let known = KINDS.iter().find(|(words, _)| kind.contains(words));
        known.map(|(_, name)| *name)
    });
    let expected_side = kind.and_then(|kind| {
        let sides = [("front", "front"), ("back", "rear"), ("rear", "rear")];
        let known = sides.iter().find(|(word, _)| kind.contains(word));
        known.map(|(_, name)| *name)
    });
    Picture {
        file: file.to_owned(),
        kind_is_right: expected_kind.map(|expected| read.kind == expected),
        side_is_right: expected_side.map(|expected| read.side == Some(expected)),
        invented: read
            .fields
            .keys()
            .filter(|name| !labelled.contains_key(*name) && **name != Name::DocumentType.name())
            .copied()
            .collect(),
        fields: labelled
            .into_iter()
            .map(|(field, value)| Field {
                field,
                labelled: value.clone(),
                read: read.fields.get(field).cloned(),
            })
            .collect(),
        ms,
    }
}

fn datum(key: &str) -> Option<Name> {
    let named = LABELS.iter().find(|(label, _)| *label == key);
    named
        .map(|(_, name)| *name)
        .or_else(|| Name::ALL.into_iter().find(|name| name.name() == key))
}

fn answer(files: Vec<Picture>) -> Answer {
    let known = |right: fn(&Picture) -> Option<bool>| {
        let known: Vec<bool> = files.iter().filter_map(right).collect();
        Share::that(&known, |right| *right)
    };
    let fields: Vec<&Field> = files.iter().flat_map(|file| &file.fields).collect();
    Answer {
        kinds: known(|file| file.kind_is_right),
        sides: known(|file| file.side_is_right),
        fields: Share::that(&fields, |field| field.is_right()),
        wrong: Share::that(&fields, |field| field.read.is_some() && !field.is_right()).count,
        absent: Share::that(&fields, |field| field.read.is_none()).count,
        invented: files.iter().map(|file| file.invented.len()).sum(),
        time: Times::of(files.iter().map(|file| file.ms).collect()),
        files,
    }
}

/// The table, and every datum that was not read as labelled.
pub(crate) fn words(answer: &Answer) -> String {
    let mut text = table(&[
        row("kind", answer.kinds.words()),
        row("side", answer.sides.words()),
        row("data read as labelled", answer.fields.words()),
        row("read, and differing", answer.wrong),
        row("not read", answer.absent),
        row("read where none is labelled", answer.invented),
        row("a picture", Times::words(answer.time)),
    ]);
    for file in &answer.files {
        for field in file.fields.iter().filter(|field| !field.is_right()) {
            let read = field.read.as_deref().unwrap_or("nothing");
            text += &format!(
                "\n{}: {} is {}, read {read}",
                file.file, field.field, field.labelled
            );
        }
        for name in &file.invented {
            text += &format!("\n{}: {name} read, none is labelled", file.file);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_are_right_wrong_absent_or_invented() {
        let row: Row = [
            ("file", "a.png"),
            ("type", "CIE 3.0 front, FACSIMILE"),
            ("surname", "ROSSI"),
            ("name", "BIANCA"),
            ("sex", "F"),
            ("note", "nothing to compare"),
        ]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into();
        let read = Read {
            kind: "cie_3",
            side: Some("rear"),
            fields: [
                (Name::Surname.name(), "ROSSI".to_owned()),
                (Name::GivenName.name(), "BLANCA".to_owned()),
                (Name::TaxCode.name(), "RSSBNC64T70G663O".to_owned()),
            ]
            .into(),
        };
        let answer = answer(vec![compared(&row, "a.png", &read, 1.0)]);
        assert_eq!(answer.kinds, Share { count: 1, of: 1 });
        assert_eq!(answer.sides, Share { count: 0, of: 1 });
        assert_eq!(answer.fields, Share { count: 1, of: 3 });
        assert_eq!((answer.wrong, answer.absent, answer.invented), (1, 1, 1));
    }
}
