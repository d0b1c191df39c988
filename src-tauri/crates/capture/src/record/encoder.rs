//! The encoder: the first that works of those FFmpeg may have.

use ffmpeg_next::{Dictionary, Error, Packet, codec, color, encoder, format::Pixel, frame};

use super::RecordError;
use crate::scan::MILLISECONDS;

/// Encoders that take pictures from memory, the best first: H.264 in software,
/// then by the system or the graphics card, then MPEG-4, which every FFmpeg has.
pub(super) const NAMES: [&str; 7] = [
    "libx264",
    "libopenh264",
    "h264_videotoolbox",
    "h264_mf",
    "h264_nvenc",
    "h264_amf",
    "mpeg4",
];

/// Frames a second that are expected; the real times are kept all the same.
const USUAL_RATE: i32 = 25;

/// Every so many frames a fragment ends: what a killed program loses at most.
const FRAMES_IN_FRAGMENT: u32 = 25;

/// Bits a second where an encoder does not go by quality: 50 MB hold more than
/// two minutes.
const BIT_RATE: usize = 2_500_000;

pub(super) struct Encoder {
    encoder: encoder::Video,
    codec: codec::Id,
}

impl Encoder {
    /// Opens the first of `names` that works for pictures of `size`.
    pub(super) fn open(size: (u32, u32), names: &[&str]) -> Result<Self, RecordError> {
        names
            .iter()
            .find_map(|name| open(name, size))
            .ok_or(RecordError::NoEncoder)
    }

    pub(super) fn context(&self) -> &codec::Context {
        &self.encoder
    }

    /// `h264` or `mpeg4`.
    pub(super) fn codec_name(&self) -> &'static str {
        self.codec.name()
    }

    pub(super) fn send(&mut self, picture: &frame::Video) -> Result<(), RecordError> {
        let sent = self.encoder.send_frame(picture);
        sent.map_err(|_| super::encoding("encoding a picture"))
    }

    pub(super) fn end(&mut self) -> Result<(), RecordError> {
        let sent = self.encoder.send_eof();
        sent.map_err(|_| super::encoding("encoding the last pictures"))
    }

    pub(super) fn receive(&mut self, packet: &mut Packet) -> Result<(), Error> {
        self.encoder.receive_packet(packet)
    }
}

fn open(name: &str, (width, height): (u32, u32)) -> Option<Encoder> {
    let codec = encoder::find_by_name(name)?;
    let context = codec::Context::new_with_codec(codec);
    let mut video = context.encoder().video().ok()?;
    video.set_width(width);
    video.set_height(height);
    video.set_format(Pixel::YUV420P);
    // What the converter makes of RGB. Without the label a player would take
    // large pictures for BT.709.
    video.set_colorspace(color::Space::SMPTE170M);
    video.set_color_range(color::Range::MPEG);
    video.set_time_base(MILLISECONDS);
    video.set_frame_rate(Some((USUAL_RATE, 1)));
    video.set_gop(FRAMES_IN_FRAGMENT);
    // Nothing waits for a later picture: memory and delay stay small.
    video.set_max_b_frames(0);
    video.set_flags(codec::Flags::GLOBAL_HEADER);
    // The other cores look at faces and documents meanwhile.
    video.set_threading(codec::threading::Config::count(1));
    let mut options = Dictionary::new();
    if name == "libx264" {
        for (option, value) in [
            ("preset", "superfast"),
            ("tune", "zerolatency"),
            ("crf", "23"),
            ("maxrate", "3M"),
            ("bufsize", "3M"),
            // Fragments of one length, whatever happens before the camera.
            ("sc_threshold", "0"),
        ] {
            options.set(option, value);
        }
    } else {
        video.set_bit_rate(BIT_RATE);
    }
    Some(Encoder {
        encoder: video.open_as_with(codec, options).ok()?,
        codec: codec.id(),
    })
}
