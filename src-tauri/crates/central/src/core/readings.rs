//! What the capture read: acceptance, `ocr_data`, `security_checks` and
//! `similarity_level`, as uploaded and as given back.

use domain::{Level, Personal, check::Check};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::CentralError;

/// The most keys that one object of the evidence may have.
const MAX_KEYS: usize = 64;
/// The longest text in it, in bytes.
const MAX_TEXT: usize = 4_000;
/// The keys of `ocr_data` that hold a civil date.
const DATES: [&str; 4] = [
    "birth_date",
    "id_document_validity",
    "id_document_issue_date",
    "health_card_expiry",
];
/// The label of each check on read, as the vendor's example has it.
const LABELS: [(Check, &str); 7] = [
    (Check::OtpValidation, "OTP validation"),
    (Check::DocumentsMatch, "Documents match"),
    (Check::DataIntegrity, "Data integrity"),
    (Check::NotBwCopy, "Document is not a black and white copy"),
    (Check::NonExpired, "Document not expired"),
    (Check::NotUnderage, "Not underage"),
    (Check::LivenessDetected, "Liveliness detected"),
];

/// The uploaded data of a session, images aside.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Readings {
    /// The customer's acceptance, as it came.
    pub(crate) acceptance: Personal<Map<String, Value>>,
    /// The data read; dates are `YYYY-MM-DD`.
    pub(crate) ocr: Personal<Map<String, Value>>,
    /// Check name as uploaded, and whether it was passed.
    pub(crate) checks: Vec<(String, CheckMark)>,
    /// How alike the faces are, by the capture.
    pub(crate) similarity: Option<Resemblance>,
}

/// What the capture says of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CheckMark {
    /// Passed.
    Passed,
    /// Failed.
    Failed,
}

/// The similarity that the capture reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resemblance {
    /// The level.
    pub(crate) level: Level,
    /// 0 to 100, where a number was sent.
    pub(crate) score: Option<u8>,
}

impl Readings {
    /// Reads the evidence JSON without its images.
    pub(crate) fn from_upload(
        acceptance: &Value,
        data: &Map<String, Value>,
    ) -> Result<Self, CentralError> {
        let acceptance = small_object("acceptance", Some(acceptance))?;
        if acceptance.is_empty() {
            return Err(CentralError::MissingParameter("acceptance"));
        }
        Ok(Self {
            acceptance: acceptance.into(),
            ocr: ocr(small_object("ocr_data", data.get("ocr_data"))?)?.into(),
            checks: checks(&small_object(
                "security_checks",
                data.get("security_checks"),
            )?)?,
            similarity: resemblance(data.get("similarity_level"))?,
        })
    }

    /// Takes what this server found out about the phone in place of what the
    /// capture says.
    pub(crate) fn know_phone(&mut self, confirmed: bool) {
        let name = Check::OtpValidation.registration_authority();
        self.checks
            .retain(|(check, _)| Some(check.as_str()) != name);
        let mark = if confirmed {
            CheckMark::Passed
        } else {
            CheckMark::Failed
        };
        self.checks.extend(name.map(|name| (name.to_owned(), mark)));
    }

    /// What is known once some pieces came again, with `newer`: what that says
    /// counts, what it does not speak of stays.
    pub(crate) fn renewed(self, newer: Self) -> Self {
        let mut ocr = self.ocr.reveal().clone();
        ocr.extend(newer.ocr.reveal().clone());
        let mut checks = self.checks;
        checks.retain(|(name, _)| newer.checks.iter().all(|(newer, _)| newer != name));
        checks.extend(newer.checks);
        Self {
            acceptance: newer.acceptance,
            ocr: ocr.into(),
            checks,
            similarity: newer.similarity.or(self.similarity),
        }
    }

    /// A text of `ocr_data`; dates are `YYYY-MM-DD`.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.ocr.reveal().get(key).and_then(Value::as_str)
    }

    /// `ocr_data` as the vendor gives it back: dates are `DD/MM/YYYY`.
    pub(crate) fn ocr_view(&self) -> Value {
        let mut view = self.ocr.reveal().clone();
        for key in DATES {
            if let Some(date) = self.text(key).and_then(civil_date) {
                let date = format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year());
                view.insert(key.to_owned(), Value::String(date));
            }
        }
        Value::Object(view)
    }

    /// `security_checks` as the vendor gives them back: pairs of label and
    /// answer.
    pub(crate) fn checks_view(&self) -> Value {
        self.checks
            .iter()
            .map(|(name, mark)| json!([label(name), *mark == CheckMark::Passed]))
            .collect()
    }
}

impl Resemblance {
    /// The level as the vendor gives it back, with a capital.
    pub(crate) const fn view(self) -> &'static str {
        match self.level {
            Level::VeryLow => "Verylow",
            Level::Low => "Low",
            Level::Medium => "Medium",
            Level::High => "High",
        }
    }
}

/// The level behind its stable name, whatever its case and spaces.
pub(crate) fn level(name: &str) -> Option<Level> {
    let name: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    [Level::VeryLow, Level::Low, Level::Medium, Level::High]
        .into_iter()
        .find(|level| level.name() == name)
}

/// A civil date written `YYYY-MM-DD` or `DD/MM/YYYY`.
pub(crate) fn civil_date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.trim().split('/').collect();
    match parts[..] {
        [iso] => iso.parse().ok(),
        [day, month, year] if year.len() == 4 => {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
        }
        _ => None,
    }
}

fn label(name: &str) -> &str {
    Check::from_registration_authority(name)
        .and_then(|check| LABELS.iter().find(|(labelled, _)| *labelled == check))
        .map_or(name, |(_, label)| label)
}

/// A flat object of texts, numbers and booleans; missing or null is empty.
fn small_object(
    name: &'static str,
    value: Option<&Value>,
) -> Result<Map<String, Value>, CentralError> {
    let object = match value {
        None | Some(Value::Null) => return Ok(Map::new()),
        Some(Value::Object(object)) => object,
        Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
            return Err(CentralError::invalid(name, "must be an object"));
        }
    };
    if object.len() > MAX_KEYS {
        return Err(CentralError::invalid(name, "has too many keys"));
    }
    for (key, value) in object {
        let fits = match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => true,
            Value::String(text) => text.len() <= MAX_TEXT,
            Value::Array(_) | Value::Object(_) => false,
        };
        if key.len() > 100 || !fits {
            return Err(CentralError::invalid(
                name,
                "may hold short texts, numbers and booleans only",
            ));
        }
    }
    Ok(object.clone())
}

fn ocr(mut data: Map<String, Value>) -> Result<Map<String, Value>, CentralError> {
    data.retain(|_, value| !value.is_null());
    for key in DATES {
        let Some(value) = data.get_mut(key) else {
            continue;
        };
        let text = value.as_str().map(str::trim).unwrap_or_default();
        if text.is_empty() {
            data.remove(key);
            continue;
        }
        let date = civil_date(text)
            .ok_or_else(|| CentralError::invalid(key, "is not a date (DD/MM/YYYY)"))?;
        *value = Value::String(date.to_string());
    }
    Ok(data)
}

fn checks(object: &Map<String, Value>) -> Result<Vec<(String, CheckMark)>, CentralError> {
    let mut checks = Vec::new();
    for (name, value) in object {
        let mark = match value {
            Value::Null => continue,
            Value::Bool(true) => CheckMark::Passed,
            Value::Bool(false) => CheckMark::Failed,
            Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
                return Err(CentralError::invalid(
                    "security_checks",
                    "must hold booleans",
                ));
            }
        };
        checks.push((name.clone(), mark));
    }
    Ok(checks)
}

fn resemblance(value: Option<&Value>) -> Result<Option<Resemblance>, CentralError> {
    let wrong = || {
        CentralError::invalid(
            "similarity_level",
            "must be high, medium, low, verylow or a number from 0 to 100",
        )
    };
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(name)) => match level(name) {
            Some(level) => Ok(Some(Resemblance { level, score: None })),
            None => name.trim().parse().map_err(|_| wrong()).and_then(scored),
        },
        Some(Value::Number(number)) => number.as_f64().ok_or_else(wrong).and_then(scored),
        Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => Err(wrong()),
    }
}

/// The level of a number from 0 to 100, by the bounds of
/// [`domain::Similarity::score`].
fn scored(number: f64) -> Result<Option<Resemblance>, CentralError> {
    if !(0.0..=100.0).contains(&number) {
        return Err(CentralError::invalid(
            "similarity_level",
            "must lie between 0 and 100",
        ));
    }
    let score = number.floor() as u8;
    let level = match score {
        80.. => Level::High,
        60..80 => Level::Medium,
        40..60 => Level::Low,
        0..40 => Level::VeryLow,
    };
    Ok(Some(Resemblance {
        level,
        score: Some(score),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_go_in_as_an_object_and_come_out_as_labelled_pairs() {
        let readings = read(json!({"security_checks":
            {"liveliness": true, "document_notcopy": false, "otp_validation": null, "own_check": true}}))
        .unwrap();
        assert_eq!(
            readings.checks_view(),
            json!([
                ["Document is not a black and white copy", false],
                ["Liveliness detected", true],
                ["own_check", true]
            ])
        );
    }

    #[test]
    fn every_check_that_the_vendor_names_has_a_label() {
        for check in Check::ALL {
            if check.registration_authority().is_some() {
                assert!(LABELS.iter().any(|(labelled, _)| *labelled == check));
            }
        }
    }

    #[test]
    fn dates_come_back_as_the_vendor_writes_them() {
        for date in ["01/02/1980", "1980-02-01"] {
            let readings = read(json!({"ocr_data": {"birth_date": date}})).unwrap();
            assert_eq!(readings.text("birth_date"), Some("1980-02-01"));
            assert_eq!(readings.ocr_view()["birth_date"], "01/02/1980");
        }
        assert!(read(json!({"ocr_data": {"birth_date": "30/02/1980"}})).is_err());
    }

    #[test]
    fn a_similarity_is_a_level_or_a_number() {
        check(json!("high"), Some((Level::High, None)));
        check(json!("Very low"), Some((Level::VeryLow, None)));
        check(json!(79.9), Some((Level::Medium, Some(79))));
        check(json!("41"), Some((Level::Low, Some(41))));
        check(json!(null), None);
        for wrong in [json!(101), json!(-1), json!("great"), json!(true)] {
            assert!(read(json!({"similarity_level": wrong})).is_err(), "{wrong}");
        }
    }

    #[test]
    fn score_bounds_are_those_of_the_domain() {
        for distance in [0.0, 0.2, 0.44, 0.46, 0.54, 0.56, 0.64, 0.66, 0.9] {
            let similarity = domain::Similarity::from_distance(distance);
            let level = scored(f64::from(similarity.score()))
                .unwrap()
                .unwrap()
                .level;
            assert_eq!(level, similarity.level(), "at distance {distance}");
        }
    }

    #[track_caller]
    fn check(value: Value, expected: Option<(Level, Option<u8>)>) {
        let similarity = read(json!({"similarity_level": value})).unwrap().similarity;
        assert_eq!(similarity.map(|it| (it.level, it.score)), expected);
    }

    fn read(data: Value) -> Result<Readings, CentralError> {
        Readings::from_upload(&json!({"description": "yes"}), data.as_object().unwrap())
    }
}
