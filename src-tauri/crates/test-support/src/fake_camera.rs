//! Virtual cameras for a child process: the C library in `fakecam/` in place
//! of the kernel, so that the real camera code is what is tested.
//!
//! Start at [`Cameras`]: it holds what is plugged in, and says which
//! environment a program has to be started with to see it. Linux alone.

// By path, so that a test program may take this file in as a module of its own.
#[path = "fake_camera/footage.rs"]
pub mod footage;
#[path = "fake_camera/library.rs"]
mod library;

use std::{
    env,
    ffi::OsString,
    fs,
    path::PathBuf,
    process::{self, Command},
};

use anyhow::Context as _;
use tempfile::TempDir;

/// Where the library looks for its cameras.
const FOLDER: &str = "SPORTELLO_FAKECAM";

/// How pictures leave a camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// Four bytes for two pixels.
    Yuyv,
    /// Brightness, then colours at half the size.
    Nv12,
    /// Three bytes for each pixel.
    Rgb,
    /// A JPEG for each picture; needs [`FakeCamera::frames`].
    Mjpeg,
}

impl Coding {
    /// The four characters by which V4L2 knows it.
    const fn name(self) -> &'static str {
        match self {
            Self::Yuyv => "YUYV",
            Self::Nv12 => "NV12",
            Self::Rgb => "RGB3",
            Self::Mjpeg => "MJPG",
        }
    }

    /// The arguments with which `ffmpeg` writes such pictures.
    const fn ffmpeg(self) -> [&'static str; 4] {
        match self {
            Self::Yuyv => ["-f", "rawvideo", "-pix_fmt", "yuyv422"],
            Self::Nv12 => ["-f", "rawvideo", "-pix_fmt", "nv12"],
            Self::Rgb => ["-f", "rawvideo", "-pix_fmt", "rgb24"],
            Self::Mjpeg => ["-f", "mjpeg", "-pix_fmt", "yuvj422p"],
        }
    }
}

/// One of the things a camera offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mode {
    /// How pictures are coded.
    pub coding: Coding,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// What is promised; [`Fault::Rate`] delivers something else.
    pub frames_per_second: u32,
}

impl Mode {
    /// `width` × `height` pixels in `coding`, 25 times a second.
    #[must_use]
    pub const fn new(coding: Coding, width: u32, height: u32) -> Self {
        Self {
            coding,
            width,
            height,
            frames_per_second: 25,
        }
    }

    /// Bytes of a picture; `None` where they vary.
    const fn picture_bytes(&self) -> Option<usize> {
        let pixels = self.width as usize * self.height as usize;
        match self.coding {
            Coding::Yuyv => Some(pixels * 2),
            Coding::Nv12 => Some(pixels * 3 / 2),
            Coding::Rgb => Some(pixels * 3),
            Coding::Mjpeg => None,
        }
    }
}

/// A USB camera.
#[derive(Debug, Clone)]
pub struct FakeCamera {
    /// What it is called.
    pub name: String,
    /// The USB port it is plugged into, such as `2` or `1.4`; empty where it
    /// is no USB camera.
    pub port: String,
    /// Its serial number; may be empty.
    pub serial: String,
    /// Whether udev says that it gives pictures.
    pub gives_pictures: bool,
    /// What it offers, one or more.
    pub modes: Vec<Mode>,
    /// What it shows in a loop, coded as its only mode says; empty: a bright
    /// bar that wanders over grey.
    pub frames: Vec<Vec<u8>>,
}

impl FakeCamera {
    /// A camera in port `port` that shows the moving pattern in `mode`.
    #[must_use]
    pub fn new(name: &str, port: &str, mode: Mode) -> Self {
        Self {
            name: name.to_owned(),
            port: port.to_owned(),
            serial: format!("SN-{port}"),
            gives_pictures: true,
            modes: vec![mode],
            frames: Vec::new(),
        }
    }
}

/// What is wrong with a camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// It delivers no more pictures.
    Stall,
    /// It is pulled out.
    Unplugged,
    /// Another program has it, and the driver lets one in at a time.
    Busy,
    /// Another program has it, which shows only when pictures are asked for.
    Streaming,
    /// This person may not use it.
    Denied,
    /// `open` does not return until the fault is another.
    Hang,
    /// It delivers so many pictures a second, whatever it promised.
    Rate(u32),
}

impl Fault {
    fn text(self) -> String {
        match self {
            Self::None => "none".to_owned(),
            Self::Stall => "stall".to_owned(),
            Self::Unplugged => "unplugged".to_owned(),
            Self::Busy => "busy".to_owned(),
            Self::Streaming => "streaming".to_owned(),
            Self::Denied => "denied".to_owned(),
            Self::Hang => "hang".to_owned(),
            Self::Rate(rate) => format!("rate {rate}"),
        }
    }
}

/// The cameras that a child process sees, and nothing else.
pub struct Cameras {
    folder: PathBuf,
    _owned: Option<TempDir>,
}

impl Cameras {
    /// No camera yet.
    ///
    /// # Errors
    /// When there is no temporary folder.
    pub fn new() -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("sportello-cameras-")
            .tempdir()
            .context("no temporary folder for cameras")?;
        Ok(Self {
            folder: folder.path().to_owned(),
            _owned: Some(folder),
        })
    }

    /// The cameras this very process was started with; `None` where it was not.
    #[must_use]
    pub fn of_this_process() -> Option<Self> {
        env::var_os(FOLDER).map(|folder| Self {
            folder: folder.into(),
            _owned: None,
        })
    }

    /// What a child has to find in its environment to see these cameras.
    ///
    /// # Errors
    /// When the library cannot be compiled: it takes a C compiler.
    pub fn environment(&self) -> anyhow::Result<[(&'static str, OsString); 2]> {
        Ok([
            ("LD_PRELOAD", library::library()?.into_os_string()),
            (FOLDER, self.folder.clone().into_os_string()),
        ])
    }

    /// Plugs `camera` in as `/dev/videoN`, whole.
    ///
    /// # Errors
    /// When its files cannot be written.
    pub fn plug(&self, number: u32, camera: &FakeCamera) -> anyhow::Result<()> {
        let making = self.folder.join(format!("making-{number}"));
        let system = making.join("sys");
        fs::create_dir_all(&system).context("a camera cannot be made")?;
        let modes: String = camera
            .modes
            .iter()
            .map(|mode| {
                format!(
                    "{} {} {} {}\n",
                    mode.coding.name(),
                    mode.width,
                    mode.height,
                    mode.frames_per_second
                )
            })
            .collect();
        fs::write(making.join("modes"), modes)?;
        if !camera.frames.is_empty() {
            fs::write(making.join("frames"), joined(&camera.frames)?)?;
        }
        let abilities = if camera.gives_pictures {
            ":capture:"
        } else {
            ":"
        };
        let known = format!("V:1\nE:ID_V4L_CAPABILITIES={abilities}");
        let node = [
            ("name", camera.name.clone()),
            ("index", "0".to_owned()),
            ("dev", format!("81:{number}")),
            ("udev", known),
        ];
        let usb = [
            ("busnum", "1"),
            ("devpath", &camera.port),
            ("idVendor", "1d6b"),
            ("idProduct", "0102"),
            ("serial", &camera.serial),
        ];
        let usb = usb.map(|(name, value)| (name, value.to_owned()));
        let usb = usb.into_iter().filter(|_| !camera.port.is_empty());
        for (name, value) in node.into_iter().chain(usb) {
            fs::write(system.join(name), format!("{value}\n"))?;
        }
        fs::rename(&making, self.camera(number)).context("there is a camera already")
    }

    /// Lets `/dev/videoN` show `frames` in a loop from its next picture on.
    ///
    /// # Errors
    /// When there is no such camera.
    pub fn show(&self, number: u32, frames: &[Vec<u8>]) -> anyhow::Result<()> {
        let camera = self.camera(number);
        let new = camera.join("frames.new");
        fs::write(&new, joined(frames)?).with_context(|| format!("there is no camera {number}"))?;
        fs::rename(new, camera.join("frames")).context("the pictures cannot be changed")
    }

    /// Makes `fault` the state of `/dev/videoN` from now on.
    ///
    /// # Errors
    /// When there is no such camera.
    pub fn fault(&self, number: u32, fault: Fault) -> anyhow::Result<()> {
        let camera = self.camera(number);
        let new = camera.join("fault.new");
        fs::write(&new, fault.text()).with_context(|| format!("there is no camera {number}"))?;
        fs::rename(new, camera.join("fault")).context("the fault cannot be set")
    }

    fn camera(&self, number: u32) -> PathBuf {
        self.folder.join(format!("video{number}"))
    }
}

/// Frames with their lengths, as the library reads them.
fn joined(frames: &[Vec<u8>]) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for frame in frames {
        let length = u32::try_from(frame.len()).context("a frame of four gigabytes")?;
        bytes.extend(length.to_le_bytes());
        bytes.extend(frame);
    }
    Ok(bytes)
}

/// Runs `body` with `cameras` plugged in as `/dev/video0`, `/dev/video1`, …:
/// the library must be there before a process begins, so the test of this
/// `name` (its path within the test program) is run again in a child.
///
/// # Panics
/// When the test fails there, or the child cannot be started.
pub fn with_cameras(name: &str, cameras: &[FakeCamera], body: impl FnOnce(&Cameras)) {
    if let Some(cameras) = Cameras::of_this_process() {
        body(&cameras);
        return;
    }
    let begin = || -> anyhow::Result<process::Output> {
        let stage = Cameras::new()?;
        for (number, camera) in (0..).zip(cameras) {
            stage.plug(number, camera)?;
        }
        Command::new(env::current_exe()?)
            .args([name, "--exact", "--nocapture", "--test-threads=1"])
            .envs(stage.environment()?)
            .output()
            .context("the test program cannot be started again")
    };
    let output = begin().expect("a process with virtual cameras");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{name} with virtual cameras: {}\n{said}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
}
