//! The store as intake and delivery see it: neither leaf knows the other.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use domain::{
    Clock,
    assessment::ProcessType,
    house::HouseRules,
    id::{CentralKey, DecisionId, SessionId},
    session::State,
};
use jiff::Timestamp;
use outbox::{Envelope, HostError, Intake, Known, LONGEST_PAUSE, News, Outbox, RemoteSession};
use store::{NewEvidence, NewSession, StateChange, Store, StoreError};

use super::queue;
use crate::{Ui, ui};

/// Where sessions are kept.
pub(super) struct StoreIntake {
    pub(super) store: Store,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ui: Arc<dyn Ui>,
    pub(super) house: HouseRules,
}

#[async_trait]
impl Intake for StoreIntake {
    async fn knows(&self, key: CentralKey) -> Result<Known, HostError> {
        let Some(session) = self.store.by_central_key(key).await? else {
            return Ok(Known::No);
        };
        Ok(if self.store.needs_mending(session).await? {
            Known::Unreadable
        } else if self.store.awaits_customer(session).await? {
            Known::WithCustomer
        } else {
            Known::Kept
        })
    }

    async fn keep(&self, session: RemoteSession) -> Result<(), HostError> {
        self.store.receive(&self.new_session(session)).await?;
        queue::reckon_due(&self.store, &self.house).await?;
        self.ui.notify(ui::Event::QueueChanged);
        Ok(())
    }

    async fn mend(&self, session: RemoteSession) -> Result<(), HostError> {
        let id = self.kept(session.key).await?;
        if self.store.mend(id, &self.new_session(session)).await? {
            queue::reckon_due(&self.store, &self.house).await?;
            self.ui.notify(ui::Event::CaseChanged(id));
            self.ui.notify(ui::Event::QueueChanged);
        }
        Ok(())
    }

    async fn renew(&self, session: RemoteSession) -> Result<(), HostError> {
        let id = self.kept(session.key).await?;
        let known = self.store.session(id).await?;
        let due = self
            .house
            .due_after_hold(known.due_at, known.state_since, self.clock.now());
        if self
            .store
            .renew(id, &self.new_session(session), due)
            .await?
        {
            self.ui.notify(ui::Event::CaseChanged(id));
            self.ui.notify(ui::Event::QueueChanged);
        }
        Ok(())
    }

    async fn known_open(&self) -> Result<Vec<CentralKey>, HostError> {
        Ok(self.store.open_central_keys().await?)
    }

    async fn state_news(&self, key: CentralKey, state: State) -> Result<News, HostError> {
        let session = self.kept(key).await?;
        match self.store.set_state(session, state).await? {
            StateChange::Changed { .. } => {
                queue::reckon_due(&self.store, &self.house).await?;
                self.ui.notify(ui::Event::CaseChanged(session));
                Ok(News::Taken)
            }
            StateChange::Kept(_) => Ok(News::Stale),
        }
    }
}

impl StoreIntake {
    fn new_session(&self, session: RemoteSession) -> NewSession {
        NewSession {
            central_key: session.key,
            video_identifier: session.video_identifier,
            external_reference: session.external_reference,
            created_at: session.created_at.unwrap_or_else(|| self.clock.now()),
            state: session.state,
            // An operator decides on what comes through the queue.
            process: ProcessType::High,
            declared: session.declared,
            captured: session.captured,
            reported_checks: session
                .reported_checks
                .iter()
                .map(|reported| (reported.check, reported.passed))
                .collect(),
            reported_similarity: session.reported_similarity,
            evidence: session
                .evidence
                .into_iter()
                .map(|piece| NewEvidence {
                    kind: piece.kind,
                    bytes: piece.bytes,
                })
                .collect(),
            problems: session.problems,
            unreadable: session.unreadable.map(str::to_owned),
        }
    }

    async fn kept(&self, key: CentralKey) -> Result<SessionId, StoreError> {
        self.store
            .by_central_key(key)
            .await?
            .ok_or(StoreError::UnknownCentralKey(key))
    }
}

/// Where decisions wait.
pub(super) struct StoreOutbox {
    store: Store,
    ui: Arc<dyn Ui>,
    sessions: Mutex<HashMap<DecisionId, SessionId>>,
}

#[async_trait]
impl Outbox for StoreOutbox {
    async fn due(&self, now: Timestamp) -> Result<Vec<Envelope>, HostError> {
        let envelopes = self.store.due(now, LONGEST_PAUSE).await?;
        *self.sessions.lock().unwrap_or_else(PoisonError::into_inner) = envelopes
            .iter()
            .map(|envelope| (envelope.decision.id, envelope.decision.session))
            .collect();
        Ok(envelopes
            .into_iter()
            .map(|envelope| Envelope {
                decision: envelope.decision,
                key: envelope.central_key,
                attempts: envelope.attempts,
            })
            .collect())
    }

    async fn sending(&self, id: DecisionId) -> Result<(), HostError> {
        Ok(self.store.mark_sending(id).await?)
    }

    async fn delivered(&self, id: DecisionId, at: Timestamp) -> Result<(), HostError> {
        self.store.mark_delivered(id, at).await?;
        self.tell(id);
        Ok(())
    }

    async fn postpone(
        &self,
        id: DecisionId,
        code: &str,
        retry_at: Timestamp,
    ) -> Result<(), HostError> {
        self.store.postpone(id, code, retry_at).await?;
        self.tell(id);
        Ok(())
    }

    async fn refused(&self, id: DecisionId, code: &str) -> Result<(), HostError> {
        self.store.mark_refused(id, code).await?;
        self.tell(id);
        Ok(())
    }
}

impl StoreOutbox {
    /// The outbox of `store`; `ui` is told what became of each decision.
    pub(super) fn new(store: Store, ui: Arc<dyn Ui>) -> Self {
        Self {
            store,
            ui,
            sessions: Mutex::default(),
        }
    }

    fn tell(&self, id: DecisionId) {
        let sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(session) = sessions.get(&id) {
            self.ui.notify(ui::Event::CaseChanged(*session));
        }
        self.ui.notify(ui::Event::QueueChanged);
    }
}
