//! What the recording of a session shows of the person.

use std::ops::ControlFlow;

use domain::{assessment::Problem, evidence::Kind};

use super::Footage;
use crate::face::{FaceEngine, FaceError};
use crate::liveness::{Analyser, Liveness, LivenessPolicy};

/// Watches `footage` once, in constant memory.
///
/// # Errors
///
/// When a model fails. A recording that cannot be played to its end is a
/// problem of the case, and nothing is concluded from its beginning.
pub(super) fn watch(
    engine: &FaceEngine,
    footage: &mut dyn Footage,
) -> Result<Result<Liveness, Problem>, FaceError> {
    let mut analyser = Analyser::new(engine, None, LivenessPolicy::default());
    let mut failed = None;
    let played = footage.stream(&mut |time_ms, frame| match analyser.push(time_ms, frame) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    });
    if let Some(error) = failed {
        return Err(error);
    }
    Ok(match played {
        Ok(()) => Ok(analyser.finish()),
        Err(code) => Err(Problem {
            evidence: Kind::Video,
            code,
        }),
    })
}
