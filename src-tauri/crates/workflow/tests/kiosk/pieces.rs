//! A customer comes back because the desk has asked for single pieces again.

use std::sync::atomic::Ordering;

use domain::{
    decision::{PieceAsked, PieceReason},
    id::CentralKey,
    kiosk::{KioskEvent, Piece, Step, Stop},
};
use jiff::SignedDuration;
use serde_json::{Value, json};
use workflow::kiosk::{KioskSetup, View, view::Screen};

use crate::{
    central::CODE,
    support::{Counter, captured_files},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_rear_that_is_asked_for_again_is_captured_alone_and_the_rest_stays() {
    let counter = Counter::open().await;
    let key = in_review(&counter).await;
    let before = request(&counter, key).await;
    let asked = json!([{"type": "document_rear", "reason": "blurred"}]);
    counter.wire.ask_again(key, asked).await;
    counter
        .wire
        .asked
        .lock()
        .expect("nobody panics with it")
        .clear();

    come_back(&counter, key).await;
    let view = counter.kiosk.view().await;
    let rear = PieceAsked {
        piece: Piece::DocumentRear,
        reason: PieceReason::Blurred,
    };
    assert_eq!(view.asked, [rear], "the customer is told what and why");
    check_steps(&view, &[Step::Piece(Piece::DocumentRear)]);
    counter.are_ready().await;
    counter.take(Piece::DocumentRear).await;
    let screen = counter.kiosk.view().await.screen;
    let Screen::Review(pieces) = &screen else {
        panic!("not the review: {screen:?}");
    };
    assert_eq!(pieces.len(), 1);
    counter.deliver().await;

    assert_eq!(
        counter.wire.asked(),
        ["find", "evidence"],
        "nothing of the video is sent"
    );
    let after = request(&counter, key).await;
    assert_eq!(after["status"], "VIDEOREVIEW");
    for kind in ["document_front", "document_owner", "video"] {
        assert_eq!(digest(&before, kind), digest(&after, kind), "{kind} stays");
    }
    assert_ne!(
        digest(&before, "document_rear"),
        digest(&after, "document_rear")
    );
    let accepted = |request: &Value| request["videoid"]["acceptance"].clone();
    assert_eq!(
        accepted(&before),
        accepted(&after),
        "the consent that stands"
    );
    assert_eq!(counter.count(KioskEvent::Consented).await, 1);
    let seen = counter
        .verifier
        .seen
        .lock()
        .expect("nobody panics with it")
        .clone();
    assert_eq!(
        seen,
        [(3, true), (1, false)],
        "the engine looks at the rear"
    );
    assert!(captured_files(&counter.home()).is_empty());
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_front_alone_arrives() {
    let counter = Counter::open().await;
    let key = in_review(&counter).await;
    let asked = json!([{"type": "document_front", "reason": "glare"}]);
    counter.wire.ask_again(key, asked).await;
    come_back(&counter, key).await;
    check_steps(
        &counter.kiosk.view().await,
        &[Step::Piece(Piece::DocumentFront)],
    );
    counter.are_ready().await;
    counter.take(Piece::DocumentFront).await;
    counter.deliver().await;
    assert_eq!(request(&counter, key).await["status"], "VIDEOREVIEW");
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_video_alone_goes_without_pictures() {
    let counter = Counter::open().await;
    let key = in_review(&counter).await;
    let before = request(&counter, key).await;
    let asked = json!([{"type": "video", "reason": "movements_missing"}]);
    counter.wire.ask_again(key, asked).await;
    come_back(&counter, key).await;
    check_steps(&counter.kiosk.view().await, &[Step::Piece(Piece::Face)]);
    counter.are_ready().await;
    counter.take_face().await;
    counter.deliver().await;
    let after = request(&counter, key).await;
    assert_eq!(after["status"], "VIDEOREVIEW");
    for kind in ["document_front", "document_rear", "document_owner"] {
        assert_eq!(digest(&before, kind), digest(&after, kind), "{kind} stays");
    }
    assert_ne!(digest(&before, "video"), digest(&after, "video"));
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_to_another_text_and_an_open_phone_are_asked_for_too() {
    let counter = Counter::open().await;
    let key = in_review(&counter).await;
    let asked = json!([{"type": "document_owner", "reason": "face_not_visible"}]);
    counter.wire.ask_again(key, asked).await;
    counter.wire.otp.store(true, Ordering::Release);
    let another_text = |setup: &mut KioskSetup| setup.policy.terms_version = "2026-02".to_owned();
    let later = counter.reopened(SignedDuration::ZERO, another_text).await;
    later.cameras.shade.store(90, Ordering::Release);
    come_back(&later, key).await;
    let steps = [Step::Consent, Step::Phone, Step::Piece(Piece::Selfie)];
    check_steps(&later.kiosk.view().await, &steps);
    later.are_ready().await;
    later.kiosk.consent(true, true).await.expect("it is given");
    later
        .kiosk
        .phone("3331234567")
        .await
        .expect("a code is sent");
    later.kiosk.code(CODE).await.expect("an answer");
    later.take(Piece::Selfie).await;
    later.deliver().await;
    let after = request(&later, key).await;
    assert_eq!(after["status"], "VIDEOREVIEW");
    assert_eq!(after["videoid"]["acceptance"]["text_version"], "2026-02");
    later.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_for_again_is_still_asked_for_after_an_early_end() {
    let counter = Counter::open().await;
    let key = in_review(&counter).await;
    let asked = json!([{"type": "document_front", "reason": "glare"}]);
    counter.wire.ask_again(key, asked).await;
    come_back(&counter, key).await;
    let view = counter.kiosk.stop().await.expect("it stops");
    assert_eq!(view.screen, Screen::Stopped(Stop::Customer));
    let CentralKey(number) = key;
    let failed = counter.wire.central.wait_for(number, "VIDEOERROR").await;
    failed.expect("it is told");
    counter.kiosk.begin().await.expect("the welcome");
    come_back(&counter, key).await;
    check_steps(
        &counter.kiosk.view().await,
        &[Step::Piece(Piece::DocumentFront)],
    );
    counter.are_ready().await;
    counter.take(Piece::DocumentFront).await;
    counter.deliver().await;
    assert_eq!(request(&counter, key).await["status"], "VIDEOREVIEW");
    counter.kiosk.close().await;
}

/// A whole session that has come to the desk; the cameras see something else
/// from then on.
async fn in_review(counter: &Counter) -> CentralKey {
    let key = counter.wire.request("Specimen").await;
    counter.find(&key.to_string()).await;
    counter.consent().await;
    counter.take_all().await;
    counter.deliver().await;
    counter.kiosk.begin().await.expect("the welcome");
    counter.cameras.shade.store(90, Ordering::Release);
    key
}

/// The customer types the code again, as the central API gave it.
async fn come_back(counter: &Counter, key: CentralKey) {
    let code = request(counter, key).await["kiosk_code"].clone();
    counter.find(code.as_str().expect("a code")).await;
}

async fn request(counter: &Counter, CentralKey(key): CentralKey) -> Value {
    let request = counter.wire.central.request(key).await;
    request.expect("it is known")
}

fn digest(request: &Value, kind: &str) -> String {
    let pieces = request["videoid"]["evidence"].as_array().expect("a list");
    let piece = pieces.iter().find(|piece| piece["type"] == kind);
    piece.expect("the piece")["sha256"].to_string()
}

/// What there is to do between the devices and the review.
#[track_caller]
fn check_steps(view: &View, expected: &[Step]) {
    let steps: Vec<Step> = view.steps.iter().map(|(step, _)| *step).collect();
    let [
        Step::Request,
        Step::Devices,
        between @ ..,
        Step::Review,
        Step::Submit,
    ] = &steps[..]
    else {
        panic!("another way: {steps:?}");
    };
    assert_eq!(between, expected);
}
