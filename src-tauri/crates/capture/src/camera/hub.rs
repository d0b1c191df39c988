//! Where the thread of a camera leaves pictures, and others take them.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak},
    time::{Duration, Instant},
};

use image::RgbImage;

use super::{CameraError, CameraState, Delivered, Frame, pace::Pace};

/// Pictures that wait in a subscription: 22 MB at 1280 × 720.
const ROOM: usize = 8;

/// What the thread of a camera and those who look at it share.
pub(super) struct Hub {
    began: Instant,
    stall: Duration,
    inner: Mutex<Inner>,
    changed: Condvar,
}

struct Inner {
    latest: Option<Arc<Frame>>,
    /// When the last picture came, or the camera began to stream.
    heard: Duration,
    pace: Pace,
    /// Why there are no pictures, until the next one comes.
    fault: Option<CameraError>,
    /// Whether a picture may come at any moment.
    streams: bool,
    receivers: Vec<Weak<Queue>>,
    stopping: bool,
    ended: bool,
}

impl Hub {
    pub(super) fn new(stall: Duration) -> Self {
        Self {
            began: Instant::now(),
            stall,
            inner: Mutex::new(Inner {
                latest: None,
                heard: Duration::ZERO,
                pace: Pace::default(),
                fault: None,
                streams: false,
                receivers: Vec::new(),
                stopping: false,
                ended: false,
            }),
            changed: Condvar::new(),
        }
    }

    /// The time on the clock of the camera's pictures.
    pub(super) fn now(&self) -> Duration {
        self.began.elapsed()
    }

    /// The camera streams, for the first time or again.
    pub(super) fn started(&self) {
        let mut inner = self.lock();
        inner.streams = true;
        inner.pace = Pace::default();
        inner.heard = self.now();
    }

    /// A picture came at `at`.
    pub(super) fn publish(&self, at: Duration, image: RgbImage) {
        let mut inner = self.lock();
        let frame = Arc::new(Frame {
            sequence: inner.latest.as_ref().map_or(0, |frame| frame.sequence) + 1,
            at,
            image: Arc::new(image),
        });
        inner.heard = at;
        inner.fault = None;
        inner.pace.note(at, frame.image.dimensions());
        inner.latest = Some(Arc::clone(&frame));
        inner.receivers.retain(|receiver| {
            let receiver = receiver.upgrade();
            receiver.is_some_and(|queue| {
                queue.put(Arc::clone(&frame));
                true
            })
        });
        drop(inner);
        self.changed.notify_all();
    }

    /// The camera gives no pictures.
    pub(super) fn failed(&self, error: CameraError) {
        let mut inner = self.lock();
        inner.streams = false;
        inner.fault = Some(error);
        drop(inner);
        self.changed.notify_all();
    }

    /// The thread is told to end.
    pub(super) fn stop(&self) {
        self.lock().stopping = true;
        self.changed.notify_all();
    }

    /// Whether the thread has to end.
    pub(super) fn is_stopping(&self) -> bool {
        self.lock().stopping
    }

    /// Waits until the thread has to end, at most `at_most`; whether it has to.
    pub(super) fn wait_for_stop(&self, at_most: Duration) -> bool {
        self.wait_while(at_most, |inner| !inner.stopping).stopping
    }

    /// The thread has ended.
    pub(super) fn end(&self) {
        let mut inner = self.lock();
        inner.ended = true;
        for queue in inner
            .receivers
            .drain(..)
            .filter_map(|queue| queue.upgrade())
        {
            queue.close();
        }
        drop(inner);
        self.changed.notify_all();
    }

    /// Waits until the thread has ended, at most `at_most`; whether it has.
    pub(super) fn wait_for_end(&self, at_most: Duration) -> bool {
        self.wait_while(at_most, |inner| !inner.ended).ended
    }

    /// What is delivered, once it was measured for `measure`.
    pub(super) fn measure(
        &self,
        measure: Duration,
        deadline: Instant,
    ) -> Result<Delivered, CameraError> {
        let at_most = deadline.saturating_duration_since(Instant::now());
        let is_open = |inner: &mut Inner| {
            inner.fault.is_none() && !inner.ended && inner.pace.measured_for() < measure
        };
        let inner = self.wait_while(at_most, is_open);
        if let Some(fault) = &inner.fault {
            return Err(fault.clone());
        }
        if inner.pace.measured_for() < measure {
            return Err(CameraError::OpenTimedOut);
        }
        Ok(inner.pace.delivered())
    }

    pub(super) fn wait(&self, after: u64, at_most: Duration) -> Option<Arc<Frame>> {
        let newer = |inner: &Inner| {
            let latest = inner.latest.as_ref();
            latest.filter(|frame| frame.sequence > after).cloned()
        };
        let inner = self.wait_while(at_most, |inner| newer(inner).is_none() && !inner.ended);
        newer(&inner)
    }

    pub(super) fn subscribe(&self) -> FrameReceiver {
        let queue = Arc::new(Queue::default());
        self.lock().receivers.push(Arc::downgrade(&queue));
        FrameReceiver { queue }
    }

    pub(super) fn state(&self) -> CameraState {
        let inner = self.lock();
        if inner.streams && self.now().saturating_sub(inner.heard) > self.stall {
            return CameraState::Stalled { since: inner.heard };
        }
        match &inner.fault {
            Some(CameraError::Unplugged) => CameraState::Unplugged,
            Some(fault) => CameraState::Failed(fault.clone()),
            None => CameraState::Streaming {
                measured: inner.pace.delivered(),
            },
        }
    }

    fn wait_while(
        &self,
        at_most: Duration,
        condition: impl FnMut(&mut Inner) -> bool,
    ) -> MutexGuard<'_, Inner> {
        let waited = self
            .changed
            .wait_timeout_while(self.lock(), at_most, condition);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Every picture of a camera, as long as they are taken in time: where eight
/// wait, the oldest makes room for the new one, and is counted.
pub struct FrameReceiver {
    queue: Arc<Queue>,
}

impl FrameReceiver {
    /// The next picture; `None` where none comes within `at_most`, and at once
    /// when the camera is closed and all its pictures are taken.
    #[must_use]
    pub fn next(&self, at_most: Duration) -> Option<Arc<Frame>> {
        let waiting = self.queue.lock();
        let waited = self
            .queue
            .changed
            .wait_timeout_while(waiting, at_most, |waiting| {
                waiting.frames.is_empty() && !waiting.closed
            });
        let (mut waiting, _) = waited.unwrap_or_else(PoisonError::into_inner);
        waiting.frames.pop_front()
    }

    /// How many pictures made room for newer ones so far.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.queue.lock().dropped
    }

    /// Whether the camera is closed and nothing more will come.
    #[must_use]
    pub fn is_over(&self) -> bool {
        let waiting = self.queue.lock();
        waiting.closed && waiting.frames.is_empty()
    }
}

#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    frames: VecDeque<Arc<Frame>>,
    dropped: u64,
    closed: bool,
}

impl Queue {
    fn put(&self, frame: Arc<Frame>) {
        let mut waiting = self.lock();
        if waiting.frames.len() == ROOM {
            waiting.frames.pop_front();
            waiting.dropped += 1;
        }
        waiting.frames.push_back(frame);
        drop(waiting);
        self.changed.notify_all();
    }

    fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT_ONCE: Duration = Duration::ZERO;

    #[test]
    fn a_full_subscription_drops_the_oldest_and_counts() {
        let hub = hub_with(0);
        let receiver = hub.subscribe();
        publish(&hub, 11);
        assert_eq!(receiver.dropped(), 3);
        let taken: Vec<u64> = (0..ROOM)
            .map(|_| receiver.next(AT_ONCE).expect("a picture").sequence)
            .collect();
        assert_eq!(taken, (4..=11).collect::<Vec<u64>>());
        assert!(receiver.next(AT_ONCE).is_none());
    }

    #[test]
    fn the_newest_picture_is_given_once() {
        let hub = hub_with(3);
        assert_eq!(hub.wait(0, AT_ONCE).map(|frame| frame.sequence), Some(3));
        assert_eq!(hub.wait(2, AT_ONCE).map(|frame| frame.sequence), Some(3));
        assert!(hub.wait(3, AT_ONCE).is_none());
    }

    #[test]
    fn a_closed_camera_gives_what_is_left_and_then_nothing() {
        let hub = hub_with(0);
        let receiver = hub.subscribe();
        publish(&hub, 1);
        hub.end();
        assert!(!receiver.is_over());
        let forever = Duration::from_secs(3600);
        assert!(receiver.next(forever).is_some());
        assert!(
            receiver.next(forever).is_none(),
            "nobody waits for a closed camera"
        );
        assert!(receiver.is_over());
        assert!(hub.wait(1, forever).is_none());
    }

    #[test]
    fn numbers_go_on_after_the_camera_came_back() {
        let hub = hub_with(2);
        hub.failed(CameraError::Unplugged);
        assert_eq!(hub.state(), CameraState::Unplugged);
        hub.started();
        assert_eq!(
            hub.state(),
            CameraState::Unplugged,
            "until it shows something"
        );
        publish(&hub, 1);
        assert_eq!(hub.wait(0, AT_ONCE).map(|frame| frame.sequence), Some(3));
        assert!(matches!(hub.state(), CameraState::Streaming { .. }));
    }

    #[test]
    fn no_time_without_a_picture_is_a_stall_if_none_is_allowed() {
        let hub = Hub::new(Duration::ZERO);
        hub.started();
        let since = hub.lock().heard;
        while hub.now() == since {}
        assert_eq!(hub.state(), CameraState::Stalled { since });
    }

    #[test]
    fn what_is_shared_may_go_to_other_threads() {
        fn is_shared<T: Send + Sync>() {}
        is_shared::<Hub>();
        is_shared::<FrameReceiver>();
        is_shared::<super::super::Camera>();
    }

    fn hub_with(count: usize) -> Hub {
        let hub = Hub::new(Duration::from_secs(3600));
        hub.started();
        publish(&hub, count);
        hub
    }

    fn publish(hub: &Hub, count: usize) {
        for _ in 0..count {
            hub.publish(hub.now(), RgbImage::new(2, 2));
        }
    }
}
