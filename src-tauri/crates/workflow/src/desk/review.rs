//! What an operator confirms and writes down on the way to a decision.

use domain::{
    field::{Name, Review},
    id::SessionId,
    lease::Stamp,
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
        stamp: Stamp,
        field: Name,
        review: Review,
    ) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        self.open_for_review(session).await?;
        self.inner
            .store
            .review_field(session, field, review, operator.id, stamp)
            .await?;
        self.changed(session);
        Ok(())
    }

    /// Adds a note.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotClaimed`], and what the store says.
    pub async fn add_note(
        &self,
        session: SessionId,
        stamp: Stamp,
        text: &str,
    ) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        let text = text.trim();
        if text.is_empty() {
            return Err(WorkflowError::TextRequired);
        }
        self.open_for_review(session).await?;
        self.inner
            .store
            .add_note(session, operator.id, text.into(), stamp)
            .await?;
        self.changed(session);
        Ok(())
    }

    /// Keeps a note that was begun, for the operator alone.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub async fn keep_draft(&self, session: SessionId, note: &str) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        let note = note.into();
        self.inner
            .store
            .keep_draft(session, operator.id, &note)
            .await?;
        Ok(())
    }

    pub(super) async fn open_for_review(&self, session: SessionId) -> Result<(), WorkflowError> {
        let file = self.file(session).await?;
        super::case::open(file.actions.review, &file)
    }
}
