//! Sessions that end early, and what stays of them: nothing.

use std::sync::atomic::Ordering;

use domain::{
    id::CentralKey,
    kiosk::{KioskEvent, Piece, Stop},
};
use jiff::SignedDuration;
use workflow::kiosk::{View, guide::StillStage, view::Screen};

use crate::support::{Counter, SURNAME, captured_files, holds};

#[tokio::test(flavor = "multi_thread")]
async fn silence_is_warned_of_and_then_everything_is_wiped() {
    let counter = Counter::open().await;
    let key = in_the_middle(&counter).await;
    assert!(!captured_files(&counter.home()).is_empty());
    counter.clock.advance(SignedDuration::from_secs(130));
    counter
        .until("warned", |view| {
            view.idle_seconds_left.is_some_and(|left| left <= 50)
        })
        .await;
    let view = counter.kiosk.more_time().await.expect("more time");
    assert_eq!(view.idle_seconds_left, None);
    counter.clock.advance(SignedDuration::from_secs(181));
    counter
        .until("stopped", |view| view.screen == Screen::Stopped(Stop::Idle))
        .await;
    nothing_stays(&counter, "InactiveUser.Aborted").await;
    it_is_known(&counter, key, "InactiveUser.Aborted").await;
    counter.clock.advance(SignedDuration::from_secs(31));
    counter
        .until("welcome", |view| view.screen == Screen::Welcome)
        .await;
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_stops_leaves_nothing() {
    let counter = Counter::open().await;
    in_the_middle(&counter).await;
    let view = counter.kiosk.stop().await.expect("it stops");
    assert_eq!(view.screen, Screen::Stopped(Stop::Customer));
    nothing_stays(&counter, "User.Aborted").await;
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wants_no_camera_is_sent_to_staff_and_can_try_again_later() {
    let counter = Counter::open().await;
    let key = counter.wire.request(SURNAME).await;
    counter.find(&key.to_string()).await;
    counter.consent().await;
    for piece in [Piece::DocumentFront, Piece::DocumentRear, Piece::Selfie] {
        counter.take(piece).await;
    }
    counter.guides.frozen.store(true, Ordering::Release);
    counter.kiosk.begin_face().await.expect("it begins");
    let asked = |view: &View| {
        matches!(
            view.screen,
            Screen::Face {
                action: Some(_),
                ..
            }
        )
    };
    counter.until("asked", asked).await;
    let view = counter.kiosk.in_person().await.expect("it ends");
    assert_eq!(view.screen, Screen::Stopped(Stop::InPerson));
    assert!(view.staff_called);
    nothing_stays(&counter, "User.ChoseInPerson").await;
    it_is_known(&counter, key, "User.ChoseInPerson").await;
    let request = counter
        .wire
        .central
        .request(key.0)
        .await
        .expect("it is known");
    assert_eq!(request["videoid"]["evidence"], serde_json::json!([]));
    assert_eq!(request["videoid"]["fail_reason"]["category"], "User.Error");
    called_to_identify(&counter).await;

    counter.clock.advance(SignedDuration::from_secs(31));
    counter.kiosk.touched().await.expect("somebody waits");
    let screen = counter.kiosk.view().await.screen;
    assert_eq!(
        screen,
        Screen::Stopped(Stop::InPerson),
        "staff is not here yet"
    );
    counter.clock.advance(SignedDuration::from_secs(181));
    let welcome = |view: &View| view.screen == Screen::Welcome;
    let view = counter.until("welcome", welcome).await;
    assert!(!view.staff_called, "the next customer has not called");
    counter.guides.frozen.store(false, Ordering::Release);
    counter.find(&key.to_string()).await;
    counter.consent().await;
    counter.take_all().await;
    counter.deliver().await;
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_person_can_be_chosen_before_anything_was_said() {
    let counter = Counter::open().await;
    counter.kiosk.begin().await.expect("it begins");
    let view = counter.kiosk.in_person().await.expect("it ends");
    assert_eq!(view.screen, Screen::Stopped(Stop::InPerson));
    called_to_identify(&counter).await;
    assert!(
        counter.wire.asked().is_empty(),
        "there is no request to end"
    );
    counter.kiosk.begin().await.expect("the welcome");
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_wrong_codes_end_the_session() {
    let counter = Counter::open().await;
    counter.wire.otp.store(true, Ordering::Release);
    let key = counter.wire.request(SURNAME).await;
    counter.find(&key.to_string()).await;
    counter.consent().await;
    counter.take(Piece::DocumentFront).await;
    counter.take(Piece::DocumentRear).await;
    counter.kiosk.phone("").await.expect("it is no number");
    counter
        .kiosk
        .phone("3331234567")
        .await
        .expect("a code is sent");
    for _ in 0..3 {
        counter.kiosk.code("111111").await.expect("an answer");
    }
    let screen = counter.kiosk.view().await.screen;
    assert_eq!(screen, Screen::Stopped(Stop::Otp));
    nothing_stays(&counter, "User.OtpFailed").await;
    it_is_known(&counter, key, "User.OtpFailed").await;
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_cut_off_is_taken_up_again_while_its_customer_may_be_there() {
    let counter = Counter::open().await;
    in_the_middle(&counter).await;
    let counter = counter.cut_off_for(SignedDuration::from_secs(20)).await;
    assert_eq!(counter.count(KioskEvent::Resumed).await, 1);
    let drafts = captured_files(&counter.home())
        .into_iter()
        .filter(|file| file.extension().is_some_and(|ending| ending == "draft"));
    assert_eq!(drafts.count(), 0, "the attempt is begun anew");
    counter
        .until("ready devices", |view| {
            matches!(view.screen, Screen::Devices { ready: true, .. })
        })
        .await;
    counter.kiosk.devices_ready().await.expect("they are");
    counter.take(Piece::DocumentRear).await;
    counter.take(Piece::Selfie).await;
    counter.take_face().await;
    let view = counter.kiosk.view().await;
    let Screen::Review(pieces) = view.screen else {
        panic!("not the review: {:?}", view.screen);
    };
    assert_eq!(pieces.len(), 4, "what was taken before is still there");
    counter.kiosk.submit().await.expect("it is handed over");
    counter
        .until("delivered", |view| {
            matches!(
                view.screen,
                Screen::Outcome {
                    delivered: true,
                    ..
                }
            )
        })
        .await;
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_cut_off_long_ago_is_wiped() {
    let counter = Counter::open().await;
    let key = in_the_middle(&counter).await;
    let counter = counter.cut_off_for(SignedDuration::from_mins(4)).await;
    let screen = counter.kiosk.view().await.screen;
    assert_eq!(screen, Screen::Welcome);
    nothing_stays(&counter, "Service.Interrupted").await;
    it_is_known(&counter, key, "Service.Interrupted").await;
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_early_end_is_told_when_the_line_is_back() {
    let counter = Counter::open().await;
    let key = in_the_middle(&counter).await;
    counter.wire.cut.store(true, Ordering::Release);
    counter.kiosk.stop().await.expect("it stops");
    let told = || {
        counter
            .wire
            .asked()
            .iter()
            .filter(|what| **what == "failed")
            .count()
    };
    counter.until("an attempt", |_| told() > 0).await;
    counter.wire.cut.store(false, Ordering::Release);
    counter.clock.advance(SignedDuration::from_mins(1));
    counter.kiosk.send_now();
    it_is_known(&counter, key, "User.Aborted").await;
    counter.kiosk.close().await;
}

/// A session with one piece taken and the next one being recorded.
async fn in_the_middle(counter: &Counter) -> CentralKey {
    let key = counter.wire.request(SURNAME).await;
    counter.find(&key.to_string()).await;
    counter.consent().await;
    counter.taken(Piece::DocumentFront).await;
    counter.guides.stubborn.store(true, Ordering::Release);
    counter.kiosk.keep().await.expect("it is kept");
    counter
        .until("the next piece", |view| {
            matches!(
                view.screen,
                Screen::Capture {
                    piece: Piece::DocumentRear,
                    stage: StillStage::Hold,
                    ..
                }
            )
        })
        .await;
    key
}

/// The central API knows why the session ended.
async fn it_is_known(counter: &Counter, CentralKey(key): CentralKey, code: &str) {
    let request = counter.wire.central.wait_for(key, "VIDEOERROR").await;
    let request = request.expect("it failed");
    let reason = &request["videoid"]["fail_reason"];
    assert_eq!(reason["type"], code, "{request}");
}

/// The log says what staff was called for.
async fn called_to_identify(counter: &Counter) {
    let entries = counter.store.audit_all(1, 10_000).await.expect("a log");
    let called = domain::audit::Event::Kiosk(KioskEvent::StaffCalled);
    let called = entries.iter().find(|entry| entry.record.event == called);
    let detail = &called.expect("it was written down").record.detail;
    assert!(detail.contains("identify_in_person"), "{detail}");
}

async fn nothing_stays(counter: &Counter, code: &str) {
    assert!(captured_files(&counter.home()).is_empty(), "files");
    let kiosk = counter.store.kiosk(domain::audit::Actor::Application);
    assert_eq!(kiosk.open_session().await.expect("an answer"), None);
    // Everything is sealed; this would find what a slip writes in the clear.
    for bytes in [SURNAME.as_bytes(), b"JFIF", b"ftypmp42"] {
        assert!(!holds(&counter.home(), bytes), "{bytes:?}");
    }
    let entries = counter.store.audit_all(1, 10_000).await.expect("a log");
    let wiped = entries
        .iter()
        .rev()
        .find(|entry| entry.record.event == domain::audit::Event::Kiosk(KioskEvent::Wiped));
    let detail = &wiped.expect("it was written down").record.detail;
    assert!(detail.contains(code), "{detail}");
    for entry in &entries {
        assert!(!entry.record.detail.contains(SURNAME), "{:?}", entry.record);
    }
    assert!(counter.store.check().await.expect("a report").is_sound());
}
