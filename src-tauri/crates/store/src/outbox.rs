//! The outbox: decisions on their way to the central API.
//!
//! waiting → sending → delivered, or back to waiting with a later time, or
//! refused for good. Each step is written down before the next begins, so that
//! a crash leaves *sending*, which is sent again under the same id.

use std::time::Duration;

use domain::{
    audit::{Actor, Event},
    decision::Decision,
    id::{CentralKey, DecisionId, SessionId},
};
use jiff::Timestamp;
use sqlx::{Row as _, sqlite::SqliteRow};

use crate::{
    Store, StoreError,
    decision::{self, Before, leads_to},
    open::Write,
    row::{self, Read as _},
    session::state::{self, Standing},
};

/// The code under which decisions are turned down that followed one the central
/// API had turned down.
const FOLLOWED_A_REFUSED_ONE: &str = "earlier_decision_refused";

/// A decision to be delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The decision; its id goes along.
    pub decision: Decision,
    /// The request at the central API.
    pub central_key: CentralKey,
    /// How many attempts there were already.
    pub attempts: u32,
}

/// How many decisions are where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OutboxCounts {
    /// Waiting for their first attempt.
    pub waiting: u64,
    /// On their way.
    pub sending: u64,
    /// Waiting for another attempt.
    pub failed: u64,
    /// Turned down for good.
    pub refused: u64,
    /// Taken by the central API.
    pub delivered: u64,
}

impl Store {
    /// What is to be sent at `now`, oldest first; of each session only the first
    /// that has not arrived, so that nothing overtakes what it builds on.
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
    ) -> Result<Vec<Envelope>, StoreError> {
        let farthest = now
            .checked_add(longest_pause)
            .map_err(|_| StoreError::Unstorable { what: "instant" })?;
        let rows = sqlx::query(
            "SELECT d.*, s.central_key, o.attempts FROM outbox o \
             JOIN decisions d ON d.id = o.decision JOIN sessions s ON s.id = d.session \
             WHERE o.status = 'waiting' AND (o.not_before_ns <= ? OR o.not_before_ns > ?) \
             AND NOT EXISTS ( \
                 SELECT 1 FROM decisions e JOIN outbox p ON p.decision = e.id \
                 WHERE e.session = d.session AND e.sequence < d.sequence \
                 AND p.status IN ('waiting', 'sending')) \
             ORDER BY d.sequence",
        )
        .bind(row::nanoseconds(now)?)
        .bind(row::nanoseconds(farthest)?)
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|found| {
                Ok(Envelope {
                    decision: decision::from_row(found)?,
                    central_key: CentralKey(found.try_get("central_key")?),
                    attempts: u32::try_from(found.unsigned("outbox", "attempts")?)
                        .unwrap_or(u32::MAX),
                })
            })
            .collect()
    }

    /// When the next decision is due that is not due yet, to wait until then.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let found =
            sqlx::query("SELECT MIN(not_before_ns) AS due FROM outbox WHERE status = 'waiting'")
                .fetch_one(self.pool())
                .await?;
        found.optional_instant("outbox", "due")
    }

    /// Begins an attempt. From here on the decision cannot be taken back, and the
    /// claim of who asks the customer again ends.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownDecision`] where it was taken back meanwhile;
    /// [`StoreError::WrongDelivery`] where it does not wait.
    pub async fn mark_sending(&self, id: DecisionId) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let session = step(&mut write, id, &["waiting"]).await?;
        self.leave_to_customer(&mut write, session).await?;
        sqlx::query(
            "UPDATE outbox SET status = 'sending', attempts = attempts + 1 WHERE decision = ?",
        )
        .bind(id.to_string())
        .execute(write.connection())
        .await?;
        write.commit().await
    }

    /// The central API has taken the decision.
    ///
    /// # Errors
    ///
    /// [`StoreError::WrongDelivery`] where no attempt was begun.
    pub async fn mark_delivered(&self, id: DecisionId, at: Timestamp) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let session = step(&mut write, id, &["sending"]).await?;
        sqlx::query(
            "UPDATE outbox SET status = 'delivered', delivered_ns = ?, code = NULL \
             WHERE decision = ?",
        )
        .bind(row::nanoseconds(at)?)
        .bind(id.to_string())
        .execute(write.connection())
        .await?;
        let detail = serde_json::json!({ "decision": id.to_string() });
        let mut entry = self.note(
            Actor::Application,
            Event::Delivered,
            Some(session),
            &detail.to_string(),
        );
        entry.at = at;
        write.append(&entry).await?;
        write.commit().await
    }

    /// The attempt failed; another follows at `retry_at`.
    ///
    /// # Errors
    ///
    /// [`StoreError::WrongDelivery`] where no attempt was begun.
    pub async fn postpone(
        &self,
        id: DecisionId,
        code: &str,
        retry_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        step(&mut write, id, &["sending"]).await?;
        sqlx::query(
            "UPDATE outbox SET status = 'waiting', code = ?, not_before_ns = ? WHERE decision = ?",
        )
        .bind(code)
        .bind(row::nanoseconds(retry_at)?)
        .bind(id.to_string())
        .execute(write.connection())
        .await?;
        write.commit().await
    }

    /// The central API has turned the decision down for good. What followed it
    /// on the session is turned down too, and the session is again where it
    /// stood before, unless news from the central API has moved it since.
    ///
    /// # Errors
    ///
    /// [`StoreError::WrongDelivery`] where no attempt was begun.
    pub async fn mark_refused(&self, id: DecisionId, code: &str) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let session = step(&mut write, id, &["sending"]).await?;
        let chain = standing_from(&mut write, session, id).await?;
        let newest = chain.last().ok_or(StoreError::UnknownDecision(id))?;
        let expected = leads_to(&decision::from_row(newest)?.outcome);
        let before = Before::from_row(&chain[0])?;
        for found in &chain {
            let turned_down: DecisionId = found.id("decisions", "id")?;
            let code = if turned_down == id {
                code
            } else {
                FOLLOWED_A_REFUSED_ONE
            };
            sqlx::query("UPDATE outbox SET status = 'refused', code = ? WHERE decision = ?")
                .bind(code)
                .bind(turned_down.to_string())
                .execute(write.connection())
                .await?;
            let detail = serde_json::json!({ "decision": turned_down.to_string(), "code": code });
            let entry = self.note(
                Actor::Application,
                Event::DeliveryRefused,
                Some(session),
                &detail.to_string(),
            );
            write.append(&entry).await?;
        }
        if Standing::of(write.connection(), session).await?.state == expected {
            state::put(write.connection(), session, &before.state, before.since).await?;
        }
        write.commit().await
    }

    /// At the start: what was on its way when the application ended is sent
    /// again under its id. Gives how many that are.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn recover_sending(&self) -> Result<u64, StoreError> {
        let mut write = self.write().await?;
        let recovered =
            sqlx::query("UPDATE outbox SET status = 'waiting' WHERE status = 'sending'")
                .execute(write.connection())
                .await?
                .rows_affected();
        write.commit().await?;
        Ok(recovered)
    }

    /// How many decisions are where.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn outbox_counts(&self) -> Result<OutboxCounts, StoreError> {
        let found = sqlx::query(
            "SELECT COUNT(*) FILTER (WHERE status = 'waiting' AND code IS NULL) AS waiting, \
             COUNT(*) FILTER (WHERE status = 'sending') AS sending, \
             COUNT(*) FILTER (WHERE status = 'waiting' AND code IS NOT NULL) AS failed, \
             COUNT(*) FILTER (WHERE status = 'refused') AS refused, \
             COUNT(*) FILTER (WHERE status = 'delivered') AS delivered FROM outbox",
        )
        .fetch_one(self.pool())
        .await?;
        Ok(OutboxCounts {
            waiting: found.unsigned("outbox", "waiting")?,
            sending: found.unsigned("outbox", "sending")?,
            failed: found.unsigned("outbox", "failed")?,
            refused: found.unsigned("outbox", "refused")?,
            delivered: found.unsigned("outbox", "delivered")?,
        })
    }
}

/// Demands that `id` is in one of the states `from`; gives its session.
async fn step(
    write: &mut Write,
    id: DecisionId,
    from: &[&'static str],
) -> Result<SessionId, StoreError> {
    let found = sqlx::query(
        "SELECT o.status, d.session FROM outbox o JOIN decisions d ON d.id = o.decision \
         WHERE o.decision = ?",
    )
    .bind(id.to_string())
    .fetch_optional(write.connection())
    .await?
    .ok_or(StoreError::UnknownDecision(id))?;
    let status: &str = found.try_get("status")?;
    if !from.contains(&status) {
        return Err(StoreError::WrongDelivery {
            decision: id,
            status: status.to_owned(),
        });
    }
    found.id("decisions", "session")
}

/// Decision `id` and the standing ones that followed it, oldest first.
async fn standing_from(
    write: &mut Write,
    session: SessionId,
    id: DecisionId,
) -> Result<Vec<SqliteRow>, StoreError> {
    let rows = sqlx::query(
        "SELECT d.* FROM decisions d JOIN outbox o ON o.decision = d.id WHERE d.session = ? \
         AND d.sequence >= (SELECT sequence FROM decisions WHERE id = ?) ORDER BY d.sequence",
    )
    .bind(session.to_string())
    .bind(id.to_string())
    .fetch_all(write.connection())
    .await?;
    Ok(rows)
}
