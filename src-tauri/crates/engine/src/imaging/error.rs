//! Why an image was refused.

use image::ImageError;

use super::Format;

/// Why an image was refused, in words an operator can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Zero bytes.
    #[error("the image file is empty; upload it again")]
    Empty,
    /// Neither JPEG nor PNG nor WebP by content.
    #[error("the file is no JPEG, PNG or WebP image; save it as one of them")]
    UnknownFormat,
    /// More pixels than the limit; nothing was allocated.
    #[error(
        "the image has {width}×{height} pixels, more than {max_megapixels} megapixels; make it smaller"
    )]
    TooLarge {
        /// Declared width in pixels.
        width: u32,
        /// Declared height in pixels.
        height: u32,
        /// The limit, in millions of pixels.
        max_megapixels: u64,
    },
    /// Built to cost memory or time out of proportion.
    #[error("the {} image asks for more memory or time than its size allows; save it again", format.name())]
    Bomb {
        /// The kind of file.
        format: Format,
    },
    /// The file ends before the image does.
    #[error("the {} image is cut off before its end; upload it again", format.name())]
    Truncated {
        /// The kind of file.
        format: Format,
    },
    /// The content contradicts the format.
    #[error("the {} image is damaged ({reason}); upload it again", format.name())]
    Damaged {
        /// The kind of file.
        format: Format,
        /// The decoder's own words.
        reason: String,
    },
    /// A legal variant of the format that is not read.
    #[error("this variant of {} is not supported ({reason}); save the image as baseline JPEG", format.name())]
    Unsupported {
        /// The kind of file.
        format: Format,
        /// The decoder's own words.
        reason: String,
    },
}

impl DecodeError {
    /// A stable code for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::UnknownFormat => "unknown_format",
            Self::TooLarge { .. } => "too_many_pixels",
            Self::Bomb { .. } => "bomb",
            Self::Truncated { .. } => "truncated",
            Self::Damaged { .. } => "damaged",
            Self::Unsupported { .. } => "unsupported",
        }
    }

    pub(super) fn from_codec(format: Format, error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::Bomb { format },
            ImageError::Unsupported(reason) => Self::Unsupported {
                format,
                reason: reason.to_string(),
            },
            ImageError::IoError(reason) if reason.kind() == std::io::ErrorKind::UnexpectedEof => {
                Self::Truncated { format }
            }
            ImageError::Decoding(_)
            | ImageError::Encoding(_)
            | ImageError::Parameter(_)
            | ImageError::IoError(_) => Self::Damaged {
                format,
                reason: error.to_string(),
            },
        }
    }
}
