//! Frames of the recording that operators keep.

use domain::{
    audit::Event,
    evidence::{Kind, Snapshot},
    id::{EvidenceId, OperatorId, SessionId},
};
use jiff::SignedDuration;
use store::{NewSnapshot, StoreError};
use zeroize::Zeroizing;

use crate::support::Desk;

const FRAME: &[u8] = b"\x89PNG\r\n\x1a\n a frame";

#[tokio::test]
async fn a_frame_is_kept_sealed_with_where_it_comes_from() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let session = desk.claimed(17, one).await;
    let of = recording(&desk, session).await;
    let first = keep(&desk, session, one, of, 4_200).await.expect("kept");
    let kept_at = desk.now();
    desk.clock.advance(SignedDuration::from_secs(1));
    let second = keep(&desk, session, one, of, 1_000).await.expect("kept");
    let desk = desk.reopen_after(async |_| {}).await;
    let snapshots = desk.store.snapshots(session).await.expect("both");
    assert_eq!(
        snapshots[0],
        Snapshot {
            evidence: first,
            of,
            at_ms: 4_200,
            operator: one,
            at: kept_at,
        }
    );
    assert_eq!((snapshots[1].evidence, snapshots[1].at_ms), (second, 1_000));
    let bytes = desk.store.read_evidence(first).await.expect("sealed");
    assert_eq!(bytes.as_slice(), FRAME);
    let record = desk.store.session(session).await.expect("it");
    let kinds = record.evidence.iter().map(|piece| piece.kind);
    assert_eq!(kinds.filter(|kind| *kind == Kind::Snapshot).count(), 2);
    let report = desk.store.check().await.expect("a report");
    assert!(report.is_sound(), "{report:?}");
}

#[tokio::test]
async fn the_same_frame_is_kept_once() {
    let desk = Desk::open().await;
    let one = desk.operator("one").await.id;
    let session = desk.claimed(17, one).await;
    let of = recording(&desk, session).await;
    let first = keep(&desk, session, one, of, 4_200).await.expect("kept");
    let again = keep(&desk, session, one, of, 4_200).await.expect("kept");
    assert_eq!(again, first);
    let entries = desk.store.audit_of(session).await.expect("entries");
    let kept = entries
        .iter()
        .filter(|entry| entry.record.event == Event::SnapshotKept)
        .count();
    assert_eq!(kept, 1);
}

#[tokio::test]
async fn a_frame_is_kept_by_who_has_the_session_of_its_own_recording() {
    let desk = Desk::open().await;
    let (one, two) = (desk.operator("one").await.id, desk.operator("two").await.id);
    let session = desk.claimed(17, one).await;
    let of = recording(&desk, session).await;
    let other = keep(&desk, session, two, of, 0).await;
    assert!(
        matches!(other, Err(StoreError::ClaimedByOther { .. })),
        "{other:?}"
    );
    let record = desk.store.session(session).await.expect("it");
    let front = record.evidence_of(Kind::DocumentFront).expect("a front").id;
    for piece in [front, EvidenceId::fresh()] {
        let refused = keep(&desk, session, one, piece, 0).await;
        assert!(
            matches!(refused, Err(StoreError::UnknownEvidence(id)) if id == piece),
            "{refused:?}"
        );
    }
    assert_eq!(desk.store.snapshots(session).await.expect("none"), []);
    let swept = desk.reopen_after(async |_| {}).await;
    let report = swept.store.check().await.expect("a report");
    assert!(report.is_sound(), "no file is left behind: {report:?}");
}

async fn keep(
    desk: &Desk,
    session: SessionId,
    operator: OperatorId,
    of: EvidenceId,
    at_ms: u32,
) -> Result<EvidenceId, StoreError> {
    let new = NewSnapshot {
        of,
        at_ms,
        bytes: Zeroizing::new(FRAME.to_vec()),
    };
    let stamp = desk.stamp(session).await;
    desk.store
        .keep_snapshot(session, new, operator, stamp)
        .await
}

async fn recording(desk: &Desk, session: SessionId) -> EvidenceId {
    let record = desk.store.session(session).await.expect("a session");
    record.evidence_of(Kind::Video).expect("a recording").id
}
