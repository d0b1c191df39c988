//! A store and an outbox in memory that keep the contracts of the traits.

use std::sync::{
    Mutex,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use domain::{
    Clock,
    decision::{Decision, Outcome},
    id::{CentralKey, DecisionId, OperatorId, SessionId},
    session::State,
};
use jiff::{SignedDuration, Timestamp};
use outbox::{Envelope, HostError, Intake, Known, LONGEST_PAUSE, News, Outbox, RemoteSession};

/// A clock that tests move.
pub(crate) struct HandClock(Mutex<Timestamp>);

impl HandClock {
    pub(crate) fn new() -> Self {
        Self(Mutex::new("2026-11-21T09:00:00Z".parse().unwrap()))
    }

    pub(crate) fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now = now.saturating_add(by).unwrap();
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Status {
    Waiting { not_before: Timestamp, code: String },
    Sending,
    Delivered { at: Timestamp },
    Refused { code: String },
}

#[derive(Default)]
pub(crate) struct MemoryOutbox {
    pub(crate) rows: Mutex<Vec<(Envelope, Status)>>,
    /// Decisions that were taken back after they were called due.
    pub(crate) taken_back: Mutex<Vec<DecisionId>>,
    /// The next write of this kind fails, as if the machine stopped there.
    pub(crate) dies_before_delivered: AtomicBool,
}

impl MemoryOutbox {
    pub(crate) fn post(&self, key: i64, operator: OperatorId, outcome: Outcome) -> DecisionId {
        let decision = Decision {
            id: DecisionId::fresh(),
            session: SessionId::from_uuid(uuid_of(key)),
            operator,
            at: "2026-11-21T08:59:00Z".parse().unwrap(),
            outcome,
        };
        let id = decision.id;
        let envelope = Envelope {
            decision,
            key: CentralKey(key),
            attempts: 0,
        };
        let status = Status::Waiting {
            not_before: Timestamp::UNIX_EPOCH,
            code: String::new(),
        };
        self.rows.lock().unwrap().push((envelope, status));
        id
    }

    pub(crate) fn status(&self, id: DecisionId) -> Status {
        self.with(id, |_, status| status.clone())
    }

    pub(crate) fn attempts(&self, id: DecisionId) -> u32 {
        self.with(id, |envelope, _| envelope.attempts)
    }

    /// What a restart does: whatever was on its way waits again.
    pub(crate) fn restart(&self) {
        for (_, status) in self.rows.lock().unwrap().iter_mut() {
            if *status == Status::Sending {
                *status = Status::Waiting {
                    not_before: Timestamp::UNIX_EPOCH,
                    code: String::new(),
                };
            }
        }
    }

    /// Ends the attempt that was begun.
    fn end(&self, id: DecisionId, next: Status) {
        self.with(id, |_, status| {
            assert_eq!(*status, Status::Sending, "an attempt was begun");
            *status = next;
        });
    }

    fn with<T>(&self, id: DecisionId, act: impl FnOnce(&mut Envelope, &mut Status) -> T) -> T {
        let mut rows = self.rows.lock().unwrap();
        let (envelope, status) = rows
            .iter_mut()
            .find(|(envelope, _)| envelope.decision.id == id)
            .expect("a decision that was posted");
        act(envelope, status)
    }
}

fn uuid_of(key: i64) -> uuid::Uuid {
    uuid::Uuid::from_u128(key.unsigned_abs().into())
}

#[async_trait]
impl Outbox for MemoryOutbox {
    async fn due(&self, now: Timestamp) -> Result<Vec<Envelope>, HostError> {
        let farthest = now.saturating_add(LONGEST_PAUSE).unwrap();
        let is_due = |status: &Status| match status {
            Status::Waiting { not_before, .. } => *not_before <= now || *not_before > farthest,
            Status::Sending | Status::Delivered { .. } | Status::Refused { .. } => false,
        };
        let mut held_up = Vec::new();
        let mut due = Vec::new();
        for (envelope, status) in self.rows.lock().unwrap().iter() {
            let session = envelope.decision.session;
            if is_due(status) && !held_up.contains(&session) {
                due.push(envelope.clone());
            } else if matches!(status, Status::Waiting { .. } | Status::Sending) {
                held_up.push(session);
            }
        }
        Ok(due)
    }

    async fn sending(&self, id: DecisionId) -> Result<(), HostError> {
        if self.taken_back.lock().unwrap().contains(&id) {
            return Err("no such decision".into());
        }
        self.with(id, |envelope, status| {
            assert!(matches!(status, Status::Waiting { .. }), "begun once");
            envelope.attempts += 1;
            *status = Status::Sending;
        });
        Ok(())
    }

    async fn delivered(&self, id: DecisionId, at: Timestamp) -> Result<(), HostError> {
        if self.dies_before_delivered.swap(false, Ordering::SeqCst) {
            return Err("the machine stopped".into());
        }
        self.end(id, Status::Delivered { at });
        Ok(())
    }

    async fn postpone(
        &self,
        id: DecisionId,
        code: &str,
        retry_at: Timestamp,
    ) -> Result<(), HostError> {
        self.end(
            id,
            Status::Waiting {
                not_before: retry_at,
                code: code.to_owned(),
            },
        );
        Ok(())
    }

    async fn refused(&self, id: DecisionId, code: &str) -> Result<(), HostError> {
        let code = code.to_owned();
        self.end(id, Status::Refused { code });
        Ok(())
    }
}

#[derive(Default)]
pub(crate) struct MemoryIntake {
    pub(crate) kept: Mutex<Vec<RemoteSession>>,
}

#[async_trait]
impl Intake for MemoryIntake {
    async fn knows(&self, key: CentralKey) -> Result<Known, HostError> {
        let kept = self.kept.lock().unwrap();
        let known = kept.iter().find(|session| session.key == key);
        Ok(match known {
            None => Known::No,
            Some(session) if session.unreadable.is_some() => Known::Unreadable,
            Some(session) if session.state.is_with_customer() => Known::WithCustomer,
            Some(_) => Known::Kept,
        })
    }

    async fn mend(&self, session: RemoteSession) -> Result<(), HostError> {
        let mut kept = self.kept.lock().unwrap();
        let place = kept
            .iter_mut()
            .find(|kept| kept.key == session.key)
            .expect("a known session");
        *place = session;
        Ok(())
    }

    async fn renew(&self, session: RemoteSession) -> Result<(), HostError> {
        self.mend(session).await
    }

    async fn keep(&self, session: RemoteSession) -> Result<(), HostError> {
        self.kept.lock().unwrap().push(session);
        Ok(())
    }

    async fn known_open(&self) -> Result<Vec<CentralKey>, HostError> {
        let kept = self.kept.lock().unwrap();
        Ok(kept
            .iter()
            .filter(|it| !it.state.is_terminal())
            .map(|it| it.key)
            .collect())
    }

    async fn state_news(&self, key: CentralKey, state: State) -> Result<News, HostError> {
        let mut kept = self.kept.lock().unwrap();
        let session = kept
            .iter_mut()
            .find(|session| session.key == key)
            .expect("a known session");
        let comes_back = session.state.is_with_customer() && state == State::WaitingForReview;
        if !comes_back && session.state.gives_way_to(&state) {
            session.state = state;
            Ok(News::Taken)
        } else {
            Ok(News::Stale)
        }
    }
}
