//! Recordings as the engine wants them: opened when it asks for frames.

use std::{ops::ControlFlow, sync::mpsc, thread};

use capture::{DecodeError, Limits, Recording, Sampling};
use engine::{
    Footage,
    liveness::{LONGER_SIDE_PX, SAMPLE_EVERY_MS},
};
use image::RgbImage;

/// Frames that wait for the engine while the next one is decoded.
const AHEAD: usize = 3;

/// A recording in memory that is opened when the engine asks for frames.
pub struct RecordedFootage<'a> {
    bytes: &'a [u8],
}

impl<'a> RecordedFootage<'a> {
    /// `bytes` of an MP4, MOV or WebM file.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    fn open(&self, longer_side: u32) -> Result<Recording, String> {
        let limits = Limits {
            longer_side,
            ..Limits::default()
        };
        Recording::open(self.bytes, limits).map_err(code)
    }
}

impl Footage for RecordedFootage<'_> {
    /// Decodes on a thread of its own while `take` looks at the frame before.
    fn stream(
        &mut self,
        take: &mut dyn FnMut(u32, &RgbImage) -> ControlFlow<()>,
    ) -> Result<(), String> {
        let recording = self.open(LONGER_SIDE_PX)?;
        let (ready, frames) = mpsc::sync_channel(AHEAD);
        thread::scope(|scope| {
            scope.spawn(move || {
                for frame in recording.frames(Sampling::EveryMs(SAMPLE_EVERY_MS)) {
                    // Nobody listens any more: the rest is not wanted.
                    if ready.send(frame).is_err() {
                        break;
                    }
                }
            });
            for frame in frames {
                let frame = frame.map_err(code)?;
                if take(frame.time_ms, &frame.image).is_break() {
                    break;
                }
            }
            Ok(())
        })
    }
}

fn code(error: DecodeError) -> String {
    error.code().to_owned()
}
