//! The outbox: order, retries, refusals.

use domain::{
    audit::Event,
    decision::{Outcome, RefusalReason, UNDO_FOR},
    id::{CentralKey, DecisionId},
    session::State,
};
use jiff::SignedDuration;
use store::{Delivery, OutboxCounts, StoreError};

use crate::support::{Desk, LONGEST_PAUSE, refusal};

#[tokio::test]
async fn an_approval_never_overtakes_its_validation() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(17, operator).await;
    let validation = desk.decide(session, operator, Outcome::Validate).await;
    let approval = desk.decide(session, operator, Outcome::Approve).await;
    desk.clock.advance(UNDO_FOR);
    assert_eq!(desk.due().await, [validation]);
    desk.store.mark_sending(validation).await.expect("it waits");
    assert!(desk.due().await.is_empty(), "the validation is on its way");
    let later = desk.now() + SignedDuration::from_secs(30);
    desk.store
        .postpone(validation, "offline", later)
        .await
        .expect("it was on its way");
    assert!(desk.due().await.is_empty(), "the validation waits again");
    desk.clock.advance(SignedDuration::from_secs(30));
    assert_eq!(desk.due().await, [validation]);
    deliver(&desk, validation).await;
    assert_eq!(desk.due().await, [approval]);
    deliver(&desk, approval).await;
    assert!(desk.due().await.is_empty());
}

#[tokio::test]
async fn one_session_does_not_hold_up_another() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let stuck = desk.claimed(1, operator).await;
    let free = desk.claimed(2, operator).await;
    let first = desk.decide(stuck, operator, Outcome::Validate).await;
    let second = desk.decide(free, operator, Outcome::Validate).await;
    assert_eq!(desk.due().await, [first, second], "oldest first");
    desk.store.mark_sending(first).await.expect("it waits");
    assert_eq!(desk.due().await, [second]);
}

#[tokio::test]
async fn an_envelope_names_the_request_and_counts_the_attempts() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(4711, operator).await;
    let id = desk
        .decide(session, operator, refusal(RefusalReason::FaceMismatch))
        .await;
    let leaves_at = desk.now() + UNDO_FOR;
    assert_eq!(
        desk.store.next_due().await.expect("an instant"),
        Some(leaves_at)
    );
    desk.clock.advance(UNDO_FOR);
    for attempts in 0..3 {
        let due = desk
            .store
            .due(desk.now(), LONGEST_PAUSE)
            .await
            .expect("a list");
        let [envelope] = due.as_slice() else {
            panic!("one envelope: {due:?}")
        };
        assert_eq!(envelope.decision.id, id, "the id stays");
        assert_eq!(
            envelope.decision.outcome,
            refusal(RefusalReason::FaceMismatch)
        );
        assert_eq!(envelope.central_key, CentralKey(4711));
        assert_eq!(envelope.attempts, attempts);
        desk.store.mark_sending(id).await.expect("it waits");
        let now = desk.now();
        desk.store.postpone(id, "timeout", now).await.expect("sent");
    }
    let delivery = delivery(&desk, id, session).await;
    let expected = Delivery::Failed {
        attempts: 3,
        code: "timeout".into(),
        retry_at: desk.now(),
    };
    assert_eq!(delivery, expected);
}

#[tokio::test]
async fn what_a_clock_that_ran_ahead_postponed_is_due() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(1, operator).await;
    let id = desk.decide(session, operator, Outcome::Validate).await;
    desk.clock.advance(UNDO_FOR);
    desk.store.mark_sending(id).await.expect("it waits");
    let next_day = desk.now() + SignedDuration::from_hours(24);
    let postponed = desk.store.postpone(id, "timeout", next_day).await;
    postponed.expect("it was sent");
    assert_eq!(desk.due().await, [id], "nobody postpones by a day");

    desk.store.mark_sending(id).await.expect("it waits");
    let soon = desk.now() + SignedDuration::from_mins(14);
    let postponed = desk.store.postpone(id, "timeout", soon).await;
    postponed.expect("it was sent");
    assert!(desk.due().await.is_empty(), "that is a pause like others");
}

#[tokio::test]
async fn a_delivered_decision_is_written_down_and_done() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(1, operator).await;
    let id = desk.decide(session, operator, Outcome::Validate).await;
    deliver(&desk, id).await;
    let at = desk.now();
    assert_eq!(
        delivery(&desk, id, session).await,
        Delivery::Delivered { at }
    );
    let entries = desk.store.audit_of(session).await.expect("entries");
    assert_eq!(entries.last().expect("one").record.event, Event::Delivered);
    assert_eq!(desk.store.next_due().await.expect("none"), None);
}

#[tokio::test]
async fn no_step_is_taken_twice_or_out_of_turn() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(1, operator).await;
    let id = desk.decide(session, operator, Outcome::Validate).await;
    let now = desk.now();
    let store = &desk.store;
    for (step, result) in [
        ("delivered", store.mark_delivered(id, now).await),
        ("postponed", store.postpone(id, "offline", now).await),
        ("refused", store.mark_refused(id, "gone").await),
    ] {
        let error = result.expect_err(step);
        assert!(
            matches!(error, StoreError::WrongDelivery { .. }),
            "{step}: {error:?}"
        );
    }
    store.mark_sending(id).await.expect("it waits");
    let twice = store.mark_sending(id).await;
    assert!(
        matches!(twice, Err(StoreError::WrongDelivery { .. })),
        "{twice:?}"
    );
    store.mark_delivered(id, now).await.expect("it was sent");
    let again = store.mark_sending(id).await;
    assert!(
        matches!(again, Err(StoreError::WrongDelivery { .. })),
        "{again:?}"
    );
    let unknown = store.mark_sending(DecisionId::fresh()).await;
    assert!(
        matches!(unknown, Err(StoreError::UnknownDecision(_))),
        "{unknown:?}"
    );
}

#[tokio::test]
async fn a_refused_decision_puts_the_session_back_where_it_stood() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(1, operator).await;
    let before = desk.store.session(session).await.expect("it");
    desk.clock.advance(SignedDuration::from_secs(60));
    let validation = desk.decide(session, operator, Outcome::Validate).await;
    let approval = desk.decide(session, operator, Outcome::Approve).await;
    desk.store.mark_sending(validation).await.expect("it waits");
    desk.store
        .mark_refused(validation, "invalid_request_status")
        .await
        .expect("it was sent");
    let after = desk.store.session(session).await.expect("it");
    assert_eq!(after.state, State::WaitingForReview);
    assert_eq!(after.state_since, before.state_since);
    let refused = |code: &str| Delivery::Refused { code: code.into() };
    assert_eq!(
        delivery(&desk, validation, session).await,
        refused("invalid_request_status")
    );
    assert_eq!(
        delivery(&desk, approval, session).await,
        refused("earlier_decision_refused"),
        "what built on it goes with it"
    );
    desk.clock.advance(UNDO_FOR);
    assert!(desk.due().await.is_empty());
    let undo = desk.store.undo(approval, operator).await;
    assert!(
        matches!(undo, Err(StoreError::TooLateToUndo(_))),
        "{undo:?}"
    );
    let again = desk.decide(session, operator, Outcome::Validate).await;
    assert_eq!(desk.due().await, [again], "a new decision is not held up");
}

#[tokio::test]
async fn a_refused_approval_leaves_the_session_validated() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(1, operator).await;
    let validation = desk.decide(session, operator, Outcome::Validate).await;
    deliver(&desk, validation).await;
    let approval = desk.decide(session, operator, Outcome::Approve).await;
    desk.store.mark_sending(approval).await.expect("it waits");
    desk.store
        .mark_refused(approval, "missing_required_documents")
        .await
        .expect("it was sent");
    assert_eq!(desk.state(session).await, State::Validated);
}

#[tokio::test]
async fn news_from_the_central_api_outlives_a_refused_decision() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(1, operator).await;
    let validation = desk.decide(session, operator, Outcome::Validate).await;
    desk.store.mark_sending(validation).await.expect("it waits");
    desk.store
        .set_state(session, State::Cancelled)
        .await
        .expect("news");
    desk.store
        .mark_refused(validation, "invalid_request_status")
        .await
        .expect("it was sent");
    assert_eq!(desk.state(session).await, State::Cancelled);
}

#[tokio::test]
async fn the_counts_tell_where_decisions_are() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let mut ids = Vec::new();
    for key in 1..=6 {
        let session = desk.claimed(key, operator).await;
        ids.push(desk.decide(session, operator, Outcome::Validate).await);
    }
    let now = desk.now();
    for id in &ids[1..] {
        desk.store.mark_sending(*id).await.expect("it waits");
    }
    desk.store
        .postpone(ids[2], "offline", now)
        .await
        .expect("sent");
    desk.store.mark_refused(ids[3], "gone").await.expect("sent");
    desk.store.mark_delivered(ids[4], now).await.expect("sent");
    let counts = OutboxCounts {
        waiting: 1,
        sending: 2,
        failed: 1,
        refused: 1,
        delivered: 1,
    };
    assert_eq!(desk.store.outbox_counts().await.expect("counts"), counts);
    assert_eq!(desk.store.recover_sending().await.expect("a number"), 2);
    let counts = OutboxCounts {
        waiting: 3,
        sending: 0,
        ..counts
    };
    assert_eq!(desk.store.outbox_counts().await.expect("counts"), counts);
}

async fn deliver(desk: &Desk, id: DecisionId) {
    desk.store.mark_sending(id).await.expect("it waits");
    desk.store
        .mark_delivered(id, desk.now())
        .await
        .expect("it was sent");
}

async fn delivery(desk: &Desk, id: DecisionId, session: domain::id::SessionId) -> Delivery {
    let records = desk.store.decisions_of(session).await.expect("decisions");
    let found = records.into_iter().find(|record| record.decision.id == id);
    found.expect("it stands").delivery
}
