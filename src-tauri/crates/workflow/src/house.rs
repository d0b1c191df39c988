//! Files of house rules: TOML to [`HouseRules`].
//!
//! `models/house.toml` is the default one and says what every key means.

use std::{
    collections::BTreeSet,
    fs,
    num::{NonZeroU8, NonZeroU32},
    path::{Path, PathBuf},
};

use archive::pdf::Language;
use domain::{
    business::{BusinessHours, Day, Holidays},
    house::{HouseRules, Steps},
};
use jiff::{
    SignedDuration,
    civil::{Date, Time},
    tz::TimeZone,
};
use serde::Deserialize;

/// The file among the models that says the rules, where there is one.
pub const FILE: &str = "house.toml";

/// Why a file holds no house rules.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct HouseError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it, with the line where there is one.
    pub reason: String,
}

/// The rules in `folder`: its own, else the default ones.
///
/// # Errors
///
/// When the file cannot be read or is no file of rules.
pub fn among(folder: &Path) -> Result<HouseRules, HouseError> {
    Ok(read(folder, parse)?.unwrap_or_default())
}

/// How documents are drawn up, as the file of rules in `folder` says: with the
/// product's templates where there is none.
///
/// # Errors
///
/// As for [`among`].
pub fn papers_among(folder: &Path) -> Result<Papers, HouseError> {
    let mut papers: Papers = read(folder, papers)?.unwrap_or_default();
    // Said from where the file is.
    papers.templates = papers.templates.map(|named| folder.join(named));
    Ok(papers)
}

/// How declaration and contract are drawn up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Papers {
    /// The folder with the house's templates; none: the product's.
    pub templates: Option<PathBuf>,
    /// The language in which they are drawn up.
    pub language: Language,
}

fn read<T>(folder: &Path, parse: fn(&str) -> Result<T, String>) -> Result<Option<T>, HouseError> {
    let path = folder.join(FILE);
    if !path.is_file() {
        return Ok(None);
    }
    let wrong = |reason: String| HouseError {
        path: path.clone(),
        reason,
    };
    let text = fs::read_to_string(&path).map_err(|error| wrong(error.to_string()))?;
    parse(&text).map(Some).map_err(wrong)
}

fn papers(text: &str) -> Result<Papers, String> {
    let file: RulesFile = toml::from_str(text).map_err(|error| error.to_string())?;
    Ok(Papers {
        templates: Some(file.documents.templates),
        language: named("language", &file.documents.language, Language::from_code)?,
    })
}

fn parse(text: &str) -> Result<HouseRules, String> {
    let file: RulesFile = toml::from_str(text).map_err(|error| error.to_string())?;
    Ok(HouseRules {
        hours: file.hours.into_domain()?,
        decide_within: SignedDuration::from_hours(file.queue.decide_within_hours.into()),
        assign_among: file.queue.assign_among,
        lease_for: SignedDuration::from_mins(file.claim.lease_minutes.get().into()),
        steps: named("steps", &file.decision.steps, Steps::from_name)?,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    hours: HoursFile,
    queue: QueueFile,
    claim: ClaimFile,
    decision: DecisionFile,
    documents: DocumentsFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HoursFile {
    zone: String,
    opens: String,
    closes: String,
    weekdays: Vec<String>,
    holidays: String,
    closed: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct QueueFile {
    decide_within_hours: u16,
    assign_among: NonZeroU32,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ClaimFile {
    lease_minutes: NonZeroU8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionFile {
    steps: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentsFile {
    templates: PathBuf,
    language: String,
}

impl HoursFile {
    fn into_domain(self) -> Result<BusinessHours, String> {
        let time = |key: &str, text: &str| {
            text.parse::<Time>()
                .map_err(|_| format!("{key} is no time of day: {text}"))
        };
        let (opens, closes) = (time("opens", &self.opens)?, time("closes", &self.closes)?);
        if closes <= opens {
            return Err("closes has to be later than opens".to_owned());
        }
        Ok(BusinessHours {
            zone: TimeZone::get(&self.zone)
                .map_err(|_| format!("zone is no time zone: {}", self.zone))?,
            opens,
            closes,
            weekdays: self
                .weekdays
                .iter()
                .map(|name| named("weekdays", name, Day::from_name))
                .collect::<Result<BTreeSet<_>, _>>()?,
            holidays: named("holidays", &self.holidays, Holidays::from_name)?,
            closed: self
                .closed
                .iter()
                .map(|text| {
                    text.parse::<Date>()
                        .map_err(|_| format!("closed has something that is no date: {text}"))
                })
                .collect::<Result<BTreeSet<_>, _>>()?,
        })
    }
}

fn named<T>(key: &str, name: &str, from_name: fn(&str) -> Option<T>) -> Result<T, String> {
    from_name(name).ok_or_else(|| format!("{key} does not take {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFAULT: &str = include_str!("../../../../models/house.toml");

    #[test]
    fn the_file_beside_the_models_is_the_default() {
        assert_eq!(parse(DEFAULT), Ok(HouseRules::default()));
    }

    #[test]
    fn templates_are_looked_for_from_where_the_rules_are() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(papers_among(folder.path()).ok(), Some(Papers::default()));
        let text = DEFAULT.replace("language = \"it\"", "language = \"en\"");
        fs::write(folder.path().join(FILE), text).expect("a file");
        let papers = papers_among(folder.path()).expect("rules");
        assert_eq!(papers.templates, Some(folder.path().join("templates")));
        assert_eq!(papers.language, Language::English);
        let text = DEFAULT.replace("language = \"it\"", "language = \"fr\"");
        fs::write(folder.path().join(FILE), text).expect("a file");
        let error = papers_among(folder.path()).expect_err("no such language");
        assert!(error.reason.contains("fr"), "{error}");
    }

    #[test]
    fn what_is_wrong_in_a_file_is_named() {
        for (right, wrong, named) in [
            ("\"18:00\"", "\"08:00\"", "closes"),
            ("\"Europe/Rome\"", "\"Europe/Atlantis\"", "Europe/Atlantis"),
            ("\"mon\"", "\"lun\"", "lun"),
            ("closed = []", "closed = [\"2026-13-01\"]", "2026-13-01"),
            ("\"one\"", "\"three\"", "three"),
            ("lease-minutes = 5", "lease-minutes = 0", "lease-minutes"),
            ("steps = \"one\"", "step = \"one\"", "step"),
        ] {
            let reason = parse(&DEFAULT.replace(right, wrong)).expect_err(wrong);
            assert!(reason.contains(named), "{wrong}: {reason}");
        }
    }

    #[test]
    fn a_file_changes_the_rules() {
        let text = DEFAULT
            .replace("decide-within-hours = 9", "decide-within-hours = 4")
            .replace("\"one\"", "\"two\"")
            .replace("closed = []", "closed = [\"2026-12-07\"]");
        let rules = parse(&text).expect("rules");
        assert_eq!(rules.decide_within, SignedDuration::from_hours(4));
        assert_eq!(rules.steps, Steps::Two);
        assert_eq!(rules.hours.closed.len(), 1);
    }
}
