//! Sending what was handed over, for as long as the kiosk is open.

use std::time::Duration;

use domain::{evidence::Kind, session::State};
use outbox::{LONGEST_PAUSE, Retry, SyncError};
use rand::{SeedableRng as _, rngs::StdRng};
use store::{KnownRequest, Part, Shipment, ShipmentStep};

use super::{Kiosk, counter::Submission};
use crate::WorkflowError;

/// How often the central API is asked whether it is there.
const EVERY: Duration = Duration::from_secs(30);

/// What became of a step.
enum Sent {
    /// The request was made.
    Created(KnownRequest),
    /// Evidence or video have arrived.
    Arrived,
}

/// Why a step was not done.
enum NotSent {
    /// The central API said so.
    Central(SyncError),
    /// What was to be sent cannot be: a stable code.
    Unsendable(&'static str),
}

impl From<SyncError> for NotSent {
    fn from(error: SyncError) -> Self {
        Self::Central(error)
    }
}

impl Kiosk {
    /// Sends until the kiosk closes.
    pub(super) async fn keep_sending(self) {
        loop {
            if let Err(error) = self.send_due().await {
                tracing::warn!(%error, "What waits could not be sent");
            }
            if let Err(error) = self.tell_failures().await {
                tracing::warn!(%error, "What ended early could not be told");
            }
            let answer = tokio::select! {
                () = self.inner.stop.cancelled() => return,
                answer = self.inner.counter.time() => answer,
            };
            self.heard(&answer);
            if let Err(error) = self.count().await {
                tracing::warn!(%error, "What waits could not be counted");
            }
            self.inner.ui.changed();
            let pause = self.pause().await;
            tokio::select! {
                () = self.inner.stop.cancelled() => return,
                () = self.inner.wake.notified() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Does step after step until nothing is due.
    async fn send_due(&self) -> Result<(), WorkflowError> {
        let inner = &self.inner;
        loop {
            let due = inner.store.due(inner.clock.now(), LONGEST_PAUSE).await?;
            if due.is_empty() {
                return Ok(());
            }
            for shipment in due {
                if inner.stop.is_cancelled() {
                    return Ok(());
                }
                self.send(&shipment).await?;
            }
        }
    }

    /// Tells the central API which sessions ended early. One that it does not
    /// want to hear of is left at that: it has the request in another state.
    async fn tell_failures(&self) -> Result<(), WorkflowError> {
        let inner = &self.inner;
        let now = inner.clock.now();
        for failure in inner.store.failures_due(now, LONGEST_PAUSE).await? {
            let (id, key) = (failure.session, failure.key);
            let told = inner.counter.failed(key, id, &failure.code).await;
            self.heard(&told);
            let Err(error) = told else {
                inner.store.failure_settled(&failure).await?;
                continue;
            };
            tracing::warn!(session.id = %id, %error, "The end of session {id} was not taken");
            let mut random = StdRng::from_os_rng();
            match outbox::retry(&error, failure.attempts + 1, &mut random) {
                Retry::After(pause) => {
                    let at = now.checked_add(pause).unwrap_or(now);
                    inner.store.failure_postponed(id, at).await?;
                }
                Retry::NeedsCredentials | Retry::Never => {
                    inner.store.failure_settled(&failure).await?;
                }
            }
        }
        Ok(())
    }

    async fn send(&self, shipment: &Shipment) -> Result<(), WorkflowError> {
        let inner = &self.inner;
        let (id, step) = (shipment.session.id, shipment.step);
        inner.store.sending(id, step).await?;
        match self.attempt(shipment).await {
            Ok(Sent::Created(known)) => inner.store.created(id, &known).await?,
            Ok(Sent::Arrived) => {
                if inner.store.arrived(id, step).await? {
                    inner.status().arrived = Some(id);
                    self.count().await?;
                    inner.ui.changed();
                }
            }
            Err(NotSent::Unsendable(code)) => {
                tracing::error!(session.id = %id, code, "Session {id} cannot be sent");
                inner.store.refused(id, step, code).await?;
            }
            Err(NotSent::Central(error)) => {
                let mut random = StdRng::from_os_rng();
                let code = error.code();
                match outbox::retry(&error, shipment.attempts + 1, &mut random) {
                    Retry::After(pause) => {
                        let now = inner.clock.now();
                        let at = now.checked_add(pause).unwrap_or(now);
                        inner.store.postpone(id, step, code, at).await?;
                    }
                    Retry::NeedsCredentials | Retry::Never => {
                        tracing::error!(session.id = %id, code, "Session {id} was turned down");
                        inner.store.refused(id, step, code).await?;
                        self.count().await?;
                    }
                }
            }
        }
        Ok(())
    }

    async fn attempt(&self, shipment: &Shipment) -> Result<Sent, NotSent> {
        let session = &shipment.session;
        let request = &session.request;
        let counter = &self.inner.counter;
        let answer = match (shipment.step, &request.known) {
            (ShipmentStep::Create, _) => {
                let made = counter.create(&request.declared, &request.creation).await;
                self.heard(&made);
                return Ok(Sent::Created(made?.known));
            }
            (ShipmentStep::Evidence | ShipmentStep::Video, None) => {
                return Err(NotSent::Unsendable("no_request"));
            }
            (ShipmentStep::Evidence, Some(known)) => {
                let submission = self.submission(shipment).await?;
                counter.evidence(known, &submission).await
            }
            (ShipmentStep::Video, Some(known)) => {
                let video = self.video(shipment).await?;
                counter.video(known, video).await
            }
        };
        self.heard(&answer);
        match (answer, &request.known) {
            (Ok(()), _) => Ok(Sent::Arrived),
            // An attempt before this one may have taken effect unheard.
            (Err(SyncError::WrongState { .. }), Some(known))
                if is_complete(&counter.state(known.key).await?) =>
            {
                Ok(Sent::Arrived)
            }
            (Err(error), _) => Err(error.into()),
        }
    }

    async fn submission(&self, shipment: &Shipment) -> Result<Submission, NotSent> {
        let session = &shipment.session;
        let acceptance = session.facts.consent.clone();
        let acceptance = acceptance.ok_or(NotSent::Unsendable("no_consent"))?;
        let mut images = Vec::new();
        for record in self.parts(shipment).await? {
            let kind = record.piece.evidence();
            if record.part == Part::Still && kind.is_image() {
                images.push((kind, self.read(&record).await?));
            }
        }
        Ok(Submission {
            acceptance,
            images,
            read: shipment.package.captured.clone(),
            checks: shipment.package.checks.clone(),
            similarity: shipment.package.similarity,
        })
    }

    async fn video(&self, shipment: &Shipment) -> Result<Vec<u8>, NotSent> {
        let records = self.parts(shipment).await?;
        let film = records
            .iter()
            .find(|record| record.part == Part::Film && record.piece.evidence() == Kind::Video);
        self.read(film.ok_or(NotSent::Unsendable("no_video"))?)
            .await
    }

    async fn parts(&self, shipment: &Shipment) -> Result<Vec<store::PieceRecord>, NotSent> {
        let parts = self.inner.store.pieces(shipment.session.id).await;
        parts.map_err(|error| unreadable(&error))
    }

    async fn read(&self, record: &store::PieceRecord) -> Result<Vec<u8>, NotSent> {
        let plain = self.inner.store.read(record.id).await;
        let mut plain = plain.map_err(|error| unreadable(&error))?;
        Ok(std::mem::take(&mut *plain))
    }

    /// How long to wait: until the next step is due, at most [`EVERY`].
    async fn pause(&self) -> Duration {
        let next = match self.inner.store.next_due().await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(%error, "What waits could not be read");
                None
            }
        };
        let wait = next.map(|due| due.duration_since(self.inner.clock.now()));
        match wait.map(Duration::try_from) {
            Some(Ok(wait)) => wait.clamp(Duration::from_millis(200), EVERY),
            Some(Err(_)) | None => EVERY,
        }
    }
}

fn unreadable(error: &store::StoreError) -> NotSent {
    tracing::error!(%error, "What was captured could not be read");
    NotSent::Unsendable("unreadable")
}

/// Whether everything of a request is there already.
const fn is_complete(state: &State) -> bool {
    match state {
        State::WaitingForReview | State::Validated | State::Approved | State::Refused => true,
        State::Capturing
        | State::Incomplete
        | State::CaptureFailed
        | State::Cancelled
        | State::Unknown(_) => false,
    }
}
