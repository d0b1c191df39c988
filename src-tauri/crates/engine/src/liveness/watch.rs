//! A whole recording, from its first frame to its last.

use std::ops::ControlFlow;

use super::{Analyser, Liveness};
use crate::face::FaceError;
use crate::verify::Footage;

/// Why a recording was not watched to its end.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// A model did not run.
    #[error(transparent)]
    Face(#[from] FaceError),
    /// The recording cannot be played to its end: the code of [`Footage`].
    #[error("the recording cannot be played to its end: {0}")]
    Recording(String),
}

impl Analyser<'_> {
    /// Watches `footage` once, in constant memory.
    ///
    /// # Errors
    ///
    /// Says which of the two gave up. Nothing is concluded from the beginning
    /// of a recording that cannot be played to its end.
    pub fn watch(mut self, footage: &mut dyn Footage) -> Result<Liveness, WatchError> {
        let mut failed = None;
        let played = footage.stream(&mut |time_ms, frame| match self.push(time_ms, frame) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        });
        if let Some(error) = failed {
            return Err(error.into());
        }
        played.map_err(WatchError::Recording)?;
        Ok(self.finish())
    }
}
