//! How findings become a verdict.
//!
//! [`conclude`] follows "Final result status" of the service details of
//! Signicat VideoID:
//!
//! - *rejected*: "if one or more security checks are not valid"; in the fully
//!   automatic process also "if the `similarityScore` is other than `high`".
//! - *inconclusive*: "when the `similarityScore` value in the OCR analysis is
//!   other than `high`" and "when one or more `features` are not found". In the
//!   fully automatic process a missing feature "is still accepted".
//! - *failed*: "if an error prevented the verification from completing".
//!
//! Two things that page leaves open are decided here. For *high* it shows no
//! inconclusive result, because an agent has decided by then; this verdict is
//! made before the operator's, and unlike faces are no failed check, so that it
//! stays inconclusive, however low the similarity: the operator refuses. And a
//! required check that could not be assessed is inconclusive: nothing that was
//! not seen is accepted. A bank that wants very unlike faces rejected at once
//! says so in its policy ([`Rules::rejected_similarity`]).

use crate::{
    assessment::Status,
    check::{Answer, Check, FaceFinding, Finding},
    failure::FailReason,
    feature::{Feature, Presence},
    policy::{MissingFeature, Rules},
    similarity::Level,
};

/// Everything a verdict rests on.
#[derive(Debug, Clone, Copy)]
pub struct Grounds<'a> {
    /// Every check with its answer.
    pub findings: &'a [Finding],
    /// The faces.
    pub face: &'a FaceFinding,
    /// What was looked for on the document.
    pub features: &'a [Feature],
    /// What kept the session from being completed, where something did.
    pub failure: Option<&'a FailReason>,
}

/// Makes the verdict.
#[must_use]
pub fn conclude(rules: &Rules, grounds: Grounds<'_>) -> Status {
    if grounds.failure.is_some() {
        return Status::Failed;
    }
    if grounds.any(Answer::No) {
        return Status::Rejected;
    }
    if grounds.nothing_was_seen() {
        return Status::Failed;
    }
    let level = grounds.face.level();
    let unlike = |bound| level.is_none_or(|level| level <= bound);
    if rules.rejected_similarity.is_some_and(unlike) {
        return Status::Rejected;
    }
    let complete = rules.required.iter().all(|check| grounds.shows(*check));
    let nothing_missing =
        rules.missing_feature == MissingFeature::Tolerated || !grounds.misses_a_feature();
    if level == Some(Level::High) && complete && nothing_missing {
        Status::Accepted
    } else {
        Status::Inconclusive
    }
}

impl Grounds<'_> {
    fn any(&self, answer: Answer) -> bool {
        self.findings.iter().any(|finding| finding.answer == answer)
    }

    /// No check could be answered and no face compared.
    fn nothing_was_seen(&self) -> bool {
        !self.any(Answer::Yes) && !self.any(Answer::No) && self.face.level().is_none()
    }

    fn shows(&self, check: Check) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.check == check && finding.answer == Answer::Yes)
    }

    fn misses_a_feature(&self) -> bool {
        self.features
            .iter()
            .any(|feature| feature.presence == Presence::Missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Similarity,
        assessment::ProcessType::{self, High, Substantial, SubstantialFullyAuto},
        check::{FaceProblem, Reason},
        evidence,
        feature::{self, Side},
        policy::Policy,
    };

    const ALIKE: Option<f32> = Some(0.3);
    const DOUBTFUL: Option<f32> = Some(0.5);
    const UNLIKE: Option<f32> = Some(0.7);

    #[test]
    fn a_session_with_nothing_open_is_accepted() {
        for process in [High, Substantial, SubstantialFullyAuto] {
            case(process).is(Status::Accepted);
        }
    }

    #[test]
    fn one_failed_check_rejects_whatever_else_was_seen() {
        for process in [High, Substantial, SubstantialFullyAuto] {
            for check in Check::ALL {
                case(process)
                    .answering(check, Answer::No)
                    .is(Status::Rejected);
                case(process)
                    .answering(check, Answer::No)
                    .faces(UNLIKE)
                    .is(Status::Rejected);
            }
        }
    }

    #[test]
    fn faces_that_are_not_highly_alike_are_inconclusive_unless_nobody_looks() {
        for faces in [DOUBTFUL, UNLIKE, None] {
            case(High).faces(faces).is(Status::Inconclusive);
            case(Substantial).faces(faces).is(Status::Inconclusive);
            case(SubstantialFullyAuto).faces(faces).is(Status::Rejected);
        }
    }

    #[test]
    fn a_policy_may_reject_very_unlike_faces_at_once() {
        let mut strict = case(High).faces(UNLIKE);
        strict.policy.high.rejected_similarity = Some(Level::VeryLow);
        strict.is(Status::Rejected);
        let mut strict = case(High).faces(DOUBTFUL);
        strict.policy.high.rejected_similarity = Some(Level::VeryLow);
        strict.is(Status::Inconclusive);
    }

    #[test]
    fn a_missing_feature_is_inconclusive_unless_nobody_looks() {
        for (process, expected) in [
            (High, Status::Inconclusive),
            (Substantial, Status::Inconclusive),
            (SubstantialFullyAuto, Status::Accepted),
        ] {
            case(process).feature(Presence::Missing).is(expected);
            case(process)
                .feature(Presence::NotAssessable)
                .is(Status::Accepted);
        }
    }

    #[test]
    fn an_open_liveness_check_needs_an_operator() {
        let open =
            |process| case(process).answering(Check::LivenessDetected, Answer::NotAssessable);
        open(High).is(Status::Accepted);
        open(Substantial).is(Status::Inconclusive);
        open(SubstantialFullyAuto).is(Status::Inconclusive);
    }

    #[test]
    fn an_error_outranks_everything() {
        let mut broken = case(High).answering(Check::NonExpired, Answer::No);
        broken.failure = Some(FailReason::illegible_document(b"evidence"));
        broken.is(Status::Failed);
    }

    #[test]
    fn nothing_usable_at_all_has_failed() {
        let mut nothing = case(High).faces(None);
        for finding in &mut nothing.findings {
            finding.answer = Answer::NotAssessable;
        }
        nothing.is(Status::Failed);
    }

    /// A session in which everything is well.
    fn case(process: ProcessType) -> Case {
        Case {
            policy: Policy::default(),
            process,
            findings: Check::ALL
                .map(|check| Finding::new(check, Answer::Yes, Reason::Reported))
                .to_vec(),
            faces: ALIKE,
            features: Vec::new(),
            failure: None,
        }
    }

    struct Case {
        policy: Policy,
        process: ProcessType,
        findings: Vec<Finding>,
        /// Their distance; `None` where there is none.
        faces: Option<f32>,
        features: Vec<Feature>,
        failure: Option<FailReason>,
    }

    impl Case {
        fn answering(mut self, check: Check, answer: Answer) -> Self {
            for finding in &mut self.findings {
                if finding.check == check {
                    finding.answer = answer;
                }
            }
            self
        }

        fn faces(mut self, distance: Option<f32>) -> Self {
            self.faces = distance;
            self
        }

        fn feature(mut self, presence: Presence) -> Self {
            self.features.push(Feature {
                name: feature::Name::Header,
                presence,
                side: Side::Data,
                area: None,
            });
            self
        }

        #[track_caller]
        fn is(self, expected: Status) {
            let face = match self.faces {
                Some(distance) => FaceFinding::Compared {
                    similarity: Similarity::from_distance(distance),
                    frames: 0,
                    several: Vec::new(),
                },
                None => FaceFinding::NotAssessable(FaceProblem::NoFace(evidence::Kind::Selfie)),
            };
            let grounds = Grounds {
                findings: &self.findings,
                face: &face,
                features: &self.features,
                failure: self.failure.as_ref(),
            };
            let rules = self.policy.rules(self.process);
            assert_eq!(conclude(rules, grounds), expected, "{:?}", self.process);
        }
    }
}
