//! From fragments to one MP4 with its index in front, in memory.

use std::{
    io::{self, Cursor, Seek, SeekFrom, Write},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use ffmpeg_next::{
    Dictionary, Packet, codec, encoder,
    format::{
        self,
        context::{Input, Output, StreamIo},
    },
};

use super::{RecordError, encoding};
use crate::{container::box_header, source};

/// Bytes of the index beside its samples, with room to spare.
const INDEX: u64 = 4096;

/// Bytes of the index for each sample, at most: ISO/IEC 14496-12, clauses
/// 8.6.1.2 (8), 8.6.1.3 (8), 8.6.2 (4), 8.7.3.2 (4), 8.7.4 (12), 8.7.5 (8).
const INDEX_ENTRY: u64 = 44;

/// Makes an MP4 with its index in front of what a [`super::Recorder`] wrote;
/// no picture is encoded again. Of a recording that was cut off anywhere the
/// whole fragments are kept.
///
/// # Errors
/// [`RecordError::NothingRecorded`] where there is not one whole fragment.
pub fn finalise(fragmented: &[u8]) -> Result<Vec<u8>, RecordError> {
    let whole: Arc<[u8]> = whole_fragments(fragmented).into();
    let samples = packets(&whole)?.count() as u64;

    let target = Target::default();
    let io =
        StreamIo::from_write_seek(target.clone()).map_err(|_| encoding("opening the target"))?;
    let mut output = format::output_to_stream(io, None, Some("mp4"))
        .map_err(|_| encoding("opening the container"))?;
    copy(packets(&whole)?, &mut output, INDEX + samples * INDEX_ENTRY)?;
    drop(output);
    Ok(target.take())
}

/// The beginning of `bytes` up to the end of the last whole fragment; nothing
/// without one. A fragment is `moof` and `mdat`, after one `moov`: ISO/IEC
/// 14496-12, clause 8.8.
fn whole_fragments(bytes: &[u8]) -> &[u8] {
    let (mut at, mut end) = (0, 0);
    let (mut index_seen, mut fragment_begun) = (false, false);
    while let Some((kind, length)) = bytes.get(at..).and_then(box_header) {
        let next = usize::try_from(length)
            .ok()
            .filter(|length| *length >= 8)
            .and_then(|length| at.checked_add(length))
            .filter(|next| *next <= bytes.len());
        let Some(next) = next else {
            break;
        };
        index_seen |= kind == b"moov";
        if kind == b"mdat" && index_seen && fragment_begun {
            end = next;
        }
        fragment_begun = kind == b"moof";
        at = next;
    }
    bytes.get(..end).unwrap_or_default()
}

/// The packets with pictures of a fragmented file.
struct Packets {
    input: Input,
    video: usize,
}

fn packets(bytes: &Arc<[u8]>) -> Result<Packets, RecordError> {
    if bytes.is_empty() {
        return Err(RecordError::NothingRecorded);
    }
    let damaged = |_| RecordError::Damaged {
        step: "reading fragments",
    };
    let input = source::open_own(bytes).map_err(damaged)?;
    let video = source::video_stream(&input).map_err(damaged)?;
    Ok(Packets { input, video })
}

impl Iterator for Packets {
    type Item = Packet;

    fn next(&mut self) -> Option<Packet> {
        loop {
            let mut packet = Packet::empty();
            // Whatever ends the reading, what came before it is whole.
            packet.read(&mut self.input).ok()?;
            if packet.stream() == self.video {
                return Some(packet);
            }
        }
    }
}

/// Writes `packets` behind an index for which `index` bytes are kept free.
fn copy(mut packets: Packets, output: &mut Output, index: u64) -> Result<(), RecordError> {
    let damaged = RecordError::Damaged {
        step: "reading fragments",
    };
    let stream = packets.input.stream(packets.video).ok_or(damaged)?;
    let base = stream.time_base();
    let mut target = output
        .add_stream(encoder::find(codec::Id::None))
        .map_err(|_| encoding("adding the picture"))?;
    target.set_parameters(stream.parameters());
    target.set_time_base(base);
    let mut options = Dictionary::new();
    options.set("moov_size", &index.to_string());
    output
        .write_header_with(options)
        .map_err(|_| encoding("writing the header"))?;
    let target_base = output
        .stream(0)
        .ok_or(encoding("adding the picture"))?
        .time_base();
    for mut packet in packets.by_ref() {
        packet.set_stream(0);
        packet.set_position(-1);
        packet.set_duration(packet.duration().max(1));
        packet.rescale_ts(base, target_base);
        packet
            .write(output)
            .map_err(|_| encoding("writing a picture"))?;
    }
    output
        .write_trailer()
        .map_err(|_| encoding("writing the index"))
}

/// Memory that FFmpeg writes to, and that can be taken back.
#[derive(Clone, Default)]
struct Target(Arc<Mutex<Cursor<Vec<u8>>>>);

impl Target {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.lock()).into_inner()
    }

    fn lock(&self) -> MutexGuard<'_, Cursor<Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lock().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Target {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.lock().seek(to)
    }
}
