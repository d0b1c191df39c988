//! A kiosk's connector and the central API, over real HTTP: both sides of the
//! wire mean the same.

use std::path::Path;

use domain::{
    PhoneNumber,
    check::Check,
    evidence::Kind,
    field::{Declared, Name},
    id::RequestKey,
    kiosk::Consent,
    session::State,
};
use outbox::{
    CodeAnswer, Connector, ConnectorConfig, NewRequest, ReportedCheck, Submission, SyncError,
};
use test_support::central::RunningCentral;

#[tokio::test]
async fn a_kiosk_takes_a_new_request_to_review() {
    let data = tempfile::tempdir().expect("a folder");
    let central = RunningCentral::start(data.path()).await.expect("a server");
    let connector = connector(&central);
    let id = RequestKey::fresh();
    let made = connector
        .create_request(&new_request(), id)
        .await
        .expect("made");
    let again = connector
        .create_request(&new_request(), id)
        .await
        .expect("made");
    assert_eq!(made.key, again.key, "once, however often it is asked for");
    assert!(made.otp.required && made.otp.editable && !made.otp.confirmed);

    let code = made.kiosk_code.clone().expect("a code");
    let found = connector.find_request(&code).await.expect("an answer");
    assert_eq!(found.expect("the request"), again);
    let nobody = connector.find_request("7KQ2M9PX").await.expect("an answer");
    assert_eq!(nobody, None);

    let phone = PhoneNumber::read("340 000 0000").expect("a number");
    let sent = connector.send_code(made.key, &phone).await.expect("sent");
    assert_eq!(sent.attempts_left, 3);
    let right = code_in(data.path());
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    let answer = connector
        .check_code(made.key, wrong)
        .await
        .expect("an answer");
    assert_eq!(answer, CodeAnswer::Wrong { attempts_left: 2 });
    let answer = connector
        .check_code(made.key, &right)
        .await
        .expect("an answer");
    assert_eq!(answer, CodeAnswer::Right);
    let found = connector
        .find_request(&code)
        .await
        .expect("an answer")
        .expect("it");
    assert!(found.otp.confirmed);
    assert_eq!(found.otp.phone, Some(phone));

    let submission = submission();
    for _ in 0..2 {
        let state = connector.put_evidence(made.video_pk, &submission).await;
        assert_eq!(state.expect("taken"), State::Capturing);
    }
    let video = video();
    connector
        .upload_video(&made.video_identifier, video.clone())
        .await
        .expect("taken");
    connector
        .upload_video(&made.video_identifier, video)
        .await
        .expect("there already");
    let state = connector.put_evidence(made.video_pk, &submission).await;
    assert_eq!(state.expect("a repetition"), State::WaitingForReview);

    let session = connector.request(made.key).await.expect("a session");
    assert_eq!(session.state, State::WaitingForReview);
    assert_eq!(session.reported_similarity.as_deref(), Some("87"));
    let otp = session
        .reported_checks
        .iter()
        .find(|it| it.check == Check::OtpValidation);
    assert!(
        otp.is_some_and(|it| it.passed),
        "the central API's own word"
    );
    let done = connector
        .find_request(&code)
        .await
        .expect_err("it waits for no evidence");
    assert_eq!(done.code(), "wrong_state");
    central.stop().await.expect("the server stops");
}

#[tokio::test]
async fn a_number_that_may_not_be_changed_is_not() {
    let data = tempfile::tempdir().expect("a folder");
    let central = RunningCentral::start(data.path()).await.expect("a server");
    let connector = connector(&central);
    let made = connector
        .create_request(&new_request(), RequestKey::fresh())
        .await
        .expect("made");
    let phone = PhoneNumber::read("3400000000").expect("a number");
    for _ in 0..3 {
        connector
            .send_code(made.key, &phone)
            .await
            .expect("sent once");
    }
    let other = PhoneNumber::read("3400000001").expect("a number");
    let soon = connector.send_code(made.key, &other).await;
    assert!(
        matches!(
            &soon,
            Err(SyncError::LockedOut {
                retry_after: Some(_),
                ..
            })
        ),
        "{soon:?}"
    );
    assert_eq!(files(data.path()).len(), 1, "one message");
    central.stop().await.expect("the server stops");
}

fn connector(central: &RunningCentral) -> Connector {
    Connector::new(ConnectorConfig {
        base_url: central.url.clone(),
        token: central.token.clone().into(),
        ..ConnectorConfig::default()
    })
    .expect("a connector")
}

fn new_request() -> NewRequest {
    let declared = |field, value: &str| Declared {
        field,
        value: value.into(),
    };
    NewRequest {
        registration_authority: 121,
        profile: "PFnubeAFCiudadano".into(),
        declared: vec![
            declared(Name::GivenName, "Anna"),
            declared(Name::Surname, "Specimen"),
            declared(Name::Email, "anna@example.com"),
        ],
    }
}

fn submission() -> Submission {
    let picture = |filling: u8| {
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0];
        bytes.extend([filling; 200]);
        bytes
    };
    Submission {
        acceptance: Consent {
            at: "2026-03-02T09:30:00Z".parse().expect("an instant"),
            text_version: "2026-01".into(),
            kiosk: "MI-3".into(),
        },
        images: vec![
            (Kind::DocumentFront, picture(1)),
            (Kind::DocumentRear, picture(2)),
            (Kind::Selfie, picture(3)),
        ],
        read: vec![
            (Name::DocumentType, "identity_card".into()),
            (Name::DocumentNumber, "CA00000AA".into()),
            (Name::ExpiryDate, "2033-11-06".into()),
        ],
        checks: vec![ReportedCheck {
            check: Check::OtpValidation,
            passed: false,
        }],
        similarity: Some(domain::Similarity::from_distance(0.29).score()),
    }
}

/// Nine megabytes that begin like an MP4: three parts.
fn video() -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    bytes.extend((0..9 * 1024 * 1024).map(|place| place as u8));
    bytes
}

fn files(data: &Path) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(data.join("messages"))
        .expect("the folder of messages")
        .map(|entry| entry.expect("a file").path())
        .collect()
}

/// The six digits in the message that left.
fn code_in(data: &Path) -> String {
    let message = std::fs::read(&files(data)[0]).expect("a message");
    let message: serde_json::Value = serde_json::from_slice(&message).expect("JSON");
    let text = message["text"].as_str().expect("a text");
    text.split(|c: char| !c.is_ascii_digit())
        .find(|word| word.len() == 6)
        .expect("six digits")
        .to_owned()
}
