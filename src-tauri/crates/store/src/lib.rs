//! The encrypted database and the sealed evidence folder, together.
//!
//! One folder holds them: `desk.db` (SQLite under SQLCipher) and `evidence/`,
//! one sealed file for each piece. A file is written and synced before the row
//! that vouches for it, and its key stands only in the row of its session, so
//! that deleting the row shreds the file.
//!
//! A third part, `kiosk/`, holds what customers capture at a kiosk until it has
//! been sent; see [`KioskStore`].
//!
//! Start at [`unlock`] for where the key of the database comes from, then at
//! [`Store::open`]. Everything else is a method of [`Store`], one subject a
//! file. Whatever is worth knowing later is written to the audit log in the
//! transaction of the change itself.

mod assessment;
mod audit;
mod check;
mod checklist;
mod claim;
mod decision;
mod document;
mod draft;
mod duplicates;
mod error;
mod evidence;
mod hold;
mod keys;
mod kiosk;
mod open;
mod operator;
mod outbox;
mod review;
mod row;
mod session;
mod settings;
mod snapshot;
mod sqlcipher;
mod statistics;
mod sweep;

pub use audit::AuditReport;
pub use check::{CheckReport, Fault};
pub use checklist::NewAnswer;
pub use decision::{DecisionRecord, Delivery};
pub use document::{DocumentRecord, NewDocument};
pub use duplicates::{KeptFace, Twin};
pub use error::StoreError;
pub use evidence::{
    EvidenceRecord,
    draft::{Draft, DraftWriter},
};
pub use keys::{
    DatabaseKey,
    passphrase::{MIN_PASSPHRASE_CHARS, unlock_with_passphrase},
    unlock::{Unlock, UnlockError, unlock},
    vault::{KeyVault, KeyringVault, VaultError},
};
pub use kiosk::{
    KioskStore,
    delivery::{KioskCounts, Shipment, ShipmentStep},
    failure::KioskFailure,
    piece::{Part, PieceRecord},
    session::{KioskRequest, KioskSession, KnownRequest, Look, Package},
};
pub use open::{DATABASE_FILE, Store};
pub use operator::{MIN_PASSWORD_CHARS, MIN_PIN_DIGITS, NewOperator, OperatorChange};
pub use outbox::{Envelope, OutboxCounts};
pub use review::{Cause, FieldReview, Note};
pub use session::{
    NewEvidence, NewSession, Received, SessionRecord,
    queue::{Assessed, GroupCounts, Owner, QueueCounts, QueueFilter, QueueList, QueueRow},
    renew::Superseded,
    state::StateChange,
};
pub use snapshot::NewSnapshot;
pub use statistics::{Decided, DecidedAs};
pub use sweep::Swept;
