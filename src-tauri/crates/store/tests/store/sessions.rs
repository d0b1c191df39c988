//! Sessions: intake, states, claims, assessments.

use domain::{
    assessment::Status,
    audit::Event,
    evidence::Kind,
    id::{CentralKey, OperatorId, SessionId},
    session::State,
};
use store::{NewSession, Owner, QueueList, Received, StateChange, StoreError};

use crate::{
    queue::list_of,
    support::{Desk, assessment, new_session, piece, sealed_files},
};

#[tokio::test]
async fn a_session_comes_back_as_it_was_taken_in() {
    let desk = Desk::open().await;
    let new = new_session(17);
    let received = desk.store.receive(&new).await.expect("a session");
    assert!(matches!(received, Received::New(_)));
    let record = desk.store.session(received.id()).await.expect("a session");
    assert_eq!(record.central_key, CentralKey(17));
    assert_eq!(record.video_identifier, new.video_identifier);
    assert_eq!(record.created_at, new.created_at);
    assert_eq!(record.received_at, crate::support::start());
    assert_eq!(record.state, State::WaitingForReview);
    assert_eq!(record.process, new.process);
    assert_eq!(record.declared, new.declared);
    assert_eq!(record.captured, new.captured);
    assert_eq!(record.reported_checks, new.reported_checks);
    assert_eq!(record.reported_similarity, new.reported_similarity);
    assert_eq!(record.problems, new.problems);
    assert_eq!((record.lease, record.version), (None, 1));
    let kinds: Vec<Kind> = record.evidence.iter().map(|piece| piece.kind).collect();
    assert_eq!(kinds, [Kind::DocumentFront, Kind::Video]);
}

#[tokio::test]
async fn a_request_that_is_read_at_last_mends_its_session() {
    let desk = Desk::open().await;
    let whole = new_session(17);
    let bare = NewSession {
        declared: Vec::new(),
        captured: Vec::new(),
        evidence: vec![piece(Kind::DocumentFront, 5_000)],
        unreadable: Some("unexpected_answer".into()),
        ..whole.clone()
    };
    let id = desk.store.receive(&bare).await.expect("a session").id();
    assert!(desk.store.needs_mending(id).await.expect("it is known"));
    let kept = assessment(Status::Inconclusive);
    let store = &desk.store;
    store.keep_assessment(id, &kept).await.expect("it is kept");
    assert_eq!(store.unassessed().await.expect("a list"), []);

    assert!(store.mend(id, &whole).await.expect("it is mended"));
    let record = store.session(id).await.expect("a session");
    assert_eq!(record.declared, whole.declared);
    assert_eq!(record.captured, whole.captured);
    assert_eq!((record.unreadable, record.version), (None, 2));
    let kinds: Vec<Kind> = record.evidence.iter().map(|piece| piece.kind).collect();
    assert_eq!(kinds, [Kind::DocumentFront, Kind::Video]);
    assert_eq!(sealed_files(desk.folder()).len(), 2, "one file a piece");
    assert_eq!(
        store.unassessed().await.expect("a list"),
        [id],
        "the engine looks at what it has not seen"
    );
    assert_eq!(store.assessment(id).await.expect("a question"), None);
    let rows = list_of(&desk, Owner::Any, QueueList::Open, None).await;
    assert_eq!(rows[0].assessed, None);
    assert!(
        !store.mend(id, &bare).await.expect("a question"),
        "it is whole"
    );
}

#[tokio::test]
async fn a_session_that_was_decided_is_not_mended() {
    let desk = Desk::open().await;
    let new = NewSession {
        state: State::Refused,
        unreadable: Some("unexpected_answer".into()),
        ..new_session(17)
    };
    let id = desk.store.receive(&new).await.expect("a session").id();
    let mended = desk.store.mend(id, &new_session(17)).await;
    assert!(!mended.expect("it is known"), "what was decided on stays");
}

#[tokio::test]
async fn a_session_is_taken_in_once_however_often_it_comes() {
    let desk = Desk::open().await;
    let first = desk.session(17).await;
    let again = desk
        .store
        .receive(&new_session(17))
        .await
        .expect("it is known");
    assert_eq!(again, Received::Known(first));
    assert_eq!(
        sealed_files(desk.folder()).len(),
        2,
        "nothing was written twice"
    );
    let known = desk.store.known_central_keys().await.expect("keys");
    assert_eq!(known.into_iter().collect::<Vec<_>>(), [CentralKey(17)]);
    let found = desk
        .store
        .by_central_key(CentralKey(18))
        .await
        .expect("none");
    assert_eq!(found, None);
}

#[tokio::test]
async fn two_intakes_at_once_leave_one_session_and_its_files() {
    let desk = Desk::open().await;
    let (one, two) = (new_session(17), new_session(17));
    let (one, two) = tokio::join!(desk.store.receive(&one), desk.store.receive(&two));
    let (one, two) = (one.expect("a session"), two.expect("a session"));
    assert_eq!(one.id(), two.id());
    assert_ne!(one, two, "one of them was first");
    assert_eq!(sealed_files(desk.folder()).len(), 2);
    assert!(desk.store.check().await.expect("a report").is_sound());
}

#[tokio::test]
async fn two_pieces_of_one_kind_are_turned_down_before_anything_is_written() {
    let desk = Desk::open().await;
    let mut new = new_session(17);
    new.evidence.push(piece(Kind::Video, 10));
    let error = desk.store.receive(&new).await.expect_err("two videos");
    assert!(matches!(error, StoreError::EvidenceTwice { kind: "video" }));
    assert!(sealed_files(desk.folder()).is_empty());
}

#[tokio::test]
async fn news_moves_a_session_on_and_never_back() {
    let desk = Desk::open().await;
    let session = desk.session(17).await;
    for (news, expected) in [
        (State::Capturing, None),
        (State::WaitingForReview, None),
        (
            State::Unknown("VIDEOFOO".into()),
            Some(State::WaitingForReview),
        ),
        (
            State::WaitingForReview,
            Some(State::Unknown("VIDEOFOO".into())),
        ),
        (State::Approved, Some(State::WaitingForReview)),
        (State::Refused, None),
    ] {
        let change = desk
            .store
            .set_state(session, news.clone())
            .await
            .expect("news");
        match expected {
            Some(from) => {
                assert_eq!(change, StateChange::Changed { from });
                assert_eq!(desk.state(session).await, news);
            }
            None => assert_eq!(change, StateChange::Kept(desk.state(session).await)),
        }
    }
    let events = desk.store.audit_of(session).await.expect("entries");
    let changes = events
        .iter()
        .filter(|entry| entry.record.event == Event::StateChanged)
        .count();
    assert_eq!(changes, 3);
}

#[tokio::test]
async fn a_claim_belongs_to_one_operator_at_a_time() {
    let desk = Desk::open().await;
    let (one, two) = (desk.operator("one").await.id, desk.operator("two").await.id);
    let session = desk.session(17).await;
    desk.store.claim(session, one).await.expect("it is free");
    let version = desk.store.session(session).await.expect("it").version;
    desk.store
        .claim(session, one)
        .await
        .expect("it is mine already");
    let record = desk.store.session(session).await.expect("it");
    assert_eq!(record.version, version, "claiming again changes nothing");
    assert_eq!(record.lease.expect("a claim").operator, one);
    for error in [
        desk.store
            .claim(session, two)
            .await
            .expect_err("it is taken"),
        desk.store
            .release(session, two)
            .await
            .expect_err("not theirs"),
    ] {
        assert!(
            matches!(error, StoreError::ClaimedByOther { operator, .. } if operator == one),
            "{error:?}"
        );
    }
    desk.store.release(session, one).await.expect("it is mine");
    desk.store
        .release(session, one)
        .await
        .expect("it is free already");
    desk.store
        .claim(session, two)
        .await
        .expect("it is free again");
}

#[tokio::test]
async fn of_many_who_claim_at_once_one_wins() {
    let desk = Desk::open().await;
    let session = desk.session(17).await;
    let mut tries = tokio::task::JoinSet::new();
    for at in 0..8 {
        let operator = desk.operator(&format!("operator{at}")).await.id;
        let store = desk.store.clone();
        tries.spawn(async move { store.claim(session, operator).await.map(|()| operator) });
    }
    let results = tries.join_all().await;
    let winners: Vec<OperatorId> = results.iter().flatten().copied().collect();
    let holder = desk.store.session(session).await.expect("it").lease;
    assert_eq!(winners, [holder.expect("a claim").operator]);
}

#[tokio::test]
async fn only_an_open_review_can_be_claimed() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    for (key, state, open) in [
        (1, State::WaitingForReview, true),
        (2, State::Validated, true),
        (3, State::Approved, false),
        (4, State::Refused, false),
        (5, State::Cancelled, false),
        (6, State::Capturing, false),
        (7, State::Incomplete, false),
        (8, State::CaptureFailed, false),
        (9, State::Unknown("VIDEOFOO".into()), false),
    ] {
        let mut new = new_session(key);
        new.state = state.clone();
        let session = desk.store.receive(&new).await.expect("it").id();
        let claimed = desk.store.claim(session, operator).await;
        assert_eq!(claimed.is_ok(), open, "{state:?}: {claimed:?}");
    }
}

#[tokio::test]
async fn a_claim_needs_a_session_and_an_operator() {
    let desk = Desk::open().await;
    let session = desk.session(17).await;
    let nobody = desk.store.claim(session, OperatorId::fresh()).await;
    assert!(
        matches!(nobody, Err(StoreError::UnknownOperator(_))),
        "{nobody:?}"
    );
    let operator = desk.operator("one").await.id;
    let nothing = desk.store.claim(SessionId::fresh(), operator).await;
    assert!(
        matches!(nothing, Err(StoreError::UnknownSession(_))),
        "{nothing:?}"
    );
}

#[tokio::test]
async fn a_session_waits_for_the_engine_until_it_is_assessed() {
    let desk = Desk::open().await;
    let session = desk.session(17).await;
    let mut ended = new_session(18);
    ended.state = State::Cancelled;
    desk.store.receive(&ended).await.expect("it");
    assert_eq!(desk.store.unassessed().await.expect("a list"), [session]);
    assert_eq!(desk.store.assessment(session).await.expect("none"), None);
    let kept = assessment(Status::Inconclusive);
    desk.store
        .keep_assessment(session, &kept)
        .await
        .expect("kept");
    assert!(desk.store.unassessed().await.expect("a list").is_empty());
    assert_eq!(
        desk.store.assessment(session).await.expect("it"),
        Some(kept)
    );
    let events = desk.store.audit_of(session).await.expect("entries");
    let assessed = &events.last().expect("an entry").record;
    assert_eq!(assessed.event, Event::Assessed);
    assert_eq!(
        assessed.detail,
        r#"{"engine":"engine 1","status":"inconclusive"}"#
    );
}
