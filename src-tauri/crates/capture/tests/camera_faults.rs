//! Cameras through nokhwa, with the virtual ones of `test-support` in place of
//! the kernel: all that goes wrong with them.
#![cfg(target_os = "linux")]

mod stage;

use std::time::Duration;

use capture::camera::{Camera, CameraError, CameraState, Timeouts, cameras};
use stage::{
    ANYTHING, TIMEOUTS, document, eventually, face,
    fake_camera::{Fault, with_cameras},
    id, is_streaming, open, refused,
};

#[test]
fn a_stalled_camera_says_so_and_goes_on() {
    with_cameras(
        "a_stalled_camera_says_so_and_goes_on",
        &[document()],
        |stage| {
            let camera = open(&id(0), ANYTHING).expect("a camera");
            stage.fault(0, Fault::Stall).expect("a fault");
            let last = || camera.latest(0).expect("a picture");
            eventually(&camera, |state| {
                *state == CameraState::Stalled { since: last().at }
            });
            let last = last();

            stage.fault(0, Fault::None).expect("no fault");
            camera
                .wait(last.sequence, TIMEOUTS.open)
                .expect("the next picture");
            eventually(&camera, is_streaming);
        },
    );
}

#[test]
fn a_stalled_camera_is_let_go_and_opened_again() {
    let name = "a_stalled_camera_is_let_go_and_opened_again";
    with_cameras(name, &[document()], |stage| {
        let camera = open(&id(0), ANYTHING).expect("a camera");
        stage.fault(0, Fault::Stall).expect("a fault");
        eventually(&camera, |state| {
            matches!(state, CameraState::Stalled { .. })
        });
        let receiver = camera.subscribe();
        drop(camera);
        while receiver.next(Duration::ZERO).is_some() {}
        assert!(
            receiver.is_over(),
            "its thread has ended although no picture came"
        );
        stage.fault(0, Fault::None).expect("no fault");
        open(&id(0), ANYTHING).expect("the same camera");
    });
}

#[test]
fn an_unplugged_camera_comes_back_to_those_who_look() {
    let name = "an_unplugged_camera_comes_back_to_those_who_look";
    with_cameras(name, &[document()], |stage| {
        let camera = open(&id(0), ANYTHING).expect("a camera");
        let receiver = camera.subscribe();
        stage.fault(0, Fault::Unplugged).expect("a fault");
        eventually(&camera, |state| *state == CameraState::Unplugged);
        assert_eq!(cameras(), Ok(vec![]));
        while receiver.next(Duration::ZERO).is_some() {}
        assert!(!receiver.is_over(), "the subscription stands");
        let last = camera.latest(0).expect("a picture").sequence;

        stage.plug(3, &document()).expect("the same camera");
        let frame = receiver.next(TIMEOUTS.open).expect("a picture");
        assert_eq!(frame.sequence, last + 1, "numbers go on");
        eventually(&camera, is_streaming);

        stage.fault(3, Fault::Unplugged).expect("a fault");
        eventually(&camera, |state| *state == CameraState::Unplugged);
    });
}

#[test]
fn a_camera_that_comes_back_in_use_says_so_and_is_tried_again() {
    let name = "a_camera_that_comes_back_in_use_says_so_and_is_tried_again";
    with_cameras(name, &[document()], |stage| {
        let camera = open(&id(0), ANYTHING).expect("a camera");
        stage.fault(0, Fault::Unplugged).expect("a fault");
        eventually(&camera, |state| *state == CameraState::Unplugged);
        stage.fault(0, Fault::Busy).expect("a fault");
        let in_use = CameraState::Failed(CameraError::InUse);
        eventually(&camera, |state| *state == in_use);
        stage.fault(0, Fault::None).expect("no fault");
        eventually(&camera, is_streaming);
    });
}

#[test]
fn what_hinders_a_camera_is_told_by_name() {
    with_cameras(
        "what_hinders_a_camera_is_told_by_name",
        &[document()],
        |stage| {
            for (fault, code) in [
                (Fault::Busy, "in_use"),
                (Fault::Streaming, "in_use"),
                (Fault::Denied, "no_permission"),
            ] {
                let id = id(0);
                stage.fault(0, fault).expect("a fault");
                refused(&id, code);
                stage.fault(0, Fault::None).expect("no fault");
                open(&id, ANYTHING).expect("nothing hinders it any longer");
            }
            let id = id(0);
            let open = open(&id, ANYTHING).expect("a camera");
            let hurry = Timeouts {
                close: Duration::ZERO,
                ..TIMEOUTS
            };
            let second = Camera::open(&id, ANYTHING, hurry).err();
            assert_eq!(
                second,
                Some(CameraError::InUse),
                "this program has it already"
            );
            drop(open);
        },
    );
}

#[test]
fn a_camera_that_hangs_hinders_no_other() {
    with_cameras(
        "a_camera_that_hangs_hinders_no_other",
        &[face(), document()],
        |stage| {
            let (hanging, sound) = (id(0), id(1));
            stage.fault(0, Fault::Hang).expect("a fault");
            let hurry = Timeouts {
                open: Duration::from_millis(300),
                close: Duration::from_millis(100),
                ..TIMEOUTS
            };
            for _ in 0..2 {
                let error = Camera::open(&hanging, ANYTHING, hurry).err();
                assert_eq!(error, Some(CameraError::OpenTimedOut));
            }
            assert_eq!(
                cameras().map(|list| list.len()),
                Ok(2),
                "the list does not hang"
            );
            open(&sound, ANYTHING).expect("the other camera");
            stage.fault(0, Fault::None).expect("no fault");
            open(&hanging, ANYTHING).expect("it answers again");
        },
    );
}

#[test]
fn a_camera_that_opens_and_shows_nothing_times_out() {
    let name = "a_camera_that_opens_and_shows_nothing_times_out";
    with_cameras(name, &[document()], |stage| {
        let id = id(0);
        stage.fault(0, Fault::Stall).expect("a fault");
        let hurry = Timeouts {
            open: Duration::from_millis(500),
            close: Duration::from_millis(100),
            ..TIMEOUTS
        };
        let error = Camera::open(&id, ANYTHING, hurry).err();
        assert_eq!(error, Some(CameraError::OpenTimedOut));
        stage.fault(0, Fault::None).expect("no fault");
        open(&id, ANYTHING).expect("it shows something");
    });
}
