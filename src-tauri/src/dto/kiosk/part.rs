//! What the screens of the kiosk are made of.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Why the kiosk takes nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum OutOfService {
    /// The store is locked.
    StoreLocked,
    /// There is no camera.
    NoCamera,
    /// Too many sessions wait to be sent.
    QueueFull,
    /// The disk is full.
    DiskFull,
    /// The self test failed.
    SelfTestFailed,
    /// The kiosk has no id or no exit PIN yet.
    NotSetUp,
}

/// What was wrong with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RequestProblem {
    /// No request has it.
    NotFound,
    /// The central API cannot be asked.
    Offline,
    /// The request is done already.
    AlreadyDone,
}

/// A camera.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeviceView {
    /// Its name.
    pub name: Option<String>,
    /// How it is.
    pub state: DeviceState,
    /// Measured width in pixels; 0 while unknown.
    pub width: u32,
    /// Measured height in pixels.
    pub height: u32,
    /// Measured frames a second.
    pub frames_per_second: u32,
}

/// How a camera is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DeviceState {
    /// Well.
    Ok,
    /// There is none.
    Missing,
    /// Another program uses it.
    Busy,
    /// The system does not let the kiosk use it.
    NoPermission,
    /// It gives no frames.
    Stalled,
    /// It gives fewer or smaller frames than the policy wants.
    TooLittle,
    /// It was unplugged.
    Unplugged,
}

/// The light in front of the kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LightView {
    /// Enough.
    Ok,
    /// Too little.
    TooDark,
    /// Too much.
    TooBright,
    /// Not measured yet.
    Unknown,
}

/// A piece of what is captured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KioskPiece {
    /// The front of the document.
    DocumentFront,
    /// The rear of the document.
    DocumentRear,
    /// The front of the health card.
    HealthCardFront,
    /// The rear of the health card.
    HealthCardRear,
    /// The face beside the document.
    Selfie,
    /// The moving face.
    Face,
}

/// How far a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CaptureStage {
    /// It is being looked for.
    Seek,
    /// It was found; it has to be held still.
    Hold,
    /// The document has to be tilted.
    Tilt,
    /// It was taken.
    Taken,
}

/// Which edge of the document moves away from the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TiltView {
    /// The left one.
    Left,
    /// The right one.
    Right,
    /// The lower one: the upper one comes closer.
    Towards,
    /// The upper one.
    Away,
}

/// What is wanted for the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PhoneStage {
    /// The number.
    Number,
    /// The code that was sent.
    Code,
}

/// What was wrong with number or code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PhoneProblem {
    /// The code is another one.
    Wrong,
    /// The code is too old.
    Expired,
    /// There were too many attempts.
    Exhausted,
    /// The central API cannot be asked.
    Offline,
    /// This is no phone number.
    BadNumber,
}

/// How far the recording of the face is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FaceStage {
    /// The face is being looked for.
    Position,
    /// An action is asked for.
    Action,
    /// All actions were seen.
    Done,
    /// Not all of them were seen.
    Failed,
}

/// What is asked of the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FaceAction {
    /// Turn the head to the left.
    Left,
    /// Turn the head to the right.
    Right,
    /// Close both eyes for a moment.
    Blink,
    /// Smile.
    Smile,
    /// Come closer.
    Closer,
}

/// A piece to look at before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReviewPiece {
    /// Which.
    pub piece: KioskPiece,
    /// Its address.
    pub url: String,
    /// Whether it is a recording.
    pub moving: bool,
}

/// Whether a session has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SentState {
    /// It has.
    Delivered,
    /// It waits.
    Waiting,
}

/// Where the customer goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NextStep {
    /// The address.
    pub url: String,
    /// What it is called.
    pub label: Option<String>,
}

/// A part of the privacy policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum PolicyBlock {
    /// A heading.
    Heading {
        /// What it says.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// What it says.
        text: String,
    },
    /// A list.
    List {
        /// What it lists.
        items: Vec<String>,
    },
}

/// Why a session ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum StopReason {
    /// Nobody was there any more.
    Idle,
    /// The customer wanted it.
    Customer,
    /// Staff wanted it.
    Staff,
    /// A piece was tried too often.
    TooManyAttempts,
    /// The phone could not be confirmed.
    Otp,
    /// The customer would rather be identified by staff, in person.
    InPerson,
}

/// What the self test found of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TestResult {
    /// `faceCamera`, `documentCamera`, `light`, `disk`, `clock`, `keyring`,
    /// `central`, `certificate`, `models`.
    pub check: String,
    /// How it is.
    pub state: TestState,
    /// A particular for whoever mends it.
    pub detail: Option<String>,
}

/// How a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TestState {
    /// It is being looked at.
    Running,
    /// Well.
    Ok,
    /// It works, and should be looked after.
    Warn,
    /// It does not work.
    Bad,
}
