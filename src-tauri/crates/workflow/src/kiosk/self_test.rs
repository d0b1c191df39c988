//! The test at the start of a day.

use std::{sync::Arc, time::Duration};

use domain::kiosk::{Challenge, KioskEvent};
use jiff::SignedDuration;
use serde_json::json;

use super::{
    CameraProblem, Kiosk, View,
    stage::Stage,
    view::{DeviceView, Light, OutOfService},
};
use crate::WorkflowError;

/// The clock may be off by so many seconds.
const DRIFT: i64 = 60;
/// A camera has so long to be measured.
const MEASURED_WITHIN: Duration = Duration::from_secs(4);
/// Less free space than this is bad, in megabytes; four times as much a warning.
const LEAST_FREE_MB: u64 = 500;
/// A certificate that ends within fewer days has to be renewed.
const RENEWED_BEFORE: i64 = 30;

/// What was found of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestResult {
    /// Its stable name.
    pub check: &'static str,
    /// How it is.
    pub state: TestState,
    /// A particular for whoever mends it; none of it is personal.
    pub detail: Option<String>,
}

/// How a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestState {
    /// It is being looked at.
    Running,
    /// Well.
    Good,
    /// It works, and should be looked after.
    Warn,
    /// It does not work.
    Bad,
}

const CHECKS: [&str; 9] = [
    "keyring",
    "disk",
    "faceCamera",
    "documentCamera",
    "light",
    "models",
    "central",
    "certificate",
    "clock",
];

impl Kiosk {
    /// Tests everything that a session needs, unless somebody is here.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub async fn self_test(&self) -> Result<View, WorkflowError> {
        let mut stage = self.inner.stage.lock().await;
        match &*stage {
            Stage::Welcome | Stage::OutOfService(..) | Stage::Stopped(_) | Stage::Outcome(_) => {
                *stage = Stage::SelfTest(Vec::new());
                self.inner.tasks.spawn(self.clone().test_itself());
            }
            // Once more, when the last one has ended.
            Stage::SelfTest(results) if has_ended(results) => {
                *stage = Stage::SelfTest(Vec::new());
                self.inner.tasks.spawn(self.clone().test_itself());
            }
            Stage::SelfTest(_)
            | Stage::Request(_)
            | Stage::NewRequest { .. }
            | Stage::Session(_) => {}
        }
        Ok(self.show(&stage))
    }

    /// Runs the tests; the kiosk takes people afterwards unless one was bad.
    pub(super) async fn test_itself(self) {
        let mut results: Vec<TestResult> = CHECKS
            .iter()
            .map(|check| TestResult {
                check,
                state: TestState::Running,
                detail: None,
            })
            .collect();
        self.publish(&results).await;
        self.open_both().await;
        for at in 0..results.len() {
            let (state, detail) = self.test(results[at].check).await;
            results[at].state = state;
            results[at].detail = detail;
            self.publish(&results).await;
        }
        self.close_eyes();
        let found: Vec<_> = results
            .iter()
            .map(|result| json!({ "check": result.check, "state": name(result.state) }))
            .collect();
        let event = KioskEvent::SelfTested;
        let told = self.inner.store.tell(None, event, &json!(found)).await;
        if let Err(error) = told {
            tracing::warn!(%error, "The self test could not be written down");
        }
        let all_well = results.iter().all(|result| result.state == TestState::Good);
        if all_well && self.inner.setup.test_at_start {
            let mut stage = self.inner.stage.lock().await;
            if let Stage::SelfTest(_) = *stage {
                self.welcome(&mut stage);
            }
        }
        self.inner.ui.changed();
    }

    /// Somebody has read the results: whether the kiosk takes people.
    pub(super) fn put_test_aside(&self, stage: &mut Stage) {
        let Stage::SelfTest(results) = &*stage else {
            return;
        };
        if !has_ended(results) {
            return;
        }
        let bad = results.iter().find(|result| result.state == TestState::Bad);
        match bad {
            Some(bad) => {
                let detail = Some(bad.check.to_owned());
                *stage = Stage::OutOfService(OutOfService::SelfTestFailed, detail);
            }
            None => self.welcome(stage),
        }
    }

    async fn publish(&self, results: &[TestResult]) {
        let mut stage = self.inner.stage.lock().await;
        if let Stage::SelfTest(shown) = &mut *stage {
            *shown = results.to_vec();
        }
        drop(stage);
        self.inner.ui.changed();
    }

    async fn test(&self, check: &'static str) -> (TestState, Option<String>) {
        match check {
            // The store is open: whatever holds its key has given it out.
            "keyring" => (TestState::Good, None),
            "disk" => self.test_disk().await,
            "faceCamera" => self.test_camera(|(face, _)| face).await,
            "documentCamera" => self.test_camera(|(_, document)| document).await,
            "light" => match self.light() {
                Light::Enough => (TestState::Good, None),
                Light::TooDark => (TestState::Warn, Some("tooDark".to_owned())),
                Light::TooBright => (TestState::Warn, Some("tooBright".to_owned())),
                Light::Unknown => (TestState::Bad, Some("unknown".to_owned())),
            },
            "models" => self.test_models().await,
            "central" => {
                let answer = self.inner.counter.time().await;
                self.heard(&answer);
                let refused = self.inner.status().refused;
                match answer {
                    // A kiosk works without it for a while.
                    Err(error) => (TestState::Warn, Some(error.code().to_owned())),
                    Ok(_) if refused > 0 => (TestState::Warn, Some(format!("refused {refused}"))),
                    Ok(_) => (TestState::Good, None),
                }
            }
            "certificate" => self.test_certificate().await,
            _ => self.test_clock().await,
        }
    }

    async fn test_disk(&self) -> (TestState, Option<String>) {
        match self.inner.store.free_bytes().await {
            Err(error) => {
                tracing::warn!(%error, "The free space could not be read");
                (TestState::Bad, None)
            }
            Ok(bytes) => {
                let free = bytes / (1024 * 1024);
                let state = if free < LEAST_FREE_MB {
                    TestState::Bad
                } else if free < 4 * LEAST_FREE_MB {
                    TestState::Warn
                } else {
                    TestState::Good
                };
                (state, Some(format!("{free} MB")))
            }
        }
    }

    async fn test_camera(
        &self,
        which: impl Fn((DeviceView, DeviceView)) -> DeviceView,
    ) -> (TestState, Option<String>) {
        let deadline = tokio::time::Instant::now() + MEASURED_WITHIN;
        loop {
            let device = which(self.devices());
            let (width, height, rate) = device.measured;
            let late = tokio::time::Instant::now() >= deadline;
            match device.problem {
                None if rate > 0 => {
                    return (TestState::Good, Some(format!("{width}×{height} {rate}/s")));
                }
                None if late => return (TestState::Bad, Some("stalled".to_owned())),
                Some(problem) if late || problem != CameraProblem::TooLittle => {
                    return (TestState::Bad, Some(problem_name(problem).to_owned()));
                }
                None | Some(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    async fn test_models(&self) -> (TestState, Option<String>) {
        let guides = Arc::clone(&self.inner.guides);
        let opened = tokio::task::spawn_blocking(move || {
            guides.with_face(&Challenge::drawn(super::random), &mut |_| {})
        });
        match opened.await {
            Ok(Ok(())) => (TestState::Good, None),
            Ok(Err(code)) => (TestState::Bad, Some(code)),
            Err(_) => (TestState::Bad, None),
        }
    }

    async fn test_certificate(&self) -> (TestState, Option<String>) {
        match self.inner.counter.certificate_ends().await {
            Ok(None) => (TestState::Good, Some("notApplicable".to_owned())),
            Ok(Some(ends)) => {
                let left = ends.duration_since(self.inner.clock.now());
                let (state, days) = days_left(left);
                (state, Some(days.to_string()))
            }
            Err(error) => (TestState::Warn, Some(error.code().to_owned())),
        }
    }

    async fn test_clock(&self) -> (TestState, Option<String>) {
        let Ok(Some(there)) = self.inner.counter.time().await else {
            return (TestState::Warn, Some("unknown".to_owned()));
        };
        let drift = self.inner.clock.now().duration_since(there).as_secs();
        let state = if drift.abs() <= DRIFT {
            TestState::Good
        } else {
            TestState::Warn
        };
        (state, Some(format!("{drift} s")))
    }
}

/// Whole days, and whether they are enough.
fn days_left(left: SignedDuration) -> (TestState, i64) {
    let days = left.as_hours().div_euclid(24);
    let state = if days >= RENEWED_BEFORE {
        TestState::Good
    } else {
        TestState::Warn
    };
    (state, days)
}

fn has_ended(results: &[TestResult]) -> bool {
    let running = |result: &TestResult| result.state == TestState::Running;
    !results.is_empty() && !results.iter().any(running)
}

const fn name(state: TestState) -> &'static str {
    match state {
        TestState::Running => "running",
        TestState::Good => "ok",
        TestState::Warn => "warn",
        TestState::Bad => "bad",
    }
}

const fn problem_name(problem: CameraProblem) -> &'static str {
    match problem {
        CameraProblem::Missing => "missing",
        CameraProblem::Busy => "busy",
        CameraProblem::NoPermission => "noPermission",
        CameraProblem::Stalled => "stalled",
        CameraProblem::TooLittle => "tooLittle",
        CameraProblem::Unplugged => "unplugged",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_renewed_a_month_before_it_ends() {
        check(24 * 365, TestState::Good, 365);
        check(24 * 30, TestState::Good, 30);
        check(24 * 30 - 1, TestState::Warn, 29);
        check(1, TestState::Warn, 0);
        check(-1, TestState::Warn, -1);
    }

    #[track_caller]
    fn check(hours: i64, state: TestState, days: i64) {
        let left = SignedDuration::from_hours(hours);
        assert_eq!(days_left(left), (state, days), "{hours} hours");
    }
}
