//! Why a recording could not be decoded.

/// Why a recording could not be decoded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// There is not one byte.
    #[error("the recording is empty: capture it again")]
    Empty,
    /// A limit of [`crate::Limits`] is exceeded.
    #[error("the recording is too large ({what}: {found}, at most {limit}): record a smaller one")]
    TooLarge {
        /// What is too large: `bytes`, `pixels`, `milliseconds` or `streams`.
        what: &'static str,
        /// How large it is.
        found: u64,
        /// How large it may be.
        limit: u64,
    },
    /// It is neither MP4, MOV nor WebM.
    #[error("not a recording in MP4, MOV or WebM: convert or capture it again")]
    UnknownFormat,
    /// It holds no moving picture.
    #[error("the recording has no picture: capture it again")]
    NoVideo,
    /// Its end is missing.
    #[error("the recording is cut short: fetch or capture it again")]
    Truncated,
    /// Its pictures are coded in a way this build does not read.
    #[error(
        "pictures coded as {codec} cannot be read: use H.264, H.265, VP8, VP9, AV1 or MPEG-4 part 2"
    )]
    UnsupportedCodec {
        /// The name of the codec.
        codec: String,
    },
    /// It has the right form and yet yields no picture.
    #[error("the recording is damaged ({step}): fetch or capture it again")]
    Damaged {
        /// What failed.
        step: &'static str,
    },
}

impl DecodeError {
    /// The stable code, for storage and for the window's translations.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too_large",
            Self::UnknownFormat => "unknown_format",
            Self::NoVideo => "no_video",
            Self::Truncated => "truncated",
            Self::UnsupportedCodec { .. } => "unsupported_codec",
            Self::Damaged { .. } => "damaged",
        }
    }
}
