//! Reviews of single data, and notes.

use domain::{
    Personal,
    audit::Event,
    decision::Outcome,
    field::{Name, Review},
};
use jiff::SignedDuration;
use store::StoreError;

use crate::support::Desk;

#[tokio::test]
async fn the_newest_review_counts_and_the_earlier_ones_stay() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(17, operator).await;
    let said = [
        (Name::TaxCode, Review::Rejected),
        (Name::Surname, Review::Approved(Personal::from("Specimen"))),
        (
            Name::TaxCode,
            Review::Revised(Personal::from("SPCDNN80A41H501X")),
        ),
        (Name::Sex, Review::Approved(Personal::from("F"))),
        (Name::Sex, Review::NotReviewed),
    ];
    for (field, review) in said.clone() {
        desk.clock.advance(SignedDuration::from_secs(1));
        desk.store
            .review_field(session, field, review, operator, desk.stamp(session).await)
            .await
            .expect("it is claimed");
    }
    let newest: Vec<(Name, Review)> = desk
        .store
        .reviews(session)
        .await
        .expect("reviews")
        .into_iter()
        .map(|review| (review.field, review.review))
        .collect();
    let [_, surname, tax_code, _, sex] = said.clone();
    assert_eq!(newest, [surname, sex, tax_code]);
    let history = desk.store.review_history(session).await.expect("reviews");
    assert_eq!(history.len(), said.len());
    assert!(history.iter().all(|review| review.operator == operator));
}

#[tokio::test]
async fn only_who_has_claimed_an_open_session_reviews_it() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let two = desk.operator("two").await.id;
    let session = desk.session(17).await;
    let review = async |operator| {
        desk.store
            .review_field(
                session,
                Name::Sex,
                Review::Rejected,
                operator,
                desk.stamp(session).await,
            )
            .await
    };
    let unclaimed = review(one).await;
    assert!(
        matches!(unclaimed, Err(StoreError::NotClaimed(_))),
        "{unclaimed:?}"
    );
    desk.store.claim(session, one).await.expect("it is free");
    let other = review(two).await;
    assert!(
        matches!(other, Err(StoreError::ClaimedByOther { .. })),
        "{other:?}"
    );
    review(one).await.expect("it is claimed");
    desk.decide(session, one, Outcome::Validate).await;
    review(one)
        .await
        .expect("a validated session is still open");
    desk.decide(session, one, Outcome::Approve).await;
    let decided = review(one).await;
    assert!(
        matches!(decided, Err(StoreError::WrongState { .. })),
        "{decided:?}"
    );
}

#[tokio::test]
async fn notes_come_back_in_order_and_leave_no_text_in_the_log() {
    let desk = Desk::open().await;
    let operator = desk.operator("one").await.id;
    let session = desk.claimed(17, operator).await;
    for text in ["First Specimen", "Second Specimen"] {
        desk.store
            .add_note(
                session,
                operator,
                Personal::from(text),
                desk.stamp(session).await,
            )
            .await
            .expect("a note");
    }
    let notes = desk.store.notes(session).await.expect("notes");
    let texts: Vec<&str> = notes
        .iter()
        .map(|note| note.text.reveal().as_str())
        .collect();
    assert_eq!(texts, ["First Specimen", "Second Specimen"]);
    let entries = desk.store.audit_of(session).await.expect("entries");
    let noted = entries
        .iter()
        .filter(|entry| entry.record.event == Event::NoteAdded)
        .inspect(|entry| assert_eq!(entry.record.detail, "{}"))
        .count();
    assert_eq!(noted, 2);
}
