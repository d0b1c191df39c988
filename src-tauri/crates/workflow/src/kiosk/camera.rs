//! Cameras and recorders as the kiosk sees them. Everything here blocks, and is
//! called on threads of its own.

use std::{io::Write, sync::Arc, time::Duration};

use domain::kiosk::Least;
use image::RgbImage;

/// A frame.
#[derive(Clone)]
pub struct Frame {
    /// Its number, growing.
    pub sequence: u64,
    /// When it was taken, since the camera was opened.
    pub at: Duration,
    /// The picture.
    pub image: Arc<RgbImage>,
}

/// A camera that can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// What it is known by, also after it was plugged in elsewhere, where the
    /// system tells.
    pub id: String,
    /// Its name, for people.
    pub name: String,
}

/// Why a camera cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameraProblem {
    /// There is none.
    Missing,
    /// Another program uses it.
    Busy,
    /// The system does not let the kiosk use it.
    NoPermission,
    /// It does not open, or gives no frames.
    Stalled,
    /// It cannot give what the policy wants.
    TooLittle,
    /// It was unplugged.
    Unplugged,
}

/// How an open camera is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EyeState {
    /// It delivers, as measured; zeros until it was measured.
    Streaming {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Frames a second.
        frames_per_second: u32,
    },
    /// It does not.
    Down(CameraProblem),
}

/// The cameras of this machine.
pub trait Cameras: Send + Sync + 'static {
    /// Those that are there.
    fn list(&self) -> Vec<Device>;

    /// Opens the camera `id`.
    ///
    /// # Errors
    /// Why it cannot be used.
    fn open(
        &self,
        id: &str,
        least: Least,
        accept_less: bool,
    ) -> Result<Arc<dyn Eye>, CameraProblem>;
}

/// An open camera; dropping the last handle closes it.
pub trait Eye: Send + Sync {
    /// The newest frame after number `after`, waiting at most so long for it.
    fn wait(&self, after: u64, at_most: Duration) -> Option<Frame>;
    /// Every frame from now on.
    fn subscribe(&self) -> Box<dyn Frames>;
    /// The present, as the frames count it in [`Frame::at`].
    fn now(&self) -> Duration;
    /// How it is.
    fn state(&self) -> EyeState;
}

/// Frames in order, of which the oldest are dropped when nobody takes them.
pub trait Frames: Send {
    /// The next one, waiting at most so long for it.
    fn next(&mut self, at_most: Duration) -> Option<Frame>;
}

/// What makes recordings.
pub trait Recorders: Send + Sync + 'static {
    /// Begins a recording of frames of this size into `sink`.
    ///
    /// # Errors
    /// A stable code, for the log.
    fn start(&self, sink: Box<dyn Write + Send>, size: (u32, u32))
    -> Result<Box<dyn Film>, String>;

    /// The recording `cut` as a file that can be played and searched; what is
    /// broken at its end is left out.
    ///
    /// # Errors
    /// A stable code, for the log.
    fn finalise(&self, cut: &[u8]) -> Result<Vec<u8>, String>;
}

/// A recording under way.
pub trait Film: Send {
    /// Adds a frame.
    ///
    /// # Errors
    /// A stable code, for the log.
    fn push(&mut self, frame: &Frame) -> Result<(), String>;

    /// Ends it; everything is in the sink.
    ///
    /// # Errors
    /// A stable code, for the log.
    fn finish(self: Box<Self>) -> Result<(), String>;
}
