//! FFmpeg over bytes in memory, shut off from everything else.

use std::{io::Cursor, sync::Arc};

use ffmpeg_next::{
    Dictionary, codec,
    codec::Id,
    decoder,
    format::{
        self,
        context::{Input, StreamIo},
        stream::Disposition,
    },
    media,
};

use crate::{error::DecodeError, limits::Limits, silence::silence};

/// Opens `bytes`, which [`crate::container::check`] has let pass.
pub(crate) fn open(bytes: &Arc<[u8]>, limits: &Limits) -> Result<Input, DecodeError> {
    // While it looks for stream parameters FFmpeg would decode without our
    // limit on pixels. What we need is in the headers.
    open_with(bytes, limits, "none")
}

/// Opens `bytes` that the recorder of this crate wrote. MPEG-4 part 2 needs
/// its decoder to tell the size of its pictures.
pub(crate) fn open_own(bytes: &Arc<[u8]>) -> Result<Input, DecodeError> {
    open_with(bytes, &Limits::default(), "h264,mpeg4")
}

fn open_with(bytes: &Arc<[u8]>, limits: &Limits, decoders: &str) -> Result<Input, DecodeError> {
    silence();

    let mut options = Dictionary::new();
    options.set("format_whitelist", "mov,matroska");
    // No name that any protocol has: references to other files and addresses
    // inside a recording stay closed.
    options.set("protocol_whitelist", "none");
    options.set("enable_drefs", "0");
    options.set("codec_whitelist", decoders);
    options.set("max_streams", &limits.streams.saturating_add(1).to_string());

    let io = StreamIo::from_read_seek(Cursor::new(Arc::clone(bytes))).map_err(|_| {
        DecodeError::Damaged {
            step: "reading memory",
        }
    })?;
    let input = format::input_from_stream(io, None, Some(options)).map_err(|error| {
        if error == ffmpeg_next::Error::DemuxerNotFound {
            DecodeError::UnknownFormat
        } else {
            DecodeError::Damaged {
                step: "reading the header",
            }
        }
    })?;
    Limits::admit(
        "streams",
        u64::from(input.nb_streams()),
        u64::from(limits.streams),
    )?;
    Ok(input)
}

/// The index of the stream with the moving picture.
pub(crate) fn video_stream(input: &Input) -> Result<usize, DecodeError> {
    input
        .streams()
        .find(|stream| {
            stream.parameters().medium() == media::Type::Video
                && !stream.disposition().contains(Disposition::ATTACHED_PIC)
        })
        .map(|stream| stream.index())
        .ok_or(DecodeError::NoVideo)
}

/// Whether there is a stream with sound.
pub(crate) fn has_audio(input: &Input) -> bool {
    input
        .streams()
        .any(|stream| stream.parameters().medium() == media::Type::Audio)
}

/// A decoder for stream `index`, with its limits set before it sees a byte.
pub(crate) fn decoder(
    input: &Input,
    index: usize,
    limits: &Limits,
) -> Result<decoder::Video, DecodeError> {
    // This one is fed nothing: it only tells what size the header states, so
    // that the refusal can name it. A header that lies meets `max_pixels`.
    let unfed = start(input, index, Dictionary::new())?;
    Limits::admit(
        "pixels",
        u64::from(unfed.width()) * u64::from(unfed.height()),
        u64::from(limits.pixels),
    )?;
    let mut options = Dictionary::new();
    options.set("max_pixels", &limits.pixels.to_string());
    start(input, index, options)
}

fn start(
    input: &Input,
    index: usize,
    options: Dictionary<'_>,
) -> Result<decoder::Video, DecodeError> {
    let stream = input.stream(index).ok_or(DecodeError::NoVideo)?;
    let id = stream.parameters().id();
    let unsupported = || DecodeError::UnsupportedCodec {
        codec: id.name().to_owned(),
    };
    if !matches!(
        id,
        Id::H264 | Id::HEVC | Id::VP8 | Id::VP9 | Id::AV1 | Id::MPEG4
    ) {
        return Err(unsupported());
    }
    let codec = decoder::find(id).ok_or_else(unsupported)?;
    let mut context =
        codec::Context::from_parameters(stream.parameters()).map_err(|_| DecodeError::Damaged {
            step: "reading the codec's parameters",
        })?;
    context.set_threading(codec::threading::Config::count(1));
    let mut decoder = context.decoder();
    decoder.set_packet_time_base(stream.time_base());
    decoder
        .open_as_with(codec, options)
        .and_then(decoder::Opened::video)
        .map_err(|_| DecodeError::Damaged {
            step: "starting the decoder",
        })
}
