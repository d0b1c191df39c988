//! A running server, a client for each face, and sessions on their way.

use std::sync::{Arc, Mutex};

use base64::{Engine, prelude::BASE64_STANDARD};
use central::{Central, Config};
use domain::Clock;
use jiff::{SignedDuration, Timestamp};
use reqwest::{
    Method, RequestBuilder, StatusCode,
    multipart::{Form, Part},
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// A server on a port of its own, in a folder of its own, on a clock that
/// stands until a test moves it.
pub(crate) struct Server {
    pub(crate) central: Central,
    pub(crate) config: Config,
    pub(crate) base: String,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) data: TempDir,
    client: reqwest::Client,
    shutdown: CancellationToken,
    task: tokio::task::JoinHandle<Result<(), central::CentralError>>,
}

/// A session that a partner asked for.
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) pk: i64,
    pub(crate) video_pk: i64,
    pub(crate) video: String,
}

/// A clock that is moved by hand.
pub(crate) struct HandClock(Mutex<Timestamp>);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

impl HandClock {
    pub(crate) fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(by).unwrap();
    }
}

impl Server {
    pub(crate) async fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        Self::start_with(Config::generate(), data).await
    }

    pub(crate) async fn start_with(config: Config, data: TempDir) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let now = "2026-03-02T09:30:00Z".parse().unwrap();
        let clock = Arc::new(HandClock(Mutex::new(now)));
        let central = Central::open(data.path(), config.clone(), clock.clone())
            .await
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let shutdown = CancellationToken::new();
        let task = tokio::spawn(central::serve(listener, central.clone(), shutdown.clone()));
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            central,
            config,
            base,
            clock,
            data,
            client,
            shutdown,
            task,
        }
    }

    /// Ends the server and gives its folder back, for another one.
    pub(crate) async fn stop(self) -> (Config, TempDir) {
        self.shutdown.cancel();
        self.task.await.unwrap().unwrap();
        (self.config, self.data)
    }

    /// A call of the RA face.
    pub(crate) fn ra(&self, method: Method, path: &str) -> RequestBuilder {
        let token = self.config.registration_authority.token.expose_secret();
        self.anonymous(method, path).bearer_auth(token)
    }

    /// A call of the Openapi face.
    pub(crate) fn partner(&self, method: Method, path: &str) -> RequestBuilder {
        let token = self.config.partners[0].token.expose_secret();
        self.anonymous(method, path).bearer_auth(token)
    }

    pub(crate) fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// Makes a session by `POST /IT-selfie`.
    pub(crate) async fn selfie(&self, body: &Value) -> Session {
        let call = self.partner(Method::POST, "/IT-selfie").json(body);
        let answer = ok(call).await;
        let data = &answer["data"];
        Session {
            id: data["id"].as_str().unwrap().to_owned(),
            pk: data["ra_request"]["pk"].as_i64().unwrap(),
            video_pk: data["ra_request"]["video_pk"].as_i64().unwrap(),
            video: data["ra_request"]["video_identifier"]
                .as_str()
                .unwrap()
                .to_owned(),
        }
    }

    /// A session with all its evidence, in review.
    pub(crate) async fn in_review(&self) -> Session {
        let session = self.selfie(&partner_body()).await;
        ok(self.put_evidence(session.video_pk, &evidence())).await;
        ok(self.post_video(&session.video, mp4(2_000))).await;
        assert_eq!(self.status(session.pk).await, "VIDEOREVIEW");
        session
    }

    /// A session that an officer validated.
    pub(crate) async fn validated(&self) -> Session {
        let session = self.in_review().await;
        ok(self.decide(session.pk, "validate_videoid", json!({}))).await;
        session
    }

    /// A session that an officer approved.
    pub(crate) async fn approved(&self) -> Session {
        let session = self.validated().await;
        self.draw_documents(session.pk).await;
        ok(self.decide(session.pk, "pl_approve", json!({}))).await;
        session
    }

    /// Declaration and contract.
    pub(crate) async fn draw_documents(&self, pk: i64) {
        let receipt = json!({"rao": "1400", "type": "APPROVE"});
        ok(self.post(pk, "generates_tbs_receipt", receipt)).await;
        let contract = json!({"doctype": "contract", "rao_id": "1400"});
        ok(self.post(pk, "generate_document", contract)).await;
    }

    /// A decision with the officer's credentials; `more` replaces or adds.
    pub(crate) fn decide(&self, pk: i64, operation: &str, more: Value) -> RequestBuilder {
        let rao = &self.config.raos[0];
        let mut body = json!({
            "username": rao.user_name,
            "password": rao.password.expose_secret(),
            "pin": rao.pin.expose_secret(),
            "rao_id": rao.pk.to_string(),
        });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.post(pk, operation, body)
    }

    pub(crate) fn post(&self, pk: i64, operation: &str, body: Value) -> RequestBuilder {
        self.ra(Method::POST, &format!("/api/v1/requests/{pk}/{operation}/"))
            .json(&body)
    }

    pub(crate) fn put_evidence(&self, video_pk: i64, body: &Value) -> RequestBuilder {
        self.ra(Method::PUT, &format!("/api/v1/videoid/{video_pk}/"))
            .json(body)
    }

    pub(crate) fn post_video(&self, identifier: &str, video: Vec<u8>) -> RequestBuilder {
        let part = Part::bytes(video).file_name("video.mp4");
        self.ra(Method::POST, &format!("/v1/upload/video/{identifier}/"))
            .multipart(Form::new().part("video", part))
    }

    pub(crate) async fn request(&self, pk: i64) -> Value {
        ok(self.ra(Method::GET, &format!("/api/v1/requests/{pk}/"))).await
    }

    pub(crate) async fn status(&self, pk: i64) -> String {
        let request = self.request(pk).await;
        request["status"].as_str().unwrap().to_owned()
    }

    /// The session as its partner sees it.
    pub(crate) async fn verification(&self, id: &str) -> Value {
        let path = format!("/IT-identity-verifications/{id}");
        ok(self.partner(Method::GET, &path)).await["data"].clone()
    }
}

/// Sends `call`, which must succeed with JSON.
#[track_caller]
pub(crate) fn ok(call: RequestBuilder) -> impl Future<Output = Value> {
    let caller = std::panic::Location::caller();
    async move {
        let (status, body) = answer(call).await;
        assert!(status.is_success(), "{caller}: {status} {body}");
        body
    }
}

/// Sends `call` and gives status and JSON.
pub(crate) async fn answer(call: RequestBuilder) -> (StatusCode, Value) {
    let response = call.send().await.expect("an answer");
    let status = response.status();
    let text = response.text().await.expect("a whole answer");
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    (status, body)
}

/// What a partner asks for a session with. The person is made up, after the
/// published sample.
pub(crate) fn partner_body() -> Value {
    json!({
        "mail": "cliente@example.com",
        "user": {
            "firstName": "Franco", "lastName": "Rossi", "gender": "M",
            "birthCountry": "Italy", "birthDate": "1977-11-06", "birthPlace": "Rome",
            "taxCode": "RSSMRA02D16A662G"
        },
        "phoneNumber": {"required": true, "editable": true, "number": "3331234567"},
        "output": {"imagesAsPdf": false}
    })
}

/// Evidence that needs nothing more but the video.
pub(crate) fn evidence() -> Value {
    json!({
        "acceptance": {"description": "accepted", "ip": "192.0.2.1", "date": 1_624_872_567_147_i64},
        "videoid_data": {
            "images": {
                "document_front": jpeg(1), "document_rear": jpeg(2),
                "document_photo": jpeg(3), "document_owner": jpeg(4)
            },
            "ocr_data": {
                "given_name": "FRANCO", "surname_1": "ROSSI", "serial_number": "CA00000AA",
                "birth_date": "06/11/1977", "id_document_type": "IDC", "id_document_country": "IT",
                "id_document_validity": "2033-11-06"
            },
            "security_checks": {"liveliness": true, "document_notexpired": true, "data_integrity": false},
            "similarity_level": "high"
        }
    })
}

/// Base64 of bytes that begin like a JPEG.
pub(crate) fn jpeg(filling: u8) -> String {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0];
    bytes.extend([filling; 200]);
    BASE64_STANDARD.encode(bytes)
}

/// `length` bytes that begin like an MP4.
pub(crate) fn mp4(length: usize) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    bytes.extend((bytes.len()..length).map(|place| place as u8));
    bytes
}
