//! The audit log: what is written down, and the chain that proves that
//! nothing was changed or taken out.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::{
    id::{OperatorId, SessionId},
    kiosk::KioskEvent,
};

/// The digest of the entry before the first.
pub const GENESIS: [u8; 32] = [0; 32];

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// The store was made.
    StoreCreated,
    /// An operator's account was made.
    OperatorCreated,
    /// An operator's account was changed, suspended or made active again.
    OperatorChanged,
    /// An operator's account was given another password.
    PasswordChanged,
    /// An operator signed in.
    SignedIn,
    /// A sign-in failed.
    SignInFailed,
    /// An operator signed out.
    SignedOut,
    /// A session was taken in from the central API.
    SessionReceived,
    /// A request that could not be read when it was taken in was read.
    SessionMended,
    /// Pieces that were asked for again were taken in.
    PiecesReceived,
    /// The engine assessed a session.
    Assessed,
    /// A session was claimed.
    Claimed,
    /// A claim was given back.
    Released,
    /// A session was taken over from another operator.
    TakenOver,
    /// A session was given to another operator.
    Reassigned,
    /// A claim ended by itself.
    LeaseLapsed,
    /// A session was put on hold.
    Held,
    /// A session on hold goes on.
    Resumed,
    /// A session's personal data were looked at.
    Viewed,
    /// A field was confirmed, revised or rejected.
    FieldReviewed,
    /// An item of the checklist was answered.
    ChecklistAnswered,
    /// A register of lost and stolen documents was asked.
    RegisterQueried,
    /// A frame of the recording was kept as evidence.
    SnapshotKept,
    /// A note was added.
    NoteAdded,
    /// A decision was made.
    Decided,
    /// A decision was taken back before it left.
    DecisionUndone,
    /// Declaration and contract were shown.
    DocumentsShown,
    /// A decision reached the central API.
    Delivered,
    /// A decision was turned down by the central API.
    DeliveryRefused,
    /// The state of a session changed at the central API.
    StateChanged,
    /// An archive was exported.
    Exported,
    /// A one-time code was sent to the customer's phone.
    CodeSent,
    /// A one-time code was checked.
    CodeChecked,
    /// Something happened at a kiosk.
    Kiosk(KioskEvent),
}

impl Event {
    const ALL: [Self; 33] = [
        Self::StoreCreated,
        Self::OperatorCreated,
        Self::OperatorChanged,
        Self::PasswordChanged,
        Self::SignedIn,
        Self::SignInFailed,
        Self::SignedOut,
        Self::SessionReceived,
        Self::SessionMended,
        Self::PiecesReceived,
        Self::Assessed,
        Self::Claimed,
        Self::Released,
        Self::TakenOver,
        Self::Reassigned,
        Self::LeaseLapsed,
        Self::Held,
        Self::Resumed,
        Self::Viewed,
        Self::FieldReviewed,
        Self::ChecklistAnswered,
        Self::RegisterQueried,
        Self::SnapshotKept,
        Self::NoteAdded,
        Self::Decided,
        Self::DecisionUndone,
        Self::DocumentsShown,
        Self::Delivered,
        Self::DeliveryRefused,
        Self::StateChanged,
        Self::Exported,
        Self::CodeSent,
        Self::CodeChecked,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::StoreCreated => "store_created",
            Self::OperatorCreated => "operator_created",
            Self::OperatorChanged => "operator_changed",
            Self::PasswordChanged => "password_changed",
            Self::SignedIn => "signed_in",
            Self::SignInFailed => "sign_in_failed",
            Self::SignedOut => "signed_out",
            Self::SessionReceived => "session_received",
            Self::SessionMended => "session_mended",
            Self::PiecesReceived => "pieces_received",
            Self::Assessed => "assessed",
            Self::Claimed => "claimed",
            Self::Released => "released",
            Self::TakenOver => "taken_over",
            Self::Reassigned => "reassigned",
            Self::LeaseLapsed => "lease_lapsed",
            Self::Held => "held",
            Self::Resumed => "resumed",
            Self::Viewed => "viewed",
            Self::FieldReviewed => "field_reviewed",
            Self::ChecklistAnswered => "checklist_answered",
            Self::RegisterQueried => "register_queried",
            Self::SnapshotKept => "snapshot_kept",
            Self::NoteAdded => "note_added",
            Self::Decided => "decided",
            Self::DecisionUndone => "decision_undone",
            Self::DocumentsShown => "documents_shown",
            Self::Delivered => "delivered",
            Self::DeliveryRefused => "delivery_refused",
            Self::StateChanged => "state_changed",
            Self::Exported => "exported",
            Self::CodeSent => "code_sent",
            Self::CodeChecked => "code_checked",
            Self::Kiosk(event) => event.name(),
        }
    }

    /// The event behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .chain(KioskEvent::ALL.map(Self::Kiosk))
            .find(|event| event.name() == name)
    }
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// An operator.
    Operator(OperatorId),
    /// The application itself.
    Application,
}

impl Actor {
    /// The actor's text: an operator's id, or `application`.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Operator(id) => id.to_string(),
            Self::Application => "application".to_owned(),
        }
    }

    /// Reads the actor's text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        if text == "application" {
            return Some(Self::Application);
        }
        text.parse().ok().map(Self::Operator)
    }
}

/// What is to be written down. `detail` is a JSON text with codes and ids,
/// never with personal data: the log outlives erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What.
    pub event: Event,
    /// On which session, if on one.
    pub session: Option<SessionId>,
    /// The particulars.
    pub detail: String,
}

/// One link of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place, from 1, without gaps.
    pub sequence: u64,
    /// What was written down.
    pub record: Record,
    /// The digest of the entry before it ([`GENESIS`] for the first).
    pub previous: [u8; 32],
}

impl Entry {
    /// The digest of this entry: SHA-256 over the previous digest, the
    /// sequence number (8 bytes, big-endian) and, each preceded by its length
    /// in bytes (8 bytes, big-endian), the instant (RFC 3339 with nanoseconds
    /// as needed, `Z`), the actor, the event, the session id (empty if none)
    /// and the detail.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let record = &self.record;
        let mut hash = Sha256::new();
        hash.update(self.previous);
        hash.update(self.sequence.to_be_bytes());
        let session = record.session.map(|id| id.to_string()).unwrap_or_default();
        for text in [
            record.at.to_string().as_str(),
            record.actor.text().as_str(),
            record.event.name(),
            session.as_str(),
            record.detail.as_str(),
        ] {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        }
        hash.finalize().into()
    }
}

/// A chain that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// An entry is missing or out of place.
    #[error("audit entry {expected} is missing; {found} stands in its place")]
    Gap {
        /// The number that should have come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// An entry does not follow from the one before it.
    #[error("audit entry {sequence} does not follow from the entry before it")]
    Broken {
        /// The entry.
        sequence: u64,
    },
}

/// Checks that `entries` are a chain from `start` (sequence number and digest
/// of the entry before the first of them) and returns the digest of the last.
///
/// # Errors
///
/// The first entry that is missing, or does not follow from its predecessor.
pub fn verify_chain(start: (u64, [u8; 32]), entries: &[Entry]) -> Result<[u8; 32], ChainError> {
    let (mut sequence, mut digest) = start;
    for entry in entries {
        sequence += 1;
        if entry.sequence != sequence {
            return Err(ChainError::Gap {
                expected: sequence,
                found: entry.sequence,
            });
        }
        if entry.previous != digest {
            return Err(ChainError::Broken { sequence });
        }
        digest = entry.digest();
    }
    Ok(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_untouched_chain_holds() {
        let entries = chain(3);
        assert_eq!(
            verify_chain((0, GENESIS), &entries),
            Ok(entries[2].digest())
        );
    }

    #[test]
    fn a_changed_detail_breaks_the_chain_after_it() {
        let mut entries = chain(3);
        entries[1].record.detail = "{}".into();
        assert_eq!(
            verify_chain((0, GENESIS), &entries),
            Err(ChainError::Broken { sequence: 3 })
        );
    }

    #[test]
    fn a_removed_entry_is_a_gap() {
        let mut entries = chain(3);
        entries.remove(1);
        assert_eq!(
            verify_chain((0, GENESIS), &entries),
            Err(ChainError::Gap {
                expected: 2,
                found: 3
            })
        );
    }

    fn chain(length: u64) -> Vec<Entry> {
        let mut previous = GENESIS;
        (1..=length)
            .map(|sequence| {
                let entry = Entry {
                    sequence,
                    record: Record {
                        at: "2026-03-01T09:00:00Z".parse().expect("a timestamp"),
                        actor: Actor::Application,
                        event: Event::StoreCreated,
                        session: None,
                        detail: format!("{{\"n\":{sequence}}}"),
                    },
                    previous,
                };
                previous = entry.digest();
                entry
            })
            .collect()
    }
}
