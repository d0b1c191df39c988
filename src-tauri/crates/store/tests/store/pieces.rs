//! Pieces that the customer is asked for again, from the decision to their return.

use std::num::NonZeroU32;

use domain::{
    assessment::Status,
    audit::Event,
    check::Answer,
    checklist::{FaceFeature, Item, Question, SecurityFeature},
    decision::{AskAgain, Finality, Outcome, PieceAsked, PieceReason, Refusal, RefusalReason},
    evidence::{Digest, Kind, Spot},
    field::{Name, Reading, Review, Source},
    house::HouseRules,
    id::{DecisionId, OperatorId, SessionId},
    kiosk::Piece,
    session::State,
};
use jiff::SignedDuration;
use store::{Cause, NewAnswer, NewEvidence, NewSession, StateChange, StoreError};

use crate::support::{Desk, assessment, bytes, new_session, start};

const HOLOGRAM: Item = Item::Security(SecurityFeature::Hologram);
const NOSE: Item = Item::Face(FaceFeature::Nose);
const LOST: Item = Item::Question(Question::NotReportedLost);

#[tokio::test]
async fn what_the_customer_captured_anew_takes_the_place_of_the_bad_piece_alone() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(17, operator).await;
    let store = &desk.store;
    let mut seen = assessment(Status::Inconclusive);
    seen.readings = vec![
        reading(Name::DocumentNumber, Kind::DocumentFront),
        reading(Name::Sex, Kind::DocumentRear),
    ];
    store.keep_assessment(session, &seen).await.expect("kept");
    for field in [Name::DocumentNumber, Name::Sex] {
        let review = Review::Approved("X".into());
        let stamp = desk.stamp(session).await;
        store
            .review_field(session, field, review, operator, stamp)
            .await
            .expect("reviewed");
    }
    store
        .add_note(session, operator, "x".into(), desk.stamp(session).await)
        .await
        .expect("a note");
    for item in [HOLOGRAM, NOSE, LOST] {
        let answer = Some((Answer::Yes, None));
        let stamp = desk.stamp(session).await;
        store
            .answer_item(session, NewAnswer { item, answer }, operator, stamp)
            .await
            .expect("answered");
    }
    let before = store.session(session).await.expect("it");

    let id = desk.decide(session, operator, asking()).await;
    assert_eq!(desk.state(session).await, State::Incomplete);
    assert!(lease(&desk, session).await, "it can be taken back");
    leave(&desk, id).await;
    assert!(!lease(&desk, session).await, "the customer has it now");

    desk.clock.advance(SignedDuration::from_hours(2));
    let due = start() + SignedDuration::from_hours(30);
    assert!(store.renew(session, &anew(1), due).await.expect("taken in"));
    let record = store.session(session).await.expect("it");
    assert_eq!(
        (&record.state, record.due_at),
        (&State::WaitingForReview, due)
    );
    assert_eq!(
        record.lease.expect("it waits for who asked").operator,
        operator
    );
    let front = record.evidence_of(Kind::DocumentFront).expect("a piece");
    assert_eq!(front.digest, Digest::of(&shot(1)));
    assert_eq!(
        record.evidence_of(Kind::Video),
        before.evidence_of(Kind::Video),
        "the other piece stays"
    );
    let earlier = store.superseded(session).await.expect("a list");
    assert_eq!(earlier.len(), 1);
    assert_eq!(
        Some(&earlier[0].record),
        before.evidence_of(Kind::DocumentFront)
    );
    assert_eq!(earlier[0].at, desk.now());
    store
        .read_evidence(earlier[0].record.id)
        .await
        .expect("the earlier attempt is still there");

    assert_eq!(
        store.checklist(session).await.expect("answers"),
        [],
        "every answer was about the side that was replaced"
    );
    let reviews = store.reviews(session).await.expect("a list");
    let said: Vec<_> = reviews.iter().map(|it| (it.field, &it.review)).collect();
    assert_eq!(
        said,
        [
            (Name::Sex, &Review::Approved("X".into())),
            (Name::DocumentNumber, &Review::NotReviewed),
        ],
        "what was read on the piece that was replaced is open again"
    );
    let history = store.review_history(session).await.expect("a list");
    assert_eq!(
        history.last().map(|it| (it.field, it.cause)),
        Some((Name::DocumentNumber, Cause::PieceReplaced))
    );
    assert_eq!(store.notes(session).await.expect("notes").len(), 1);
    assert_eq!(store.assessment(session).await.expect("a question"), None);
    assert_eq!(store.unassessed().await.expect("a list"), [session]);
    let log = store.audit_of(session).await.expect("entries");
    let newest = &log.last().expect("an entry").record;
    assert_eq!(newest.event, Event::PiecesReceived);
    assert!(newest.detail.contains(&front.digest.to_hex()));
    assert!(
        !store.renew(session, &anew(2), due).await.expect("a no"),
        "once"
    );
}

#[tokio::test]
async fn news_of_a_review_comes_with_the_pieces_or_not_at_all() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(17, operator).await;
    let id = desk.decide(session, operator, asking()).await;
    let late = desk.store.set_state(session, State::WaitingForReview).await;
    assert_eq!(
        late.expect("news"),
        StateChange::Kept(State::Incomplete),
        "the central API does not know yet"
    );
    assert!(!desk.store.awaits_customer(session).await.expect("a no"));
    let too_soon = desk.store.renew(session, &anew(1), start()).await;
    assert!(!too_soon.expect("a no"), "it has not left the desk");
    leave(&desk, id).await;
    assert!(desk.store.awaits_customer(session).await.expect("a yes"));
}

#[tokio::test]
async fn an_asking_taken_back_leaves_the_case_on_the_desk() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(17, operator).await;
    let id = desk.decide(session, operator, asking()).await;
    desk.clock.advance(SignedDuration::from_secs(9));
    desk.store.undo(id, operator).await.expect("in time");
    assert_eq!(desk.state(session).await, State::WaitingForReview);
    assert!(lease(&desk, session).await);
    assert!(try_to(&desk, session, operator, asking(), 1).await.is_ok());
}

#[tokio::test]
async fn over_the_limit_only_a_definitive_refusal_is_left() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(17, operator).await;
    for attempt in 1..=2 {
        let id = desk.decide(session, operator, asking()).await;
        leave(&desk, id).await;
        let renewed = desk.store.renew(session, &anew(attempt), start()).await;
        assert!(renewed.expect("taken in"));
    }
    let refuse = |finality| {
        Outcome::Refuse(Refusal {
            reason: RefusalReason::DocumentUnreadable,
            text: String::new(),
            finality,
        })
    };
    for outcome in [asking(), refuse(Finality::Repeatable)] {
        let refused = try_to(&desk, session, operator, outcome, 2).await;
        assert!(
            matches!(refused, Err(StoreError::RetriesUsedUp(_))),
            "{refused:?}"
        );
    }
    let definitive = refuse(Finality::Definitive);
    assert!(
        try_to(&desk, session, operator, definitive, 2)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn an_asking_that_is_turned_down_does_not_count() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(17, operator).await;
    let id = desk.decide(session, operator, asking()).await;
    desk.store.mark_sending(id).await.expect("begun");
    desk.store.mark_refused(id, "not_found").await.expect("no");
    assert_eq!(desk.state(session).await, State::WaitingForReview);
    desk.store.claim(session, operator).await.expect("free");
    assert!(try_to(&desk, session, operator, asking(), 1).await.is_ok());
    let kept = desk.store.decisions_of(session).await.expect("a list");
    assert_eq!(kept.last().expect("one").decision.outcome, asking());
}

#[tokio::test]
async fn a_note_on_the_way_to_hold_stands_among_the_notes() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(17, operator).await;
    let note = "The branch calls back.".into();
    desk.store
        .hold(session, operator, desk.stamp(session).await, Some(&note))
        .await
        .expect("put aside");
    let notes = desk.store.notes(session).await.expect("notes");
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].text, note);
}

/// Decides where the house allows `at_most` retries.
async fn try_to(
    desk: &Desk,
    session: SessionId,
    operator: OperatorId,
    outcome: Outcome,
    at_most: u32,
) -> Result<(), StoreError> {
    let house = HouseRules {
        ask_again_at_most: NonZeroU32::new(at_most).expect("not nought"),
        ..HouseRules::default()
    };
    let decision = desk.decision(session, operator, outcome);
    let stamp = desk.stamp(session).await;
    desk.store.decide(&decision, stamp, &house).await
}

async fn leave(desk: &Desk, id: DecisionId) {
    desk.store.mark_sending(id).await.expect("begun");
    let at = desk.now();
    desk.store.mark_delivered(id, at).await.expect("arrived");
}

async fn lease(desk: &Desk, session: SessionId) -> bool {
    let record = desk.store.session(session).await.expect("it");
    record.lease.is_some()
}

fn asking() -> Outcome {
    let asked = PieceAsked {
        piece: Piece::DocumentFront,
        reason: PieceReason::Blurred,
    };
    Outcome::AskAgain(AskAgain::new(vec![asked], "Sharper, please.").expect("a piece"))
}

fn reading(field: Name, on: Kind) -> Reading {
    Reading {
        field,
        source: Source::VisualZone,
        value: "X".into(),
        seen: Some(Spot::whole(on)),
    }
}

fn shot(attempt: u8) -> Vec<u8> {
    let mut bytes = bytes(5_000);
    bytes[0] = 100 + attempt;
    bytes
}

/// The session as the central API has it after an attempt of the customer.
fn anew(attempt: u8) -> NewSession {
    let mut new = new_session(17);
    new.evidence[1] = NewEvidence {
        kind: Kind::DocumentFront,
        bytes: shot(attempt),
    };
    new
}
