//! The engine at work on the sessions that came in, one after the other, on a
//! thread of its own.

use std::sync::Arc;

use domain::{
    evidence::Kind,
    id::{EvidenceId, SessionId},
};
use engine::{Step, Stopped, Watch, face::Descriptor};
use store::{EvidenceRecord, SessionRecord};
use zeroize::Zeroizing;

use super::Desk;
use crate::{
    WorkflowError, ui,
    verification::{Input, Verifier},
};

/// Where the checks of a session stand, until the assessment is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChecksState {
    /// They are running.
    Running(Progress),
    /// They could not run; the message names what to mend.
    Unavailable(String),
}

/// How far the checks of a session are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Steps done.
    pub done: u16,
    /// Steps in all.
    pub of: u16,
    /// The step that is running.
    pub step: Step,
}

impl Desk {
    /// Where the checks of `session` stand; `None` when they wait or are done.
    #[must_use]
    pub fn checks_state(&self, session: SessionId) -> Option<ChecksState> {
        self.inner.checks().get(&session).cloned()
    }

    /// Assesses what has not been assessed, until the desk closes.
    pub(super) async fn keep_checking(self) {
        loop {
            if let Err(error) = self.check_waiting().await {
                tracing::warn!(%error, "The checks were interrupted");
            }
            tokio::select! {
                () = self.inner.stop.cancelled() => return,
                () = self.inner.unchecked.notified() => {}
            }
        }
    }

    async fn check_waiting(&self) -> Result<(), WorkflowError> {
        for session in self.inner.store.unassessed().await? {
            if self.inner.stop.is_cancelled() {
                return Ok(());
            }
            if let Err(error) = self.check(session).await {
                tracing::warn!(session.id = %session, %error, "Session {session} could not be checked");
                let state = ChecksState::Unavailable(error.to_string());
                self.inner.checks().insert(session, state);
                self.inner.ui.notify(ui::Event::CaseChanged(session));
            }
        }
        Ok(())
    }

    async fn check(&self, session: SessionId) -> Result<(), WorkflowError> {
        let record = self.inner.store.session(session).await?;
        let was_unreadable = record.unreadable.is_some();
        let looked_at = record.evidence.clone();
        let input = self.engine_input(record).await?;
        let verifier: Arc<dyn Verifier> = Arc::clone(&self.inner.verifier);
        let mut teller = Teller {
            desk: self.clone(),
            session,
            done: 0,
            face: None,
        };
        let assessed = tokio::task::spawn_blocking(move || {
            let assessment = verifier.verify(&input, &mut teller);
            (assessment, teller.face)
        })
        .await;
        let (assessment, face) = match assessed {
            Ok((Ok(assessment), face)) => (assessment, face),
            Ok((Err(_), _)) if self.inner.stop.is_cancelled() => return Ok(()),
            Ok((Err(error), _)) => return Err(WorkflowError::Engine(error.to_string())),
            Err(_) => return Err(WorkflowError::Interrupted),
        };
        let now = self.inner.store.session(session).await?;
        let captured = |pieces: &[EvidenceRecord]| -> Vec<EvidenceId> {
            let pieces = pieces.iter().filter(|piece| piece.kind.is_captured());
            pieces.map(|piece| piece.id).collect()
        };
        if was_unreadable && now.unreadable.is_none()
            || captured(&now.evidence) != captured(&looked_at)
        {
            // Mended or captured anew meanwhile: this speaks of what is no more, and the session
            // stands in the list of those to be assessed.
            return Ok(());
        }
        self.inner
            .store
            .keep_assessment(session, &assessment)
            .await?;
        if let Some(face) = face {
            self.inner.store.keep_face(session, &face).await?;
        }
        self.inner.checks().remove(&session);
        self.inner.ui.notify(ui::Event::CaseChanged(session));
        self.inner.ui.notify(ui::Event::QueueChanged);
        Ok(())
    }

    async fn engine_input(&self, record: SessionRecord) -> Result<Input, WorkflowError> {
        let store = &self.inner.store;
        let mut pictures = Vec::new();
        let mut video = None;
        for evidence in &record.evidence {
            let mut plain: Zeroizing<Vec<u8>> = store.read_evidence(evidence.id).await?;
            let bytes = std::mem::take(&mut *plain);
            if evidence.kind == Kind::Video {
                video = Some(bytes);
            } else if evidence.kind.is_image() {
                pictures.push((evidence.kind, bytes));
            }
        }
        Ok(Input {
            process: record.process,
            declared: record.declared,
            captured: record.captured,
            reported: record.reported_checks,
            pictures,
            video,
            problems: record.problems,
            failure: None,
            today: self.inner.clock.today(),
        })
    }
}

/// Tells the window of each step, and the engine to stop when the desk closes.
struct Teller {
    desk: Desk,
    session: SessionId,
    done: u16,
    /// The face of the selfie, to be kept sealed.
    face: Option<Zeroizing<Vec<u8>>>,
}

impl Watch for Teller {
    fn saw_face(&mut self, face: &Descriptor) {
        self.face = Some(Zeroizing::new(face.to_bytes()));
    }

    fn begin(&mut self, step: Step) -> Result<(), Stopped> {
        if self.desk.inner.stop.is_cancelled() {
            return Err(Stopped);
        }
        let progress = Progress {
            done: self.done,
            of: Step::COUNT,
            step,
        };
        self.done = (self.done + 1).min(Step::COUNT);
        let state = ChecksState::Running(progress);
        self.desk.inner.checks().insert(self.session, state);
        self.desk.inner.ui.notify(ui::Event::ChecksProgressed {
            session: self.session,
            progress,
        });
        Ok(())
    }
}
