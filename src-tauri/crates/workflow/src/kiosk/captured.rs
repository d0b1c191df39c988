//! What becomes of an attempt: its picture and its recording are sealed.

use domain::{
    id::SessionId,
    kiosk::{KioskEvent, Piece, Place},
};
use serde_json::json;
use store::Part;
use tokio::sync::mpsc::UnboundedReceiver;
use zeroize::Zeroizing;

use super::{
    Kiosk,
    stage::{Session, Stage},
    taking::{News, Report, Taking},
};
use crate::WorkflowError;

impl Kiosk {
    /// Takes note of what attempts report, until the kiosk closes.
    pub(super) async fn keep_listening(self, mut reports: UnboundedReceiver<Report>) {
        loop {
            let report = tokio::select! {
                () = self.inner.stop.cancelled() => return,
                report = reports.recv() => report,
            };
            let Some(report) = report else { return };
            if let Err(error) = self.hear(report).await {
                tracing::error!(%error, "What was captured could not be kept");
            }
            self.inner.ui.changed();
        }
    }

    async fn hear(&self, report: Report) -> Result<(), WorkflowError> {
        if matches!(report.news, News::Seen) {
            return Ok(());
        }
        let mut stage = self.inner.stage.lock().await;
        let Stage::Session(session) = &mut *stage else {
            return Ok(());
        };
        let Some(taking) = session.taking.take_if(|taking| taking.run == report.run) else {
            return Ok(());
        };
        self.inner.touch();
        match report.news {
            News::Seen => {}
            News::Still { jpeg, manual } => {
                self.keep_still(session, taking, jpeg, manual).await?;
            }
            News::FaceDone => self.keep_face(session, taking).await?,
            News::Failed(code) => {
                self.abandon(taking).await;
                self.fail(session, &code).await?;
            }
        }
        self.tend(&mut stage).await
    }

    async fn keep_still(
        &self,
        session: &mut Session,
        taking: Taking,
        jpeg: Vec<u8>,
        manual: bool,
    ) -> Result<(), WorkflowError> {
        let (id, piece) = (session.record.id, taking.piece);
        let attempt = taking.attempt;
        let tilt = taking.tilt;
        // A picture without its recording is worth keeping all the same.
        if let Some(film) = self.keep_film(id, taking).await? {
            session.note(film);
        }
        let jpeg = Zeroizing::new(jpeg);
        let still = self.inner.store.keep(id, piece, Part::Still, jpeg).await?;
        session.note(still);
        if session.flow.taken().is_ok() {
            let detail = json!({
                "piece": piece.name(),
                "attempt": attempt,
                "manual": manual,
                "tilt": tilt.name(),
            });
            self.settle(session, KioskEvent::Taken, &detail).await?;
        }
        Ok(())
    }

    async fn keep_face(&self, session: &mut Session, taking: Taking) -> Result<(), WorkflowError> {
        let attempt = taking.attempt;
        let Some(film) = self.keep_film(session.record.id, taking).await? else {
            return self.fail(session, "no_recording").await;
        };
        session.note(film);
        if session.flow.taken().is_ok() {
            let detail = json!({ "piece": Piece::Face.name(), "attempt": attempt });
            self.settle(session, KioskEvent::Taken, &detail).await?;
        }
        Ok(())
    }

    /// The attempt at hand failed.
    pub(super) async fn fail(
        &self,
        session: &mut Session,
        code: &str,
    ) -> Result<(), WorkflowError> {
        let Place::Taking(piece) = session.flow.place() else {
            return Ok(());
        };
        if session.flow.failed().is_ok() {
            session.failed = true;
            let detail = json!({ "piece": piece.name(), "code": code });
            self.settle(session, KioskEvent::AttemptFailed, &detail)
                .await?;
        }
        Ok(())
    }

    /// Ends the recording of an attempt and seals it as a file that can be
    /// played; `None` where there is none.
    async fn keep_film(
        &self,
        session: SessionId,
        taking: Taking,
    ) -> Result<Option<store::PieceRecord>, WorkflowError> {
        let inner = &self.inner;
        let (piece, draft) = (taking.piece, taking.draft);
        let whole = tokio::task::spawn_blocking(move || taking.end())
            .await
            .map_err(|_| WorkflowError::Interrupted)?;
        let Some(draft) = draft else {
            return Ok(None);
        };
        let mut film = None;
        if whole {
            let cut = inner.store.read_draft(session, draft).await?;
            let recorders = inner.recorders.clone();
            let finalised = tokio::task::spawn_blocking(move || recorders.finalise(&cut.bytes))
                .await
                .map_err(|_| WorkflowError::Interrupted)?;
            match finalised {
                Ok(bytes) => {
                    let bytes = Zeroizing::new(bytes);
                    film = Some(inner.store.keep(session, piece, Part::Film, bytes).await?);
                }
                Err(code) => tracing::warn!(%code, "A recording could not be finished"),
            }
        }
        inner.store.drop_draft(draft).await?;
        Ok(film)
    }
}
