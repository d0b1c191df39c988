//! What was captured: recordings under way, and pieces that are whole.

use std::ops::Range;

use domain::{
    evidence::Digest,
    id::{EvidenceId, SessionId},
    kiosk::Piece,
};
use sqlx::{SqliteConnection, sqlite::SqliteRow};
use zeroize::Zeroizing;

use super::{
    KioskStore,
    session::{Files, key},
};
use crate::{
    StoreError,
    evidence::{
        draft::{Draft, DraftWriter},
        seal::SessionKey,
    },
    open::off_thread,
    row::{self, Read as _},
};

/// What a part of a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The picture.
    Still,
    /// The recording.
    Film,
}

impl Part {
    const fn name(self) -> &'static str {
        match self {
            Self::Still => "still",
            Self::Film => "film",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Still, Self::Film]
            .into_iter()
            .find(|part| part.name() == name)
    }
}

/// What is known of a part without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PieceRecord {
    /// Its id.
    pub id: EvidenceId,
    /// Whose it is.
    pub session: SessionId,
    /// Of which piece it is.
    pub piece: Piece,
    /// What it is.
    pub part: Part,
    /// Its size before it was sealed, in bytes.
    pub size_bytes: u64,
    /// Its SHA-256 before it was sealed.
    pub digest: Digest,
}

impl KioskStore {
    /// Begins a recording of `piece`.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`]; what disk or database say.
    pub async fn begin_draft(
        &self,
        session: SessionId,
        piece: Piece,
    ) -> Result<(EvidenceId, DraftWriter), StoreError> {
        let key = self.key_of(session).await?;
        let id = EvidenceId::fresh();
        let mut write = self.store.write().await?;
        sqlx::query("INSERT INTO kiosk_drafts (id, session, piece) VALUES (?, ?, ?)")
            .bind(id.to_string())
            .bind(session.to_string())
            .bind(piece.name())
            .execute(write.connection())
            .await?;
        write.commit().await?;
        let folder = self.store.kiosk_folder().clone();
        let writer = off_thread(move || folder.begin_draft(&key, id)).await?;
        Ok((id, writer))
    }

    /// The recordings of `session` that are under way, or were when the
    /// application ended.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn drafts(&self, session: SessionId) -> Result<Vec<(EvidenceId, Piece)>, StoreError> {
        const TABLE: &str = "kiosk_drafts";
        let rows = sqlx::query("SELECT id, piece FROM kiosk_drafts WHERE session = ? ORDER BY id")
            .bind(session.to_string())
            .fetch_all(self.store.pool())
            .await?;
        rows.iter()
            .map(|found| {
                let piece = found.named(TABLE, "piece", Piece::from_name)?;
                Ok((found.id(TABLE, "id")?, piece))
            })
            .collect()
    }

    /// Opens a recording, up to its last whole chunk.
    ///
    /// # Errors
    ///
    /// [`StoreError::EvidenceMissing`], [`StoreError::EvidenceAltered`].
    pub async fn read_draft(
        &self,
        session: SessionId,
        id: EvidenceId,
    ) -> Result<Draft, StoreError> {
        let key = self.key_of(session).await?;
        let folder = self.store.kiosk_folder().clone();
        off_thread(move || folder.read_draft(&key, id)).await
    }

    /// Throws a recording away.
    ///
    /// # Errors
    ///
    /// What disk or database say.
    pub async fn drop_draft(&self, id: EvidenceId) -> Result<(), StoreError> {
        let mut write = self.store.write().await?;
        sqlx::query("DELETE FROM kiosk_drafts WHERE id = ?")
            .bind(id.to_string())
            .execute(write.connection())
            .await?;
        write.commit().await?;
        let files = Files {
            sealed: Vec::new(),
            drafts: vec![id],
        };
        self.remove_files(files).await
    }

    /// Seals a part of `piece` in the place of the one before: the file first,
    /// then the row.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`]; what disk or database say.
    pub async fn keep(
        &self,
        session: SessionId,
        piece: Piece,
        part: Part,
        bytes: Zeroizing<Vec<u8>>,
    ) -> Result<PieceRecord, StoreError> {
        let key = self.key_of(session).await?;
        let folder = self.store.kiosk_folder().clone();
        let record = off_thread(move || {
            let id = EvidenceId::fresh();
            folder.write(&key, id, &bytes)?;
            folder.sync()?;
            Ok(PieceRecord {
                id,
                session,
                piece,
                part,
                size_bytes: bytes.len() as u64,
                digest: Digest::of(&bytes),
            })
        })
        .await?;
        let mut write = self.store.write().await?;
        let before = forget(write.connection(), session, piece, Some(part)).await?;
        sqlx::query(
            "INSERT INTO kiosk_pieces (id, session, piece, part, size_bytes, sha256) \
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(record.id.to_string())
        .bind(session.to_string())
        .bind(piece.name())
        .bind(part.name())
        .bind(row::signed(record.size_bytes, "size")?)
        .bind(record.digest.0.as_slice())
        .execute(write.connection())
        .await?;
        write.commit().await?;
        self.remove_files(before).await?;
        Ok(record)
    }

    /// Throws everything of `piece` away.
    ///
    /// # Errors
    ///
    /// What disk or database say.
    pub async fn throw_away(&self, session: SessionId, piece: Piece) -> Result<(), StoreError> {
        let mut write = self.store.write().await?;
        let files = forget(write.connection(), session, piece, None).await?;
        write.commit().await?;
        self.remove_files(files).await
    }

    /// What was captured of `session`.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn pieces(&self, session: SessionId) -> Result<Vec<PieceRecord>, StoreError> {
        let rows = sqlx::query("SELECT * FROM kiosk_pieces WHERE session = ? ORDER BY id")
            .bind(session.to_string())
            .fetch_all(self.store.pool())
            .await?;
        rows.iter().map(from_row).collect()
    }

    /// Opens a part and proves that it is what was captured.
    ///
    /// # Errors
    ///
    /// [`StoreError::EvidenceAltered`], [`StoreError::EvidenceMissing`],
    /// [`StoreError::UnknownEvidence`].
    pub async fn read(&self, id: EvidenceId) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let (record, key) = self.record_and_key(id).await?;
        let folder = self.store.kiosk_folder().clone();
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

    /// Opens the bytes `range` of a part, cut to its size.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub async fn read_range(
        &self,
        id: EvidenceId,
        range: Range<u64>,
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let (record, key) = self.record_and_key(id).await?;
        let folder = self.store.kiosk_folder().clone();
        off_thread(move || folder.read(&key, id, record.size_bytes, range)).await
    }

    async fn key_of(&self, session: SessionId) -> Result<SessionKey, StoreError> {
        let found = sqlx::query("SELECT evidence_key FROM kiosk_sessions WHERE id = ?")
            .bind(session.to_string())
            .fetch_optional(self.store.pool())
            .await?
            .ok_or(StoreError::UnknownSession(session))?;
        key(&found)
    }

    async fn record_and_key(
        &self,
        id: EvidenceId,
    ) -> Result<(PieceRecord, SessionKey), StoreError> {
        let found = sqlx::query(
            "SELECT p.*, s.evidence_key FROM kiosk_pieces p \
             JOIN kiosk_sessions s ON s.id = p.session WHERE p.id = ?",
        )
        .bind(id.to_string())
        .fetch_optional(self.store.pool())
        .await?
        .ok_or(StoreError::UnknownEvidence(id))?;
        Ok((from_row(&found)?, key(&found)?))
    }
}

/// Deletes the rows of a piece, or of one part of it; gives the files.
async fn forget(
    connection: &mut SqliteConnection,
    session: SessionId,
    piece: Piece,
    part: Option<Part>,
) -> Result<Files, StoreError> {
    let rows = sqlx::query(
        "DELETE FROM kiosk_pieces WHERE session = ?1 AND piece = ?2 \
         AND (?3 IS NULL OR part = ?3) RETURNING id",
    )
    .bind(session.to_string())
    .bind(piece.name())
    .bind(part.map(Part::name))
    .fetch_all(connection)
    .await?;
    Ok(Files {
        sealed: rows
            .iter()
            .map(|found| found.id("kiosk_pieces", "id"))
            .collect::<Result<_, _>>()?,
        drafts: Vec::new(),
    })
}

fn from_row(found: &SqliteRow) -> Result<PieceRecord, StoreError> {
    const TABLE: &str = "kiosk_pieces";
    Ok(PieceRecord {
        id: found.id(TABLE, "id")?,
        session: found.id(TABLE, "session")?,
        piece: found.named(TABLE, "piece", Piece::from_name)?,
        part: found.named(TABLE, "part", Part::from_name)?,
        size_bytes: found.unsigned(TABLE, "size_bytes")?,
        digest: Digest(found.bytes32(TABLE, "sha256")?),
    })
}
