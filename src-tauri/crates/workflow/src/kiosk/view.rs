//! The kiosk as its window has to show it.

use domain::{
    decision::PieceAsked,
    id::EvidenceId,
    kiosk::{Gesture, Piece, Progress, Step, Stop, Tilt},
};
use store::Look;

use super::{
    Block, CameraProblem,
    guide::{Hint, StillStage},
    self_test::TestResult,
};

/// What is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The screen.
    pub screen: Screen,
    /// The language.
    pub language: Language,
    /// How the partner wants it to look, in a session.
    pub look: Option<Look>,
    /// The steps of the session.
    pub steps: Vec<(Step, Progress)>,
    /// The pieces that were asked for again, and why; none in a whole session.
    pub asked: Vec<PieceAsked>,
    /// Whether there is a step to go back to.
    pub can_go_back: bool,
    /// Whether an operator sits beside the customer.
    pub assisted: bool,
    /// Whether staff was called.
    pub staff_called: bool,
    /// Seconds until everything is wiped, while the warning is up.
    pub idle_seconds_left: Option<u32>,
    /// Sessions that have not arrived yet.
    pub waiting: u32,
    /// Whether the central API answers.
    pub online: bool,
}

/// A language of the kiosk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// Italian.
    #[default]
    Italian,
    /// English.
    English,
    /// German.
    German,
    /// French.
    French,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 4] = [Self::Italian, Self::English, Self::German, Self::French];

    /// Its code of two letters.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Italian => "it",
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
        }
    }
}

/// A screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// The kiosk takes nobody now.
    OutOfService {
        /// Why.
        reason: OutOfService,
        /// A particular; none of it is personal.
        detail: Option<String>,
    },
    /// Nobody is here.
    Welcome,
    /// The code of a request is wanted.
    Request(Option<RequestProblem>),
    /// The data of a new request are wanted; what was wrong with the last ones.
    NewRequest(Option<String>),
    /// The devices are looked at.
    Devices {
        /// The camera that looks at the customer.
        face: DeviceView,
        /// The camera that looks at documents.
        document: DeviceView,
        /// The light.
        light: Light,
        /// Whether the session can go on.
        ready: bool,
    },
    /// Consent is wanted.
    Consent {
        /// Where the privacy policy is.
        policy_url: Option<String>,
        /// What it says in the language that is shown, where the bank has it
        /// here.
        policy: Vec<Block>,
        /// The version of the text.
        terms_version: String,
    },
    /// A picture is taken.
    Capture {
        /// Of which piece.
        piece: Piece,
        /// How far it is.
        stage: StillStage,
        /// Which way to tilt.
        tilt: Option<Tilt>,
        /// What would make it better.
        hint: Option<Hint>,
        /// Corners of what was found, as parts of the frame.
        outline: Option<[(f32, f32); 4]>,
        /// Which attempt this is, and how many there are.
        attempt: (u8, u8),
        /// What is wrong with the camera.
        trouble: Option<CameraProblem>,
        /// Whether it may be taken by hand.
        manual: bool,
        /// What was taken.
        still: Option<PartView>,
    },
    /// The phone is confirmed.
    Phone {
        /// The number.
        number: String,
        /// Whether it may be changed.
        editable: bool,
        /// Where it stands.
        code: Option<CodeView>,
        /// What was wrong.
        problem: Option<PhoneProblem>,
    },
    /// The moving face is recorded.
    Face {
        /// How far it is.
        stage: FaceStage,
        /// What is asked for.
        action: Option<Gesture>,
        /// Gestures that were seen, and how many there are.
        done: (u8, u8),
        /// What would make it better.
        hint: Option<Hint>,
        /// Which attempt this is, and how many there are.
        attempt: (u8, u8),
        /// What is wrong with the camera.
        trouble: Option<CameraProblem>,
    },
    /// Everything is shown.
    Review(Vec<(Piece, PartView)>),
    /// Everything is put together.
    Submitting,
    /// It is done.
    Outcome {
        /// Whether it has arrived.
        delivered: bool,
        /// Where the customer goes on.
        next_url: Option<String>,
    },
    /// It ended early.
    Stopped(Stop),
    /// The kiosk tests itself.
    SelfTest(Vec<TestResult>),
}

/// Why the kiosk takes nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutOfService {
    /// There is no camera.
    NoCamera,
    /// Too many sessions wait.
    QueueFull,
    /// The disk is full.
    DiskFull,
    /// The self test failed.
    SelfTestFailed,
    /// The kiosk has no id or no exit PIN.
    NotSetUp,
}

/// What was wrong with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestProblem {
    /// No request has it.
    NotFound,
    /// The central API cannot be asked.
    Offline,
    /// The request is done already.
    AlreadyDone,
}

/// A camera.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceView {
    /// Its name.
    pub name: Option<String>,
    /// What is wrong with it.
    pub problem: Option<CameraProblem>,
    /// Measured width, height and frames a second.
    pub measured: (u32, u32, u32),
}

/// The light in front of the kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Light {
    /// Enough.
    Enough,
    /// Too little.
    TooDark,
    /// Too much.
    TooBright,
    /// Not measured yet.
    Unknown,
}

/// A part that can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartView {
    /// Which.
    pub id: EvidenceId,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// Whether it is a recording.
    pub moving: bool,
}

/// A code that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeView {
    /// How often one may be tried still.
    pub attempts_left: u8,
    /// Seconds until another one can be sent.
    pub resend_after_seconds: u32,
}

/// What was wrong with number or code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneProblem {
    /// The code is another one.
    Wrong,
    /// The code is too old.
    Expired,
    /// The central API cannot be asked.
    Offline,
    /// This is no phone number.
    BadNumber,
}

/// How far the recording of the face is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaceStage {
    /// It has not begun.
    Position,
    /// A gesture is asked for.
    Action,
    /// All were seen.
    Done,
    /// The attempt before failed.
    Failed,
}
