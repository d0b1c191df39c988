//! The one error that reaches the window: a code to branch on and to put
//! into words, and the few particulars the words need.

use std::collections::BTreeMap;

use serde::Serialize;
use specta::Type;

/// A failure, for a screen.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ApiError {
    /// What happened.
    pub code: ErrorCode,
    /// Particulars for the words: see each code. Never personal data.
    pub params: BTreeMap<String, String>,
}

impl ApiError {
    /// An error without particulars.
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            params: BTreeMap::new(),
        }
    }

    /// The same error with one more particular.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }
}

/// What happened. A code is added only when a screen has words for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// User name and password do not belong together.
    WrongPassword,
    /// The account is suspended.
    AccountSuspended,
    /// Another account has the user name.
    UserNameTaken,
    /// Nobody would be left to look after the accounts.
    LastAdministrator,
    /// Too many failed attempts; param `seconds` until the next.
    TooManyAttempts,
    /// The password or passphrase is too short; param `minimum`.
    PasswordTooShort,
    /// The passphrase does not open the store.
    WrongPassphrase,
    /// The keyring is locked.
    KeyringLocked,
    /// The keyring has no key for the store that is there.
    KeyMissing,
    /// The store is damaged; param `path`.
    StoreDamaged,
    /// The store was written by a newer version; param `path`.
    StoreNewer,
    /// Another process has the store open; param `path`.
    StoreInUse,
    /// The store cannot be written: no space, no permission; param `path`.
    StoreNotWritable,
    /// Nobody is signed in.
    NotSignedIn,
    /// The operator's role does not include it.
    Forbidden,
    /// A field of a form is empty or malformed; param `field`.
    InvalidInput,
    /// There is no such case.
    CaseNotFound,
    /// A colleague has claimed the case; param `name`, where known.
    ClaimedByOther,
    /// The case has to be claimed first.
    ClaimLost,
    /// The lease under which it was to be done has ended.
    LeaseLost,
    /// The case has changed meanwhile; params `seen` and `found`, its versions.
    Stale,
    /// The case is on hold.
    OnHold,
    /// Somebody else has to approve.
    SecondOperatorNeeded,
    /// The customer was asked again as often as the house allows.
    RetriesUsedUp,
    /// The case is not in a state that allows it.
    WrongState,
    /// The time for taking the decision back is over.
    UndoExpired,
    /// The central API cannot be reached.
    Offline,
    /// The central API turned it down; params `code`, `id`, `error` as it
    /// gave them.
    CentralRefused,
    /// The central API answered with something unexpected.
    CentralUnexpected,
    /// Password and PIN for the central API are needed.
    RaoCredentialsMissing,
    /// The central API turned password or PIN down.
    RaoCredentialsRejected,
    /// A file of the engine is missing or altered; params `file`, `command`
    /// that mends it.
    EngineFile,
    /// The engine could not run.
    EngineFailed,
    /// A file could not be written; param `path`.
    FileNotWritable,
    /// A file could not be read; param `path`.
    FileNotReadable,
    /// A template of declaration or contract is wrong; params `file`, `line`
    /// (where known) and `problem`.
    TemplateBroken,
    /// No frame of the recording can be kept.
    NoFrame,
    /// The register of lost and stolen documents did not answer, or there is
    /// none.
    RegisterFailed,
    /// A datum has to be confirmed first; param `field`.
    DatumMissing,
    /// The browser could not be opened; param `address`.
    BrowserFailed,
    /// A bug: the log says more; param `reference`, where there is one.
    Internal,
}
