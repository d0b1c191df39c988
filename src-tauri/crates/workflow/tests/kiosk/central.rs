//! The central API as the tests reach it: the real one over HTTP, with a wire
//! that can be cut, and codes that are checked here.

use std::{
    io::Cursor,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU8, Ordering},
    },
};

use async_trait::async_trait;
use domain::{
    Personal, PhoneNumber,
    check::Check,
    field::{Declared, Name},
    id::{CentralKey, RequestKey, SessionId},
    session::State,
};
use jiff::Timestamp;
use outbox::{Connector, ConnectorConfig, Operation, SyncError};
use serde_json::{Value, json};
use store::{KnownRequest, Look};
use test_support::central::RunningCentral;
use workflow::kiosk::{
    CentralCounter,
    counter::{CodeAnswer, CodeSent, Counter, Lookup, OpenRequest, Submission},
};

/// The code that every phone gets.
pub const CODE: &str = "135790";
/// The phone of requests that have one.
pub const PHONE: &str = "+393331234567";

/// The central API behind a wire that can be cut.
pub struct Wire {
    pub central: RunningCentral,
    counter: CentralCounter,
    pub cut: AtomicBool,
    /// Whether requests want the phone confirmed.
    pub otp: AtomicBool,
    wrong: AtomicU8,
    /// What was asked, in order.
    pub asked: Mutex<Vec<&'static str>>,
}

impl Wire {
    pub async fn open(folder: &std::path::Path) -> Arc<Self> {
        let central = RunningCentral::start(folder).await.expect("it starts");
        let connector = Connector::new(ConnectorConfig {
            base_url: central.url.clone(),
            token: central.token.clone().into(),
            ..ConnectorConfig::default()
        })
        .expect("the address is one");
        Arc::new(Self {
            central,
            counter: CentralCounter::new(connector, 121, "PFnubeAFCiudadano".to_owned()),
            cut: AtomicBool::new(false),
            otp: AtomicBool::new(false),
            wrong: AtomicU8::new(0),
            asked: Mutex::default(),
        })
    }

    pub fn asked(&self) -> Vec<&'static str> {
        self.asked.lock().expect("nobody panics with it").clone()
    }

    fn ask(&self, what: &'static str) -> Result<(), SyncError> {
        self.asked.lock().expect("nobody panics with it").push(what);
        if self.cut.load(Ordering::Acquire) {
            let operation = Operation::Request;
            return Err(SyncError::Unreachable { operation });
        }
        Ok(())
    }

    /// A request of this surname.
    pub async fn request(&self, surname: &str) -> CentralKey {
        let declared = [
            (Name::GivenName, "Anna"),
            (Name::Surname, surname),
            (Name::Email, "anna@example.org"),
        ];
        let declared = declared.map(|(field, value)| Declared {
            field,
            value: Personal::from(value),
        });
        let id = RequestKey::fresh().to_string();
        let made = self.counter.create(&declared, &id).await;
        made.expect("a request").known.key
    }

    /// The desk asks for `pieces` of the request `key` again.
    pub async fn ask_again(&self, CentralKey(key): CentralKey, pieces: Value) {
        let officer = &self.central.officer;
        let body = json!({
            "username": officer.user_name, "password": officer.password, "pin": officer.pin,
            "rao_id": officer.id, "pieces": pieces,
        });
        let url = &self.central.url;
        let asked = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client")
            .post(format!(
                "{url}/api/v1/requests/{key}/request_videoid_pieces/"
            ))
            .bearer_auth(&self.central.token)
            .json(&body)
            .send()
            .await
            .expect("an answer");
        let status = asked.status();
        let text = asked.text().await.expect("a whole answer");
        assert!(status.is_success(), "{status}: {text}");
    }

    /// `open` with a partner's look, and the phone as the test wants it.
    fn dressed(&self, open: OpenRequest) -> OpenRequest {
        let otp = self.otp.load(Ordering::Acquire);
        OpenRequest {
            otp_required: otp,
            phone: PhoneNumber::read(PHONE).filter(|_| otp),
            phone_editable: true,
            look: Look {
                title: Some("Banca Specimen".to_owned()),
                logo_url: Some("https://bank.example/logo.png".to_owned()),
                ..Look::default()
            },
            next_url: Some("https://example.org/next".to_owned()),
            ..open
        }
    }
}

#[async_trait]
impl Counter for Wire {
    async fn find(&self, code: &str) -> Result<Lookup, SyncError> {
        self.ask("find")?;
        Ok(match self.counter.find(code).await? {
            Lookup::Open(open) => Lookup::Open(Box::new(self.dressed(*open))),
            other @ (Lookup::Done | Lookup::Unknown) => other,
        })
    }

    async fn create(&self, declared: &[Declared], id: &str) -> Result<OpenRequest, SyncError> {
        self.ask("create")?;
        let made = self.counter.create(declared, id).await?;
        Ok(self.dressed(made))
    }

    async fn send_code(&self, _: CentralKey, _: &PhoneNumber) -> Result<CodeSent, SyncError> {
        self.ask("send_code")?;
        self.wrong.store(0, Ordering::Release);
        Ok(CodeSent {
            attempts_left: 3,
            resend_after_seconds: 30,
        })
    }

    async fn check_code(&self, _: CentralKey, code: &str) -> Result<CodeAnswer, SyncError> {
        self.ask("check_code")?;
        if code == CODE {
            return Ok(CodeAnswer::Right);
        }
        let wrong = self.wrong.fetch_add(1, Ordering::AcqRel) + 1;
        Ok(match 3_u8.saturating_sub(wrong) {
            0 => CodeAnswer::Exhausted,
            attempts_left => CodeAnswer::Wrong { attempts_left },
        })
    }

    async fn evidence(&self, to: &KnownRequest, submission: &Submission) -> Result<(), SyncError> {
        self.ask("evidence")?;
        self.counter.evidence(to, submission).await
    }

    async fn video(&self, to: &KnownRequest, video: Vec<u8>) -> Result<(), SyncError> {
        self.ask("video")?;
        self.counter.video(to, video).await
    }

    async fn state(&self, key: CentralKey) -> Result<State, SyncError> {
        self.ask("state")?;
        self.counter.state(key).await
    }

    async fn failed(
        &self,
        key: CentralKey,
        session: SessionId,
        code: &str,
    ) -> Result<(), SyncError> {
        self.ask("failed")?;
        self.counter.failed(key, session, code).await
    }

    async fn certificate_ends(&self) -> Result<Option<Timestamp>, SyncError> {
        self.counter.certificate_ends().await
    }

    async fn picture(&self, _: &str) -> Result<Vec<u8>, SyncError> {
        let mut file = Cursor::new(Vec::new());
        let picture = image::RgbaImage::new(20, 8);
        let written = picture.write_to(&mut file, image::ImageFormat::Png);
        written.expect("a picture");
        Ok(file.into_inner())
    }

    async fn time(&self) -> Result<Option<Timestamp>, SyncError> {
        if self.cut.load(Ordering::Acquire) {
            let operation = Operation::List;
            return Err(SyncError::Unreachable { operation });
        }
        self.counter.time().await
    }
}

/// The checks that the request `key` has at the central API.
pub fn otp_of(request: &Value) -> bool {
    let label = "OTP validation";
    assert!(Check::OtpValidation.registration_authority().is_some());
    request["videoid"]["security_checks"]
        .as_array()
        .is_some_and(|checks| {
            checks
                .iter()
                .any(|pair| pair[0] == label && pair[1] == true)
        })
}
