//! Asking for single pieces again.

use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::support::{Server, Session, answer, evidence, jpeg, mp4, ok};

#[tokio::test]
async fn the_piece_that_is_asked_for_brings_the_request_back_and_the_others_stay() {
    let server = Server::start().await;
    let session = server.in_review().await;
    let before = server.request(session.pk).await;
    let asked = ok(ask(&server, &session, json!([rear()]))).await;
    let pieces = json!([{"type": "document_rear", "reason": "blurred"}]);
    assert_eq!(
        asked,
        json!({"status": "VIDEOINCOMPLETE", "pieces": pieces, "retries_left": 2})
    );
    let waiting = server.request(session.pk).await;
    assert_eq!(waiting["status"], "VIDEOINCOMPLETE");
    assert_eq!(waiting["videoid"]["asked_pieces"], pieces);
    assert_eq!(waiting["videoid"]["missing"], json!(["document_rear"]));
    let verification = server.verification(&session.id).await;
    assert_eq!(verification["status"], "running");
    assert_eq!(verification["reason"], "document_rear/blurred");

    let (status, _) = answer(server.put_evidence(session.video_pk, &rear_only(2))).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "the very same picture");
    let taken = ok(server.put_evidence(session.video_pk, &rear_only(9))).await;
    assert_eq!(taken["status"], "VIDEOREVIEW");
    let after = server.request(session.pk).await;
    assert_eq!(after["videoid"]["asked_pieces"], json!([]));
    assert_eq!(after["videoid"]["asked_again"], 1);
    for (kind, changed) in [
        ("document_front", false),
        ("document_rear", true),
        ("document_owner", false),
        ("video", false),
    ] {
        let (before, after) = (digest(&before, kind), digest(&after, kind));
        assert_eq!(before != after, changed, "{kind}");
    }
    assert_eq!(
        after["videoid"]["ocr_data"]["surname_1"], "ROSSI",
        "what was read of the others stays"
    );
    assert_eq!(
        after["videoid"]["ocr_data"]["serial_number"], "CA00000AB",
        "what was read anew counts"
    );
    ok(server.decide(session.pk, "validate_videoid", json!({}))).await;
}

#[tokio::test]
async fn of_a_whole_capture_only_what_was_asked_for_is_taken() {
    let server = Server::start().await;
    let session = server.in_review().await;
    let before = server.request(session.pk).await;
    ok(ask(&server, &session, json!([video("unplayable")]))).await;
    let mut whole = evidence();
    whole["videoid_data"]["images"]["document_front"] = jpeg(77).into();
    let taken = ok(server.put_evidence(session.video_pk, &whole)).await;
    assert_eq!(taken["status"], "VIDEOINCOMPLETE");
    assert_eq!(taken["missing"], json!(["video"]));
    ok(server.post_video(&session.video, mp4(2_000))).await;
    assert_eq!(
        server.status(session.pk).await,
        "VIDEOINCOMPLETE",
        "the very same video is no other one"
    );
    ok(server.post_video(&session.video, mp4(3_000))).await;
    let after = server.request(session.pk).await;
    assert_eq!(after["status"], "VIDEOREVIEW");
    assert_eq!(
        digest(&before, "document_front"),
        digest(&after, "document_front")
    );
    assert_ne!(digest(&before, "video"), digest(&after, "video"));
}

#[tokio::test]
async fn the_fourth_time_only_a_definitive_refusal_is_left() {
    let server = Server::start().await;
    let session = server.in_review().await;
    for filling in 10..13 {
        ok(ask(&server, &session, json!([rear()]))).await;
        ok(server.put_evidence(session.video_pk, &rear_only(filling))).await;
    }
    let refuse = |reason: &str| {
        let body = json!({"reason": reason});
        server.decide(session.pk, "refuse_videoid", body)
    };
    for call in [
        ask(&server, &session, json!([rear()])),
        refuse("document_unreadable/repeatable"),
    ] {
        let (status, body) = answer(call).await;
        assert_eq!(
            (status, &body["error"]),
            (
                StatusCode::PRECONDITION_FAILED,
                &json!("Retry limit reached")
            )
        );
    }
    assert_eq!(server.status(session.pk).await, "VIDEOREVIEW");
    ok(refuse("document_unreadable/definitive")).await;
}

#[tokio::test]
async fn what_cannot_be_asked_for_is_named() {
    let server = Server::start().await;
    let session = server.in_review().await;
    for (pieces, named) in [
        (json!([]), "pieces"),
        (json!("document_rear"), "pieces"),
        (json!([rear(), rear()]), "twice"),
        (
            json!([{"type": "contract", "reason": "blurred"}]),
            "unknown type",
        ),
        (
            json!([{"type": "document_rear", "reason": "ugly"}]),
            "unknown reason",
        ),
        (
            json!([{"type": "document_rear", "reason": "unplayable"}]),
            "cannot have",
        ),
        (
            json!([{"type": "document_rear", "reason": "other"}]),
            "text",
        ),
    ] {
        let (status, body) = answer(ask(&server, &session, pieces.clone())).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{pieces}");
        let detail = body["detail"].as_str().expect("a detail");
        assert!(detail.contains(named), "{pieces}: {detail}");
    }
    assert_eq!(server.status(session.pk).await, "VIDEOREVIEW");
}

#[tokio::test]
async fn it_is_asked_once_however_often_it_is_sent() {
    let server = Server::start().await;
    let session = server.in_review().await;
    let key = uuid::Uuid::new_v4().to_string();
    let call = || {
        let call = ask(&server, &session, json!([rear()]));
        call.header("idempotency-key", &key)
    };
    let first = ok(call()).await;
    ok(server.put_evidence(session.video_pk, &rear_only(9))).await;
    assert_eq!(ok(call()).await, first, "also after the piece has come");
    assert_eq!(server.status(session.pk).await, "VIDEOREVIEW");
}

fn ask(server: &Server, session: &Session, pieces: Value) -> RequestBuilder {
    let body = json!({"pieces": pieces});
    server.decide(session.pk, "request_videoid_pieces", body)
}

fn rear() -> Value {
    json!({"type": "document_rear", "reason": "blurred"})
}

fn video(reason: &str) -> Value {
    json!({"type": "video", "reason": reason})
}

/// The rear alone, with what was read on it.
fn rear_only(filling: u8) -> Value {
    json!({
        "acceptance": {"description": "accepted", "ip": "192.0.2.1", "date": 1_624_872_567_200_i64},
        "videoid_data": {
            "images": {"document_rear": jpeg(filling)},
            "ocr_data": {"serial_number": "CA00000AB"}
        }
    })
}

fn digest(request: &Value, kind: &str) -> String {
    let pieces = request["videoid"]["evidence"].as_array().expect("a list");
    let piece = pieces.iter().find(|piece| piece["type"] == kind);
    piece.expect("the piece")["sha256"].to_string()
}
