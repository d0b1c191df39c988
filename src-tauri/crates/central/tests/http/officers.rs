//! Whose decision it is.

use central::Rao;
use jiff::SignedDuration;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Server, answer, ok};

#[tokio::test]
async fn user_name_password_pin_and_id_belong_together() {
    let server = Server::start().await;
    let session = server.in_review().await;
    let no_match = "Rao matching query does not exist.";
    let wrong = "Invalid RAO credentials";
    for (more, message) in [
        (json!({"rao_id": "7"}), no_match),
        (json!({"username": "somebody"}), no_match),
        (json!({"password": "guess"}), wrong),
        (json!({"pin": "00000001"}), wrong),
    ] {
        for operation in ["validate_videoid", "refuse_videoid", "pl_approve"] {
            // Fewer wrong guesses in a row than lock the officer.
            ok(server.decide(server.in_review().await.pk, "validate_videoid", json!({}))).await;
            let call = server.decide(session.pk, operation, more.clone());
            let (status, body) = answer(call).await;
            assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR, "{more}");
            assert_eq!(
                (&body["code"], &body["error"]),
                (&json!("500"), &json!(message))
            );
        }
    }
    assert_eq!(server.status(session.pk).await, "VIDEOREVIEW");
}

#[tokio::test]
async fn guessing_locks_an_officer_for_a_quarter_of_an_hour() {
    let server = Server::start().await;
    let session = server.in_review().await;
    let guess = || server.decide(session.pk, "validate_videoid", json!({"pin": "00000001"}));
    for _ in 0..5 {
        assert_eq!(answer(guess()).await.0, StatusCode::INTERNAL_SERVER_ERROR);
    }
    let right = || server.decide(session.pk, "validate_videoid", json!({}));
    let locked = right().send().await.unwrap();
    assert_eq!(locked.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(locked.headers()["retry-after"], "900");
    let body: Value = locked.json().await.unwrap();
    assert_eq!(body["code"], "429");
    server.clock.advance(SignedDuration::from_secs(900));
    ok(right()).await;
}

#[tokio::test]
async fn a_lock_survives_a_restart() {
    let server = Server::start().await;
    let session = server.in_review().await;
    for _ in 0..5 {
        let guess = server.decide(session.pk, "validate_videoid", json!({"pin": "1"}));
        answer(guess).await;
    }
    let (config, data) = server.stop().await;
    let server = Server::start_with(config, data).await;
    let (status, _) = answer(server.decide(session.pk, "validate_videoid", json!({}))).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn another_officer_approves_only_what_names_the_identifying_one() {
    let mut config = central::Config::generate();
    let first = config.raos[0].clone();
    config.raos.push(Rao {
        pk: 1500,
        user_name: "second".to_owned(),
        password: "another password".into(),
        pin: "12345678".into(),
        identificator: false,
        ..first
    });
    let server = Server::start_with(config, tempfile::tempdir().unwrap()).await;
    let session = server.validated().await;
    server.draw_documents(session.pk).await;
    let second = json!({"username": "second", "password": "another password",
        "pin": "12345678", "rao_id": 1500});
    let (status, body) = answer(server.decide(session.pk, "pl_approve", second)).await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(body["error"], "Invalid request fields: identification_rao");
    ok(server.decide(session.pk, "pl_approve", json!({}))).await;
}

#[tokio::test]
async fn new_secrets_in_the_configuration_replace_the_old_ones() {
    let server = Server::start().await;
    let session = server.in_review().await;
    let (mut config, data) = server.stop().await;
    let old = config.raos[0].pin.clone();
    config.raos[0].pin = "24681357".into();
    let server = Server::start_with(config, data).await;
    let stale = json!({"pin": secrecy::ExposeSecret::expose_secret(&old)});
    let (status, _) = answer(server.decide(session.pk, "validate_videoid", stale)).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    ok(server.decide(session.pk, "validate_videoid", json!({}))).await;
}
