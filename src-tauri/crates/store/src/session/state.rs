//! Where a session stands, and news of it from the central API.

use domain::{
    audit::{Actor, Event},
    id::{OperatorId, SessionId},
    lease::{Lease, Stamp},
    session::State,
};
use jiff::Timestamp;
use sqlx::SqliteConnection;

use crate::{
    Store, StoreError, claim,
    row::{self, Read as _},
};

/// What became of news about a session's state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StateChange {
    /// The session went on to the new state.
    Changed {
        /// Where it stood before.
        from: State,
    },
    /// The news was late or of lower rank; the session stays where it is.
    Kept(State),
}

/// What a change of a session depends on.
pub(crate) struct Standing {
    pub(crate) state: State,
    pub(crate) since: Timestamp,
    pub(crate) held: Option<Timestamp>,
    pub(crate) lease: Option<Lease>,
    pub(crate) version: u64,
}

impl Standing {
    pub(crate) async fn of(
        connection: &mut SqliteConnection,
        session: SessionId,
    ) -> Result<Self, StoreError> {
        const TABLE: &str = "sessions";
        let found = sqlx::query("SELECT state, state_ns, held_ns, claimed_by, claimed_ns, lease, lease_until_ns, version \
             FROM sessions WHERE id = ?",
        )
            .bind(session.to_string())
            .fetch_optional(connection)
            .await?
            .ok_or(StoreError::UnknownSession(session))?;
        Ok(Self {
            state: found.named(TABLE, "state", row::state_from_text)?,
            since: found.instant(TABLE, "state_ns")?,
            held: found.optional_instant(TABLE, "held_ns")?,
            lease: claim::from_row(&found)?,
            version: found.unsigned(TABLE, "version")?,
        })
    }

    /// Demands that `operator` has claimed the session.
    pub(crate) fn demand_claim(
        &self,
        session: SessionId,
        operator: OperatorId,
    ) -> Result<(), StoreError> {
        match self.lease {
            Some(lease) if lease.operator == operator => Ok(()),
            Some(Lease { operator, .. }) => Err(StoreError::ClaimedByOther { session, operator }),
            None => Err(StoreError::NotClaimed(session)),
        }
    }

    /// Demands that `operator` has claimed the session, under this very lease,
    /// which holds at `now`, and that nothing has changed since it was seen.
    pub(crate) fn demand_stamp(
        &self,
        session: SessionId,
        operator: OperatorId,
        stamp: Stamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.demand_claim(session, operator)?;
        let held = self
            .lease
            .is_some_and(|lease| lease.id == stamp.lease && lease.holds(now));
        if !held {
            return Err(StoreError::LeaseLost(session));
        }
        if self.version != stamp.version {
            return Err(StoreError::Stale {
                session,
                seen: stamp.version,
                found: self.version,
            });
        }
        Ok(())
    }

    /// Demands that a review is open: waiting, or validated but not approved.
    pub(crate) fn demand_open(&self, session: SessionId) -> Result<(), StoreError> {
        match self.state {
            State::WaitingForReview | State::Validated => Ok(()),
            State::Capturing
            | State::Incomplete
            | State::CaptureFailed
            | State::Approved
            | State::Refused
            | State::Cancelled
            | State::Unknown(_) => Err(self.wrong_state(session)),
        }
    }

    pub(crate) fn wrong_state(&self, session: SessionId) -> StoreError {
        StoreError::WrongState {
            session,
            state: self.state.name().to_owned(),
        }
    }
}

/// Writes a state without asking whether it may follow.
pub(crate) async fn put(
    connection: &mut SqliteConnection,
    session: SessionId,
    state: &State,
    since: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET state = ?, state_ns = ?, version = version + 1 WHERE id = ?")
        .bind(row::state_text(state))
        .bind(row::nanoseconds(since)?)
        .bind(session.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

impl Store {
    /// Takes news of a session's state from the central API.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`].
    pub async fn set_state(
        &self,
        session: SessionId,
        next: State,
    ) -> Result<StateChange, StoreError> {
        let mut write = self.write().await?;
        let Standing { state: from, .. } = Standing::of(write.connection(), session).await?;
        // What the customer has comes back with its pieces: see `renew`.
        let comes_back = from.is_with_customer() && next == State::WaitingForReview;
        if comes_back || !from.gives_way_to(&next) {
            return Ok(StateChange::Kept(from));
        }
        put(write.connection(), session, &next, self.now()).await?;
        self.leave_to_customer(&mut write, session).await?;
        if next == State::WaitingForReview {
            // Operators are awaited from now on.
            sqlx::query(
                "UPDATE sessions SET awaited_ns = state_ns, due_ns = state_ns WHERE id = ?",
            )
            .bind(session.to_string())
            .execute(write.connection())
            .await?;
        }
        let detail = serde_json::json!({ "from": from.name(), "to": next.name() });
        let entry = self.note(
            Actor::Application,
            Event::StateChanged,
            Some(session),
            &detail.to_string(),
        );
        write.append(&entry).await?;
        write.commit().await?;
        Ok(StateChange::Changed { from })
    }
}
