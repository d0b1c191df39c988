//! Recordings written, read back, cut off and refused by their sink.

use std::{
    io::{self, ErrorKind},
    sync::{Arc, Mutex, OnceLock},
};

use image::Rgb;
use proptest::{prelude::*, test_runner::Config};

use super::{encoder::NAMES, *};
use crate::{Limits, Recording, Sampling};

/// A sink in memory that can be looked into; it takes `room` bytes.
#[derive(Clone)]
struct Kept {
    bytes: Arc<Mutex<Vec<u8>>>,
    room: usize,
}

impl Kept {
    fn new() -> Self {
        Self::with_room(usize::MAX)
    }

    fn with_room(room: usize) -> Self {
        Self {
            bytes: Arc::default(),
            room,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        self.bytes.lock().expect("no writer panicked").clone()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut kept = self.bytes.lock().expect("no writer panicked");
        if kept.len() + bytes.len() > self.room {
            return Err(ErrorKind::StorageFull.into());
        }
        kept.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The `index`th frame, a plain colour of its own, at `ms`.
fn frame(index: usize, ms: u64, (width, height): (u32, u32)) -> Frame {
    let colour = Rgb([(index * 53 % 200) as u8, 90, 160]);
    Frame {
        sequence: index as u64 + 1,
        // No camera was opened at the moment its recording begins.
        at: Duration::from_millis(7000 + ms),
        image: Arc::new(RgbImage::from_pixel(width, height, colour)),
    }
}

/// Times as a camera has them that stumbles now and then.
fn uneven(count: usize) -> Vec<u64> {
    (0..count as u64)
        .map(|n| n * 40 + n % 7 + if n > 30 { 300 } else { 0 })
        .collect()
}

fn recorded(times: &[u64], size: (u32, u32), encoders: &[&str]) -> (Vec<u8>, Recorded) {
    let sink = Kept::new();
    let mut recorder = Recorder::start_with(sink.clone(), size, encoders).expect("a recorder");
    for (index, ms) in times.iter().enumerate() {
        recorder.push(&frame(index, *ms, size)).expect("a frame");
    }
    let recorded = recorder.finish().expect("a recording");
    (sink.bytes(), recorded)
}

fn times(recording: &Recording) -> Vec<u64> {
    recording
        .frames(Sampling::All)
        .map(|frame| frame.expect("a frame").time_ms.into())
        .collect()
}

#[test]
fn what_is_recorded_is_read_back_frame_by_frame_at_its_time() {
    for (count, encoders, codec) in [
        (60, NAMES, "h264"),
        (1, NAMES, "h264"),
        (2, NAMES, "h264"),
        (60, ["no encoder"; 7], "h264"),
        (60, ["mpeg4"; 7], "mpeg4"),
    ] {
        let mut encoders = encoders.to_vec();
        encoders.extend(NAMES);
        let expected = uneven(count);
        let (fragmented, recorded) = recorded(&expected, (64, 48), &encoders);
        assert_eq!(recorded.frames, count as u64);
        assert_eq!((recorded.dropped, recorded.codec.as_str()), (0, codec));

        let whole = finalise(&fragmented).expect("a finalised recording");
        for bytes in [fragmented, whole] {
            let recording = Recording::open(bytes, Limits::default()).expect("a recording");
            assert_eq!(times(&recording), expected, "{count} frames in {codec}");
            let info = recording.info();
            assert_eq!(
                (info.codec.as_str(), info.width, info.height),
                (codec, 64, 48)
            );
            let duration_ms = u32::try_from(recorded.duration.as_millis()).expect("seconds");
            assert!(
                info.duration_ms.abs_diff(duration_ms) <= 45,
                "{info:?} {recorded:?}"
            );
            for (index, shown) in recording.frames(Sampling::All).enumerate() {
                let shown = *shown.expect("a frame").image.get_pixel(30, 20);
                let pushed = *frame(index, 0, (1, 1)).image.get_pixel(0, 0);
                let near = (0..3).all(|band| shown[band].abs_diff(pushed[band]) < 20);
                assert!(near, "frame {index}: {shown:?} instead of {pushed:?}");
            }
        }
    }
}

#[test]
fn without_an_encoder_nothing_begins() {
    let begun = Recorder::start_with(Kept::new(), (64, 48), &["no encoder", "aac"]);
    assert_eq!(begun.err(), Some(RecordError::NoEncoder));
    let begun = Recorder::start(Kept::new(), (0, 48));
    assert_eq!(
        begun.err(),
        Some(RecordError::NoEncoder),
        "no encoder takes that"
    );
}

#[test]
fn the_index_stands_in_front_after_finalising() {
    let (fragmented, _) = recorded(&uneven(80), (64, 48), &NAMES);
    let whole = finalise(&fragmented).expect("a finalised recording");
    assert_eq!(boxes(&whole), ["ftyp", "moov", "free", "free", "mdat"]);
    let fragments = boxes(&fragmented);
    assert_eq!(fragments[..4], ["ftyp", "moov", "moof", "mdat"]);
    // Fragments of 25 frames, and what is left at the end.
    let count = fragments.iter().filter(|kind| *kind == "moof").count();
    assert_eq!(count, 4, "{fragments:?}");
}

fn boxes(mut bytes: &[u8]) -> Vec<String> {
    let mut kinds = Vec::new();
    while let Some((kind, length)) = crate::container::box_header(bytes) {
        kinds.push(String::from_utf8_lossy(kind).into_owned());
        bytes = &bytes[usize::try_from(length).expect("a length")..];
    }
    assert!(bytes.is_empty(), "boxes to the end");
    kinds
}

#[test]
fn frames_of_any_size_are_taken_and_gaps_are_counted() {
    let sink = Kept::new();
    let mut recorder = Recorder::start(sink.clone(), (63, 47)).expect("a recorder");
    for (index, size) in [(0, (63, 47)), (1, (320, 240)), (5, (16, 16)), (6, (63, 47))] {
        let ms = index as u64 * 40;
        recorder.push(&frame(index, ms, size)).expect("a frame");
    }
    // Two of one time: the second one is a moment later.
    recorder.push(&frame(7, 240, (63, 47))).expect("a frame");
    let recorded = recorder.finish().expect("a recording");
    assert_eq!((recorded.frames, recorded.dropped), (5, 3));
    let bytes = finalise(&sink.bytes()).expect("a finalised recording");
    let recording = Recording::open(bytes, Limits::default()).expect("a recording");
    assert_eq!((recording.info().width, recording.info().height), (62, 46));
    assert_eq!(times(&recording), [0, 40, 200, 240, 241]);
}

/// A recording with the length it had after each frame.
struct Grown {
    bytes: Vec<u8>,
    times: Vec<u64>,
    after_header: usize,
    after_frame: Vec<usize>,
}

fn grown() -> &'static Grown {
    static GROWN: OnceLock<Grown> = OnceLock::new();
    GROWN.get_or_init(|| {
        let sink = Kept::new();
        let size = (64, 48);
        let mut recorder = Recorder::start(sink.clone(), size).expect("a recorder");
        let after_header = sink.bytes().len();
        let times = uneven(130);
        let after_frame = times.iter().enumerate().map(|(index, ms)| {
            recorder.push(&frame(index, *ms, size)).expect("a frame");
            sink.bytes().len()
        });
        let after_frame = after_frame.collect();
        recorder.finish().expect("a recording");
        Grown {
            bytes: sink.bytes(),
            times,
            after_header,
            after_frame,
        }
    })
}

#[test]
fn all_but_the_last_second_is_written_at_any_moment() {
    let grown = grown();
    assert!(grown.after_header > 0, "the header is written at the start");
    let mut written = grown.after_header;
    for second in grown.after_frame.chunks(25).skip(1) {
        assert!(
            second[0] > written,
            "the first frame of a second flushes the one before"
        );
        written = second[0];
        assert!(second.iter().all(|length| *length == written), "{second:?}");
    }
}

proptest! {
    #![proptest_config(Config { cases: 200, failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_recording_cut_anywhere_keeps_all_but_its_last_second(part in 0.0..=1.0) {
        let grown = grown();
        let cut = (grown.bytes.len() as f64 * part) as usize;
        // A second is safe once the first frame of the next one is pushed.
        let safe = grown
            .after_frame
            .iter()
            .enumerate()
            .filter(|(index, length)| index % 25 == 0 && **length <= cut)
            .map(|(index, _)| index)
            .max()
            .unwrap_or(0);
        match finalise(&grown.bytes[..cut]) {
            Err(error) => {
                prop_assert_eq!(error, RecordError::NothingRecorded);
                prop_assert_eq!(safe, 0);
            }
            Ok(whole) => {
                let recording = Recording::open(whole, Limits::default()).expect("a recording");
                let found = times(&recording);
                prop_assert!(found.len() >= safe, "{} of {safe}", found.len());
                prop_assert_eq!(&found[..], &grown.times[..found.len()]);
            }
        }
    }
}

#[test]
fn what_holds_no_whole_fragment_was_not_recorded() {
    let header = &grown().bytes[..grown().after_header];
    for bytes in [&b""[..], b"good morning", &[0; 64], header] {
        assert_eq!(finalise(bytes), Err(RecordError::NothingRecorded));
    }
    let recorder = Recorder::start(Kept::new(), (64, 48)).expect("a recorder");
    assert_eq!(recorder.finish(), Err(RecordError::NothingRecorded));
}

#[test]
fn a_recorder_that_is_dropped_leaves_what_is_written() {
    let sink = Kept::new();
    let mut recorder = Recorder::start(sink.clone(), (64, 48)).expect("a recorder");
    for (index, ms) in uneven(60).into_iter().enumerate() {
        recorder.push(&frame(index, ms, (64, 48))).expect("a frame");
    }
    drop(recorder);
    let bytes = finalise(&sink.bytes()).expect("what was written");
    let recording = Recording::open(bytes, Limits::default()).expect("a recording");
    assert_eq!(times(&recording), uneven(60)[..50]);
}

#[test]
fn a_sink_that_fails_is_told_by_every_call_after_it() {
    let whole = grown().bytes.len();
    let full = RecordError::Sink(ErrorKind::StorageFull);
    for room in [0, 100, whole / 3, whole - 1] {
        let outcome = Recorder::start(Kept::with_room(room), (64, 48)).and_then(|mut recorder| {
            let mut failed = None;
            for (index, ms) in uneven(130).into_iter().enumerate() {
                let pushed = recorder.push(&frame(index, ms, (64, 48)));
                if let Some(error) = &failed {
                    assert_eq!(pushed.as_ref(), Err(error));
                }
                failed = failed.or(pushed.err());
            }
            recorder.finish()
        });
        assert_eq!(
            outcome,
            Err(full.clone()),
            "with room for {room} of {whole}"
        );
    }
}

#[test]
fn a_sink_that_does_not_flush_is_told_at_the_end() {
    struct Unflushed;
    impl Write for Unflushed {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(ErrorKind::BrokenPipe.into())
        }
    }
    let mut recorder = Recorder::start(Unflushed, (64, 48)).expect("a recorder");
    recorder.push(&frame(0, 0, (64, 48))).expect("a frame");
    assert_eq!(
        recorder.finish(),
        Err(RecordError::Sink(ErrorKind::BrokenPipe))
    );
}

#[test]
fn a_recorder_may_go_to_another_thread() {
    fn is_send<T: Send>() {}
    is_send::<Recorder>();
}
