//! Whether the outermost boxes of a file are all there.
//!
//! FFmpeg plays what it finds and says nothing about the rest; evidence that
//! lost its end must be told from evidence that is whole.
//! MP4 and MOV: ISO/IEC 14496-12, clause 4.2. WebM: RFC 8794, clause 6, with
//! the ids of RFC 9559.

use domain::evidence::Media;

use crate::error::DecodeError;

const EBML_HEADER: u32 = 0x1A45_DFA3;
const SEGMENT: u32 = 0x1853_8067;

/// Returns the format of `bytes` once it is one that is taken and none of its
/// outermost boxes reaches beyond the end.
pub(crate) fn check(bytes: &[u8]) -> Result<Media, DecodeError> {
    let media = Media::sniff(bytes);
    match media {
        Media::Mp4 | Media::QuickTime => check_boxes(bytes)?,
        Media::WebM => check_elements(bytes)?,
        Media::Jpeg | Media::Png | Media::WebP | Media::Pdf | Media::Other => {
            return Err(if bytes.is_empty() {
                DecodeError::Empty
            } else {
                DecodeError::UnknownFormat
            });
        }
    }
    Ok(media)
}

fn check_boxes(bytes: &[u8]) -> Result<(), DecodeError> {
    let mut rest = bytes;
    let mut index_seen = false;
    while let Some((kind, length)) = box_header(rest) {
        if !KNOWN.contains(&kind) {
            // Bytes after the last box are not part of the recording.
            break;
        }
        index_seen |= kind == b"moov";
        let length = match length {
            0 => rest.len() as u64,
            length => length,
        };
        if length > rest.len() as u64 {
            return Err(DecodeError::Truncated);
        }
        rest = usize::try_from(length)
            .ok()
            .and_then(|length| rest.get(length.max(8)..))
            .unwrap_or_default();
    }
    if index_seen {
        Ok(())
    } else {
        Err(DecodeError::Truncated)
    }
}

/// The boxes that stand at the outermost level.
const KNOWN: [&[u8]; 14] = [
    b"ftyp", b"moov", b"mdat", b"moof", b"mfra", b"free", b"skip", b"wide", b"uuid", b"sidx",
    b"ssix", b"styp", b"meta", b"udta",
];

/// The type and length in bytes (0: to the end) of the box that `rest` begins with.
pub(crate) fn box_header(rest: &[u8]) -> Option<(&[u8], u64)> {
    let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
    let kind = rest.get(4..8)?;
    if length == 1 {
        let length = u64::from_be_bytes(rest.get(8..16)?.try_into().ok()?);
        return Some((kind, length));
    }
    Some((kind, u64::from(length)))
}

fn check_elements(bytes: &[u8]) -> Result<(), DecodeError> {
    let mut rest = bytes;
    let mut segment_seen = false;
    while let Some((id, length, header)) = element_header(rest) {
        if id != EBML_HEADER && id != SEGMENT {
            break;
        }
        segment_seen |= id == SEGMENT;
        let Some(length) = length else {
            // A recorder that could not go back leaves the length open; its
            // clusters run to the end of the file.
            break;
        };
        let end = length.saturating_add(header as u64);
        if end > rest.len() as u64 {
            return Err(DecodeError::Truncated);
        }
        rest = usize::try_from(end)
            .ok()
            .and_then(|end| rest.get(end..))
            .unwrap_or_default();
    }
    if segment_seen {
        Ok(())
    } else {
        Err(DecodeError::Truncated)
    }
}

/// The id, the length of the content (`None`: unknown) and the length of the
/// header of the element that `rest` begins with.
fn element_header(rest: &[u8]) -> Option<(u32, Option<u64>, usize)> {
    let id = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
    let first = *rest.get(4)?;
    let width = first.leading_zeros() as usize + 1;
    if width > 8 {
        return None;
    }
    let field = rest.get(4..4 + width)?;
    let value = field
        .iter()
        .fold(0_u64, |value, byte| (value << 8) | u64::from(*byte));
    let mask = (1_u64 << (7 * width)) - 1;
    let length = (value & mask != mask).then_some(value & mask);
    Some((id, length, 4 + width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_that_reaches_beyond_the_end_is_a_cut() {
        let whole = b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x08moov\0\0\0\x0amdatxx";
        verdict(whole, Ok(Media::Mp4));
        verdict(&whole[..whole.len() - 1], Err(DecodeError::Truncated));
        verdict(&whole[..20], Err(DecodeError::Truncated));
    }

    #[test]
    fn what_follows_the_last_box_is_ignored() {
        verdict(
            b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x08moov\xff\xff\xff\xffjunkjunk",
            Ok(Media::Mp4),
        );
    }

    #[test]
    fn a_box_may_run_to_the_end_or_have_a_long_length() {
        verdict(
            b"\0\0\0\x10ftypqt  \0\0\0\0\0\0\0\x08moov\0\0\0\x01mdat\0\0\0\0\0\0\0\x12xx",
            Ok(Media::QuickTime),
        );
        verdict(
            b"\0\0\0\x10ftypqt  \0\0\0\0\0\0\0\x08moov\0\0\0\0mdat",
            Ok(Media::QuickTime),
        );
    }

    #[test]
    fn a_segment_of_known_length_must_be_whole() {
        verdict(
            b"\x1a\x45\xdf\xa3\x81x\x18\x53\x80\x67\x82xx",
            Ok(Media::WebM),
        );
        verdict(
            b"\x1a\x45\xdf\xa3\x81x\x18\x53\x80\x67\x82x",
            Err(DecodeError::Truncated),
        );
        verdict(
            b"\x1a\x45\xdf\xa3\x81x\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xffxx",
            Ok(Media::WebM),
        );
        verdict(b"\x1a\x45\xdf\xa3\x81x", Err(DecodeError::Truncated));
    }

    #[test]
    fn anything_else_is_no_recording() {
        verdict(b"", Err(DecodeError::Empty));
        verdict(
            b"#EXTM3U\n#EXT-X-VERSION:3\n",
            Err(DecodeError::UnknownFormat),
        );
        verdict(b"good morning", Err(DecodeError::UnknownFormat));
    }

    #[track_caller]
    fn verdict(bytes: &[u8], expected: Result<Media, DecodeError>) {
        assert_eq!(check(bytes), expected);
    }
}
