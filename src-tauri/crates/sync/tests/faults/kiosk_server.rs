//! The part of the server that a kiosk speaks to.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, head, post, put},
};
use serde_json::{Value, json};

use crate::server::{Server, json_answer, vendor_error};

/// What a kiosk sent.
#[derive(Default)]
pub(crate) struct Kiosk {
    /// How many scratchcards were used.
    pub(crate) spent: i64,
    /// Bodies of evidence, as they came.
    pub(crate) evidence: Vec<Bytes>,
    /// Videos in parts, by their path.
    pub(crate) parts: BTreeMap<String, Vec<u8>>,
    /// How many bytes of parts came in.
    pub(crate) taken: usize,
    /// Whether videos are taken whole only.
    pub(crate) takes_no_parts: bool,
    /// Answers to `otp/send` and `otp/check`, one each.
    pub(crate) codes: std::collections::VecDeque<(u16, Value)>,
    /// Bodies of those questions.
    pub(crate) asked_codes: Vec<Value>,
}

pub(crate) fn routes() -> Router<Server> {
    Router::new()
        .route("/api/v1/requests/find/", get(find))
        .route("/api/v1/requests/{key}/otp/{operation}/", post(code))
        .route("/api/v1/videoid/{video_pk}/", put(evidence))
        .route("/api/v1/scratchcards/get_first_unused/", get(scratchcard))
        .route(
            "/v1/upload/video/{identifier}/{sha256}/",
            head(offset).patch(part),
        )
        .layer(DefaultBodyLimit::disable())
}

/// A request as the central API makes it.
fn request(key: i64, status: &str, reference: Option<&str>) -> Value {
    json!({
        "pk": key, "status": status, "external_reference": reference, "given_name": "Anna",
        "kiosk_code": format!("CODE{key}"),
        "otp": {"required": true, "editable": true, "phone": "+393331234567", "confirmed_at": null},
        "videoid": {"video_pk": key + 100, "video_identifier": format!("video-{key}"),
            "required": ["document_front", "document_owner", "video"], "evidence": []},
    })
}

pub(crate) fn add(server: &Server, key: i64, status: &str) {
    let request = request(key, status, None);
    server.ra().requests.insert(key, request);
}

async fn find(
    State(server): State<Server>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let ra = server.ra();
    let found = ra
        .requests
        .values()
        .find(|request| request["kiosk_code"] == *query["code"]);
    match found {
        None => vendor_error(404, "400", "No Request matches the given query."),
        Some(request) if request["status"] == "CREATED" => {
            vendor_error(412, "412", "Invalid request status")
        }
        Some(request) => json_answer(StatusCode::OK, request.clone()),
    }
}

async fn scratchcard(
    State(server): State<Server>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    assert_eq!(query["ra"], "121");
    let next = server.ra().kiosk.spent + 1;
    json_answer(StatusCode::OK, json!({"pk": next, "sn": next.to_string()}))
}

/// As the central API does: the same reference twice is refused, and so is a
/// scratchcard that was used.
pub(crate) async fn create(
    State(server): State<Server>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap();
    let reference = body["external_reference"].as_str().unwrap();
    assert_eq!(headers["idempotency-key"], reference);
    assert_eq!(body["email"], "anna@example.com");
    assert_eq!(body["videoid_mode"], 1);
    let mut ra = server.ra();
    let next = (ra.kiosk.spent + 1).to_string();
    if body["scratchcard"] != *next {
        return vendor_error(500, "500", "Invalid ScratchCard");
    }
    if ra
        .requests
        .values()
        .any(|it| it["external_reference"] == reference)
    {
        return vendor_error(409, "409", "Idempotency-Key was used for something else");
    }
    ra.kiosk.spent += 1;
    let key = ra.kiosk.spent;
    let made = request(key, "VIDEOPENDING", Some(reference));
    ra.requests.insert(key, made.clone());
    json_answer(StatusCode::CREATED, made)
}

async fn code(
    State(server): State<Server>,
    Path((_, _)): Path<(i64, String)>,
    body: Bytes,
) -> Response {
    let mut ra = server.ra();
    ra.kiosk
        .asked_codes
        .push(serde_json::from_slice(&body).unwrap());
    let (status, answer) = ra.kiosk.codes.pop_front().expect("a planned answer");
    let mut response = json_answer(StatusCode::from_u16(status).unwrap(), answer);
    if status == 429 {
        response.headers_mut().insert("retry-after", 60.into());
    }
    response
}

async fn evidence(State(server): State<Server>, Path(pk): Path<i64>, body: Bytes) -> Response {
    server.ra().kiosk.evidence.push(body);
    json_answer(
        StatusCode::OK,
        json!({"pk": pk, "status": "VIDEOPENDING", "missing": ["video"]}),
    )
}

async fn offset(State(server): State<Server>, Path(path): Path<(String, String)>) -> Response {
    let ra = server.ra();
    if ra.kiosk.takes_no_parts {
        return StatusCode::NOT_FOUND.into_response();
    }
    let here = ra.kiosk.parts.get(&path.1).map_or(0, Vec::len);
    [("upload-offset", here.to_string())].into_response()
}

async fn part(
    State(server): State<Server>,
    Path(path): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let number = |name: &str| -> usize { headers[name].to_str().unwrap().parse().unwrap() };
    let mut ra = server.ra();
    let here = ra.kiosk.parts.entry(path.1).or_default();
    if here.len() != number("upload-offset") {
        return json_answer(StatusCode::CONFLICT, json!({"description": "elsewhere"}));
    }
    here.extend_from_slice(&body);
    let offset = here.len();
    assert!(offset <= number("upload-length"));
    ra.kiosk.taken += body.len();
    json_answer(StatusCode::OK, json!({"offset": offset}))
}
