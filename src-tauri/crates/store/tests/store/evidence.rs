//! Evidence: reading it back, and noticing every change.

use std::{fs, path::Path, path::PathBuf};

use domain::{
    evidence::{Digest, Kind, Media},
    id::EvidenceId,
};
use store::{EvidenceRecord, NewEvidence, StoreError};

use crate::support::{Desk, bytes, new_session};

#[tokio::test]
async fn every_piece_comes_back_with_its_digest() {
    let desk = Desk::open().await;
    let mut new = new_session(1);
    new.evidence = [
        (Kind::Selfie, Vec::new()),
        (Kind::DocumentFront, b"\xFF\xD8\xFF\xE0 a picture".to_vec()),
        (
            Kind::Video,
            [b"\0\0\0\x18ftypmp42".to_vec(), bytes(3_000_000)].concat(),
        ),
    ]
    .map(|(kind, bytes)| NewEvidence { kind, bytes })
    .to_vec();
    let session = desk.store.receive(&new).await.expect("a session").id();
    let record = desk.store.session(session).await.expect("a session");
    assert_eq!(record.evidence.len(), 3);
    for piece in new.evidence {
        let kept = record.evidence_of(piece.kind).expect("it was kept");
        assert_eq!(kept.size_bytes, piece.bytes.len() as u64);
        assert_eq!(kept.digest, Digest::of(&piece.bytes));
        assert_eq!(kept.media, Media::sniff(&piece.bytes));
        let read = desk.store.read_evidence(kept.id).await.expect("it opens");
        assert_eq!(*read, piece.bytes, "{:?}", piece.kind);
        assert_eq!(&desk.store.evidence(kept.id).await.expect("it"), kept);
    }
}

#[tokio::test]
async fn a_range_is_the_same_range_of_the_whole() {
    let desk = Desk::open().await;
    let video = video(&desk).await;
    let whole = bytes(200_000);
    for range in [
        0..1,
        65_000..66_000,
        65_536..131_072,
        199_990..200_000,
        7..7,
    ] {
        let read = desk
            .store
            .read_evidence_range(video.id, range.clone())
            .await
            .expect("it opens");
        let expected = &whole[range.start as usize..range.end as usize];
        assert_eq!(*read, expected, "{range:?}");
    }
    let past = desk
        .store
        .read_evidence_range(video.id, 199_999..u64::MAX)
        .await
        .expect("it is cut to the size");
    assert_eq!(*past, whole[199_999..]);
}

#[tokio::test]
async fn one_altered_byte_is_noticed_and_named() {
    check_harm(|path| {
        let mut sealed = fs::read(path).expect("a sealed file");
        sealed[100_000] ^= 1;
        fs::write(path, sealed).expect("it can be written");
    })
    .await;
}

#[tokio::test]
async fn a_truncated_file_is_noticed_and_named() {
    for length in [0, 20, 70_000, 199_999] {
        check_harm(|path| {
            let file = fs::File::options().write(true).open(path).expect("it");
            file.set_len(length).expect("it can be cut");
        })
        .await;
    }
}

#[tokio::test]
async fn a_file_exchanged_for_that_of_another_piece_is_noticed() {
    let desk = Desk::open().await;
    let first = desk.session(1).await;
    let record = desk.store.session(first).await.expect("a session");
    let [front, video] = record.evidence.as_slice() else {
        panic!("two pieces")
    };
    fs::copy(path(desk.folder(), front.id), path(desk.folder(), video.id)).expect("it is copied");
    let error = desk
        .store
        .read_evidence(video.id)
        .await
        .expect_err("altered");
    assert!(matches!(error, StoreError::EvidenceAltered(id) if id == video.id));
}

#[tokio::test]
async fn a_missing_file_is_named() {
    let desk = Desk::open().await;
    let video = video(&desk).await;
    fs::remove_file(path(desk.folder(), video.id)).expect("it is removed");
    for error in [
        desk.store.read_evidence(video.id).await.expect_err("gone"),
        desk.store
            .read_evidence_range(video.id, 0..9)
            .await
            .expect_err("gone"),
    ] {
        assert!(matches!(error, StoreError::EvidenceMissing(id) if id == video.id));
    }
}

#[tokio::test]
async fn a_digest_changed_in_the_database_is_noticed() {
    let desk = Desk::open().await;
    let video = video(&desk).await;
    let mut raw = desk.raw().await;
    sqlx::query("UPDATE evidence SET sha256 = zeroblob(32) WHERE id = ?")
        .bind(video.id.to_string())
        .execute(&mut raw)
        .await
        .expect("the database lets it happen");
    let error = desk
        .store
        .read_evidence(video.id)
        .await
        .expect_err("altered");
    assert!(matches!(error, StoreError::EvidenceAltered(id) if id == video.id));
}

#[tokio::test]
async fn an_unknown_id_is_told_as_such() {
    let desk = Desk::open().await;
    let id = EvidenceId::fresh();
    let error = desk.store.read_evidence(id).await.expect_err("unknown");
    assert!(matches!(error, StoreError::UnknownEvidence(unknown) if unknown == id));
}

/// Does `harm` to the file of a video; the whole must not open, the id must be
/// named, and the check must find it.
async fn check_harm(harm: impl FnOnce(&Path)) {
    let desk = Desk::open().await;
    let video = video(&desk).await;
    harm(&path(desk.folder(), video.id));
    let error = desk
        .store
        .read_evidence(video.id)
        .await
        .expect_err("altered");
    assert!(
        matches!(error, StoreError::EvidenceAltered(id) if id == video.id),
        "{error:?}"
    );
    assert!(error.to_string().contains(&video.id.to_string()));
    let report = desk.store.check().await.expect("a report");
    assert_eq!(report.faults, [store::Fault::EvidenceAltered(video.id)]);
}

async fn video(desk: &Desk) -> EvidenceRecord {
    let session = desk.session(1).await;
    let record = desk.store.session(session).await.expect("a session");
    record.evidence_of(Kind::Video).expect("a video").clone()
}

fn path(folder: &Path, id: EvidenceId) -> PathBuf {
    folder.join("evidence").join(format!("{id}.sealed"))
}
