//! Attached cameras, several at once, each owned by a thread of its own.
//!
//! Start at [`cameras`] for what is plugged in and at [`Camera::open`] for
//! what one of them shows. `docs/cameras.md` says what is measured, and what
//! is done about cameras that hang, stall or are pulled out.

mod device;
mod error;
mod format;
mod hub;
mod identity;
mod owner;
mod pace;
mod pixels;
mod slot;

use std::{
    fmt,
    sync::{Arc, mpsc},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use image::RgbImage;

use hub::Hub;
use slot::Slot;

pub use error::CameraError;
pub use hub::FrameReceiver;

/// How long the system may take to say which cameras there are.
const LIST_WITHIN: Duration = Duration::from_secs(3);

/// A measured rate may stay so far below the wished one: clocks of cameras
/// are not ours, and single pictures get lost.
const TOLERANCE: f64 = 0.9;

/// Which camera: the same after it was pulled out and plugged in again where
/// it was, and after a restart.
///
/// On Linux the USB port with maker, model and serial number; elsewhere the
/// system's own name for it; failing that, number and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CameraId(String);

impl CameraId {
    /// The identity as it was stored.
    #[must_use]
    pub fn new(stored: impl Into<String>) -> Self {
        Self(stored.into())
    }

    /// The identity, to be stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CameraId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A camera that is plugged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameraInfo {
    /// Which one it is.
    pub id: CameraId,
    /// What it calls itself; two may have one name.
    pub name: String,
}

/// The cameras that are plugged in, in the system's order. None is opened.
///
/// # Errors
/// [`CameraError::NoList`] when the system does not say within three seconds.
pub fn cameras() -> Result<Vec<CameraInfo>, CameraError> {
    let (answer, answered) = mpsc::channel();
    thread::Builder::new()
        .name("cameras".to_owned())
        .spawn(move || answer.send(device::list()))
        .map_err(|_| CameraError::NoList)?;
    let listed = answered
        .recv_timeout(LIST_WITHIN)
        .map_err(|_| CameraError::NoList)??;
    Ok(listed.into_iter().map(|listed| listed.info).collect())
}

/// What a camera is wished to deliver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// Pixels, at least.
    pub width: u32,
    /// Pixels, at least.
    pub height: u32,
    /// At least.
    pub frames_per_second: u32,
    /// Whether a camera that falls short is taken all the same: the policy's
    /// consent.
    pub accept_less: bool,
}

impl Default for Wish {
    /// 1280 × 720 pixels 25 times a second and nothing less.
    fn default() -> Self {
        Self {
            width: 1280,
            height: 720,
            frames_per_second: 25,
            accept_less: false,
        }
    }
}

/// How long a camera is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until it is open and has shown enough to be measured.
    pub open: Duration,
    /// For how long its rate is measured before it counts as open.
    pub measure: Duration,
    /// Without a new picture for so long it has stalled.
    pub stall: Duration,
    /// Between two attempts to find it again.
    pub retry: Duration,
    /// Until its thread has let go of it when it is no longer wanted.
    pub close: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            open: Duration::from_secs(10),
            measure: Duration::from_secs(1),
            stall: Duration::from_secs(2),
            retry: Duration::from_millis(500),
            close: Duration::from_secs(2),
        }
    }
}

/// What a camera delivers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Delivered {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Over the last two seconds.
    pub frames_per_second: f64,
}

impl Delivered {
    fn fulfils(&self, wish: &Wish) -> bool {
        self.width >= wish.width
            && self.height >= wish.height
            && self.frames_per_second >= f64::from(wish.frames_per_second) * TOLERANCE
    }
}

impl fmt::Display for Delivered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            width,
            height,
            frames_per_second,
        } = self;
        write!(f, "{width} × {height} at {frames_per_second:.1} fps")
    }
}

/// One picture of a camera.
#[derive(Clone)]
pub struct Frame {
    /// 1 for the first picture since the camera was opened, then one more each
    /// time, also after it was plugged in again.
    pub sequence: u64,
    /// When it came, from the moment the camera was opened.
    pub at: Duration,
    /// The picture.
    pub image: Arc<RgbImage>,
}

impl fmt::Debug for Frame {
    /// Never the pixels: the picture shows a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frame")
            .field("sequence", &self.sequence)
            .field("at", &self.at)
            .field("size", &self.image.dimensions())
            .finish()
    }
}

/// How a camera that was opened is doing.
#[derive(Debug, Clone, PartialEq)]
pub enum CameraState {
    /// Pictures come.
    Streaming {
        /// What is delivered, not what was asked for.
        measured: Delivered,
    },
    /// It is there and no picture comes.
    Stalled {
        /// When the last picture came, on the clock of [`Frame::at`].
        since: Duration,
    },
    /// It was pulled out; it is opened again when it is back.
    Unplugged,
    /// It cannot be used; it is tried again and again.
    Failed(CameraError),
}

/// An open camera. Dropping it closes the camera, and waits for that no
/// longer than [`Timeouts::close`].
pub struct Camera {
    id: CameraId,
    hub: Arc<Hub>,
    close_within: Duration,
    owner: Option<JoinHandle<()>>,
}

impl Camera {
    /// Opens the camera `id` and waits until it has shown what it delivers:
    /// for [`Timeouts::measure`] at least, for [`Timeouts::open`] at most.
    ///
    /// # Errors
    /// Says why it cannot be used; [`CameraError::TooLittle`] where it
    /// delivers less than `wish` and less is not accepted.
    pub fn open(id: &CameraId, wish: Wish, timeouts: Timeouts) -> Result<Self, CameraError> {
        let deadline = Instant::now() + timeouts.open;
        let slot = Slot::take(id, timeouts.close)?;
        let hub = Arc::new(Hub::new(timeouts.stall));
        let (answer, answered) = mpsc::sync_channel(1);
        let owner = owner::Owner {
            id: id.clone(),
            wish,
            retry: timeouts.retry,
            hub: Arc::clone(&hub),
            slot,
        };
        let owner = thread::Builder::new()
            .name("camera".to_owned())
            .spawn(move || owner.run(answer))
            .map_err(|error| CameraError::of_system("starting a thread", &error))?;
        let camera = Self {
            id: id.clone(),
            hub,
            close_within: timeouts.close,
            owner: Some(owner),
        };
        // From here on, returning closes the camera again.
        answered
            .recv_timeout(timeouts.open)
            .map_err(|error| match error {
                mpsc::RecvTimeoutError::Timeout => CameraError::OpenTimedOut,
                mpsc::RecvTimeoutError::Disconnected => CameraError::Failed {
                    step: "opening",
                    detail: "its thread ended".to_owned(),
                },
            })??;
        let measured = camera.hub.measure(timeouts.measure, deadline)?;
        if measured.fulfils(&wish) || wish.accept_less {
            Ok(camera)
        } else {
            Err(CameraError::TooLittle { found: measured })
        }
    }

    /// Which camera it is.
    #[must_use]
    pub const fn id(&self) -> &CameraId {
        &self.id
    }

    /// The newest picture if its sequence is beyond `after`, at once.
    #[must_use]
    pub fn latest(&self, after: u64) -> Option<Arc<Frame>> {
        self.hub.wait(after, Duration::ZERO)
    }

    /// The newest picture once its sequence is beyond `after`; `None` where
    /// none comes within `at_most`.
    #[must_use]
    pub fn wait(&self, after: u64, at_most: Duration) -> Option<Arc<Frame>> {
        self.hub.wait(after, at_most)
    }

    /// The present on the clock of the pictures, as [`Frame::at`] counts it.
    #[must_use]
    pub fn now(&self) -> Duration {
        self.hub.now()
    }

    /// Every picture from now on.
    #[must_use]
    pub fn subscribe(&self) -> FrameReceiver {
        self.hub.subscribe()
    }

    /// How it is doing at this moment.
    #[must_use]
    pub fn state(&self) -> CameraState {
        self.hub.state()
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        self.hub.stop();
        if self.hub.wait_for_end(self.close_within)
            && let Some(owner) = self.owner.take()
        {
            drop(owner.join());
        }
        // Otherwise the thread is stuck in the driver: it lets go of the
        // camera when that returns, and until then the slot stays taken.
    }
}
