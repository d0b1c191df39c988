//! What happens because time passes: the warning and the wipe, measurements,
//! attempts that take too long.

use std::time::Duration;

use domain::kiosk::{Idle, Piece, Place, Stop};
use jiff::SignedDuration;

use super::{Kiosk, stage::Stage, view::OutOfService};
use crate::WorkflowError;

/// How often the time is looked at.
const EVERY: Duration = Duration::from_millis(500);
/// Nobody reads the last screen longer than this.
const LAST_SCREEN: SignedDuration = SignedDuration::from_secs(30);
/// Less free space than this takes nobody, in bytes: a session is some tens of
/// megabytes, and the database needs air.
const LEAST_FREE_BYTES: u64 = 500 * 1024 * 1024;
/// Ticks between two looks at the cameras, while nobody is here.
const LOOK_EVERY: u32 = 20;

impl Kiosk {
    /// Looks at the time until the kiosk closes.
    pub(super) async fn keep_ticking(self) {
        let mut ticks = tokio::time::interval(EVERY);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        for number in 0_u32.. {
            tokio::select! {
                () = self.inner.stop.cancelled() => return,
                _ = ticks.tick() => {}
            }
            match self.tick(number).await {
                Ok(true) => self.inner.ui.changed(),
                Ok(false) => {}
                Err(error) => tracing::error!(%error, "The kiosk could not follow the time"),
            }
        }
    }

    /// Whether something that is shown has changed.
    async fn tick(&self, number: u32) -> Result<bool, WorkflowError> {
        let inner = &self.inner;
        let mut stage = inner.stage.lock().await;
        let quiet = inner.clock.now().duration_since(inner.status().touched);
        let idle = inner.setup.policy.idle.look(quiet);
        match &mut *stage {
            Stage::Welcome
            | Stage::OutOfService(OutOfService::NoCamera | OutOfService::DiskFull, _) => {
                if number.is_multiple_of(LOOK_EVERY) {
                    return Ok(self.look_around(&mut stage).await);
                }
                Ok(false)
            }
            Stage::OutOfService(..) | Stage::SelfTest(_) => Ok(false),
            Stage::Outcome(_) | Stage::Stopped(_) => {
                // Whoever waits for staff reads it until they come.
                let enough = if matches!(*stage, Stage::Stopped(Stop::InPerson)) {
                    inner.setup.policy.idle.end_after
                } else {
                    LAST_SCREEN
                };
                if quiet >= enough {
                    self.welcome(&mut stage);
                    return Ok(true);
                }
                Ok(false)
            }
            Stage::Request(_) | Stage::NewRequest { .. } => {
                if idle == Idle::Over {
                    self.welcome(&mut stage);
                    return Ok(true);
                }
                Ok(self.warn(idle))
            }
            Stage::Session(session) => {
                if session.flow.place() == Place::Submitting {
                    return Ok(false);
                }
                if idle == Idle::Over && session.flow.stop(Stop::Idle).is_ok() {
                    inner.status().idle_seconds_left = None;
                    self.tend(&mut stage).await?;
                    return Ok(true);
                }
                let mut changed = self.warn(idle);
                let place = session.flow.place();
                let late = session.taking.as_ref().is_some_and(|taking| {
                    let waited = inner.clock.now().duration_since(taking.since);
                    taking.piece == Piece::Face && waited >= inner.setup.policy.face_within
                });
                if late && let Some(taking) = session.taking.take() {
                    self.abandon(taking).await;
                    self.fail(session, "too_late").await?;
                    changed = true;
                }
                let misses = inner.eyes().misses_one();
                if misses && number.is_multiple_of(4) {
                    self.open_eyes();
                }
                self.tend(&mut stage).await?;
                // Measurements and countdowns.
                Ok(changed || matches!(place, Place::Devices | Place::Phone | Place::Taking(_)))
            }
        }
    }

    fn warn(&self, idle: Idle) -> bool {
        let left = match idle {
            Idle::Warned { seconds_left } => Some(seconds_left),
            Idle::Fine | Idle::Over => None,
        };
        let mut status = self.inner.status();
        let changed = status.idle_seconds_left != left;
        status.idle_seconds_left = left;
        changed
    }

    /// Looks whether somebody can be taken: a camera, and space for what it
    /// sees. Whether that has changed.
    async fn look_around(&self, stage: &mut Stage) -> bool {
        let cameras = self.inner.cameras.clone();
        let none = tokio::task::spawn_blocking(move || cameras.list().is_empty())
            .await
            .unwrap_or(true);
        let full = match self.inner.store.free_bytes().await {
            Ok(free) => free < LEAST_FREE_BYTES,
            Err(error) => {
                tracing::warn!(%error, "The free space could not be read");
                false
            }
        };
        let reason = if none {
            Some(OutOfService::NoCamera)
        } else if full {
            Some(OutOfService::DiskFull)
        } else {
            None
        };
        let before = match &*stage {
            Stage::OutOfService(reason, _) => Some(*reason),
            Stage::Welcome
            | Stage::Request(_)
            | Stage::NewRequest { .. }
            | Stage::Session(_)
            | Stage::Outcome(_)
            | Stage::Stopped(_)
            | Stage::SelfTest(_) => None,
        };
        match reason {
            Some(reason) => *stage = Stage::OutOfService(reason, None),
            None => *stage = Stage::Welcome,
        }
        before != reason
    }
}
