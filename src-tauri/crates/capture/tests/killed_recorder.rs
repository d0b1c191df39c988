//! A program that is killed while it records leaves a recording.

use std::{
    env,
    fs::{self, File},
    path::Path,
    process::Command,
    sync::Arc,
    thread,
    time::Duration,
};

use capture::{
    Limits, Recording, Sampling,
    camera::Frame,
    record::{Recorder, finalise},
};
use image::{Rgb, RgbImage};

/// Where the child records to.
const INTO: &str = "SPORTELLO_TEST_RECORDS_INTO";

#[test]
fn a_killed_program_leaves_a_recording_up_to_its_last_second() {
    if let Some(path) = env::var_os(INTO) {
        record_until_killed(Path::new(&path));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("draft.mp4");
    let mut child = Command::new(env::current_exe().expect("this program"))
        .args([
            "a_killed_program_leaves_a_recording_up_to_its_last_second",
            "--exact",
        ])
        .env(INTO, &path)
        .spawn()
        .expect("this program again");
    while fs::metadata(&path).map_or(0, |about| about.len()) < 60_000 {
        let ended = child.try_wait().expect("a child");
        assert!(ended.is_none(), "it ended by itself: {ended:?}");
        thread::yield_now();
    }
    child.kill().expect("it runs");
    child.wait().expect("it is dead");

    let left = fs::read(&path).expect("a draft");
    let bytes = finalise(&left).expect("a recording");
    let recording = Recording::open(bytes, Limits::default()).expect("a recording");
    let times: Vec<u32> = recording
        .frames(Sampling::All)
        .map(|frame| frame.expect("a frame").time_ms)
        .collect();
    assert!(times.len() >= 25, "{} frames", times.len());
    assert!(
        times.iter().zip(0..).all(|(ms, index)| *ms == index * 40),
        "{times:?}"
    );
}

fn record_until_killed(path: &Path) -> ! {
    let file = File::create(path).expect("a draft");
    let mut recorder = Recorder::start(file, (160, 120)).expect("a recorder");
    for index in 0.. {
        let image = RgbImage::from_fn(160, 120, |x, y| {
            Rgb([(x * 5 + index * 7) as u8, (y * 3) as u8, (x * y) as u8])
        });
        let frame = Frame {
            sequence: u64::from(index),
            at: Duration::from_millis(u64::from(index) * 40),
            image: Arc::new(image),
        };
        recorder.push(&frame).expect("a frame");
    }
    unreachable!("frames without end");
}
