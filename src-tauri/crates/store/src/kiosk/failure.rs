//! Sessions that ended early, until the central API knows of it.

use std::time::Duration;

use domain::{
    id::{CentralKey, SessionId},
    kiosk::KioskEvent,
};
use jiff::Timestamp;
use sqlx::{Row as _, SqliteConnection};

use super::KioskStore;
use crate::{
    StoreError,
    row::{self, Read as _},
};

/// A session that ended early, of which the central API does not know yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskFailure {
    /// The session, which is wiped.
    pub session: SessionId,
    /// Its request at the central API.
    pub key: CentralKey,
    /// Why it ended, such as `InactiveUser.Aborted`.
    pub code: String,
    /// How many attempts to tell it have failed.
    pub attempts: u32,
}

/// Writes down that `session` ended because of `code`; one without a request
/// at the central API is nothing to it. Before the session is erased.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    session: SessionId,
    code: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO kiosk_failures (session, central_key, code, not_before_ns) \
         SELECT id, central_key, ?, ? FROM kiosk_sessions \
         WHERE id = ? AND central_key IS NOT NULL",
    )
    .bind(code)
    .bind(row::nanoseconds(now)?)
    .bind(session.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

impl KioskStore {
    /// The failures that are to be told at `now`; see [`due`](Self::due) for
    /// `longest_pause`.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn failures_due(
        &self,
        now: Timestamp,
        longest_pause: Duration,
    ) -> Result<Vec<KioskFailure>, StoreError> {
        const TABLE: &str = "kiosk_failures";
        let farthest = now
            .checked_add(longest_pause)
            .map_err(|_| StoreError::Unstorable { what: "instant" })?;
        let rows = sqlx::query(
            "SELECT session, central_key, code, attempts FROM kiosk_failures \
             WHERE not_before_ns <= ? OR not_before_ns > ? ORDER BY not_before_ns",
        )
        .bind(row::nanoseconds(now)?)
        .bind(row::nanoseconds(farthest)?)
        .fetch_all(self.store.pool())
        .await?;
        rows.iter()
            .map(|found| {
                let attempts = found.unsigned(TABLE, "attempts")?;
                Ok(KioskFailure {
                    session: found.id(TABLE, "session")?,
                    key: CentralKey(found.try_get("central_key")?),
                    code: found.try_get("code")?,
                    attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
                })
            })
            .collect()
    }

    /// The central API knows of the failure of `session`, or does not want to.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn failure_settled(&self, failure: &KioskFailure) -> Result<(), StoreError> {
        let mut write = self.store.write().await?;
        sqlx::query("DELETE FROM kiosk_failures WHERE session = ?")
            .bind(failure.session.to_string())
            .execute(write.connection())
            .await?;
        let detail = serde_json::json!({ "step": "failure", "code": failure.code });
        let event = KioskEvent::StepDelivered;
        self.log(&mut write, Some(failure.session), event, &detail)
            .await?;
        write.commit().await
    }

    /// The failure of `session` could not be told; another attempt follows at
    /// `retry_at`.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn failure_postponed(
        &self,
        session: SessionId,
        retry_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut write = self.store.write().await?;
        sqlx::query(
            "UPDATE kiosk_failures SET attempts = attempts + 1, not_before_ns = ? \
             WHERE session = ?",
        )
        .bind(row::nanoseconds(retry_at)?)
        .bind(session.to_string())
        .execute(write.connection())
        .await?;
        write.commit().await
    }
}
