//! What the engine said of a session.

use domain::{
    assessment::Assessment,
    audit::{Actor, Event},
    id::SessionId,
};
use sqlx::Row as _;

use crate::{
    Store, StoreError, duplicates,
    row::{self, Read as _},
    session::state::Standing,
};

impl Store {
    /// The sessions under review that the engine has not looked at as they are
    /// now, oldest first.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn unassessed(&self) -> Result<Vec<SessionId>, StoreError> {
        let rows = sqlx::query(
            "SELECT session FROM queue WHERE verdict IS NULL \
             AND state IN ('waiting_for_review', 'validated') ORDER BY created_ns, sequence",
        )
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| row.id("queue", "session")).collect()
    }

    /// Keeps what the engine said. Earlier assessments stay; the newest counts.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`], [`StoreError::Unstorable`].
    pub async fn keep_assessment(
        &self,
        session: SessionId,
        assessment: &Assessment,
    ) -> Result<(), StoreError> {
        let body = row::assessment::to_text(assessment)?;
        let mut write = self.write().await?;
        Standing::of(write.connection(), session).await?;
        sqlx::query("INSERT INTO assessments (session, at_ns, status, body) VALUES (?, ?, ?, ?)")
            .bind(session.to_string())
            .bind(row::nanoseconds(self.now())?)
            .bind(assessment.status.name())
            .bind(body)
            .execute(write.connection())
            .await?;
        let read = assessment.readings.iter().map(|it| (it.field, &it.value));
        duplicates::note(write.connection(), session, read).await?;
        let detail = serde_json::json!({
            "status": assessment.status.name(),
            "engine": assessment.engine,
        });
        let entry = self.note(
            Actor::Application,
            Event::Assessed,
            Some(session),
            &detail.to_string(),
        );
        write.append(&entry).await?;
        write.commit().await
    }

    /// The newest assessment of a session as it is now.
    ///
    /// # Errors
    ///
    /// [`StoreError::BadRow`] where it cannot be read.
    pub async fn assessment(&self, session: SessionId) -> Result<Option<Assessment>, StoreError> {
        sqlx::query(
            "SELECT a.body FROM assessments a JOIN sessions s ON s.id = a.session \
             WHERE s.id = ? AND a.sequence > s.outdated_assessments \
             ORDER BY a.sequence DESC LIMIT 1",
        )
        .bind(session.to_string())
        .fetch_optional(self.pool())
        .await?
        .map(|found| row::assessment::from_text(found.try_get("body")?))
        .transpose()
    }
}
