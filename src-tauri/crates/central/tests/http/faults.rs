//! Failing on purpose.

use central::faults::{Fault, Operation};
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::{Server, answer, ok};

#[tokio::test]
async fn a_planned_refusal_does_nothing_and_passes() {
    let server = Server::start().await;
    let session = server.in_review().await;
    server
        .central
        .faults()
        .plan(Operation::Refuse, Fault::Refused, 2);
    let refuse = || server.decide(session.pk, "refuse_videoid", json!({"reason": "x"}));
    for _ in 0..2 {
        let (status, body) = answer(refuse()).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(body["error"], "Internal error");
        assert_eq!(server.status(session.pk).await, "VIDEOREVIEW");
    }
    ok(refuse()).await;
}

#[tokio::test]
async fn an_answer_of_the_wrong_shape_is_still_json() {
    let server = Server::start().await;
    server
        .central
        .faults()
        .plan(Operation::ListRequests, Fault::WrongShape, 1);
    let list = || server.ra(Method::GET, "/api/v1/requests/");
    assert_eq!(ok(list()).await, json!([{"unexpected": true}, 17]));
    assert_eq!(ok(list()).await["count"], 0);
}

#[tokio::test]
async fn an_answer_that_is_cut_short_is_an_error_of_its_body() {
    let server = Server::start().await;
    server
        .central
        .faults()
        .plan(Operation::ListRaos, Fault::CutShort, 1);
    let response = server.ra(Method::GET, "/api/v1/rao/").send().await;
    let body = match response {
        Ok(response) => response.bytes().await,
        Err(error) => Err(error),
    };
    assert!(body.is_err(), "{body:?}");
}

#[tokio::test]
async fn silence_lasts_until_the_server_closes() {
    let server = Server::start().await;
    let session = server.in_review().await;
    server
        .central
        .faults()
        .plan(Operation::Validate, Fault::Silence, 1);
    let silent = server.decide(session.pk, "validate_videoid", json!({}));
    let silent = tokio::spawn(silent.send());
    // It acts although it does not answer.
    while server.status(session.pk).await != "CREATED" {
        tokio::task::yield_now().await;
    }
    assert!(!silent.is_finished());
    server.stop().await;
    let _ = silent.await.unwrap();
}

#[tokio::test]
async fn a_fault_of_one_operation_leaves_the_others_alone() {
    let server = Server::start().await;
    let faults = server.central.faults();
    faults.plan(Operation::GetRao, Fault::Refused, 1);
    ok(server.ra(Method::GET, "/api/v1/rao/")).await;
    faults.clear();
    ok(server.ra(Method::GET, "/api/v1/rao/1400/")).await;
}
