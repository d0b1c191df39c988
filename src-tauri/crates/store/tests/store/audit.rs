//! The audit log: append-only, and every change of it noticed.

use domain::{
    audit::{Actor, ChainError, Event, Record},
    decision::Outcome,
    house::HouseRules,
};
use store::{Fault, StoreError};

use crate::support::{Desk, execute};

#[tokio::test]
async fn every_step_of_a_session_is_written_down_in_order() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(17, operator).await;
    desk.decide(session, operator, Outcome::Validate).await;
    let viewed = Record {
        at: desk.now(),
        actor: Actor::Operator(operator),
        event: Event::Viewed,
        session: Some(session),
        detail: "{}".into(),
    };
    desk.store.append(viewed.clone()).await.expect("written");
    let entries = desk.store.audit_of(session).await.expect("entries");
    let events: Vec<Event> = entries.iter().map(|entry| entry.record.event).collect();
    assert_eq!(
        events,
        [
            Event::SessionReceived,
            Event::Claimed,
            Event::Decided,
            Event::Viewed
        ]
    );
    assert_eq!(entries[3].record, viewed);
    let proven = desk.store.verify_audit().await.expect("it holds");
    assert_eq!(
        proven.entries, 6,
        "with the store's and the operator's making"
    );
    assert_eq!(proven.head, entries[3].digest());
    let page = desk.store.audit_all(3, 2).await.expect("entries");
    let numbers: Vec<u64> = page.iter().map(|entry| entry.sequence).collect();
    assert_eq!(numbers, [3, 4]);
}

#[tokio::test]
async fn the_database_itself_lets_nobody_change_an_entry() {
    let desk = Desk::open().await;
    let mut raw = desk.raw().await;
    for sql in [
        "UPDATE audit SET detail = '{}' WHERE sequence = 1",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE sequence = 1",
        "INSERT INTO audit SELECT 9, at, actor, event, session, detail, previous, digest FROM audit",
    ] {
        let error = sqlx::query(sql).execute(&mut raw).await.expect_err(sql);
        assert!(error.to_string().contains("append-only"), "{sql}: {error}");
    }
    desk.store.verify_audit().await.expect("it holds");
}

#[tokio::test]
async fn a_changed_entry_is_noticed_even_by_who_drops_the_guard() {
    let change = |sequence| StoreError::AuditBroken(ChainError::Broken { sequence });
    check(
        "UPDATE audit SET detail = '{}' WHERE sequence = 2",
        change(2),
    )
    .await;
    check("UPDATE audit SET actor = 'x' WHERE sequence = 2", change(2)).await;
    check(
        "UPDATE audit SET at = '2026-03-02T09:00:01Z' WHERE sequence = 4",
        change(4),
    )
    .await;
    check(
        "UPDATE audit SET digest = zeroblob(32) WHERE sequence = 4",
        change(4),
    )
    .await;
    check("UPDATE audit_head SET digest = zeroblob(32)", change(4)).await;
}

#[tokio::test]
async fn a_removed_entry_is_noticed() {
    let gap = StoreError::AuditBroken(ChainError::Gap {
        expected: 2,
        found: 3,
    });
    check("DELETE FROM audit WHERE sequence = 2", gap).await;
    let cut = StoreError::AuditCut {
        expected: 4,
        found: 3,
    };
    check("DELETE FROM audit WHERE sequence = 4", cut).await;
}

#[tokio::test]
async fn a_change_that_fails_leaves_no_entry() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.session(17).await;
    let before = desk.store.verify_audit().await.expect("it holds");
    desk.store
        .decide(
            &desk.decision(session, operator, Outcome::Validate),
            desk.stamp(session).await,
            &HouseRules::default(),
        )
        .await
        .expect_err("not claimed");
    assert_eq!(desk.store.verify_audit().await.expect("it holds"), before);
}

/// Four entries, tampered with by `sql` once the triggers are gone.
async fn check(sql: &'static str, expected: StoreError) {
    let desk = Desk::open().await;
    for key in 1..=3 {
        desk.session(key).await;
    }
    let mut raw = desk.raw().await;
    execute(
        &mut raw,
        "DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_deleted;",
    )
    .await;
    desk.store.verify_audit().await.expect("it still holds");
    execute(&mut raw, sql).await;
    let error = desk.store.verify_audit().await.expect_err(sql);
    assert_eq!(format!("{error:?}"), format!("{expected:?}"), "{sql}");
    let report = desk.store.check().await.expect("a report");
    assert_eq!(report.faults, [Fault::Audit(error.to_string())], "{sql}");
}
