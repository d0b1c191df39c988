//! Exporting a case as an archive and verifying one.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Exporting a case.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportForm {
    /// The case.
    pub case_id: String,
    /// How the pictures go in.
    pub images: ExportImages,
}

/// How pictures go into an archive (`imagesAsPdf`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ExportImages {
    /// As the files that were received.
    Files,
    /// In one PDF.
    Pdf,
}

/// What came of an export.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ExportOutcome {
    /// The operator closed the dialog.
    Cancelled,
    /// The archive was written.
    Saved {
        /// Where.
        path: String,
        /// Its size in bytes.
        bytes: u32,
        /// Its SHA-256.
        sha256: String,
    },
}

/// What came of verifying an archive.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum VerifyOutcome {
    /// The operator closed the dialog.
    Cancelled,
    /// The archive was examined.
    Examined {
        /// The findings.
        report: ArchiveReport,
    },
}

/// The findings on an archive.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ArchiveReport {
    /// The name of the file.
    pub file_name: String,
    /// The verdict on the whole.
    pub verdict: ArchiveVerdict,
    /// When it was sealed, where that can be read.
    pub sealed_at: Option<String>,
    /// The request at the central API, where that can be read.
    pub central_key: Option<String>,
    /// Every entry, in the order of the archive.
    pub entries: Vec<ArchiveEntry>,
}

/// The verdict on an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ArchiveVerdict {
    /// Every byte is as it was sealed.
    Intact,
    /// Something was changed, added or taken out.
    Altered,
    /// It is not an archive of this product, or cannot be opened.
    NotAnArchive,
}

/// One entry of an archive.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ArchiveEntry {
    /// Its name.
    pub name: String,
    /// Its size in bytes, where it is there.
    pub bytes: Option<u32>,
    /// What was found.
    pub finding: EntryFinding,
}

/// What was found of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum EntryFinding {
    /// As it was sealed.
    Intact,
    /// Its bytes are others.
    Altered,
    /// The manifest names it, the archive has it not.
    Missing,
    /// The archive has it, the manifest does not name it.
    Unlisted,
    /// The chain of the audit log does not hold.
    ChainBroken,
}
