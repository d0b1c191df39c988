//! What the engine says of a session, and how findings become a verdict.

use crate::{
    check::{Answer, Check, FaceFinding, Finding},
    evidence,
    field::{Difference, Reading},
    personal::Personal,
    similarity::Level,
};

/// How a session is verified, in the Signicat vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProcessType {
    /// Automatic; doubtful cases are inconclusive.
    Substantial,
    /// Automatic; nobody looks at doubtful cases.
    SubstantialFullyAuto,
    /// An operator decides in the end.
    High,
}

impl ProcessType {
    const ALL: [Self; 3] = [Self::Substantial, Self::SubstantialFullyAuto, Self::High];

    /// The name in the Signicat vocabulary.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Substantial => "substantial",
            Self::SubstantialFullyAuto => "substantialFullyAuto",
            Self::High => "high",
        }
    }

    /// The process type behind its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The checks that must be answered *yes* before a session is accepted.
    ///
    /// Where an operator decides, presence and originality are judged by the
    /// operator, so that the engine may leave them open.
    #[must_use]
    pub const fn required(self) -> &'static [Check] {
        match self {
            Self::Substantial | Self::SubstantialFullyAuto => &[
                Check::NonExpired,
                Check::NotUnderage,
                Check::DataIntegrity,
                Check::DocumentsMatch,
                Check::LivenessDetected,
                Check::NotFaceSpoofing,
                Check::NotBwCopy,
            ],
            Self::High => &[
                Check::NonExpired,
                Check::NotUnderage,
                Check::DataIntegrity,
                Check::DocumentsMatch,
            ],
        }
    }
}

/// The verdict of the engine, in the Signicat vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Everything required was answered yes and the faces are alike.
    Accepted,
    /// At least one check failed.
    Rejected,
    /// Nothing failed, but not everything required could be answered.
    Inconclusive,
    /// An error kept the verification from being completed.
    Failed,
}

impl Status {
    const ALL: [Self; 4] = [
        Self::Accepted,
        Self::Rejected,
        Self::Inconclusive,
        Self::Failed,
    ];

    /// The name in the Signicat vocabulary.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Inconclusive => "inconclusive",
            Self::Failed => "failed",
        }
    }

    /// The verdict behind its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// The machine-readable zone that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MrzSummary {
    /// `TD1`, `TD2`, `TD3`, `MRVA` or `MRVB`.
    pub format: String,
    /// The lines as read.
    pub lines: Vec<Personal<String>>,
    /// Whether every check digit adds up.
    pub valid: bool,
    /// How many characters were repaired on the way.
    pub repaired: u16,
}

/// A piece of evidence that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which piece.
    pub evidence: evidence::Kind,
    /// What is wrong with it, as a stable code (`empty`, `truncated`,
    /// `too_large`, `too_many_pixels`, `unknown_format`, …).
    pub code: String,
}

/// Everything the engine found in one session.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// By which rules the verdict was made.
    pub process: ProcessType,
    /// The verdict.
    pub status: Status,
    /// Every check with its answer.
    pub findings: Vec<Finding>,
    /// The faces.
    pub face: FaceFinding,
    /// Everything that was read.
    pub readings: Vec<Reading>,
    /// What disagrees with the declaration.
    pub differences: Vec<Difference>,
    /// The machine-readable zone, where one was found.
    pub mrz: Option<MrzSummary>,
    /// Evidence that could not be used.
    pub problems: Vec<Problem>,
    /// Name and version of the engine.
    pub engine: String,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
}

/// Makes the verdict.
///
/// Any failed check rejects. A similarity that is not *high* is inconclusive,
/// or rejects where nobody looks at doubtful cases. A required check without a
/// *yes* is inconclusive. With no usable evidence of the person at all the
/// verification has failed. (Rules: Signicat VideoID, final result status.)
#[must_use]
pub fn conclude(process: ProcessType, findings: &[Finding], face: &FaceFinding) -> Status {
    if findings.iter().any(|finding| finding.answer == Answer::No) {
        return Status::Rejected;
    }
    if findings
        .iter()
        .all(|finding| finding.answer == Answer::NotAssessable)
        && face.level().is_none()
    {
        return Status::Failed;
    }
    if face.level() != Some(Level::High) {
        return match process {
            ProcessType::SubstantialFullyAuto => Status::Rejected,
            ProcessType::Substantial | ProcessType::High => Status::Inconclusive,
        };
    }
    let answered_yes = |check: &Check| {
        findings
            .iter()
            .any(|finding| finding.check == *check && finding.answer == Answer::Yes)
    };
    if process.required().iter().all(answered_yes) {
        Status::Accepted
    } else {
        Status::Inconclusive
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Similarity, check::Reason};

    const HIGH: f32 = 0.3;
    const LOW: f32 = 0.6;

    #[test]
    fn a_session_with_nothing_open_is_accepted() {
        check(ProcessType::High, &[], HIGH, Status::Accepted);
        check(ProcessType::Substantial, &[], HIGH, Status::Accepted);
    }

    #[test]
    fn one_failed_check_rejects() {
        check(
            ProcessType::High,
            &[(Check::NonExpired, Answer::No)],
            HIGH,
            Status::Rejected,
        );
        check(
            ProcessType::High,
            &[(Check::TaxCodeMatch, Answer::No)],
            HIGH,
            Status::Rejected,
        );
    }

    #[test]
    fn unlike_faces_are_inconclusive_unless_nobody_looks() {
        check(ProcessType::High, &[], LOW, Status::Inconclusive);
        check(ProcessType::Substantial, &[], LOW, Status::Inconclusive);
        check(
            ProcessType::SubstantialFullyAuto,
            &[],
            LOW,
            Status::Rejected,
        );
    }

    #[test]
    fn an_open_liveness_check_needs_an_operator() {
        let open = [(Check::LivenessDetected, Answer::NotAssessable)];
        check(ProcessType::High, &open, HIGH, Status::Accepted);
        check(ProcessType::Substantial, &open, HIGH, Status::Inconclusive);
    }

    #[test]
    fn nothing_usable_at_all_has_failed() {
        let findings: Vec<Finding> = Check::ALL
            .into_iter()
            .map(|check| Finding::new(check, Answer::NotAssessable, Reason::NoMethod))
            .collect();
        let face =
            FaceFinding::NotAssessable(crate::check::FaceProblem::Missing(evidence::Kind::Selfie));
        assert_eq!(
            conclude(ProcessType::High, &findings, &face),
            Status::Failed
        );
    }

    #[track_caller]
    fn check(process: ProcessType, changed: &[(Check, Answer)], distance: f32, expected: Status) {
        let findings: Vec<Finding> = Check::ALL
            .into_iter()
            .map(|check| {
                let answer = changed
                    .iter()
                    .find(|(name, _)| *name == check)
                    .map_or(Answer::Yes, |(_, answer)| *answer);
                Finding::new(check, answer, Reason::Reported)
            })
            .collect();
        let face = FaceFinding::Compared {
            similarity: Similarity::from_distance(distance),
            frames: 0,
            several: Vec::new(),
        };
        assert_eq!(conclude(process, &findings, &face), expected);
    }
}
