//! One-time codes: sent, checked, counted.

use jiff::SignedDuration;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Server, Session, answer, evidence, mp4, ok, partner_body};

#[tokio::test]
async fn the_right_code_proves_the_number_and_the_check_says_so() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    let sent = ok(send(&server, &session, json!({}))).await;
    assert_eq!(sent, json!({"attempts_left": 3, "resend_after": 60}));
    let message = message(&server);
    assert_eq!(message["to"], "+393331234567");
    assert_eq!(
        check(&server, &session, &code(&message)).await["result"],
        "right"
    );
    let request = server.request(session.pk).await;
    assert_eq!(request["otp"]["confirmed_at"], "2026-03-02T09:30:00Z");
    ok(server.put_evidence(session.video_pk, &evidence())).await;
    ok(server.post_video(&session.video, mp4(700))).await;
    let request = server.request(session.pk).await;
    let checks = request["videoid"]["security_checks"].as_array().unwrap();
    assert!(
        checks.contains(&json!(["OTP validation", true])),
        "{checks:?}"
    );
    assert_eq!(
        audited(&server).await,
        ["code_sent", "code_checked", "state_changed"]
    );
}

#[tokio::test]
async fn three_wrong_answers_end_the_code_and_begin_a_pause() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    ok(send(&server, &session, json!({}))).await;
    let right = code(&message(&server));
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    let slip = server.post(session.pk, "otp/check", json!({"code": "12ab"}));
    assert_eq!(
        answer(slip).await.0,
        StatusCode::BAD_REQUEST,
        "no answer at all"
    );
    for left in [2, 1] {
        assert_eq!(
            check(&server, &session, wrong).await,
            json!({"result": "wrong", "attempts_left": left})
        );
    }
    assert_eq!(check(&server, &session, wrong).await["result"], "exhausted");
    assert_eq!(
        check(&server, &session, &right).await["result"],
        "exhausted",
        "the right one comes too late"
    );
    let (status, _) = answer(send(&server, &session, json!({}))).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    server.clock.advance(SignedDuration::from_mins(31));
    let sent = ok(send(&server, &session, json!({}))).await;
    assert_eq!(
        sent["attempts_left"], 3,
        "after the pause counting starts anew"
    );
    ok(server.put_evidence(session.video_pk, &evidence())).await;
    let request = server.request(session.pk).await;
    let checks = request["videoid"]["security_checks"].as_array().unwrap();
    assert!(
        checks.contains(&json!(["OTP validation", false])),
        "{checks:?}"
    );
}

#[tokio::test]
async fn answers_given_at_once_do_not_outnumber_the_limit() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    ok(send(&server, &session, json!({}))).await;
    let right = code(&message(&server));
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    let answers = futures::future::join_all((0..8).map(|_| check(&server, &session, wrong))).await;
    let judged = answers.iter().filter(|it| it["result"] == "wrong").count();
    assert!(judged <= 2, "{answers:?}");
    assert_eq!(
        check(&server, &session, &right).await["result"],
        "exhausted"
    );
}

#[tokio::test]
async fn a_new_code_does_not_bring_new_answers() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    ok(send(&server, &session, json!({}))).await;
    let first = code(&message(&server));
    let wrong = if first == "000000" {
        "000001"
    } else {
        "000000"
    };
    check(&server, &session, wrong).await;
    let again = ok(send(&server, &session, json!({}))).await;
    assert_eq!(
        again,
        json!({"attempts_left": 2, "resend_after": 60}),
        "not sent twice"
    );
    assert_eq!(messages(&server).len(), 1);
    server.clock.advance(SignedDuration::from_secs(61));
    assert_eq!(
        ok(send(&server, &session, json!({}))).await["attempts_left"],
        2
    );
    assert_eq!(messages(&server).len(), 2);
}

#[tokio::test]
async fn the_sixth_code_is_not_sent() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    for _ in 0..5 {
        ok(send(&server, &session, json!({}))).await;
        server.clock.advance(SignedDuration::from_secs(61));
    }
    let (status, _) = answer(send(&server, &session, json!({}))).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(messages(&server).len(), 5);
}

#[tokio::test]
async fn a_code_is_good_for_ten_minutes_and_there_may_be_none() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    assert_eq!(
        check(&server, &session, "123456").await["result"],
        "expired"
    );
    ok(send(&server, &session, json!({}))).await;
    server.clock.advance(SignedDuration::from_mins(10));
    let late = check(&server, &session, &code(&message(&server))).await;
    assert_eq!(late["result"], "expired");
}

#[tokio::test]
async fn the_number_is_changed_only_where_the_request_says_so() {
    let server = Server::start().await;
    let free = server.selfie(&partner_body()).await;
    ok(send(&server, &free, json!({"phone": "+39 340 000 0000"}))).await;
    assert_eq!(
        server.request(free.pk).await["mobile_phone_number"],
        "3331234567"
    );
    check(&server, &free, &code(&message(&server))).await;
    assert_eq!(
        server.request(free.pk).await["mobile_phone_number"],
        "+393400000000",
        "proven, it is the number of the request"
    );
    let (status, _) = answer(send(&server, &free, json!({"phone": "+393400000001"}))).await;
    assert_eq!(
        status,
        StatusCode::TOO_MANY_REQUESTS,
        "another number waits too"
    );

    let mut body = partner_body();
    body["phoneNumber"] = json!({"required": true, "editable": false, "number": "3331234567"});
    let fixed = server.selfie(&body).await;
    let (status, body) = answer(send(&server, &fixed, json!({"phone": "3400000000"}))).await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(body["error"], "The phone number cannot be changed");
    ok(send(&server, &fixed, json!({"phone": "+39 333 1234567"}))).await;
    let (status, _) = answer(send(&server, &free, json!({"phone": "call me"}))).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_decided_request_sends_no_code() {
    let server = Server::start().await;
    let session = server.in_review().await;
    let (status, _) = answer(send(&server, &session, json!({}))).await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED);
}

#[tokio::test]
async fn the_code_itself_is_not_kept() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    ok(send(&server, &session, json!({}))).await;
    let code = code(&message(&server));
    let (_, data) = server.stop().await;
    for file in ["central.sqlite", "central.sqlite-wal"] {
        let Ok(bytes) = std::fs::read(data.path().join(file)) else {
            continue;
        };
        let found = bytes.windows(6).any(|part| part == code.as_bytes());
        assert!(!found, "the code stands in {file}");
    }
}

fn send(server: &Server, session: &Session, body: Value) -> reqwest::RequestBuilder {
    server.post(session.pk, "otp/send", body)
}

async fn check(server: &Server, session: &Session, code: &str) -> Value {
    ok(server.post(session.pk, "otp/check", json!({"code": code}))).await
}

/// The messages that left, oldest first.
fn messages(server: &Server) -> Vec<Value> {
    let mut files: Vec<_> = std::fs::read_dir(server.data.path().join("messages"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap())
        .collect()
}

fn message(server: &Server) -> Value {
    messages(server).pop().expect("a message")
}

/// The six digits in a message.
fn code(message: &Value) -> String {
    let text = message["text"].as_str().unwrap();
    text.split(|c: char| !c.is_ascii_digit())
        .find(|word| word.len() == 6)
        .unwrap()
        .to_owned()
}

/// What the audit log says, oldest first.
async fn audited(server: &Server) -> Vec<String> {
    let file = server.data.path().join("central.sqlite");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let rows: Vec<(String,)> = sqlx::query_as("SELECT event FROM audit ORDER BY sequence")
        .fetch_all(&pool)
        .await
        .unwrap();
    pool.close().await;
    rows.into_iter().map(|(event,)| event).collect()
}
