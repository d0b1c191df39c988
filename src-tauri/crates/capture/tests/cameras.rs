//! Cameras through nokhwa, with the virtual ones of `test-support` in place of
//! the kernel: listed, opened, measured, recorded.
#![cfg(target_os = "linux")]

#[expect(dead_code, reason = "one film is enough here")]
#[path = "../src/films.rs"]
mod films;
mod stage;

use std::{
    fs,
    io::{self, Write},
    sync::{Arc, Mutex},
};

use capture::{
    Limits, Recording, Sampling,
    camera::{Camera, CameraId, cameras},
    record::{Recorder, finalise},
};
use stage::{
    ANYTHING, TIMEOUTS, VGA, document, face,
    fake_camera::{Coding, FakeCamera, Fault, Mode, footage, with_cameras},
    id, measured, names, open, refused, size, slow, too_little,
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
        for receiver in &receivers {
            let mut before = None;
            for _ in 0..20 {
                let frame = receiver.next(TIMEOUTS.open).expect("a picture");
                assert!(before < Some((frame.sequence, frame.at)), "time goes on");
                before = Some((frame.sequence, frame.at));
            }
        }
        assert_eq!(size(&measured(&open[0])), (1280, 720));
        assert_eq!(size(&measured(&open[1])), (640, 480));
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
        let camera = open(&id(0), ANYTHING).expect("a camera");
        assert_eq!(size(&measured(&camera)), (1280, 720));
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
        frames: footage::of(&path, mode).expect("footage"),
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
            pushed.push((frame.sequence, frame.at));
        }
        let recorded = recorder.finish().expect("a recording");
        let [(first, begin), .., (last, _)] = pushed[..] else {
            panic!("{pushed:?}");
        };
        assert_eq!((recorded.frames, recorded.dropped), (30, last - first - 29));

        let bytes = finalise(&sink.0.lock().expect("a sink")).expect("an MP4");
        let recording = Recording::open(bytes, Limits::default()).expect("a recording");
        assert_eq!(recording.frames(Sampling::All).count(), 30);
        for (frame, (_, at)) in recording.frames(Sampling::All).zip(&pushed) {
            let frame = frame.expect("a frame");
            assert_eq!(u128::from(frame.time_ms), (*at - begin).as_millis());
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
        slow(&found);
        let camera = open(&id(0), ANYTHING).expect("less is accepted");
        slow(&measured(&camera));

        let found = too_little(&id(1));
        assert_eq!(size(&found), (640, 480));
        open(&id(1), ANYTHING).expect("less is accepted");
    });
}
