//! `manifest.json`: what an archive holds, and which names entries may have.

use domain::evidence::Digest;
use serde::{Deserialize, Serialize};

use crate::audit::Head;

/// The structured data.
pub(crate) const DATA: &str = "data.json";
/// The audit log.
pub(crate) const AUDIT: &str = "audit.json";
/// The manifest.
pub(crate) const MANIFEST: &str = "manifest.json";
/// The pictures in one document.
pub(crate) const IMAGES_PDF: &str = "images.pdf";

/// What the archive is, in manifest and seal.
pub(crate) const FORMAT: &str = "sportello-archive/1";

/// The file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Manifest {
    /// [`FORMAT`].
    pub(crate) format: String,
    /// When it was sealed, UTC.
    pub(crate) created: String,
    /// The request at the central API.
    pub(crate) request_id: String,
    /// The session on the desk.
    pub(crate) session_id: String,
    /// Every entry but the manifest itself, in the order of the zip.
    pub(crate) entries: Vec<ManifestEntry>,
    /// The end of the audit log, if there is one.
    pub(crate) audit_head: Option<Head>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ManifestEntry {
    /// Its name, with `/` between folders.
    pub(crate) name: String,
    /// Its length in bytes.
    pub(crate) size: u64,
    /// SHA-256 of its bytes, in hex.
    pub(crate) sha256: String,
}

impl ManifestEntry {
    pub(crate) fn of(name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            size: bytes.len() as u64,
            sha256: Digest::of(bytes).to_hex(),
        }
    }
}

/// Whether an entry may be called `name`: lower-case letters, digits, `-` and
/// `_`, parted by single dots and slashes. Nothing that leads out of a folder,
/// that a file system reads in another way, or that does not print.
pub(crate) fn is_admitted(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    name.len() <= 100
        && name
            .split(['/', '.'])
            .all(|part| !part.is_empty() && part.chars().all(plain))
}

/// `name` for a message: what does not print or is too long is left out.
pub(crate) fn printable(name: &str) -> String {
    let shown = name.chars().filter(|c| c.is_ascii_graphic());
    shown.take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_elsewhere_are_not_admitted() {
        for name in ["data.json", "images/01-document-front.jpg", "video-2.mp4"] {
            assert!(is_admitted(name), "{name}");
        }
        for name in [
            "",
            "/data.json",
            "../data.json",
            "images/../../data.json",
            "images//a.jpg",
            "images/",
            "a..b",
            ".hidden",
            "C:\\data.json",
            "images\\a.jpg",
            "dàta.json",
            "data.json\0",
            "DATA.JSON",
            "a b.json",
        ] {
            assert!(!is_admitted(name), "{name:?}");
        }
    }
}
