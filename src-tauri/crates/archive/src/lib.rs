//! Sealing a case into a zip with its documents, and verifying one.
//!
//! Start at [`seal`](seal()) for the way in, at [`verify`](verify()) for the
//! proof that nothing changed since, and at [`pdf`] for the documents.
//!
//! An archive is a zip of stored (uncompressed) entries. `manifest.json` names
//! every other entry with its size and SHA-256; the comment of the zip carries
//! the SHA-256 of the manifest and of every byte before the comment. A change
//! of any byte is therefore noticed, and where it lies in an entry the entry
//! is named.

mod audit;
mod case;
mod data;
mod error;
mod manifest;
pub mod pdf;
#[cfg(test)]
mod sample;
mod seal;
mod stamp;
mod verify;

pub use audit::AuditLink;
pub use case::{Checked, Edit, Exhibit, Kept, Replaced, Reviewed, SealedCase, Times};
pub use data::{fail_reason, read_fail_reason, signicat};
pub use error::{ArchiveError, Damage};
pub use seal::{ImagesAs, SealOptions, Sealed, seal};
pub use verify::{Report, ReportEntry, verify};
