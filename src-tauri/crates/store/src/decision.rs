//! Decisions: made together with their place in the outbox, undone together.

mod record;

use std::num::NonZeroU32;

use domain::{
    audit::{Actor, Event},
    decision::{Decision, Outcome, Retries},
    house::{HouseRules, Steps},
    id::{DecisionId, OperatorId, SessionId},
    lease::Stamp,
    session::State,
};
use jiff::Timestamp;
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

use crate::{
    Store, StoreError,
    row::{self, Read as _, bad},
    session::state::{self, Standing},
};

pub(crate) use record::from_row;
use record::{insert, particulars};

/// A decision and how far it is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRecord {
    /// The decision.
    pub decision: Decision,
    /// How far it is.
    pub delivery: Delivery,
}

/// How far a decision is on its way to the central API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// It waits for its time, or for its turn.
    Waiting {
        /// It is not sent before this instant.
        until: Timestamp,
    },
    /// It is on its way.
    Sending,
    /// The central API has taken it.
    Delivered {
        /// When.
        at: Timestamp,
    },
    /// It did not get through and will be sent again.
    Failed {
        /// How many attempts there were.
        attempts: u32,
        /// Stable code of the newest failure.
        code: String,
        /// When it is sent again.
        retry_at: Timestamp,
    },
    /// The central API has turned it down for good.
    Refused {
        /// Stable code of the reason.
        code: String,
    },
}

impl Delivery {
    /// The stable name, for logs and the webview.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Waiting { .. } => "waiting",
            Self::Sending => "sending",
            Self::Delivered { .. } => "delivered",
            Self::Failed { .. } => "failed",
            Self::Refused { .. } => "refused",
        }
    }

    /// Reads the columns of `outbox`.
    pub(crate) fn from_row(found: &SqliteRow) -> Result<Self, StoreError> {
        const TABLE: &str = "outbox";
        let code: Option<String> = found.try_get("code")?;
        let due = found.instant(TABLE, "not_before_ns")?;
        match (found.try_get("status")?, code) {
            ("waiting", None) => Ok(Self::Waiting { until: due }),
            ("waiting", Some(code)) => Ok(Self::Failed {
                attempts: u32::try_from(found.unsigned(TABLE, "attempts")?).unwrap_or(u32::MAX),
                code,
                retry_at: due,
            }),
            ("sending", _) => Ok(Self::Sending),
            ("delivered", _) => Ok(Self::Delivered {
                at: found.instant(TABLE, "delivered_ns")?,
            }),
            ("refused", Some(code)) => Ok(Self::Refused { code }),
            (_, Some(_) | None) => Err(bad(TABLE, "status")),
        }
    }

    /// As [`from_row`](Self::from_row), of an outer join.
    pub(crate) fn from_optional_row(found: &SqliteRow) -> Result<Option<Self>, StoreError> {
        match found.try_get::<Option<&str>, _>("status")? {
            Some(_) => Self::from_row(found).map(Some),
            None => Ok(None),
        }
    }
}

impl Store {
    /// Makes a decision. It counts on this desk at once and leaves for the
    /// central API from [`Decision::leaves_at`] on, after the session's earlier
    /// ones. The same decision (by its id) made twice is one.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotClaimed`], [`StoreError::ClaimedByOther`],
    /// [`StoreError::LeaseLost`], [`StoreError::Stale`], [`StoreError::OnHold`];
    /// [`StoreError::WrongState`] where it does not follow from the state;
    /// [`StoreError::SecondOperatorNeeded`], [`StoreError::RetriesUsedUp`] where
    /// the rules of the `house` say so;
    /// [`StoreError::DecisionPending`] behind one that ends the session;
    /// [`StoreError::UnknownDecision`] where it was taken back before.
    pub async fn decide(
        &self,
        decision: &Decision,
        stamp: Stamp,
        house: &HouseRules,
    ) -> Result<(), StoreError> {
        let session = decision.session;
        let mut write = self.write().await?;
        match known(write.connection(), decision.id).await? {
            Known::Stands => return Ok(()),
            Known::Undone => return Err(StoreError::UnknownDecision(decision.id)),
            Known::Not => {}
        }
        let standing = Standing::of(write.connection(), session).await?;
        standing.demand_stamp(session, decision.operator, stamp, self.now())?;
        if standing.held.is_some() {
            return Err(StoreError::OnHold(session));
        }
        if !follows(&decision.outcome, &standing.state) {
            return Err(standing.wrong_state(session));
        }
        demand_none_pending(write.connection(), session).await?;
        demand_steps(write.connection(), decision, house.steps).await?;
        demand_retries(write.connection(), decision, house.ask_again_at_most).await?;
        insert(write.connection(), decision, &standing, stamp).await?;
        sqlx::query(
            "INSERT INTO outbox (decision, status, not_before_ns, attempts) \
             VALUES (?, 'waiting', ?, 0)",
        )
        .bind(decision.id.to_string())
        .bind(row::nanoseconds(decision.leaves_at())?)
        .execute(write.connection())
        .await?;
        let next = leads_to(&decision.outcome);
        state::put(write.connection(), session, &next, decision.at).await?;
        let mut entry = self.note(
            Actor::Operator(decision.operator),
            Event::Decided,
            Some(session),
            &particulars(decision),
        );
        entry.at = decision.at;
        write.append(&entry).await?;
        write.commit().await
    }

    /// Takes a decision back before it leaves; the session is again where it
    /// stood.
    ///
    /// # Errors
    ///
    /// [`StoreError::TooLateToUndo`], [`StoreError::NotYourDecision`],
    /// [`StoreError::UnknownDecision`].
    pub async fn undo(&self, id: DecisionId, operator: OperatorId) -> Result<(), StoreError> {
        let now = self.now();
        let mut write = self.write().await?;
        let found = sqlx::query(
            "SELECT d.*, o.status, o.not_before_ns, o.attempts, o.code, o.delivered_ns, \
             EXISTS (SELECT 1 FROM decisions l WHERE l.session = d.session \
                     AND l.sequence > d.sequence AND l.undone_ns IS NULL) AS followed \
             FROM decisions d JOIN outbox o ON o.decision = d.id WHERE d.id = ?",
        )
        .bind(id.to_string())
        .fetch_optional(write.connection())
        .await?
        .ok_or(StoreError::UnknownDecision(id))?;
        let decision = from_row(&found)?;
        if decision.operator != operator {
            return Err(StoreError::NotYourDecision(id));
        }
        let left = match Delivery::from_row(&found)? {
            Delivery::Waiting { .. } => false,
            Delivery::Sending
            | Delivery::Delivered { .. }
            | Delivery::Failed { .. }
            | Delivery::Refused { .. } => true,
        };
        if left || now >= decision.leaves_at() || found.try_get("followed")? {
            return Err(StoreError::TooLateToUndo(id));
        }
        let before = Before::from_row(&found)?;
        state::put(
            write.connection(),
            decision.session,
            &before.state,
            before.since,
        )
        .await?;
        sqlx::query("DELETE FROM outbox WHERE decision = ?")
            .bind(id.to_string())
            .execute(write.connection())
            .await?;
        sqlx::query("UPDATE decisions SET undone_ns = ? WHERE id = ?")
            .bind(row::nanoseconds(now)?)
            .bind(id.to_string())
            .execute(write.connection())
            .await?;
        let detail = serde_json::json!({ "decision": id.to_string() });
        let entry = self.note(
            Actor::Operator(operator),
            Event::DecisionUndone,
            Some(decision.session),
            &detail.to_string(),
        );
        write.append(&entry).await?;
        write.commit().await
    }

    /// The standing decisions on a session, oldest first.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn decisions_of(
        &self,
        session: SessionId,
    ) -> Result<Vec<DecisionRecord>, StoreError> {
        let rows = sqlx::query(
            "SELECT d.*, o.status, o.not_before_ns, o.attempts, o.code, o.delivered_ns \
             FROM decisions d JOIN outbox o ON o.decision = d.id \
             WHERE d.session = ? ORDER BY d.sequence",
        )
        .bind(session.to_string())
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|found| {
                Ok(DecisionRecord {
                    decision: from_row(found)?,
                    delivery: Delivery::from_row(found)?,
                })
            })
            .collect()
    }
}

/// The state a session had before a decision.
pub(crate) struct Before {
    pub(crate) state: State,
    pub(crate) since: Timestamp,
}

impl Before {
    pub(crate) fn from_row(found: &SqliteRow) -> Result<Self, StoreError> {
        Ok(Self {
            state: found.named("decisions", "state_before", row::state_from_text)?,
            since: found.instant("decisions", "state_before_ns")?,
        })
    }
}

/// The state a decision leads to.
pub(crate) const fn leads_to(outcome: &Outcome) -> State {
    match outcome {
        Outcome::Validate => State::Validated,
        Outcome::Refuse(_) => State::Refused,
        Outcome::Approve => State::Approved,
        Outcome::AskAgain(_) => State::Incomplete,
    }
}

/// Whether `outcome` can be decided in `state`.
fn follows(outcome: &Outcome, state: &State) -> bool {
    match outcome {
        Outcome::Validate | Outcome::AskAgain(_) => *state == State::WaitingForReview,
        Outcome::Refuse(_) => matches!(state, State::WaitingForReview | State::Validated),
        Outcome::Approve => *state == State::Validated,
    }
}

/// Whether a decision was made already.
enum Known {
    Not,
    Stands,
    Undone,
}

async fn known(connection: &mut SqliteConnection, id: DecisionId) -> Result<Known, StoreError> {
    let undone: Option<bool> =
        sqlx::query_scalar("SELECT undone_ns IS NOT NULL FROM decisions WHERE id = ?")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
    Ok(match undone {
        None => Known::Not,
        Some(false) => Known::Stands,
        Some(true) => Known::Undone,
    })
}

/// A customer is asked again so often, and no more.
async fn demand_retries(
    connection: &mut SqliteConnection,
    decision: &Decision,
    at_most: NonZeroU32,
) -> Result<(), StoreError> {
    let asked: u32 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM decisions d JOIN outbox o ON o.decision = d.id \
         WHERE d.session = ? AND d.outcome = 'ask_again' AND o.status <> 'refused'",
    )
    .bind(decision.session.to_string())
    .fetch_one(connection)
    .await?;
    if (Retries { asked, at_most }).admit(&decision.outcome) {
        Ok(())
    } else {
        Err(StoreError::RetriesUsedUp(decision.session))
    }
}

/// A refusal or approval on its way ends the session; nothing may contradict it.
async fn demand_none_pending(
    connection: &mut SqliteConnection,
    session: SessionId,
) -> Result<(), StoreError> {
    let pending = sqlx::query(
        "SELECT d.id FROM decisions d JOIN outbox o ON o.decision = d.id \
         WHERE d.session = ? AND d.outcome <> 'validate' AND o.status IN ('waiting', 'sending')",
    )
    .bind(session.to_string())
    .fetch_optional(connection)
    .await?;
    match pending {
        Some(found) => Err(StoreError::DecisionPending(found.id("decisions", "id")?)),
        None => Ok(()),
    }
}

/// With two steps, who approves is not who validated.
async fn demand_steps(
    connection: &mut SqliteConnection,
    decision: &Decision,
    steps: Steps,
) -> Result<(), StoreError> {
    if steps == Steps::One || decision.outcome != Outcome::Approve {
        return Ok(());
    }
    let same: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM decisions WHERE session = ? AND outcome = 'validate' \
         AND undone_ns IS NULL AND operator = ?)",
    )
    .bind(decision.session.to_string())
    .bind(decision.operator.to_string())
    .fetch_one(connection)
    .await?;
    if same {
        return Err(StoreError::SecondOperatorNeeded(decision.session));
    }
    Ok(())
}
