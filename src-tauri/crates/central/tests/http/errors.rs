//! The shape of each error.

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::{
    requests::{new_request, scratchcard},
    support::{Server, answer, ok},
};

#[tokio::test]
async fn the_inner_code_is_the_vendors_and_the_id_is_sixteen_digits() {
    let server = Server::start().await;
    let session = server.in_review().await;
    let get = |path: &str| server.ra(Method::GET, path);
    let no_request = "No Request matches the given query.";
    coded(get("/api/v1/requests/999/"), 404, "400", no_request).await;
    coded(get("/api/v1/requests/abc/"), 404, "400", no_request).await;
    coded(
        get("/api/v1/requests/999/validate/"),
        404,
        "400",
        no_request,
    )
    .await;
    coded(
        server.decide(999, "validate_videoid", json!({})),
        404,
        "400",
        no_request,
    )
    .await;
    let rao = "Rao matching query does not exist.";
    coded(get("/api/v1/rao/7/"), 500, "500", rao).await;
    let receipt = |rao: &str| json!({"rao": rao, "type": "APPROVE"});
    coded(
        server.post(session.pk, "generates_tbs_receipt", receipt("7")),
        500,
        "500",
        rao,
    )
    .await;
    let document = |body: Value| server.post(session.pk, "pl_get_document", body);
    coded(
        document(json!({"type": "video"})),
        412,
        "418",
        "Invalid paramiters",
    )
    .await;
    coded(document(json!({})), 412, "418", "Invalid paramiters").await;
    coded(
        document(json!({"type": "document_front"})),
        412,
        "418",
        "Invalid paramiters",
    )
    .await;
    coded(
        server
            .ra(Method::POST, "/api/v1/requests/")
            .json(&new_request(&json!("1"))),
        500,
        "500",
        "Invalid ScratchCard",
    )
    .await;
    let scratchcards = "/api/v1/scratchcards/get_first_unused/?ra=7";
    coded(get(scratchcards), 500, "500", "Invalid ScratchCard").await;
}

#[tokio::test]
async fn a_scratchcard_serves_one_request() {
    let server = Server::start().await;
    let card = scratchcard(&server).await;
    let create = || {
        server
            .ra(Method::POST, "/api/v1/requests/")
            .json(&new_request(&card["sn"]))
    };
    ok(create()).await;
    coded(create(), 500, "500", "Invalid ScratchCard").await;
}

#[tokio::test]
async fn a_missing_parameter_is_named() {
    let server = Server::start().await;
    let session = server.in_review().await;
    for name in ["scratchcard", "email", "registration_authority", "profile"] {
        let mut body = new_request(&json!("1"));
        body.as_object_mut().unwrap().remove(name);
        let call = server.ra(Method::POST, "/api/v1/requests/").json(&body);
        detail(call, 400, &format!("Missing parameter: {name}")).await;
    }
    for name in ["username", "password", "pin", "rao_id"] {
        let call = server.decide(session.pk, "validate_videoid", json!({name: null}));
        detail(call, 400, &format!("Missing parameter: {name}")).await;
    }
    let call = server.post(session.pk, "generates_tbs_receipt", json!({"rao": "1400"}));
    detail(call, 400, "Missing parameter: type").await;
    let call = server.ra(Method::GET, "/api/v1/scratchcards/get_first_unused/");
    detail(call, 400, "Missing parameter: ra").await;
}

#[tokio::test]
async fn a_wrong_parameter_is_named() {
    let server = Server::start().await;
    for (name, value, problem) in [
        ("email", json!("nobody"), "is not an e-mail address"),
        ("videoid_mode", json!(0), "must be 1"),
        ("registration_authority", json!("x"), "must be a number"),
        ("given_name", json!({"a": 1}), "must be a text"),
    ] {
        let mut body = new_request(&json!("1"));
        body[name] = value;
        let call = server.ra(Method::POST, "/api/v1/requests/").json(&body);
        detail(call, 400, &format!("Invalid parameter {name}: {problem}")).await;
    }
}

#[tokio::test]
async fn nobody_comes_in_without_the_token_of_the_face() {
    let server = Server::start().await;
    let missing = "Authentication credentials were not provided.";
    for path in ["/api/v1/requests/", "/api/v1/rao/", "/api/v1/requests/1/"] {
        detail(server.anonymous(Method::GET, path), 401, missing).await;
        detail(server.partner(Method::GET, path), 401, missing).await;
    }
    for path in [
        "/IT-identity-verifications",
        "/IT-identity-verifications/x/data",
    ] {
        partner_error(server.anonymous(Method::GET, path), 401).await;
        partner_error(server.ra(Method::GET, path), 401).await;
    }
    assert_eq!(
        ok(server.anonymous(Method::GET, "/health")).await,
        json!({"status": "ok"})
    );
}

#[tokio::test]
async fn a_get_without_its_slash_is_sent_there() {
    let server = Server::start().await;
    let response = server.ra(Method::GET, "/api/v1/requests?status=VIDEOREVIEW");
    let response = response.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::MOVED_PERMANENTLY);
    assert_eq!(
        response.headers()["location"],
        "/api/v1/requests/?status=VIDEOREVIEW"
    );
    let call = server.ra(Method::POST, "/api/v1/requests").json(&json!({}));
    coded(call, 404, "400", "No Request matches the given query.").await;
}

#[tokio::test]
async fn upload_errors_have_title_and_description() {
    let server = Server::start().await;
    let session = server.selfie(&crate::support::partner_body()).await;
    let path = format!("/v1/upload/video/{}/", session.video);
    let form = reqwest::multipart::Form::new().text("other", "x");
    upload(
        server.ra(Method::POST, &path).multipart(form),
        400,
        "No video file provided",
    )
    .await;
    upload(
        server.ra(Method::POST, &path).json(&json!({})),
        400,
        "The body is not multipart/form-data",
    )
    .await;
    upload(
        server.post_video("00000000-0000-0000-0000-000000000000", vec![]),
        404,
        "No Request matches the given video identifier",
    )
    .await;
}

#[tokio::test]
async fn partner_errors_say_why_in_their_shape() {
    let server = Server::start().await;
    let session = server.selfie(&json!({"mail": "a@example.com"})).await;
    let post = |body: &str| {
        let call = server.partner(Method::POST, "/IT-selfie");
        call.body(body.to_owned())
    };
    partner_error(post("{"), 400).await;
    partner_error(post("[]"), 400).await;
    let message = partner_error(post("{}"), 406).await;
    assert!(message.contains("mail"), "{message}");
    let get = |path: String| server.partner(Method::GET, &path);
    partner_error(get("/IT-identity-verifications/none".to_owned()), 404).await;
    let data = format!("/IT-identity-verifications/{}/data", session.id);
    partner_error(get(data), 404).await;
    partner_error(get("/IT-nothing".to_owned()), 404).await;
}

async fn coded(call: RequestBuilder, status: u16, code: &str, error: &str) {
    let (answered, body) = answer(call).await;
    assert_eq!(answered.as_u16(), status, "{body}");
    assert_eq!(
        (&body["code"], &body["error"]),
        (&json!(code), &json!(error))
    );
    let id = body["id"].as_str().unwrap();
    assert!(
        id.len() == 16 && id.chars().all(|c| c.is_ascii_hexdigit()),
        "{id}"
    );
}

async fn detail(call: RequestBuilder, status: u16, detail: &str) {
    let (answered, body) = answer(call).await;
    assert_eq!(answered.as_u16(), status, "{body}");
    assert_eq!(body, json!({"detail": detail}));
}

async fn upload(call: RequestBuilder, status: u16, description: &str) {
    let (answered, body) = answer(call).await;
    assert_eq!(answered.as_u16(), status, "{body}");
    assert_eq!(
        body,
        json!({"title": "Upload Video Error", "description": description})
    );
}

async fn partner_error(call: RequestBuilder, status: u16) -> String {
    let (answered, body) = answer(call).await;
    assert_eq!(answered.as_u16(), status, "{body}");
    assert_eq!(
        (&body["data"], &body["success"], &body["error"]),
        (&Value::Null, &json!(false), &json!(status))
    );
    body["message"].as_str().unwrap().to_owned()
}
