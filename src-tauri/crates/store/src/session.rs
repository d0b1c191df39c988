//! Sessions: taking one in, and reading one back.

mod mend;
pub(crate) mod queue;
pub(crate) mod renew;
pub(crate) mod state;

use std::collections::BTreeSet;

use domain::{
    Personal,
    assessment::{Problem, ProcessType},
    audit::{Actor, Event},
    check::Check,
    evidence::Kind,
    field::{Declared, Name, Reading},
    id::{CentralKey, EvidenceId, SessionId},
    lease::{Lease, Stamp},
    session::State,
};
use jiff::Timestamp;
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};
use zeroize::Zeroizing;

use crate::{
    EvidenceRecord, Store, StoreError, claim, duplicates,
    evidence::{self, seal::SessionKey},
    open::off_thread,
    row::{self, Read as _},
};

/// A session as it comes from the central API.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// The request's primary key at the central API.
    pub central_key: CentralKey,
    /// The identifier of its video there.
    pub video_identifier: Option<String>,
    /// The id of the request on the Openapi face.
    pub external_reference: Option<String>,
    /// When the request was made.
    pub created_at: Timestamp,
    /// Its state there.
    pub state: State,
    /// By which rules it is to be verified.
    pub process: ProcessType,
    /// What the request declares.
    pub declared: Vec<Declared>,
    /// What the capture read.
    pub captured: Vec<Reading>,
    /// What the capture answered to checks.
    pub reported_checks: Vec<(Check, bool)>,
    /// The similarity the capture reported, as it came.
    pub reported_similarity: Option<String>,
    /// The evidence; one piece of each kind at most.
    pub evidence: Vec<NewEvidence>,
    /// Evidence that could not be fetched or used.
    pub problems: Vec<Problem>,
    /// Why the request itself could not be read, as a stable code.
    pub unreadable: Option<String>,
}

impl NewSession {
    /// What it declares and what the capture read.
    pub(crate) fn values(&self) -> impl Iterator<Item = (Name, &Personal<String>)> {
        let declared = self.declared.iter().map(|it| (it.field, &it.value));
        let captured = self.captured.iter().map(|it| (it.field, &it.value));
        declared.chain(captured)
    }
}

/// A piece of evidence to be sealed.
#[derive(Clone)]
pub struct NewEvidence {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for NewEvidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {} bytes", self.kind.name(), self.bytes.len())
    }
}

/// What came of taking a session in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// It is new.
    New(SessionId),
    /// It was here already; nothing was changed.
    Known(SessionId),
}

impl Received {
    /// The session, new or not.
    #[must_use]
    pub const fn id(self) -> SessionId {
        match self {
            Self::New(id) | Self::Known(id) => id,
        }
    }
}

/// A session as the store has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// Its id on this desk.
    pub id: SessionId,
    /// The request's primary key at the central API.
    pub central_key: CentralKey,
    /// The identifier of its video there.
    pub video_identifier: Option<String>,
    /// The id of the request on the Openapi face.
    pub external_reference: Option<String>,
    /// When the request was made.
    pub created_at: Timestamp,
    /// When it was taken in.
    pub received_at: Timestamp,
    /// Where it stands; a decision counts from the moment it is made.
    pub state: State,
    /// Since when it stands there.
    pub state_since: Timestamp,
    /// Since when it is on hold, if it is.
    pub held_since: Option<Timestamp>,
    /// Until when it should be decided.
    pub due_at: Timestamp,
    /// By which rules it is to be verified.
    pub process: ProcessType,
    /// Who has claimed it.
    pub lease: Option<Lease>,
    /// What the request declares.
    pub declared: Vec<Declared>,
    /// What the capture read.
    pub captured: Vec<Reading>,
    /// What the capture answered to checks.
    pub reported_checks: Vec<(Check, bool)>,
    /// The similarity the capture reported, as it came.
    pub reported_similarity: Option<String>,
    /// The evidence that counts, in the order of [`Kind::ALL`].
    pub evidence: Vec<EvidenceRecord>,
    /// Evidence that could not be fetched or used.
    pub problems: Vec<Problem>,
    /// Why the request itself could not be read, as a stable code.
    pub unreadable: Option<String>,
    /// Grows with every change of state or claim.
    pub version: u64,
}

impl SessionRecord {
    /// What a change has to carry that is made on what this record says; `None`
    /// while nobody has claimed it.
    #[must_use]
    pub fn stamp(&self) -> Option<Stamp> {
        self.lease.map(|lease| Stamp {
            lease: lease.id,
            version: self.version,
        })
    }

    /// The evidence of this kind.
    #[must_use]
    pub fn evidence_of(&self, kind: Kind) -> Option<&EvidenceRecord> {
        self.evidence.iter().find(|piece| piece.kind == kind)
    }
}

impl Store {
    /// Takes a session in; once, however often it comes.
    ///
    /// The rows come last, all in one transaction: a crash before them leaves
    /// files without rows, which are swept away at the next start, and the
    /// session is still unknown and will be fetched again.
    ///
    /// # Errors
    ///
    /// [`StoreError::EvidenceTwice`]; else what disk or database say.
    pub async fn receive(&self, new: &NewSession) -> Result<Received, StoreError> {
        refuse_doubles(new)?;
        if let Some(known) = self.by_central_key(new.central_key).await? {
            return Ok(Received::Known(known));
        }
        let id = SessionId::fresh();
        let key = SessionKey::fresh();
        let _sealing = self.sealing().read().await;
        let records = self.seal_all(id, &key, new).await?;
        let mut write = self.write().await?;
        // Another intake may have been quicker while the files were sealed.
        if let Some(known) = find(write.connection(), new.central_key).await? {
            drop(write);
            self.discard(&records).await;
            return Ok(Received::Known(known));
        }
        let received_at = self.now();
        insert(write.connection(), id, &key, new, received_at).await?;
        duplicates::note(write.connection(), id, new.values()).await?;
        for record in &records {
            evidence::insert(write.connection(), record, None, None).await?;
        }
        let detail = serde_json::json!({
            "central_key": new.central_key.0,
            "state": new.state.name(),
            "evidence": evidence::digests(&records),
        });
        let entry = self.note(
            Actor::Application,
            Event::SessionReceived,
            Some(id),
            &detail.to_string(),
        );
        write.append(&entry).await?;
        write.commit().await?;
        Ok(Received::New(id))
    }

    async fn seal_all(
        &self,
        session: SessionId,
        key: &SessionKey,
        new: &NewSession,
    ) -> Result<Vec<EvidenceRecord>, StoreError> {
        let mut records = Vec::with_capacity(new.evidence.len());
        for piece in &new.evidence {
            let (kind, bytes) = (piece.kind, Zeroizing::new(piece.bytes.clone()));
            records.push(self.seal(session, key, kind, bytes).await?);
        }
        let folder = self.evidence_folder().clone();
        off_thread(move || folder.sync()).await?;
        Ok(records)
    }

    /// Seals one piece into its file; the folder is yet to be synced.
    pub(crate) async fn seal(
        &self,
        session: SessionId,
        key: &SessionKey,
        kind: Kind,
        bytes: Zeroizing<Vec<u8>>,
    ) -> Result<EvidenceRecord, StoreError> {
        let (folder, key, kept_at) = (self.evidence_folder().clone(), key.clone(), self.now());
        off_thread(move || {
            let id = EvidenceId::fresh();
            folder.write(&key, id, &bytes)?;
            Ok(evidence::describe(id, session, kind, &bytes, kept_at))
        })
        .await
    }

    /// Removes files that got no row; what stays is swept at the next start.
    pub(crate) async fn discard(&self, records: &[EvidenceRecord]) {
        let folder = self.evidence_folder().clone();
        let ids: Vec<EvidenceId> = records.iter().map(|record| record.id).collect();
        let removed =
            off_thread(move || ids.into_iter().try_for_each(|id| folder.remove(id))).await;
        if let Err(error) = removed {
            tracing::warn!(%error, "Left a sealed file without a row to the next sweep");
        }
    }

    /// A session with everything that came with it.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`].
    pub async fn session(&self, id: SessionId) -> Result<SessionRecord, StoreError> {
        let mut snapshot = self.pool().begin().await?;
        let found = sqlx::query("SELECT * FROM sessions WHERE id = ?")
            .bind(id.to_string())
            .fetch_optional(&mut *snapshot)
            .await?
            .ok_or(StoreError::UnknownSession(id))?;
        let pieces =
            sqlx::query("SELECT * FROM evidence WHERE session = ? AND superseded_ns IS NULL")
                .bind(id.to_string())
                .fetch_all(&mut *snapshot)
                .await?;
        let mut evidence = pieces
            .iter()
            .map(EvidenceRecord::from_row)
            .collect::<Result<Vec<_>, _>>()?;
        evidence.sort_by_key(|piece| piece.kind);
        from_row(&found, evidence)
    }

    /// The session of a request of the central API.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn by_central_key(&self, key: CentralKey) -> Result<Option<SessionId>, StoreError> {
        find(&mut *self.pool().acquire().await?, key).await
    }

    /// The requests of the central API that were taken in.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn known_central_keys(&self) -> Result<BTreeSet<CentralKey>, StoreError> {
        let keys = sqlx::query_scalar("SELECT central_key FROM sessions")
            .fetch_all(self.pool())
            .await?;
        Ok(keys.into_iter().map(CentralKey).collect())
    }
}

fn refuse_doubles(new: &NewSession) -> Result<(), StoreError> {
    let mut kinds = BTreeSet::new();
    for piece in &new.evidence {
        if !kinds.insert(piece.kind) {
            return Err(StoreError::EvidenceTwice {
                kind: piece.kind.name(),
            });
        }
    }
    Ok(())
}

async fn find(
    connection: &mut SqliteConnection,
    key: CentralKey,
) -> Result<Option<SessionId>, StoreError> {
    sqlx::query("SELECT id FROM sessions WHERE central_key = ?")
        .bind(key.0)
        .fetch_optional(connection)
        .await?
        .map(|found| found.id("sessions", "id"))
        .transpose()
}

async fn insert(
    connection: &mut SqliteConnection,
    id: SessionId,
    key: &SessionKey,
    new: &NewSession,
    received_at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO sessions (id, central_key, video_identifier, external_reference, created_ns, \
         received_ns, process, state, state_ns, declared, captured, reported_checks, \
         reported_similarity, problems, unreadable, search, evidence_key, awaited_ns, due_ns, \
         version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
    )
    .bind(id.to_string())
    .bind(new.central_key.0)
    .bind(&new.video_identifier)
    .bind(&new.external_reference)
    .bind(row::nanoseconds(new.created_at)?)
    .bind(row::nanoseconds(received_at)?)
    .bind(new.process.name())
    .bind(row::state_text(&new.state))
    .bind(row::nanoseconds(received_at)?)
    .bind(row::session::declared_text(&new.declared)?)
    .bind(row::session::readings_text(&new.captured)?)
    .bind(row::session::reported_text(&new.reported_checks)?)
    .bind(&new.reported_similarity)
    .bind(row::session::problems_text(&new.problems)?)
    .bind(&new.unreadable)
    .bind(queue::search_text(new))
    .bind(key.as_slice())
    .bind(row::nanoseconds(received_at)?)
    .bind(row::nanoseconds(received_at)?)
    .execute(connection)
    .await?;
    Ok(())
}

fn from_row(found: &SqliteRow, evidence: Vec<EvidenceRecord>) -> Result<SessionRecord, StoreError> {
    const TABLE: &str = "sessions";
    Ok(SessionRecord {
        id: found.id(TABLE, "id")?,
        central_key: CentralKey(found.try_get("central_key")?),
        video_identifier: found.try_get("video_identifier")?,
        external_reference: found.try_get("external_reference")?,
        created_at: found.instant(TABLE, "created_ns")?,
        received_at: found.instant(TABLE, "received_ns")?,
        state: found.named(TABLE, "state", row::state_from_text)?,
        state_since: found.instant(TABLE, "state_ns")?,
        held_since: found.optional_instant(TABLE, "held_ns")?,
        due_at: found.instant(TABLE, "due_ns")?,
        process: found.named(TABLE, "process", ProcessType::from_name)?,
        lease: claim::from_row(found)?,
        declared: row::session::declared(found.try_get("declared")?)?,
        captured: row::session::readings(found.try_get("captured")?)?,
        reported_checks: row::session::reported(found.try_get("reported_checks")?)?,
        reported_similarity: found.try_get("reported_similarity")?,
        evidence,
        problems: row::session::problems(found.try_get("problems")?)?,
        unreadable: found.try_get("unreadable")?,
        version: found.unsigned(TABLE, "version")?,
    })
}
