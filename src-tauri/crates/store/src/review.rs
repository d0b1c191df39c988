//! What operators say of single data, and their notes.

use domain::{
    Personal,
    audit::{Actor, Event},
    field::{Name, Review},
    id::{OperatorId, SessionId},
    lease::Stamp,
};
use jiff::Timestamp;
use sqlx::{Row as _, sqlite::SqliteRow};

use crate::{
    Store, StoreError,
    open::Write,
    row::{self, Read as _, bad},
    session::state::Standing,
};

/// What an operator said of a datum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldReview {
    /// The datum.
    pub field: Name,
    /// What was said.
    pub review: Review,
    /// Who said it.
    pub operator: OperatorId,
    /// When.
    pub at: Timestamp,
    /// Why it was written down.
    pub cause: Cause,
}

/// Why a review was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The operator said so.
    Operator,
    /// The piece that the datum was read on was captured anew: it is open again.
    PieceReplaced,
}

impl Cause {
    /// The column `cause`.
    const fn column(self) -> Option<&'static str> {
        match self {
            Self::Operator => None,
            Self::PieceReplaced => Some("piece_replaced"),
        }
    }
}

/// A note for colleagues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Who wrote it.
    pub operator: OperatorId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: Personal<String>,
}

impl Store {
    /// Writes down what `operator`, who has claimed the session, says of a datum.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotClaimed`], [`StoreError::ClaimedByOther`],
    /// [`StoreError::LeaseLost`], [`StoreError::Stale`];
    /// [`StoreError::WrongState`] once the session is decided.
    pub async fn review_field(
        &self,
        session: SessionId,
        field: Name,
        review: Review,
        operator: OperatorId,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let standing = Standing::of(write.connection(), session).await?;
        standing.demand_stamp(session, operator, stamp, self.now())?;
        standing.demand_open(session)?;
        let (now, cause) = (self.now(), Cause::Operator);
        insert(&mut write, session, field, &review, operator, now, cause).await?;
        let detail = serde_json::json!({ "field": field.name(), "review": review_name(&review) });
        let entry = self.note(
            Actor::Operator(operator),
            Event::FieldReviewed,
            Some(session),
            &detail.to_string(),
        );
        write.append(&entry).await?;
        write.commit().await
    }

    /// What was said last of each datum, in the order of [`Name::ALL`].
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn reviews(&self, session: SessionId) -> Result<Vec<FieldReview>, StoreError> {
        let mut newest: Vec<FieldReview> = Vec::new();
        for review in self.review_history(session).await? {
            newest.retain(|earlier| earlier.field != review.field);
            newest.push(review);
        }
        newest.sort_by_key(|review| review.field);
        Ok(newest)
    }

    /// Everything that was said of the data of a session, oldest first.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn review_history(&self, session: SessionId) -> Result<Vec<FieldReview>, StoreError> {
        let rows = sqlx::query(
            "SELECT field, review, value, operator, at_ns, cause FROM field_reviews \
             WHERE session = ? ORDER BY sequence",
        )
        .bind(session.to_string())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(review_from_row).collect()
    }

    /// Adds a note of `operator`, who has claimed the session.
    ///
    /// # Errors
    ///
    /// As for [`review_field`](Self::review_field).
    pub async fn add_note(
        &self,
        session: SessionId,
        operator: OperatorId,
        text: Personal<String>,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let standing = Standing::of(write.connection(), session).await?;
        standing.demand_stamp(session, operator, stamp, self.now())?;
        self.put_note(&mut write, session, operator, &text).await?;
        sqlx::query("DELETE FROM drafts WHERE session = ? AND operator = ?")
            .bind(session.to_string())
            .bind(operator.to_string())
            .execute(write.connection())
            .await?;
        write.commit().await
    }

    /// Writes a note of `operator` down, and that it was written.
    pub(crate) async fn put_note(
        &self,
        write: &mut Write,
        session: SessionId,
        operator: OperatorId,
        text: &Personal<String>,
    ) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO notes (session, operator, at_ns, text) VALUES (?, ?, ?, ?)")
            .bind(session.to_string())
            .bind(operator.to_string())
            .bind(row::nanoseconds(self.now())?)
            // Revealed into the encrypted database.
            .bind(text.reveal())
            .execute(write.connection())
            .await?;
        self.tell(write, Event::NoteAdded, session, operator, "{}")
            .await
    }

    /// The notes on a session, oldest first.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn notes(&self, session: SessionId) -> Result<Vec<Note>, StoreError> {
        let rows = sqlx::query(
            "SELECT operator, at_ns, text FROM notes WHERE session = ? ORDER BY sequence",
        )
        .bind(session.to_string())
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|found| {
                Ok(Note {
                    operator: found.id("notes", "operator")?,
                    at: found.instant("notes", "at_ns")?,
                    text: Personal::new(found.try_get("text")?),
                })
            })
            .collect()
    }
}

/// Adds a review; the earlier ones stay.
pub(crate) async fn insert(
    write: &mut Write,
    session: SessionId,
    field: Name,
    review: &Review,
    operator: OperatorId,
    at: Timestamp,
    cause: Cause,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO field_reviews (session, field, review, value, operator, at_ns, cause) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(session.to_string())
    .bind(field.name())
    .bind(review_name(review))
    // Revealed into the encrypted database.
    .bind(review.confirmed().map(|value| value.reveal().as_str()))
    .bind(operator.to_string())
    .bind(row::nanoseconds(at)?)
    .bind(cause.column())
    .execute(write.connection())
    .await?;
    Ok(())
}

const fn review_name(review: &Review) -> &'static str {
    match review {
        Review::NotReviewed => "not_reviewed",
        Review::Approved(_) => "approved",
        Review::Revised(_) => "revised",
        Review::Rejected => "rejected",
    }
}

fn review_from_row(found: &SqliteRow) -> Result<FieldReview, StoreError> {
    const TABLE: &str = "field_reviews";
    let value: Option<String> = found.try_get("value")?;
    let review = match (found.try_get("review")?, value) {
        ("not_reviewed", None) => Review::NotReviewed,
        ("approved", Some(value)) => Review::Approved(Personal::new(value)),
        ("revised", Some(value)) => Review::Revised(Personal::new(value)),
        ("rejected", None) => Review::Rejected,
        (_, Some(_) | None) => return Err(bad(TABLE, "review")),
    };
    Ok(FieldReview {
        field: found.named(TABLE, "field", Name::from_name)?,
        review,
        operator: found.id(TABLE, "operator")?,
        at: found.instant(TABLE, "at_ns")?,
        cause: match found.try_get("cause")? {
            None => Cause::Operator,
            Some("piece_replaced") => Cause::PieceReplaced,
            Some(_) => return Err(bad(TABLE, "cause")),
        },
    })
}
