//! What the tests of cameras have in common.
#![expect(dead_code, reason = "each test program uses some of it")]

#[expect(
    unreachable_pub,
    reason = "the module serves the whole application as well"
)]
#[path = "../../../test-support/src/fake_camera.rs"]
pub(crate) mod fake_camera;

use std::{
    thread,
    time::{Duration, Instant},
};

use capture::camera::{
    Camera, CameraError, CameraId, CameraInfo, CameraState, Delivered, Timeouts, Wish, cameras,
};
use fake_camera::{Coding, FakeCamera, Mode};

pub(crate) const HD: Mode = Mode::new(Coding::Nv12, 1280, 720);
pub(crate) const VGA: Mode = Mode::new(Coding::Yuyv, 640, 480);

/// Short, so that tests need not wait; long enough for a busy machine.
pub(crate) const TIMEOUTS: Timeouts = Timeouts {
    open: Duration::from_secs(20),
    measure: Duration::from_millis(400),
    stall: Duration::from_secs(1),
    retry: Duration::from_millis(50),
    close: Duration::from_secs(5),
};

pub(crate) const ANYTHING: Wish = Wish {
    width: 1280,
    height: 720,
    frames_per_second: 25,
    accept_less: true,
};

pub(crate) fn face() -> FakeCamera {
    FakeCamera::new("Face", "2", HD)
}

pub(crate) fn document() -> FakeCamera {
    FakeCamera::new("Document", "1.4", VGA)
}

pub(crate) fn names(list: &[CameraInfo]) -> Vec<&str> {
    list.iter().map(|camera| camera.name.as_str()).collect()
}

pub(crate) fn id(number: usize) -> CameraId {
    cameras().expect("a list")[number].id.clone()
}

pub(crate) fn open(id: &CameraId, wish: Wish) -> Result<Camera, CameraError> {
    Camera::open(id, wish, TIMEOUTS)
}

#[track_caller]
pub(crate) fn refused(id: &CameraId, code: &str) {
    match open(id, ANYTHING) {
        Ok(camera) => panic!("{} opened", camera.id()),
        Err(error) => assert_eq!(error.code(), code, "{error}"),
    }
}

#[track_caller]
pub(crate) fn too_little(id: &CameraId) -> Delivered {
    match open(id, Wish::default()).err() {
        Some(CameraError::TooLittle { found }) => found,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub(crate) fn measured(camera: &Camera) -> Delivered {
    let CameraState::Streaming { measured } = eventually(camera, is_streaming) else {
        panic!("it no longer streams");
    };
    measured
}

pub(crate) const fn is_streaming(state: &CameraState) -> bool {
    matches!(state, CameraState::Streaming { .. })
}

/// Five a second are sent; a busy machine may be slower, and never faster than
/// the two pictures of a late moment look.
#[track_caller]
pub(crate) fn slow(found: &Delivered) {
    assert!((1.0..15.0).contains(&found.frames_per_second), "{found}");
    assert_eq!(size(found), (1280, 720));
}

pub(crate) const fn size(found: &Delivered) -> (u32, u32) {
    (found.width, found.height)
}

/// The first state that is `wanted`.
#[track_caller]
pub(crate) fn eventually(camera: &Camera, wanted: impl Fn(&CameraState) -> bool) -> CameraState {
    let deadline = Instant::now() + TIMEOUTS.open;
    loop {
        let state = camera.state();
        if wanted(&state) {
            return state;
        }
        assert!(Instant::now() < deadline, "it stays {state:?}");
        thread::yield_now();
    }
}
