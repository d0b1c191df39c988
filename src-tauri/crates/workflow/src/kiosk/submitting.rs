//! Putting a session together: the engine looks at it, then it is handed over
//! to be sent, all in one transaction.

use std::sync::Arc;

use domain::{
    assessment::{Assessment, ProcessType},
    check::{Answer, Check, FaceFinding},
    evidence::Kind,
    field::Reading,
    id::SessionId,
    kiosk::{KioskEvent, Place},
};
use engine::{Step, Stopped, Watch};
use serde_json::json;
use store::{Package, Part, PieceRecord};
use tokio_util::sync::CancellationToken;

use super::{
    Kiosk, View,
    stage::{Outcome, Stage},
};
use crate::{WorkflowError, verification::Input};

impl Kiosk {
    /// Sends everything: the engine looks at it first, which takes a while.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn submit(&self) -> Result<View, WorkflowError> {
        let mut stage = self.inner.stage.lock().await;
        self.inner.touch();
        if let Stage::Session(session) = &mut *stage
            && session.flow.submit().is_ok()
        {
            let pieces = session.parts.values().flatten().cloned().collect();
            let id = session.record.id;
            self.settle(session, KioskEvent::Reviewed, &json!({}))
                .await?;
            self.inner
                .tasks
                .spawn(self.clone().put_together(id, pieces));
        }
        Ok(self.show(&stage))
    }

    async fn put_together(self, id: SessionId, pieces: Vec<PieceRecord>) {
        let package = match self.package(id, &pieces).await {
            Ok(package) => Some(package),
            Err(error) => {
                tracing::error!(session.id = %id, %error, "Session {id} could not be put together");
                None
            }
        };
        let mut stage = self.inner.stage.lock().await;
        if let Stage::Session(session) = &mut *stage
            && session.record.id == id
            && session.flow.place() == Place::Submitting
        {
            let submitted = match package {
                Some(package) => self
                    .inner
                    .store
                    .submit(&session.record, &package)
                    .await
                    .is_ok(),
                None => false,
            };
            if submitted {
                let request = &session.record.request;
                let outcome = Outcome {
                    session: id,
                    next_url: request.next_url.clone(),
                    look: session.look(),
                };
                *stage = Stage::Outcome(Box::new(outcome));
                self.close_eyes();
                self.inner.wake.notify_one();
            } else if session.flow.submit_failed().is_ok() {
                tracing::error!(session.id = %id, "Session {id} was not handed over");
            }
        }
        drop(stage);
        self.inner.touch();
        if let Err(error) = self.count().await {
            tracing::warn!(%error, "What waits could not be counted");
        }
        self.inner.ui.changed();
    }

    /// What the engine says of a session, in the words of the RA API. An engine
    /// that cannot run says nothing: the desk's will.
    async fn package(
        &self,
        id: SessionId,
        pieces: &[PieceRecord],
    ) -> Result<Package, WorkflowError> {
        let inner = &self.inner;
        let mut pictures = Vec::new();
        let mut video = None;
        for record in pieces {
            let kind = record.piece.evidence();
            let wanted = match record.part {
                Part::Still => kind.is_image(),
                Part::Film => kind == Kind::Video,
            };
            if !wanted {
                continue;
            }
            let mut plain = inner.store.read(record.id).await?;
            let bytes = std::mem::take(&mut *plain);
            if kind == Kind::Video {
                video = Some(bytes);
            } else {
                pictures.push((kind, bytes));
            }
        }
        let (declared, confirmed) = {
            let stage = inner.stage.lock().await;
            let Stage::Session(session) = &*stage else {
                return Err(WorkflowError::UnknownCase);
            };
            let needs = &session.record.request.needs;
            let confirmed = needs.phone.then_some(session.flow.facts().phone);
            (session.record.request.declared.clone(), confirmed)
        };
        let reported: Vec<(Check, bool)> = confirmed
            .map(|confirmed| (Check::OtpValidation, confirmed))
            .into_iter()
            .collect();
        let input = Input {
            process: ProcessType::High,
            declared,
            captured: Vec::new(),
            reported: reported.clone(),
            pictures,
            video,
            problems: Vec::new(),
            failure: None,
            today: inner.clock.today(),
        };
        let verifier = Arc::clone(&inner.verifier);
        let mut watch = UntilClosed(inner.stop.clone());
        let assessed = tokio::task::spawn_blocking(move || verifier.verify(&input, &mut watch))
            .await
            .map_err(|_| WorkflowError::Interrupted)?;
        Ok(match assessed {
            Ok(assessment) => package(&assessment, reported),
            Err(error) => {
                tracing::warn!(session.id = %id, %error, "The engine did not look at session {id}");
                Package {
                    checks: reported,
                    ..Package::default()
                }
            }
        })
    }
}

/// Stops the engine when the kiosk closes: the session is taken up again at the
/// next start.
struct UntilClosed(CancellationToken);

impl Watch for UntilClosed {
    fn begin(&mut self, _: Step) -> Result<(), Stopped> {
        if self.0.is_cancelled() {
            Err(Stopped)
        } else {
            Ok(())
        }
    }
}

/// One reading of each datum, and the checks that were answered.
fn package(assessment: &Assessment, reported: Vec<(Check, bool)>) -> Package {
    let mut captured: Vec<Reading> = Vec::new();
    // The sources are in the order of how far they can be trusted.
    let mut readings: Vec<&Reading> = assessment.readings.iter().collect();
    readings.sort_by_key(|reading| (reading.field, reading.source));
    for reading in readings {
        if captured.iter().all(|known| known.field != reading.field) {
            captured.push(reading.clone());
        }
    }
    let mut checks = reported;
    for finding in &assessment.findings {
        let passed = match finding.answer {
            Answer::Yes => true,
            Answer::No => false,
            Answer::NotAssessable => continue,
        };
        if checks.iter().all(|(check, _)| *check != finding.check) {
            checks.push((finding.check, passed));
        }
    }
    let similarity = match &assessment.face {
        FaceFinding::Compared { similarity, .. } => Some(similarity.score()),
        FaceFinding::NotAssessable(_) => None,
    };
    Package {
        captured,
        checks,
        similarity,
    }
}
