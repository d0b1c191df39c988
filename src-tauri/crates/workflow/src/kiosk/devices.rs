//! The two cameras of a session, opened when it begins and closed with it.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use domain::kiosk::{Least, Piece};
use image::RgbImage;

use super::{
    Inner, Kiosk, Source,
    camera::{CameraProblem, Cameras, Device, Eye, EyeState},
    view::{DeviceView, Light},
};

/// The cameras of a session.
#[derive(Default)]
pub(super) struct Eyes {
    face: Seat,
    document: Seat,
    /// How often they were closed: what was opened for a session that has
    /// ended is not wanted.
    closed: u64,
}

/// One of them.
#[derive(Clone, Default)]
struct Seat {
    device: Option<Device>,
    eye: Option<Result<Arc<dyn Eye>, CameraProblem>>,
}

impl Eyes {
    /// The camera that takes `piece`, where it is open.
    pub(super) fn eye(&self, piece: Piece) -> Option<Arc<dyn Eye>> {
        self.open_one(if piece.lies_on_the_desk() {
            Source::Document
        } else {
            Source::Face
        })
    }

    /// The camera of `source`, where it is open.
    pub(super) fn open_one(&self, source: Source) -> Option<Arc<dyn Eye>> {
        let seat = match source {
            Source::Face => &self.face,
            Source::Document => &self.document,
        };
        match &seat.eye {
            Some(Ok(eye)) => Some(Arc::clone(eye)),
            Some(Err(_)) | None => None,
        }
    }

    /// Whether one of them did not open.
    pub(super) fn misses_one(&self) -> bool {
        let open = |seat: &Seat| matches!(seat.eye, Some(Ok(_)));
        !open(&self.face) || !open(&self.document)
    }
}

impl Seat {
    fn view(&self, least: Least, accept_less: bool, opening: bool) -> DeviceView {
        let (problem, measured) = match &self.eye {
            None if opening => (None, (0, 0, 0)),
            None => (Some(CameraProblem::Missing), (0, 0, 0)),
            Some(Err(problem)) => (Some(*problem), (0, 0, 0)),
            Some(Ok(eye)) => match eye.state() {
                EyeState::Down(problem) => (Some(problem), (0, 0, 0)),
                EyeState::Streaming {
                    width,
                    height,
                    frames_per_second,
                } => {
                    let enough = least.is_met(width, height, frames_per_second)
                        || (accept_less && frames_per_second > 0)
                        // It is still being measured.
                        || frames_per_second == 0;
                    let problem = (!enough).then_some(CameraProblem::TooLittle);
                    (problem, (width, height, frames_per_second))
                }
            },
        };
        DeviceView {
            name: self.device.as_ref().map(|device| device.name.clone()),
            problem,
            measured,
        }
    }
}

impl Kiosk {
    /// Opens the cameras of a session beside whatever goes on; one that is open
    /// stays so.
    pub(super) fn open_eyes(&self) {
        if self.inner.opening.swap(true, Ordering::AcqRel) {
            return;
        }
        let kiosk = self.clone();
        self.inner.tasks.spawn(async move {
            kiosk.open_both().await;
            kiosk.inner.opening.store(false, Ordering::Release);
            kiosk.inner.ui.changed();
        });
    }

    /// The same, waiting for it.
    pub(super) async fn open_both(&self) {
        let inner = Arc::clone(&self.inner);
        let opened = tokio::task::spawn_blocking(move || open_both(&inner)).await;
        if opened.is_err() {
            tracing::error!("The cameras could not be opened");
        }
    }

    /// Closes both; drivers take their time, and nobody waits for them.
    pub(super) fn close_eyes(&self) {
        let mut eyes = self.inner.eyes();
        let closed = eyes.closed + 1;
        let open = std::mem::replace(
            &mut *eyes,
            Eyes {
                closed,
                ..Eyes::default()
            },
        );
        drop(eyes);
        drop(tokio::task::spawn_blocking(move || drop(open)));
    }

    /// Both cameras as they are.
    pub(super) fn devices(&self) -> (DeviceView, DeviceView) {
        let policy = &self.inner.setup.policy;
        let eyes = self.inner.eyes();
        let opening = self.inner.opening.load(Ordering::Acquire);
        let view = |seat: &Seat| seat.view(policy.least, policy.accept_less, opening);
        (view(&eyes.face), view(&eyes.document))
    }

    /// Why the camera that takes `piece` gives no pictures, where it does not.
    pub(super) fn trouble(&self, piece: Piece) -> Option<CameraProblem> {
        let (face, document) = self.devices();
        let device = if piece.lies_on_the_desk() {
            document
        } else {
            face
        };
        // Fewer pictures than were wanted are pictures all the same.
        device
            .problem
            .filter(|problem| *problem != CameraProblem::TooLittle)
    }

    /// Whether both cameras deliver what the policy wants.
    pub(super) fn devices_are_well(&self) -> bool {
        let (face, document) = self.devices();
        [face, document]
            .iter()
            .all(|device| device.problem.is_none() && device.measured.2 > 0)
    }

    /// The light in front of the kiosk.
    pub(super) fn light(&self) -> Light {
        let eye = self.inner.eyes().open_one(Source::Face);
        let frame = eye.and_then(|eye| eye.wait(0, Duration::ZERO));
        frame.map_or(Light::Unknown, |frame| light(&frame.image))
    }
}

/// Opens what is not open. The lock is not held meanwhile: previews go on.
fn open_both(inner: &Inner) {
    let devices = inner.cameras.list();
    let setup = &inner.setup;
    let face = chosen(&devices, setup.face_camera.as_deref(), 0);
    let document = chosen(&devices, setup.document_camera.as_deref(), 1);
    let (old_face, old_document, closed) = {
        let eyes = inner.eyes();
        (eyes.face.clone(), eyes.document.clone(), eyes.closed)
    };
    let policy = &setup.policy;
    let open = |device: Option<Device>, seat: Seat| match &seat.eye {
        Some(Ok(_)) => seat,
        Some(Err(_)) | None => opened(&*inner.cameras, device, policy.least, policy.accept_less),
    };
    let face = open(face, old_face);
    let document = match (&document, &face.device) {
        // One camera does for both.
        (Some(device), Some(same)) if device.id == same.id => face.clone(),
        _ => open(document, old_document),
    };
    let mut eyes = inner.eyes();
    if eyes.closed == closed {
        *eyes = Eyes {
            face,
            document,
            closed,
        };
    }
}

fn chosen(devices: &[Device], id: Option<&str>, place: usize) -> Option<Device> {
    match id {
        Some(id) => devices.iter().find(|device| device.id == id).cloned(),
        None => devices.get(place).or_else(|| devices.last()).cloned(),
    }
}

fn opened(cameras: &dyn Cameras, device: Option<Device>, least: Least, accept_less: bool) -> Seat {
    let eye = device
        .as_ref()
        .map(|device| cameras.open(&device.id, least, accept_less));
    Seat { device, eye }
}

/// The mean of every eighth pixel of every eighth line, on the scale of 0 to 255.
pub(super) fn light(image: &RgbImage) -> Light {
    const TOO_DARK: u64 = 50;
    const TOO_BRIGHT: u64 = 215;
    let (mut sum, mut count) = (0_u64, 0_u64);
    for y in (0..image.height()).step_by(8) {
        for x in (0..image.width()).step_by(8) {
            let [red, green, blue] = image.get_pixel(x, y).0;
            // BT.601, in hundredths.
            sum += (u64::from(red) * 30 + u64::from(green) * 59 + u64::from(blue) * 11) / 100;
            count += 1;
        }
    }
    match sum.checked_div(count) {
        None => Light::Unknown,
        Some(mean) if mean < TOO_DARK => Light::TooDark,
        Some(mean) if mean > TOO_BRIGHT => Light::TooBright,
        Some(_) => Light::Enough,
    }
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    #[test]
    fn the_light_is_measured_on_the_whole_picture() {
        check([10, 10, 10], Light::TooDark);
        check([120, 110, 100], Light::Enough);
        check([250, 250, 250], Light::TooBright);
    }

    #[track_caller]
    fn check(colour: [u8; 3], expected: Light) {
        let image = RgbImage::from_pixel(64, 48, Rgb(colour));
        assert_eq!(light(&image), expected);
    }
}
