//! Declaration and contract.

use domain::{Personal, evidence::Kind, id::SessionId};
use jiff::SignedDuration;
use store::{NewDocument, StoreError};

use crate::support::Desk;

fn declaration(serial: &str) -> NewDocument {
    NewDocument {
        kind: Kind::Declaration,
        bytes: format!("%PDF-1.7 declaration {serial}").into_bytes(),
        serial: Some(serial.into()),
        text: Some(Personal::from("I declare")),
    }
}

#[tokio::test]
async fn a_newer_document_takes_the_place_of_the_earlier_one() {
    let desk = Desk::open().await;
    let session = desk.session(17).await;
    let keep = async |serial| {
        desk.clock.advance(SignedDuration::from_secs(1));
        desk.store
            .keep_document(session, declaration(serial))
            .await
            .expect("kept")
    };
    let first = keep("1").await;
    let second = keep("2").await;
    assert_eq!(keep("2").await, second, "the very same one is kept once");
    let current = desk
        .store
        .document(session, Kind::Declaration)
        .await
        .expect("an answer")
        .expect("a declaration");
    assert_eq!(current.evidence.id, second);
    assert_eq!(current.serial.as_deref(), Some("2"));
    assert_eq!(current.text, Some(Personal::from("I declare")));
    let record = desk.store.session(session).await.expect("it");
    let shown = record.evidence_of(Kind::Declaration).expect("it is listed");
    assert_eq!(shown.id, second);
    let history = desk
        .store
        .document_history(session, Kind::Declaration)
        .await
        .expect("a list");
    let ids: Vec<_> = history.iter().map(|kept| kept.evidence.id).collect();
    assert_eq!(ids, [first, second]);
    for id in ids {
        desk.store.read_evidence(id).await.expect("both still open");
    }
    assert!(desk.store.check().await.expect("a report").is_sound());
}

#[tokio::test]
async fn only_documents_are_kept_as_documents() {
    let desk = Desk::open().await;
    let session = desk.session(17).await;
    let mut video = declaration("1");
    video.kind = Kind::Video;
    let error = desk.store.keep_document(session, video).await;
    assert!(matches!(
        error,
        Err(StoreError::NotADocument { kind: "video" })
    ));
    let nowhere = desk
        .store
        .keep_document(SessionId::fresh(), declaration("1"))
        .await;
    assert!(matches!(nowhere, Err(StoreError::UnknownSession(_))));
    let none = desk.store.document(session, Kind::Contract).await;
    assert_eq!(none.expect("an answer"), None);
}
