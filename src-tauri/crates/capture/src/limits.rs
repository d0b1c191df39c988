//! How much a recording may ask for before it is turned away, and how large
//! its frames become.

use domain::evidence::MAX_VIDEO_BYTES;

use crate::error::DecodeError;

/// How much a recording may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Pixels of one frame, as coded.
    pub pixels: u32,
    /// Duration in milliseconds.
    pub duration_ms: u32,
    /// Streams of any kind.
    pub streams: u32,
    /// Pixels of the longer side of a frame that is given; a larger one is
    /// scaled down, none is scaled up.
    pub longer_side: u32,
}

impl Default for Limits {
    /// 50 MB (the limit of the Identity Verification API), 4096 × 4096 pixels,
    /// half an hour, eight streams; frames of at most 1280 pixels (the size that
    /// ETSI TS 119 461 names for captures).
    fn default() -> Self {
        Self {
            bytes: MAX_VIDEO_BYTES,
            pixels: 4096 * 4096,
            duration_ms: 30 * 60 * 1000,
            streams: 8,
            longer_side: 1280,
        }
    }
}

impl Limits {
    pub(crate) fn admit(what: &'static str, found: u64, limit: u64) -> Result<(), DecodeError> {
        if found > limit {
            return Err(DecodeError::TooLarge { what, found, limit });
        }
        Ok(())
    }
}
