//! Sessions that share a number, an address or a face.

use domain::{
    assessment::Status,
    field::{Name, Reading, Source},
    id::{CentralKey, SessionId},
};
use store::NewSession;

use crate::support::{Desk, assessment, declared, execute, new_session};

#[tokio::test]
async fn sessions_with_the_same_number_find_each_other_however_it_is_written() {
    let desk = Desk::open().await;
    let one = receive(
        &desk,
        1,
        &[
            (Name::TaxCode, "SPC DNN80A41H501X"),
            (Name::Phone, "3331234567"),
        ],
    )
    .await;
    let other = receive(
        &desk,
        2,
        &[
            (Name::TaxCode, "spcdnn80a41h501x"),
            (Name::Phone, "+39 333 1234567"),
        ],
    )
    .await;
    let third = receive(&desk, 3, &[(Name::TaxCode, "OTHERX80A41H501X")]).await;
    assert_eq!(same(&desk, one, Name::TaxCode).await, [other]);
    assert_eq!(same(&desk, other, Name::Phone).await, [one]);
    assert_eq!(same(&desk, third, Name::TaxCode).await, []);
    assert_eq!(same(&desk, one, Name::Email).await, []);
    let twin = desk
        .store
        .with_same(one, Name::TaxCode)
        .await
        .expect("a list")
        .remove(0);
    assert_eq!(twin.central_key, CentralKey(2));
    assert_eq!(twin.surname.expect("a name").reveal(), "Specimen");
}

#[tokio::test]
async fn what_the_engine_reads_is_compared_too() {
    let desk = Desk::open().await;
    let one = receive(&desk, 1, &[]).await;
    let other = receive(&desk, 2, &[(Name::DocumentNumber, "YA0000001")]).await;
    let mut said = assessment(Status::Accepted);
    said.readings = vec![Reading {
        field: Name::DocumentNumber,
        source: Source::Mrz,
        value: "ya0000001".into(),
        seen: None,
    }];
    desk.store.keep_assessment(one, &said).await.expect("kept");
    assert_eq!(same(&desk, one, Name::DocumentNumber).await, [other]);
}

#[tokio::test]
async fn a_mended_session_is_compared_by_what_it_is_now() {
    let desk = Desk::open().await;
    let mut broken = session(1, &[(Name::Email, "old@example.com")]);
    broken.unreadable = Some("unexpected_answer".into());
    let one = desk.store.receive(&broken).await.expect("taken in").id();
    let old = receive(&desk, 2, &[(Name::Email, "old@example.com")]).await;
    let new = receive(&desk, 3, &[(Name::Email, "New@example.com")]).await;
    assert_eq!(same(&desk, one, Name::Email).await, [old]);
    let mended = session(1, &[(Name::Email, "new@example.com")]);
    assert!(desk.store.mend(one, &mended).await.expect("mended"));
    assert_eq!(same(&desk, one, Name::Email).await, [new]);
}

#[tokio::test]
async fn sessions_of_an_older_store_are_compared_after_the_migration() {
    let desk = Desk::open().await;
    let one = receive(
        &desk,
        1,
        &[(Name::TaxCode, "spc-1"), (Name::Phone, "333 1234567")],
    )
    .await;
    let other = receive(
        &desk,
        2,
        &[(Name::TaxCode, "SPC1"), (Name::Phone, "+393331234567")],
    )
    .await;
    let migration = include_str!("../../../../../migrations/desk/0020_duplicates.sql");
    let mut raw = desk.raw().await;
    execute(&mut raw, "DROP TABLE identifiers; DROP TABLE faces;").await;
    execute(&mut raw, migration).await;
    assert_eq!(same(&desk, one, Name::TaxCode).await, [other]);
    assert_eq!(same(&desk, one, Name::Phone).await, [other]);
}

#[tokio::test]
async fn a_face_is_kept_sealed_and_opens_for_its_own_session_only() {
    let desk = Desk::open().await;
    let (one, other) = (receive(&desk, 1, &[]).await, receive(&desk, 2, &[]).await);
    let face = [7_u8; 512];
    desk.store.keep_face(one, &[1; 512]).await.expect("kept");
    desk.store
        .keep_face(one, &face)
        .await
        .expect("the newest counts");
    let kept = desk
        .store
        .face(one)
        .await
        .expect("an answer")
        .expect("a face");
    assert_eq!(kept.face.as_slice(), face);
    assert!(desk.store.face(other).await.expect("an answer").is_none());

    let mut raw = desk.raw().await;
    let sealed: Vec<u8> = sqlx::query_scalar("SELECT sealed FROM faces")
        .fetch_one(&mut raw)
        .await
        .expect("a row");
    assert!(
        !sealed.windows(16).any(|part| part == [7; 16]),
        "not in the clear"
    );
    sqlx::query("INSERT INTO faces (session, sealed) VALUES (?, ?)")
        .bind(other.to_string())
        .bind(&sealed)
        .execute(&mut raw)
        .await
        .expect("a row");
    assert!(
        desk.store.face(other).await.expect("an answer").is_none(),
        "not for another"
    );
}

#[tokio::test]
async fn faces_come_page_by_page_and_end() {
    let desk = Desk::open().await;
    let mut sessions = Vec::new();
    for key in 1..=5 {
        let session = receive(&desk, key, &[]).await;
        desk.store
            .keep_face(session, &[key as u8; 512])
            .await
            .expect("kept");
        sessions.push(session);
    }
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let (page, last) = desk.store.faces_after(after, 2).await.expect("a page");
        found.extend(page.into_iter().map(|kept| kept.session));
        let Some(last) = last else { break };
        after = Some(last);
    }
    assert_eq!(found, sessions);
}

fn session(key: i64, values: &[(Name, &str)]) -> NewSession {
    let mut declares = vec![declared(Name::Surname, "Specimen")];
    declares.extend(values.iter().map(|(field, value)| declared(*field, value)));
    NewSession {
        declared: declares,
        captured: Vec::new(),
        ..new_session(key)
    }
}

async fn receive(desk: &Desk, key: i64, values: &[(Name, &str)]) -> SessionId {
    desk.store
        .receive(&session(key, values))
        .await
        .expect("taken in")
        .id()
}

async fn same(desk: &Desk, session: SessionId, field: Name) -> Vec<SessionId> {
    let twins = desk.store.with_same(session, field).await.expect("a list");
    twins.into_iter().map(|twin| twin.id).collect()
}
