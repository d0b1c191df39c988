//! What can go wrong in the store.

use std::{io, path::PathBuf};

use domain::{
    audit::ChainError,
    id::{CentralKey, DecisionId, EvidenceId, OperatorId, SessionId},
};
use jiff::Timestamp;

/// Why the store did not do something. No message carries personal data.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The key does not open the database, or its first page is damaged.
    #[error(
        "the database {path} does not open with this key: the key belongs to another database, \
         or the file is damaged; restore the file or the key from the same backup"
    )]
    WrongKey {
        /// The database file.
        path: PathBuf,
    },
    /// The file was written by a later version of the application.
    #[error(
        "the database was written by a newer version (schema {found}, this version knows {known}); \
         install that version"
    )]
    NewerSchema {
        /// The schema of the file.
        found: i64,
        /// The newest schema this version knows.
        known: i64,
    },
    /// Another process has the store open.
    #[error("the store in {folder} is open in another process; close it first")]
    InUse {
        /// The folder of the store.
        folder: PathBuf,
    },
    /// There is sealed evidence, but the database with its keys is gone.
    #[error(
        "{folder} holds sealed evidence but no database; restore the database from a backup, \
         or move the evidence folder away to begin anew"
    )]
    DatabaseMissing {
        /// The folder of the store.
        folder: PathBuf,
    },
    /// The schema could not be brought up to date.
    #[error("the database schema could not be brought up to date")]
    Migration(#[source] Box<sqlx::migrate::MigrateError>),
    /// The database did not do what was asked.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
    /// A row holds something that this version cannot read.
    #[error("table {table} holds an unreadable {what}; run the store check")]
    BadRow {
        /// The table.
        table: &'static str,
        /// What cannot be read.
        what: &'static str,
    },
    /// A value that cannot be written down, such as a distance that is no number.
    #[error("this {what} cannot be stored")]
    Unstorable {
        /// What it is.
        what: &'static str,
    },
    /// A file could not be written, read or removed.
    #[error("could not {action} {path}")]
    File {
        /// What was tried.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// Work on another thread was cut off.
    #[error("the store is shutting down")]
    Stopped,
    /// There is no such session.
    #[error("there is no session {0}")]
    UnknownSession(SessionId),
    /// There is no session for this request of the central API.
    #[error("there is no session for request {0}")]
    UnknownCentralKey(CentralKey),
    /// There is no such piece of evidence.
    #[error("there is no evidence {0}")]
    UnknownEvidence(EvidenceId),
    /// There is no such operator.
    #[error("there is no operator {0}")]
    UnknownOperator(OperatorId),
    /// There is no such decision, or it was taken back.
    #[error("there is no standing decision {0}")]
    UnknownDecision(DecisionId),
    /// The file of a piece of evidence is gone.
    #[error("the file of evidence {0} is missing; restore the evidence folder from a backup")]
    EvidenceMissing(EvidenceId),
    /// The file of a piece of evidence is not what was sealed.
    #[error("evidence {0} was altered after it was kept; restore its file from a backup")]
    EvidenceAltered(EvidenceId),
    /// Only declarations and contracts are documents.
    #[error("{kind} is not a document of the desk")]
    NotADocument {
        /// The stable name of the kind.
        kind: &'static str,
    },
    /// A session brings two pieces of one kind.
    #[error("the session brings more than one {kind}")]
    EvidenceTwice {
        /// The stable name of the kind.
        kind: &'static str,
    },
    /// Another operator has claimed the session.
    #[error("session {session} is claimed by operator {operator}")]
    ClaimedByOther {
        /// The session.
        session: SessionId,
        /// Who has it.
        operator: OperatorId,
    },
    /// The session has to be claimed first.
    #[error("session {0} has to be claimed first")]
    NotClaimed(SessionId),
    /// The lease under which this was to be done has ended.
    #[error("the lease on session {0} has ended; claim it again")]
    LeaseLost(SessionId),
    /// The session has changed since the operator saw it.
    #[error("session {session} is at version {found}, this was meant for version {seen}")]
    Stale {
        /// The session.
        session: SessionId,
        /// The version that was seen.
        seen: u64,
        /// The version it has.
        found: u64,
    },
    /// Who approves must not be who validated.
    #[error("session {0} needs the approval of a second operator")]
    SecondOperatorNeeded(SessionId),
    /// The customer was asked for pieces as often as the house allows: only a
    /// definitive refusal is left.
    #[error("the customer of session {0} was asked again as often as allowed")]
    RetriesUsedUp(SessionId),
    /// The session is on hold.
    #[error("session {0} is on hold; it has to go on first")]
    OnHold(SessionId),
    /// The session is not in a state in which this can be done.
    #[error("session {session} is in state {state}, in which this cannot be done")]
    WrongState {
        /// The session.
        session: SessionId,
        /// The stable name of its state.
        state: String,
    },
    /// A decision that ends the session is still on its way.
    #[error("decision {0} on this session is still on its way")]
    DecisionPending(DecisionId),
    /// The decision has left, or its time to be taken back is over.
    #[error("decision {0} can no longer be taken back")]
    TooLateToUndo(DecisionId),
    /// Only who decided can take the decision back.
    #[error("decision {0} was made by another operator")]
    NotYourDecision(DecisionId),
    /// The decision is not in a place of the outbox from which this step leads on.
    #[error("decision {decision} is {status} in the outbox; this step does not follow")]
    WrongDelivery {
        /// The decision.
        decision: DecisionId,
        /// Where it stands.
        status: String,
    },
    /// User name or password is wrong; which of them is not said.
    #[error("user name or password is wrong")]
    WrongCredentials,
    /// Too many attempts failed.
    #[error("too many failed attempts; try again after {0}")]
    TryAgainAfter(Timestamp),
    /// The password is too short.
    #[error("a password needs at least {minimum} characters")]
    PasswordTooShort {
        /// The least number of characters.
        minimum: usize,
    },
    /// The PIN is too short or has something else than digits in it.
    #[error("a PIN has at least {minimum} digits and nothing else")]
    BadPin {
        /// The least number of digits.
        minimum: usize,
    },
    /// A session is being captured already.
    #[error("a session is being captured already; it has to end first")]
    KioskBusy,
    /// The user name is empty, too long, or has blanks in it.
    #[error("a user name has 1 to {maximum} characters and no blanks")]
    BadUserName {
        /// The greatest number of characters.
        maximum: usize,
    },
    /// Another account has the user name.
    #[error("another account has this user name")]
    UserNameTaken,
    /// The account lets nobody in.
    #[error("this account is suspended; ask an administrator")]
    AccountSuspended,
    /// Nobody would be left to look after the accounts.
    #[error("an active administrator has to remain; make another one first")]
    LastAdministrator,
    /// The password could not be hashed.
    #[error("the password could not be hashed")]
    PasswordHash,
    /// The audit log was tampered with.
    #[error("the audit log was altered; keep the file as evidence and restore a backup")]
    AuditBroken(#[source] ChainError),
    /// Entries at the end of the audit log are gone.
    #[error("the audit log ends at entry {found}, but {expected} were written")]
    AuditCut {
        /// How many entries there should be.
        expected: u64,
        /// How many there are.
        found: u64,
    },
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl StoreError {
    pub(crate) fn file(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File {
            action,
            path,
            source,
        }
    }
}
