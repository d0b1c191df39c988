//! The thread that owns a camera, from opening it until nobody wants it.

use std::{
    sync::{Arc, mpsc::SyncSender},
    time::Duration,
};

use super::{
    CameraError, CameraId, Wish,
    device::{self, Device},
    hub::Hub,
    slot::Slot,
};

/// How long the driver is waited for before the thread looks whether it is
/// still wanted.
const PATIENCE: Duration = Duration::from_millis(100);

/// All that the thread of a camera has.
pub(super) struct Owner {
    pub(super) id: CameraId,
    pub(super) wish: Wish,
    pub(super) retry: Duration,
    pub(super) hub: Arc<Hub>,
    pub(super) slot: Slot,
}

impl Owner {
    /// Opens the camera, says how that went, and passes its pictures on until
    /// it is told to end. A camera that is lost is opened again under the same
    /// identity, whatever number the system gives it.
    pub(super) fn run(self, opened: &SyncSender<Result<(), CameraError>>) {
        // Also when a driver's surprise makes the crates below panic.
        let _farewell = Farewell {
            hub: Arc::clone(&self.hub),
        };
        let Self {
            id,
            wish,
            retry,
            hub,
            slot,
        } = self;
        let mut device = match open(&id, &wish) {
            Ok(device) => device,
            Err(error) => {
                opened.send(Err(error)).ok();
                return;
            }
        };
        slot.opened();
        hub.started();
        if opened.send(Ok(())).is_err() {
            return;
        }
        loop {
            let error = match stream(&mut device, &hub) {
                Ok(Stopped) => return,
                Err(error) => error,
            };
            hub.failed(error);
            drop(device);
            device = loop {
                if hub.wait_for_stop(retry) {
                    return;
                }
                match open(&id, &wish) {
                    Ok(device) => break device,
                    Err(error) => hub.failed(error),
                }
            };
            hub.started();
        }
    }
}

/// Nobody wants the camera any longer.
struct Stopped;

fn open(id: &CameraId, wish: &Wish) -> Result<Device, CameraError> {
    let listed = device::list()?;
    let listed = listed.into_iter().find(|listed| listed.info.id == *id);
    Device::open(&listed.ok_or(CameraError::Unplugged)?.index, wish)
}

fn stream(device: &mut Device, hub: &Hub) -> Result<Stopped, CameraError> {
    while !hub.is_stopping() {
        if !device.is_ready(PATIENCE) {
            continue;
        }
        if let Some((at, image)) = device.next(|| hub.now())? {
            hub.publish(at, image);
        }
    }
    Ok(Stopped)
}

struct Farewell {
    hub: Arc<Hub>,
}

impl Drop for Farewell {
    fn drop(&mut self) {
        if !self.hub.is_stopping() {
            self.hub.ended_early(CameraError::Failed {
                step: "reading a picture",
                detail: "its thread ended".to_owned(),
            });
        }
        self.hub.end();
    }
}
