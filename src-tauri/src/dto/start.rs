//! The way in: the key of the store, the first operator, signing in.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{ApiError, Secret};

/// What the window has to show before anything else.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum StartState {
    /// The keyring is locked; asking again (`start_state`) tries it again.
    KeyringLocked,
    /// There is no keyring and no store yet: a passphrase has to be chosen.
    ChoosePassphrase {
        /// The fewest characters it may have.
        minimum_length: u8,
    },
    /// There is no keyring: the passphrase of the store has to be given.
    EnterPassphrase,
    /// The store cannot be opened; `error` says why and what to do.
    StoreUnusable {
        /// Why.
        error: ApiError,
    },
    /// The store is open and has no operator yet.
    FirstOperator {
        /// The fewest characters the password may have.
        minimum_length: u8,
    },
    /// Somebody has to sign in.
    SignedOut {
        /// Who signed in last on this desk, to be offered again.
        last_user_name: Option<String>,
    },
    /// An operator is signed in.
    SignedIn {
        /// Who.
        operator: OperatorView,
    },
}

/// The operator who is signed in.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OperatorView {
    /// The account.
    pub id: String,
    /// The name typed at sign-in.
    pub user_name: String,
    /// The name shown and printed on declarations.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// The user name at the central API.
    pub rao_user_name: String,
    /// The operator's record at the central API.
    pub rao_id: String,
}

/// What somebody is here for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Reviews and decides.
    Rao,
    /// Searches, looks and exports.
    Auditor,
    /// Reviews, and looks after accounts and settings.
    Administrator,
}

/// The first operator of this desk, with the link to the central API.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FirstOperatorForm {
    /// The name to type at sign-in.
    pub user_name: String,
    /// The name to show.
    pub display_name: String,
    /// The password of this desk.
    pub password: Secret,
    /// The user name at the central API.
    pub rao_user_name: String,
    /// The operator's record at the central API.
    pub rao_id: String,
}

/// Signing in.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInForm {
    /// The name.
    pub user_name: String,
    /// The password.
    pub password: Secret,
}
