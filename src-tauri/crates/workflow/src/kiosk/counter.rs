//! The central API as the kiosk sees it.

use async_trait::async_trait;
use domain::{
    PhoneNumber,
    check::Check,
    decision::PieceAsked,
    evidence::Kind,
    field::{Declared, Reading},
    id::{CentralKey, SessionId},
    kiosk::Consent,
    session::State,
};
use jiff::Timestamp;
use outbox::SyncError;
use store::{KnownRequest, Look};

/// What became of the code of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// The request can be captured.
    Open(Box<OpenRequest>),
    /// It was captured already, or decided.
    Done,
    /// There is none.
    Unknown,
}

/// A request that can be captured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRequest {
    /// Where its evidence goes.
    pub known: KnownRequest,
    /// What it declares.
    pub declared: Vec<Declared>,
    /// The evidence that it requires.
    pub required: Vec<Kind>,
    /// The pieces that were asked for again; none where all of it is wanted.
    pub asked: Vec<PieceAsked>,
    /// What the customer consented to before.
    pub accepted: Option<Consent>,
    /// Whether the phone is to be confirmed.
    pub otp_required: bool,
    /// The number that a code is sent to.
    pub phone: Option<PhoneNumber>,
    /// Whether the customer may change it.
    pub phone_editable: bool,
    /// How the partner wants the kiosk to look.
    pub look: Look,
    /// Where the customer goes on afterwards.
    pub next_url: Option<String>,
    /// Where the privacy policy is.
    pub policy_url: Option<String>,
}

/// A code is on its way to a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeSent {
    /// How often a code may be tried.
    pub attempts_left: u8,
    /// Seconds until another one can be sent.
    pub resend_after_seconds: u32,
}

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeAnswer {
    /// It is the one that was sent.
    Right,
    /// It is another one.
    Wrong {
        /// How often one may be tried still.
        attempts_left: u8,
    },
    /// It was tried too often.
    Exhausted,
    /// It is too old.
    Expired,
}

/// What is sent of a session beside its recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// What the customer consented to.
    pub acceptance: Consent,
    /// The pictures, as files.
    pub images: Vec<(Kind, Vec<u8>)>,
    /// What the engine read, one value a datum.
    pub read: Vec<Reading>,
    /// What was checked.
    pub checks: Vec<(Check, bool)>,
    /// How alike the faces are, 0 to 100.
    pub similarity: Option<u8>,
}

/// The central API. Each question fails as every exchange with it does.
#[async_trait]
pub trait Counter: Send + Sync + 'static {
    /// The request behind a code that a customer types.
    async fn find(&self, code: &str) -> Result<Lookup, SyncError>;
    /// Makes a request with these values; the same `id` makes one, however
    /// often it is asked for.
    async fn create(&self, declared: &[Declared], id: &str) -> Result<OpenRequest, SyncError>;
    /// Sends a code to a phone.
    async fn send_code(&self, key: CentralKey, to: &PhoneNumber) -> Result<CodeSent, SyncError>;
    /// Checks a code.
    async fn check_code(&self, key: CentralKey, code: &str) -> Result<CodeAnswer, SyncError>;
    /// Sends pictures and readings.
    async fn evidence(&self, to: &KnownRequest, submission: &Submission) -> Result<(), SyncError>;
    /// Sends the recording.
    async fn video(&self, to: &KnownRequest, video: Vec<u8>) -> Result<(), SyncError>;
    /// Where a request stands.
    async fn state(&self, key: CentralKey) -> Result<State, SyncError>;
    /// Says that the session `session` of a request ended early, by the code of
    /// a `domain::kiosk::Stop`. The same again changes nothing.
    async fn failed(
        &self,
        key: CentralKey,
        session: SessionId,
        code: &str,
    ) -> Result<(), SyncError>;
    /// When its certificate ends; nothing where it needs none.
    async fn certificate_ends(&self) -> Result<Option<Timestamp>, SyncError>;
    /// The file of a picture that a request points to.
    async fn picture(&self, address: &str) -> Result<Vec<u8>, SyncError>;
    /// What time it is there, where it says so.
    async fn time(&self) -> Result<Option<Timestamp>, SyncError>;
}
