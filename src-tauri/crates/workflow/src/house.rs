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
    checklist::{ChecklistPolicy, FaceFeature, Question},
    house::{HouseRules, Steps},
};
use jiff::{
    SignedDuration,
    civil::{Date, Time},
    tz::TimeZone,
};
use serde::Deserialize;

use crate::kiosk::PrivacyTexts;

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
    let mut rules: HouseRules = read(folder, parse)?.unwrap_or_default();
    // Said from where the file is.
    rules.lost_and_stolen = rules.lost_and_stolen.map(|path| folder.join(path));
    Ok(rules)
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

/// The privacy policy that customers read at a kiosk, as the file of rules in
/// `folder` says: none where it names none.
///
/// # Errors
///
/// As for [`among`], and for a folder of texts that cannot be used.
pub fn privacy_among(folder: &Path) -> Result<PrivacyTexts, HouseError> {
    // Said from where the file is.
    match read(folder, privacy)?.flatten() {
        Some(named) => PrivacyTexts::read(&folder.join(named)),
        None => Ok(PrivacyTexts::default()),
    }
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

fn privacy(text: &str) -> Result<Option<PathBuf>, String> {
    let file: RulesFile = toml::from_str(text).map_err(|error| error.to_string())?;
    Ok(file.kiosk.map(|kiosk| kiosk.privacy))
}

fn parse(text: &str) -> Result<HouseRules, String> {
    let file: RulesFile = toml::from_str(text).map_err(|error| error.to_string())?;
    Ok(HouseRules {
        hours: file.hours.into_domain()?,
        decide_within: SignedDuration::from_hours(file.queue.decide_within_hours.into()),
        assign_among: file.queue.assign_among,
        lease_for: SignedDuration::from_mins(file.claim.lease_minutes.get().into()),
        steps: named("steps", &file.decision.steps, Steps::from_name)?,
        ask_again_at_most: file.decision.ask_again_at_most,
        checklist: file.checklist.into_domain()?,
        lost_and_stolen: file.lost_and_stolen.map(|file| file.register),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RulesFile {
    hours: HoursFile,
    queue: QueueFile,
    claim: ClaimFile,
    decision: DecisionFile,
    documents: DocumentsFile,
    checklist: ChecklistFile,
    kiosk: Option<KioskFile>,
    lost_and_stolen: Option<RegisterFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KioskFile {
    privacy: PathBuf,
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
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct DecisionFile {
    steps: String,
    ask_again_at_most: NonZeroU32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentsFile {
    templates: PathBuf,
    language: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ChecklistFile {
    features: u8,
    variable: u8,
    questions: Vec<String>,
    not_assessable: Vec<String>,
    face: Vec<String>,
    face_agreeing: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegisterFile {
    register: PathBuf,
}

impl ChecklistFile {
    fn into_domain(self) -> Result<ChecklistPolicy, String> {
        let questions = |key: &str, names: &[String]| {
            names
                .iter()
                .map(|name| named(key, name, Question::from_name))
                .collect::<Result<BTreeSet<_>, _>>()
        };
        ChecklistPolicy {
            features: self.features,
            variable: self.variable,
            questions: questions("questions", &self.questions)?,
            may_be_open: questions("not-assessable", &self.not_assessable)?,
            face: self
                .face
                .iter()
                .map(|name| named("face", name, FaceFeature::from_name))
                .collect::<Result<BTreeSet<_>, _>>()?,
            face_agreeing: self.face_agreeing,
        }
        .checked()
        .map_err(|error| error.to_string())
    }
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
    fn the_privacy_policy_is_looked_for_from_where_the_rules_are() {
        let folder = tempfile::tempdir().expect("a folder");
        let none = privacy_among(folder.path());
        assert_eq!(
            none.ok(),
            Some(PrivacyTexts::default()),
            "there are no rules"
        );
        fs::write(folder.path().join(FILE), DEFAULT).expect("a file");
        let error = privacy_among(folder.path()).expect_err("the folder is missing");
        assert_eq!(error.path, folder.path().join("privacy"));
        fs::create_dir(folder.path().join("privacy")).expect("a folder");
        fs::write(folder.path().join("privacy/en.md"), "Text.").expect("a file");
        let texts = privacy_among(folder.path()).expect("texts");
        assert!(texts.of(crate::kiosk::view::Language::English).is_some());
        let without = DEFAULT.replace("[kiosk]\nprivacy = \"privacy\"\n", "");
        assert_ne!(without, DEFAULT);
        fs::write(folder.path().join(FILE), without).expect("a file");
        let none = privacy_among(folder.path());
        assert_eq!(
            none.ok(),
            Some(PrivacyTexts::default()),
            "the rules name none"
        );
    }

    #[test]
    fn what_is_wrong_in_a_file_is_named() {
        for (right, wrong, named) in [
            ("\"18:00\"", "\"08:00\"", "closes"),
            ("\"Europe/Rome\"", "\"Europe/Atlantis\"", "Europe/Atlantis"),
            ("\"mon\"", "\"lun\"", "lun"),
            ("closed = []", "closed = [\"2026-13-01\"]", "2026-13-01"),
            ("\"one\"", "\"three\"", "three"),
            ("at-most = 3", "at-most = 0", "ask-again-at-most"),
            ("lease-minutes = 5", "lease-minutes = 0", "lease-minutes"),
            ("steps = \"one\"", "step = \"one\"", "step"),
            ("variable = 2", "variable = 4", "variable"),
            ("face-agreeing = 6", "face-agreeing = 12", "face-agreeing"),
            ("\"nose\"", "\"tail\"", "tail"),
            ("\"mrz_agrees\"", "\"mrz\"", "mrz"),
            (
                "not-assessable = [\"not_reported_lost\"]",
                "not-assessable = [\"hologram\"]",
                "hologram",
            ),
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
            .replace("at-most = 3", "at-most = 1")
            .replace("closed = []", "closed = [\"2026-12-07\"]");
        let rules = parse(&text).expect("rules");
        assert_eq!(rules.decide_within, SignedDuration::from_hours(4));
        assert_eq!(rules.steps, Steps::Two);
        assert_eq!(rules.ask_again_at_most, NonZeroU32::MIN);
        assert_eq!(rules.hours.closed.len(), 1);
    }

    #[test]
    fn a_register_lies_beside_the_rules_unless_its_path_is_absolute() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, expected) in [
            ("lost.csv", folder.path().join("lost.csv")),
            ("/srv/lost.csv", PathBuf::from("/srv/lost.csv")),
        ] {
            let text = format!("{DEFAULT}\n[lost-and-stolen]\nregister = \"{path}\"\n");
            fs::write(folder.path().join(FILE), text).expect("a file");
            let rules = among(folder.path()).expect("rules");
            assert_eq!(rules.lost_and_stolen, Some(expected));
        }
    }
}
