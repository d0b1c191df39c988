//! The audit log: adding to it, reading it, proving it.

use domain::{
    audit::{Actor, ChainError, Entry, Event, GENESIS, Record, verify_chain},
    id::SessionId,
};
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

use crate::{
    Store, StoreError,
    open::Write,
    row::{self, Read as _},
};

/// How many entries are looked at in one go.
const PAGE: u32 = 1000;

/// A log that was proven whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditReport {
    /// How many entries there are.
    pub entries: u64,
    /// The digest of the newest one.
    pub head: [u8; 32],
}

impl Store {
    /// Adds something that happened outside the store, such as a look at a
    /// session or an export.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn append(&self, record: Record) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        write.append(&record).await?;
        write.commit().await
    }

    /// The entries about a session, oldest first.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn audit_of(&self, session: SessionId) -> Result<Vec<Entry>, StoreError> {
        let rows = sqlx::query("SELECT * FROM audit WHERE session = ? ORDER BY sequence")
            .bind(session.to_string())
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(from_row).collect()
    }

    /// At most `limit` entries from sequence number `from` on.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn audit_all(&self, from: u64, limit: u32) -> Result<Vec<Entry>, StoreError> {
        let mut connection = self.pool().acquire().await?;
        let rows = page(&mut connection, from, limit).await?;
        rows.iter().map(from_row).collect()
    }

    /// Proves that no entry was changed, added in between, or taken out, also
    /// not at the end.
    ///
    /// # Errors
    ///
    /// [`StoreError::AuditBroken`] names the first bad entry;
    /// [`StoreError::AuditCut`] tells of missing ones at the end.
    pub async fn verify_audit(&self) -> Result<AuditReport, StoreError> {
        // One snapshot: entries added meanwhile belong to the next proof.
        let mut snapshot = self.pool().begin().await?;
        let expected = sqlx::query("SELECT sequence, digest FROM audit_head")
            .fetch_one(&mut *snapshot)
            .await?;
        let (mut entries, mut head) = (0, GENESIS);
        loop {
            let rows = page(&mut snapshot, entries + 1, PAGE).await?;
            if rows.is_empty() {
                break;
            }
            head = prove(&rows, (entries, head))?;
            entries += rows.len() as u64;
        }
        let written = expected.unsigned("audit_head", "sequence")?;
        if entries != written {
            return Err(StoreError::AuditCut {
                expected: written,
                found: entries,
            });
        }
        if expected.bytes32("audit_head", "digest")? != head {
            return Err(broken(entries));
        }
        Ok(AuditReport { entries, head })
    }

    /// A record of something that happens now.
    pub(crate) fn note(
        &self,
        actor: Actor,
        event: Event,
        session: Option<SessionId>,
        detail: &str,
    ) -> Record {
        Record {
            at: self.now(),
            actor,
            event,
            session,
            detail: detail.to_owned(),
        }
    }
}

impl Write {
    /// Adds an entry to the log, within the change that it is about.
    pub(crate) async fn append(&mut self, record: &Record) -> Result<(), StoreError> {
        let head = sqlx::query("SELECT sequence, digest FROM audit_head")
            .fetch_one(self.connection())
            .await?;
        let entry = Entry {
            sequence: head.unsigned("audit_head", "sequence")? + 1,
            record: record.clone(),
            previous: head.bytes32("audit_head", "digest")?,
        };
        sqlx::query(
            "INSERT INTO audit (sequence, at, actor, event, session, detail, previous, digest) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(row::signed(entry.sequence, "audit entry")?)
        .bind(record.at.to_string())
        .bind(record.actor.text())
        .bind(record.event.name())
        .bind(record.session.map(|id| id.to_string()))
        .bind(&record.detail)
        .bind(entry.previous.as_slice())
        .bind(entry.digest().as_slice())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

async fn page(
    connection: &mut SqliteConnection,
    from: u64,
    limit: u32,
) -> Result<Vec<SqliteRow>, StoreError> {
    let rows = sqlx::query("SELECT * FROM audit WHERE sequence >= ? ORDER BY sequence LIMIT ?")
        .bind(row::signed(from, "audit entry")?)
        .bind(i64::from(limit))
        .fetch_all(connection)
        .await?;
    Ok(rows)
}

/// Proves that `rows` follow on `start`; gives the digest of the last.
fn prove(rows: &[SqliteRow], start: (u64, [u8; 32])) -> Result<[u8; 32], StoreError> {
    let mut entries = Vec::with_capacity(rows.len());
    for found in rows {
        let sequence = found.unsigned("audit", "sequence")?;
        // An entry that cannot be read is not what was written.
        let entry = from_row(found).map_err(|_| broken(sequence))?;
        if found.bytes32("audit", "digest")? != entry.digest() {
            return Err(broken(sequence));
        }
        entries.push(entry);
    }
    verify_chain(start, &entries).map_err(StoreError::AuditBroken)
}

const fn broken(sequence: u64) -> StoreError {
    StoreError::AuditBroken(ChainError::Broken { sequence })
}

fn from_row(found: &SqliteRow) -> Result<Entry, StoreError> {
    const TABLE: &str = "audit";
    Ok(Entry {
        sequence: found.unsigned(TABLE, "sequence")?,
        record: Record {
            at: found.named(TABLE, "at", |text| text.parse().ok())?,
            actor: found.named(TABLE, "actor", Actor::from_text)?,
            event: found.named(TABLE, "event", Event::from_name)?,
            session: found.optional_id(TABLE, "session")?,
            detail: found.try_get("detail")?,
        },
        previous: found.bytes32(TABLE, "previous")?,
    })
}
