//! Guides that look with the embedded engine.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use domain::kiosk::{Challenge, Gesture, Piece, Tilt};
use engine::{
    face::FaceEngine,
    live::{self, DocumentGuide, DocumentStage, FaceStage, SelfieGuide},
    liveness::{self, Action},
    manifest::Models,
    quality::QualityPolicy,
};
use image::RgbImage;

use super::guide::{FaceGuide, FaceSight, Guides, StillGuide, StillSight, StillStage};

/// Guides of the engine whose models lie in a folder; they are loaded when
/// somebody is guided for the first time.
pub struct EngineGuides {
    models: PathBuf,
    loaded: Mutex<Option<Arc<Loaded>>>,
}

/// What guides look with.
struct Loaded {
    faces: FaceEngine,
    quality: QualityPolicy,
}

impl EngineGuides {
    /// Guides on the models in `models`, for pictures as good as the policy
    /// that lies there asks for.
    #[must_use]
    pub fn new(models: &Path) -> Self {
        Self {
            models: models.to_owned(),
            loaded: Mutex::new(None),
        }
    }

    fn loaded(&self) -> Result<Arc<Loaded>, String> {
        // A panic while loading leaves `None` behind: the next use tries again.
        let mut kept = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = &*kept {
            return Ok(Arc::clone(loaded));
        }
        let loaded = Arc::new(load(&self.models)?);
        *kept = Some(Arc::clone(&loaded));
        Ok(loaded)
    }
}

fn load(models: &Path) -> Result<Loaded, String> {
    let quality = QualityPolicy::among(models).map_err(|error| error.to_string())?;
    let models = Models::open(models).map_err(|error| error.to_string())?;
    let faces = FaceEngine::open(&models).map_err(|error| error.to_string())?;
    Ok(Loaded { faces, quality })
}

impl Guides for EngineGuides {
    fn with_still(
        &self,
        piece: Piece,
        tilt: Tilt,
        watch: &mut dyn FnMut(&mut dyn StillGuide),
    ) -> Result<(), String> {
        let Loaded { faces, quality } = &*self.loaded()?;
        if piece.lies_on_the_desk() {
            let guide = DocumentGuide::new(quality.document, asked_tilt(tilt));
            watch(&mut Document(guide));
        } else {
            watch(&mut Selfie(SelfieGuide::new(faces, quality.face)));
        }
        Ok(())
    }

    fn with_face(
        &self,
        challenge: &Challenge,
        watch: &mut dyn FnMut(&mut dyn FaceGuide),
    ) -> Result<(), String> {
        let Loaded { faces, quality } = &*self.loaded()?;
        let asked = liveness::Challenge {
            actions: challenge.gestures().iter().map(action).collect(),
        };
        watch(&mut Face(live::FaceGuide::new(faces, asked, quality.face)));
        Ok(())
    }
}

struct Document(DocumentGuide);

impl StillGuide for Document {
    fn look(&mut self, at_ms: u32, frame: &RgbImage) -> StillSight {
        let sight = self.0.look(at_ms, frame);
        StillSight {
            outline: sight.quad.map(|quad| quad.0.map(|p| (p.x, p.y))),
            hint: sight.hint,
            stage: match sight.stage {
                DocumentStage::Seek => StillStage::Seek,
                DocumentStage::Hold => StillStage::Hold,
                DocumentStage::Tilt => StillStage::Tilt,
                DocumentStage::Done => StillStage::Done,
            },
        }
    }

    fn best(&self) -> Option<RgbImage> {
        self.0.best().map(|still| still.image.clone())
    }
}

struct Selfie<'a>(SelfieGuide<'a>);

impl StillGuide for Selfie<'_> {
    fn look(&mut self, at_ms: u32, frame: &RgbImage) -> StillSight {
        match self.0.look(at_ms, frame) {
            Ok(sight) => StillSight {
                outline: None,
                hint: sight.hint,
                stage: match (sight.area, sight.done) {
                    (None, _) => StillStage::Seek,
                    (Some(_), false) => StillStage::Hold,
                    (Some(_), true) => StillStage::Done,
                },
            },
            Err(error) => {
                tracing::warn!(%error, "A frame could not be looked at");
                StillSight {
                    outline: None,
                    hint: None,
                    stage: StillStage::Seek,
                }
            }
        }
    }

    fn best(&self) -> Option<RgbImage> {
        self.0.best().cloned()
    }
}

struct Face<'a>(live::FaceGuide<'a>);

impl FaceGuide for Face<'_> {
    fn look(&mut self, at_ms: u32, frame: &RgbImage) -> Result<FaceSight, String> {
        let sight = self
            .0
            .look(at_ms, frame)
            .map_err(|error| error.to_string())?;
        Ok(FaceSight {
            hint: sight.hint,
            asked: sight.asked.and_then(gesture),
            done: sight.done,
            of: sight.of,
            finished: sight.stage == FaceStage::Done,
        })
    }
}

const fn asked_tilt(tilt: Tilt) -> live::Tilt {
    match tilt {
        Tilt::Left => live::Tilt::Left,
        Tilt::Right => live::Tilt::Right,
        Tilt::Towards => live::Tilt::Towards,
        Tilt::Away => live::Tilt::Away,
    }
}

const fn action(gesture: &Gesture) -> Action {
    match gesture {
        Gesture::Left => Action::TurnLeft,
        Gesture::Right => Action::TurnRight,
        Gesture::Blink => Action::Blink,
        Gesture::Smile => Action::Smile,
        Gesture::Closer => Action::ComeCloser,
    }
}

const fn gesture(action: Action) -> Option<Gesture> {
    match action {
        Action::TurnLeft => Some(Gesture::Left),
        Action::TurnRight => Some(Gesture::Right),
        Action::Blink => Some(Gesture::Blink),
        Action::Smile => Some(Gesture::Smile),
        Action::ComeCloser => Some(Gesture::Closer),
        Action::OpenMouth => None,
    }
}
