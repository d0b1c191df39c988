//! What the engine says of a session. How it comes to its verdict is in
//! [`crate::verdict`].

use crate::{
    check::{FaceFinding, Finding},
    evidence,
    failure::FailReason,
    feature::Feature,
    field::{Difference, Reading},
    loip::Loip,
    personal::Personal,
    quality::PictureQuality,
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
    /// What was looked for on the document.
    pub features: Vec<Feature>,
    /// How good the pictures are; empty where nobody measured them.
    pub quality: Vec<PictureQuality>,
    /// Everything that was read.
    pub readings: Vec<Reading>,
    /// What disagrees with the declaration.
    pub differences: Vec<Difference>,
    /// The machine-readable zone, where one was found.
    pub mrz: Option<MrzSummary>,
    /// Evidence that could not be used.
    pub problems: Vec<Problem>,
    /// What kept the verification from being completed, where it failed.
    pub fail_reason: Option<FailReason>,
    /// The level of identity proofing that is reached when the session is
    /// accepted, by whoever decides in this process type.
    pub loip: Option<Loip>,
    /// Name and version of the engine.
    pub engine: String,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
}
