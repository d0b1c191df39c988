//! Frames that operators keep of a recording.

use domain::{
    audit::Event,
    evidence::{Kind, Snapshot},
    id::{EvidenceId, OperatorId, SessionId},
    lease::Stamp,
};
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};
use zeroize::Zeroizing;

use crate::{Store, StoreError, evidence, row::Read as _, session::state::Standing};

/// A frame to be kept.
pub struct NewSnapshot {
    /// The recording that it is a frame of.
    pub of: EvidenceId,
    /// The time of the frame from the start of the recording, in milliseconds.
    pub at_ms: u32,
    /// The picture.
    pub bytes: Zeroizing<Vec<u8>>,
}

impl Store {
    /// Keeps a frame of a recording for `operator`, who has claimed the session;
    /// one that is kept already is kept once.
    ///
    /// # Errors
    ///
    /// As for [`review_field`](Self::review_field); and
    /// [`StoreError::UnknownEvidence`] where the session has no such recording
    /// (any more).
    pub async fn keep_snapshot(
        &self,
        session: SessionId,
        new: NewSnapshot,
        operator: OperatorId,
        stamp: Stamp,
    ) -> Result<EvidenceId, StoreError> {
        let NewSnapshot { of, at_ms, bytes } = new;
        let key = self.key_of(session).await?;
        let _sealing = self.sealing().read().await;
        let record = self.seal(session, &key, Kind::Snapshot, bytes).await?;
        let folder = self.evidence_folder().clone();
        crate::open::off_thread(move || folder.sync()).await?;
        let mut write = self.write().await?;
        let admitted = admit(
            write.connection(),
            session,
            of,
            at_ms,
            |standing: Standing| {
                standing.demand_stamp(session, operator, stamp, self.now())?;
                standing.demand_open(session)
            },
        )
        .await;
        match admitted {
            Ok(None) => {}
            Ok(Some(known)) => {
                drop(write);
                self.discard(&[record]).await;
                return Ok(known);
            }
            Err(error) => {
                drop(write);
                self.discard(&[record]).await;
                return Err(error);
            }
        }
        evidence::insert(write.connection(), &record, None, None).await?;
        sqlx::query("INSERT INTO snapshots (evidence, of, at_ms, operator) VALUES (?, ?, ?, ?)")
            .bind(record.id.to_string())
            .bind(of.to_string())
            .bind(at_ms)
            .bind(operator.to_string())
            .execute(write.connection())
            .await?;
        let detail = serde_json::json!({
            "evidence": record.id.to_string(),
            "of": of.to_string(),
            "at_ms": at_ms,
            "sha256": record.digest.to_hex(),
        });
        self.tell(
            &mut write,
            Event::SnapshotKept,
            session,
            operator,
            &detail.to_string(),
        )
        .await?;
        write.commit().await?;
        Ok(record.id)
    }

    /// Where the snapshots of a session come from, in the order in which they
    /// were kept.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn snapshots(&self, session: SessionId) -> Result<Vec<Snapshot>, StoreError> {
        sqlx::query(
            "SELECT s.*, e.kept_ns FROM snapshots s JOIN evidence e ON e.id = s.evidence \
             WHERE e.session = ? ORDER BY e.kept_ns, e.id",
        )
        .bind(session.to_string())
        .fetch_all(self.pool())
        .await?
        .iter()
        .map(from_row)
        .collect()
    }
}

/// Whether the frame may be kept; gives the snapshot that shows it already.
async fn admit(
    connection: &mut SqliteConnection,
    session: SessionId,
    of: EvidenceId,
    at_ms: u32,
    demand: impl FnOnce(Standing) -> Result<(), StoreError>,
) -> Result<Option<EvidenceId>, StoreError> {
    demand(Standing::of(connection, session).await?)?;
    let recorded: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM evidence \
         WHERE id = ? AND session = ? AND kind = ? AND superseded_ns IS NULL)",
    )
    .bind(of.to_string())
    .bind(session.to_string())
    .bind(Kind::Video.name())
    .fetch_one(&mut *connection)
    .await?;
    if !recorded {
        return Err(StoreError::UnknownEvidence(of));
    }
    sqlx::query("SELECT evidence FROM snapshots WHERE of = ? AND at_ms = ?")
        .bind(of.to_string())
        .bind(at_ms)
        .fetch_optional(connection)
        .await?
        .map(|found| found.id("snapshots", "evidence"))
        .transpose()
}

fn from_row(found: &SqliteRow) -> Result<Snapshot, StoreError> {
    const TABLE: &str = "snapshots";
    Ok(Snapshot {
        evidence: found.id(TABLE, "evidence")?,
        of: found.id(TABLE, "of")?,
        at_ms: found.try_get("at_ms")?,
        operator: found.id(TABLE, "operator")?,
        at: found.instant(TABLE, "kept_ns")?,
    })
}
