//! A small server with the RA API's shapes, and the faults it can be told to show.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, Query, Request, State},
    http::{HeaderMap, StatusCode, header::AUTHORIZATION},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::id::RaoId;
use outbox::{Connector, ConnectorConfig, RaoCredentials};
use serde_json::{Value, json};

pub(crate) const TOKEN: &str = "desk-token";
pub(crate) const PDF: &str = "%PDF-1.7 specimen";

/// A fault shown to one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The connection is lost before anything is done.
    CutBefore,
    /// It is lost after everything was done, before the answer.
    CutAfter,
    /// A page for people with status 500, nothing done.
    HtmlBefore,
    /// The same, everything done.
    HtmlAfter,
    /// Everything is done, the answer has another shape.
    GarbageAfter,
    /// Status 503, nothing done.
    Busy,
    /// No answer at all, nothing done.
    Hang,
}

#[derive(Default)]
pub(crate) struct Ra {
    pub(crate) requests: BTreeMap<i64, Value>,
    pub(crate) documents: BTreeMap<i64, Value>,
    pub(crate) videos: BTreeMap<String, Vec<u8>>,
    /// Shown to the next questions, one each.
    pub(crate) faults: VecDeque<Fault>,
    /// Whether a repeated idempotency key gets the first answer again.
    pub(crate) forgets_keys: bool,
    /// Decisions that took effect: request and operation.
    pub(crate) effects: Vec<(i64, String)>,
    /// Idempotency keys of all decisions that came in.
    pub(crate) keys: Vec<String>,
    /// Bodies of all decisions that came in.
    pub(crate) bodies: Vec<Value>,
    /// Paths of all questions.
    pub(crate) asked: Vec<String>,
    /// Answers given to the list instead of the list itself, one each.
    pub(crate) pages: VecDeque<Value>,
    pub(crate) uploads: Vec<String>,
    /// What a kiosk sent.
    pub(crate) kiosk: crate::kiosk_server::Kiosk,
    answered: BTreeMap<String, Value>,
}

#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) ra: Arc<Mutex<Ra>>,
    pub(crate) url: String,
}

impl Server {
    /// Serves on a port of its own until the runtime ends.
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Self {
            ra: Arc::default(),
            url,
        };
        let routes = Router::new()
            .route(
                "/api/v1/requests/",
                get(list).post(crate::kiosk_server::create),
            )
            .route("/api/v1/requests/{key}/", get(request))
            .route("/api/v1/requests/{key}/pl_get_documents/", get(documents))
            .route("/api/v1/requests/{key}/pl_get_document/", post(contract))
            .route(
                "/api/v1/requests/{key}/generates_tbs_receipt/",
                post(receipt),
            )
            .route("/api/v1/requests/{key}/{operation}/", post(decide))
            .route("/api/v1/download/video/{identifier}/", get(video))
            .route("/v1/upload/video/{identifier}/", post(upload))
            .merge(crate::kiosk_server::routes())
            .layer(middleware::from_fn_with_state(server.clone(), fault))
            .with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        server
    }

    pub(crate) fn ra(&self) -> std::sync::MutexGuard<'_, Ra> {
        self.ra.lock().unwrap()
    }

    /// A server with one request that waits, with a video and two pictures.
    pub(crate) async fn with_requests(keys: &[i64]) -> Self {
        let server = Self::start().await;
        for key in keys {
            server.add(*key);
        }
        server
    }

    pub(crate) fn add(&self, key: i64) {
        let mut ra = self.ra();
        let identifier = format!("video-{key}");
        ra.requests.insert(
            key,
            json!({
                "pk": key, "status": "VIDEOREVIEW", "given_name": "Anna", "surname_1": "Specimen",
                "videoid": {"video_identifier": identifier, "evidence": [
                    {"type": "document_front", "sha256": sha256(&[1, 2, 3])},
                    {"type": "document_owner", "sha256": sha256(&[4, 5, 6])},
                    {"type": "video", "sha256": sha256(b"moving")}]},
            }),
        );
        ra.documents.insert(
            key,
            json!([{"pk": 1, "type": "document_front", "document": "AQID"},
                   {"pk": 2, "type": "document_owner", "document": "BAUG"}]),
        );
        ra.videos.insert(identifier, b"moving".to_vec());
    }

    pub(crate) fn connector(&self) -> Connector {
        self.connector_with(Duration::from_secs(20))
    }

    pub(crate) fn connector_with(&self, timeout: Duration) -> Connector {
        Connector::new(ConnectorConfig {
            base_url: self.url.clone(),
            token: TOKEN.into(),
            timeout,
            ..ConnectorConfig::default()
        })
        .unwrap()
    }

    pub(crate) fn plan(&self, faults: &[Fault]) {
        self.ra().faults.extend(faults);
    }

    pub(crate) fn status(&self, key: i64) -> String {
        self.ra().requests[&key]["status"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

pub(crate) fn credentials() -> RaoCredentials {
    RaoCredentials {
        user_name: "rao".into(),
        password: "right".into(),
        pin: "1234".into(),
        rao_id: RaoId("1400".into()),
    }
}

fn sha256(bytes: &[u8]) -> String {
    domain::evidence::Digest::of(bytes).to_hex()
}

/// Shows the planned fault, around the real answer.
async fn fault(State(server): State<Server>, request: Request, next: Next) -> Response {
    let planned = {
        let mut ra = server.ra();
        ra.asked.push(request.uri().path().to_owned());
        ra.faults.pop_front()
    };
    let html = (
        StatusCode::INTERNAL_SERVER_ERROR,
        "<html><h1>Server Error (500)</h1></html>",
    );
    match planned {
        None => next.run(request).await,
        Some(Fault::CutBefore) => cut(),
        Some(Fault::CutAfter) => {
            next.run(request).await;
            cut()
        }
        Some(Fault::HtmlBefore) => html.into_response(),
        Some(Fault::HtmlAfter) => {
            next.run(request).await;
            html.into_response()
        }
        Some(Fault::GarbageAfter) => {
            next.run(request).await;
            json_answer(StatusCode::OK, json!(["nothing", "you", "know"]))
        }
        Some(Fault::Busy) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Some(Fault::Hang) => std::future::pending().await,
    }
}

/// An answer whose connection breaks before its first byte of content.
fn cut() -> Response {
    let broken = futures::stream::once(async {
        Err::<Bytes, _>(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
    });
    Response::new(Body::from_stream(broken))
}

pub(crate) fn json_answer(status: StatusCode, body: Value) -> Response {
    let headers = [("content-type", "application/json")];
    (status, headers, body.to_string()).into_response()
}

pub(crate) fn vendor_error(status: u16, code: &str, error: &str) -> Response {
    let body = json!({"code": code, "id": "80a9e5709417bdc9", "error": error});
    json_answer(StatusCode::from_u16(status).unwrap(), body)
}

async fn list(
    State(server): State<Server>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if headers
        .get(AUTHORIZATION)
        .is_none_or(|it| it != &format!("Bearer {TOKEN}"))
    {
        return json_answer(
            StatusCode::UNAUTHORIZED,
            json!({"detail": "Invalid token."}),
        );
    }
    let mut ra = server.ra();
    if let Some(page) = ra.pages.pop_front() {
        return json_answer(StatusCode::OK, page);
    }
    let page: usize = query.get("page").map_or(1, |page| page.parse().unwrap());
    let status = query.get("status");
    let reference = query.get("external_reference");
    let rows: Vec<&Value> = ra
        .requests
        .values()
        .filter(|row| status.is_none_or(|status| row["status"] == **status))
        .filter(|row| reference.is_none_or(|it| row["external_reference"] == **it))
        .collect();
    let more = rows.len() > page * 10;
    let next = more.then(|| {
        format!(
            "{}/api/v1/requests/?page={}&status=VIDEOREVIEW",
            server.url,
            page + 1
        )
    });
    let rows: Vec<&Value> = rows
        .iter()
        .skip((page - 1) * 10)
        .take(10)
        .copied()
        .collect();
    json_answer(
        StatusCode::OK,
        json!({"count": rows.len(), "next": next, "previous": null, "results": rows}),
    )
}

async fn request(State(server): State<Server>, Path(key): Path<i64>) -> Response {
    match server.ra().requests.get(&key) {
        Some(request) => json_answer(StatusCode::OK, request.clone()),
        None => vendor_error(404, "400", "No Request matches the given query."),
    }
}

async fn documents(State(server): State<Server>, Path(key): Path<i64>) -> Response {
    match server.ra().documents.get(&key) {
        Some(documents) => json_answer(StatusCode::OK, documents.clone()),
        None => json_answer(StatusCode::OK, json!([])),
    }
}

async fn contract(Path(_): Path<i64>, body: String) -> Response {
    if body != "type=contract&rao_id=1400" {
        return vendor_error(412, "418", "Invalid paramiters");
    }
    use base64_of as encode;
    json_answer(
        StatusCode::OK,
        json!([{"pk": 9, "type": "contract", "document": encode(PDF)}]),
    )
}

fn base64_of(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(text)
}

async fn receipt(Path(key): Path<i64>, body: Bytes) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap();
    if body != json!({"rao": "1400", "type": "APPROVE"}) {
        return json_answer(
            StatusCode::BAD_REQUEST,
            json!({"detail": "Missing parameter: rao"}),
        );
    }
    json_answer(
        StatusCode::OK,
        json!({"serial_number": format!("sn-{key}"), "receipt": "L'operatore dichiara\r\n"}),
    )
}

async fn video(State(server): State<Server>, Path(identifier): Path<String>) -> Response {
    match server.ra().videos.get(&identifier) {
        Some(video) => video.clone().into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn upload(
    State(server): State<Server>,
    Path(identifier): Path<String>,
    body: Bytes,
) -> Response {
    let text = String::from_utf8_lossy(&body);
    assert!(text.contains("name=\"video\""), "a part called video");
    server.ra().uploads.push(identifier);
    json_answer(StatusCode::OK, json!({"status": "200 OK"}))
}

async fn decide(
    State(server): State<Server>,
    Path((key, operation)): Path<(i64, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap();
    let idempotency = headers["idempotency-key"].to_str().unwrap().to_owned();
    let mut ra = server.ra();
    ra.keys.push(idempotency.clone());
    ra.bodies.push(body.clone());
    if body["username"] != "rao" || body["rao_id"] != "1400" {
        return vendor_error(500, "500", "Rao matching query does not exist.");
    }
    if body["password"] != "right" || body["pin"] != "1234" {
        return vendor_error(500, "500", "Invalid RAO credentials");
    }
    if !ra.forgets_keys
        && let Some(answer) = ra.answered.get(&idempotency)
    {
        return json_answer(StatusCode::OK, answer.clone());
    }
    let Some(request) = ra.requests.get_mut(&key) else {
        return vendor_error(404, "400", "No Request matches the given query.");
    };
    let status = request["status"].as_str().unwrap();
    let next = match (operation.as_str(), status) {
        ("validate_videoid", "VIDEOREVIEW") => "CREATED",
        ("refuse_videoid", "VIDEOREVIEW" | "CREATED") => "REFUSED",
        ("pl_approve", "CREATED") => "ENROLLREADY",
        ("request_videoid_pieces", "VIDEOREVIEW") => "VIDEOINCOMPLETE",
        _ => return vendor_error(412, "412", "Invalid request status"),
    };
    request["status"] = json!(next);
    let answer = match operation.as_str() {
        "refuse_videoid" => json!({"videoid_status": next, "reason": body["reason"]}),
        "request_videoid_pieces" => json!({"status": next, "pieces": body["pieces"]}),
        // Approved ones come with the customer's secrets, here as a text.
        "pl_approve" => json!({"secrets": "{\"pin\": \"31945152\"}", "request": request}),
        _ => json!({"secrets": null, "request": request}),
    };
    ra.effects.push((key, operation));
    ra.answered.insert(idempotency, answer.clone());
    json_answer(StatusCode::OK, answer)
}
