//! What the kiosk's window shows, screen by screen.

use serde::{Deserialize, Serialize};
use specta::Type;
use specta_typescript::Number;

use super::{
    CaptureStage, DeviceState, DeviceView, FaceAction, FaceStage, KioskHint, KioskPiece, LightView,
    NextStep, OutOfService, PhoneProblem, PhoneStage, PolicyBlock, RequestProblem, ReviewPiece,
    SentState, StopReason, TestResult, TiltView,
};

/// What is shown.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum KioskScreen {
    /// The kiosk is being opened.
    Starting,
    /// The kiosk takes nobody now.
    OutOfService {
        /// Why.
        reason: OutOfService,
        /// A particular for whoever mends it; none of it is personal.
        detail: Option<String>,
    },
    /// Nobody is here.
    Welcome,
    /// The code of the request is wanted.
    Request {
        /// What was wrong with the last one.
        problem: Option<RequestProblem>,
    },
    /// The data of a new request are wanted.
    NewRequest {
        /// The field that was wrong, or `offline`, `refused`, `noScratchcard`.
        problem: Option<String>,
    },
    /// The devices are being looked at.
    Devices {
        /// The camera that looks at the customer.
        face: DeviceView,
        /// The camera that looks at documents.
        document: DeviceView,
        /// The light.
        light: LightView,
        /// Whether the session can go on.
        ready: bool,
    },
    /// Consent is wanted.
    Consent {
        /// Where the privacy policy is.
        policy_url: Option<String>,
        /// What it says; nothing where the bank has no text here.
        policy: Vec<PolicyBlock>,
        /// The version of the text that is shown.
        terms_version: String,
    },
    /// A piece is being taken.
    Capture {
        /// Which.
        piece: KioskPiece,
        /// How far it is.
        stage: CaptureStage,
        /// Which way, when the document has to be tilted.
        tilt: Option<TiltView>,
        /// What would make the picture better.
        hint: Option<KioskHint>,
        /// The corners of what was found, as parts (0 to 1) of the preview.
        #[specta(type = Option<Vec<(Number, Number)>>)]
        outline: Option<Vec<(f32, f32)>>,
        /// Which attempt this is, from 1.
        attempt: u8,
        /// How many there are.
        attempts: u8,
        /// What is wrong with the camera.
        trouble: Option<DeviceState>,
        /// Whether the picture may be taken by hand.
        manual: bool,
        /// The address of what was taken.
        still: Option<String>,
    },
    /// The phone is being checked.
    Phone {
        /// The number.
        number: String,
        /// Whether it may be changed.
        editable: bool,
        /// What is wanted.
        stage: PhoneStage,
        /// Codes that may still be tried.
        attempts_left: u8,
        /// Seconds until another code can be sent.
        resend_after_seconds: u32,
        /// What was wrong.
        problem: Option<PhoneProblem>,
    },
    /// The moving face is being recorded.
    Face {
        /// How far it is.
        stage: FaceStage,
        /// What is asked of the customer.
        action: Option<FaceAction>,
        /// Actions that were seen.
        done: u8,
        /// Actions in all.
        of: u8,
        /// What would make it better.
        hint: Option<KioskHint>,
        /// Which attempt this is, from 1.
        attempt: u8,
        /// How many there are.
        attempts: u8,
        /// What is wrong with the camera.
        trouble: Option<DeviceState>,
    },
    /// Everything that was taken.
    Review {
        /// Piece by piece.
        pieces: Vec<ReviewPiece>,
    },
    /// It is being put together.
    Submitting,
    /// It is done.
    Outcome {
        /// Whether it has arrived.
        sent: SentState,
        /// Where the customer goes on.
        next: Option<NextStep>,
    },
    /// The session ended early; nothing of it is kept.
    Stopped {
        /// Why.
        reason: StopReason,
    },
    /// The kiosk is testing itself.
    SelfTest {
        /// What it found.
        results: Vec<TestResult>,
    },
}
