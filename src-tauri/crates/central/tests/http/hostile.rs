//! Input that means harm, or was damaged.

use std::{fs, path::Path};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Server, answer, evidence, jpeg, mp4, ok, partner_body};

#[tokio::test]
async fn a_picture_that_is_none_is_turned_down_by_name() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    for (value, problem) in [
        (json!("no base64!"), "is not base64"),
        (
            json!("bm8gcGljdHVyZSBhdCBhbGw="),
            "is not a JPEG, PNG or WebP picture",
        ),
        (
            json!("JVBERi0xLjcgYW5kIG1vcmUgdGhhbiAxNg=="),
            "is not a JPEG, PNG or WebP picture",
        ),
        (json!(17), "must be base64"),
        (json!(["a"]), "must be base64"),
    ] {
        let mut body = evidence();
        body["videoid_data"]["images"]["document_rear"] = value;
        let (status, told) = answer(server.put_evidence(session.video_pk, &body)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let expected = format!("Invalid parameter document_rear: {problem}");
        assert_eq!(told, json!({"detail": expected}));
    }
    assert_eq!(server.status(session.pk).await, "VIDEOPENDING");
    assert_eq!(
        files(&server.data.path().join("evidence")),
        0,
        "nothing was kept"
    );
}

#[tokio::test]
async fn evidence_of_the_wrong_shape_is_turned_down() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    for (path, value) in [
        ("/acceptance", json!(null)),
        ("/acceptance", json!({})),
        ("/acceptance", json!("yes")),
        ("/acceptance", json!({"deep": {"er": 1}})),
        ("/videoid_data", json!([])),
        ("/videoid_data/images", json!(null)),
        ("/videoid_data/ocr_data", json!("x")),
        (
            "/videoid_data/ocr_data",
            json!({"birth_date": "31/02/1980"}),
        ),
        (
            "/videoid_data/ocr_data",
            json!({"given_name": "x".repeat(5_000)}),
        ),
        (
            "/videoid_data/security_checks",
            json!({"liveliness": "yes"}),
        ),
        ("/videoid_data/similarity_level", json!(101)),
    ] {
        let mut body = evidence();
        *body.pointer_mut(path).unwrap() = value.clone();
        let (status, told) = answer(server.put_evidence(session.video_pk, &body)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path} {value}");
        assert!(told["detail"].is_string(), "{told}");
    }
    let depth = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let path = format!("/api/v1/videoid/{}/", session.video_pk);
    for body in [
        depth.as_str(),
        "",
        "\u{feff}{}",
        "{\"acceptance\":",
        "null",
        "{}",
    ] {
        let call = server.ra(Method::PUT, &path).body(body.to_owned());
        let (status, told) = answer(call).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{told}");
    }
}

#[tokio::test]
async fn an_error_in_json_does_not_repeat_what_was_sent() {
    let server = Server::start().await;
    let body = r#"{"scratchcard": "1", "given_name": "Segretissimo", }"#;
    let call = server.ra(Method::POST, "/api/v1/requests/").body(body);
    let (status, told) = answer(call).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(
        told,
        json!({"detail": "JSON parse error - line 1 column 52"})
    );
}

#[tokio::test]
async fn a_video_that_is_none_is_turned_down() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    for (video, description) in [
        (vec![], "The video file is empty"),
        (
            b"MZ this is a program and no video".to_vec(),
            "The file is not an MP4, QuickTime or WebM video",
        ),
        (
            vec![0xFF, 0xD8, 0xFF, 0xE0],
            "The file is not an MP4, QuickTime or WebM video",
        ),
    ] {
        let (status, told) = answer(server.post_video(&session.video, video)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert_eq!(told["description"], description);
    }
    ok(server.put_evidence(session.video_pk, &evidence())).await;
    assert_eq!(server.status(session.pk).await, "VIDEOPENDING");
    ok(server.post_video(&session.video, mp4(64))).await;
    assert_eq!(server.status(session.pk).await, "VIDEOREVIEW");
}

#[tokio::test]
async fn fifty_megabytes_of_video_are_taken_and_one_byte_more_is_not() {
    const LIMIT: usize = 50 * 1024 * 1024;
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    let (status, told) = answer(server.post_video(&session.video, mp4(LIMIT + 1))).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let description = "The video is larger than 50 MB";
    assert_eq!(
        told,
        json!({"title": "Upload Video Error", "description": description})
    );
    assert_eq!(
        files(&server.data.path().join("incoming")),
        0,
        "nothing is left of it"
    );
    ok(server.post_video(&session.video, mp4(LIMIT))).await;
    let request = server.request(session.pk).await;
    assert_eq!(request["videoid"]["evidence"][0]["bytes"], LIMIT);
}

#[tokio::test]
async fn bodies_have_limits() {
    let server = Server::start().await;
    let session = server.in_review().await;
    let long = "x".repeat(300 * 1024);
    let call = server.decide(session.pk, "refuse_videoid", json!({"reason": long}));
    let (status, told) = answer(call).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{told}");
    let body = json!({"mail": "a@example.com", "layout": {"title": long}});
    let (status, told) = answer(server.partner(Method::POST, "/IT-live").json(&body)).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{told}");
    assert_eq!(told["success"], false);
    let reason = "x".repeat(2_001);
    let call = server.decide(session.pk, "refuse_videoid", json!({"reason": reason}));
    assert_eq!(answer(call).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn evidence_is_large_but_not_without_a_limit() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    for (megabytes, expected, words) in [
        (19, StatusCode::OK, ""),
        (21, StatusCode::BAD_REQUEST, "is larger than 20 MB"),
        (
            66,
            StatusCode::PAYLOAD_TOO_LARGE,
            "larger than 67108864 bytes",
        ),
    ] {
        let mut body = evidence();
        let mut picture = vec![0xFF, 0xD8, 0xFF, 0xE0];
        picture.resize(megabytes * 1024 * 1024, 7);
        let picture = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, picture);
        body["videoid_data"]["images"]["document_front"] = json!(picture);
        let (status, told) = answer(server.put_evidence(session.video_pk, &body)).await;
        assert_eq!(status, expected, "{megabytes} MB");
        assert!(told.to_string().contains(words), "{told}");
    }
}

#[tokio::test]
async fn paths_lead_nowhere_but_to_their_request() {
    let server = Server::start().await;
    fs::write(server.data.path().join("secret"), "x").unwrap();
    for path in [
        "/api/v1/download/video/..%2f..%2fcentral.sqlite/",
        "/api/v1/download/video/%2e%2e%2fsecret/",
        "/api/v1/download/video/../../secret/",
        "/api/v1/requests/1%20OR%201=1/",
        "/api/v1/requests/%00/",
        "/api/v1/requests/9223372036854775808/",
    ] {
        let (status, told) = answer(server.ra(Method::GET, path)).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}: {told}");
    }
    let injected = "/api/v1/requests/?given_name=%27%20OR%20%271%27=%271";
    server.selfie(&partner_body()).await;
    assert_eq!(ok(server.ra(Method::GET, injected)).await["count"], 0);
}

#[tokio::test]
async fn a_partner_sees_its_own_sessions_alone() {
    let mut config = central::Config::generate();
    config.partners.push(central::Partner {
        owner: "other@example.com".to_owned(),
        token: "the other partner's token".into(),
    });
    let server = Server::start_with(config, tempfile::tempdir().unwrap()).await;
    let session = server.selfie(&partner_body()).await;
    let other = |path: &str| {
        let call = server.anonymous(Method::GET, path);
        call.bearer_auth("the other partner's token")
    };
    let list = ok(other("/IT-identity-verifications")).await;
    assert_eq!(list["data"], json!([]));
    let path = format!("/IT-identity-verifications/{}", session.id);
    assert_eq!(answer(other(&path)).await.0, StatusCode::NOT_FOUND);
    let path = format!("{path}/data");
    assert_eq!(answer(other(&path)).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn files_of_an_unfinished_or_replaced_upload_do_not_stay() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    ok(server.put_evidence(session.video_pk, &evidence())).await;
    let mut other = evidence();
    other["videoid_data"]["images"]["document_owner"] = json!(jpeg(9));
    ok(server.put_evidence(session.video_pk, &other)).await;
    let (config, data) = server.stop().await;
    fs::write(data.path().join("incoming/part"), "x").unwrap();
    assert_eq!(files(&data.path().join("evidence")), 5);
    let server = Server::start_with(config, data).await;
    assert_eq!(files(&server.data.path().join("evidence")), 4);
    assert_eq!(files(&server.data.path().join("incoming")), 0);
    let asked = json!({"type": "document_owner"});
    let document: Value = ok(server.post(session.pk, "pl_get_document", asked)).await;
    assert_eq!(document[0]["document"], jpeg(9));
}

fn files(folder: &Path) -> usize {
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        count += if path.is_dir() { files(&path) } else { 1 };
    }
    count
}
