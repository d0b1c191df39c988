//! Validating, refusing, approving, and taking it back.

use domain::{
    decision::{AskAgain, Decision, Outcome, Refusal},
    id::{DecisionId, SessionId},
    lease::Stamp,
    operator::Act,
};

use super::{CaseFile, Desk};
use crate::{WorkflowError, actions::Blocker, desk::case};

impl Desk {
    /// Validates the identification; declaration and contract follow.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way, and what the store says.
    pub async fn validate(&self, session: SessionId, stamp: Stamp) -> Result<(), WorkflowError> {
        self.decide(session, stamp, Outcome::Validate, |file| {
            file.actions.validate
        })
        .await
    }

    /// Refuses the identification.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::TextRequired`], whatever stands in the way, and what
    /// the store says.
    pub async fn refuse(
        &self,
        session: SessionId,
        stamp: Stamp,
        refusal: Refusal,
    ) -> Result<(), WorkflowError> {
        if refusal.reason.needs_text() && refusal.text.trim().is_empty() {
            return Err(WorkflowError::TextRequired);
        }
        self.decide(session, stamp, Outcome::Refuse(refusal), |file| {
            file.actions.refuse
        })
        .await
    }

    /// Asks the customer for pieces again; the case leaves the desk until they
    /// have come.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::RetriesUsedUp`], whatever else stands in the way, and
    /// what the store says.
    pub async fn ask_again(
        &self,
        session: SessionId,
        stamp: Stamp,
        asking: AskAgain,
    ) -> Result<(), WorkflowError> {
        self.decide(session, stamp, Outcome::AskAgain(asking), |file| {
            file.actions.ask_again
        })
        .await
    }

    /// Approves the request, after declaration and contract were shown.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way, and what the store says.
    pub async fn approve(&self, session: SessionId, stamp: Stamp) -> Result<(), WorkflowError> {
        self.decide(session, stamp, Outcome::Approve, |file| {
            file.actions.approve
        })
        .await
    }

    /// Takes the newest decision back, while it has not left.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::TooLate`], and what the store says.
    pub async fn undo(&self, session: SessionId) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::Decide)?;
        let decisions = self.inner.store.decisions_of(session).await?;
        let newest = decisions.last().ok_or(WorkflowError::TooLate)?;
        self.inner
            .store
            .undo(newest.decision.id, operator.id)
            .await?;
        self.changed(session);
        Ok(())
    }

    async fn decide(
        &self,
        session: SessionId,
        stamp: Stamp,
        outcome: Outcome,
        blocker: fn(&CaseFile) -> Option<Blocker>,
    ) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::Decide)?;
        let file = self.file(session).await?;
        case::open(blocker(&file), &file)?;
        if !file.retries.admit(&outcome) {
            return Err(WorkflowError::RetriesUsedUp);
        }
        let decision = Decision {
            id: DecisionId::fresh(),
            session,
            operator: operator.id,
            at: self.inner.clock.now(),
            outcome,
        };
        self.inner
            .store
            .decide(&decision, stamp, &self.inner.house)
            .await?;
        self.changed(session);
        self.inner.wake.notify_one();
        Ok(())
    }
}
