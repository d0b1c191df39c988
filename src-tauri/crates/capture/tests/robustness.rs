//! Spoilt recordings: refused or shown, never a panic, a hang or a gigabyte.
//! `tests/support/soak.rs` says how to run more of them.

#[expect(dead_code, reason = "only small recordings are made here")]
#[path = "../src/films.rs"]
mod films;
#[path = "../../../../tests/support/mutation.rs"]
mod mutation;
#[path = "../../../../tests/support/soak.rs"]
mod soak;

use capture::{DecodeError, Limits, Recording, Sampling, record::finalise};
use soak::{Counting, Soak};

#[global_allocator]
static MEMORY: Counting = Counting;

/// Half a second of 64 × 48 pixels, a moving pattern.
const PICTURES: &str = "testsrc=s=64x48:r=10:d=0.6,format=yuv420p[v]";

/// Containers and codecs that are taken, and the forms they come in.
const FORMS: [(&str, &[&str]); 8] = [
    ("mp4", &["-c:v", "libx264", "-g", "3"]),
    (
        "mp4",
        &["-c:v", "libx264", "-bf", "3", "-movflags", "+faststart"],
    ),
    (
        "mp4",
        &["-c:v", "libx264", "-movflags", "frag_keyframe+empty_moov"],
    ),
    ("mov", &["-c:v", "libx264"]),
    ("mp4", &["-c:v", "mpeg4"]),
    (
        "mp4",
        &["-c:v", "libx265", "-x265-params", "log-level=error"],
    ),
    ("webm", &["-c:v", "libvpx"]),
    ("webm", &["-c:v", "libvpx-vp9"]),
];

#[test]
fn spoilt_recordings_are_shown_or_refused() {
    let seeds: Vec<Vec<u8>> = FORMS
        .iter()
        .filter_map(|(extension, arguments)| films::film_of(PICTURES, extension, arguments))
        .collect();
    if seeds.is_empty() {
        return;
    }
    let soak = Soak {
        name: "recordings",
        seeds,
        in_suite: 300,
    };
    soak.run(|input| match shown(input) {
        Ok(()) => "shown",
        Err(error) => error.code(),
    });
}

/// What a killed program leaves: fragments, here with spoilt bytes in them.
#[test]
fn spoilt_fragments_are_finalised_or_refused() {
    let fragments = [["-c:v", "libx264", "-g", "3"], ["-c:v", "mpeg4", "-g", "3"]];
    let seeds: Vec<Vec<u8>> = fragments
        .iter()
        .filter_map(|arguments| {
            let flags = ["-movflags", "frag_keyframe+empty_moov+default_base_moof"];
            films::film_of(PICTURES, "mp4", &[&arguments[..], &flags[..]].concat())
        })
        .collect();
    if seeds.is_empty() {
        return;
    }
    let soak = Soak {
        name: "fragments",
        seeds,
        in_suite: 300,
    };
    soak.run(|input| match finalise(input) {
        Ok(whole) => match shown(&whole) {
            Ok(()) => "shown",
            Err(error) => error.code(),
        },
        Err(error) => error.code(),
    });
}

/// Everything that the product does with a recording.
fn shown(input: &[u8]) -> Result<(), DecodeError> {
    let recording = Recording::open(input, Limits::default())?;
    recording.sample(5)?;
    recording
        .frames(Sampling::All)
        .try_for_each(|frame| frame.map(drop))
}
