//! Single questions: what each failure is called.

use std::time::Duration;

use domain::{
    decision::{Finality, Refusal, RefusalReason},
    id::{CentralKey, DecisionId, RaoId},
    session::State,
};
use outbox::{Connector, ConnectorConfig, SyncError};
use serde_json::json;

use crate::server::{Fault, PDF, Server, TOKEN, credentials};

const KEY: CentralKey = CentralKey(7);

#[tokio::test]
async fn the_list_is_followed_to_its_last_page() {
    let keys: Vec<i64> = (1..=23).collect();
    let server = Server::with_requests(&keys).await;
    server.ra().requests.get_mut(&5).unwrap()["status"] = json!("CREATED");
    let waiting = server.connector().waiting().await.unwrap();
    assert_eq!(waiting.sessions.len(), 22);
    assert_eq!(server.ra().asked.len(), 3, "three pages");
}

#[tokio::test]
async fn a_list_that_does_not_end_or_leads_elsewhere_is_not_followed() {
    let server = Server::start().await;
    let own = format!("{}/api/v1/requests/?page=2", server.url);
    for next in [
        own.as_str(),
        "http://127.0.0.1:9/api/v1/requests/",
        "https://elsewhere.example/",
        "http://",
    ] {
        for _ in 0..3 {
            server
                .ra()
                .pages
                .push_back(json!({"count": 1, "next": next, "results": []}));
        }
        check(server.connector().waiting().await, "unexpected_answer");
        server.ra().pages.clear();
    }
    assert!(server.ra().asked.len() < 8, "a circle is noticed at once");
}

#[tokio::test]
async fn rows_without_a_key_are_counted_and_unknown_states_are_shown() {
    let server = Server::start().await;
    server.ra().pages.push_back(json!({"next": null, "results": [
        {"pk": 1, "status": "VIDEOREVIEW"}, {"status": "VIDEOREVIEW"}, "row", {"pk": "2", "status": "VIDEOFOO"},
        {"pk": 3, "status": "CREATED"}, {"pk": 1, "status": "VIDEOREVIEW"}]}));
    let waiting = server.connector().waiting().await.unwrap();
    let rows: Vec<(i64, &str)> = waiting
        .sessions
        .iter()
        .map(|it| (it.key.0, it.state.registration_authority()))
        .collect();
    assert_eq!(rows, [(1, "VIDEOREVIEW"), (2, "VIDEOFOO")]);
    assert_eq!(waiting.unreadable, 2);
}

#[tokio::test]
async fn the_identifier_of_a_video_cannot_lead_to_another_path() {
    let server = Server::with_requests(&[7]).await;
    check(
        server.connector().video("../../requests/7").await,
        "not_found",
    );
    let asked = server.ra().asked.pop().unwrap();
    assert_eq!(asked, "/api/v1/download/video/..%2F..%2Frequests%2F7/");
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let config = ConnectorConfig {
        base_url: format!("http://{free}"),
        token: TOKEN.into(),
        ..ConnectorConfig::default()
    };
    check(
        Connector::new(config).unwrap().state(KEY).await,
        "unreachable",
    );
}

#[tokio::test]
async fn each_failure_has_its_name() {
    let server = Server::with_requests(&[7]).await;
    for (fault, code) in [
        (Fault::CutBefore, "unreachable"),
        (Fault::HtmlBefore, "server_error"),
        (Fault::Busy, "server_error"),
        (Fault::GarbageAfter, "unexpected_answer"),
    ] {
        server.plan(&[fault]);
        check(server.connector().state(KEY).await, code);
    }
    assert_eq!(
        server.connector().state(KEY).await.unwrap(),
        State::WaitingForReview
    );
    check(server.connector().state(CentralKey(8)).await, "not_found");
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_timed_out() {
    let server = Server::with_requests(&[7]).await;
    server.plan(&[Fault::Hang, Fault::Hang]);
    let connector = server.connector_with(Duration::from_millis(50));
    check(connector.state(KEY).await, "timed_out");
    check(connector.video("video-7").await, "timed_out");
}

#[tokio::test]
async fn a_wrong_token_is_unauthorised() {
    let server = Server::start().await;
    let config = ConnectorConfig {
        base_url: server.url.clone(),
        token: "other".into(),
        ..ConnectorConfig::default()
    };
    check(
        Connector::new(config).unwrap().waiting().await,
        "unauthorised",
    );
    let config = ConnectorConfig {
        base_url: server.url.clone(),
        token: "line\nbreak".into(),
        ..ConnectorConfig::default()
    };
    check(Connector::new(config), "configuration");
}

#[tokio::test]
async fn a_video_over_fifty_megabytes_is_not_read() {
    let server = Server::with_requests(&[7]).await;
    server
        .ra()
        .videos
        .insert("large".into(), vec![0; 50 * 1024 * 1024 + 1]);
    check(server.connector().video("large").await, "too_large");
}

#[tokio::test]
async fn declaration_and_contract_come_as_text_and_pdf() {
    let server = Server::with_requests(&[7]).await;
    let connector = server.connector();
    let rao = RaoId("1400".into());
    let declaration = connector.declaration(KEY, &rao).await.unwrap();
    assert_eq!(declaration.serial_number, "sn-7");
    assert_eq!(declaration.text.reveal(), "L'operatore dichiara\r\n");
    assert_eq!(connector.contract(KEY, &rao).await.unwrap(), PDF.as_bytes());
    check(
        connector.contract(KEY, &RaoId("1".into())).await,
        "bad_request",
    );
}

#[tokio::test]
async fn a_decision_carries_credentials_reason_and_its_id() {
    let server = Server::with_requests(&[7]).await;
    let connector = server.connector();
    let (first, second) = (DecisionId::fresh(), DecisionId::fresh());
    assert_eq!(
        connector
            .validate(KEY, &credentials(), first)
            .await
            .unwrap(),
        State::Validated
    );
    let refusal = Refusal {
        reason: RefusalReason::FaceMismatch,
        text: "Not the holder".into(),
        finality: Finality::Definitive,
    };
    let state = connector
        .refuse(KEY, &credentials(), &refusal, second)
        .await
        .unwrap();
    assert_eq!(state, State::Refused);
    let ra = server.ra();
    assert_eq!(ra.keys, [first.to_string(), second.to_string()]);
    assert_eq!(
        ra.bodies[0],
        json!({"username": "rao", "password": "right", "pin": "1234", "rao_id": "1400"})
    );
    assert_eq!(
        ra.bodies[1]["reason"],
        "face_mismatch/definitive: Not the holder"
    );
}

#[tokio::test]
async fn a_wrong_pin_and_a_wrong_state_have_their_names() {
    let server = Server::with_requests(&[7]).await;
    let connector = server.connector();
    let mut wrong = credentials();
    wrong.pin = "4321".into();
    check(
        connector.validate(KEY, &wrong, DecisionId::fresh()).await,
        "credentials_rejected",
    );
    check(
        connector
            .approve(KEY, &credentials(), DecisionId::fresh())
            .await,
        "wrong_state",
    );
}

#[tokio::test]
async fn a_video_goes_to_the_address_for_videos() {
    let (base, upload) = (Server::start().await, Server::start().await);
    let connector = Connector::new(ConnectorConfig {
        base_url: base.url.clone(),
        upload_url: Some(upload.url.clone()),
        token: TOKEN.into(),
        ..ConnectorConfig::default()
    })
    .unwrap();
    connector
        .upload_video("video-7", b"moving".to_vec())
        .await
        .unwrap();
    assert_eq!(upload.ra().kiosk.taken, b"moving".len());
    assert!(base.ra().asked.is_empty());
}

#[track_caller]
fn check<T>(answer: Result<T, SyncError>, code: &str) {
    match answer {
        Ok(_) => panic!("an answer instead of {code}"),
        Err(error) => {
            assert_eq!(error.code(), code, "{error}");
            let message = error.to_string();
            for secret in ["right", "1234", "4321", TOKEN, "Specimen"] {
                assert!(!message.contains(secret), "{message}");
            }
        }
    }
}
