//! Drafts: what operators have begun and not said yet.

use domain::{
    Personal,
    id::{OperatorId, SessionId},
};
use sqlx::Row as _;

use crate::{Store, StoreError, row, session::state::Standing};

impl Store {
    /// Keeps the note that `operator` has begun on a session; an empty one is
    /// forgotten. It needs no lease and says nothing to anybody else.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`], [`StoreError::UnknownOperator`].
    pub async fn keep_draft(
        &self,
        session: SessionId,
        operator: OperatorId,
        note: &Personal<String>,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        Standing::of(write.connection(), session).await?;
        self.demand_operator(&mut write, operator).await?;
        // Revealed into the encrypted database.
        if note.reveal().is_empty() {
            sqlx::query("DELETE FROM drafts WHERE session = ? AND operator = ?")
                .bind(session.to_string())
                .bind(operator.to_string())
                .execute(write.connection())
                .await?;
        } else {
            sqlx::query(
                "INSERT INTO drafts (session, operator, note, at_ns) VALUES (?, ?, ?, ?) \
                 ON CONFLICT (session, operator) \
                 DO UPDATE SET note = excluded.note, at_ns = excluded.at_ns",
            )
            .bind(session.to_string())
            .bind(operator.to_string())
            .bind(note.reveal())
            .bind(row::nanoseconds(self.now())?)
            .execute(write.connection())
            .await?;
        }
        write.commit().await
    }

    /// The note that `operator` has begun on a session, if there is one.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn draft(
        &self,
        session: SessionId,
        operator: OperatorId,
    ) -> Result<Option<Personal<String>>, StoreError> {
        let found = sqlx::query("SELECT note FROM drafts WHERE session = ? AND operator = ?")
            .bind(session.to_string())
            .bind(operator.to_string())
            .fetch_optional(self.pool())
            .await?;
        found
            .map(|found| Ok(Personal::new(found.try_get("note")?)))
            .transpose()
    }
}
