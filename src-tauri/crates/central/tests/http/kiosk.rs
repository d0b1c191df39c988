//! What a kiosk asks for: a request by its code, and a video in parts.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Server, Session, answer, evidence, mp4, ok, partner_body};

#[tokio::test]
async fn a_request_is_found_by_each_of_its_codes_while_it_waits_for_evidence() {
    let server = Server::start().await;
    server.selfie(&partner_body()).await;
    let session = server.selfie(&partner_body()).await;
    let request = server.request(session.pk).await;
    let code = request["kiosk_code"].as_str().unwrap();
    let typed = format!("{} {}", &code[..4].to_lowercase(), &code[4..]);
    for code in [&typed, &session.id, &session.video, &session.pk.to_string()] {
        let (status, found) = find(&server, code).await;
        assert_eq!(status, StatusCode::OK, "{code}: {found}");
        assert_eq!(found, request, "{code}");
    }
    assert_eq!(find(&server, "7KQ2M9PX").await.0, StatusCode::NOT_FOUND);
    assert_eq!(find(&server, " ").await.0, StatusCode::BAD_REQUEST);
    ok(server.put_evidence(session.video_pk, &evidence())).await;
    ok(server.post_video(&session.video, mp4(700))).await;
    let (status, told) = find(&server, code).await;
    assert_eq!(
        status,
        StatusCode::PRECONDITION_FAILED,
        "it is done: {told}"
    );
}

#[tokio::test]
async fn the_request_json_says_how_the_partner_wants_it_to_look() {
    let server = Server::start().await;
    let mut body = partner_body();
    body["layout"] = json!({"title": "Video ID", "logo": "https://a.example/logo.png",
        "backgroundColor": "#cecece", "textColor": "#000", "footer": " "});
    body["redirectUrls"] = json!({"success": "https://a.example/ok"});
    body["policy"] = json!({"url": "https://a.example/privacy"});
    let session = server.selfie(&body).await;
    let request = server.request(session.pk).await;
    assert_eq!(
        request["layout"],
        json!({"title": "Video ID", "logo": "https://a.example/logo.png", "favicon": null,
            "background_color": "#cecece", "text_color": "#000", "primary_color": null,
            "footer": null})
    );
    assert_eq!(
        request["redirect_urls"],
        json!({"success": "https://a.example/ok", "failure": null})
    );
    assert_eq!(
        request["policy"],
        json!({"url": "https://a.example/privacy"})
    );
    assert_eq!(
        request["otp"],
        json!({"required": true, "editable": true, "phone": "+393331234567", "confirmed_at": null})
    );
}

#[tokio::test]
async fn a_capture_that_failed_says_why_and_can_be_tried_again() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    let reason = json!({"id": "7f3a-1", "type": "InactiveUser.Aborted"});
    for _ in 0..2 {
        let told = ok(fail(&server, session.pk, &reason)).await;
        assert_eq!(told, json!({"status": "VIDEOERROR"}));
    }
    let request = server.request(session.pk).await;
    assert_eq!(
        request["videoid"]["fail_reason"],
        json!({"id": "7f3a-1", "type": "InactiveUser.Aborted", "category": "User.Error"})
    );
    for wrong in [
        json!({"id": "7f3a-1"}),
        json!({"id": "7f3a-1", "type": "Anna left the kiosk"}),
        json!({"id": "anna@example.org", "type": "InactiveUser.Aborted"}),
    ] {
        let (status, told) = answer(fail(&server, session.pk, &wrong)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{told}");
    }
    let code = session.pk.to_string();
    assert_eq!(find(&server, &code).await.0, StatusCode::OK, "once more");
    ok(server.put_evidence(session.video_pk, &evidence())).await;
    ok(server.post_video(&session.video, mp4(700))).await;
    let request = server.request(session.pk).await;
    assert_eq!(request["status"], "VIDEOREVIEW");
    assert_eq!(request["videoid"]["fail_reason"], Value::Null);
    let late = json!({"id": "7f3a-2", "type": "User.Aborted"});
    let (status, told) = answer(fail(&server, session.pk, &late)).await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED, "{told}");
}

fn fail(server: &Server, pk: i64, reason: &Value) -> reqwest::RequestBuilder {
    let path = format!("/api/v1/requests/{pk}/fail_videoid/");
    server.ra(Method::POST, &path).json(reason)
}

#[tokio::test]
async fn a_video_goes_on_where_it_stopped_also_after_a_restart() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    ok(server.put_evidence(session.video_pk, &evidence())).await;
    let video = mp4(5_000);
    assert_eq!(offset(&server, &session, &video).await, 0);
    let part = ok(patch(&server, &session, &video, 0..1_234)).await;
    assert_eq!(part["offset"], 1_234);
    assert_eq!(part["complete"], false);

    let (config, data) = server.stop().await;
    let server = Server::start_with(config, data).await;
    assert_eq!(offset(&server, &session, &video).await, 1_234);
    let (status, told) = answer(patch(&server, &session, &video, 2_000..5_000)).await;
    assert_eq!(status, StatusCode::CONFLICT, "{told}");
    let last = ok(patch(&server, &session, &video, 1_234..5_000)).await;
    assert_eq!(last["complete"], true);
    assert_eq!(server.status(session.pk).await, "VIDEOREVIEW");

    assert_eq!(
        offset(&server, &session, &video).await,
        5_000,
        "nothing left to send"
    );
    let again = ok(patch(&server, &session, &video, 0..10)).await;
    assert_eq!(
        again["complete"], true,
        "the very same video again changes nothing"
    );
    let path = format!("/api/v1/download/video/{}/", session.video);
    let whole = server.ra(Method::GET, &path).send().await.unwrap();
    assert_eq!(whole.bytes().await.unwrap(), video);
}

#[tokio::test]
async fn what_has_not_the_announced_digest_is_not_taken() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    let video = mp4(600);
    ok(patch(&server, &session, &video, 0..100)).await;
    let other = mp4(601)[1..].to_vec();
    let path = path(&session, &video);
    let call = server
        .ra(Method::PATCH, &path)
        .header("upload-offset", "100")
        .header("upload-length", "600")
        .body(other[100..].to_vec());
    let (status, told) = answer(call).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{told}");
    assert_eq!(offset(&server, &session, &video).await, 0, "it begins anew");
}

#[tokio::test]
async fn parts_of_another_kind_or_length_are_turned_down() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    let text = vec![b'x'; 500];
    let told = answer(patch(&server, &session, &text, 0..500)).await;
    assert_eq!(told.0, StatusCode::BAD_REQUEST, "no video: {}", told.1);
    let call = |length: u64| {
        server
            .ra(Method::PATCH, &path(&session, &text))
            .header("upload-offset", "0")
            .header("upload-length", length.to_string())
            .body(text.clone())
    };
    assert_eq!(
        answer(call(499)).await.0,
        StatusCode::BAD_REQUEST,
        "more than announced"
    );
    assert_eq!(answer(call(0)).await.0, StatusCode::BAD_REQUEST);
    let too_large = 50 * 1024 * 1024 + 1;
    assert_eq!(
        answer(call(too_large)).await.0,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let wrong = format!("/v1/upload/video/{}/abc/", session.video);
    assert_eq!(
        answer(server.ra(Method::PATCH, &wrong)).await.0,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn parts_of_a_session_that_is_over_are_swept_at_the_next_start() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    ok(patch(&server, &session, &mp4(600), 0..100)).await;
    let cancel = format!("/api/v1/requests/{}/cancel/", session.pk);
    ok(server.ra(Method::DELETE, &cancel)).await;
    let (config, data) = server.stop().await;
    let server = Server::start_with(config, data).await;
    let folder = server.data.path().join("partial");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0);
}

async fn find(server: &Server, code: &str) -> (StatusCode, Value) {
    let call = server.ra(Method::GET, "/api/v1/requests/find/");
    answer(call.query(&[("code", code)])).await
}

fn path(session: &Session, video: &[u8]) -> String {
    let digest = domain::evidence::Digest::of(video).to_hex();
    format!("/v1/upload/video/{}/{digest}/", session.video)
}

async fn offset(server: &Server, session: &Session, video: &[u8]) -> u64 {
    let call = server.ra(Method::HEAD, &path(session, video));
    let answer = call.send().await.unwrap();
    let offset = answer.headers()["upload-offset"].to_str().unwrap();
    offset.parse().unwrap()
}

fn patch(
    server: &Server,
    session: &Session,
    video: &[u8],
    range: std::ops::Range<usize>,
) -> reqwest::RequestBuilder {
    server
        .ra(Method::PATCH, &path(session, video))
        .header("upload-offset", range.start.to_string())
        .header("upload-length", video.len().to_string())
        .body(video[range].to_vec())
}
