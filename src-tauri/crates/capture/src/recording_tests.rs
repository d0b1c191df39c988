//! Recordings made for the purpose, whole, broken and hostile.

use image::Rgb;

use super::*;
use crate::films::{film, film_of, mp4, shared};
use crate::frames::Sieve;

fn open(bytes: impl Into<Arc<[u8]>>) -> Result<Recording, DecodeError> {
    Recording::open(bytes, Limits::default())
}

#[test]
fn every_taken_format_opens_and_shows_its_frames() {
    let cases: [(&str, &[&str], &str); 7] = [
        ("mp4", &["-c:v", "libx264"], "h264"),
        (
            "mp4",
            &["-c:v", "libx264", "-bf", "3", "-movflags", "+faststart"],
            "h264",
        ),
        ("mov", &["-c:v", "libx264"], "h264"),
        ("mp4", &["-c:v", "mpeg4"], "mpeg4"),
        ("webm", &["-c:v", "libvpx"], "vp8"),
        ("webm", &["-c:v", "libvpx-vp9"], "vp9"),
        (
            "mp4",
            &[
                "-c:v",
                "libx264",
                "-movflags",
                "frag_keyframe+empty_moov",
                "-g",
                "5",
            ],
            "h264",
        ),
    ];
    for (extension, arguments, codec) in cases {
        let Some(bytes) = film(extension, arguments) else {
            continue;
        };
        let recording = open(bytes).expect(extension);
        let info = recording.info();
        assert_eq!(info.codec, codec, "{extension} {arguments:?}");
        assert_eq!((info.width, info.height), (128, 64));
        assert!(info.duration_ms.abs_diff(2000) <= 20, "{info:?}");
        assert!((info.frames_per_second - 10.0).abs() < 0.1, "{info:?}");
        assert!(!info.has_audio);

        let times: Vec<u32> = recording
            .frames(Sampling::All)
            .map(|frame| frame.expect("a frame").time_ms)
            .collect();
        let expected: Vec<u32> = (0..20).map(|n| n * 100).collect();
        assert_eq!(times, expected, "{extension} {arguments:?}");
        check_colours(&recording, [(0.1, 0.5, RED), (0.9, 0.5, BLUE)]);
    }
}

const RED: Rgb<u8> = Rgb([254, 0, 0]);
const BLUE: Rgb<u8> = Rgb([0, 0, 254]);

#[track_caller]
fn check_colours<const N: usize>(recording: &Recording, points: [(f32, f32, Rgb<u8>); N]) {
    let frame = recording
        .sample(1)
        .expect("a sample")
        .pop()
        .expect("one frame");
    for (x, y, expected) in points {
        let found = frame.image.get_pixel(
            (x * frame.image.width() as f32) as u32,
            (y * frame.image.height() as f32) as u32,
        );
        let near = found
            .0
            .iter()
            .zip(expected.0)
            .all(|(a, b)| a.abs_diff(b) < 24);
        assert!(near, "at {x} {y}: {found:?} instead of {expected:?}");
    }
}

#[test]
fn the_display_matrix_turns_the_picture() {
    let Some(bytes) = mp4("+faststart") else {
        return;
    };
    // Red is on the left; a clockwise quarter turn brings it to the top.
    check_turned(&bytes, [0, 1, -1, 0], (64, 128), (0.5, 0.1));
    check_turned(&bytes, [0, -1, 1, 0], (64, 128), (0.5, 0.9));
    check_turned(&bytes, [-1, 0, 0, -1], (128, 64), (0.9, 0.5));
    check_turned(&bytes, [-1, 0, 0, 1], (128, 64), (0.9, 0.5));
}

#[track_caller]
fn check_turned(bytes: &[u8], [a, b, c, d]: [i32; 4], size: (u32, u32), red: (f32, f32)) {
    let mut bytes = bytes.to_vec();
    let header = bytes
        .windows(4)
        .position(|kind| kind == b"tkhd")
        .expect("a track header");
    // ISO/IEC 14496-12, clause 8.3.2, version 0: the matrix stands 44 bytes
    // after the type, `a b u c d v x y w` as 16.16 and 2.30.
    for (index, entry) in [(0, a), (1, b), (3, c), (4, d)] {
        let at = header + 44 + 4 * index;
        bytes[at..at + 4].copy_from_slice(&(entry << 16).to_be_bytes());
    }
    let recording = open(bytes).expect("a turned recording");
    assert_eq!((recording.info().width, recording.info().height), size);
    check_colours(
        &recording,
        [(red.0, red.1, RED), (1.0 - red.0, 1.0 - red.1, BLUE)],
    );
}

#[test]
fn frames_are_scaled_down_and_never_up() {
    let Some(bytes) = mp4("+faststart") else {
        return;
    };
    for (longer_side, expected) in [(32, (32, 16)), (128, (128, 64)), (4000, (128, 64))] {
        let limits = Limits {
            longer_side,
            ..Limits::default()
        };
        let recording = Recording::open(bytes.clone(), limits).expect("a recording");
        let frame = recording.frames(Sampling::All).next();
        let frame = frame.expect("a frame").expect("decoded");
        assert_eq!(frame.image.dimensions(), expected);
    }
}

#[test]
fn pixels_that_are_not_square_are_made_square() {
    let Some(bytes) = film("mp4", &["-c:v", "libx264", "-aspect", "1:1"]) else {
        return;
    };
    let recording = open(bytes).expect("a recording");
    assert_eq!((recording.info().width, recording.info().height), (64, 64));
}

#[test]
fn a_step_gives_one_frame_a_step() {
    let Some(bytes) = mp4("+faststart") else {
        return;
    };
    let recording = open(bytes).expect("a recording");
    let times: Vec<u32> = recording
        .frames(Sampling::EveryMs(250))
        .map(|frame| frame.expect("a frame").time_ms)
        .collect();
    assert_eq!(times, [0, 300, 500, 800, 1000, 1300, 1500, 1800]);
}

#[test]
fn a_step_gives_the_frames_that_it_would_give_of_all() {
    let moving = "testsrc=s=160x96:r=25:d=3,format=yuv420p[v]";
    for arguments in [
        &["-c:v", "libx264", "-bf", "3", "-b_strategy", "0"][..],
        &["-c:v", "libx264", "-bf", "0"],
        &["-c:v", "mpeg4", "-bf", "2"],
    ] {
        let Some(bytes) = film_of(moving, "mp4", arguments) else {
            return;
        };
        let recording = open(bytes).expect("a recording");
        let frames = |sampling| -> Vec<Frame> {
            let frames = recording.frames(sampling);
            frames.map(|frame| frame.expect("a frame")).collect()
        };
        let mut sieve = Sieve::new(Sampling::EveryMs(80));
        let mut expected = frames(Sampling::All);
        assert_eq!(expected.len(), 75, "{arguments:?}");
        expected.retain(|frame| sieve.takes(frame.time_ms));
        let found = frames(Sampling::EveryMs(80));
        assert!(found == expected, "{found:?} of {arguments:?}");
    }
}

#[test]
fn pictures_that_nobody_wants_are_not_decoded() {
    let moving = "testsrc=s=160x96:r=25:d=3,format=yuv420p[v]";
    let arguments = ["-c:v", "libx264", "-bf", "3", "-b_strategy", "0"];
    let Some(bytes) = film_of(moving, "mp4", &arguments) else {
        return;
    };
    let recording = open(bytes).expect("a recording");
    let taken = recording.scan.taken(Sampling::EveryMs(80));
    let mut decoding = recording.begin().expect("a decoder").only(taken.clone());
    let mut decoded = 0;
    while decoding.next().expect("a picture").is_some() {
        decoded += 1;
    }
    assert!((taken.len()..60).contains(&decoded), "{decoded} of 75");
}

#[test]
fn a_sample_is_spread_evenly_whatever_the_key_frames() {
    let every_picture = ["-c:v", "libx264", "-g", "1", "-bf", "0"];
    let one_key_frame = ["-c:v", "libx264", "-g", "100", "-bf", "2"];
    for arguments in [every_picture, one_key_frame] {
        let Some(bytes) = film("mp4", &arguments) else {
            return;
        };
        let recording = open(bytes).expect("a recording");
        for (count, expected) in [
            (0, vec![]),
            (1, vec![1000]),
            (2, vec![500, 1500]),
            (4, vec![200, 700, 1200, 1700]),
        ] {
            let times: Vec<u32> = recording
                .sample(count)
                .expect("a sample")
                .iter()
                .map(|frame| frame.time_ms)
                .collect();
            assert_eq!(times, expected, "{count} of {arguments:?}");
        }
        let all = recording.sample(500).expect("a sample");
        assert_eq!(all.len(), 20, "no frame is given twice");
    }
}

#[test]
fn the_frame_of_a_time_is_the_one_that_is_shown_then() {
    let every_picture = ["-c:v", "libx264", "-g", "1", "-bf", "0"];
    let few_key_frames = ["-c:v", "libx264", "-g", "7", "-bf", "2"];
    for arguments in [every_picture, few_key_frames] {
        let Some(bytes) = film("mp4", &arguments) else {
            return;
        };
        let recording = open(bytes).expect("a recording");
        for (asked, shown) in [
            (0, 0),
            (99, 0),
            (100, 100),
            (849, 800),
            (1_999, 1_900),
            (u32::MAX, 1_900),
        ] {
            let frame = recording.frame_at(asked).expect("a frame");
            assert_eq!(frame.time_ms, shown, "{asked} of {arguments:?}");
        }
    }
}

#[test]
fn sound_beside_the_picture_is_reported() {
    let graph = "color=red:s=64x64:r=10:d=1[v];sine=d=1[a]";
    let Some(bytes) = film_of(
        graph,
        "mp4",
        &["-map", "[a]", "-c:v", "libx264", "-c:a", "aac"],
    ) else {
        return;
    };
    assert!(open(bytes).expect("a recording").info().has_audio);
}

#[test]
fn sound_alone_is_no_recording() {
    let Some(bytes) = film_of("sine=d=1[v]", "mp4", &["-c:a", "aac"]) else {
        return;
    };
    check(&bytes, "no_video");
}

#[test]
fn a_codec_off_the_list_is_named() {
    let Some(bytes) = film("mov", &["-c:v", "qtrle"]) else {
        return;
    };
    check(&bytes, "unsupported_codec");
}

#[test]
fn a_recording_cut_anywhere_is_cut_short() {
    let films = [
        mp4("+faststart"),
        mp4("0"),
        film("mov", &["-c:v", "libx264"]),
        film("webm", &["-c:v", "libvpx"]),
    ];
    for bytes in films.into_iter().flatten() {
        for percent in [5, 30, 50, 70, 90, 99] {
            let end = (bytes.len() * percent / 100).max(40);
            check(&bytes[..end], "truncated");
        }
        check(&bytes[..bytes.len() - 1], "truncated");
    }
}

#[test]
fn what_is_no_recording_says_so() {
    check(b"", "empty");
    check(b"\0", "unknown_format");
    check(b"Name: Specimen\n", "unknown_format");
    check(
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        "unknown_format",
    );
    check(
        b"ffconcat version 1.0\nfile '/etc/passwd'\n",
        "unknown_format",
    );
    check(b"\0\0\0\x20ftypisom", "truncated");
    check(
        b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x08moov#EXTM3U\nfile:///etc/passwd\n",
        "no_video",
    );
}

#[test]
fn limits_are_kept() {
    let Some(bytes) = mp4("+faststart") else {
        return;
    };
    let generous = Limits::default();
    for (limits, what) in [
        (
            Limits {
                bytes: 100,
                ..generous
            },
            "bytes",
        ),
        (
            Limits {
                duration_ms: 1500,
                ..generous
            },
            "milliseconds",
        ),
        (
            Limits {
                streams: 0,
                ..generous
            },
            "streams",
        ),
    ] {
        let error = Recording::open(bytes.clone(), limits).expect_err(what);
        assert!(
            matches!(error, DecodeError::TooLarge { what: found, .. } if found == what),
            "{error:?}"
        );
    }
    let small = Limits {
        pixels: 128 * 63,
        ..generous
    };
    let error = Recording::open(bytes, small).expect_err("too many pixels");
    assert_eq!(error.code(), "too_large");
}

#[test]
fn a_header_that_understates_the_picture_does_not_lift_the_limit() {
    let Some(mut bytes) = mp4("+faststart") else {
        return;
    };
    let entry = bytes
        .windows(4)
        .position(|kind| kind == b"avc1")
        .and_then(|brand| {
            Some(brand + 4 + bytes[brand + 4..].windows(4).position(|k| k == b"avc1")?)
        })
        .expect("a sample entry after the brand");
    // ISO/IEC 14496-12, clause 12.1.3: width and height stand 28 bytes after the type.
    bytes[entry + 28..entry + 32].copy_from_slice(&[0, 16, 0, 16]);
    let small = Limits {
        pixels: 128 * 63,
        ..Limits::default()
    };
    let error = Recording::open(bytes.clone(), small).expect_err("too many pixels");
    assert_eq!(error.code(), "damaged");
    assert!(open(bytes).is_ok(), "without the limit it is a recording");
}

#[test]
fn a_recording_over_fifty_megabytes_is_turned_away_unread() {
    check(&vec![0; 50 * 1024 * 1024 + 1], "too_large");
}

#[test]
fn real_recordings_are_read_to_their_end() {
    for (name, frames) in [
        ("videos/genuine_d12.mp4", 183),
        ("videos/genuine_d18.mp4", 216),
        ("video_asl/eat.mkv", 47),
    ] {
        let Some(path) = shared(name) else {
            return;
        };
        let recording = open(std::fs::read(path).expect(name)).expect(name);
        let mut count = 0;
        for frame in recording.frames(Sampling::All) {
            frame.expect(name);
            count += 1;
        }
        assert_eq!(count, frames, "{name}: {:?}", recording.info());
    }
}

#[track_caller]
fn check(bytes: &[u8], code: &str) {
    match open(bytes) {
        Ok(recording) => panic!("{recording:?} instead of {code}"),
        Err(error) => assert_eq!(error.code(), code, "{error}"),
    }
}
