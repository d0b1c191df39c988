//! A recorder keeps nothing of what it has written. Alone in its program, so
//! that the memory of the process is its own.
#![cfg(target_os = "linux")]

use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use capture::{camera::Frame, record::Recorder};
use image::{Rgb, RgbImage};

#[test]
fn a_long_recording_takes_no_more_memory_than_a_short_one() {
    let written = Arc::new(AtomicUsize::new(0));
    let sink = Counting(Arc::clone(&written));
    let mut recorder = Recorder::start(sink, (320, 240)).expect("a recorder");
    // Noise is what takes most bytes.
    let noises: Vec<Arc<RgbImage>> = (0..5).map(|seed| Arc::new(noise(seed))).collect();
    let mut push = |index: usize| {
        let frame = Frame {
            sequence: index as u64,
            at: Duration::from_millis(index as u64 * 40),
            image: Arc::clone(&noises[index % noises.len()]),
        };
        recorder.push(&frame).expect("a frame");
    };
    (0..100).for_each(&mut push);
    let (bytes, resident) = (written.load(Ordering::Relaxed), resident_bytes());
    (100..1500).for_each(&mut push);
    let more = written.load(Ordering::Relaxed) - bytes;
    let grown = resident_bytes().saturating_sub(resident);
    assert!(more > 8_000_000, "only {more} bytes were written");
    assert!(
        grown < more / 4,
        "{grown} bytes more in memory for {more} written"
    );
    recorder.finish().expect("a recording");
}

/// Counts and forgets.
struct Counting(Arc<AtomicUsize>);

impl Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.fetch_add(bytes.len(), Ordering::Relaxed);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn noise(seed: u32) -> RgbImage {
    RgbImage::from_fn(320, 240, |x, y| {
        let mixed = x * 7919 + y * 104_729 + seed * 1_299_709;
        let mixed = (mixed ^ (mixed >> 7)).wrapping_mul(2_654_435_761);
        Rgb([mixed as u8, (mixed >> 8) as u8, (mixed >> 16) as u8])
    })
}

/// What the process has in memory.
fn resident_bytes() -> usize {
    let told = std::fs::read_to_string("/proc/self/statm").expect("a process");
    let pages = told.split(' ').nth(1).expect("resident pages");
    pages.parse::<usize>().expect("a number") * 4096
}
