//! The JSON columns of a session: declared values, readings, reported checks,
//! problems.

use domain::{
    Personal,
    assessment::Problem,
    check::Check,
    evidence::Kind,
    field::{Declared, Name, Reading, Source},
};
use serde::{Deserialize, Serialize};

use super::{bad, spot::SpotRow, to_json};
use crate::StoreError;

#[derive(Serialize, Deserialize)]
pub(super) struct DeclaredRow {
    field: String,
    value: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ReadingRow {
    field: String,
    source: String,
    value: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seen: Option<SpotRow>,
}

#[derive(Serialize, Deserialize)]
struct ReportedRow {
    check: String,
    passed: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ProblemRow {
    evidence: String,
    code: String,
}

impl From<&Reading> for ReadingRow {
    fn from(reading: &Reading) -> Self {
        Self {
            field: reading.field.name().to_owned(),
            source: reading.source.name().to_owned(),
            // Revealed into the encrypted database.
            value: reading.value.reveal().clone(),
            seen: reading.seen.as_ref().map(SpotRow::from),
        }
    }
}

impl ReadingRow {
    pub(super) fn into_domain(self) -> Option<Reading> {
        Some(Reading {
            field: Name::from_name(&self.field)?,
            source: Source::from_name(&self.source)?,
            value: Personal::new(self.value),
            seen: match self.seen {
                Some(row) => Some(row.into_domain()?),
                None => None,
            },
        })
    }
}

impl From<&Problem> for ProblemRow {
    fn from(problem: &Problem) -> Self {
        Self {
            evidence: problem.evidence.name().to_owned(),
            code: problem.code.clone(),
        }
    }
}

impl ProblemRow {
    pub(super) fn into_domain(self) -> Option<Problem> {
        Some(Problem {
            evidence: Kind::from_name(&self.evidence)?,
            code: self.code,
        })
    }
}

pub(crate) fn declared_text(declared: &[Declared]) -> Result<String, StoreError> {
    let rows: Vec<DeclaredRow> = declared
        .iter()
        .map(|declared| DeclaredRow {
            field: declared.field.name().to_owned(),
            // Revealed into the encrypted database.
            value: declared.value.reveal().clone(),
        })
        .collect();
    to_json(&rows, "declared value")
}

pub(crate) fn declared(text: &str) -> Result<Vec<Declared>, StoreError> {
    all(text, "declared", |row: DeclaredRow| {
        Some(Declared {
            field: Name::from_name(&row.field)?,
            value: Personal::new(row.value),
        })
    })
}

pub(crate) fn readings_text(readings: &[Reading]) -> Result<String, StoreError> {
    let rows: Vec<ReadingRow> = readings.iter().map(ReadingRow::from).collect();
    to_json(&rows, "reading")
}

pub(crate) fn readings(text: &str) -> Result<Vec<Reading>, StoreError> {
    all(text, "captured", ReadingRow::into_domain)
}

pub(crate) fn reported_text(reported: &[(Check, bool)]) -> Result<String, StoreError> {
    let rows: Vec<ReportedRow> = reported
        .iter()
        .map(|(check, passed)| ReportedRow {
            check: check.name().to_owned(),
            passed: *passed,
        })
        .collect();
    to_json(&rows, "reported check")
}

pub(crate) fn reported(text: &str) -> Result<Vec<(Check, bool)>, StoreError> {
    all(text, "reported_checks", |row: ReportedRow| {
        Some((Check::from_name(&row.check)?, row.passed))
    })
}

pub(crate) fn problems_text(problems: &[Problem]) -> Result<String, StoreError> {
    let rows: Vec<ProblemRow> = problems.iter().map(ProblemRow::from).collect();
    to_json(&rows, "problem")
}

pub(crate) fn problems(text: &str) -> Result<Vec<Problem>, StoreError> {
    all(text, "problems", ProblemRow::into_domain)
}

/// Reads a JSON array; the error of the parser may quote a value, so it is dropped.
fn all<Row: serde::de::DeserializeOwned, T>(
    text: &str,
    what: &'static str,
    into_domain: impl FnMut(Row) -> Option<T>,
) -> Result<Vec<T>, StoreError> {
    let rows: Vec<Row> = serde_json::from_str(text).map_err(|_| bad("sessions", what))?;
    rows.into_iter()
        .map(into_domain)
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| bad("sessions", what))
}

#[cfg(test)]
mod tests {
    use domain::evidence::Spot;

    use super::*;

    #[test]
    fn every_column_survives_its_json() {
        let values: Vec<Declared> = Name::ALL
            .into_iter()
            .map(|field| Declared {
                field,
                value: Personal::from("D'Àngelo \"x\"\n"),
            })
            .collect();
        check(&values, declared_text, declared);
        let read: Vec<Reading> = [
            Source::Mrz,
            Source::VisualZone,
            Source::BarCode,
            Source::Capture,
        ]
        .into_iter()
        .map(|source| Reading {
            field: Name::Surname,
            source,
            value: Personal::from("ROSSI"),
            seen: (source == Source::Mrz).then_some(Spot::whole(Kind::DocumentRear)),
        })
        .collect();
        check(&read, readings_text, readings);
        let checks: Vec<(Check, bool)> = Check::ALL
            .into_iter()
            .flat_map(|check| [(check, true), (check, false)])
            .collect();
        check(&checks, reported_text, reported);
        let missing: Vec<Problem> = Kind::ALL
            .into_iter()
            .map(|evidence| Problem {
                evidence,
                code: "truncated".into(),
            })
            .collect();
        check(&missing, problems_text, problems);
    }

    #[test]
    fn an_unreadable_column_is_named_without_its_content() {
        let error = declared(r#"[{"field":"surname","value":17,"x":"ROSSI"}]"#).expect_err("bad");
        assert_eq!(
            error.to_string(),
            "table sessions holds an unreadable declared; run the store check"
        );
    }

    #[track_caller]
    fn check<T: PartialEq + std::fmt::Debug>(
        values: &[T],
        write: fn(&[T]) -> Result<String, StoreError>,
        read: fn(&str) -> Result<Vec<T>, StoreError>,
    ) {
        let text = write(values).expect("it can be written");
        assert_eq!(read(&text).expect("it can be read"), values);
    }
}
