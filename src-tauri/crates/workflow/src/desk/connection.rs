//! The link to the central API: taking in and delivering, for as long as the
//! desk is open, and what there is to say about it.

use std::{sync::Arc, time::Duration};

use domain::operator::Operator;
use jiff::Timestamp;
use outbox::{RaoCredentials, SyncError};
use rand::{SeedableRng, rngs::StdRng};

use super::{Desk, account::Credentials, intake::StoreIntake};
use crate::{WorkflowError, desk::intake::StoreOutbox, ui};

/// How often the desk asks for news when nothing else wakes it.
const EVERY: Duration = Duration::from_secs(10);

/// What is known of the link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Connection {
    link: Link,
    problem: Option<LinkProblem>,
    last_contact: Option<Timestamp>,
}

/// Whether the central API answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Link {
    /// Nothing has been tried yet.
    #[default]
    Connecting,
    /// It answers.
    Online,
    /// It does not.
    Offline,
}

/// Why the central API does not answer as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkProblem {
    /// No connection could be made.
    Unreachable,
    /// It took too long.
    TimedOut,
    /// It does not let this desk in.
    Unauthorised,
    /// It reported an error of its own.
    ServerError,
    /// It answered in a form this version does not know.
    Unexpected,
}

/// The link and what waits for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionState {
    /// Whether the central API answers.
    pub link: Link,
    /// Why not, if it does not.
    pub problem: Option<LinkProblem>,
    /// When it last answered.
    pub last_contact: Option<Timestamp>,
    /// Decisions that have not arrived yet.
    pub waiting: u32,
    /// Decisions that were turned down.
    pub failed: u32,
    /// Where RAO password and PIN stand.
    pub credentials: super::CredentialsState,
}

impl Desk {
    /// The link and what waits for it.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn connection_state(&self) -> Result<ConnectionState, WorkflowError> {
        let counts = self.inner.store.outbox_counts().await?;
        let connection = self.inner.connection().clone();
        Ok(ConnectionState {
            link: connection.link,
            problem: connection.problem,
            last_contact: connection.last_contact,
            waiting: count(counts.waiting + counts.sending + counts.failed),
            failed: count(counts.refused),
            credentials: self.credentials_state(),
        })
    }

    /// Tries now instead of at the next turn.
    pub fn retry_now(&self) {
        self.inner.wake.notify_one();
    }

    /// Takes in and delivers until the desk closes.
    pub(super) async fn keep_in_touch(self) {
        loop {
            self.exchange().await;
            let pause = self.pause().await;
            tokio::select! {
                () = self.inner.stop.cancelled() => return,
                () = self.inner.wake.notified() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    async fn exchange(&self) {
        let inner = &self.inner;
        if let Err(error) = self.lapse_leases().await {
            tracing::warn!(%error, "Claims that nobody keeps could not be ended");
        }
        let intake = StoreIntake {
            store: inner.store.clone(),
            clock: Arc::clone(&inner.clock),
            ui: Arc::clone(&inner.ui),
            house: inner.house.clone(),
        };
        let taken = outbox::take_in(&inner.connector, &intake, &inner.stop).await;
        if let Ok(report) = &taken
            && report.changed()
        {
            inner.unchecked.notify_one();
            inner.ui.notify(ui::Event::QueueChanged);
        }
        self.note(taken.as_ref().err());
        self.deliver().await;
        inner.ui.notify(ui::Event::ConnectionChanged);
    }

    /// Sends what is due; waits for a round that is under way, then does one
    /// of its own.
    pub(super) async fn deliver(&self) {
        let inner = &self.inner;
        let _round = inner.delivering.lock().await;
        let outbox = StoreOutbox::new(inner.store.clone(), Arc::clone(&inner.ui));
        let mut random = StdRng::from_os_rng();
        let credentials = self.credentials();
        let held = credentials
            .as_ref()
            .map(|(operator, credentials)| (operator.id, credentials));
        let delivered =
            outbox::deliver(&inner.connector, &outbox, held, &*inner.clock, &mut random).await;
        match delivered {
            Ok(report) if report.credentials_rejected => {
                if let Some(seat) = inner.seat().as_mut() {
                    seat.credentials = Credentials::Rejected;
                }
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "Decisions could not be delivered"),
        }
    }

    /// How long to wait: until the next decision is due, at most [`EVERY`].
    async fn pause(&self) -> Duration {
        let next = match self.inner.store.next_due().await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(%error, "The outbox could not be read");
                None
            }
        };
        let wait = next.map(|due| due.duration_since(self.inner.clock.now()));
        match wait.map(Duration::try_from) {
            Some(Ok(wait)) => wait.clamp(Duration::from_millis(200), EVERY),
            // Due already, and yet not delivered: it waits for something else than time.
            Some(Err(_)) | None => EVERY,
        }
    }

    fn credentials(&self) -> Option<(Operator, RaoCredentials)> {
        let seat = self.inner.seat();
        let seat = seat.as_ref()?;
        match &seat.credentials {
            Credentials::Held(credentials) => Some((seat.operator.clone(), credentials.clone())),
            Credentials::Missing | Credentials::Rejected => None,
        }
    }

    fn note(&self, error: Option<&SyncError>) {
        let now = self.inner.clock.now();
        let mut connection = self.inner.connection();
        match error {
            None => {
                connection.link = Link::Online;
                connection.problem = None;
                connection.last_contact = Some(now);
            }
            Some(error) => {
                let problem = problem(error);
                if connection.problem != Some(problem) {
                    tracing::warn!(%error, "The central API cannot be used");
                }
                connection.link = Link::Offline;
                connection.problem = Some(problem);
            }
        }
    }
}

fn count(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The problem of the link that `error` stands for.
fn problem(error: &SyncError) -> LinkProblem {
    match error.code() {
        "timed_out" => LinkProblem::TimedOut,
        "unauthorised" | "configuration" => LinkProblem::Unauthorised,
        "unexpected_answer" | "too_large" => LinkProblem::Unexpected,
        "server_error" => LinkProblem::ServerError,
        _ => LinkProblem::Unreachable,
    }
}
