//! Why a recording was not made.

use std::io::ErrorKind;

/// Why a recording was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// FFmpeg has no encoder that works: neither for H.264 nor for MPEG-4.
    #[error("this FFmpeg encodes neither H.264 nor MPEG-4: install one with libx264")]
    NoEncoder,
    /// The sink did not take what was written.
    #[error("the recording cannot be kept ({0}): make room and record again")]
    Sink(ErrorKind),
    /// There is not one whole picture.
    #[error("nothing was recorded: record again")]
    NothingRecorded,
    /// FFmpeg failed.
    #[error("the recording cannot be made ({step}): record again")]
    Encoding {
        /// What failed.
        step: &'static str,
    },
    /// What is to be finalised is no recording of ours.
    #[error("the recording is damaged ({step}): record again")]
    Damaged {
        /// What failed.
        step: &'static str,
    },
}

impl RecordError {
    /// The stable code, for storage and for the window's translations.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoEncoder => "no_encoder",
            Self::Sink(_) => "sink",
            Self::NothingRecorded => "nothing_recorded",
            Self::Encoding { .. } => "encoding",
            Self::Damaged { .. } => "damaged",
        }
    }
}
