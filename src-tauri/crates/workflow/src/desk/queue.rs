//! The queue: which cases there are, and whose they are.

use std::collections::HashMap;

use domain::{
    evidence,
    house::HouseRules,
    id::{LeaseId, OperatorId, SessionId},
    lease::HandOver,
    operator::{Act, Operator},
};
use jiff::{SignedDuration, Timestamp};
use store::{Owner, QueueCounts, QueueFilter, QueueList, QueueRow, Store, StoreError};

use super::{ChecksState, Desk};
use crate::{WorkflowError, actions::Holder, ui};

/// A part of the queue.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Its cases.
    pub rows: Vec<Row>,
    /// How many there are, with those that are not among `rows`.
    pub length: u64,
    /// How many there are in each list.
    pub counts: QueueCounts,
}

/// One line of the queue.
#[derive(Debug, Clone)]
pub struct Row {
    /// What the store knows.
    pub row: QueueRow,
    /// Who has it.
    pub holder: Holder,
    /// The holder's name, when it is somebody else.
    pub holder_name: Option<String>,
    /// How much of the operators' time is left until it is due; negative once
    /// it is over.
    pub left: SignedDuration,
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
    pub async fn queue(&self, filter: &QueueFilter) -> Result<Listing, WorkflowError> {
        let operator = self.permitted(Act::View)?;
        let store = &self.inner.store;
        self.lapse_leases().await?;
        let counts = store.counts(operator.id).await?;
        let length = match filter.text {
            Some(_) => store.queue_length(filter).await?,
            None => counted(filter, &counts, operator.id),
        };
        let names = self.operator_names().await?;
        let now = self.inner.clock.now();
        let rows = store.queue(filter).await?.into_iter().map(|row| {
            let claimed_by = row.claimed_by;
            Row {
                holder: holder(claimed_by, operator.id),
                holder_name: claimed_by.and_then(|id| names.get(&id).cloned()),
                // The clock stands still while the customer has the case.
                left: self.inner.house.hours.between(
                    if row.state.is_with_customer() {
                        row.state_since
                    } else {
                        now
                    },
                    row.due_at,
                ),
                checks: self.checks_state(row.id),
                row,
            }
        });
        Ok(Listing {
            rows: rows.collect(),
            length,
            counts,
        })
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

    /// A sign of life: the operator at the desk still works on `session` under
    /// `lease`. Gives until when it holds.
    ///
    /// # Errors
    ///
    /// The store's `LeaseLost` once it has ended.
    pub async fn keep_lease(
        &self,
        session: SessionId,
        lease: LeaseId,
    ) -> Result<Timestamp, WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        let kept = self.inner.store.keep_lease(session, operator.id, lease);
        Ok(kept.await?)
    }

    /// Takes a case over from the colleague who has it.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub async fn take_over(
        &self,
        session: SessionId,
        reason: HandOver,
    ) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        self.inner
            .store
            .take_over(session, operator.id, reason)
            .await?;
        self.changed(session);
        Ok(())
    }

    /// Gives a case that the operator has to a colleague.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotPermitted`] where the colleague's role does not
    /// review, and what the store says.
    pub async fn hand_over(
        &self,
        session: SessionId,
        to: OperatorId,
        reason: HandOver,
    ) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        let reviews = |colleague: &Operator| colleague.id == to && colleague.may(Act::Review);
        if !self.inner.store.operators().await?.iter().any(reviews) {
            return Err(WorkflowError::NotPermitted);
        }
        self.inner
            .store
            .reassign(session, operator.id, to, reason)
            .await?;
        self.changed(session);
        Ok(())
    }

    /// Ends the claims that no desk has kept.
    pub(super) async fn lapse_leases(&self) -> Result<(), WorkflowError> {
        for session in self.inner.store.lapse_leases().await? {
            self.changed(session);
        }
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

    /// Claims a case that nobody has, by chance one of those due first.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub async fn claim_next(&self) -> Result<Option<SessionId>, WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        let next = self
            .inner
            .store
            .claim_next(operator.id, self.inner.house.assign_among)
            .await?;
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

/// How many cases `filter` has, from what was counted.
fn counted(filter: &QueueFilter, counts: &QueueCounts, me: OperatorId) -> u64 {
    let counts = match filter.owner {
        Owner::Any => counts.all,
        Owner::Nobody => counts.unassigned,
        Owner::Operator(operator) if operator == me => counts.mine,
        // Nobody asks for the cases of somebody else.
        Owner::Operator(_) => return 0,
    };
    match filter.list {
        QueueList::Open => counts.open(),
        QueueList::Of(group) => counts.of(group),
    }
}

/// Keeps with every open session until when it is due by the rules of `house`.
pub(super) async fn reckon_due(store: &Store, house: &HouseRules) -> Result<(), StoreError> {
    let rules = format!("{:?} {:?}", house.hours, house.decide_within);
    let digest = evidence::Digest::of(rules.as_bytes()).to_hex();
    store
        .reckon_due(&digest, &|awaited| house.due(awaited))
        .await?;
    Ok(())
}

/// Who holds a case, seen from `me`.
pub(super) fn holder(claimed_by: Option<OperatorId>, me: OperatorId) -> Holder {
    match claimed_by {
        None => Holder::Nobody,
        Some(id) if id == me => Holder::Me,
        Some(_) => Holder::Other,
    }
}
