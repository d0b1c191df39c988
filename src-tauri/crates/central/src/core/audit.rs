//! The audit log: append-only and hash-chained, written in the transaction of
//! what it tells of.

use archive::AuditLink;
use domain::{
    audit::{Actor, Entry, Event, GENESIS, Record},
    evidence::Digest,
    id::SessionId,
};
use serde_json::Value;
use sqlx::SqliteConnection;

use super::{
    Central,
    request::{Request, instant},
};
use crate::CentralError;

const DAMAGED: CentralError = CentralError::Damaged("the audit log");

/// Adds an entry about `request`. `detail` holds codes and numbers only.
pub(crate) async fn append(
    central: &Central,
    tx: &mut SqliteConnection,
    actor: Actor,
    event: Event,
    request: &Request,
    detail: &Value,
) -> Result<(), CentralError> {
    let last: Option<(i64, String)> =
        sqlx::query_as("SELECT sequence, digest FROM audit ORDER BY sequence DESC LIMIT 1")
            .fetch_optional(&mut *tx)
            .await?;
    let (sequence, previous) = match last {
        None => (0, GENESIS),
        Some((sequence, digest)) => (number(sequence)?, bytes(&digest)?),
    };
    let entry = Entry {
        sequence: sequence + 1,
        record: Record {
            at: central.now(),
            actor,
            event,
            session: Some(session_id(request)?),
            detail: detail.to_string(),
        },
        previous,
    };
    sqlx::query(
        "INSERT INTO audit (sequence, at, actor, event, session, detail, previous, digest)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )
    .bind(i64::try_from(entry.sequence).map_err(|_| DAMAGED)?)
    .bind(entry.record.at.to_string())
    .bind(actor.text())
    .bind(event.name())
    .bind(&request.video_identifier)
    .bind(&entry.record.detail)
    .bind(hex::encode(entry.previous))
    .bind(hex::encode(entry.digest()))
    .execute(tx)
    .await?;
    Ok(())
}

/// The part of the log that covers `request`, without gaps; of entries about
/// other requests the digests only.
pub(crate) async fn links(
    db: &mut SqliteConnection,
    request: &Request,
) -> Result<Vec<AuditLink>, CentralError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT * FROM audit
         WHERE sequence BETWEEN (SELECT MIN(sequence) FROM audit WHERE session = ?1)
             AND (SELECT MAX(sequence) FROM audit WHERE session = ?1)
         ORDER BY sequence",
    )
    .bind(&request.video_identifier)
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| row.link(&request.video_identifier))
        .collect()
}

/// The id that a request goes by in the log and in archives.
pub(crate) fn session_id(request: &Request) -> Result<SessionId, CentralError> {
    request.video_identifier.parse().map_err(|_| DAMAGED)
}

#[derive(sqlx::FromRow)]
struct Row {
    sequence: i64,
    at: String,
    actor: String,
    event: String,
    session: Option<String>,
    detail: String,
    previous: String,
    digest: String,
}

impl Row {
    fn link(self, session: &str) -> Result<AuditLink, CentralError> {
        let sequence = number(self.sequence)?;
        let previous = bytes(&self.previous)?;
        if self.session.as_deref() != Some(session) {
            return Ok(AuditLink::Other {
                sequence,
                previous,
                digest: bytes(&self.digest)?,
            });
        }
        Ok(AuditLink::Entry(Entry {
            sequence,
            record: Record {
                at: instant(&self.at)?,
                actor: Actor::from_text(&self.actor).ok_or(DAMAGED)?,
                event: Event::from_name(&self.event).ok_or(DAMAGED)?,
                session: Some(session.parse().map_err(|_| DAMAGED)?),
                detail: self.detail,
            },
            previous,
        }))
    }
}

fn number(sequence: i64) -> Result<u64, CentralError> {
    sequence.try_into().map_err(|_| DAMAGED)
}

fn bytes(digest: &str) -> Result<[u8; 32], CentralError> {
    Digest::from_hex(digest)
        .map(|digest| digest.0)
        .ok_or(DAMAGED)
}
