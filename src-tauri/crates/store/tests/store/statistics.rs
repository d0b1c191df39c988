//! Decisions of a period, as statistics look at them.

use domain::{
    assessment::Status,
    audit::{Actor, Event, Record},
    decision::{Outcome, RefusalReason},
    id::{OperatorId, SessionId},
};
use jiff::{SignedDuration, Timestamp};
use store::{Decided, DecidedAs};

use crate::support::{Desk, assessment, refusal, start};

#[tokio::test]
async fn a_decision_is_counted_with_the_last_opening_and_the_engines_word() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(1, operator).await;
    let said = assessment(Status::Rejected);
    desk.store
        .keep_assessment(session, &said)
        .await
        .expect("kept");
    open(&desk, session, operator).await;
    desk.clock.advance(SignedDuration::from_mins(3));
    open(&desk, session, operator).await;
    let opened_at = desk.now();
    desk.clock.advance(SignedDuration::from_secs(90));
    desk.decide(session, operator, refusal(RefusalReason::FaceMismatch))
        .await;
    // What comes afterwards changes nothing.
    open(&desk, session, operator).await;
    let said = assessment(Status::Accepted);
    desk.clock.advance(SignedDuration::from_secs(1));
    desk.store
        .keep_assessment(session, &said)
        .await
        .expect("kept");
    assert_eq!(
        decided(&desk, start(), Timestamp::MAX).await,
        [Decided {
            operator,
            at: opened_at + SignedDuration::from_secs(90),
            outcome: DecidedAs::Refused(RefusalReason::FaceMismatch),
            opened_at: Some(opened_at),
            engine: Some(Status::Rejected),
        }]
    );
}

#[tokio::test]
async fn a_look_of_somebody_else_is_no_opening() {
    let desk = Desk::open().await;
    let (operator, other) = (desk.operator("one").await.id, desk.operator("two").await.id);
    let session = desk.claimed(1, operator).await;
    open(&desk, session, other).await;
    desk.decide(session, operator, Outcome::Validate).await;
    let found = decided(&desk, start(), Timestamp::MAX).await;
    assert_eq!(found[0].opened_at, None);
    assert_eq!(found[0].engine, None);
}

#[tokio::test]
async fn what_was_taken_back_or_turned_down_or_lies_outside_is_not_counted() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let first = desk.claimed(1, operator).await;
    let undone = desk
        .decide(first, operator, refusal(RefusalReason::Other))
        .await;
    desk.store.undo(undone, operator).await.expect("in time");
    let second = desk.claimed(2, operator).await;
    let refused = desk.decide(second, operator, Outcome::Validate).await;
    desk.store.mark_sending(refused).await.expect("due");
    desk.store
        .mark_refused(refused, "conflict")
        .await
        .expect("turned down");
    assert_eq!(decided(&desk, start(), Timestamp::MAX).await, []);

    let third = desk.claimed(3, operator).await;
    desk.decide(third, operator, Outcome::Validate).await;
    let at = desk.now();
    assert_eq!(
        decided(&desk, at, Timestamp::MAX).await.len(),
        1,
        "from is inside"
    );
    assert_eq!(
        decided(&desk, start(), at).await.len(),
        0,
        "until is outside"
    );
}

async fn open(desk: &Desk, session: SessionId, operator: OperatorId) {
    let record = Record {
        at: desk.now(),
        actor: Actor::Operator(operator),
        event: Event::Viewed,
        session: Some(session),
        detail: "{}".into(),
    };
    desk.store.append(record).await.expect("written");
}

async fn decided(desk: &Desk, from: Timestamp, until: Timestamp) -> Vec<Decided> {
    let until = until.min("2100-01-01T00:00:00Z".parse().expect("an instant"));
    desk.store.decided(from, until).await.expect("a list")
}
