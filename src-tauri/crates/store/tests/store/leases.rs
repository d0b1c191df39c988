//! Leases: they end by themselves, and nothing is changed under a stale one.

use domain::{
    Personal,
    audit::Event,
    check::Answer,
    checklist::{FaceFeature, Item},
    decision::Outcome,
    field::{Name, Review},
    house::{HouseRules, Steps},
    id::{LeaseId, OperatorId, SessionId},
    lease::{HandOver, Lease, Stamp},
    register::{Listing, Query, Wanted},
    session::State,
};
use jiff::SignedDuration;
use store::{NewAnswer, StoreError};

use crate::support::{Desk, start};

#[tokio::test]
async fn a_lease_that_nobody_keeps_ends_by_itself() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let two = desk.operator("two").await.id;
    let session = desk.claimed(17, one).await;
    desk.clock.advance(SignedDuration::from_secs(299));
    let taken = desk.store.claim(session, two).await;
    assert!(
        matches!(taken, Err(StoreError::ClaimedByOther { operator, .. }) if operator == one),
        "{taken:?}"
    );
    assert!(desk.store.lapse_leases().await.expect("a list").is_empty());
    desk.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(desk.store.lapse_leases().await.expect("a list"), [session]);
    assert_eq!(lease(&desk, session).await, None);
    assert_eq!(newest(&desk, session).await, Event::LeaseLapsed);
    desk.store.claim(session, two).await.expect("it is free");
}

#[tokio::test]
async fn a_sign_of_life_keeps_a_lease() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let session = desk.claimed(17, one).await;
    let id = lease(&desk, session).await.expect("a lease").id;
    let before = desk.store.session(session).await.expect("it").version;
    for _ in 0..5 {
        desk.clock.advance(SignedDuration::from_mins(4));
        let until = desk.store.keep_lease(session, one, id).await;
        let expected = desk.now() + SignedDuration::from_mins(5);
        assert_eq!(until.expect("it holds"), expected);
    }
    let after = desk.store.session(session).await.expect("it").version;
    assert_eq!(after, before, "nothing has changed for anybody else");
    desk.clock.advance(SignedDuration::from_mins(5));
    let lost = desk.store.keep_lease(session, one, id).await;
    assert!(matches!(lost, Err(StoreError::LeaseLost(_))), "{lost:?}");
}

#[tokio::test]
async fn nothing_is_changed_under_a_lease_or_a_version_of_before() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let session = desk.claimed(17, one).await;
    let stamp = desk.stamp(session).await;
    let other_lease = Stamp {
        lease: LeaseId::fresh(),
        ..stamp
    };
    let other_version = Stamp {
        version: stamp.version + 1,
        ..stamp
    };
    for (wrong, lost) in [(other_lease, true), (other_version, false)] {
        for error in every_change(&desk, session, one, wrong).await {
            if lost {
                assert!(matches!(error, StoreError::LeaseLost(_)), "{error:?}");
                continue;
            }
            let stale = matches!(
                error,
                StoreError::Stale { seen, found, .. }
                    if (seen, found) == (wrong.version, stamp.version)
            );
            assert!(stale, "{error:?}");
        }
    }
    desk.clock.advance(SignedDuration::from_mins(5));
    for error in every_change(&desk, session, one, stamp).await {
        assert!(matches!(error, StoreError::LeaseLost(_)), "{error:?}");
    }
    assert_eq!(desk.state(session).await, State::WaitingForReview);
}

#[tokio::test]
async fn who_is_taken_over_loses_the_lease_and_no_draft() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let two = desk.operator("two").await.id;
    let session = desk.claimed(17, one).await;
    let stamp = desk.stamp(session).await;
    let begun = Personal::from("The specimen looks");
    desk.store
        .keep_draft(session, one, &begun)
        .await
        .expect("kept");
    desk.store
        .take_over(session, two, HandOver::Urgent)
        .await
        .expect("an open review");
    assert_eq!(lease(&desk, session).await.expect("a lease").operator, two);
    let events = desk.store.audit_of(session).await.expect("entries");
    let taken = &events.last().expect("an entry").record;
    assert_eq!(taken.event, Event::TakenOver);
    assert!(taken.detail.contains(&one.to_string()), "{}", taken.detail);
    assert!(taken.detail.contains("urgent"), "{}", taken.detail);
    let late = desk
        .store
        .add_note(session, one, begun.clone(), stamp)
        .await;
    assert!(
        matches!(late, Err(StoreError::ClaimedByOther { .. })),
        "{late:?}"
    );
    let kept = desk.store.draft(session, one).await.expect("an answer");
    assert_eq!(kept, Some(begun.clone()));
    assert_eq!(
        desk.store.draft(session, two).await.expect("an answer"),
        None
    );
    let stamp = desk.stamp(session).await;
    desk.store
        .keep_draft(session, two, &begun)
        .await
        .expect("kept");
    desk.store
        .add_note(session, two, begun, stamp)
        .await
        .expect("said");
    assert_eq!(
        desk.store.draft(session, two).await.expect("an answer"),
        None
    );
}

#[tokio::test]
async fn what_is_given_to_a_colleague_waits_for_a_day() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let two = desk.operator("two").await.id;
    let session = desk.claimed(17, one).await;
    let stranger = desk
        .store
        .reassign(session, two, one, HandOver::ShiftChange)
        .await;
    assert!(
        matches!(stranger, Err(StoreError::ClaimedByOther { .. })),
        "{stranger:?}"
    );
    desk.store
        .reassign(session, one, two, HandOver::ShiftChange)
        .await
        .expect("it is theirs to give");
    let given = lease(&desk, session).await.expect("a lease");
    assert_eq!(given.operator, two);
    assert_eq!(given.until, start() + SignedDuration::from_hours(24));
    assert_eq!(newest(&desk, session).await, Event::Reassigned);
}

#[tokio::test]
async fn with_two_steps_who_validated_does_not_approve() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let two = desk.operator("two").await.id;
    let session = desk.claimed(17, one).await;
    desk.decide(session, one, Outcome::Validate).await;
    let house = HouseRules {
        steps: Steps::Two,
        ..HouseRules::default()
    };
    let approval = desk.decision(session, one, Outcome::Approve);
    let stamp = desk.stamp(session).await;
    let refused = desk.store.decide(&approval, stamp, &house).await;
    assert!(
        matches!(refused, Err(StoreError::SecondOperatorNeeded(_))),
        "{refused:?}"
    );
    desk.store
        .take_over(session, two, HandOver::ShiftChange)
        .await
        .expect("the second step is open");
    let approval = desk.decision(session, two, Outcome::Approve);
    let stamp = desk.stamp(session).await;
    desk.store
        .decide(&approval, stamp, &house)
        .await
        .expect("a second operator");
    assert_eq!(desk.state(session).await, State::Approved);
}

#[tokio::test]
async fn on_hold_nothing_is_decided_and_afterwards_the_new_instant_counts() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let session = desk.claimed(17, one).await;
    desk.store
        .hold(session, one, desk.stamp(session).await, None)
        .await
        .expect("put aside");
    let record = desk.store.session(session).await.expect("it");
    assert_eq!(record.held_since, Some(start()));
    let decision = desk.decision(session, one, Outcome::Validate);
    let decided = desk
        .store
        .decide(&decision, desk.stamp(session).await, &HouseRules::default())
        .await;
    assert!(matches!(decided, Err(StoreError::OnHold(_))), "{decided:?}");
    let due = start() + SignedDuration::from_hours(30);
    desk.store
        .resume(session, one, desk.stamp(session).await, due)
        .await
        .expect("it goes on");
    let record = desk.store.session(session).await.expect("it");
    assert_eq!((record.held_since, record.due_at), (None, due));
    assert_eq!(newest(&desk, session).await, Event::Resumed);
}

/// The errors of every change that carries a stamp.
async fn every_change(
    desk: &Desk,
    session: SessionId,
    operator: OperatorId,
    stamp: Stamp,
) -> [StoreError; 6] {
    let store = &desk.store;
    let decision = desk.decision(session, operator, Outcome::Validate);
    let answer = NewAnswer {
        item: Item::Face(FaceFeature::Nose),
        answer: Some((Answer::Yes, None)),
    };
    let query = Query {
        wanted: Wanted::new("CA00000AA", "ITA"),
        listing: Listing::NotListed,
        as_of: None,
        operator,
        at: desk.now(),
    };
    [
        store
            .decide(&decision, stamp, &HouseRules::default())
            .await
            .expect_err("a decision"),
        store
            .review_field(session, Name::Sex, Review::Rejected, operator, stamp)
            .await
            .expect_err("a review"),
        store
            .answer_item(session, answer, operator, stamp)
            .await
            .expect_err("an answer"),
        store
            .keep_query(session, &query, stamp)
            .await
            .expect_err("a query"),
        store
            .add_note(session, operator, Personal::from("x"), stamp)
            .await
            .expect_err("a note"),
        store
            .hold(session, operator, stamp, None)
            .await
            .expect_err("a hold"),
    ]
}

async fn lease(desk: &Desk, session: SessionId) -> Option<Lease> {
    desk.store.session(session).await.expect("it").lease
}

async fn newest(desk: &Desk, session: SessionId) -> Event {
    let events = desk.store.audit_of(session).await.expect("entries");
    events.last().expect("an entry").record.event
}
