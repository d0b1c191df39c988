//! Crashes: a process that ends without a word, at the worst moments.

use std::{env, path::PathBuf, process::Command, sync::Arc};

use domain::{
    audit::Actor,
    clock::SystemClock,
    decision::{Decision, Outcome},
    house::HouseRules,
    id::{CentralKey, DecisionId},
};
use jiff::{SignedDuration, Timestamp};
use store::{DatabaseKey, Delivery, Store, Swept};

use crate::support::{
    Desk, LONGEST_PAUSE, PASSWORD, execute, new_operator, new_session, sealed_files,
};

const FOLDER: &str = "STORE_TEST_CRASH_FOLDER";
const AT: &str = "STORE_TEST_CRASH_AT";

#[tokio::test]
async fn an_intake_cut_off_between_files_and_rows_leaves_nothing() {
    let desk = Desk::open().await;
    // Somebody else holds the database, so that the intake stops before its rows.
    let mut raw = desk.raw().await;
    execute(&mut raw, "BEGIN IMMEDIATE").await;
    let store = desk.store.clone();
    let intake = tokio::spawn(async move { store.receive(&new_session(17)).await });
    while whole(desk.folder()) < 2 {
        tokio::task::yield_now().await;
    }
    intake.abort();
    drop(intake.await);
    execute(&mut raw, "ROLLBACK").await;
    drop(raw);
    let desk = desk.reopen_after(async |_| {}).await;
    assert_eq!(
        desk.store.swept(),
        Swept {
            orphans: 2,
            parts: 0
        }
    );
    assert!(sealed_files(desk.folder()).is_empty());
    let known = desk.store.by_central_key(CentralKey(17)).await;
    assert_eq!(known.expect("an answer"), None, "it will be fetched again");
    desk.session(17).await;
    assert!(desk.store.check().await.expect("a report").is_sound());
}

#[tokio::test]
async fn a_decision_survives_a_crash_before_it_is_sent() {
    let (store, _folder) = after_crash("decided").await;
    let (decision, delivery) = only_decision(&store).await;
    assert!(matches!(delivery, Delivery::Waiting { .. }), "{delivery:?}");
    assert_eq!(store.recover_sending().await.expect("a number"), 0);
    assert_eq!(due(&store).await, [decision]);
}

#[tokio::test]
async fn a_decision_on_its_way_in_a_crash_is_sent_again_under_its_id() {
    let (store, _folder) = after_crash("sending").await;
    let (decision, delivery) = only_decision(&store).await;
    assert_eq!(delivery, Delivery::Sending);
    assert!(due(&store).await.is_empty());
    assert_eq!(store.recover_sending().await.expect("a number"), 1);
    let envelopes = store.due(later(), LONGEST_PAUSE).await.expect("a list");
    assert_eq!(envelopes[0].decision.id, decision);
    assert_eq!(envelopes[0].attempts, 1);
    assert!(store.check().await.expect("a report").is_sound());
}

/// Runs [`child`] in a process of its own until it aborts, and opens its store.
async fn after_crash(at: &str) -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new(env::current_exe().expect("this test"))
        .args(["--exact", "crash::child", "--nocapture"])
        .env(FOLDER, folder.path())
        .env(AT, at)
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        text.contains("ending here"),
        "the child did not get there: {text}"
    );
    assert!(!output.status.success(), "it was to end without a word");
    let store = Store::open(folder.path(), key(), Arc::new(SystemClock))
        .await
        .expect("the store opens after a crash");
    (store, folder)
}

/// Not a test of its own: the process that crashes.
#[tokio::test]
async fn child() {
    let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else {
        return;
    };
    let store = Store::open(&folder, key(), Arc::new(SystemClock))
        .await
        .expect("a store");
    let operator = store
        .create_operator(Actor::Application, new_operator("one"), PASSWORD.into())
        .await
        .expect("an account")
        .id;
    let session = store.receive(&new_session(17)).await.expect("it").id();
    store.claim(session, operator).await.expect("it is free");
    let decision = Decision {
        id: DecisionId::fresh(),
        session,
        operator,
        at: crate::support::start(),
        outcome: Outcome::Validate,
    };
    let stamp = store.session(session).await.expect("it").stamp();
    store
        .decide(&decision, stamp.expect("a lease"), &HouseRules::default())
        .await
        .expect("it follows");
    if env::var(AT).as_deref() == Ok("sending") {
        store.mark_sending(decision.id).await.expect("it waits");
    }
    eprintln!("ending here");
    std::process::abort();
}

async fn only_decision(store: &Store) -> (DecisionId, Delivery) {
    let session = store
        .by_central_key(CentralKey(17))
        .await
        .expect("an answer")
        .expect("the session");
    let mut records = store.decisions_of(session).await.expect("decisions");
    assert_eq!(records.len(), 1);
    let record = records.remove(0);
    (record.decision.id, record.delivery)
}

async fn due(store: &Store) -> Vec<DecisionId> {
    let envelopes = store.due(later(), LONGEST_PAUSE).await.expect("a list");
    envelopes
        .into_iter()
        .map(|envelope| envelope.decision.id)
        .collect()
}

fn later() -> Timestamp {
    crate::support::start() + SignedDuration::from_hours(1)
}

fn key() -> DatabaseKey {
    DatabaseKey::from_bytes([7; 32])
}

/// How many whole sealed files there are.
fn whole(folder: &std::path::Path) -> usize {
    sealed_files(folder)
        .iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "sealed"))
        .count()
}
