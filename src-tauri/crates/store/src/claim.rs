//! Claims: one session, one operator at a time, for as long as the lease holds.

use std::num::NonZeroU32;

use domain::{
    audit::{Actor, Event},
    id::{LeaseId, OperatorId, SessionId},
    lease::{HandOver, Lease},
};
use jiff::{SignedDuration, Timestamp};
use rand::seq::IndexedRandom as _;
use sqlx::sqlite::SqliteRow;

use crate::{
    Store, StoreError,
    open::Write,
    row::{self, Read as _},
    session::state::Standing,
};

/// How long a session waits for an operator to whom a colleague gave it.
const GIVEN_FOR: SignedDuration = SignedDuration::from_hours(24);

/// The lease in a row of `sessions`.
pub(crate) fn from_row(found: &SqliteRow) -> Result<Option<Lease>, StoreError> {
    const TABLE: &str = "sessions";
    let (Some(id), Some(operator), Some(since), Some(until)) = (
        found.optional_id(TABLE, "lease")?,
        found.optional_id(TABLE, "claimed_by")?,
        found.optional_instant(TABLE, "claimed_ns")?,
        found.optional_instant(TABLE, "lease_until_ns")?,
    ) else {
        return Ok(None);
    };
    Ok(Some(Lease {
        id,
        operator,
        since,
        until,
    }))
}

impl Store {
    /// Claims a session for `operator`; the lease stays the same where the
    /// operator has it already.
    ///
    /// # Errors
    ///
    /// [`StoreError::ClaimedByOther`]; [`StoreError::WrongState`] where no
    /// review is open; [`StoreError::UnknownSession`].
    pub async fn claim(&self, session: SessionId, operator: OperatorId) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        self.lapse_in(&mut write).await?;
        let standing = Standing::of(write.connection(), session).await?;
        match standing.lease {
            Some(lease) if lease.operator == operator => return write.commit().await,
            Some(Lease { operator, .. }) => {
                return Err(StoreError::ClaimedByOther { session, operator });
            }
            None => standing.demand_open(session)?,
        }
        self.put_claim(&mut write, session, operator, self.lease_for())
            .await?;
        self.tell(&mut write, Event::Claimed, session, operator, "{}")
            .await?;
        write.commit().await
    }

    /// Claims one of the `among` sessions that wait and are due first, by
    /// chance, if one waits.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn claim_next(
        &self,
        operator: OperatorId,
        among: NonZeroU32,
    ) -> Result<Option<SessionId>, StoreError> {
        let mut write = self.write().await?;
        self.lapse_in(&mut write).await?;
        let found = sqlx::query(
            "SELECT session FROM queue WHERE claimed_by IS NULL AND list = 'needs_operator' \
             ORDER BY due_ns, created_ns, sequence LIMIT ?",
        )
        .bind(i64::from(among.get()))
        .fetch_all(write.connection())
        .await?;
        let Some(found) = found.choose(&mut rand::rng()) else {
            write.commit().await?;
            return Ok(None);
        };
        let session = found.id("queue", "session")?;
        self.put_claim(&mut write, session, operator, self.lease_for())
            .await?;
        self.tell(&mut write, Event::Claimed, session, operator, "{}")
            .await?;
        write.commit().await?;
        Ok(Some(session))
    }

    /// A sign of life from the desk where `operator` works under `lease`: it
    /// holds for another while. Gives until when.
    ///
    /// # Errors
    ///
    /// [`StoreError::LeaseLost`] where it has ended or somebody took the
    /// session over; [`StoreError::UnknownSession`].
    pub async fn keep_lease(
        &self,
        session: SessionId,
        operator: OperatorId,
        lease: LeaseId,
    ) -> Result<Timestamp, StoreError> {
        let now = self.now();
        let mut write = self.write().await?;
        let standing = Standing::of(write.connection(), session).await?;
        let held = standing.lease.is_some_and(|found| {
            found.id == lease && found.operator == operator && found.holds(now)
        });
        if !held {
            return Err(StoreError::LeaseLost(session));
        }
        let until = until(now, self.lease_for());
        sqlx::query("UPDATE sessions SET lease_until_ns = ? WHERE id = ?")
            .bind(row::nanoseconds(until)?)
            .bind(session.to_string())
            .execute(write.connection())
            .await?;
        write.commit().await?;
        Ok(until)
    }

    /// Ends the leases that no desk has kept. Gives the sessions that are free
    /// again.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn lapse_leases(&self) -> Result<Vec<SessionId>, StoreError> {
        let ended: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM sessions WHERE lease_until_ns <= ?)")
                .bind(row::nanoseconds(self.now())?)
                .fetch_one(self.pool())
                .await?;
        if !ended {
            return Ok(Vec::new());
        }
        let mut write = self.write().await?;
        let lapsed = self.lapse_in(&mut write).await?;
        write.commit().await?;
        Ok(lapsed)
    }

    /// Gives a claim back; nothing happens where nobody has it.
    ///
    /// # Errors
    ///
    /// [`StoreError::ClaimedByOther`], [`StoreError::UnknownSession`].
    pub async fn release(
        &self,
        session: SessionId,
        operator: OperatorId,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let standing = Standing::of(write.connection(), session).await?;
        if standing.lease.is_none() {
            return Ok(());
        }
        standing.demand_claim(session, operator)?;
        end_claim(&mut write, session).await?;
        self.tell(&mut write, Event::Released, session, operator, "{}")
            .await?;
        write.commit().await
    }

    /// Takes a session over from whoever has it.
    ///
    /// # Errors
    ///
    /// [`StoreError::WrongState`] where no review is open;
    /// [`StoreError::UnknownSession`].
    pub async fn take_over(
        &self,
        session: SessionId,
        operator: OperatorId,
        reason: HandOver,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let standing = Standing::of(write.connection(), session).await?;
        standing.demand_open(session)?;
        let from = standing.lease.map(|lease| lease.operator.to_string());
        self.put_claim(&mut write, session, operator, self.lease_for())
            .await?;
        let detail = serde_json::json!({ "from": from, "why": reason.code() });
        self.tell(
            &mut write,
            Event::TakenOver,
            session,
            operator,
            &detail.to_string(),
        )
        .await?;
        write.commit().await
    }

    /// Gives a session that `operator` has to `to`, for whom it waits a day.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotClaimed`], [`StoreError::ClaimedByOther`],
    /// [`StoreError::UnknownOperator`], [`StoreError::UnknownSession`].
    pub async fn reassign(
        &self,
        session: SessionId,
        operator: OperatorId,
        to: OperatorId,
        reason: HandOver,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let standing = Standing::of(write.connection(), session).await?;
        standing.demand_claim(session, operator)?;
        self.put_claim(&mut write, session, to, GIVEN_FOR).await?;
        let detail = serde_json::json!({ "to": to.to_string(), "why": reason.code() });
        self.tell(
            &mut write,
            Event::Reassigned,
            session,
            operator,
            &detail.to_string(),
        )
        .await?;
        write.commit().await
    }

    /// Ends the claim on a session that the customer has now.
    pub(crate) async fn leave_to_customer(
        &self,
        write: &mut Write,
        session: SessionId,
    ) -> Result<(), StoreError> {
        let standing = Standing::of(write.connection(), session).await?;
        let (true, Some(lease)) = (standing.state.is_with_customer(), standing.lease) else {
            return Ok(());
        };
        end_claim(write, session).await?;
        let detail =
            serde_json::json!({ "from": lease.operator.to_string(), "why": "with_customer" });
        let entry = self.note(
            Actor::Application,
            Event::Released,
            Some(session),
            &detail.to_string(),
        );
        write.append(&entry).await
    }

    async fn lapse_in(&self, write: &mut Write) -> Result<Vec<SessionId>, StoreError> {
        let rows = sqlx::query("SELECT id, claimed_by FROM sessions WHERE lease_until_ns <= ?")
            .bind(row::nanoseconds(self.now())?)
            .fetch_all(write.connection())
            .await?;
        let mut lapsed = Vec::with_capacity(rows.len());
        for found in &rows {
            let session = found.id("sessions", "id")?;
            let holder: OperatorId = found.id("sessions", "claimed_by")?;
            end_claim(write, session).await?;
            let detail = serde_json::json!({ "from": holder.to_string() });
            let entry = self.note(
                Actor::Application,
                Event::LeaseLapsed,
                Some(session),
                &detail.to_string(),
            );
            write.append(&entry).await?;
            lapsed.push(session);
        }
        Ok(lapsed)
    }

    pub(crate) async fn put_claim(
        &self,
        write: &mut Write,
        session: SessionId,
        operator: OperatorId,
        lasts: SignedDuration,
    ) -> Result<(), StoreError> {
        self.demand_operator(write, operator).await?;
        let now = self.now();
        sqlx::query(
            "UPDATE sessions SET claimed_by = ?, claimed_ns = ?, lease = ?, lease_until_ns = ?, \
             version = version + 1 WHERE id = ?",
        )
        .bind(operator.to_string())
        .bind(row::nanoseconds(now)?)
        .bind(LeaseId::fresh().to_string())
        .bind(row::nanoseconds(until(now, lasts))?)
        .bind(session.to_string())
        .execute(write.connection())
        .await?;
        Ok(())
    }

    /// Writes into the log what `operator` did with a session.
    pub(crate) async fn tell(
        &self,
        write: &mut Write,
        event: Event,
        session: SessionId,
        operator: OperatorId,
        detail: &str,
    ) -> Result<(), StoreError> {
        let entry = self.note(Actor::Operator(operator), event, Some(session), detail);
        write.append(&entry).await
    }
}

async fn end_claim(write: &mut Write, session: SessionId) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE sessions SET claimed_by = NULL, claimed_ns = NULL, lease = NULL, \
         lease_until_ns = NULL, version = version + 1 WHERE id = ?",
    )
    .bind(session.to_string())
    .execute(write.connection())
    .await?;
    Ok(())
}

fn until(now: Timestamp, lasts: SignedDuration) -> Timestamp {
    now.saturating_add(lasts).unwrap_or(now)
}
