//! What follows every act: what is settled is written down, cameras and
//! recordings go where the session is, and a session that was stopped is wiped.

use std::sync::{Arc, atomic::Ordering};

use domain::kiosk::{Challenge, KioskEvent, Piece, Place, Tilt};
use serde_json::Value;

use super::{
    Kiosk, random,
    stage::{Session, Stage},
    taking::{Start, Taking},
};
use crate::WorkflowError;

impl Kiosk {
    /// Writes down what is settled of a session, and what happened.
    pub(super) async fn settle(
        &self,
        session: &mut Session,
        event: KioskEvent,
        detail: &Value,
    ) -> Result<(), WorkflowError> {
        session.record.facts = session.flow.facts().clone();
        session.record.touched_at = self.inner.clock.now();
        Ok(self
            .inner
            .store
            .settle(&session.record, event, detail)
            .await?)
    }

    /// Makes cameras and recordings follow where the session is; a session that
    /// was stopped is wiped.
    pub(super) async fn tend(&self, stage: &mut Stage) -> Result<(), WorkflowError> {
        let Stage::Session(session) = &mut *stage else {
            return Ok(());
        };
        let place = session.flow.place();
        let wanted = match place {
            Place::Taking(piece) => Some((piece, session.flow.attempt(piece).0)),
            Place::Devices
            | Place::Consent
            | Place::Taken(_)
            | Place::Phone
            | Place::Review
            | Place::Submitting
            | Place::Stopped(_) => None,
        };
        if let Some(taking) =
            (session.taking).take_if(|taking| Some((taking.piece, taking.attempt)) != wanted)
        {
            self.abandon(taking).await;
        }
        match (place, wanted) {
            (Place::Stopped(why), _) => {
                let id = session.record.id;
                *stage = Stage::Stopped(why);
                self.close_eyes();
                self.inner.store.wipe(id, why.code()).await?;
                // The central API is told.
                self.inner.wake.notify_one();
            }
            // A face moves when its owner says so.
            (_, Some((piece, _))) if piece != Piece::Face && session.taking.is_none() => {
                self.start_taking(session, piece).await?;
            }
            (_, Some(_) | None) => {}
        }
        Ok(())
    }

    pub(super) async fn start_taking(
        &self,
        session: &mut Session,
        piece: Piece,
    ) -> Result<(), WorkflowError> {
        let inner = &self.inner;
        let Some(eye) = inner.eyes().eye(piece) else {
            // The camera went away; the tick opens it again.
            return Ok(());
        };
        let (draft, sink) = inner.store.begin_draft(session.record.id, piece).await?;
        session.failed = false;
        session.taking = Some(Taking::begin(Start {
            run: inner.runs.fetch_add(1, Ordering::AcqRel),
            piece,
            attempt: session.flow.attempt(piece).0,
            tilt: Tilt::drawn(random),
            challenge: inner
                .setup
                .challenge
                .clone()
                .unwrap_or_else(|| Challenge::drawn(random)),
            since: inner.clock.now(),
            eye,
            guides: Arc::clone(&inner.guides),
            recorders: Arc::clone(&inner.recorders),
            draft: Some((draft, Box::new(sink))),
            reports: inner.reports.clone(),
        }));
        Ok(())
    }

    /// Ends an attempt and throws its recording away.
    pub(super) async fn abandon(&self, taking: Taking) {
        let draft = taking.draft;
        if tokio::task::spawn_blocking(move || taking.end())
            .await
            .is_err()
        {
            tracing::error!("An attempt could not be ended");
        }
        if let Some(draft) = draft
            && let Err(error) = self.inner.store.drop_draft(draft).await
        {
            tracing::warn!(%error, "A recording could not be thrown away");
        }
    }

    /// Whether the picture at hand may be taken by hand.
    pub(super) fn by_hand(&self, taking: &Taking) -> bool {
        let waited = self.inner.clock.now().duration_since(taking.since);
        let open = waited >= self.inner.setup.policy.manual_after;
        taking.piece != Piece::Face && (open || taking.sight().unguided)
    }

    /// Nobody is here any more.
    pub(super) fn welcome(&self, stage: &mut Stage) {
        *stage = Stage::Welcome;
        let mut status = self.inner.status();
        status.language = self.inner.setup.language;
        status.staff_called = false;
        status.idle_seconds_left = None;
    }
}
