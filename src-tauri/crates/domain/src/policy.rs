//! What a bank decides about verdicts: for each process type the checks that
//! must be answered *yes*, what a doubtful face does, whether features of the
//! document may be missing.
//!
//! Start at [`Policy::default`], which is the policy of Signicat VideoID
//! (service details, section "Final result status"); [`crate::verdict`] applies
//! it. Files of policies are read by `engine::policy`.

use crate::{assessment::ProcessType, check::Check, similarity::Level};

/// How sessions are decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// From which age a person is of age, in full years.
    pub of_age_years: u8,
    /// Whether presentation-attack and injection detection were evaluated by an
    /// accredited laboratory (ETSI TS 119 461 BIN-8.4.2-04A and -07X). Until
    /// they were, no session claims more than Baseline.
    pub laboratory_evaluated: bool,
    /// The rules of [`ProcessType::Substantial`].
    pub substantial: Rules,
    /// The rules of [`ProcessType::SubstantialFullyAuto`].
    pub substantial_fully_auto: Rules,
    /// The rules of [`ProcessType::High`].
    pub high: Rules,
}

/// How sessions of one process type are decided. A failed check always rejects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Checks without whose *yes* nothing is accepted.
    pub required: Vec<Check>,
    /// A similarity of this level or lower rejects, and so do faces that could
    /// not be compared. Every other one that is not *high* is inconclusive.
    pub rejected_similarity: Option<Level>,
    /// What a feature of the document does that should be there and is not.
    pub missing_feature: MissingFeature,
}

/// What a feature does that should be on the document and was not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MissingFeature {
    /// Somebody has to look.
    Inconclusive,
    /// Nothing.
    Tolerated,
}

impl MissingFeature {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inconclusive => "inconclusive",
            Self::Tolerated => "tolerated",
        }
    }

    /// The rule behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Inconclusive, Self::Tolerated]
            .into_iter()
            .find(|rule| rule.name() == name)
    }
}

/// What has to be shown where nobody looks, or only at doubtful cases: the
/// `securityChecks` of Signicat's samples, and that what was declared was read.
const AUTOMATIC: [Check; 7] = [
    Check::NonExpired,
    Check::NotUnderage,
    Check::DataIntegrity,
    Check::DocumentsMatch,
    Check::LivenessDetected,
    Check::NotFaceSpoofing,
    Check::NotBwCopy,
];

/// What has to be shown where an operator judges presence and originality.
const BEFORE_AN_OPERATOR: [Check; 4] = [
    Check::NonExpired,
    Check::NotUnderage,
    Check::DataIntegrity,
    Check::DocumentsMatch,
];

impl Policy {
    /// The rules of `process`.
    #[must_use]
    pub const fn rules(&self, process: ProcessType) -> &Rules {
        match process {
            ProcessType::Substantial => &self.substantial,
            ProcessType::SubstantialFullyAuto => &self.substantial_fully_auto,
            ProcessType::High => &self.high,
        }
    }
}

impl Default for Policy {
    /// Full age is 18 (Italian Civil Code, art. 2).
    fn default() -> Self {
        let doubtful = |required: &[Check]| Rules {
            required: required.to_vec(),
            rejected_similarity: None,
            missing_feature: MissingFeature::Inconclusive,
        };
        Self {
            of_age_years: 18,
            laboratory_evaluated: false,
            substantial: doubtful(&AUTOMATIC),
            substantial_fully_auto: Rules {
                required: AUTOMATIC.to_vec(),
                rejected_similarity: Some(Level::Medium),
                missing_feature: MissingFeature::Tolerated,
            },
            high: doubtful(&BEFORE_AN_OPERATOR),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_fully_automatic_process_decides_doubtful_cases() {
        let policy = Policy::default();
        for process in [ProcessType::Substantial, ProcessType::High] {
            let rules = policy.rules(process);
            assert_eq!(rules.rejected_similarity, None, "{process:?}");
            assert_eq!(rules.missing_feature, MissingFeature::Inconclusive);
        }
        let automatic = policy.rules(ProcessType::SubstantialFullyAuto);
        assert_eq!(automatic.rejected_similarity, Some(Level::Medium));
        assert_eq!(automatic.missing_feature, MissingFeature::Tolerated);
    }

    #[test]
    fn rules_for_missing_features_survive_their_names() {
        for rule in [MissingFeature::Inconclusive, MissingFeature::Tolerated] {
            assert_eq!(MissingFeature::from_name(rule.name()), Some(rule));
        }
    }
}
