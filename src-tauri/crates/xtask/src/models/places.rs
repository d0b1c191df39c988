//! The table of places of birth: from the JSON of `python-codicefiscale` to
//! one line for each name and span of time.

use std::collections::BTreeSet;

use anyhow::{Context as _, bail};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use serde::Deserialize;

const HEADER: &str = "code\tname\tprovince\tactive_from\tactive_to\tkind";

/// The package has this day for countries whose beginning it does not know.
const UNKNOWN_BEGINNING: Date = date(1900, 1, 1);

/// A row of the package.
#[derive(Deserialize)]
struct Row {
    code: String,
    name: String,
    #[serde(default)]
    name_alt: String,
    #[serde(default)]
    name_alt_en: String,
    #[serde(default)]
    name_slugs: Vec<String>,
    province: String,
    date_created: String,
    date_deleted: String,
}

/// A place with all its names in one span of time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    code: String,
    from: Option<Date>,
    to: Option<Date>,
    /// The first is the official one.
    names: Vec<String>,
    province: String,
    kind: &'static str,
}

/// Makes the table. Rows without a code (places that ended before there were
/// codes) are left out; spans that follow each other with the same names and
/// province become one.
///
/// # Errors
/// When a row cannot be read.
pub(crate) fn to_tsv(municipalities: &[u8], countries: &[&[u8]]) -> anyhow::Result<Vec<u8>> {
    let mut spans = read(municipalities, "municipality").context("the municipalities")?;
    for countries in countries {
        spans.extend(read(countries, "country").context("the countries")?);
    }
    spans.sort();
    spans.dedup();
    let mut text = format!("{HEADER}\n");
    for span in merged(spans) {
        let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
        let (from, to) = (day(span.from), day(span.to));
        for name in &span.names {
            let Span {
                code,
                province,
                kind,
                ..
            } = &span;
            text.push_str(&format!(
                "{code}\t{name}\t{province}\t{from}\t{to}\t{kind}\n"
            ));
        }
    }
    Ok(text.into_bytes())
}

fn read(json: &[u8], kind: &'static str) -> anyhow::Result<Vec<Span>> {
    let rows: Vec<Row> = serde_json::from_slice(json)?;
    let mut spans = Vec::new();
    for row in rows.iter().filter(|row| row.code != "ND") {
        spans.push(span(row, kind).with_context(|| format!("the row of {}", row.code))?);
    }
    Ok(spans)
}

fn span(row: &Row, kind: &'static str) -> anyhow::Result<Span> {
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut names = Vec::new();
    let mut seen = BTreeSet::new();
    let slugs = row.name_slugs.iter().map(|slug| title(slug));
    for name in [&row.name, &row.name_alt, &row.name_alt_en]
        .into_iter()
        .map(|n| tidy(n))
        .chain(slugs)
    {
        if !name.is_empty() && seen.insert(plain(&name)) {
            names.push(name);
        }
    }
    if names.is_empty() || row.code.len() != 4 {
        bail!("it has no name or no code");
    }
    let from =
        day(&row.date_created)?.filter(|&from| kind == "municipality" || from != UNKNOWN_BEGINNING);
    Ok(Span {
        code: row.code.clone(),
        from,
        to: day(&row.date_deleted)?,
        names,
        province: tidy(&row.province),
        kind,
    })
}

/// The day in `text`, which may carry a time; `None` where it is empty.
fn day(text: &str) -> anyhow::Result<Option<Date>> {
    if text.is_empty() {
        return Ok(None);
    }
    let day = text.get(..10).unwrap_or(text);
    day.parse()
        .map(Some)
        .with_context(|| format!("`{text}` is no day"))
}

/// A name from an address-like form: `germania-est` to `Germania Est`.
fn title(slug: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters).collect::<String>()
        })
    };
    slug.split('-')
        .filter(|part| !part.is_empty())
        .map(word)
        .collect::<Vec<_>>()
        .join(" ")
}

/// A name as the slugs of the package write it, to see which add nothing.
fn plain(name: &str) -> String {
    const ACCENTS: [(&str, char); 7] = [
        ("àáâãäå", 'a'),
        ("èéêë", 'e'),
        ("ìíîï", 'i'),
        ("òóôõö", 'o'),
        ("ùúûü", 'u'),
        ("ç", 'c'),
        ("ñ", 'n'),
    ];
    name.to_lowercase()
        .chars()
        .map(|letter| {
            ACCENTS
                .iter()
                .find(|(from, _)| from.contains(letter))
                .map_or(letter, |(_, to)| *to)
        })
        .filter(char::is_ascii_alphanumeric)
        .collect()
}

/// Joins spans that follow each other without a gap and differ in nothing else.
fn merged(spans: Vec<Span>) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        if let Some(last) = merged.last_mut()
            && (&last.code, &last.names, &last.province, last.kind)
                == (&span.code, &span.names, &span.province, span.kind)
            && follows(last.to, span.from)
        {
            last.to = span.to;
            continue;
        }
        merged.push(span);
    }
    merged
}

/// Whether a span that begins on `from` goes on where one that ended on `to` stopped.
fn follows(to: Option<Date>, from: Option<Date>) -> bool {
    match (to, from) {
        (Some(to), Some(from)) => from <= to.saturating_add(1.day()) && from > to,
        (None, _) | (_, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_joined_and_every_name_has_its_line() {
        let municipalities = r#"[
            {"code": "H501", "name": "Roma", "name_alt": "", "name_slugs": ["roma"], "province": "RM",
             "date_created": "1884-09-11T00:00:00", "date_deleted": "1902-03-09T00:00:00"},
            {"code": "H501", "name": "Roma", "name_alt": "", "name_slugs": ["roma"], "province": "RM",
             "date_created": "1902-03-10T00:00:00", "date_deleted": ""},
            {"code": "A952", "name": "Bolzano", "name_alt": "Bozen", "name_slugs": ["bolzano", "bozen"],
             "province": "BZ", "date_created": "1948-03-14T00:00:", "date_deleted": ""},
            {"code": "ND", "name": "Arizzano", "name_alt": "", "name_slugs": ["arizzano"], "province": "NO",
             "date_created": "1861-03-17T00:00:00", "date_deleted": "1911-07-04T00:00:00"}]"#;
        let countries = r#"[
            {"code": "Z111", "name": "Repubblica Democratica Tedesca", "name_alt": "", "name_alt_en": "",
             "name_slugs": ["repubblica-democratica-tedesca", "germania-est"], "province": "EE",
             "date_created": "1900-01-01T00:00:00", "date_deleted": "1990-10-03T00:00:00"}]"#;
        let table = to_tsv(municipalities.as_bytes(), &[countries.as_bytes()]).expect("rows");
        assert_eq!(
            String::from_utf8(table).expect("text"),
            "code\tname\tprovince\tactive_from\tactive_to\tkind\n\
             A952\tBolzano\tBZ\t1948-03-14\t\tmunicipality\n\
             A952\tBozen\tBZ\t1948-03-14\t\tmunicipality\n\
             H501\tRoma\tRM\t1884-09-11\t\tmunicipality\n\
             Z111\tRepubblica Democratica Tedesca\tEE\t\t1990-10-03\tcountry\n\
             Z111\tGermania Est\tEE\t\t1990-10-03\tcountry\n"
        );
    }

    #[test]
    fn a_gap_or_another_province_stays_visible() {
        assert!(follows(Some(date(1902, 3, 9)), Some(date(1902, 3, 10))));
        assert!(!follows(Some(date(1902, 3, 9)), Some(date(1902, 3, 11))));
        assert!(!follows(Some(date(1902, 3, 9)), Some(date(1902, 3, 9))));
        assert!(!follows(None, Some(date(1902, 3, 9))));
    }
}
