//! A customer on the way through a session.

use std::sync::atomic::Ordering;

use domain::kiosk::{KioskEvent, Piece, Progress, Step};
use jiff::SignedDuration;
use workflow::kiosk::{
    PrivacyTexts, View,
    guide::StillStage,
    view::{FaceStage, Language, PhoneProblem, RequestProblem, Screen},
};

use crate::{
    central::{CODE, PHONE, otp_of},
    support::{Counter, captured_files, new_request},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_session_goes_from_the_welcome_to_the_desks_queue() {
    let counter = Counter::open().await;
    let key = counter.wire.request("Specimen").await;
    counter.find(&key.to_string()).await;
    let view = counter.kiosk.view().await;
    let title = view.look.and_then(|look| look.title);
    assert_eq!(title.as_deref(), Some("Banca Specimen"));
    assert_eq!(view.steps[1], (Step::Devices, Progress::Current));
    counter.consent().await;
    counter.take_all().await;
    let view = counter.kiosk.view().await;
    let Screen::Review(pieces) = &view.screen else {
        panic!("not the review: {:?}", view.screen);
    };
    let moving: Vec<bool> = pieces.iter().map(|(_, part)| part.moving).collect();
    assert_eq!(moving, [false, false, false, true]);
    counter.kiosk.submit().await.expect("it is handed over");
    let view = counter
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
    let Screen::Outcome { next_url, .. } = view.screen else {
        panic!("it was one a moment ago");
    };
    assert_eq!(next_url.as_deref(), Some("https://example.org/next"));
    let request = counter
        .wire
        .central
        .request(key.0)
        .await
        .expect("it is known");
    assert_eq!(request["status"], "VIDEOREVIEW");
    let seen = counter
        .verifier
        .seen
        .lock()
        .expect("nobody panics with it")
        .clone();
    assert_eq!(seen, [(3, true)], "the engine looks once, at everything");
    assert!(
        captured_files(&counter.home()).is_empty(),
        "nothing stays here"
    );
    assert_eq!(counter.count(KioskEvent::Taken).await, 4);
    assert_eq!(counter.count(KioskEvent::Delivered).await, 1);
    assert!(counter.store.check().await.expect("a report").is_sound());
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_partners_logo_is_shown_from_memory() {
    let counter = Counter::open().await;
    let key = counter.wire.request("Specimen").await;
    counter.find(&key.to_string()).await;
    let logo = |view: &View| view.look.clone().and_then(|look| look.logo_url);
    let view = counter.until("a logo", |view| logo(view).is_some()).await;
    let logo = logo(&view).unwrap_or_default();
    assert!(logo.starts_with("data:image/png;base64,"), "{logo}");
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_consent_names_the_text_that_was_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("it.md", "# Dati\n\nTesto."), ("en.md", "Text.")] {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    let texts = PrivacyTexts::read(folder.path()).expect("texts");
    let counter = Counter::open_with(|setup| setup.privacy = texts.clone()).await;
    let key = counter.wire.request("Specimen").await;
    counter.find(&key.to_string()).await;
    counter.are_ready().await;
    let shown = |view: View| {
        let Screen::Consent {
            policy,
            terms_version,
            ..
        } = view.screen
        else {
            panic!("not the consent: {:?}", view.screen);
        };
        (policy.len(), terms_version)
    };
    let (parts, version) = shown(counter.kiosk.view().await);
    let known = texts.of(Language::Italian).expect("a text");
    assert_eq!((parts, &version), (2, &known.version));
    let french = counter.kiosk.choose_language(Language::French).await;
    let elsewhere = shown(french.expect("it is shown"));
    assert_eq!(
        elsewhere,
        (0, "2026-01".to_owned()),
        "there is no text in French"
    );
    let english = counter.kiosk.choose_language(Language::English).await;
    let (parts, version) = shown(english.expect("it is shown"));
    assert!(parts == 1 && version.starts_with("en-"), "{version}");
    counter
        .kiosk
        .consent(true, true)
        .await
        .expect("it is given");
    counter.take_all().await;
    counter.deliver().await;
    let request = counter.wire.central.request(key.0).await;
    let accepted = request.expect("it is known")["videoid"]["acceptance"].clone();
    assert_eq!(accepted["text_version"], version);
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_leads_nowhere_says_why() {
    let counter = Counter::open().await;
    let done = counter.wire.request("Specimen").await;
    counter.find(&done.to_string()).await;
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
    counter.kiosk.begin().await.expect("the welcome");
    for (code, cut, expected) in [
        ("987654", false, RequestProblem::NotFound),
        ("anna", false, RequestProblem::NotFound),
        (&*done.to_string(), false, RequestProblem::AlreadyDone),
        ("1", true, RequestProblem::Offline),
    ] {
        counter.wire.cut.store(cut, Ordering::Release);
        counter.find(code).await;
        let screen = counter.kiosk.view().await.screen;
        assert_eq!(screen, Screen::Request(Some(expected)), "{code}");
        counter.kiosk.stop().await.expect("it stops");
        counter.kiosk.begin().await.expect("the welcome");
    }
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_cannot_be_right_names_the_field() {
    let counter = Counter::open().await;
    counter.kiosk.begin().await.expect("it begins");
    counter.kiosk.start_new().await.expect("a form");
    let mut form = new_request();
    form.email = "nobody".into();
    let view = counter.kiosk.new_request(&form).await.expect("an answer");
    assert_eq!(view.screen, Screen::NewRequest(Some("email".to_owned())));
    assert!(counter.wire.asked().is_empty(), "nothing was asked for");
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_phone_is_confirmed_where_the_request_wants_it() {
    let counter = Counter::open().await;
    counter.wire.otp.store(true, Ordering::Release);
    let key = counter.wire.request("Specimen").await;
    counter.find(&key.to_string()).await;
    counter.consent().await;
    counter.take(Piece::DocumentFront).await;
    counter.take(Piece::DocumentRear).await;
    let Screen::Phone { number, code, .. } = counter.kiosk.view().await.screen else {
        panic!("not the phone");
    };
    assert_eq!((&*number, code), (PHONE, None));
    let view = counter.kiosk.phone("12").await.expect("an answer");
    check_phone(&view.screen, None, Some(PhoneProblem::BadNumber));
    let view = counter.kiosk.phone("333 7654321").await.expect("an answer");
    check_phone(&view.screen, Some(3), None);
    let view = counter.kiosk.code("000000").await.expect("an answer");
    check_phone(&view.screen, Some(2), Some(PhoneProblem::Wrong));
    let sent = |asked: Vec<&str>| asked.iter().filter(|what| **what == "send_code").count();
    counter
        .kiosk
        .phone("+39 333 7654321")
        .await
        .expect("an answer");
    assert_eq!(sent(counter.wire.asked()), 1, "too soon for another code");
    counter.clock.advance(SignedDuration::from_secs(31));
    counter
        .kiosk
        .phone("+39 333 7654321")
        .await
        .expect("an answer");
    assert_eq!(sent(counter.wire.asked()), 2);
    counter.kiosk.code(CODE).await.expect("an answer");
    counter.take(Piece::Selfie).await;
    counter.take_face().await;
    counter.kiosk.submit().await.expect("it is handed over");
    let request = counter
        .wire
        .central
        .wait_for(key.0, "VIDEOREVIEW")
        .await
        .expect("it arrives");
    assert!(otp_of(&request), "{request}");
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_can_be_taken_by_hand_after_a_while() {
    let counter = Counter::open().await;
    counter.guides.stubborn.store(true, Ordering::Release);
    let key = counter.wire.request("Specimen").await;
    counter.find(&key.to_string()).await;
    counter.consent().await;
    counter
        .until("a hint", |view| {
            matches!(
                view.screen,
                Screen::Capture {
                    hint: Some(_),
                    manual: false,
                    ..
                }
            )
        })
        .await;
    counter.kiosk.take_now().await.expect("it changes nothing");
    assert!(matches!(
        counter.kiosk.view().await.screen,
        Screen::Capture {
            stage: StillStage::Hold,
            ..
        }
    ));
    counter.clock.advance(SignedDuration::from_secs(21));
    counter
        .until("a way out", |view| {
            matches!(view.screen, Screen::Capture { manual: true, .. })
        })
        .await;
    counter.kiosk.take_now().await.expect("it is taken");
    counter.taken(Piece::DocumentFront).await;
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_guide_pictures_are_taken_by_hand() {
    let counter = Counter::open().await;
    counter.guides.missing.store(true, Ordering::Release);
    let key = counter.wire.request("Specimen").await;
    counter.find(&key.to_string()).await;
    counter.consent().await;
    counter
        .until("a way out", |view| {
            matches!(view.screen, Screen::Capture { manual: true, .. })
        })
        .await;
    counter.kiosk.take_now().await.expect("it is taken");
    counter.taken(Piece::DocumentFront).await;
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_piece_taken_again_takes_the_place_of_the_one_before() {
    let counter = Counter::open().await;
    let key = counter.wire.request("Specimen").await;
    counter.find(&key.to_string()).await;
    counter.consent().await;
    counter.take_all().await;
    assert_eq!(
        captured_files(&counter.home()).len(),
        7,
        "four films, three stills"
    );
    counter
        .kiosk
        .retake(Piece::Selfie)
        .await
        .expect("once more");
    let view = counter.taken(Piece::Selfie).await;
    let Screen::Capture { attempt, .. } = view.screen else {
        panic!("it was one a moment ago");
    };
    assert_eq!(attempt, (2, 3));
    let view = counter.kiosk.keep().await.expect("it is kept");
    assert!(
        matches!(view.screen, Screen::Review(_)),
        "{:?}",
        view.screen
    );
    assert_eq!(captured_files(&counter.home()).len(), 7);
    counter.kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_face_that_does_nothing_fails_and_after_three_times_the_session_ends() {
    let counter = Counter::open().await;
    counter.guides.frozen.store(true, Ordering::Release);
    let key = counter.wire.request("Specimen").await;
    counter.find(&key.to_string()).await;
    counter.consent().await;
    for piece in [Piece::DocumentFront, Piece::DocumentRear, Piece::Selfie] {
        counter.take(piece).await;
    }
    for attempt in 1..=3 {
        counter.kiosk.begin_face().await.expect("it begins");
        counter
            .until("asked", |view| {
                matches!(
                    view.screen,
                    Screen::Face {
                        stage: FaceStage::Action,
                        ..
                    }
                )
            })
            .await;
        counter.clock.advance(SignedDuration::from_secs(61));
        if attempt < 3 {
            counter
                .until("failed", |view| {
                    matches!(
                        view.screen,
                        Screen::Face {
                            stage: FaceStage::Failed,
                            ..
                        }
                    )
                })
                .await;
            counter.kiosk.touched().await.expect("somebody is there");
        }
    }
    counter
        .until("stopped", |view| {
            view.screen == Screen::Stopped(domain::kiosk::Stop::TooManyAttempts)
        })
        .await;
    assert!(captured_files(&counter.home()).is_empty());
    counter.kiosk.close().await;
}

#[track_caller]
fn check_phone(screen: &Screen, attempts_left: Option<u8>, expected: Option<PhoneProblem>) {
    let Screen::Phone { code, problem, .. } = screen else {
        panic!("not the phone: {screen:?}");
    };
    assert_eq!(code.map(|code| code.attempts_left), attempts_left);
    assert_eq!(*problem, expected);
}
