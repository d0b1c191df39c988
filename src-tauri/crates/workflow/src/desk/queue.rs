//! The queue: which cases there are, and whose they are.

use std::collections::HashMap;

use domain::{
    assessment::Assessment,
    field::Name,
    id::{OperatorId, SessionId},
    operator::Act,
};
use store::{QueueCounts, QueueFilter, QueueRow};

use super::{ChecksState, Desk};
use crate::{WorkflowError, actions::Holder, ui};

/// One line of the queue.
#[derive(Debug, Clone)]
pub struct Row {
    /// What the store knows.
    pub row: QueueRow,
    /// Who has it.
    pub holder: Holder,
    /// The holder's name, when it is somebody else.
    pub holder_name: Option<String>,
    /// The kind of document, as declared or read.
    pub document_type: Option<String>,
    /// The assessment, once there is one.
    pub assessment: Option<Assessment>,
    /// The checks, while they run.
    pub checks: Option<ChecksState>,
}

impl Desk {
    /// The part of the queue that `filter` asks for, and how many cases each
    /// part has.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotSignedIn`], or when the store cannot be read.
    pub async fn queue(
        &self,
        filter: &QueueFilter,
    ) -> Result<(Vec<Row>, QueueCounts), WorkflowError> {
        let operator = self.permitted(Act::View)?;
        let store = &self.inner.store;
        let counts = store.counts(operator.id).await?;
        let names = self.operator_names().await?;
        let mut rows = Vec::new();
        for row in store.queue(filter).await? {
            let claimed_by = row.claim.as_ref().map(|claim| claim.operator);
            let assessment = store.assessment(row.id).await?;
            rows.push(Row {
                holder: holder(claimed_by, operator.id),
                holder_name: claimed_by.and_then(|id| names.get(&id).cloned()),
                document_type: assessment.as_ref().and_then(document_type),
                assessment,
                checks: self.checks_state(row.id),
                row,
            });
        }
        Ok((rows, counts))
    }

    /// Claims a case for the operator at the desk.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::ClaimedByOther`], and what the store says.
    pub async fn claim(&self, session: SessionId) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        self.inner.store.claim(session, operator.id).await?;
        self.changed(session);
        Ok(())
    }

    /// Gives a claim back.
    ///
    /// # Errors
    ///
    /// When somebody else holds the case, and what the store says.
    pub async fn release(&self, session: SessionId) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        self.inner.store.release(session, operator.id).await?;
        self.changed(session);
        Ok(())
    }

    /// Claims the oldest case that nobody has.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub async fn claim_next(&self) -> Result<Option<SessionId>, WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        let next = self.inner.store.claim_next(operator.id).await?;
        if let Some(session) = next {
            self.changed(session);
        }
        Ok(next)
    }

    pub(super) async fn operator_names(
        &self,
    ) -> Result<HashMap<OperatorId, String>, WorkflowError> {
        let operators = self.inner.store.operators().await?;
        Ok(operators
            .into_iter()
            .map(|operator| (operator.id, operator.display_name))
            .collect())
    }

    pub(super) fn changed(&self, session: SessionId) {
        self.inner.ui.notify(ui::Event::CaseChanged(session));
        self.inner.ui.notify(ui::Event::QueueChanged);
    }
}

/// The kind of document that was read.
fn document_type(assessment: &Assessment) -> Option<String> {
    assessment
        .readings
        .iter()
        .find(|reading| reading.field == Name::DocumentType)
        .map(|reading| reading.value.reveal().clone())
}

/// Who holds a case, seen from `me`.
pub(super) fn holder(claimed_by: Option<OperatorId>, me: OperatorId) -> Holder {
    match claimed_by {
        None => Holder::Nobody,
        Some(id) if id == me => Holder::Me,
        Some(_) => Holder::Other,
    }
}
