//! Gestures while they happen.

use super::expression::Expression;
use super::gestures::{self, Event, Sample};
use super::pose::Pose;
use crate::face::Face;

/// Samples that are kept: half a minute at ten frames a second. Gestures are
/// judged against how the face looked within them.
const MOST: usize = 300;

/// Says what a person is doing before the camera, frame by frame, by the same
/// rules as the analysis of a recording. Memory stays the same however long it
/// takes.
#[derive(Default)]
pub struct LiveGestures {
    recent: Vec<Sample>,
}

impl LiveGestures {
    /// Nothing was seen yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { recent: Vec::new() }
    }

    /// Takes note of `face` as it looks at `time_ms`. Frames come in order of
    /// time, ten or more a second.
    pub fn push(&mut self, time_ms: u32, face: &Face) {
        if self.recent.len() == MOST {
            self.recent.drain(..MOST / 3);
        }
        self.recent.push(Sample {
            time_ms,
            pose: Pose::of(face),
            expression: Expression::of(face),
        });
    }

    /// What was seen within the last half minute, gesture by gesture; one that
    /// goes on ends at the last frame.
    #[must_use]
    pub fn seen(&self) -> Vec<Event> {
        gestures::found(&self.recent)
    }
}
