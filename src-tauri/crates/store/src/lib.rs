//! The encrypted database and the sealed evidence folder, together.
//!
//! One folder holds both: `desk.db` (SQLite under SQLCipher) and `evidence/`,
//! one sealed file for each piece. A file is written and synced before the row
//! that vouches for it, and its key stands only in the row of its session, so
//! that deleting the row shreds the file.
//!
//! Start at [`unlock`] for where the key of the database comes from, then at
//! [`Store::open`]. Everything else is a method of [`Store`], one subject a
//! file. Whatever is worth knowing later is written to the audit log in the
//! transaction of the change itself.

mod assessment;
mod audit;
mod check;
mod claim;
mod decision;
mod document;
mod draft;
mod error;
mod evidence;
mod hold;
mod keys;
mod open;
mod operator;
mod outbox;
mod review;
mod row;
mod session;
mod settings;
mod sweep;

pub use audit::AuditReport;
pub use check::{CheckReport, Fault};
pub use decision::{DecisionRecord, Delivery};
pub use document::{DocumentRecord, NewDocument};
pub use error::StoreError;
pub use evidence::EvidenceRecord;
pub use keys::{
    DatabaseKey,
    passphrase::{MIN_PASSPHRASE_CHARS, unlock_with_passphrase},
    unlock::{Unlock, UnlockError, unlock},
    vault::{KeyVault, KeyringVault, VaultError},
};
pub use open::{DATABASE_FILE, Store};
pub use operator::{MIN_PASSWORD_CHARS, NewOperator};
pub use outbox::{Envelope, OutboxCounts};
pub use review::{FieldReview, Note};
pub use session::{
    NewEvidence, NewSession, Received, SessionRecord,
    queue::{Assessed, GroupCounts, Owner, QueueCounts, QueueFilter, QueueList, QueueRow},
    state::StateChange,
};
pub use sweep::Swept;
