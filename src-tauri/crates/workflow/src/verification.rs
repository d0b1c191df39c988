//! From sealed evidence to an assessment: everything is judged by `engine`;
//! [`crate::footage`] hands it the frames of recordings.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use domain::{
    assessment::{Assessment, Problem, ProcessType},
    check::Check,
    evidence::Kind,
    failure::FailReason,
    field::{Declared, Reading},
    policy::Policy,
};
use engine::{Case, Engine, EngineError, Footage, Watch, quality::QualityPolicy};
use jiff::civil::Date;

use crate::footage::RecordedFootage;

/// A session as the engine wants it.
#[derive(Debug, Clone)]
pub struct Input {
    /// By which rules the verdict is made.
    pub process: ProcessType,
    /// What the request declared.
    pub declared: Vec<Declared>,
    /// What the capture read.
    pub captured: Vec<Reading>,
    /// What the capture checked.
    pub reported: Vec<(Check, bool)>,
    /// The pictures, as files.
    pub pictures: Vec<(Kind, Vec<u8>)>,
    /// The recording, as a file.
    pub video: Option<Vec<u8>>,
    /// Evidence that was unusable before the engine saw it.
    pub problems: Vec<Problem>,
    /// What kept the capture from being completed, where something did.
    pub failure: Option<FailReason>,
    /// The civil date at the counter.
    pub today: Date,
}

/// Who assesses sessions.
pub trait Verifier: Send + Sync + 'static {
    /// Assesses `input`, telling `watch` of each step.
    ///
    /// # Errors
    ///
    /// When the engine cannot run at all, or `watch` stops it. Unusable
    /// evidence is no error: it is a finding.
    fn verify(&self, input: &Input, watch: &mut dyn Watch) -> Result<Assessment, EngineError>;
}

/// The embedded engine, opened at its first use and kept.
pub struct EmbeddedVerifier {
    models: PathBuf,
    policy: Option<Policy>,
    quality: Option<QualityPolicy>,
    engine: Mutex<Option<Arc<Engine>>>,
}

impl EmbeddedVerifier {
    /// An engine on the models in the folder `models`, which decides and
    /// measures quality by the policies that lie there.
    #[must_use]
    pub fn new(models: &Path) -> Self {
        Self {
            models: models.to_owned(),
            policy: None,
            quality: None,
            engine: Mutex::new(None),
        }
    }

    /// The same, deciding by `policy`.
    #[must_use]
    pub fn with_policy(self, policy: Policy) -> Self {
        Self {
            policy: Some(policy),
            ..self
        }
    }

    /// The same, measuring the quality of pictures by `quality`.
    #[must_use]
    pub fn with_quality(self, quality: QualityPolicy) -> Self {
        Self {
            quality: Some(quality),
            ..self
        }
    }

    fn engine(&self) -> Result<Arc<Engine>, EngineError> {
        // A panic while opening leaves `None` behind: the next use tries again.
        let mut kept = self.engine.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(engine) = &*kept {
            return Ok(Arc::clone(engine));
        }
        let mut engine = Engine::open(&self.models)?;
        if let Some(policy) = self.policy.clone() {
            engine = engine.with_policy(policy);
        }
        if let Some(quality) = self.quality {
            engine = engine.with_quality(quality);
        }
        let engine = Arc::new(engine);
        *kept = Some(Arc::clone(&engine));
        Ok(engine)
    }
}

impl Verifier for EmbeddedVerifier {
    fn verify(&self, input: &Input, watch: &mut dyn Watch) -> Result<Assessment, EngineError> {
        let begun = Instant::now();
        let engine = self.engine()?;
        let mut recording = input.video.as_deref().map(RecordedFootage::new);
        let case = Case {
            process: input.process,
            declared: &input.declared,
            captured: &input.captured,
            reported: &input.reported,
            pictures: input
                .pictures
                .iter()
                .map(|(kind, bytes)| (*kind, &bytes[..]))
                .collect(),
            footage: recording
                .as_mut()
                .map(|recording| recording as &mut dyn Footage),
            problems: &input.problems,
            failure: input.failure.as_ref(),
            today: input.today,
        };
        let mut assessment = engine.verify(case, watch)?;
        assessment.took_ms = u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX);
        Ok(assessment)
    }
}
