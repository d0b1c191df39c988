//! The thread that owns a camera, from opening it until nobody wants it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
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
    pub(super) fn run(self, opened: SyncSender<Result<(), CameraError>>) {
        let _farewell = Farewell(&self.hub);
        let mut opened = Some(opened);
        loop {
            // The crates below panic at some of a driver's surprises.
            let session = catch_unwind(AssertUnwindSafe(|| self.session(&mut opened)));
            let error = match session {
                Ok(Ok(Stopped)) => return,
                Ok(Err(error)) => error,
                Err(_) => CameraError::Failed {
                    step: "using the driver",
                    detail: "a panic".to_owned(),
                },
            };
            if let Some(opened) = opened {
                // Nobody waits for it where the time is up.
                opened.send(Err(error)).ok();
                return;
            }
            self.hub.failed(error);
            if self.hub.wait_for_stop(self.retry) {
                return;
            }
        }
    }

    /// From opening the camera until it is lost.
    fn session(
        &self,
        opened: &mut Option<SyncSender<Result<(), CameraError>>>,
    ) -> Result<Stopped, CameraError> {
        let listed = device::list()?;
        let listed = listed.into_iter().find(|listed| listed.info.id == self.id);
        let mut device = Device::open(&listed.ok_or(CameraError::Unplugged)?.index, &self.wish)?;
        self.slot.opened();
        self.hub.started();
        if let Some(opened) = opened.take() {
            opened.send(Ok(())).ok();
        }
        while !self.hub.is_stopping() {
            if !device.is_ready(PATIENCE) {
                continue;
            }
            if let Some((at, image)) = device.next(|| self.hub.now())? {
                self.hub.publish(at, image);
            }
        }
        Ok(Stopped)
    }
}

/// Nobody wants the camera any longer.
struct Stopped;

/// Says that the thread has ended.
struct Farewell<'a>(&'a Hub);

impl Drop for Farewell<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}
