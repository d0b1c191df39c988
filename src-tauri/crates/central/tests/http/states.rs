//! Which operation which state admits, over HTTP.

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::support::{Server, Session, answer, ok, partner_body};

const OPERATIONS: [&str; 8] = [
    "ask_again",
    "validate",
    "refuse",
    "declaration",
    "contract",
    "approve",
    "cancel",
    "fields",
];

#[tokio::test]
async fn each_state_admits_its_operations_and_no_other() {
    let server = Server::start().await;
    check(&server, "VIDEOPENDING", &["cancel", "fields"]).await;
    check(
        &server,
        "VIDEOREVIEW",
        &[
            "ask_again",
            "validate",
            "refuse",
            "declaration",
            "contract",
            "cancel",
            "fields",
        ],
    )
    .await;
    check(
        &server,
        "CREATED",
        &[
            "refuse",
            "declaration",
            "contract",
            "approve",
            "cancel",
            "fields",
        ],
    )
    .await;
    check(&server, "ENROLLREADY", &["declaration", "contract"]).await;
    check(&server, "REFUSED", &[]).await;
    check(&server, "CANCELLED", &[]).await;
}

#[tokio::test]
async fn an_approval_needs_declaration_and_contract() {
    let server = Server::start().await;
    let session = server.validated().await;
    let approve = || server.decide(session.pk, "pl_approve", json!({}));
    let missing = (
        StatusCode::BAD_REQUEST,
        json!({"error": "Missing required docs"}),
    );
    assert_eq!(answer(approve()).await, missing);
    let receipt = json!({"rao": "1400", "type": "APPROVE"});
    ok(server.post(session.pk, "generates_tbs_receipt", receipt)).await;
    assert_eq!(answer(approve()).await, missing);
    server.draw_documents(session.pk).await;
    ok(approve()).await;
}

async fn check(server: &Server, state: &str, admitted: &[&str]) {
    for operation in OPERATIONS {
        let session = reach(server, state).await;
        let (status, body) = answer(call(server, &session, operation)).await;
        if admitted.contains(&operation) {
            assert!(
                status.is_success(),
                "{operation} in {state}: {status} {body}"
            );
        } else {
            assert_eq!(
                (status, &body["code"], &body["error"]),
                (
                    StatusCode::PRECONDITION_FAILED,
                    &json!("412"),
                    &json!("Invalid request status")
                ),
                "{operation} in {state}"
            );
            assert_eq!(
                server.status(session.pk).await,
                state,
                "{operation} changed it"
            );
        }
    }
}

async fn reach(server: &Server, state: &str) -> Session {
    let session = match state {
        "VIDEOPENDING" => server.selfie(&partner_body()).await,
        "VIDEOREVIEW" => server.in_review().await,
        "CREATED" => {
            let session = server.validated().await;
            server.draw_documents(session.pk).await;
            session
        }
        "ENROLLREADY" => server.approved().await,
        "REFUSED" => {
            let session = server.in_review().await;
            ok(server.decide(session.pk, "refuse_videoid", json!({"reason": "x"}))).await;
            session
        }
        "CANCELLED" => {
            let session = server.in_review().await;
            ok(call(server, &session, "cancel")).await;
            session
        }
        other => unreachable!("{other} is no state of this table"),
    };
    assert_eq!(server.status(session.pk).await, state);
    session
}

fn call(server: &Server, session: &Session, operation: &str) -> RequestBuilder {
    let pk = session.pk;
    let nothing: Value = json!({});
    match operation {
        "validate" => server.decide(pk, "validate_videoid", nothing),
        "refuse" => server.decide(pk, "refuse_videoid", json!({"reason": "x"})),
        "ask_again" => server.decide(
            pk,
            "request_videoid_pieces",
            json!({"pieces": [{"type": "video", "reason": "too_dark"}]}),
        ),
        "approve" => server.decide(pk, "pl_approve", nothing),
        "declaration" => server.post(
            pk,
            "generates_tbs_receipt",
            json!({"rao": "1400", "type": "APPROVE"}),
        ),
        "contract" => server.post(pk, "generate_document", json!({"rao_id": "1400"})),
        "cancel" => server.ra(Method::DELETE, &format!("/api/v1/requests/{pk}/cancel/")),
        "fields" => server.ra(Method::GET, &format!("/api/v1/requests/{pk}/validate/")),
        other => unreachable!("{other} is no operation of this table"),
    }
}
