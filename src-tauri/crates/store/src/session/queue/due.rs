//! Until when sessions should be decided. The rules stand outside; what follows
//! from them is kept beside the sessions, to sort by it.

use domain::id::SessionId;
use jiff::Timestamp;

use crate::{
    Store, StoreError,
    row::{self, Read as _},
};

/// The setting with the rules by which due instants were reckoned last.
const RECKONED_BY: &str = "queue.reckoned_by";

impl Store {
    /// Reckons until when open sessions should be decided: of those that are
    /// new, and of every one where `rules` are not those of the last time.
    /// `due` gives the instant for a session that is awaited since another.
    /// Gives how many were reckoned.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn reckon_due(
        &self,
        rules: &str,
        due: &(dyn Fn(Timestamp) -> Timestamp + Send + Sync),
    ) -> Result<usize, StoreError> {
        let every = self.setting(RECKONED_BY).await?.as_deref() != Some(rules);
        let sql = if every {
            "SELECT id, awaited_ns FROM sessions \
             WHERE state NOT IN ('refused', 'approved', 'cancelled')"
        } else {
            "SELECT id, awaited_ns FROM sessions WHERE due_ns = awaited_ns \
             AND state NOT IN ('refused', 'approved', 'cancelled')"
        };
        let rows = sqlx::query(sql).fetch_all(self.pool()).await?;
        if rows.is_empty() && !every {
            return Ok(0);
        }
        let mut write = self.write().await?;
        for found in &rows {
            let session: SessionId = found.id("sessions", "id")?;
            let awaited = found.instant("sessions", "awaited_ns")?;
            sqlx::query("UPDATE sessions SET due_ns = ? WHERE id = ? AND awaited_ns = ?")
                .bind(row::nanoseconds(due(awaited))?)
                .bind(session.to_string())
                .bind(row::nanoseconds(awaited)?)
                .execute(write.connection())
                .await?;
        }
        sqlx::query(
            "INSERT INTO settings (key, value) VALUES (?, ?) \
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )
        .bind(RECKONED_BY)
        .bind(rules)
        .execute(write.connection())
        .await?;
        write.commit().await?;
        Ok(rows.len())
    }
}
