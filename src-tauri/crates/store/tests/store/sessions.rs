//! Sessions: intake, queue, states, claims, assessments.

use std::num::NonZeroU32;

use domain::{
    Personal,
    assessment::Status,
    audit::Event,
    decision::{Outcome, RefusalReason},
    evidence::Kind,
    id::{CentralKey, OperatorId, SessionId},
    queue::Group,
    session::State,
};
use store::{
    Delivery, NewSession, Owner, QueueFilter, QueueList, QueueRow, Received, StateChange,
    StoreError,
};

use crate::support::{Desk, assessment, new_session, piece, refusal, sealed_files, start};
use jiff::{SignedDuration, Timestamp};

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
async fn the_next_session_is_the_one_that_waited_longest() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let late = desk.session(30).await;
    let early = desk.session(10).await;
    let middle = desk.session(20).await;
    let other = desk.operator("two").await.id;
    desk.store.claim(middle, other).await.expect("it is free");
    let next = async || {
        desk.store
            .claim_next(operator, NonZeroU32::MIN)
            .await
            .expect("an answer")
    };
    assert_eq!(next().await, Some(early));
    assert_eq!(next().await, Some(late));
    assert_eq!(next().await, None, "the middle one is taken");
}

#[tokio::test]
async fn every_session_is_in_the_lists_it_belongs_to() {
    let desk = Desk::open().await;
    let me = desk.operator("one").await.id;
    let other = desk.operator("two").await.id;
    for (key, state, holder) in [
        (1, State::WaitingForReview, None),
        (2, State::WaitingForReview, Some(me)),
        (3, State::WaitingForReview, Some(other)),
        (4, State::Approved, None),
        (5, State::Unknown("VIDEOFOO".into()), None),
        (6, State::Capturing, None),
        (7, State::Cancelled, None),
        (9, State::Validated, Some(other)),
    ] {
        let mut new = new_session(key);
        new.state = state;
        let session = desk.store.receive(&new).await.expect("it").id();
        if let Some(holder) = holder {
            desk.store.claim(session, holder).await.expect("it is free");
        }
    }
    let decided = desk.claimed(8, me).await;
    desk.decide(decided, me, refusal(RefusalReason::FaceMismatch))
        .await;
    let of = QueueList::Of;
    for (owner, list, expected) in [
        (Owner::Operator(me), QueueList::Open, vec![2]),
        (Owner::Operator(other), QueueList::Open, vec![3, 9]),
        (Owner::Operator(me), of(Group::Refused), vec![8]),
        (Owner::Nobody, QueueList::Open, vec![1, 5, 6]),
        (Owner::Nobody, of(Group::NeedsOperator), vec![1]),
        (Owner::Any, QueueList::Open, vec![1, 2, 3, 5, 6, 9]),
        (Owner::Any, of(Group::NeedsOperator), vec![1, 2, 3]),
        (Owner::Any, of(Group::SecondStep), vec![9]),
        (Owner::Any, of(Group::AwaitingCustomer), vec![6]),
        (Owner::Any, of(Group::Done), vec![4, 7]),
        (Owner::Any, of(Group::Refused), vec![8]),
        (Owner::Any, of(Group::Unknown), vec![5]),
        (Owner::Any, of(Group::OnHold), vec![]),
    ] {
        let rows = list_of(&desk, owner, list, None).await;
        let mut keys = keys(&rows);
        keys.sort_unstable();
        assert_eq!(keys, expected, "{owner:?} {list:?}");
        if let QueueList::Of(group) = list {
            for row in &rows {
                assert_eq!(Group::of(&row.state, row.held_since), group, "{row:?}");
            }
        }
    }
    let counts = desk.store.counts(me).await.expect("counts");
    assert_eq!((counts.mine.open(), counts.unassigned.open()), (1, 3));
    assert_eq!(counts.all.open(), 6);
    for group in Group::ALL {
        let rows = list_of(&desk, Owner::Any, of(group), None).await;
        assert_eq!(counts.all.of(group), rows.len() as u64, "{group:?}");
    }
}

#[tokio::test]
async fn a_search_finds_names_codes_numbers_and_keys() {
    let desk = Desk::open().await;
    desk.session(4711).await;
    for (text, found) in [
        ("specimen", true),
        ("d’anna SPEC", true),
        ("spcdnn80a41h501x", true),
        ("ca00000aa", true),
        ("4711", true),
        ("VIDEO-4711", true),
        ("da", true),
        ("s", true),
        ("specimen d’", true),
        ("zz", false),
        // Two letters are looked for where a word begins.
        ("an", false),
        ("\"", false),
        ("  ", true),
        ("specimen nobody", false),
        ("example.org", false),
        ("%", false),
    ] {
        let rows = list_of(&desk, Owner::Any, QueueList::Open, Some(text)).await;
        assert_eq!(!rows.is_empty(), found, "{text:?}");
    }
}

#[tokio::test]
async fn pages_follow_on_each_other_oldest_first() {
    let desk = Desk::open().await;
    for key in [5, 3, 1, 4, 2] {
        desk.session(key).await;
    }
    let page = async |offset| {
        let filter = QueueFilter {
            owner: Owner::Any,
            list: QueueList::Open,
            text: None,
            offset,
            limit: 2,
        };
        keys(&desk.store.queue(&filter).await.expect("a page"))
    };
    assert_eq!(page(0).await, [1, 2]);
    assert_eq!(page(2).await, [3, 4]);
    assert_eq!(page(4).await, [5]);
    assert!(page(6).await.is_empty());
}

#[tokio::test]
async fn a_row_of_the_queue_tells_who_what_and_how_far() {
    let desk = Desk::open().await;
    let me = desk.operator("one").await.id;
    let session = desk.claimed(17, me).await;
    desk.store
        .keep_assessment(session, &assessment(Status::Accepted))
        .await
        .expect("kept");
    desk.store
        .keep_assessment(session, &assessment(Status::Rejected))
        .await
        .expect("kept");
    desk.decide(session, me, Outcome::Validate).await;
    let rows = list_of(&desk, Owner::Operator(me), QueueList::Open, None).await;
    let [row] = rows.as_slice() else {
        panic!("one row: {rows:?}")
    };
    assert_eq!(row.surname, Some(Personal::from("Spécimen")));
    assert_eq!(
        row.document_number,
        Some(Personal::from("CA00000AA")),
        "as captured"
    );
    let assessed = row.assessed.expect("it is assessed");
    assert_eq!(assessed.verdict, Status::Rejected, "the newest");
    assert_eq!((assessed.similarity, assessed.no), (None, 1));
    assert_eq!(row.state, State::Validated);
    assert_eq!(row.problems, 1);
    assert!(matches!(row.delivery, Some(Delivery::Waiting { .. })));
    assert_eq!(row.claimed_by.expect("a claim"), me);
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

async fn list_of(desk: &Desk, owner: Owner, list: QueueList, text: Option<&str>) -> Vec<QueueRow> {
    let filter = QueueFilter {
        owner,
        list,
        text: text.map(Personal::from),
        offset: 0,
        limit: 50,
    };
    desk.store.queue(&filter).await.expect("a list")
}

fn keys(rows: &[QueueRow]) -> Vec<i64> {
    rows.iter().map(|row| row.central_key.0).collect()
}

#[tokio::test]
async fn the_next_session_is_by_chance_one_of_those_due_first() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    for key in 1..=6 {
        desk.session(key).await;
    }
    let among = NonZeroU32::new(3).expect("three");
    let mut waiting: Vec<i64> = (1..=6).collect();
    while !waiting.is_empty() {
        let next = desk.store.claim_next(operator, among).await;
        let next = next.expect("an answer").expect("one waits");
        let key = desk.store.session(next).await.expect("it").central_key.0;
        let place = waiting.iter().position(|waits| *waits == key);
        let place = place.expect("each comes once");
        assert!(place < 3, "{key} was not among the first of {waiting:?}");
        waiting.remove(place);
    }
}

#[tokio::test]
async fn what_is_due_first_comes_first_and_is_reckoned_anew_by_new_rules() {
    let desk = Desk::open().await;
    let first = desk.session(2).await;
    desk.clock.advance(SignedDuration::from_hours(1));
    desk.session(1).await;
    let later = |awaited: Timestamp| awaited + SignedDuration::from_hours(8);
    let reckoned = desk.store.reckon_due("eight", &later).await;
    assert_eq!(reckoned.expect("reckoned"), 2);
    let again = desk.store.reckon_due("eight", &later).await;
    assert_eq!(again.expect("reckoned"), 0, "nothing is new");
    let rows = list_of(&desk, Owner::Any, QueueList::Open, None).await;
    assert_eq!(keys(&rows), [2, 1]);
    assert_eq!(rows[0].due_at, start() + SignedDuration::from_hours(8));
    let turned = |awaited: Timestamp| start() + (start() - awaited);
    let reckoned = desk.store.reckon_due("turned", &turned).await;
    assert_eq!(reckoned.expect("reckoned"), 2);
    let rows = list_of(&desk, Owner::Any, QueueList::Open, None).await;
    assert_eq!(keys(&rows), [1, 2]);
    let record = desk.store.session(first).await.expect("it");
    assert_eq!(record.due_at, start());
}

#[tokio::test]
async fn a_queue_of_an_older_file_is_as_good_as_a_new_one() {
    let desk = Desk::open().await;
    let session = desk.session(4711).await;
    let kept = assessment(Status::Accepted);
    desk.store
        .keep_assessment(session, &kept)
        .await
        .expect("kept");
    let before = list_of(&desk, Owner::Any, QueueList::Open, Some("specimen")).await;
    let key = desk.key.clone();
    let desk = desk
        .reopen_after(async |folder| {
            let mut database = crate::support::raw(folder, &key).await;
            crate::support::execute(&mut database, UNDO_THE_QUEUE).await;
        })
        .await;
    let after = list_of(&desk, Owner::Any, QueueList::Open, Some("specimen")).await;
    assert_eq!(after, before);
    let counts = desk.store.counts(OperatorId::fresh()).await;
    assert_eq!(counts.expect("counts").all.open(), 1);
}

/// Takes the migrations of the queue, of leases and of short words back.
const UNDO_THE_QUEUE: &str = "
    DROP INDEX sessions_by_lease; DROP TABLE drafts;
    ALTER TABLE sessions DROP COLUMN lease; ALTER TABLE sessions DROP COLUMN lease_until_ns;
    ALTER TABLE decisions DROP COLUMN lease; ALTER TABLE decisions DROP COLUMN version;
    DROP TRIGGER queue_takes_in; DROP TRIGGER queue_follows_standing;
    DROP TRIGGER queue_follows_contents; DROP TRIGGER queue_forgets_outdated;
    DROP TRIGGER queue_follows_assessment; DROP VIEW queue_source; DROP VIEW queue_assessed;
    DROP TABLE queue; DROP TABLE queue_search; DROP TABLE queue_words;
    DROP TABLE queue_counts;
    DROP INDEX sessions_unreckoned;
    ALTER TABLE sessions DROP COLUMN awaited_ns; ALTER TABLE sessions DROP COLUMN due_ns;
    ALTER TABLE sessions DROP COLUMN held_ns;
    DELETE FROM _sqlx_migrations WHERE version IN (7, 8, 43);";
