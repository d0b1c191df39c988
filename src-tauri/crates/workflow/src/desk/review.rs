//! What an operator confirms and writes down on the way to a decision.

use domain::{
    field::{Name, Review},
    id::SessionId,
    operator::Act,
};

use super::Desk;
use crate::WorkflowError;

impl Desk {
    /// Says of a datum that it is confirmed, revised, rejected or open again.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotClaimed`], and what the store says.
    pub async fn review_field(
        &self,
        session: SessionId,
        field: Name,
        review: Review,
    ) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        self.open_for_review(session).await?;
        self.inner
            .store
            .review_field(session, field, review, operator.id)
            .await?;
        self.changed(session);
        Ok(())
    }

    /// Adds a note.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotClaimed`], and what the store says.
    pub async fn add_note(&self, session: SessionId, text: &str) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        let text = text.trim();
        if text.is_empty() {
            return Err(WorkflowError::TextRequired);
        }
        self.open_for_review(session).await?;
        self.inner
            .store
            .add_note(session, operator.id, text.into())
            .await?;
        self.changed(session);
        Ok(())
    }

    async fn open_for_review(&self, session: SessionId) -> Result<(), WorkflowError> {
        let file = self.file(session).await?;
        super::case::open(file.actions.review, &file)
    }
}
