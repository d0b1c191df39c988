//! The central API as the tests reach it: the real one over HTTP, with a wire
//! that can be cut, and codes that are checked here.

use std::{
    collections::HashMap,
    io::Cursor,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU8, Ordering},
    },
};

use async_trait::async_trait;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::{
    Personal, PhoneNumber,
    check::Check,
    evidence::Kind,
    failure::{Account, FailReason},
    field::{Declared, Name},
    id::{CentralKey, SessionId},
    session::State,
};
use jiff::Timestamp;
use outbox::{Connector, ConnectorConfig, Operation, SyncError};
use serde_json::{Value, json};
use store::{KnownRequest, Look};
use test_support::central::RunningCentral;
use workflow::kiosk::counter::{CodeAnswer, CodeSent, Counter, Lookup, OpenRequest, Submission};

/// The code that every phone gets.
pub const CODE: &str = "135790";
/// The phone of requests that have one.
pub const PHONE: &str = "+393331234567";

/// The central API behind a wire that can be cut.
pub struct Wire {
    pub central: RunningCentral,
    connector: Connector,
    http: reqwest::Client,
    pub cut: AtomicBool,
    /// Whether requests want the phone confirmed.
    pub otp: AtomicBool,
    wrong: AtomicU8,
    /// What was asked, in order.
    pub asked: Mutex<Vec<&'static str>>,
    /// What goes beside requests that are found, by their key.
    made: Mutex<HashMap<String, CentralKey>>,
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
            connector,
            http: reqwest::Client::builder()
                .no_proxy()
                .build()
                .expect("a client"),
            cut: AtomicBool::new(false),
            otp: AtomicBool::new(false),
            wrong: AtomicU8::new(0),
            asked: Mutex::default(),
            made: Mutex::default(),
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

    async fn call(&self, call: reqwest::RequestBuilder) -> Value {
        let answer = call
            .bearer_auth(&self.central.token)
            .send()
            .await
            .expect("an answer");
        let status = answer.status();
        let text = answer.text().await.expect("a whole answer");
        assert!(status.is_success(), "{status}: {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.central.url)
    }

    /// A request of this surname, made as a partner does.
    pub async fn request(&self, surname: &str) -> CentralKey {
        let declared = [(Name::GivenName, "Anna"), (Name::Surname, surname)];
        let declared = declared.map(|(field, value)| Declared {
            field,
            value: Personal::from(value),
        });
        self.make(&declared, surname).await.known.key
    }

    async fn make(&self, declared: &[Declared], id: &str) -> OpenRequest {
        let value = |name| {
            let found = declared.iter().find(|declared| declared.field == name);
            found.map_or("", |declared| declared.value.reveal().as_str())
        };
        let card = self
            .call(
                self.http
                    .get(self.address("/api/v1/scratchcards/get_first_unused/?ra=121")),
            )
            .await;
        let body = json!({
            "scratchcard": card["sn"], "registration_authority": 121, "profile": "PFnubeAFCiudadano",
            "videoid_mode": 1, "email": "anna@example.org", "external_reference": id,
            "given_name": value(Name::GivenName), "surname_1": value(Name::Surname),
        });
        let request = self
            .call(
                self.http
                    .post(self.address("/api/v1/requests/"))
                    .json(&body),
            )
            .await;
        self.opened(&request)
    }

    fn opened(&self, request: &Value) -> OpenRequest {
        let otp = self.otp.load(Ordering::Acquire);
        let key = request["pk"].as_i64().expect("a key");
        OpenRequest {
            known: KnownRequest {
                key: CentralKey(key),
                video_pk: request["videoid"]["pk"]
                    .as_i64()
                    .or_else(|| request["video_pk"].as_i64())
                    .unwrap_or(key),
                video_identifier: request["videoid"]["video_identifier"]
                    .as_str()
                    .or_else(|| request["video_identifier"].as_str())
                    .unwrap_or_else(|| panic!("a video identifier in {request}"))
                    .to_owned(),
            },
            declared: vec![Declared {
                field: Name::Surname,
                value: Personal::from(request["surname_1"].as_str().unwrap_or_default()),
            }],
            required: vec![
                Kind::DocumentFront,
                Kind::DocumentRear,
                Kind::Selfie,
                Kind::Video,
            ],
            otp_required: otp,
            phone: PhoneNumber::read(PHONE).filter(|_| otp),
            phone_editable: true,
            look: Look {
                title: Some("Banca Specimen".to_owned()),
                logo_url: Some("https://bank.example/logo.png".to_owned()),
                ..Look::default()
            },
            next_url: Some("https://example.org/next".to_owned()),
            policy_url: None,
        }
    }
}

#[async_trait]
impl Counter for Wire {
    async fn find(&self, code: &str) -> Result<Lookup, SyncError> {
        self.ask("find")?;
        let Ok(key) = code.parse::<i64>() else {
            return Ok(Lookup::Unknown);
        };
        match self.connector.state(CentralKey(key)).await {
            Ok(State::Capturing | State::Incomplete | State::CaptureFailed) => {}
            Ok(_) => return Ok(Lookup::Done),
            Err(SyncError::NotFound { .. }) => return Ok(Lookup::Unknown),
            Err(error) => return Err(error),
        }
        let request = self.central.request(key).await.expect("it is known");
        Ok(Lookup::Open(Box::new(self.opened(&request))))
    }

    async fn create(&self, declared: &[Declared], id: &str) -> Result<OpenRequest, SyncError> {
        self.ask("create")?;
        let made = self
            .made
            .lock()
            .expect("nobody panics with it")
            .get(id)
            .copied();
        if let Some(CentralKey(key)) = made {
            let request = self.central.request(key).await.expect("it is known");
            return Ok(self.opened(&request));
        }
        let open = self.make(declared, id).await;
        let mut made = self.made.lock().expect("nobody panics with it");
        made.insert(id.to_owned(), open.known.key);
        Ok(open)
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
        let mut images = json!({});
        for (kind, bytes) in &submission.images {
            let name = if *kind == Kind::Selfie {
                "document_owner"
            } else {
                kind.name()
            };
            images[name] = BASE64_STANDARD.encode(bytes).into();
        }
        let mut checks = json!({});
        for (check, passed) in &submission.checks {
            if let Some(name) = check.registration_authority() {
                checks[name] = (*passed).into();
            }
        }
        let body = json!({
            "acceptance": {
                "description": submission.acceptance.description(),
                "ip": "192.0.2.1",
                "date": submission.acceptance.at.as_millisecond(),
            },
            "videoid_data": {
                "images": images,
                "ocr_data": { "given_name": "ANNA" },
                "security_checks": checks,
                "similarity_level": submission.similarity,
            },
        });
        let path = format!("/api/v1/videoid/{}/", to.video_pk);
        self.call(self.http.put(self.address(&path)).json(&body))
            .await;
        Ok(())
    }

    async fn video(&self, to: &KnownRequest, video: Vec<u8>) -> Result<(), SyncError> {
        self.ask("video")?;
        self.connector
            .upload_video(&to.video_identifier, video)
            .await
    }

    async fn state(&self, key: CentralKey) -> Result<State, SyncError> {
        self.ask("state")?;
        self.connector.state(key).await
    }

    async fn failed(
        &self,
        key: CentralKey,
        session: SessionId,
        code: &str,
    ) -> Result<(), SyncError> {
        self.ask("failed")?;
        let failure = FailReason {
            id: session.to_string(),
            account: Account::Client {
                kind: code.to_owned(),
                message: String::new(),
            },
        };
        self.connector.report_failure(key, &failure).await
    }

    async fn certificate_ends(&self) -> Result<Option<Timestamp>, SyncError> {
        self.connector.certificate_ends().await
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
        self.connector.time().await
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
