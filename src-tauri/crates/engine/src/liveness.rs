//! Liveness: whether a recording shows a living person before the camera.
//!
//! Start at [`Analyser`]: frames go in one by one, ten or more a second, and
//! [`Analyser::finish`] gives a [`Liveness`]. Memory stays the same however
//! long the recording is.
//!
//! One face is followed through all frames ([`Track`]); a flat picture of it
//! is told from a body on pixels (`planarity`); gestures are found with time
//! codes ([`Event`]) and compared with what was asked ([`Challenge`]); freezes,
//! cuts and repetitions are found on the whole picture ([`Continuity`]).
//! [`LivenessPolicy`] holds the thresholds, [`Reason`] what each test came to.
//!
//! What this does not see: a *video* of the person replayed or injected, a
//! face drawn over another in every frame, a face pasted over a still
//! background, a photograph that is bent while it is shown, a mask. Against the
//! first stands the challenge, whose order the replayed person did not know.

mod best;
mod challenge;
mod continuity;
mod decision;
mod ecc;
mod expression;
mod gestures;
mod homography;
mod live_gestures;
mod looping;
mod patch;
mod planarity;
mod policy;
mod pose;
mod reason;
mod track;
mod watch;

use image::RgbImage;

use crate::face::{FaceEngine, FaceError};

pub use best::BestFrame;
pub use challenge::{Challenge, ChallengeError, Fulfilment};
pub use continuity::Continuity;
pub use gestures::{Action, Event};
pub use live_gestures::LiveGestures;
pub use looping::Loop;
pub use policy::LivenessPolicy;
pub use pose::Pose;
pub use reason::{Decision, Outcome, Reason, Test};
pub use track::Track;
pub use watch::WatchError;

use best::Best;
use continuity::Watcher;
use decision::{Measured, decide, reasons, score};
use expression::Expression;
use gestures::{Gestures, Sample};
use patch::{Patch, Reservoir};
use planarity::planarity;
use track::Tracker;

/// How many milliseconds lie between two frames that are worth analysing.
pub const SAMPLE_EVERY_MS: u32 = 80;

/// Longer side of the frames in pixels: a face that fills a third of the
/// height is described as well as in a larger one.
pub const LONGER_SIDE_PX: u32 = 640;

/// Faces that are kept for planarity, and how many of them are compared.
const PATCHES: usize = 64;
const COMPARED: usize = 24;

/// What a recording was found to show.
#[derive(Debug, Clone)]
pub struct Liveness {
    /// Live, not live, or not assessable.
    pub decision: Decision,
    /// 0 to 1, above 0.5 where it is live: an order between recordings, no
    /// probability.
    pub score: f32,
    /// Every test with its number and threshold.
    pub reasons: Vec<Reason>,
    /// What the person did, in order of the beginnings.
    pub events: Vec<Event>,
    /// How the challenge was answered, where there was one.
    pub fulfilment: Option<Fulfilment>,
    /// How the face was followed.
    pub track: Track,
    /// Freezes, cuts and repetitions.
    pub continuity: Continuity,
    /// The best frames, the best first; at most five.
    pub best: Vec<BestFrame>,
    /// How many frames were looked at.
    pub frames: u32,
    /// Time of the last frame in milliseconds.
    pub duration_ms: u32,
}

/// Takes the frames of a recording one by one.
pub struct Analyser<'a> {
    engine: &'a FaceEngine,
    challenge: Option<Challenge>,
    policy: LivenessPolicy,
    tracker: Tracker,
    watcher: Watcher,
    gestures: Gestures,
    patches: Reservoir,
    best: Best,
    first_ms: Option<u32>,
    last_ms: u32,
}

impl<'a> Analyser<'a> {
    /// Judges by `policy`, and by `challenge` where the person was asked to do
    /// something.
    #[must_use]
    pub fn new(
        engine: &'a FaceEngine,
        challenge: Option<Challenge>,
        policy: LivenessPolicy,
    ) -> Self {
        Self {
            engine,
            challenge,
            policy,
            tracker: Tracker::new(),
            watcher: Watcher::new(),
            gestures: Gestures::new(),
            patches: Reservoir::new(PATCHES),
            best: Best::default(),
            first_ms: None,
            last_ms: 0,
        }
    }

    /// Looks at the frame shown at `time_ms`: upright RGB, not mirrored, of
    /// about [`LONGER_SIDE_PX`]. Frames come in order of time, ten or more a
    /// second, all of one size.
    ///
    /// # Errors
    ///
    /// When a model fails. A frame without a face is no error.
    pub fn push(&mut self, time_ms: u32, frame: &RgbImage) -> Result<(), FaceError> {
        let time_ms = time_ms.max(self.last_ms);
        self.first_ms.get_or_insert(time_ms);
        self.last_ms = time_ms;
        self.watcher.push(time_ms, frame);
        let seen = self
            .tracker
            .follow(self.engine, &self.policy, time_ms, frame)?;
        let Some(seen) = seen else {
            return Ok(());
        };
        if self.patches.wants_next()
            && let Some(patch) = Patch::cut(frame, &seen.face.landmarks)
        {
            self.patches.keep(patch);
        }
        self.gestures.push(Sample {
            time_ms,
            pose: Pose::of(&seen.face),
            expression: Expression::of(&seen.face),
        });
        if let Some(descriptor) = seen.descriptor {
            self.best.consider(time_ms, frame, &seen.face, descriptor);
        }
        Ok(())
    }

    /// What the frames showed.
    #[must_use]
    pub fn finish(self) -> Liveness {
        let duration_ms = self.last_ms - self.first_ms.unwrap_or(self.last_ms);
        let track = self.tracker.finish(self.last_ms);
        let continuity = self.watcher.finish();
        let planarity = planarity(&self.patches.spread(COMPARED));
        let events = self.gestures.finish();
        let fulfilment = self.challenge.map(|challenge| challenge.judge(&events));
        let measured = Measured {
            duration_ms,
            track: &track,
            planarity: &planarity,
            continuity: &continuity,
            fulfilment: fulfilment.as_ref(),
        };
        let reasons = reasons(&measured, &self.policy);
        Liveness {
            decision: decide(&reasons),
            score: score(&reasons, &self.policy),
            reasons,
            events,
            fulfilment,
            frames: track.frames,
            duration_ms,
            track,
            continuity,
            best: self.best.finish(),
        }
    }
}
