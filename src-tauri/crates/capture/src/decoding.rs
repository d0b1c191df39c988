//! Packets in, pictures out: one decoder on its way through a recording.

use std::sync::Arc;

use ffmpeg_next::{
    Discard, Error, Packet, Rational, decoder,
    error::EAGAIN,
    format::context::Input,
    frame,
    rescale::{Rescale, TIME_BASE},
};
use image::metadata::Orientation;

use crate::{
    error::DecodeError,
    limits::Limits,
    orientation,
    scan::{MAX_BROKEN, MILLISECONDS, from_start_ms},
    source,
};

/// A decoder on its way through a recording.
pub(crate) struct Decoding {
    input: Input,
    decoder: decoder::Video,
    video: usize,
    base: Rational,
    start: i64,
    last_ms: u32,
    /// Time stamps of the pictures that are wanted, ascending; none where all are.
    wanted: Option<Vec<i64>>,
    pub(crate) orientation: Orientation,
}

/// A picture as the decoder gave it, with its time from the start.
pub(crate) struct Decoded {
    pub(crate) time_ms: u32,
    pub(crate) picture: frame::Video,
}

impl Decoding {
    /// Stands before the first picture; `start` is the time stamp of that one.
    pub(crate) fn begin(
        bytes: &Arc<[u8]>,
        limits: &Limits,
        start: i64,
    ) -> Result<Self, DecodeError> {
        let input = source::open(bytes, limits)?;
        let video = source::video_stream(&input)?;
        let decoder = source::decoder(&input, video, limits)?;
        let stream = input.stream(video).ok_or(DecodeError::NoVideo)?;
        let (base, orientation) = (stream.time_base(), orientation::of(&stream));
        Ok(Self {
            input,
            decoder,
            video,
            base,
            start,
            last_ms: 0,
            wanted: None,
            orientation,
        })
    }

    /// Decodes only the pictures stamped as in `stamps`, which ascend, and
    /// those that others are predicted from.
    pub(crate) fn only(self, stamps: Vec<i64>) -> Self {
        Self {
            wanted: Some(stamps),
            ..self
        }
    }

    /// The next picture in the order of showing, `None` after the last one.
    ///
    /// Packets the decoder rejects are skipped, as a player does.
    pub(crate) fn next(&mut self) -> Result<Option<Decoded>, DecodeError> {
        let mut picture = frame::Video::empty();
        loop {
            match self.decoder.receive_frame(&mut picture) {
                Ok(()) => {
                    let time_ms = self.time_ms(&picture);
                    return Ok(Some(Decoded { time_ms, picture }));
                }
                Err(Error::Eof) => return Ok(None),
                Err(Error::Other { errno: EAGAIN }) => self.feed()?,
                Err(Error::InvalidData) => {}
                Err(_) => {
                    return Err(DecodeError::Damaged {
                        step: "decoding a picture",
                    });
                }
            }
        }
    }

    /// Goes to the last key frame at or before `time_ms`.
    pub(crate) fn seek(&mut self, time_ms: u32) -> Result<(), DecodeError> {
        let target = self
            .start
            .rescale(self.base, TIME_BASE)
            .saturating_add(i64::from(time_ms).rescale(MILLISECONDS, TIME_BASE));
        self.input
            .seek(target, ..target)
            .map_err(|_| DecodeError::Damaged { step: "seeking" })?;
        self.decoder.flush();
        self.last_ms = 0;
        Ok(())
    }

    /// Gives the decoder one packet, or the news that there is none left.
    fn feed(&mut self) -> Result<(), DecodeError> {
        let mut broken = 0;
        let refused = loop {
            let mut packet = Packet::empty();
            match packet.read(&mut self.input) {
                Ok(()) if packet.stream() == self.video => {
                    let skipped = if self.wants(&packet) {
                        Discard::Default
                    } else {
                        Discard::NonReference
                    };
                    self.decoder.skip_frame(skipped);
                    break self.decoder.send_packet(&packet);
                }
                Ok(()) => {}
                Err(Error::InvalidData) if broken < MAX_BROKEN => broken += 1,
                Err(_) => break self.decoder.send_eof(),
            }
        };
        match refused {
            Ok(()) | Err(Error::InvalidData | Error::Eof) => Ok(()),
            Err(_) => Err(DecodeError::Damaged {
                step: "decoding a packet",
            }),
        }
    }

    /// Whether the picture in `packet` is wanted; without a time stamp it may be.
    fn wants(&self, packet: &Packet) -> bool {
        match (&self.wanted, packet.pts()) {
            (Some(wanted), Some(stamp)) => wanted.binary_search(&stamp).is_ok(),
            (None, _) | (_, None) => true,
        }
    }

    /// The time of `picture` from the start; a picture without one follows its
    /// predecessor.
    fn time_ms(&mut self, picture: &frame::Video) -> u32 {
        if let Some(stamp) = picture.timestamp().or(picture.pts()) {
            self.last_ms = from_start_ms(stamp, self.start, self.base);
        }
        self.last_ms
    }
}
