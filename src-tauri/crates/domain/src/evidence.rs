//! Evidence: what was captured or made, and what it proves.

mod snapshot;
mod spot;

pub use snapshot::Snapshot;
pub use spot::{Area, Place, Spot};

/// What a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The data side of the identity document.
    DocumentFront,
    /// The other side of the identity document.
    DocumentRear,
    /// The holder's portrait, cut from the document.
    DocumentPhoto,
    /// The customer's face (`document_owner` of the RA API).
    Selfie,
    /// The front of the health card.
    HealthCardFront,
    /// The rear of the health card.
    HealthCardRear,
    /// The recording of the session.
    Video,
    /// A frame of the recording that an operator kept ([`Snapshot`]); a session
    /// may have several.
    Snapshot,
    /// The operator's declaration.
    Declaration,
    /// The contract with the customer.
    Contract,
}

impl Kind {
    /// Every kind, in the order in which an operator looks at them.
    pub const ALL: [Self; 10] = [
        Self::DocumentFront,
        Self::DocumentRear,
        Self::DocumentPhoto,
        Self::Selfie,
        Self::HealthCardFront,
        Self::HealthCardRear,
        Self::Video,
        Self::Snapshot,
        Self::Declaration,
        Self::Contract,
    ];

    /// The stable name, for storage, archives and file names.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DocumentFront => "document_front",
            Self::DocumentRear => "document_rear",
            Self::DocumentPhoto => "document_photo",
            Self::Selfie => "selfie",
            Self::HealthCardFront => "health_card_front",
            Self::HealthCardRear => "health_card_rear",
            Self::Video => "video",
            Self::Snapshot => "snapshot",
            Self::Declaration => "declaration",
            Self::Contract => "contract",
        }
    }

    /// The kind behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it is a picture of its own, as it was captured: the engine looks at
    /// it, and nothing else of the case shows the same.
    #[must_use]
    pub const fn is_image(self) -> bool {
        matches!(
            self,
            Self::DocumentFront
                | Self::DocumentRear
                | Self::DocumentPhoto
                | Self::Selfie
                | Self::HealthCardFront
                | Self::HealthCardRear
        )
    }

    /// Whether it was captured of the customer, and not made at a desk.
    #[must_use]
    pub const fn is_captured(self) -> bool {
        self.is_image() || matches!(self, Self::Video)
    }
}

/// The format of a piece of evidence, found from its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Media {
    /// JPEG image.
    Jpeg,
    /// PNG image.
    Png,
    /// WebP image.
    WebP,
    /// MP4 video.
    Mp4,
    /// QuickTime video.
    QuickTime,
    /// WebM video.
    WebM,
    /// PDF document.
    Pdf,
    /// Anything else; kept, shown as unreadable.
    Other,
}

impl Media {
    /// The format that `bytes` (at least the first 16) begin with.
    #[must_use]
    pub fn sniff(bytes: &[u8]) -> Self {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Self::Png,
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Self::WebP,
            [
                _,
                _,
                _,
                _,
                b'f',
                b't',
                b'y',
                b'p',
                b'q',
                b't',
                b' ',
                b' ',
                ..,
            ] => Self::QuickTime,
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => Self::Mp4,
            [0x1A, 0x45, 0xDF, 0xA3, ..] => Self::WebM,
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Pdf,
            _ => Self::Other,
        }
    }

    /// The MIME type.
    #[must_use]
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Mp4 => "video/mp4",
            Self::QuickTime => "video/quicktime",
            Self::WebM => "video/webm",
            Self::Pdf => "application/pdf",
            Self::Other => "application/octet-stream",
        }
    }

    /// The file name extension, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Mp4 => "mp4",
            Self::QuickTime => "mov",
            Self::WebM => "webm",
            Self::Pdf => "pdf",
            Self::Other => "bin",
        }
    }
}

/// The largest video the product takes, in bytes (50 MB, the limit that the
/// Identity Verification API states).
pub const MAX_VIDEO_BYTES: u64 = 50 * 1024 * 1024;
/// The largest single image the product takes, in bytes.
pub const MAX_IMAGE_BYTES: u64 = 20 * 1024 * 1024;

/// The SHA-256 of a piece of evidence before it was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::{Digest as _, Sha256};
        Self(Sha256::digest(bytes).into())
    }

    /// The digest written as 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn to_hex(self) -> String {
        hex::encode(self.0)
    }

    /// Reads 64 hexadecimal digits.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_survives_its_name() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
        }
    }

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        assert_eq!(Media::sniff(b"\0\0\0\x18ftypmp42\0\0\0\0"), Media::Mp4);
        assert_eq!(
            Media::sniff(b"\0\0\0\x14ftypqt  \0\0\0\0"),
            Media::QuickTime
        );
        assert_eq!(Media::sniff(b"RIFF\x10\0\0\0WEBPVP8 "), Media::WebP);
        assert_eq!(Media::sniff(b""), Media::Other);
    }
}
