//! The stamp at the end of an archive: the comment of the zip, always of the
//! same length, with the digests of the manifest and of all bytes before it.

use std::io::{Read, Seek, SeekFrom};

use domain::evidence::Digest;
use sha2::{Digest as _, Sha256};

use crate::manifest::FORMAT;

/// Length of a stamp in bytes.
pub(crate) const LENGTH: usize = FORMAT.len() + MANIFEST.len() + FILE.len() + 2 * 64;

const MANIFEST: &str = " manifest-sha256=";
const FILE: &str = " file-sha256=";

/// What a stamp says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// SHA-256 of the manifest's bytes.
    pub(crate) manifest: Digest,
    /// SHA-256 of the file up to the stamp.
    pub(crate) file: Digest,
}

impl Stamp {
    pub(crate) fn text(&self) -> String {
        let (manifest, file) = (self.manifest.to_hex(), self.file.to_hex());
        format!("{FORMAT}{MANIFEST}{manifest}{FILE}{file}")
    }

    /// Reads a stamp; the digits must be written as [`text`](Self::text) does.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (manifest, file) = text
            .strip_prefix(FORMAT)?
            .strip_prefix(MANIFEST)?
            .split_once(FILE)?;
        let stamp = Self {
            manifest: Digest::from_hex(manifest)?,
            file: Digest::from_hex(file)?,
        };
        (stamp.text() == text).then_some(stamp)
    }
}

/// The digests of the first `length` bytes of `file`, and of these bytes with
/// `rest` behind them.
pub(crate) fn digests<R: Read + Seek>(
    file: &mut R,
    length: u64,
    rest: impl FnOnce(Digest) -> Vec<u8>,
) -> std::io::Result<(Digest, Digest)> {
    file.seek(SeekFrom::Start(0))?;
    let mut hash = Sha256::new();
    let copied = std::io::copy(&mut file.take(length), &mut hash)?;
    if copied != length {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    let before = Digest(hash.clone().finalize().into());
    hash.update(rest(before));
    Ok((before, Digest(hash.finalize().into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_survives_its_text_and_no_change() {
        let stamp = Stamp {
            manifest: Digest::of(b"manifest"),
            file: Digest::of(b"file"),
        };
        let text = stamp.text();
        assert_eq!(text.len(), LENGTH);
        assert_eq!(Stamp::read(text.as_bytes()), Some(stamp));
        for index in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[index] ^= 0x20;
            assert_ne!(Stamp::read(&bytes), Some(stamp), "byte {index}");
        }
    }
}
