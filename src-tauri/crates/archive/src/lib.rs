//! Sealing a case into a zip with its documents, and verifying one.
