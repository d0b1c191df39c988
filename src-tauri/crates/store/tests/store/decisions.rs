//! Decisions: what may follow on what, and taking one back.

use domain::{
    audit::Event,
    decision::{Decision, Outcome, RefusalReason, UNDO_FOR},
    house::HouseRules,
    id::DecisionId,
    session::State,
};
use jiff::SignedDuration;
use store::{Delivery, StoreError};

use crate::support::{Desk, refusal};

#[tokio::test]
async fn a_decision_moves_the_session_at_once_and_waits_in_the_outbox() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    for (key, outcomes, state) in [
        (1, vec![Outcome::Validate], State::Validated),
        (
            2,
            vec![refusal(RefusalReason::FaceMismatch)],
            State::Refused,
        ),
        (
            3,
            vec![Outcome::Validate, Outcome::Approve],
            State::Approved,
        ),
        (
            4,
            vec![Outcome::Validate, refusal(RefusalReason::Other)],
            State::Refused,
        ),
    ] {
        let session = desk.claimed(key, operator).await;
        for outcome in outcomes.clone() {
            desk.decide(session, operator, outcome).await;
        }
        assert_eq!(desk.state(session).await, state);
        let records = desk.store.decisions_of(session).await.expect("decisions");
        let made: Vec<Outcome> = records
            .iter()
            .map(|record| record.decision.outcome.clone())
            .collect();
        assert_eq!(made, outcomes);
        for record in records {
            let until = record.decision.leaves_at();
            assert_eq!(record.delivery, Delivery::Waiting { until });
        }
    }
}

#[tokio::test]
async fn a_decision_that_does_not_follow_is_turned_down() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let refuse = || refusal(RefusalReason::Other);
    for (key, before, outcome) in [
        (1, vec![], Outcome::Approve),
        (2, vec![Outcome::Validate], Outcome::Validate),
        (3, vec![refuse()], Outcome::Validate),
        (4, vec![refuse()], refuse()),
        (5, vec![Outcome::Validate, Outcome::Approve], refuse()),
        (
            6,
            vec![Outcome::Validate, Outcome::Approve],
            Outcome::Approve,
        ),
    ] {
        let session = desk.claimed(key, operator).await;
        for outcome in before {
            desk.decide(session, operator, outcome).await;
        }
        let count = desk.store.decisions_of(session).await.expect("them").len();
        let decision = desk.decision(session, operator, outcome);
        let error = desk
            .store
            .decide(&decision, desk.stamp(session).await, &HouseRules::default())
            .await
            .expect_err("not now");
        assert!(
            matches!(error, StoreError::WrongState { .. }),
            "{key}: {error:?}"
        );
        let after = desk.store.decisions_of(session).await.expect("them").len();
        assert_eq!(after, count, "nothing of it stays");
    }
}

#[tokio::test]
async fn only_who_has_claimed_the_session_decides() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let two = desk.operator("two").await.id;
    let session = desk.session(1).await;
    let unclaimed = desk
        .store
        .decide(
            &desk.decision(session, one, Outcome::Validate),
            desk.stamp(session).await,
            &HouseRules::default(),
        )
        .await;
    assert!(matches!(unclaimed, Err(StoreError::NotClaimed(_))));
    desk.store.claim(session, one).await.expect("it is free");
    let other = desk
        .store
        .decide(
            &desk.decision(session, two, Outcome::Validate),
            desk.stamp(session).await,
            &HouseRules::default(),
        )
        .await;
    assert!(matches!(other, Err(StoreError::ClaimedByOther { .. })));
}

#[tokio::test]
async fn the_same_decision_made_twice_is_one() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(1, operator).await;
    let decision = desk.decision(session, operator, Outcome::Validate);
    desk.store
        .decide(&decision, desk.stamp(session).await, &HouseRules::default())
        .await
        .expect("it follows");
    desk.store
        .decide(&decision, desk.stamp(session).await, &HouseRules::default())
        .await
        .expect("it is there already");
    assert_eq!(desk.store.decisions_of(session).await.expect("it").len(), 1);
}

#[tokio::test]
async fn a_decision_in_a_restored_state_waits_for_the_one_on_its_way() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(1, operator).await;
    let pending = desk
        .decide(session, operator, refusal(RefusalReason::Other))
        .await;
    // As after a restored backup: the state says open, the outbox says otherwise.
    let mut raw = desk.raw().await;
    crate::support::execute(&mut raw, "UPDATE sessions SET state = 'waiting_for_review'").await;
    let error = desk
        .store
        .decide(
            &desk.decision(session, operator, Outcome::Validate),
            desk.stamp(session).await,
            &HouseRules::default(),
        )
        .await
        .expect_err("a refusal is on its way");
    assert!(matches!(error, StoreError::DecisionPending(id) if id == pending));
}

#[tokio::test]
async fn a_decision_taken_back_in_time_never_leaves() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(1, operator).await;
    let before = desk.store.session(session).await.expect("it");
    desk.clock.advance(SignedDuration::from_secs(60));
    let id = desk
        .decide(session, operator, refusal(RefusalReason::Other))
        .await;
    desk.clock.advance(UNDO_FOR - SignedDuration::from_nanos(1));
    assert!(desk.due().await.is_empty(), "it has not left");
    desk.store
        .undo(id, operator)
        .await
        .expect("there is time left");
    let after = desk.store.session(session).await.expect("it");
    assert_eq!(after.state, State::WaitingForReview);
    assert_eq!(after.state_since, before.state_since);
    assert!(
        desk.store
            .decisions_of(session)
            .await
            .expect("none")
            .is_empty()
    );
    desk.clock.advance(SignedDuration::from_hours(1));
    assert!(desk.due().await.is_empty(), "nor does it leave later");
    let mut again = desk.decision(session, operator, refusal(RefusalReason::Other));
    again.id = id;
    let again = desk
        .store
        .decide(&again, desk.stamp(session).await, &HouseRules::default())
        .await;
    assert!(
        matches!(again, Err(StoreError::UnknownDecision(_))),
        "a late repetition does not bring it back: {again:?}"
    );
    let twice = desk.store.undo(id, operator).await;
    assert!(
        matches!(twice, Err(StoreError::UnknownDecision(_))),
        "{twice:?}"
    );
    let events: Vec<Event> = events(&desk, session).await;
    assert!(events.ends_with(&[Event::Decided, Event::DecisionUndone]));
    // Within the hour the claim has ended.
    desk.store
        .claim(session, operator)
        .await
        .expect("it is free");
    desk.decide(session, operator, Outcome::Validate).await;
}

#[tokio::test]
async fn an_approval_taken_back_leaves_the_validation() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(1, operator).await;
    let validation = desk.decide(session, operator, Outcome::Validate).await;
    let approval = desk.decide(session, operator, Outcome::Approve).await;
    desk.store
        .undo(approval, operator)
        .await
        .expect("there is time");
    assert_eq!(desk.state(session).await, State::Validated);
    assert_eq!(desk.due().await, [validation]);
}

#[tokio::test]
async fn what_has_left_is_not_taken_back() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let other = desk.operator("two").await.id;
    let session = desk.claimed(1, operator).await;
    let id = desk
        .decide(session, operator, refusal(RefusalReason::Other))
        .await;
    let theirs = desk.store.undo(id, other).await;
    assert!(
        matches!(theirs, Err(StoreError::NotYourDecision(_))),
        "{theirs:?}"
    );
    let unknown = desk.store.undo(DecisionId::fresh(), operator).await;
    assert!(
        matches!(unknown, Err(StoreError::UnknownDecision(_))),
        "{unknown:?}"
    );
    desk.store.mark_sending(id).await.expect("it waits");
    let sending = desk.store.undo(id, operator).await;
    assert!(
        matches!(sending, Err(StoreError::TooLateToUndo(_))),
        "{sending:?}"
    );
    let late = desk.claimed(2, operator).await;
    let id = desk
        .decide(late, operator, refusal(RefusalReason::Other))
        .await;
    desk.clock.advance(UNDO_FOR);
    let error = desk.store.undo(id, operator).await;
    assert!(
        matches!(error, Err(StoreError::TooLateToUndo(_))),
        "{error:?}"
    );
    assert_eq!(desk.state(late).await, State::Refused);
}

#[tokio::test]
async fn the_log_names_the_code_of_a_refusal_and_not_its_text() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(1, operator).await;
    let decision: Decision = desk.decision(session, operator, refusal(RefusalReason::FaceMismatch));
    desk.store
        .decide(&decision, desk.stamp(session).await, &HouseRules::default())
        .await
        .expect("it follows");
    let entries = desk.store.audit_of(session).await.expect("entries");
    let detail = &entries.last().expect("an entry").record.detail;
    assert!(
        detail.contains("face_mismatch") && detail.contains("definitive"),
        "{detail}"
    );
    assert!(!detail.contains("specimen"), "{detail}");
}

#[tokio::test]
async fn a_session_cancelled_meanwhile_cannot_be_decided() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(1, operator).await;
    desk.store
        .set_state(session, State::Cancelled)
        .await
        .expect("news from the central API");
    let error = desk
        .store
        .decide(
            &desk.decision(session, operator, Outcome::Validate),
            desk.stamp(session).await,
            &HouseRules::default(),
        )
        .await;
    assert!(
        matches!(error, Err(StoreError::WrongState { .. })),
        "{error:?}"
    );
}

async fn events(desk: &Desk, session: domain::id::SessionId) -> Vec<Event> {
    let entries = desk.store.audit_of(session).await.expect("entries");
    entries
        .into_iter()
        .map(|entry| entry.record.event)
        .collect()
}
