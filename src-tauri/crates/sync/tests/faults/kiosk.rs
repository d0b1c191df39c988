//! What a kiosk asks, and what it sends: once, whatever goes wrong.

use std::time::Duration;

use domain::{
    PhoneNumber,
    check::Check,
    evidence::Kind,
    field::{Declared, Name},
    id::{CentralKey, RequestKey},
    kiosk::Consent,
    session::State,
};
use outbox::{CodeAnswer, CodeSent, NewRequest, ReportedCheck, Submission, SyncError};
use proptest::prelude::*;
use serde_json::json;

use crate::{
    kiosk_server::add,
    server::{Fault, Server},
};

const KEY: CentralKey = CentralKey(7);

#[tokio::test]
async fn a_request_is_found_by_its_code_or_is_not_there() {
    let server = Server::start().await;
    add(&server, 7, "VIDEOPENDING");
    add(&server, 8, "CREATED");
    add(&server, 9, "VIDEOREVIEW");
    let connector = server.connector();
    let found = connector.find_request(" CODE7 ").await.unwrap().unwrap();
    assert_eq!((found.key, found.video_pk), (KEY, 107));
    assert_eq!(
        found.required,
        [Kind::DocumentFront, Kind::Selfie, Kind::Video]
    );
    assert!(
        connector
            .find_request("CODE1&x=y/../")
            .await
            .unwrap()
            .is_none()
    );
    check(connector.find_request("CODE8").await, "wrong_state");
    check(connector.find_request("CODE9").await, "wrong_state");
    server.plan(&[Fault::GarbageAfter]);
    check(connector.find_request("CODE7").await, "unexpected_answer");
}

#[tokio::test]
async fn a_code_is_sent_and_each_answer_has_its_name() {
    let server = Server::start().await;
    let connector = server.connector();
    let phone = PhoneNumber::read("333 123 4567").unwrap();
    server.ra().kiosk.codes = [
        (200, json!({"attempts_left": 3, "resend_after": 60})),
        (
            429,
            json!({"code": "429", "error": "Too many failed attempts"}),
        ),
        (
            412,
            json!({"code": "412", "error": "The phone number cannot be changed"}),
        ),
        (
            400,
            json!({"detail": "Invalid parameter phone: is not a phone number"}),
        ),
    ]
    .into();
    let sent = connector.send_code(KEY, &phone).await.unwrap();
    let resend_after = Duration::from_secs(60);
    assert_eq!(
        sent,
        CodeSent {
            attempts_left: 3,
            resend_after
        }
    );
    let locked = connector.send_code(KEY, &phone).await;
    assert!(
        matches!(&locked, Err(SyncError::LockedOut { retry_after, .. }) if *retry_after == Some(resend_after)),
        "{locked:?}"
    );
    check(connector.send_code(KEY, &phone).await, "number_fixed");
    check(connector.send_code(KEY, &phone).await, "bad_number");
    assert_eq!(
        server.ra().kiosk.asked_codes[0],
        json!({"phone": "+393331234567"})
    );

    let attempts_left = 2;
    for (answer, expected) in [
        (
            json!({"result": "right", "attempts_left": null}),
            CodeAnswer::Right,
        ),
        (
            json!({"result": "wrong", "attempts_left": 2}),
            CodeAnswer::Wrong { attempts_left },
        ),
        (json!({"result": "exhausted"}), CodeAnswer::Exhausted),
        (json!({"result": "expired"}), CodeAnswer::Expired),
    ] {
        server.ra().kiosk.codes.push_back((200, answer));
        assert_eq!(
            connector.check_code(KEY, " 123456 ").await.unwrap(),
            expected
        );
    }
    for wrong in [
        json!({"result": "maybe"}),
        json!({"result": "wrong"}),
        json!([]),
    ] {
        server.ra().kiosk.codes.push_back((200, wrong));
        check(
            connector.check_code(KEY, "123456").await,
            "unexpected_answer",
        );
    }
}

#[tokio::test]
async fn evidence_sent_twice_is_the_same_bytes() {
    let server = Server::start().await;
    let connector = server.connector();
    server.plan(&[Fault::CutAfter]);
    check(
        connector.put_evidence(107, &submission()).await,
        "unreachable",
    );
    let state = connector.put_evidence(107, &submission()).await.unwrap();
    assert_eq!(state, State::Capturing);
    let ra = server.ra();
    assert_eq!(ra.kiosk.evidence.len(), 2);
    assert_eq!(ra.kiosk.evidence[0], ra.kiosk.evidence[1]);
}

#[tokio::test]
async fn a_video_that_is_there_is_not_sent_again() {
    let server = Server::start().await;
    let connector = server.connector();
    let video = vec![7; 1_000];
    connector
        .upload_video("video-7", video.clone())
        .await
        .unwrap();
    connector
        .upload_video("video-7", video.clone())
        .await
        .unwrap();
    assert_eq!(server.ra().kiosk.taken, video.len());
}

#[tokio::test]
async fn a_server_that_takes_no_parts_gets_the_video_whole() {
    let server = Server::start().await;
    server.ra().kiosk.takes_no_parts = true;
    let video = b"moving".to_vec();
    server
        .connector()
        .upload_video("video-7", video)
        .await
        .unwrap();
    assert_eq!(server.ra().uploads, ["video-7"]);
}

#[tokio::test]
async fn a_server_that_makes_no_progress_is_not_sent_to_for_ever() {
    let server = Server::start().await;
    server.plan(&[Fault::Busy]);
    check(
        server
            .connector()
            .upload_video("video-7", vec![7; 10])
            .await,
        "server_error",
    );
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::CutBefore),
        Just(Fault::CutAfter),
        Just(Fault::HtmlBefore),
        Just(Fault::HtmlAfter),
        Just(Fault::GarbageAfter),
        Just(Fault::Busy),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_failures_end_in_one_request(
        rounds in prop::collection::vec(prop::collection::vec(fault(), 0..4), 0..5),
    ) {
        on_a_runtime(async {
            let server = Server::start().await;
            let (connector, id) = (server.connector(), RequestKey::fresh());
            for faults in rounds {
                server.plan(&faults);
                // What it says is not of interest before the last round.
                let _ = connector.create_request(&new_request(), id).await;
                server.ra().faults.clear();
            }
            let made = connector.create_request(&new_request(), id).await.unwrap();
            let ra = server.ra();
            assert_eq!(ra.kiosk.spent, 1, "one scratchcard");
            assert_eq!(ra.requests.len(), 1);
            assert_eq!(made.key, CentralKey(1));
        });
    }

    #[test]
    fn any_failures_end_in_the_whole_video_and_no_part_of_it_twice(
        rounds in prop::collection::vec(prop::collection::vec(fault(), 0..5), 0..5),
        kilobytes in 1_usize..9_000,
    ) {
        on_a_runtime(async {
            let server = Server::start().await;
            let connector = server.connector();
            let video: Vec<u8> = (0..kilobytes * 1_024).map(|place| place as u8).collect();
            for faults in rounds {
                server.plan(&faults);
                let _ = connector.upload_video("video-7", video.clone()).await;
                server.ra().faults.clear();
            }
            connector.upload_video("video-7", video.clone()).await.unwrap();
            let ra = server.ra();
            assert_eq!(ra.kiosk.taken, video.len(), "each byte once");
            assert!(ra.kiosk.parts.values().any(|whole| *whole == video));
        });
    }
}

#[tokio::test]
async fn a_scratchcard_that_somebody_else_took_is_replaced_by_another() {
    let server = Server::start().await;
    let connectors = [server.connector(), server.connector(), server.connector()];
    let made = futures::future::join_all(connectors.iter().map(|connector| async {
        connector
            .create_request(&new_request(), RequestKey::fresh())
            .await
    }))
    .await;
    let mut keys: Vec<i64> = made.into_iter().map(|it| it.unwrap().key.0).collect();
    keys.sort_unstable();
    assert_eq!(keys, [1, 2, 3]);
}

fn on_a_runtime(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(test);
}

fn new_request() -> NewRequest {
    NewRequest {
        registration_authority: 121,
        profile: "PFnubeAFCiudadano".into(),
        declared: vec![Declared {
            field: Name::Email,
            value: "anna@example.com".into(),
        }],
    }
}

fn submission() -> Submission {
    Submission {
        acceptance: Consent {
            at: "2026-03-02T09:30:00Z".parse().unwrap(),
            text_version: "2026-01".into(),
            kiosk: "MI-3".into(),
        },
        images: vec![
            (Kind::DocumentFront, vec![1, 2, 3]),
            (Kind::Selfie, vec![4]),
        ],
        read: vec![(Name::Surname, "Specimen".into())],
        checks: vec![ReportedCheck {
            check: Check::OtpValidation,
            passed: true,
        }],
        similarity: None,
    }
}

#[track_caller]
fn check<T: std::fmt::Debug>(answer: Result<T, SyncError>, code: &str) {
    assert_eq!(answer.expect_err(code).code(), code);
}
