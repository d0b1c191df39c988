//! The cameras that are attached to this machine, and recordings by FFmpeg.

use std::{io::Write, sync::Arc, time::Duration};

use capture::{
    camera::{self, CameraError, CameraId, CameraState, FrameReceiver, Timeouts, Wish},
    record::{self, Recorder},
};
use domain::kiosk::Least;

use super::camera::{
    CameraProblem, Cameras, Device, Eye, EyeState, Film, Frame, Frames, Recorders,
};

/// The cameras that are attached to this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct AttachedCameras {
    /// How long they are waited for.
    pub timeouts: Timeouts,
}

impl Cameras for AttachedCameras {
    fn list(&self) -> Vec<Device> {
        match camera::cameras() {
            Ok(found) => found
                .into_iter()
                .map(|info| Device {
                    id: info.id.as_str().to_owned(),
                    name: info.name,
                })
                .collect(),
            Err(error) => {
                tracing::warn!(%error, "The cameras could not be listed");
                Vec::new()
            }
        }
    }

    fn open(
        &self,
        id: &str,
        least: Least,
        accept_less: bool,
    ) -> Result<Arc<dyn Eye>, CameraProblem> {
        let wish = Wish {
            width: least.width,
            height: least.height,
            frames_per_second: least.frames_per_second,
            accept_less,
        };
        match camera::Camera::open(&CameraId::new(id), wish, self.timeouts) {
            Ok(camera) => Ok(Arc::new(Attached(camera))),
            Err(error) => {
                tracing::warn!(code = error.code(), %error, "A camera could not be opened");
                Err(problem(&error))
            }
        }
    }
}

struct Attached(camera::Camera);

impl Eye for Attached {
    fn wait(&self, after: u64, at_most: Duration) -> Option<Frame> {
        self.0.wait(after, at_most).map(|frame| seen(&frame))
    }

    fn subscribe(&self) -> Box<dyn Frames> {
        Box::new(Subscribed(self.0.subscribe()))
    }

    fn now(&self) -> Duration {
        self.0.now()
    }

    fn state(&self) -> EyeState {
        match self.0.state() {
            CameraState::Streaming { measured } => EyeState::Streaming {
                width: measured.width,
                height: measured.height,
                frames_per_second: measured.frames_per_second.round() as u32,
            },
            CameraState::Stalled { .. } => EyeState::Down(CameraProblem::Stalled),
            CameraState::Unplugged => EyeState::Down(CameraProblem::Unplugged),
            CameraState::Failed(error) => EyeState::Down(problem(&error)),
        }
    }
}

struct Subscribed(FrameReceiver);

impl Frames for Subscribed {
    fn next(&mut self, at_most: Duration) -> Option<Frame> {
        self.0.next(at_most).map(|frame| seen(&frame))
    }
}

/// What `error` is to somebody at the kiosk.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else is wrong with a camera, it gives no pictures"
)]
const fn problem(error: &CameraError) -> CameraProblem {
    match error {
        CameraError::Unplugged => CameraProblem::Unplugged,
        CameraError::InUse => CameraProblem::Busy,
        CameraError::NoPermission => CameraProblem::NoPermission,
        CameraError::TooLittle { .. } | CameraError::UnknownFormat => CameraProblem::TooLittle,
        _ => CameraProblem::Stalled,
    }
}

fn seen(frame: &camera::Frame) -> Frame {
    Frame {
        sequence: frame.sequence,
        at: frame.at,
        image: Arc::clone(&frame.image),
    }
}

/// Recordings by FFmpeg: H.264 in MP4.
#[derive(Debug, Clone, Copy, Default)]
pub struct FfmpegRecorders;

impl Recorders for FfmpegRecorders {
    fn start(
        &self,
        sink: Box<dyn Write + Send>,
        size: (u32, u32),
    ) -> Result<Box<dyn Film>, String> {
        match Recorder::start(sink, size) {
            Ok(recorder) => Ok(Box::new(Recording(recorder))),
            Err(error) => Err(error.to_string()),
        }
    }

    fn finalise(&self, cut: &[u8]) -> Result<Vec<u8>, String> {
        record::finalise(cut).map_err(|error| error.to_string())
    }
}

struct Recording(Recorder);

impl Film for Recording {
    fn push(&mut self, frame: &Frame) -> Result<(), String> {
        let frame = camera::Frame {
            sequence: frame.sequence,
            at: frame.at,
            image: Arc::clone(&frame.image),
        };
        self.0.push(&frame).map_err(|error| error.to_string())
    }

    fn finish(self: Box<Self>) -> Result<(), String> {
        let recorded = self.0.finish().map_err(|error| error.to_string())?;
        tracing::info!(
            frames = recorded.frames,
            dropped = recorded.dropped,
            codec = recorded.codec,
            "A recording is complete"
        );
        Ok(())
    }
}
