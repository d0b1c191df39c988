//! Sessions on their way to the central API.

use std::sync::atomic::Ordering;

use domain::{id::CentralKey, kiosk::KioskEvent};
use jiff::SignedDuration;
use workflow::kiosk::view::{OutOfService, Screen};

use crate::support::{Counter, captured_files};

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_session_offline_is_delivered_when_the_wire_is_back() {
    let counter = Counter::open().await;
    counter.wire.cut.store(true, Ordering::Release);
    offline_session(&counter).await;
    counter
        .until("waiting", |view| {
            let outcome = matches!(
                view.screen,
                Screen::Outcome {
                    delivered: false,
                    ..
                }
            );
            outcome && view.waiting == 1 && !view.online
        })
        .await;
    assert!(!captured_files(&counter.home()).is_empty());
    counter.wire.cut.store(false, Ordering::Release);
    let counter = counter.cut_off_for(SignedDuration::from_mins(6)).await;
    counter
        .until("delivered", |view| view.waiting == 0 && view.online)
        .await;
    assert_eq!(counter.count(KioskEvent::Delivered).await, 1);
    assert!(captured_files(&counter.home()).is_empty());
    let request = counter.wire.central.request(1).await.expect("it was made");
    assert_eq!(request["status"], "VIDEOREVIEW");
    assert_eq!(request["pk"], CentralKey(1).0);
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_go_in_order_and_none_is_repeated() {
    let counter = Counter::open().await;
    counter.make().await;
    counter.consent().await;
    counter.take_all().await;
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
    assert_eq!(counter.wire.asked(), ["create", "evidence", "video"]);
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_cannot_run_keeps_nobody_from_submitting() {
    let counter = Counter::open().await;
    counter.verifier.broken.store(true, Ordering::Release);
    counter.make().await;
    counter.consent().await;
    counter.take_all().await;
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
async fn a_full_queue_takes_nobody_until_there_is_room() {
    let counter = Counter::open_with(|setup| setup.policy.most_waiting = 1).await;
    counter.wire.cut.store(true, Ordering::Release);
    offline_session(&counter).await;
    counter.until("waiting", |view| view.waiting == 1).await;
    let full = Screen::OutOfService {
        reason: OutOfService::QueueFull,
        detail: None,
    };
    counter.clock.advance(SignedDuration::from_secs(31));
    counter.until("full", |view| view.screen == full).await;
    let screen = counter.kiosk.begin().await.expect("an answer").screen;
    assert_eq!(screen, full);
    counter.wire.cut.store(false, Ordering::Release);
    counter.clock.advance(SignedDuration::from_mins(6));
    counter.kiosk.send_now();
    counter
        .until("welcome", |view| view.screen == Screen::Welcome)
        .await;
    counter.kiosk.close().await;
}

async fn offline_session(counter: &Counter) {
    counter.make().await;
    counter.consent().await;
    counter.take_all().await;
    counter.kiosk.submit().await.expect("it is handed over");
}
