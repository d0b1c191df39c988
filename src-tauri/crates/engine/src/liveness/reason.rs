//! What a decision about liveness consists of: tests, their outcomes, reasons.

/// What a recording is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// A living person before the camera.
    Live,
    /// Something else.
    NotLive,
    /// It does not show enough to tell.
    NotAssessable,
}

impl Decision {
    /// True, false, or nothing where it is not assessable.
    #[must_use]
    pub const fn live(self) -> Option<bool> {
        match self {
            Self::Live => Some(true),
            Self::NotLive => Some(false),
            Self::NotAssessable => None,
        }
    }
}

/// What was tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Test {
    /// Length in milliseconds, at least.
    Duration,
    /// Frames with the face, at least.
    Frames,
    /// Frames handed in a second, at least.
    Rate,
    /// Share of the frames in which the face was held, at least.
    Held,
    /// Longest time without the face in milliseconds, at most.
    Gap,
    /// Jumps of the face, at most.
    Jumps,
    /// Width of the face in pixels, at least.
    FaceSize,
    /// Faces at once, at most.
    Faces,
    /// Distance between descriptors of the face, at most.
    Identity,
    /// Frames with the whole face that were compared for planarity, at least.
    Compared,
    /// Lower quartile of the correlations after the best homography, at most.
    Planarity,
    /// Longest time without change in milliseconds, at most.
    Freeze,
    /// Share of frames that change, at least.
    Movement,
    /// How far the closest repetition is away, at least.
    Repetition,
    /// Cuts, at most.
    Cuts,
    /// Actions of the challenge done in order, at least.
    Challenge,
    /// Turns to the wrong side, at most.
    WrongTurns,
}

impl Test {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Duration => "duration",
            Self::Frames => "frames",
            Self::Rate => "rate",
            Self::Held => "face_held",
            Self::Gap => "face_lost",
            Self::Jumps => "face_jumped",
            Self::FaceSize => "face_size",
            Self::Faces => "faces",
            Self::Identity => "identity",
            Self::Compared => "face_whole",
            Self::Planarity => "planarity",
            Self::Freeze => "frozen",
            Self::Movement => "movement",
            Self::Repetition => "repeated",
            Self::Cuts => "cut",
            Self::Challenge => "challenge",
            Self::WrongTurns => "wrong_turn",
        }
    }

    /// Whether a smaller value is the better one.
    pub(super) const fn is_at_most(self) -> bool {
        match self {
            Self::Gap
            | Self::Jumps
            | Self::Faces
            | Self::Identity
            | Self::Planarity
            | Self::Freeze
            | Self::Cuts
            | Self::WrongTurns => true,
            Self::Duration
            | Self::Frames
            | Self::Rate
            | Self::Held
            | Self::FaceSize
            | Self::Compared
            | Self::Movement
            | Self::Repetition
            | Self::Challenge => false,
        }
    }
}

/// What a test came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// As a living person's recording has it.
    Passed,
    /// As no living person's recording has it.
    Failed,
    /// The recording does not show it.
    NotAssessable,
}

impl Outcome {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotAssessable => "not_assessable",
        }
    }
}

/// A test with its number and its threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// What was tested.
    pub test: Test,
    /// What was measured; `None` where there was nothing to measure.
    pub value: Option<f64>,
    /// What it is compared with.
    pub threshold: f64,
    /// What it came to.
    pub outcome: Outcome,
}
