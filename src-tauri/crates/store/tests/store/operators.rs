//! Operators: accounts and signing in.

use domain::audit::{Actor, Event};
use jiff::SignedDuration;
use store::StoreError;

use crate::support::{Desk, PASSWORD, new_operator};

#[tokio::test]
async fn an_operator_signs_in_with_name_and_password() {
    let desk = Desk::open().await;
    let made = desk.operator("Specimen").await;
    assert_eq!(
        desk.store.operators().await.expect("a list"),
        std::slice::from_ref(&made)
    );
    for typed in ["specimen", " SPECIMEN "] {
        let operator = desk
            .store
            .authenticate(typed, PASSWORD.into())
            .await
            .expect("the right password");
        assert_eq!(operator, made);
    }
    let entries = desk.store.audit_all(1, 100).await.expect("entries");
    let signed_in = &entries.last().expect("an entry").record;
    assert_eq!(signed_in.event, Event::SignedIn);
    assert_eq!(signed_in.actor, Actor::Operator(made.id));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_told_apart_by_nothing() {
    let desk = Desk::open().await;
    desk.operator("specimen").await;
    let mut seen = Vec::new();
    for user_name in ["specimen", "nobody"] {
        let mut answers = Vec::new();
        for _ in 0..6 {
            let error = desk
                .store
                .authenticate(user_name, "not the one".into())
                .await
                .expect_err("it must not open");
            answers.push(error.to_string());
        }
        seen.push(answers);
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0][2], "user name or password is wrong");
    assert!(
        seen[0][3].starts_with("too many failed attempts"),
        "{:?}",
        seen[0]
    );
}

#[tokio::test]
async fn after_failures_even_the_right_password_waits() {
    let desk = Desk::open().await;
    desk.operator("specimen").await;
    let sign_in = async |password: &str| {
        desk.store
            .authenticate("specimen", password.into())
            .await
            .map(drop)
    };
    for _ in 0..3 {
        let wrong = sign_in("not the one").await;
        assert!(
            matches!(wrong, Err(StoreError::WrongCredentials)),
            "{wrong:?}"
        );
    }
    let until = desk.now() + SignedDuration::from_secs(5);
    let early = sign_in(PASSWORD).await;
    assert!(
        matches!(early, Err(StoreError::TryAgainAfter(at)) if at == until),
        "{early:?}"
    );
    desk.clock.advance(SignedDuration::from_secs(5));
    let wrong = sign_in("not the one").await;
    assert!(
        matches!(wrong, Err(StoreError::WrongCredentials)),
        "{wrong:?}"
    );
    let until = desk.now() + SignedDuration::from_secs(10);
    let longer = sign_in(PASSWORD).await;
    assert!(
        matches!(longer, Err(StoreError::TryAgainAfter(at)) if at == until),
        "{longer:?}"
    );
    desk.clock.advance(SignedDuration::from_secs(10));
    sign_in(PASSWORD).await.expect("the delay is over");
    let forgotten = sign_in("not the one").await;
    assert!(matches!(forgotten, Err(StoreError::WrongCredentials)));
    sign_in(PASSWORD).await.expect("the count began anew");
}

#[tokio::test]
async fn the_delay_outlives_a_restart() {
    let desk = Desk::open().await;
    desk.operator("specimen").await;
    for _ in 0..3 {
        drop(desk.store.authenticate("specimen", "wrong".into()).await);
    }
    let desk = desk.reopen_after(async |_| {}).await;
    let early = desk.store.authenticate("specimen", PASSWORD.into()).await;
    assert!(
        matches!(early, Err(StoreError::TryAgainAfter(_))),
        "{early:?}"
    );
}

#[tokio::test]
async fn many_guesses_at_once_do_not_get_past_the_delay() {
    let desk = Desk::open().await;
    desk.operator("specimen").await;
    let mut guesses = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let store = desk.store.clone();
        guesses.spawn(async move { store.authenticate("specimen", "a guess".into()).await });
    }
    let looked_at = guesses
        .join_all()
        .await
        .into_iter()
        .filter(|result| matches!(result, Err(StoreError::WrongCredentials)))
        .count();
    assert_eq!(looked_at, 3);
}

#[tokio::test]
async fn a_clock_set_back_locks_nobody_out() {
    let desk = Desk::open().await;
    desk.operator("specimen").await;
    for _ in 0..3 {
        drop(desk.store.authenticate("specimen", "wrong".into()).await);
    }
    desk.clock.advance(SignedDuration::from_hours(-1000));
    desk.store
        .authenticate("specimen", PASSWORD.into())
        .await
        .expect("the delay does not last until the old time comes again");
}

#[tokio::test]
async fn failures_are_forgotten_after_a_day() {
    let desk = Desk::open().await;
    desk.operator("specimen").await;
    for _ in 0..3 {
        drop(desk.store.authenticate("specimen", "wrong".into()).await);
    }
    desk.clock.advance(SignedDuration::from_hours(24));
    drop(desk.store.authenticate("specimen", "wrong".into()).await);
    desk.store
        .authenticate("specimen", PASSWORD.into())
        .await
        .expect("one failure costs nothing");
}

#[tokio::test]
async fn a_failure_is_written_down_without_what_was_typed() {
    let desk = Desk::open().await;
    let operator = desk.operator("specimen").await;
    drop(desk.store.authenticate("specimen", "wrong".into()).await);
    drop(desk.store.authenticate("my password", "wrong".into()).await);
    let entries = desk.store.audit_all(1, 100).await.expect("entries");
    let details: Vec<&str> = entries
        .iter()
        .filter(|entry| entry.record.event == Event::SignInFailed)
        .map(|entry| entry.record.detail.as_str())
        .collect();
    assert_eq!(
        details,
        [
            format!("{{\"operator\":\"{}\"}}", operator.id).as_str(),
            "{}"
        ]
    );
}

#[tokio::test]
async fn an_account_needs_a_name_of_its_own_and_a_long_password() {
    let desk = Desk::open().await;
    desk.operator("specimen").await;
    for (user_name, password, expected) in [
        ("SPECIMEN", PASSWORD, "another account has this user name"),
        (
            "",
            PASSWORD,
            "a user name has 1 to 64 characters and no blanks",
        ),
        (
            "two words",
            PASSWORD,
            "a user name has 1 to 64 characters and no blanks",
        ),
        (
            "other",
            "too short",
            "a password needs at least 10 characters",
        ),
    ] {
        let error = desk
            .store
            .create_operator(new_operator(user_name), password.into())
            .await
            .expect_err(user_name);
        assert_eq!(error.to_string(), expected);
    }
    assert_eq!(desk.store.operators().await.expect("a list").len(), 1);
}
