//! Size and completeness of an image file, from its skeleton alone.
//!
//! Walks the segments of a JPEG (ITU-T T.81 annex B), the chunks of a PNG
//! (W3C PNG, clause 5) or the RIFF header of a WebP without decoding a pixel.

use super::Format;

/// More scans than any camera or editor writes; each one costs a pass over the
/// whole image.
pub(super) const MAX_PASSES: u32 = 100;

/// What the skeleton of a file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Structure {
    /// Width and height in pixels, where the header was reached.
    pub(super) size: Option<(u32, u32)>,
    /// Whether the end marker of the format is there.
    pub(super) complete: bool,
    /// Times the decoder goes over the image.
    pub(super) passes: u32,
}

impl Structure {
    pub(super) fn of(format: Format, bytes: &[u8]) -> Self {
        match format {
            Format::Jpeg => jpeg(bytes),
            Format::Png => png(bytes),
            Format::WebP => webp(bytes),
        }
    }
}

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const TEM: u8 = 0x01;

fn jpeg(bytes: &[u8]) -> Structure {
    let mut found = Structure {
        size: None,
        complete: false,
        passes: 0,
    };
    let mut at = 2;
    while let Some((marker, after)) = next_marker(bytes, at) {
        at = after;
        match marker {
            EOI => {
                found.complete = true;
                return found;
            }
            // Markers without a length: restarts, temporaries, stray starts.
            0xd0..=0xd7 | TEM | SOI => continue,
            _ => {}
        }
        let Some(length) = be16(bytes, at) else {
            return found;
        };
        if is_frame_header(marker)
            && found.size.is_none()
            && let (Some(height), Some(width)) = (be16(bytes, at + 3), be16(bytes, at + 5))
        {
            found.size = Some((u32::from(width), u32::from(height)));
        }
        if marker == SOS {
            found.passes += 1;
        }
        at += usize::from(length).max(2);
    }
    found
}

/// The first marker at or after `from` and the position behind it; entropy
/// coded data is skipped, where `ff 00` is a stuffed byte and not a marker.
fn next_marker(bytes: &[u8], from: usize) -> Option<(u8, usize)> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == 0xff)? + 1;
        match bytes.get(at)? {
            0x00 | 0xff => {}
            &marker => return Some((marker, at + 1)),
        }
    }
}

/// SOF0 to SOF15 but for the three that mean something else (DHT, JPG, DAC).
const fn is_frame_header(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

fn png(bytes: &[u8]) -> Structure {
    let mut found = Structure {
        size: None,
        complete: false,
        passes: 1,
    };
    let mut at = 8;
    while let (Some(length), Some(kind)) = (be32(bytes, at), bytes.get(at + 4..at + 8)) {
        let body = at + 8;
        let Some(end) = body.checked_add(length as usize + 4) else {
            return found;
        };
        if kind == b"IHDR"
            && let (Some(width), Some(height)) = (be32(bytes, body), be32(bytes, body + 4))
        {
            found.size = Some((width, height));
        }
        if end > bytes.len() {
            return found;
        }
        if kind == b"IEND" {
            found.complete = true;
            return found;
        }
        at = end;
    }
    found
}

/// The canvas size stays with the decoder, which reads it before it allocates.
fn webp(bytes: &[u8]) -> Structure {
    let declared = bytes.get(4..8).map_or(u64::MAX, |size| {
        u64::from(u32::from_le_bytes([size[0], size[1], size[2], size[3]]))
    });
    Structure {
        size: None,
        complete: declared.saturating_add(8) <= bytes.len() as u64,
        passes: 1,
    }
}

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes([pair[0], pair[1]]))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
}
