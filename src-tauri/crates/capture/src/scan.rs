//! One pass over the packets, without decoding: how long, how many, how whole.

use ffmpeg_next::{
    Error, Packet, Rational,
    format::context::Input,
    rescale::{Rescale, TIME_BASE},
};

use crate::{
    error::DecodeError,
    frames::{Sampling, Sieve},
    limits::Limits,
};

/// Milliseconds, as a time base.
pub(crate) const MILLISECONDS: Rational = Rational(1, 1000);

/// By how much a recording may end before the time its header announces:
/// recorders round, and sound may outlast the picture.
const SHORTFALL_MS: i64 = 1000;

/// How many broken packets in a row are skipped before it is given up.
pub(crate) const MAX_BROKEN: u32 = 256;

/// What the packets of a recording tell.
#[derive(Debug, Clone)]
pub(crate) struct Scan {
    /// Time stamp of the first picture in the time base of its stream.
    pub(crate) start: i64,
    /// From the first picture to the end of the last one.
    pub(crate) duration_ms: u32,
    /// Pictures per second between the first and the last one; 0 for one picture.
    pub(crate) frames_per_second: f64,
    /// Times of the pictures that need no other one, ascending, from the start.
    pub(crate) key_frames_ms: Vec<u32>,
    /// Time stamps of all pictures in the order of showing.
    pub(crate) stamps: Vec<i64>,
    base: Rational,
}

impl Scan {
    /// The time stamps of the pictures that `sampling` takes, ascending.
    pub(crate) fn taken(&self, sampling: Sampling) -> Vec<i64> {
        let mut sieve = Sieve::new(sampling);
        let taken = |stamp: &&i64| sieve.takes(from_start_ms(**stamp, self.start, self.base));
        self.stamps.iter().filter(taken).copied().collect()
    }
}

/// Milliseconds from the picture stamped `start` to the one stamped `stamp`.
pub(crate) fn from_start_ms(stamp: i64, start: i64, base: Rational) -> u32 {
    let ms = stamp.saturating_sub(start).rescale(base, MILLISECONDS);
    u32::try_from(ms.max(0)).unwrap_or(u32::MAX)
}

/// Reads all packets of `input`; its pictures are in stream `video`.
pub(crate) fn packets(
    input: &mut Input,
    video: usize,
    limits: &Limits,
) -> Result<Scan, DecodeError> {
    let stream = input.stream(video).ok_or(DecodeError::NoVideo)?;
    let base = stream.time_base();
    if base.numerator() <= 0 || base.denominator() <= 0 {
        return Err(DecodeError::Damaged {
            step: "reading the time base",
        });
    }
    let announced_ms = announced_ms(input, video);

    let mut pictures = Pictures::default();
    let mut last_end_ms = i64::MIN;
    let mut broken = 0;
    loop {
        let mut packet = Packet::empty();
        match packet.read(input) {
            Ok(()) => broken = 0,
            Err(Error::InvalidData) if broken < MAX_BROKEN => {
                broken += 1;
                continue;
            }
            Err(_) => break,
        }
        let Some(stream) = input.stream(packet.stream()) else {
            continue;
        };
        if let Some(time) = packet.pts().or(packet.dts()) {
            let end = time.saturating_add(packet.duration().max(0));
            last_end_ms = last_end_ms.max(end.rescale(stream.time_base(), MILLISECONDS));
            if packet.stream() == video {
                pictures.add(time, end, packet.is_key());
            }
        }
        if packet.stream() == video && packet.is_corrupt() {
            return Err(DecodeError::Truncated);
        }
    }
    if pictures.count == 0 {
        return Err(DecodeError::Truncated);
    }
    let scan = pictures.sum_up(base);
    let start_ms = scan.start.rescale(base, MILLISECONDS);
    if let Some(announced_ms) = announced_ms
        && announced_ms.saturating_sub(last_end_ms.saturating_sub(start_ms.min(0))) > SHORTFALL_MS
    {
        return Err(DecodeError::Truncated);
    }
    Limits::admit(
        "milliseconds",
        u64::from(scan.duration_ms),
        u64::from(limits.duration_ms),
    )?;
    Ok(scan)
}

/// The duration the header states, where it states one.
fn announced_ms(input: &Input, video: usize) -> Option<i64> {
    let stream = input.stream(video)?;
    if stream.duration() > 0 {
        return Some(stream.duration().rescale(stream.time_base(), MILLISECONDS));
    }
    (input.duration() > 0).then(|| input.duration().rescale(TIME_BASE, MILLISECONDS))
}

#[derive(Default)]
struct Pictures {
    count: u64,
    first: i64,
    last: i64,
    end: i64,
    keys: Vec<i64>,
    all: Vec<i64>,
}

impl Pictures {
    fn add(&mut self, time: i64, end: i64, is_key: bool) {
        if self.count == 0 {
            (self.first, self.last, self.end) = (time, time, end);
        }
        self.count += 1;
        self.all.push(time);
        self.first = self.first.min(time);
        self.last = self.last.max(time);
        self.end = self.end.max(end);
        if is_key {
            self.keys.push(time);
        }
    }

    fn sum_up(mut self, base: Rational) -> Scan {
        let ms = |time: i64| from_start_ms(time, self.first, base);
        let span_s = f64::from(base) * self.last.saturating_sub(self.first) as f64;
        let frames_per_second = if span_s > 0.0 {
            (self.count - 1) as f64 / span_s
        } else {
            0.0
        };
        let last_ms = ms(self.last);
        let one_more_ms = if frames_per_second > 0.0 {
            (1000.0 / frames_per_second).round() as u32
        } else {
            0
        };
        let duration_ms = ms(self.end).max(last_ms.saturating_add(one_more_ms));
        self.keys.sort_unstable();
        self.all.sort_unstable();
        Scan {
            start: self.first,
            duration_ms,
            frames_per_second,
            key_frames_ms: self.keys.iter().map(|time| ms(*time)).collect(),
            stamps: self.all,
            base,
        }
    }
}
