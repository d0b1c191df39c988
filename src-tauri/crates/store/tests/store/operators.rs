//! Operators: accounts and signing in.

use domain::{
    audit::{Actor, Event},
    id::{OperatorId, RaoId},
    operator::{Operator, Role, Standing},
};
use jiff::SignedDuration;
use store::{OperatorChange, StoreError};

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
            .create_operator(Actor::Application, new_operator(user_name), password.into())
            .await
            .expect_err(user_name);
        assert_eq!(error.to_string(), expected);
    }
    assert_eq!(desk.store.operators().await.expect("a list").len(), 1);
}

fn change_of(operator: &Operator) -> OperatorChange {
    OperatorChange {
        display_name: operator.display_name.clone(),
        role: operator.role,
        standing: operator.standing,
        rao_id: operator.rao_id.clone(),
        rao_user_name: operator.rao_user_name.clone(),
    }
}

#[tokio::test]
async fn a_changed_account_is_what_it_was_changed_to_and_the_log_says_by_whom() {
    let desk = Desk::open().await;
    let administrator = desk.operator("administrator").await;
    let change = |role, standing, to: OperatorId| {
        let change = OperatorChange {
            role,
            standing,
            ..change_of(&administrator)
        };
        desk.store.change_operator(administrator.id, to, change)
    };
    change(Role::Administrator, Standing::Active, administrator.id)
        .await
        .expect("an administrator");
    let other = desk.operator("other").await;
    let changed = desk
        .store
        .change_operator(
            administrator.id,
            other.id,
            OperatorChange {
                display_name: "  Another name ".into(),
                role: Role::Auditor,
                standing: Standing::Active,
                rao_id: RaoId("1500".into()),
                rao_user_name: "rao1500".into(),
            },
        )
        .await
        .expect("a change");
    assert_eq!(changed.display_name, "Another name");
    assert_eq!(changed.user_name, other.user_name);
    assert_eq!(
        desk.store.operators().await.expect("a list")[1],
        changed,
        "what is answered is what is kept"
    );
    let entries = desk.store.audit_all(1, 100).await.expect("entries");
    let record = &entries.last().expect("an entry").record;
    assert_eq!(record.event, Event::OperatorChanged);
    assert_eq!(record.actor, Actor::Operator(administrator.id));
    assert!(!record.detail.contains("Another name"), "{}", record.detail);
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let desk = Desk::open().await;
    let only = desk.operator("only").await;
    let become_one = OperatorChange {
        role: Role::Administrator,
        ..change_of(&only)
    };
    desk.store
        .change_operator(only.id, only.id, become_one.clone())
        .await
        .expect("an administrator");
    for (role, standing) in [
        (Role::Rao, Standing::Active),
        (Role::Auditor, Standing::Active),
        (Role::Administrator, Standing::Suspended),
    ] {
        let change = OperatorChange {
            role,
            standing,
            ..become_one.clone()
        };
        let error = desk
            .store
            .change_operator(only.id, only.id, change)
            .await
            .expect_err("nobody would be left");
        assert!(matches!(error, StoreError::LastAdministrator), "{error}");
    }
}

#[tokio::test]
async fn a_suspended_account_lets_nobody_in_and_says_so_to_its_owner_alone() {
    let desk = Desk::open().await;
    let administrator = desk.operator("administrator").await;
    let other = desk.operator("other").await;
    let change = |operator: &Operator, role, standing| {
        let change = OperatorChange {
            role,
            standing,
            ..change_of(operator)
        };
        desk.store
            .change_operator(administrator.id, operator.id, change)
    };
    change(&administrator, Role::Administrator, Standing::Active)
        .await
        .expect("an administrator");
    change(&other, Role::Rao, Standing::Suspended)
        .await
        .expect("a suspension");
    for (password, expected) in [
        ("not the one", "user name or password is wrong"),
        (PASSWORD, "this account is suspended; ask an administrator"),
    ] {
        let error = desk
            .store
            .authenticate("other", password.into())
            .await
            .expect_err("it must not open");
        assert_eq!(error.to_string(), expected);
    }
    change(&other, Role::Rao, Standing::Active)
        .await
        .expect("an active account");
    desk.store
        .authenticate("other", PASSWORD.into())
        .await
        .expect("it opens again");
}

#[tokio::test]
async fn after_a_change_of_password_the_new_one_opens_and_the_old_one_does_not() {
    const NEW: &str = "another password";
    let desk = Desk::open().await;
    let operator = desk.operator("specimen").await;
    let error = desk
        .store
        .set_password(operator.id, operator.id, "short".into())
        .await
        .expect_err("too short");
    assert!(matches!(error, StoreError::PasswordTooShort { .. }));
    desk.store
        .set_password(operator.id, operator.id, NEW.into())
        .await
        .expect("a password");
    for (password, opens) in [(PASSWORD, false), (NEW, true)] {
        let answer = desk.store.authenticate("specimen", password.into()).await;
        assert_eq!(answer.is_ok(), opens);
    }
    let stranger = OperatorId::fresh();
    let error = desk
        .store
        .set_password(operator.id, stranger, NEW.into())
        .await
        .expect_err("nobody");
    assert!(matches!(error, StoreError::UnknownOperator(id) if id == stranger));
}
