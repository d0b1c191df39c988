//! Pieces of evidence: a sealed file and the row that vouches for it.

pub(crate) mod draft;
pub(crate) mod folder;
pub(crate) mod seal;

use std::ops::Range;

use domain::{
    evidence::{Digest, Kind, Media},
    id::{EvidenceId, SessionId},
};
use jiff::Timestamp;
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};
use zeroize::Zeroizing;

use crate::{
    Store, StoreError,
    open::off_thread,
    row::{self, Read as _},
};
use seal::SessionKey;

/// What is known of a piece of evidence without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRecord {
    /// Its id.
    pub id: EvidenceId,
    /// Whose it is.
    pub session: SessionId,
    /// What it is.
    pub kind: Kind,
    /// Its format, found from its first bytes.
    pub media: Media,
    /// Its size before it was sealed, in bytes.
    pub size_bytes: u64,
    /// Its SHA-256 before it was sealed.
    pub digest: Digest,
    /// When it was kept.
    pub kept_at: Timestamp,
}

impl EvidenceRecord {
    pub(crate) fn from_row(row: &SqliteRow) -> Result<Self, StoreError> {
        const TABLE: &str = "evidence";
        Ok(Self {
            id: row.id(TABLE, "id")?,
            session: row.id(TABLE, "session")?,
            kind: row.named(TABLE, "kind", Kind::from_name)?,
            media: row.named(TABLE, "mime", media)?,
            size_bytes: row.unsigned(TABLE, "size_bytes")?,
            digest: Digest(row.bytes32(TABLE, "sha256")?),
            kept_at: row.instant(TABLE, "kept_ns")?,
        })
    }
}

fn media(mime: &str) -> Option<Media> {
    [
        Media::Jpeg,
        Media::Png,
        Media::WebP,
        Media::Mp4,
        Media::QuickTime,
        Media::WebM,
        Media::Pdf,
        Media::Other,
    ]
    .into_iter()
    .find(|media| media.mime() == mime)
}

/// The row for `plain`, sealed as `id`; to be inserted once the file is certain.
pub(crate) fn describe(
    id: EvidenceId,
    session: SessionId,
    kind: Kind,
    plain: &[u8],
    kept_at: Timestamp,
) -> EvidenceRecord {
    EvidenceRecord {
        id,
        session,
        kind,
        media: Media::sniff(plain),
        size_bytes: plain.len() as u64,
        digest: Digest::of(plain),
        kept_at,
    }
}

/// Ends the time of the piece that `record` takes the place of, if there is one.
pub(crate) async fn supersede(
    connection: &mut SqliteConnection,
    record: &EvidenceRecord,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE evidence SET superseded_ns = ? \
         WHERE session = ? AND kind = ? AND superseded_ns IS NULL",
    )
    .bind(row::nanoseconds(record.kept_at)?)
    .bind(record.session.to_string())
    .bind(record.kind.name())
    .execute(connection)
    .await?;
    Ok(())
}

/// The digests of pieces by kind, for the audit log.
pub(crate) fn digests(records: &[EvidenceRecord]) -> serde_json::Value {
    records
        .iter()
        .map(|record| (record.kind.name().to_owned(), record.digest.to_hex().into()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// Inserts the row for a file that is certain on the disk.
pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    record: &EvidenceRecord,
    serial: Option<&str>,
    text: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO evidence (id, session, kind, mime, size_bytes, sha256, kept_ns, serial, text) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(record.id.to_string())
    .bind(record.session.to_string())
    .bind(record.kind.name())
    .bind(record.media.mime())
    .bind(row::signed(record.size_bytes, "size")?)
    .bind(record.digest.0.as_slice())
    .bind(row::nanoseconds(record.kept_at)?)
    .bind(serial)
    .bind(text)
    .execute(connection)
    .await?;
    Ok(())
}

impl Store {
    /// Opens a piece of evidence and proves that it is what was kept.
    ///
    /// # Errors
    ///
    /// [`StoreError::EvidenceAltered`] and [`StoreError::EvidenceMissing`] name
    /// the piece; [`StoreError::UnknownEvidence`] where there is no row.
    pub async fn read_evidence(&self, id: EvidenceId) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let (record, key) = self.evidence_and_key(id).await?;
        let folder = self.evidence_folder().clone();
        off_thread(move || {
            let plain = folder.read(&key, id, record.size_bytes, 0..record.size_bytes)?;
            if Digest::of(&plain) == record.digest {
                Ok(plain)
            } else {
                Err(StoreError::EvidenceAltered(id))
            }
        })
        .await
    }

    /// Opens the bytes `range` of a piece of evidence, cut to its size. Each
    /// chunk proves itself; the digest of the whole is not computed.
    ///
    /// # Errors
    ///
    /// As [`read_evidence`](Self::read_evidence).
    pub async fn read_evidence_range(
        &self,
        id: EvidenceId,
        range: Range<u64>,
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let (record, key) = self.evidence_and_key(id).await?;
        let folder = self.evidence_folder().clone();
        off_thread(move || folder.read(&key, id, record.size_bytes, range)).await
    }

    /// What is known of a piece of evidence, without opening it.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownEvidence`] where there is no such piece.
    pub async fn evidence(&self, id: EvidenceId) -> Result<EvidenceRecord, StoreError> {
        Ok(self.evidence_and_key(id).await?.0)
    }

    /// The key under which the evidence of `session` is sealed.
    pub(crate) async fn key_of(&self, session: SessionId) -> Result<SessionKey, StoreError> {
        let found = sqlx::query("SELECT evidence_key FROM sessions WHERE id = ?")
            .bind(session.to_string())
            .fetch_optional(self.pool())
            .await?
            .ok_or(StoreError::UnknownSession(session))?;
        session_key(&found)
    }

    async fn evidence_and_key(
        &self,
        id: EvidenceId,
    ) -> Result<(EvidenceRecord, SessionKey), StoreError> {
        let found = sqlx::query(
            "SELECT e.*, s.evidence_key FROM evidence e JOIN sessions s ON s.id = e.session \
             WHERE e.id = ?",
        )
        .bind(id.to_string())
        .fetch_optional(self.pool())
        .await?
        .ok_or(StoreError::UnknownEvidence(id))?;
        Ok((EvidenceRecord::from_row(&found)?, session_key(&found)?))
    }
}

/// The key in column `evidence_key`.
pub(crate) fn session_key(row: &SqliteRow) -> Result<SessionKey, StoreError> {
    let bytes = Zeroizing::new(row.try_get::<Vec<u8>, _>("evidence_key")?);
    SessionKey::from_slice(&bytes).ok_or(StoreError::BadRow {
        table: "sessions",
        what: "evidence_key",
    })
}
