//! The kiosk as a machine: its devices, its PIN, its test of itself.

use std::sync::atomic::Ordering;

use domain::kiosk::KioskEvent;
use jiff::SignedDuration;
use workflow::kiosk::{
    CameraProblem, TestState,
    view::{Light, OutOfService, Screen},
};

use crate::support::{Counter, PIN};

#[tokio::test(flavor = "multi_thread")]
async fn the_devices_say_what_is_wrong_with_them() {
    let counter = Counter::open().await;
    let key = counter.wire.request("Specimen").await;
    counter.cameras.alive.store(false, Ordering::Release);
    counter.find(&key.to_string()).await;
    counter
        .until("in use", |view| {
            if let Screen::Devices { face, ready, .. } = &view.screen {
                return face.problem == Some(CameraProblem::Busy) && !ready;
            }
            false
        })
        .await;
    let view = counter
        .kiosk
        .devices_ready()
        .await
        .expect("it changes nothing");
    assert!(matches!(view.screen, Screen::Devices { .. }));
    counter.cameras.alive.store(true, Ordering::Release);
    let view = counter
        .until("open again", |view| {
            matches!(view.screen, Screen::Devices { ready: true, .. })
        })
        .await;
    assert!(matches!(
        view.screen,
        Screen::Devices {
            light: Light::Enough,
            ..
        }
    ));
    counter.kiosk.stop().await.expect("it stops");
    let open = &counter.cameras.open;
    counter
        .until("both closed", |_| open.load(Ordering::Acquire) == 0)
        .await;
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_camera_nobody_is_taken_until_there_is_one() {
    let counter = Counter::open().await;
    counter.cameras.plugged_in.store(0, Ordering::Release);
    let no_camera = Screen::OutOfService {
        reason: OutOfService::NoCamera,
        detail: None,
    };
    counter
        .until("out of service", |view| view.screen == no_camera)
        .await;
    counter.cameras.plugged_in.store(1, Ordering::Release);
    counter
        .until("welcome", |view| view.screen == Screen::Welcome)
        .await;
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kiosk_is_left_with_its_pin_and_after_wrong_ones_only_later() {
    let counter = Counter::open().await;
    for wrong in ["111111", "", "24681"] {
        counter
            .kiosk
            .leave(wrong.into())
            .await
            .expect_err("the wrong PIN");
    }
    counter
        .kiosk
        .leave(PIN.into())
        .await
        .expect_err("it has to wait now");
    counter.clock.advance(SignedDuration::from_secs(6));
    counter
        .kiosk
        .leave(PIN.into())
        .await
        .expect("the right one");
    assert_eq!(counter.count(KioskEvent::ExitRefused).await, 3);
    assert_eq!(counter.count(KioskEvent::Closed).await, 1);
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_without_id_takes_nobody() {
    let counter = Counter::open_with(|setup| setup.id.clear()).await;
    let screen = counter.kiosk.begin().await.expect("an answer").screen;
    let expected = Screen::OutOfService {
        reason: OutOfService::NotSetUp,
        detail: Some("id".to_owned()),
    };
    assert_eq!(screen, expected);
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_self_test_names_what_it_looked_at() {
    let counter = Counter::open_with(|setup| setup.test_at_start = true).await;
    counter
        .until("welcome after a good test", |view| {
            view.screen == Screen::Welcome
        })
        .await;
    counter.guides.missing.store(true, Ordering::Release);
    counter.kiosk.self_test().await.expect("it begins");
    let view = counter
        .until("tested", |view| {
            let running = TestState::Running;
            if let Screen::SelfTest(results) = &view.screen {
                return !results.is_empty() && results.iter().all(|result| result.state != running);
            }
            false
        })
        .await;
    let Screen::SelfTest(results) = view.screen else {
        panic!("it was one a moment ago");
    };
    let bad: Vec<&str> = results
        .iter()
        .filter(|result| result.state == TestState::Bad)
        .map(|result| result.check)
        .collect();
    assert_eq!(bad, ["models"], "{results:?}");
    let screen = counter.kiosk.begin().await.expect("an answer").screen;
    let expected = Screen::OutOfService {
        reason: OutOfService::SelfTestFailed,
        detail: Some("models".to_owned()),
    };
    assert_eq!(screen, expected);
    counter.kiosk.close().await;
}
