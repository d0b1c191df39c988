//! The way of a submitted session to the central API: waiting → sending → done,
//! or back to waiting with a later time, or refused for good.

use std::time::Duration;

use domain::{
    id::SessionId,
    kiosk::{KioskEvent, Piece},
};
use jiff::Timestamp;
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

use super::{
    KioskStore,
    session::{self, KioskSession, KnownRequest, Package},
};
use crate::{
    StoreError,
    row::{self, Read as _},
};

/// A step on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShipmentStep {
    /// The request is made.
    Create,
    /// Pictures and readings are sent.
    Evidence,
    /// The recording is sent.
    Video,
}

impl ShipmentStep {
    const ALL: [Self; 3] = [Self::Create, Self::Evidence, Self::Video];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Evidence => "evidence",
            Self::Video => "video",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    const fn position(self) -> i64 {
        match self {
            Self::Create => 1,
            Self::Evidence => 2,
            Self::Video => 3,
        }
    }
}

/// The next step of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipment {
    /// The session.
    pub session: KioskSession,
    /// What goes along.
    pub package: Package,
    /// The step.
    pub step: ShipmentStep,
    /// How many attempts there were already.
    pub attempts: u32,
}

/// How many sessions are on their way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KioskCounts {
    /// Still to arrive.
    pub waiting: u32,
    /// Turned down by the central API.
    pub refused: u32,
}

/// Writes the steps of `session` down; a request that is known is not made, and
/// a session without the moving face has no recording to send.
pub(super) async fn insert_steps(
    connection: &mut SqliteConnection,
    session: &KioskSession,
    now: Timestamp,
) -> Result<(), StoreError> {
    for step in ShipmentStep::ALL {
        let is_due = match step {
            ShipmentStep::Create => session.request.known.is_none(),
            ShipmentStep::Evidence => true,
            ShipmentStep::Video => session.request.needs.pieces.contains(&Piece::Face),
        };
        if !is_due {
            continue;
        }
        sqlx::query(
            "INSERT INTO kiosk_steps (session, position, step, status, not_before_ns, attempts) \
             VALUES (?, ?, ?, 'waiting', ?, 0)",
        )
        .bind(session.id.to_string())
        .bind(step.position())
        .bind(step.name())
        .bind(row::nanoseconds(now)?)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

impl KioskStore {
    /// What is to be done at `now`, oldest session first; of each session the
    /// first step that is not done.
    ///
    /// No pause is longer than `longest_pause`: what waits for a later instant
    /// was postponed by a clock that was set back since, and is due.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn due(
        &self,
        now: Timestamp,
        longest_pause: Duration,
    ) -> Result<Vec<Shipment>, StoreError> {
        let farthest = now
            .checked_add(longest_pause)
            .map_err(|_| StoreError::Unstorable { what: "instant" })?;
        let rows = sqlx::query(
            "SELECT s.*, t.step, t.attempts FROM kiosk_steps t \
             JOIN kiosk_sessions s ON s.id = t.session \
             WHERE t.status = 'waiting' AND (t.not_before_ns <= ? OR t.not_before_ns > ?) \
             AND NOT EXISTS (SELECT 1 FROM kiosk_steps e WHERE e.session = t.session \
                 AND e.position < t.position AND e.status <> 'done') \
             ORDER BY s.begun_ns",
        )
        .bind(row::nanoseconds(now)?)
        .bind(row::nanoseconds(farthest)?)
        .fetch_all(self.store.pool())
        .await?;
        rows.iter().map(shipment).collect()
    }

    /// When the next step or failure is due, to wait until then.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let found = sqlx::query(
            "SELECT MIN(due) AS due FROM (SELECT not_before_ns AS due FROM kiosk_steps t \
                 WHERE status = 'waiting' \
                 AND NOT EXISTS (SELECT 1 FROM kiosk_steps e WHERE e.session = t.session \
                     AND e.position < t.position AND e.status <> 'done') \
             UNION ALL SELECT not_before_ns FROM kiosk_failures)",
        )
        .fetch_one(self.store.pool())
        .await?;
        found.optional_instant("kiosk_steps", "due")
    }

    /// Begins an attempt.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`] where the step does not wait.
    pub async fn sending(&self, session: SessionId, step: ShipmentStep) -> Result<(), StoreError> {
        let mut write = self.store.write().await?;
        let query = sqlx::query(
            "UPDATE kiosk_steps SET status = 'sending', attempts = attempts + 1 \
             WHERE session = ? AND step = ? AND status = 'waiting'",
        )
        .bind(session.to_string())
        .bind(step.name());
        demand(query.execute(write.connection()).await?, session)?;
        write.commit().await
    }

    /// The request was made: where its evidence goes is written down with it.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`] where no attempt was begun.
    pub async fn created(
        &self,
        session: SessionId,
        known: &KnownRequest,
    ) -> Result<(), StoreError> {
        let mut write = self.store.write().await?;
        let query = sqlx::query(
            "UPDATE kiosk_sessions SET central_key = ?, video_pk = ?, video_identifier = ? \
             WHERE id = ?",
        )
        .bind(known.key.0)
        .bind(known.video_pk)
        .bind(&known.video_identifier)
        .bind(session.to_string());
        demand(query.execute(write.connection()).await?, session)?;
        finish(write.connection(), session, ShipmentStep::Create).await?;
        let detail = serde_json::json!({ "step": "create", "central_key": known.key.0 });
        let event = KioskEvent::StepDelivered;
        self.log(&mut write, Some(session), event, &detail).await?;
        write.commit().await
    }

    /// A step has arrived. After the last one the session is wiped here.
    /// Whether it was the last.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`] where no attempt was begun.
    pub async fn arrived(
        &self,
        session: SessionId,
        step: ShipmentStep,
    ) -> Result<bool, StoreError> {
        let mut write = self.store.write().await?;
        finish(write.connection(), session, step).await?;
        let detail = serde_json::json!({ "step": step.name() });
        let event = KioskEvent::StepDelivered;
        self.log(&mut write, Some(session), event, &detail).await?;
        let open: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM kiosk_steps WHERE session = ? AND status <> 'done'",
        )
        .bind(session.to_string())
        .fetch_one(write.connection())
        .await?;
        if open > 0 {
            write.commit().await?;
            return Ok(false);
        }
        let files = session::erase(write.connection(), session).await?;
        let detail = serde_json::json!({});
        let event = KioskEvent::Delivered;
        self.log(&mut write, Some(session), event, &detail).await?;
        write.commit().await?;
        self.remove_files(files).await?;
        Ok(true)
    }

    /// An attempt failed; another follows at `retry_at`.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`] where no attempt was begun.
    pub async fn postpone(
        &self,
        session: SessionId,
        step: ShipmentStep,
        code: &str,
        retry_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut write = self.store.write().await?;
        let query = sqlx::query(
            "UPDATE kiosk_steps SET status = 'waiting', code = ?, not_before_ns = ? \
             WHERE session = ? AND step = ? AND status = 'sending'",
        )
        .bind(code)
        .bind(row::nanoseconds(retry_at)?)
        .bind(session.to_string())
        .bind(step.name());
        demand(query.execute(write.connection()).await?, session)?;
        write.commit().await
    }

    /// The central API has turned a step down for good. The session stays, to
    /// be looked at.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`] where no attempt was begun.
    pub async fn refused(
        &self,
        session: SessionId,
        step: ShipmentStep,
        code: &str,
    ) -> Result<(), StoreError> {
        let mut write = self.store.write().await?;
        let query = sqlx::query(
            "UPDATE kiosk_steps SET status = 'refused', code = ? \
             WHERE session = ? AND step = ? AND status = 'sending'",
        )
        .bind(code)
        .bind(session.to_string())
        .bind(step.name());
        demand(query.execute(write.connection()).await?, session)?;
        let detail = serde_json::json!({ "step": step.name(), "code": code });
        self.log(&mut write, Some(session), KioskEvent::Refused, &detail)
            .await?;
        write.commit().await
    }

    /// At the start: what was under way when the application ended is tried
    /// again. Gives how many steps that are.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn recover_sending(&self) -> Result<u64, StoreError> {
        let mut write = self.store.write().await?;
        let recovered =
            sqlx::query("UPDATE kiosk_steps SET status = 'waiting' WHERE status = 'sending'")
                .execute(write.connection())
                .await?
                .rows_affected();
        write.commit().await?;
        Ok(recovered)
    }

    /// How many sessions are on their way.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn counts(&self) -> Result<KioskCounts, StoreError> {
        let found = sqlx::query(
            "SELECT COUNT(*) FILTER (WHERE NOT bad) AS waiting, COUNT(*) FILTER (WHERE bad) AS refused \
             FROM (SELECT session, MAX(status = 'refused') AS bad FROM kiosk_steps GROUP BY session)",
        )
        .fetch_one(self.store.pool())
        .await?;
        let count = |column| {
            let number = found.unsigned("kiosk_steps", column)?;
            Ok::<_, StoreError>(u32::try_from(number).unwrap_or(u32::MAX))
        };
        Ok(KioskCounts {
            waiting: count("waiting")?,
            refused: count("refused")?,
        })
    }
}

async fn finish(
    connection: &mut SqliteConnection,
    session: SessionId,
    step: ShipmentStep,
) -> Result<(), StoreError> {
    let query = sqlx::query(
        "UPDATE kiosk_steps SET status = 'done', code = NULL \
         WHERE session = ? AND step = ? AND status = 'sending'",
    )
    .bind(session.to_string())
    .bind(step.name());
    demand(query.execute(connection).await?, session)
}

fn demand(done: sqlx::sqlite::SqliteQueryResult, session: SessionId) -> Result<(), StoreError> {
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(StoreError::UnknownSession(session))
    }
}

fn shipment(found: &SqliteRow) -> Result<Shipment, StoreError> {
    const TABLE: &str = "kiosk_sessions";
    let similarity: Option<i64> = found.try_get("similarity")?;
    let similarity = similarity
        .map(|score| u8::try_from(score).map_err(|_| row::bad(TABLE, "similarity")))
        .transpose()?;
    Ok(Shipment {
        session: session::from_row(found)?,
        package: Package {
            captured: row::session::readings(found.try_get("captured")?)?,
            checks: row::session::reported(found.try_get("reported_checks")?)?,
            similarity,
        },
        step: found.named("kiosk_steps", "step", ShipmentStep::from_name)?,
        attempts: u32::try_from(found.unsigned("kiosk_steps", "attempts")?).unwrap_or(u32::MAX),
    })
}
