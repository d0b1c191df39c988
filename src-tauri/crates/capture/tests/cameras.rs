//! Cameras through nokhwa, with the virtual ones of `test-support` in place of
//! the kernel: listed, opened, measured, and everything that goes wrong.
#![cfg(target_os = "linux")]

#[expect(
    dead_code,
    unreachable_pub,
    reason = "the module serves the whole application as well"
)]
#[path = "../../test-support/src/fake_camera.rs"]
mod fake_camera;

#[expect(dead_code, reason = "one film is enough here")]
#[path = "../src/films.rs"]
mod films;

use std::{
    fs,
    io::{self, Write},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use capture::{
    Limits, Recording, Sampling,
    camera::{
        Camera, CameraError, CameraId, CameraInfo, CameraState, Delivered, Timeouts, Wish, cameras,
    },
    record::{Recorder, finalise},
};
use fake_camera::{Coding, FakeCamera, Fault, Mode, footage, with_cameras};

const HD: Mode = Mode::new(Coding::Nv12, 1280, 720);
const VGA: Mode = Mode::new(Coding::Yuyv, 640, 480);

/// Short, so that tests need not wait; long enough for a busy machine.
const TIMEOUTS: Timeouts = Timeouts {
    open: Duration::from_secs(20),
    measure: Duration::from_millis(400),
    stall: Duration::from_millis(500),
    retry: Duration::from_millis(50),
    close: Duration::from_secs(5),
};

const ANYTHING: Wish = Wish {
    width: 1280,
    height: 720,
    frames_per_second: 25,
    accept_less: true,
};

#[test]
fn cameras_are_listed_under_an_identity_that_stays() {
    let name = "cameras_are_listed_under_an_identity_that_stays";
    with_cameras(name, &[face(), document()], |stage| {
        let before = cameras().expect("a list");
        assert_eq!(names(&before), ["Face", "Document"]);
        assert_ne!(before[0].id, before[1].id);

        stage.fault(0, Fault::Unplugged).expect("a fault");
        assert_eq!(names(&cameras().expect("a list")), ["Document"]);

        stage.plug(7, &face()).expect("the same camera again");
        let after = cameras().expect("a list");
        assert_eq!(names(&after), ["Document", "Face"], "another number");
        assert_eq!(after[1].id, before[0].id, "the same camera");
    });
}

#[test]
fn cameras_of_one_model_are_told_apart_by_their_ports() {
    let name = "cameras_of_one_model_are_told_apart_by_their_ports";
    let twin = |port: &str| FakeCamera {
        serial: "200901010001".to_owned(),
        ..FakeCamera::new("Twin", port, VGA)
    };
    with_cameras(name, &[twin("1.1"), twin("1.2")], |_| {
        let twins = cameras().expect("a list");
        assert_eq!(names(&twins), ["Twin", "Twin"]);
        assert_ne!(twins[0].id, twins[1].id);
    });
}

#[test]
fn what_gives_no_pictures_is_no_camera() {
    let data = FakeCamera {
        gives_pictures: false,
        ..document()
    };
    let soldered = FakeCamera::new("Soldered", "", VGA);
    let name = "what_gives_no_pictures_is_no_camera";
    with_cameras(name, &[face(), data, soldered], |_| {
        let list = cameras().expect("a list");
        assert_eq!(names(&list), ["Face", "Soldered"]);
        let ids: Vec<&str> = list.iter().map(|camera| camera.id.as_str()).collect();
        assert_eq!(ids, ["usb-1-2:1d6b:0102:SN-2:0", "2:Soldered"]);
    });
}

#[test]
fn without_a_camera_the_list_is_empty() {
    with_cameras("without_a_camera_the_list_is_empty", &[], |_| {
        assert_eq!(cameras(), Ok(vec![]));
        refused(&CameraId::new("usb-1-9"), "unplugged");
    });
}

#[test]
fn two_cameras_stream_at_once() {
    with_cameras("two_cameras_stream_at_once", &[face(), document()], |_| {
        let open = [0, 1].map(|number| open(&id(number), ANYTHING).expect("a camera"));
        let receivers = open.each_ref().map(Camera::subscribe);
        for (camera, receiver) in open.iter().zip(&receivers) {
            let mut before = None;
            for _ in 0..20 {
                let frame = receiver.next(TIMEOUTS.open).expect("a picture");
                assert!(before < Some((frame.sequence, frame.at)), "time goes on");
                before = Some((frame.sequence, frame.at));
            }
            assert!(matches!(camera.state(), CameraState::Streaming { .. }));
        }
        assert_eq!(measured(&open[0]), (1280, 720));
        assert_eq!(measured(&open[1]), (640, 480));
        let newest = open[0].latest(0).expect("a picture");
        assert!(open[0].latest(newest.sequence + 1000).is_none());
        // The darkest corner of the virtual camera's slope of grey.
        let corner = open[1]
            .latest(0)
            .expect("a picture")
            .image
            .get_pixel(60, 0)
            .0;
        assert!(
            corner[0] > 5 && corner[0] < 40 || corner[0] > 240,
            "{corner:?}"
        );
    });
}

#[test]
fn jpegs_are_decoded_and_the_wish_chooses_among_the_offers() {
    let name = "jpegs_are_decoded_and_the_wish_chooses_among_the_offers";
    let jpeg = |value: u8| {
        let mut bytes = Vec::new();
        let image = image::RgbImage::from_pixel(1280, 720, image::Rgb([value, 200, 40]));
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90)
            .encode_image(&image)
            .expect("a JPEG");
        bytes
    };
    let camera = FakeCamera {
        modes: vec![
            VGA,
            Mode {
                frames_per_second: 10,
                ..Mode::new(Coding::Yuyv, 1280, 720)
            },
            Mode::new(Coding::Mjpeg, 1280, 720),
        ],
        frames: vec![jpeg(120), jpeg(130)],
        ..face()
    };
    with_cameras(name, &[camera], |_| {
        let strict = Wish {
            accept_less: false,
            frames_per_second: 20,
            ..ANYTHING
        };
        let camera = open(&id(0), strict).expect("it has what is wished for");
        assert_eq!(measured(&camera), (1280, 720));
        let pixel = camera
            .latest(0)
            .expect("a picture")
            .image
            .get_pixel(640, 360)
            .0;
        assert!(
            pixel[0].abs_diff(125) < 12 && pixel[1].abs_diff(200) < 12,
            "{pixel:?}"
        );
    });
}

#[test]
fn footage_is_shown_by_a_camera_and_recorded_frame_by_frame() {
    let name = "footage_is_shown_by_a_camera_and_recorded_frame_by_frame";
    // Red on the left, blue on the right.
    let Some(film) = films::mp4("+faststart") else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("film.mp4");
    fs::write(&path, film).expect("a film");
    let mode = Mode::new(Coding::Mjpeg, 1280, 720);
    let camera = FakeCamera {
        frames: footage(&path, mode).expect("footage"),
        ..FakeCamera::new("Face", "2", mode)
    };
    assert_eq!(camera.frames.len(), 50, "two seconds");
    with_cameras(name, &[camera], |_| {
        let camera = open(&id(0), ANYTHING).expect("a camera");
        let receiver = camera.subscribe();
        let sink = Kept::default();
        let mut recorder = Recorder::start(sink.clone(), (1280, 720)).expect("a recorder");
        let mut pushed = Vec::new();
        for _ in 0..30 {
            let frame = receiver.next(TIMEOUTS.open).expect("a picture");
            recorder.push(&frame).expect("a frame");
            pushed.push(frame.at);
        }
        let recorded = recorder.finish().expect("a recording");
        assert_eq!(
            (recorded.frames, recorded.dropped),
            (30, receiver.dropped())
        );

        let bytes = finalise(&sink.0.lock().expect("a sink")).expect("an MP4");
        let recording = Recording::open(bytes, Limits::default()).expect("a recording");
        for (frame, at) in recording.frames(Sampling::All).zip(&pushed) {
            let frame = frame.expect("a frame");
            assert_eq!(u128::from(frame.time_ms), (*at - pushed[0]).as_millis());
            let (left, right) = (
                frame.image.get_pixel(320, 360),
                frame.image.get_pixel(960, 360),
            );
            assert!(left[0] > 200 && left[2] < 60, "red on the left: {left:?}");
            assert!(
                right[2] > 200 && right[0] < 60,
                "blue on the right: {right:?}"
            );
        }
    });
}

/// A sink that is looked into afterwards.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("a sink").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_is_delivered_is_measured_and_less_needs_consent() {
    let name = "what_is_delivered_is_measured_and_less_needs_consent";
    with_cameras(name, &[face(), document()], |stage| {
        // It promises 25 a second and cannot keep it, as in a dark room.
        stage.fault(0, Fault::Rate(5)).expect("a fault");
        let found = too_little(&id(0));
        assert!((found.frames_per_second - 5.0).abs() < 1.5, "{found}");
        assert_eq!((found.width, found.height), (1280, 720));
        let camera = open(&id(0), ANYTHING).expect("less is accepted");
        let CameraState::Streaming { measured } = camera.state() else {
            panic!("{:?}", camera.state());
        };
        assert!((measured.frames_per_second - 5.0).abs() < 1.5, "{measured}");

        let found = too_little(&id(1));
        assert_eq!((found.width, found.height), (640, 480));
        open(&id(1), ANYTHING).expect("less is accepted");
    });
}

#[test]
fn a_stalled_camera_says_so_and_goes_on() {
    with_cameras(
        "a_stalled_camera_says_so_and_goes_on",
        &[document()],
        |stage| {
            let camera = open(&id(0), ANYTHING).expect("a camera");
            stage.fault(0, Fault::Stall).expect("a fault");
            let state = eventually(&camera, |state| {
                matches!(state, CameraState::Stalled { .. })
            });
            let last = camera.latest(0).expect("a picture");
            assert_eq!(state, CameraState::Stalled { since: last.at });

            stage.fault(0, Fault::None).expect("no fault");
            camera
                .wait(last.sequence, TIMEOUTS.open)
                .expect("the next picture");
            eventually(&camera, |state| {
                matches!(state, CameraState::Streaming { .. })
            });
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
        eventually(&camera, |state| {
            matches!(state, CameraState::Streaming { .. })
        });

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
        eventually(&camera, |state| {
            matches!(state, CameraState::Streaming { .. })
        });
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

fn face() -> FakeCamera {
    FakeCamera::new("Face", "2", HD)
}

fn document() -> FakeCamera {
    FakeCamera::new("Document", "1.4", VGA)
}

fn names(list: &[CameraInfo]) -> Vec<&str> {
    list.iter().map(|camera| camera.name.as_str()).collect()
}

fn id(number: usize) -> CameraId {
    cameras().expect("a list")[number].id.clone()
}

fn open(id: &CameraId, wish: Wish) -> Result<Camera, CameraError> {
    Camera::open(id, wish, TIMEOUTS)
}

#[track_caller]
fn refused(id: &CameraId, code: &str) {
    match open(id, ANYTHING) {
        Ok(camera) => panic!("{} opened", camera.id()),
        Err(error) => assert_eq!(error.code(), code, "{error}"),
    }
}

#[track_caller]
fn too_little(id: &CameraId) -> Delivered {
    match open(id, Wish::default()).err() {
        Some(CameraError::TooLittle { found }) => found,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn measured(camera: &Camera) -> (u32, u32) {
    let CameraState::Streaming { measured } = camera.state() else {
        panic!("{:?}", camera.state());
    };
    (measured.width, measured.height)
}

/// The first state that is `wanted`.
#[track_caller]
fn eventually(camera: &Camera, wanted: impl Fn(&CameraState) -> bool) -> CameraState {
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
