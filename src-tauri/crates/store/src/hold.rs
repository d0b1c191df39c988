//! Putting a session aside, and going on with it.

use domain::{
    Personal,
    audit::Event,
    id::{OperatorId, SessionId},
    lease::Stamp,
};
use jiff::Timestamp;

use crate::{Store, StoreError, row, session::state::Standing};

impl Store {
    /// Puts a session on hold; nothing happens where it is already. A `note` says
    /// why, and stands among the notes.
    ///
    /// # Errors
    ///
    /// [`StoreError::LeaseLost`], [`StoreError::Stale`],
    /// [`StoreError::WrongState`] and those of a claim.
    pub async fn hold(
        &self,
        session: SessionId,
        operator: OperatorId,
        stamp: Stamp,
        note: Option<&Personal<String>>,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let standing = Standing::of(write.connection(), session).await?;
        standing.demand_stamp(session, operator, stamp, self.now())?;
        standing.demand_open(session)?;
        if standing.held.is_some() {
            return Ok(());
        }
        sqlx::query("UPDATE sessions SET held_ns = ?, version = version + 1 WHERE id = ?")
            .bind(row::nanoseconds(self.now())?)
            .bind(session.to_string())
            .execute(write.connection())
            .await?;
        self.tell(&mut write, Event::Held, session, operator, "{}")
            .await?;
        if let Some(note) = note {
            self.put_note(&mut write, session, operator, note).await?;
        }
        write.commit().await
    }

    /// Goes on with a session on hold, which is to be decided until `due`.
    ///
    /// # Errors
    ///
    /// As for [`hold`](Self::hold).
    pub async fn resume(
        &self,
        session: SessionId,
        operator: OperatorId,
        stamp: Stamp,
        due: Timestamp,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let standing = Standing::of(write.connection(), session).await?;
        standing.demand_stamp(session, operator, stamp, self.now())?;
        if standing.held.is_none() {
            return Ok(());
        }
        sqlx::query(
            "UPDATE sessions SET held_ns = NULL, due_ns = ?, version = version + 1 WHERE id = ?",
        )
        .bind(row::nanoseconds(due)?)
        .bind(session.to_string())
        .execute(write.connection())
        .await?;
        self.tell(&mut write, Event::Resumed, session, operator, "{}")
            .await?;
        write.commit().await
    }
}
