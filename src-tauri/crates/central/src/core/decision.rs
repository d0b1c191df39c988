//! What officers decided.

use domain::{
    audit::{Actor, Event},
    id::{DecisionId, OperatorId},
};
use jiff::Timestamp;
use serde_json::json;
use sqlx::SqliteConnection;

use super::{
    Central, audit,
    officer::Officer,
    request::{Request, instant},
};
use crate::CentralError;

/// A decision.
#[derive(Debug, Clone)]
pub(crate) struct Decision {
    pub(crate) id: DecisionId,
    pub(crate) outcome: Outcome,
    pub(crate) rao: i64,
    pub(crate) at: Timestamp,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The identification is valid.
    Validate,
    /// The identification is refused.
    Refuse,
    /// The request is approved.
    Approve,
}

impl Outcome {
    const ALL: [Self; 3] = [Self::Validate, Self::Refuse, Self::Approve];

    /// The stable name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Validate => "validate",
            Self::Refuse => "refuse",
            Self::Approve => "approve",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// Writes a decision down, in the transaction that carries it out.
pub(crate) async fn note(
    central: &Central,
    tx: &mut SqliteConnection,
    request: &mut Request,
    outcome: Outcome,
    officer: &Officer,
    id: DecisionId,
) -> Result<(), CentralError> {
    let decision = Decision {
        id,
        outcome,
        rao: officer.pk,
        at: central.now(),
    };
    sqlx::query("INSERT INTO decision (id, request, outcome, rao, at) VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(id.to_string())
        .bind(request.pk)
        .bind(outcome.name())
        .bind(officer.pk)
        .bind(decision.at.to_string())
        .execute(&mut *tx)
        .await?;
    let detail = json!({
        "request": request.pk,
        "decision": id.to_string(),
        "outcome": outcome.name(),
        "rao": officer.pk,
    });
    let actor = Actor::Operator(operator_id(officer.pk));
    audit::append(central, tx, actor, Event::Decided, request, &detail).await?;
    request.decisions.push(decision);
    Ok(())
}

/// The decisions on request `pk`, in order.
pub(crate) async fn of(db: &mut SqliteConnection, pk: i64) -> Result<Vec<Decision>, CentralError> {
    let rows: Vec<(String, String, i64, String)> = sqlx::query_as(
        "SELECT id, outcome, rao, at FROM decision WHERE request = ?1 ORDER BY rowid",
    )
    .bind(pk)
    .fetch_all(db)
    .await?;
    const DAMAGED: CentralError = CentralError::Damaged("a decision");
    let mut decisions = Vec::with_capacity(rows.len());
    for (id, outcome, rao, at) in rows {
        decisions.push(Decision {
            id: id.parse().map_err(|_| DAMAGED)?,
            outcome: Outcome::from_name(&outcome).ok_or(DAMAGED)?,
            rao,
            at: instant(&at)?,
        });
    }
    Ok(decisions)
}

/// The officer's number as an operator's id: a UUID that ends in it.
pub(crate) fn operator_id(rao: i64) -> OperatorId {
    OperatorId::from_uuid(uuid::Uuid::from_u128(u128::from(rao.unsigned_abs())))
}
