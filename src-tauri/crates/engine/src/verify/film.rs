//! What the recording of a session shows of the person.

use domain::{assessment::Problem, evidence::Kind};

use super::Footage;
use crate::face::{FaceEngine, FaceError};
use crate::liveness::{Analyser, Liveness, LivenessPolicy, WatchError};

/// Watches `footage`.
///
/// # Errors
///
/// When a model fails. A recording that cannot be played to its end is a
/// problem of the case.
pub(super) fn watch(
    engine: &FaceEngine,
    footage: &mut dyn Footage,
) -> Result<Result<Liveness, Problem>, FaceError> {
    let analyser = Analyser::new(engine, None, LivenessPolicy::default());
    match analyser.watch(footage) {
        Ok(liveness) => Ok(Ok(liveness)),
        Err(WatchError::Face(error)) => Err(error),
        Err(WatchError::Recording(code)) => Ok(Err(Problem {
            evidence: Kind::Video,
            code,
        })),
    }
}
