//! Stand-ins for cameras, recorder, guides and engine.

use std::{
    io::Write,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use domain::{
    Personal,
    assessment::{Assessment, Status},
    check::{Answer, Check, FaceFinding, Finding, Reason},
    field::{Name, Reading, Source},
    kiosk::{Challenge, Least, Piece, Tilt},
};
use engine::{EngineError, Watch};
use image::{Rgb, RgbImage};
use workflow::{
    kiosk::{
        Cameras, Guides, Recorders,
        camera::{CameraProblem, Device, Eye, EyeState, Film, Frame, Frames},
        guide::{FaceGuide, FaceSight, Hint, StillGuide, StillSight, StillStage},
    },
    verification::{Input, Verifier},
};

use crate::support::SURNAME;

/// A frame every so often.
const PACE: Duration = Duration::from_millis(5);

/// Two cameras that show grey pictures.
pub struct GreyCameras {
    pub plugged_in: AtomicUsize,
    /// Whether they give frames.
    pub alive: Arc<AtomicBool>,
    /// How many are open at the moment.
    pub open: Arc<AtomicU64>,
    /// How bright the grey is.
    pub shade: Arc<AtomicU8>,
}

impl Default for GreyCameras {
    fn default() -> Self {
        Self {
            plugged_in: AtomicUsize::new(2),
            alive: Arc::new(AtomicBool::new(true)),
            open: Arc::default(),
            shade: Arc::new(AtomicU8::new(120)),
        }
    }
}

impl Cameras for GreyCameras {
    fn list(&self) -> Vec<Device> {
        let count = self.plugged_in.load(Ordering::Acquire);
        (0..count)
            .map(|number| Device {
                id: format!("grey-{number}"),
                name: format!("Grey camera {number}"),
            })
            .collect()
    }

    fn open(&self, _: &str, _: Least, _: bool) -> Result<Arc<dyn Eye>, CameraProblem> {
        if !self.alive.load(Ordering::Acquire) {
            return Err(CameraProblem::Busy);
        }
        self.open.fetch_add(1, Ordering::AcqRel);
        Ok(Arc::new(GreyEye {
            begun: Instant::now(),
            alive: Arc::clone(&self.alive),
            open: Arc::clone(&self.open),
            shade: Arc::clone(&self.shade),
        }))
    }
}

struct GreyEye {
    begun: Instant,
    alive: Arc<AtomicBool>,
    open: Arc<AtomicU64>,
    shade: Arc<AtomicU8>,
}

impl GreyEye {
    fn frame(&self, after: u64) -> Option<Frame> {
        if !self.alive.load(Ordering::Acquire) {
            return None;
        }
        let at = self.begun.elapsed();
        let shade = self.shade.load(Ordering::Acquire);
        let sequence = 1 + u64::try_from(at.as_millis() / PACE.as_millis()).unwrap_or(0);
        (sequence > after).then(|| Frame {
            sequence,
            at,
            image: Arc::new(RgbImage::from_pixel(64, 36, Rgb([shade; 3]))),
        })
    }
}

impl Drop for GreyEye {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Eye for GreyEye {
    fn now(&self) -> Duration {
        self.begun.elapsed()
    }

    fn wait(&self, after: u64, at_most: Duration) -> Option<Frame> {
        let begun = Instant::now();
        loop {
            let frame = self.frame(after);
            if frame.is_some() || begun.elapsed() >= at_most {
                return frame;
            }
            thread::sleep(PACE);
        }
    }

    fn subscribe(&self) -> Box<dyn Frames> {
        Box::new(GreyFrames {
            eye: Self {
                begun: self.begun,
                alive: Arc::clone(&self.alive),
                open: {
                    self.open.fetch_add(1, Ordering::AcqRel);
                    Arc::clone(&self.open)
                },
                shade: Arc::clone(&self.shade),
            },
            after: 0,
        })
    }

    fn state(&self) -> EyeState {
        if self.alive.load(Ordering::Acquire) {
            EyeState::Streaming {
                width: 1280,
                height: 720,
                frames_per_second: 30,
            }
        } else {
            EyeState::Down(CameraProblem::Stalled)
        }
    }
}

struct GreyFrames {
    eye: GreyEye,
    after: u64,
}

impl Frames for GreyFrames {
    fn next(&mut self, at_most: Duration) -> Option<Frame> {
        let frame = self.eye.wait(self.after, at_most)?;
        self.after = frame.sequence;
        Some(frame)
    }
}

/// Writes frames one after the other, behind what an MP4 begins with.
pub struct PlainRecorder;

/// What every recording begins with when it is finished.
pub const FILM: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom";

impl Recorders for PlainRecorder {
    fn start(&self, sink: Box<dyn Write + Send>, _: (u32, u32)) -> Result<Box<dyn Film>, String> {
        Ok(Box::new(PlainFilm(sink)))
    }

    fn finalise(&self, cut: &[u8]) -> Result<Vec<u8>, String> {
        Ok([FILM, cut].concat())
    }
}

struct PlainFilm(Box<dyn Write + Send>);

impl Film for PlainFilm {
    fn push(&mut self, frame: &Frame) -> Result<(), String> {
        self.0
            .write_all(&[frame.image.as_raw(), &frame.sequence.to_le_bytes()[..]].concat())
            .map_err(|error| error.to_string())
    }

    fn finish(mut self: Box<Self>) -> Result<(), String> {
        self.0.flush().map_err(|error| error.to_string())
    }
}

/// Guides that are content after a few frames, unless they are told not to be.
#[derive(Default)]
pub struct QuickGuides {
    /// Never content with a picture.
    pub stubborn: AtomicBool,
    /// The face never does what it is asked.
    pub frozen: AtomicBool,
    /// There is no model.
    pub missing: AtomicBool,
}

const CONTENT_AFTER: u32 = 6;

impl Guides for QuickGuides {
    fn with_still(
        &self,
        _: Piece,
        _: Tilt,
        watch: &mut dyn FnMut(&mut dyn StillGuide),
    ) -> Result<(), String> {
        if self.missing.load(Ordering::Acquire) {
            return Err("model_missing".to_owned());
        }
        watch(&mut QuickStill {
            looks: 0,
            stubborn: self.stubborn.load(Ordering::Acquire),
            best: None,
        });
        Ok(())
    }

    fn with_face(
        &self,
        challenge: &Challenge,
        watch: &mut dyn FnMut(&mut dyn FaceGuide),
    ) -> Result<(), String> {
        if self.missing.load(Ordering::Acquire) {
            return Err("model_missing".to_owned());
        }
        watch(&mut QuickFace {
            looks: 0,
            challenge: challenge.clone(),
            frozen: self.frozen.load(Ordering::Acquire),
        });
        Ok(())
    }
}

struct QuickStill {
    looks: u32,
    stubborn: bool,
    best: Option<RgbImage>,
}

impl StillGuide for QuickStill {
    fn look(&mut self, _: u32, frame: &RgbImage) -> StillSight {
        self.looks += 1;
        let (hint, stage) = match self.looks {
            _ if self.stubborn => (Some(Hint::Glare), StillStage::Hold),
            0..=2 => (Some(Hint::NoDocument), StillStage::Seek),
            3 | 4 => (None, StillStage::Hold),
            5 => (None, StillStage::Tilt),
            CONTENT_AFTER.. => {
                self.best = Some(frame.clone());
                (None, StillStage::Done)
            }
        };
        let outline = [(8.0, 9.0), (56.0, 9.0), (56.0, 27.0), (8.0, 27.0)];
        StillSight {
            outline: Some(outline),
            hint,
            stage,
        }
    }

    fn best(&self) -> Option<RgbImage> {
        self.best.clone()
    }
}

struct QuickFace {
    looks: u32,
    challenge: Challenge,
    frozen: bool,
}

impl FaceGuide for QuickFace {
    fn look(&mut self, _: u32, _: &RgbImage) -> Result<FaceSight, String> {
        self.looks += 1;
        let gestures = self.challenge.gestures();
        let done = if self.frozen {
            0
        } else {
            gestures.len().min(self.looks as usize / 2)
        };
        Ok(FaceSight {
            hint: None,
            asked: gestures.get(done).copied(),
            done,
            of: gestures.len(),
            finished: done == gestures.len(),
        })
    }
}

/// An engine that has always seen the same.
#[derive(Default)]
pub struct SameVerifier {
    pub broken: AtomicBool,
    pub seen: Mutex<Vec<(usize, bool)>>,
}

impl Verifier for SameVerifier {
    fn verify(&self, input: &Input, _: &mut dyn Watch) -> Result<Assessment, EngineError> {
        let mut seen = self.seen.lock().expect("nobody panics with it");
        seen.push((input.pictures.len(), input.video.is_some()));
        if self.broken.load(Ordering::Acquire) {
            return Err(EngineError::from(engine::Stopped));
        }
        Ok(Assessment {
            process: input.process,
            status: Status::Accepted,
            findings: vec![
                Finding::new(Check::NonExpired, Answer::Yes, Reason::Reported),
                Finding::new(
                    Check::LivenessDetected,
                    Answer::NotAssessable,
                    Reason::NoMethod,
                ),
            ],
            face: FaceFinding::Compared {
                similarity: domain::Similarity::from_distance(0.2),
                frames: 3,
                several: Vec::new(),
            },
            features: Vec::new(),
            quality: Vec::new(),
            readings: vec![Reading {
                field: Name::Surname,
                source: Source::Mrz,
                value: Personal::from(SURNAME),
                seen: None,
            }],
            differences: Vec::new(),
            mrz: None,
            problems: Vec::new(),
            fail_reason: None,
            loip: None,
            engine: "engine 1".into(),
            took_ms: 1,
        })
    }
}
