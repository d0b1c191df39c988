//! One camera through nokhwa, on the thread that owns it.

use std::{fs::File, sync::mpsc, time::Duration};

use image::RgbImage;
use nokhwa::{
    Camera, NokhwaError, nokhwa_check, nokhwa_initialize, query,
    utils::{ApiBackend, CameraFormat, CameraIndex, RequestedFormat, RequestedFormatType},
};

use super::{CameraError, CameraInfo, Delivered, Wish, format, identity, pixels::Pixels};

/// A camera and where the system has it at the moment.
pub(super) struct Listed {
    pub(super) info: CameraInfo,
    pub(super) index: CameraIndex,
}

/// The cameras that are plugged in.
pub(super) fn list() -> Result<Vec<Listed>, CameraError> {
    let mut found = query(ApiBackend::Auto)
        .map_err(|error| CameraError::of_nokhwa("listing cameras", &error))?;
    found.sort_by_key(|camera| camera.index().as_index().ok());
    Ok(found
        .iter()
        .filter_map(|camera| {
            Some(Listed {
                info: CameraInfo {
                    id: identity::of(camera)?,
                    name: camera.human_name(),
                },
                index: camera.index().clone(),
            })
        })
        .collect())
}

/// A camera that streams.
pub(super) struct Device {
    camera: Camera,
    /// A second look at the same camera, by which it can be waited for with a
    /// limit: nokhwa waits for a picture however long it takes.
    watched: Option<File>,
    pixels: Pixels,
}

impl Device {
    /// Opens the camera at `index` in the format nearest to `wish`.
    pub(super) fn open(index: &CameraIndex, wish: &Wish) -> Result<Self, CameraError> {
        if !is_permitted() {
            return Err(CameraError::NoPermission);
        }
        knock(index)?;
        let mut camera = opened(index)?;
        let offers = camera
            .compatible_camera_formats()
            .map_err(|error| CameraError::of_nokhwa("reading formats", &error))?;
        let format = format::best(&offers, wish).ok_or(CameraError::UnknownFormat)?;
        if !wish.accept_less && !format::fulfils(&format, wish) {
            return Err(CameraError::TooLittle {
                found: offered(&format),
            });
        }
        let exact =
            RequestedFormat::with_formats(RequestedFormatType::Exact(format), &format::READ);
        match camera.set_camera_requset(exact) {
            Ok(_) => {}
            // The driver took another one, which nokhwa knows by now; what it
            // delivers is measured.
            Err(NokhwaError::SetPropertyError { property, .. }) if property == "CameraFormat" => {}
            Err(error) => return Err(CameraError::of_nokhwa("choosing a format", &error)),
        }
        camera
            .open_stream()
            .map_err(|error| CameraError::of_nokhwa("starting the stream", &error))?;
        Ok(Self {
            camera,
            watched: None,
            pixels: Pixels::new(),
        })
    }

    /// Whether [`Self::next`] will not have to wait, after at most `at_most`.
    /// True where that cannot be told.
    pub(super) fn is_ready(&self, at_most: Duration) -> bool {
        self.watched
            .as_ref()
            .is_none_or(|file| watch::is_ready(file, at_most))
    }

    /// The next picture, with what `now` said when it came; `None` for a
    /// broken one.
    pub(super) fn next(
        &mut self,
        now: impl FnOnce() -> Duration,
    ) -> Result<Option<(Duration, RgbImage)>, CameraError> {
        let format = self.camera.camera_format();
        let size = (format.width(), format.height());
        let bytes = self
            .camera
            .frame_raw()
            .map_err(|error| CameraError::of_nokhwa("reading a picture", &error))?;
        let at = now();
        let image = self.pixels.image(&bytes, format.format(), size);
        drop(bytes);
        if self.watched.is_none() {
            // Not before the first picture: a driver without a stream takes
            // waiting for the wish to read in another way.
            self.watched = watch::open(self.camera.index());
        }
        Ok(image.map(|image| (at, image)))
    }
}

fn offered(format: &CameraFormat) -> Delivered {
    Delivered {
        width: format.width(),
        height: format.height(),
        frames_per_second: f64::from(format.frame_rate()),
    }
}

/// Whether the person lets this program look; macOS alone asks.
fn is_permitted() -> bool {
    if nokhwa_check() {
        return true;
    }
    let (answer, answered) = mpsc::channel();
    nokhwa_initialize(move |granted| {
        answer.send(granted).ok();
    });
    answered.recv().unwrap_or(false)
}

/// Opens the camera at `index` in any format that is read here: some drivers
/// do not take the first one they offer.
fn opened(index: &CameraIndex) -> Result<Camera, CameraError> {
    let ways = [
        RequestedFormatType::None,
        RequestedFormatType::AbsoluteHighestResolution,
        RequestedFormatType::AbsoluteHighestFrameRate,
    ];
    let mut refused = None;
    for way in ways {
        let any = RequestedFormat::with_formats(way, &format::READ);
        match Camera::new(index.clone(), any) {
            Ok(camera) => return Ok(camera),
            Err(error) => refused = Some(error),
        }
    }
    Err(refused.map_or(CameraError::UnknownFormat, |error| {
        CameraError::of_nokhwa("opening", &error)
    }))
}

/// Opens the camera once and closes it: nokhwa holds a lock for all cameras
/// while it opens one, so none that hangs must get that far.
fn knock(index: &CameraIndex) -> Result<(), CameraError> {
    watch::knock(index).map_err(|error| CameraError::of_system("opening", &error))
}

#[cfg(target_os = "linux")]
mod watch {
    use std::{fs::File, io, os::unix::fs::OpenOptionsExt as _, time::Duration};

    use nokhwa::utils::CameraIndex;
    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        fs::OFlags,
    };

    pub(super) fn knock(index: &CameraIndex) -> io::Result<()> {
        look(index).map(drop)
    }

    /// `None` where the driver lets nobody look twice.
    pub(super) fn open(index: &CameraIndex) -> Option<File> {
        look(index).ok()
    }

    fn look(index: &CameraIndex) -> io::Result<File> {
        File::options()
            .read(true)
            .write(true)
            .custom_flags(OFlags::NONBLOCK.bits().cast_signed())
            .open(format!("/dev/video{index}"))
    }

    /// Also true for a camera in trouble: reading from it says which.
    pub(super) fn is_ready(file: &File, at_most: Duration) -> bool {
        let limit = Timespec::try_from(at_most).ok();
        let mut watched = [PollFd::new(file, PollFlags::IN)];
        !matches!(poll(&mut watched, limit.as_ref()), Ok(0))
    }
}

#[cfg(not(target_os = "linux"))]
mod watch {
    use std::{fs::File, io, time::Duration};

    use nokhwa::utils::CameraIndex;

    pub(super) fn knock(_: &CameraIndex) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn open(_: &CameraIndex) -> Option<File> {
        None
    }

    pub(super) fn is_ready(_: &File, _: Duration) -> bool {
        true
    }
}
