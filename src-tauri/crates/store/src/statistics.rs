//! Decisions of a period, for statistics.

use domain::{assessment::Status, audit::Event, decision::RefusalReason, id::OperatorId};
use jiff::Timestamp;
use sqlx::{Row as _, sqlite::SqliteRow};

use crate::{
    Store, StoreError,
    row::{self, Read as _, bad},
};

/// What was decided, without the particulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DecidedAs {
    /// Validated.
    Validated,
    /// Refused, for this reason.
    Refused(RefusalReason),
    /// Approved.
    Approved,
}

/// A decision that stands, as statistics look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    /// Who.
    pub operator: OperatorId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub outcome: DecidedAs,
    /// When the operator opened the case last before it.
    pub opened_at: Option<Timestamp>,
    /// What the engine had said by then.
    pub engine: Option<Status>,
}

impl Store {
    /// The decisions from `from` to before `until`, oldest first. Left out are
    /// those that were taken back, those that the central API turned down, and
    /// those that only asked the customer again.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn decided(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Decided>, StoreError> {
        // By the log's order: its instants are texts and do not sort.
        let rows = sqlx::query(
            "SELECT d.operator, d.at_ns, d.outcome, d.reason, \
             (SELECT v.at FROM audit v WHERE v.session = d.session AND v.actor = d.operator \
                  AND v.event = ?3 AND v.sequence < \
                      (SELECT x.sequence FROM audit x WHERE x.session = d.session AND x.event = ?4 \
                       AND json_extract(x.detail, '$.decision') = d.id) \
              ORDER BY v.sequence DESC LIMIT 1) AS opened_at, \
             (SELECT a.status FROM assessments a WHERE a.session = d.session AND a.at_ns <= d.at_ns \
              ORDER BY a.sequence DESC LIMIT 1) AS engine \
             FROM decisions d JOIN outbox o ON o.decision = d.id \
             WHERE d.undone_ns IS NULL AND o.status <> 'refused' AND d.outcome <> 'ask_again' \
             AND d.at_ns >= ?1 AND d.at_ns < ?2 ORDER BY d.at_ns, d.sequence",
        )
        .bind(row::nanoseconds(from)?)
        .bind(row::nanoseconds(until)?)
        .bind(Event::Viewed.name())
        .bind(Event::Decided.name())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(from_row).collect()
    }
}

fn from_row(found: &SqliteRow) -> Result<Decided, StoreError> {
    const TABLE: &str = "decisions";
    let outcome = match found.try_get("outcome")? {
        "validate" => DecidedAs::Validated,
        "approve" => DecidedAs::Approved,
        "refuse" => DecidedAs::Refused(found.named(TABLE, "reason", RefusalReason::from_code)?),
        _ => return Err(bad(TABLE, "outcome")),
    };
    let opened_at = found.try_get::<Option<&str>, _>("opened_at")?;
    let engine = found.try_get::<Option<&str>, _>("engine")?;
    Ok(Decided {
        operator: found.id(TABLE, "operator")?,
        at: found.instant(TABLE, "at_ns")?,
        outcome,
        opened_at: opened_at
            .map(|at| at.parse().map_err(|_| bad("audit", "at")))
            .transpose()?,
        engine: engine
            .map(|name| Status::from_name(name).ok_or(bad("assessments", "status")))
            .transpose()?,
    })
}
