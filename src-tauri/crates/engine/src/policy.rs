//! Files of policies: TOML to [`Policy`].
//!
//! `models/policy.toml` is the default one and says what every key means.

use std::{
    fs,
    path::{Path, PathBuf},
};

use domain::{
    check::Check,
    policy::{MissingFeature, Policy, Rules},
    similarity::Level,
};
use serde::Deserialize;
use toml::Spanned;

/// The file among the models that says the policy, where there is one.
pub const FILE: &str = "policy.toml";

/// Why a file is no policy.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// It cannot be read.
    #[error("{path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It says something else than a policy.
    #[error("{path} line {line}: {reason}")]
    Wrong {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        reason: String,
    },
}

/// The policy in the file at `path`.
///
/// # Errors
///
/// When it cannot be read, and with the line where it is no policy.
pub fn read(path: &Path) -> Result<Policy, PolicyError> {
    let text = fs::read_to_string(path).map_err(|source| PolicyError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    parse(&text).map_err(|(line, reason)| PolicyError::Wrong {
        path: path.to_owned(),
        line,
        reason,
    })
}

/// The policy of the models in `folder`: their own, else the default one.
///
/// # Errors
///
/// As [`read`].
pub(crate) fn among(folder: &Path) -> Result<Policy, PolicyError> {
    let path = folder.join(FILE);
    if path.is_file() {
        read(&path)
    } else {
        Ok(Policy::default())
    }
}

/// The policy that `text` states, or the line (from 1) where it does not.
fn parse(text: &str) -> Result<Policy, (usize, String)> {
    let line = |at: usize| 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
    let file: PolicyFile = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        (line(at), error.message().replace('\n', " "))
    })?;
    let rules = |file: RulesFile| {
        Rules::try_from(file).map_err(|Misnamed { at, reason }| (line(at), reason))
    };
    Ok(Policy {
        of_age_years: file.of_age_years,
        laboratory_evaluated: file.laboratory_evaluated,
        substantial: rules(file.substantial)?,
        substantial_fully_auto: rules(file.substantial_fully_auto)?,
        high: rules(file.high)?,
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct PolicyFile {
    of_age_years: u8,
    laboratory_evaluated: bool,
    substantial: RulesFile,
    // The name of the process type.
    #[serde(rename = "substantialFullyAuto")]
    substantial_fully_auto: RulesFile,
    high: RulesFile,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RulesFile {
    required: Vec<Spanned<String>>,
    rejected_similarity: Spanned<String>,
    missing_feature: Spanned<String>,
}

/// A name that stands for nothing, and where it begins, in bytes.
struct Misnamed {
    at: usize,
    reason: String,
}

impl TryFrom<RulesFile> for Rules {
    type Error = Misnamed;

    fn try_from(file: RulesFile) -> Result<Self, Misnamed> {
        Ok(Self {
            required: file
                .required
                .iter()
                .map(|name| {
                    let known = || Check::ALL.map(Check::name).join(", ");
                    Check::from_name(name.get_ref()).ok_or_else(|| {
                        misnamed(name, |name| {
                            format!("no check is called {name}: {}", known())
                        })
                    })
                })
                .collect::<Result<_, _>>()?,
            rejected_similarity: rejected(&file.rejected_similarity)?,
            missing_feature: MissingFeature::from_name(file.missing_feature.get_ref()).ok_or_else(
                || {
                    misnamed(&file.missing_feature, |name| {
                        format!("missing-feature takes inconclusive or tolerated, not {name}")
                    })
                },
            )?,
        })
    }
}

fn rejected(name: &Spanned<String>) -> Result<Option<Level>, Misnamed> {
    if name.get_ref() == "none" {
        return Ok(None);
    }
    [Level::VeryLow, Level::Low, Level::Medium]
        .into_iter()
        .find(|level| level.name() == name.get_ref())
        .map(Some)
        .ok_or_else(|| {
            misnamed(name, |name| {
                format!("rejected-similarity takes none, verylow, low or medium, not {name}")
            })
        })
}

fn misnamed(name: &Spanned<String>, reason: impl FnOnce(&str) -> String) -> Misnamed {
    Misnamed {
        at: name.span().start,
        reason: reason(name.get_ref()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFAULT: &str = include_str!("../../../../models/policy.toml");

    #[test]
    fn the_file_beside_the_models_is_the_default() {
        assert_eq!(parse(DEFAULT).expect("a policy"), Policy::default());
    }

    #[test]
    fn a_file_can_change_every_rule() {
        let text = DEFAULT
            .replace("of-age-years = 18", "of-age-years = 21")
            .replace(
                "laboratory-evaluated = false",
                "laboratory-evaluated = true",
            )
            .replacen("= \"none\"", "= \"verylow\"", 1)
            .replacen("\"notBWCopy\",", "", 1)
            .replace("\"tolerated\"", "\"inconclusive\"");
        let policy = parse(&text).expect("a policy");
        assert_eq!(
            (policy.of_age_years, policy.laboratory_evaluated),
            (21, true)
        );
        assert_eq!(policy.substantial.rejected_similarity, Some(Level::VeryLow));
        assert!(!policy.substantial.required.contains(&Check::NotBwCopy));
        let automatic = policy.substantial_fully_auto;
        assert_eq!(automatic.missing_feature, MissingFeature::Inconclusive);
        assert_eq!(automatic.required, Policy::default().substantial.required);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        wrong("\"dataIntegrity\"", "\"integrity\"", "integrity");
        wrong("= \"medium\"", "= \"high\"", "not high");
        wrong("= \"tolerated\"", "= \"ignored\"", "not ignored");
        wrong("= 18", "= \"adult\"", "invalid type");
        wrong("of-age-years", "of_age_years", "unknown field");
        wrong("[high]", "[high", "");
    }

    #[test]
    fn a_missing_table_is_said() {
        let cut = &DEFAULT[..DEFAULT.find("[high]").expect("it has one")];
        let (_, reason) = parse(cut).expect_err("a table is missing");
        assert!(reason.contains("high"), "{reason}");
    }

    /// Replaces the first `right` and expects its line and `reason`.
    #[track_caller]
    fn wrong(right: &str, wrong: &str, reason: &str) {
        let at = DEFAULT.find(right).expect("the default has it");
        let line = 1 + DEFAULT[..at].matches('\n').count();
        let (found, said) = parse(&DEFAULT.replacen(right, wrong, 1)).expect_err(wrong);
        assert_eq!(found, line, "{said}");
        assert!(said.contains(reason), "{said}");
    }
}
