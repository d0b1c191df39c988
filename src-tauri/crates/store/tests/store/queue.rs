//! The queue: lists, searches, pages, what is due first.

use std::num::NonZeroU32;

use domain::{
    Personal,
    assessment::Status,
    decision::{Outcome, RefusalReason},
    id::OperatorId,
    queue::Group,
    session::State,
};
use jiff::{SignedDuration, Timestamp};
use store::{Delivery, Owner, QueueFilter, QueueList, QueueRow};

use crate::support::{Desk, assessment, new_session, refusal, start};

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

pub(super) async fn list_of(
    desk: &Desk,
    owner: Owner,
    list: QueueList,
    text: Option<&str>,
) -> Vec<QueueRow> {
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
