//! Names of entries.

/// The entry with the audit log.
pub(crate) const AUDIT: &str = "audit.json";
