//! Recordings of what a camera shows: H.264 in MP4, written as it is made.
//!
//! Start at [`Recorder`]. What it writes is *fragmented* MP4: a header, then
//! about every second a fragment that needs nothing after it, so memory stays
//! the same however long it takes, and what a killed program leaves can be
//! played to the last whole fragment. [`finalise`] makes of it, whole or cut
//! off, an MP4 with its index in front.

mod encoder;
mod error;
mod finalise;
mod sink;

use std::{io::Write, time::Duration};

use ffmpeg_next::{
    Dictionary, Error, Packet, Rational,
    error::EAGAIN,
    format::{
        self, Pixel,
        context::{Output, StreamIo},
    },
    frame,
};
use image::RgbImage;

use crate::{camera::Frame, scaler::Scaler, scan::MILLISECONDS, silence::silence};
use encoder::Encoder;
use sink::{Sink, SinkFault};

pub use error::RecordError;
pub use finalise::finalise;

/// How long the very last frame is shown where there is no other one to go by.
const USUAL_PAUSE_MS: i64 = 40;

/// What became of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Frames that are in it.
    pub frames: u64,
    /// Frames that the camera showed in between and nobody pushed.
    pub dropped: u64,
    /// From the first frame to the end of the last one.
    pub duration: Duration,
    /// The name of the codec, as in [`crate::Info::codec`].
    pub codec: String,
}

/// Writes the frames of a camera into a sink, at the times at which they came.
///
/// Dropping it without [`Recorder::finish`] leaves what a killed program would.
pub struct Recorder {
    output: Output,
    fault: SinkFault,
    encoder: Encoder,
    scaler: Scaler,
    size: (u32, u32),
    stream_base: Rational,
    times: Times,
}

impl Recorder {
    /// Begins a recording of `size` in `sink`, which is only ever written to
    /// from front to back.
    ///
    /// Frames of another size are scaled; an odd side loses its last pixel.
    ///
    /// # Errors
    /// Says when there is no encoder, or the sink takes nothing.
    pub fn start(sink: impl Write + Send + 'static, size: (u32, u32)) -> Result<Self, RecordError> {
        Self::start_with(sink, size, &encoder::NAMES)
    }

    fn start_with(
        sink: impl Write + Send + 'static,
        (width, height): (u32, u32),
        encoders: &[&str],
    ) -> Result<Self, RecordError> {
        silence();
        // The colours of 4:2:0 stand for two by two pixels.
        let size = (width & !1, height & !1);
        let encoder = Encoder::open(size, encoders)?;

        let (sink, fault) = Sink::new(sink);
        let io = StreamIo::from_write(sink).map_err(|_| encoding("opening the sink"))?;
        let mut output = format::output_to_stream(io, None, Some("mp4"))
            .map_err(|_| encoding("opening the container"))?;
        output
            .add_stream_with(encoder.context())
            .map_err(|_| encoding("adding the picture"))?
            .set_time_base(MILLISECONDS);
        let mut options = Dictionary::new();
        options.set("movflags", "frag_keyframe+empty_moov+default_base_moof");
        output
            .write_header_with(options)
            .map(drop)
            .map_err(|_| encoding("writing the header"))
            .and_then(|()| fault.check())
            .map_err(|error| fault.or(error))?;
        let stream = output.stream(0).ok_or(encoding("adding the picture"))?;
        let stream_base = stream.time_base();
        Ok(Self {
            output,
            fault,
            encoder,
            scaler: Scaler::quick(Pixel::YUV420P),
            size,
            stream_base,
            times: Times::default(),
        })
    }

    /// Adds `frame`. Takes as long as encoding it does.
    ///
    /// # Errors
    /// Says when the sink or the encoder fails; after that every call does.
    pub fn push(&mut self, frame: &Frame) -> Result<(), RecordError> {
        self.fault.check()?;
        let rgb = picture(&frame.image);
        let mut picture = self
            .scaler
            .run(&rgb, self.size)
            .map_err(|_| encoding("converting colours"))?;
        picture.set_pts(Some(self.times.next(frame)));
        self.encoder.send(&picture)?;
        self.write_packets()
    }

    /// Ends the recording and flushes the sink.
    ///
    /// # Errors
    /// Says when the sink or the encoder failed, now or before.
    pub fn finish(mut self) -> Result<Recorded, RecordError> {
        self.fault.check()?;
        if self.times.frames == 0 {
            return Err(RecordError::NothingRecorded);
        }
        self.encoder.end()?;
        self.write_packets()?;
        let written = self
            .output
            .write_trailer()
            .map_err(|_| encoding("writing the end"));
        let Self {
            output,
            fault,
            encoder,
            times,
            ..
        } = self;
        // Flushes the sink.
        drop(output);
        fault.check()?;
        written?;
        Ok(Recorded {
            frames: times.frames,
            dropped: times.dropped,
            duration: times.duration(),
            codec: encoder.codec_name().to_owned(),
        })
    }

    /// Writes the packets that the encoder has ready.
    fn write_packets(&mut self) -> Result<(), RecordError> {
        loop {
            let mut packet = Packet::empty();
            match self.encoder.receive(&mut packet) {
                Ok(()) => {}
                Err(Error::Eof | Error::Other { errno: EAGAIN }) => return self.fault.check(),
                Err(_) => return Err(encoding("encoding a picture")),
            }
            packet.set_stream(0);
            // The container goes by the time of the next packet; for the last
            // one, which would be lost without a duration, this stands.
            packet.set_duration(self.times.pause_ms());
            packet.rescale_ts(MILLISECONDS, self.stream_base);
            packet
                .write(&mut self.output)
                .map_err(|_| self.fault.or(encoding("writing a picture")))?;
        }
    }
}

const fn encoding(step: &'static str) -> RecordError {
    RecordError::Encoding { step }
}

/// When the frames came, in milliseconds from the first one.
#[derive(Default)]
struct Times {
    begin: Duration,
    last: Option<(u64, i64)>,
    frames: u64,
    dropped: u64,
}

impl Times {
    /// The time of `frame`, later than that of the one before.
    fn next(&mut self, frame: &Frame) -> i64 {
        let time = match self.last {
            None => {
                self.begin = frame.at;
                0
            }
            Some((sequence, time)) => {
                self.dropped += frame.sequence.saturating_sub(sequence + 1);
                let ms = frame.at.saturating_sub(self.begin).as_millis();
                i64::try_from(ms).unwrap_or(i64::MAX).max(time + 1)
            }
        };
        self.frames += 1;
        self.last = Some((frame.sequence, time));
        time
    }

    /// From one frame to the next, on average.
    fn pause_ms(&self) -> i64 {
        match self.last {
            Some((_, time)) if self.frames > 1 => {
                let pauses = i64::try_from(self.frames - 1).unwrap_or(i64::MAX);
                ((time + pauses / 2) / pauses).max(1)
            }
            Some(_) | None => USUAL_PAUSE_MS,
        }
    }

    fn duration(&self) -> Duration {
        let end = self.last.map_or(0, |(_, time)| time + self.pause_ms());
        Duration::from_millis(end.unsigned_abs())
    }
}

fn picture(image: &RgbImage) -> frame::Video {
    let mut picture = frame::Video::new(Pixel::RGB24, image.width(), image.height());
    let stride = picture.stride(0);
    let rows = image.as_raw().chunks_exact(image.width() as usize * 3);
    for (target, row) in picture.data_mut(0).chunks_mut(stride).zip(rows) {
        if let Some(target) = target.get_mut(..row.len()) {
            target.copy_from_slice(row);
        }
    }
    picture
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
