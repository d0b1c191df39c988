//! Claims: one session, one operator at a time.

use domain::{
    audit::{Actor, Event},
    id::{OperatorId, SessionId},
};
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;

use crate::{
    Store, StoreError,
    open::Write,
    row::{self, Read as _},
    session::state::Standing,
};

/// Who works on a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The operator.
    pub operator: OperatorId,
    /// Since when.
    pub at: Timestamp,
}

impl Claim {
    pub(crate) fn from_row(found: &SqliteRow) -> Result<Option<Self>, StoreError> {
        let operator = found.optional_id("sessions", "claimed_by")?;
        let at = found.optional_instant("sessions", "claimed_ns")?;
        Ok(operator.zip(at).map(|(operator, at)| Self { operator, at }))
    }
}

impl Store {
    /// Claims a session for `operator`; nothing happens where the operator has
    /// it already.
    ///
    /// # Errors
    ///
    /// [`StoreError::ClaimedByOther`]; [`StoreError::WrongState`] where no
    /// review is open; [`StoreError::UnknownSession`].
    pub async fn claim(&self, session: SessionId, operator: OperatorId) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let standing = Standing::of(write.connection(), session).await?;
        match standing.claimed_by {
            Some(holder) if holder == operator => return Ok(()),
            Some(operator) => return Err(StoreError::ClaimedByOther { session, operator }),
            None => standing.demand_open(session)?,
        }
        self.put_claim(&mut write, session, operator).await?;
        write.commit().await
    }

    /// Claims the session that has waited longest, if one waits.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn claim_next(&self, operator: OperatorId) -> Result<Option<SessionId>, StoreError> {
        let mut write = self.write().await?;
        let found = sqlx::query(
            "SELECT id FROM sessions WHERE state = 'waiting_for_review' AND claimed_by IS NULL \
             ORDER BY created_ns, id LIMIT 1",
        )
        .fetch_optional(write.connection())
        .await?;
        let Some(found) = found else {
            return Ok(None);
        };
        let session = found.id("sessions", "id")?;
        self.put_claim(&mut write, session, operator).await?;
        write.commit().await?;
        Ok(Some(session))
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
        if standing.claimed_by.is_none() {
            return Ok(());
        }
        standing.demand_claim(session, operator)?;
        sqlx::query(
            "UPDATE sessions SET claimed_by = NULL, claimed_ns = NULL, version = version + 1 \
             WHERE id = ?",
        )
        .bind(session.to_string())
        .execute(write.connection())
        .await?;
        let entry = self.note(
            Actor::Operator(operator),
            Event::Released,
            Some(session),
            "{}",
        );
        write.append(&entry).await?;
        write.commit().await
    }

    async fn put_claim(
        &self,
        write: &mut Write,
        session: SessionId,
        operator: OperatorId,
    ) -> Result<(), StoreError> {
        self.demand_operator(write, operator).await?;
        sqlx::query(
            "UPDATE sessions SET claimed_by = ?, claimed_ns = ?, version = version + 1 \
             WHERE id = ?",
        )
        .bind(operator.to_string())
        .bind(row::nanoseconds(self.now())?)
        .bind(session.to_string())
        .execute(write.connection())
        .await?;
        let entry = self.note(
            Actor::Operator(operator),
            Event::Claimed,
            Some(session),
            "{}",
        );
        write.append(&entry).await
    }
}
