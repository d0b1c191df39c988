//! Answers to the checklist, and what registers said.

use domain::{
    audit::Event,
    check::Answer,
    checklist::{FaceFeature, Item, Question, SecurityFeature, Sight},
    decision::Outcome,
    evidence::{Area, Place},
    id::{EvidenceId, OperatorId, SessionId},
    register::{Listing, Query, Wanted},
};
use jiff::{SignedDuration, civil::date};
use store::{NewAnswer, StoreError};

use crate::support::Desk;

const HOLOGRAM: Item = Item::Security(SecurityFeature::Hologram);
const NOSE: Item = Item::Face(FaceFeature::Nose);

#[tokio::test]
async fn the_newest_answer_to_an_item_counts_and_survives_a_restart() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let session = desk.claimed(17, one).await;
    let zone = Item::Question(Question::MrzAgrees);
    for (item, answer) in [
        (NOSE, Some(Answer::Yes)),
        (HOLOGRAM, Some(Answer::NotAssessable)),
        (zone, Some(Answer::Yes)),
        (HOLOGRAM, Some(Answer::Yes)),
        (zone, None),
        (NOSE, Some(Answer::No)),
    ] {
        desk.clock.advance(SignedDuration::from_secs(1));
        answered(&desk, session, one, item, answer, None)
            .await
            .expect("it is claimed");
    }
    let said = desk.now();
    let desk = desk.reopen_after(async |_| {}).await;
    let standing = desk.store.checklist(session).await.expect("answers");
    let answers: Vec<(Item, Answer)> = standing
        .iter()
        .map(|answered| (answered.item, answered.answer))
        .collect();
    assert_eq!(answers, [(HOLOGRAM, Answer::Yes), (NOSE, Answer::No)]);
    assert_eq!((standing[1].operator, standing[1].at), (one, said));
}

#[tokio::test]
async fn what_an_answer_was_seen_on_is_kept() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let session = desk.claimed(17, one).await;
    let record = desk.store.session(session).await.expect("it");
    let evidence = record.evidence.first().expect("a piece").id;
    let area = Area {
        x: 10,
        y: 20,
        width: 300,
        height: 40,
    };
    for place in [Place::Area(area), Place::Time(4_200), Place::Whole] {
        let sight = Sight { evidence, place };
        answered(&desk, session, one, NOSE, Some(Answer::Yes), Some(sight))
            .await
            .expect("it is claimed");
        let kept = desk.store.checklist(session).await.expect("answers");
        assert_eq!(kept[0].seen, Some(sight));
    }
    let strange = Sight {
        evidence: EvidenceId::fresh(),
        place: Place::Whole,
    };
    let refused = answered(&desk, session, one, NOSE, Some(Answer::No), Some(strange)).await;
    assert!(
        matches!(refused, Err(StoreError::UnknownEvidence(id)) if id == strange.evidence),
        "{refused:?}"
    );
}

#[tokio::test]
async fn the_log_says_what_was_answered_in_codes_and_ids() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let session = desk.claimed(17, one).await;
    answered(&desk, session, one, HOLOGRAM, Some(Answer::No), None)
        .await
        .expect("it is claimed");
    desk.store
        .keep_query(session, &query(&desk, one), desk.stamp(session).await)
        .await
        .expect("it is claimed");
    let entries = desk.store.audit_of(session).await.expect("entries");
    let [.., answer, asked] = &entries[..] else {
        panic!("two entries");
    };
    assert_eq!(answer.record.event, Event::ChecklistAnswered);
    for code in ["hologram", "\"no\""] {
        assert!(
            answer.record.detail.contains(code),
            "{}",
            answer.record.detail
        );
    }
    assert_eq!(asked.record.event, Event::RegisterQueried);
    assert_eq!(asked.record.detail, "{\"listed\":true}");
}

#[tokio::test]
async fn that_nobody_asked_a_register_is_no_answer() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let session = desk.claimed(17, one).await;
    assert_eq!(desk.store.newest_query(session).await.expect("it"), None);
    let listed = query(&desk, one);
    let clear = Query {
        listing: Listing::NotListed,
        as_of: None,
        ..listed.clone()
    };
    for asked in [listed, clear] {
        desk.store
            .keep_query(session, &asked, desk.stamp(session).await)
            .await
            .expect("it is claimed");
        let newest = desk.store.newest_query(session).await.expect("it");
        assert_eq!(newest, Some(asked));
    }
}

#[tokio::test]
async fn an_answer_can_be_changed_until_the_session_is_approved() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let session = desk.claimed(17, one).await;
    desk.decide(session, one, Outcome::Validate).await;
    answered(&desk, session, one, NOSE, Some(Answer::No), None)
        .await
        .expect("the review is open");
    desk.decide(session, one, Outcome::Approve).await;
    let late = answered(&desk, session, one, NOSE, Some(Answer::Yes), None).await;
    assert!(
        matches!(late, Err(StoreError::WrongState { .. })),
        "{late:?}"
    );
}

async fn answered(
    desk: &Desk,
    session: SessionId,
    operator: OperatorId,
    item: Item,
    answer: Option<Answer>,
    seen: Option<Sight>,
) -> Result<(), StoreError> {
    let new = NewAnswer {
        item,
        answer: answer.map(|answer| (answer, seen)),
    };
    desk.store
        .answer_item(session, new, operator, desk.stamp(session).await)
        .await
}

fn query(desk: &Desk, operator: OperatorId) -> Query {
    Query {
        wanted: Wanted::new("CA 00000 AA", "ita"),
        listing: Listing::Listed {
            reported: Some(date(2026, 1, 7)),
        },
        as_of: Some(desk.now()),
        operator,
        at: desk.now(),
    }
}
