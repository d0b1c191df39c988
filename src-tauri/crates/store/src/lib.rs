//! The encrypted database and the sealed evidence folder, together.
