//! Deciding once.

use central::faults::{Fault, Operation};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::json;

use crate::{
    requests::{new_request, scratchcard},
    support::{Server, answer, ok},
};

#[tokio::test]
async fn a_lost_answer_is_given_again_and_the_act_is_one() {
    let server = Server::start().await;
    let session = server.validated().await;
    server.draw_documents(session.pk).await;
    let faults = server.central.faults();
    faults.plan(Operation::Approve, Fault::AnswerLost, 1);
    let approve = || keyed(server.decide(session.pk, "pl_approve", json!({})), "d-1");
    let lost = approve().send().await;
    assert!(lost.is_err(), "not a byte of the answer arrives: {lost:?}");
    assert_eq!(server.status(session.pk).await, "ENROLLREADY", "it acted");
    let first = ok(approve()).await;
    assert_eq!(first["request"]["status"], "ENROLLREADY");
    assert_eq!(ok(approve()).await, first);
}

#[tokio::test]
async fn without_a_key_a_second_decision_finds_the_wrong_state() {
    let server = Server::start().await;
    let session = server.in_review().await;
    ok(server.decide(session.pk, "validate_videoid", json!({}))).await;
    let (status, body) = answer(server.decide(session.pk, "validate_videoid", json!({}))).await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(body["error"], "Invalid request status");
}

#[tokio::test]
async fn a_key_for_something_else_is_a_conflict() {
    let server = Server::start().await;
    let (one, other) = (server.in_review().await, server.in_review().await);
    let refuse = |pk, reason: &str| {
        let call = server.decide(pk, "refuse_videoid", json!({"reason": reason}));
        keyed(call, "d-2")
    };
    ok(refuse(one.pk, "a")).await;
    conflict(refuse(one.pk, "b")).await;
    conflict(refuse(other.pk, "a")).await;
    conflict(keyed(
        server.decide(other.pk, "validate_videoid", json!({})),
        "d-2",
    ))
    .await;
    assert_eq!(server.status(other.pk).await, "VIDEOREVIEW");
}

#[tokio::test]
async fn what_did_not_act_is_not_recorded() {
    let server = Server::start().await;
    let session = server.selfie(&crate::support::partner_body()).await;
    let validate = || {
        keyed(
            server.decide(session.pk, "validate_videoid", json!({})),
            "d-3",
        )
    };
    let (status, _) = answer(validate()).await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED);
    ok(server.put_evidence(session.video_pk, &crate::support::evidence())).await;
    ok(server.post_video(&session.video, crate::support::mp4(500))).await;
    ok(validate()).await;
}

#[tokio::test]
async fn a_repetition_still_needs_the_officers_secrets() {
    let server = Server::start().await;
    let session = server.in_review().await;
    ok(keyed(
        server.decide(session.pk, "validate_videoid", json!({})),
        "d-4",
    ))
    .await;
    let thief = server.decide(session.pk, "validate_videoid", json!({"pin": "00000000"}));
    let (status, body) = answer(keyed(thief, "d-4")).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(body["error"], "Invalid RAO credentials");
}

#[tokio::test]
async fn many_at_once_with_one_key_act_once() {
    let server = Server::start().await;
    let session = server.in_review().await;
    let calls = (0..8).map(|_| {
        let call = server.decide(session.pk, "refuse_videoid", json!({"reason": "x"}));
        answer(keyed(call, "d-5"))
    });
    let answers = futures::future::join_all(calls).await;
    for (status, body) in &answers {
        assert_eq!((*status, body), (StatusCode::OK, &answers[0].1));
    }
}

#[tokio::test]
async fn a_request_is_made_once_and_cancelled_once() {
    let server = Server::start().await;
    let card = scratchcard(&server).await;
    let body = new_request(&card["sn"]);
    let create = || {
        keyed(
            server.ra(Method::POST, "/api/v1/requests/").json(&body),
            "c-1",
        )
    };
    let (first, again) = (answer(create()).await, answer(create()).await);
    assert_eq!(first.0, StatusCode::CREATED);
    assert_eq!(first, again);
    let path = format!("/api/v1/requests/{}/cancel/", first.1["pk"]);
    let cancel = || keyed(server.ra(Method::DELETE, &path), "c-2");
    assert_eq!(ok(cancel()).await, ok(cancel()).await);
}

#[tokio::test]
async fn a_recorded_answer_survives_a_restart() {
    let server = Server::start().await;
    let session = server.in_review().await;
    let refuse = |server: &Server| {
        let call = server.decide(session.pk, "refuse_videoid", json!({"reason": "x"}));
        keyed(call, "d-6")
    };
    let first = ok(refuse(&server)).await;
    let (config, data) = server.stop().await;
    let server = Server::start_with(config, data).await;
    assert_eq!(ok(refuse(&server)).await, first);
}

fn keyed(call: RequestBuilder, key: &str) -> RequestBuilder {
    call.header("Idempotency-Key", key)
}

async fn conflict(call: RequestBuilder) {
    let (status, body) = answer(call).await;
    assert_eq!(status, StatusCode::CONFLICT, "{body}");
    assert_eq!(body["code"], "409");
}
