//! One owner for each camera of this program.
//!
//! A thread that is stuck in a driver keeps its slot, so that no second one
//! gets stuck behind it.

use std::{
    collections::BTreeMap,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{CameraError, CameraId};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Opening,
    Open,
}

static TAKEN: Mutex<BTreeMap<CameraId, Phase>> = Mutex::new(BTreeMap::new());
static FREED: Condvar = Condvar::new();

/// The right to open a camera, until it is dropped.
pub(super) struct Slot(CameraId);

impl Slot {
    /// Waits at most `at_most` for the owner before to let go.
    pub(super) fn take(id: &CameraId, at_most: Duration) -> Result<Self, CameraError> {
        let (mut taken, _) = FREED
            .wait_timeout_while(lock(), at_most, |taken| taken.contains_key(id))
            .unwrap_or_else(PoisonError::into_inner);
        match taken.get(id) {
            Some(Phase::Opening) => Err(CameraError::OpenTimedOut),
            Some(Phase::Open) => Err(CameraError::InUse),
            None => {
                taken.insert(id.clone(), Phase::Opening);
                Ok(Self(id.clone()))
            }
        }
    }

    /// The camera is open.
    pub(super) fn opened(&self) {
        lock().insert(self.0.clone(), Phase::Open);
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        lock().remove(&self.0);
        FREED.notify_all();
    }
}

fn lock() -> MutexGuard<'static, BTreeMap<CameraId, Phase>> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_camera_has_one_owner_at_a_time() {
        let id = CameraId::new("slot test");
        let at_once = Duration::ZERO;
        let slot = Slot::take(&id, at_once).expect("it is free");
        let second = Slot::take(&id, at_once).err();
        assert_eq!(
            second,
            Some(CameraError::OpenTimedOut),
            "the first one is still opening"
        );
        slot.opened();
        assert_eq!(Slot::take(&id, at_once).err(), Some(CameraError::InUse));
        drop(slot);
        assert!(Slot::take(&id, at_once).is_ok(), "it is free again");
    }
}
