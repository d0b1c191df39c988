//! A recording in memory: what it is, and its frames.

use std::{fmt, sync::Arc};

use image::metadata::Orientation;

use crate::{
    container,
    decoding::Decoding,
    error::DecodeError,
    frames::{Frames, Sampling},
    limits::Limits,
    orientation,
    picture::{Frame, Printer, shown_size},
    scan::{self, Scan},
    source,
};

/// What a recording is.
#[derive(Debug, Clone, PartialEq)]
pub struct Info {
    /// From the first frame to the end of the last one, measured.
    pub duration_ms: u32,
    /// Width of the upright picture in square pixels.
    pub width: u32,
    /// Height of the upright picture in square pixels.
    pub height: u32,
    /// Frames per second, measured over the recording; 0 where there is one frame.
    pub frames_per_second: f64,
    /// The name of the codec, such as `h264`.
    pub codec: String,
    /// Whether there is sound.
    pub has_audio: bool,
}

/// A recording whose bytes are in memory, found whole and readable.
pub struct Recording {
    bytes: Arc<[u8]>,
    limits: Limits,
    scan: Scan,
    info: Info,
}

impl Recording {
    /// Opens the bytes of an MP4, MOV or WebM file: looks at every packet and
    /// decodes the first frame.
    ///
    /// # Errors
    /// Says which limit is exceeded, or why it is no recording that is whole.
    pub fn open(bytes: impl Into<Arc<[u8]>>, limits: Limits) -> Result<Self, DecodeError> {
        let bytes = bytes.into();
        Limits::admit("bytes", bytes.len() as u64, limits.bytes)?;
        container::check(&bytes)?;

        let mut input = source::open(&bytes, &limits)?;
        let video = source::video_stream(&input)?;
        let codec = source::decoder(&input, video, &limits)?.id().name();
        let has_audio = source::has_audio(&input);
        let scan = scan::packets(&mut input, video, &limits)?;
        drop(input);

        let mut decoding = Decoding::begin(&bytes, &limits, scan.start)?;
        let first = decoding.next()?.ok_or(DecodeError::Damaged {
            step: "decoding the first picture",
        })?;
        let (width, height) =
            upright_size(shown_size(&first.picture, u32::MAX), decoding.orientation);
        let info = Info {
            duration_ms: scan.duration_ms,
            width,
            height,
            frames_per_second: scan.frames_per_second,
            codec: codec.to_owned(),
            has_audio,
        };
        Ok(Self {
            bytes,
            limits,
            scan,
            info,
        })
    }

    /// What the recording is.
    #[must_use]
    pub const fn info(&self) -> &Info {
        &self.info
    }

    /// The frames in the order of showing.
    pub fn frames(&self, every: Sampling) -> Frames {
        let begun = self.begin().map(|decoding| match every {
            Sampling::All => decoding,
            Sampling::EveryMs(_) => decoding.only(self.scan.taken(every)),
        });
        Frames::new(begun, every, self.limits.longer_side)
    }

    /// `count` frames spread evenly: the one shown in the middle of each of
    /// `count` equal parts. Fewer where the recording has fewer frames.
    ///
    /// # Errors
    /// Says why a frame cannot be decoded.
    pub fn sample(&self, count: usize) -> Result<Vec<Frame>, DecodeError> {
        let mut decoding = self.begin()?;
        let mut printer = Printer::new(self.limits.longer_side, decoding.orientation);
        let mut frames: Vec<Frame> = Vec::new();
        let mut shown = None;
        let mut ahead = decoding.next()?;
        for part in 0..count {
            let due_ms = middle_of_part(part, count, self.info.duration_ms);
            let now_ms = ahead.as_ref().map_or(u32::MAX, |picture| picture.time_ms);
            if self.key_frame_between(now_ms, due_ms) && decoding.seek(due_ms).is_ok() {
                shown = None;
                ahead = decoding.next()?;
            }
            while let Some(next) = ahead.take_if(|next| next.time_ms <= due_ms) {
                shown = Some(next);
                ahead = decoding.next()?;
            }
            // Before the first picture the first one stands.
            let Some(picture) = shown.as_ref().or(ahead.as_ref()) else {
                break;
            };
            if frames.last().map(|last| last.time_ms) != Some(picture.time_ms) {
                frames.push(printer.print(picture)?);
            }
        }
        Ok(frames)
    }

    /// The frame that is shown `ms` milliseconds after the start: the last one
    /// that began by then, or the first one.
    ///
    /// # Errors
    /// Says why it cannot be decoded.
    pub fn frame_at(&self, ms: u32) -> Result<Frame, DecodeError> {
        let mut decoding = self.begin()?;
        let mut shown = None;
        if self.key_frame_between(0, ms) && decoding.seek(ms).is_err() {
            decoding = self.begin()?;
        }
        while let Some(picture) = decoding.next()? {
            if shown.is_some() && picture.time_ms > ms {
                break;
            }
            shown = Some(picture);
        }
        let picture = shown.ok_or(DecodeError::Damaged {
            step: "decoding the picture at a time",
        })?;
        Printer::new(self.limits.longer_side, decoding.orientation).print(&picture)
    }

    fn begin(&self) -> Result<Decoding, DecodeError> {
        Decoding::begin(&self.bytes, &self.limits, self.scan.start)
    }

    /// Whether a seek saves work: a key frame lies after `now_ms`, at or
    /// before `due_ms`.
    fn key_frame_between(&self, now_ms: u32, due_ms: u32) -> bool {
        let keys = &self.scan.key_frames_ms;
        let first_after = keys.partition_point(|key| *key <= now_ms);
        keys.get(first_after).is_some_and(|key| *key <= due_ms)
    }
}

impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recording")
            .field("bytes", &self.bytes.len())
            .field("info", &self.info)
            .finish_non_exhaustive()
    }
}

fn upright_size((width, height): (u32, u32), orientation: Orientation) -> (u32, u32) {
    if orientation::swaps_sides(orientation) {
        (height, width)
    } else {
        (width, height)
    }
}

fn middle_of_part(part: usize, parts: usize, duration_ms: u32) -> u32 {
    let middle = u128::from(duration_ms) * (2 * part as u128 + 1) / (2 * parts as u128);
    u32::try_from(middle).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "recording_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "hostile_tests.rs"]
mod hostile_tests;
