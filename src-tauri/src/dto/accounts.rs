//! The accounts of this desk.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Role, Secret};

/// Every account.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountsView {
    /// The fewest characters a password may have.
    pub minimum_length: u8,
    /// In the order of their making.
    pub accounts: Vec<AccountView>,
}

/// An account.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// The account.
    pub id: String,
    /// The name typed at sign-in.
    pub user_name: String,
    /// The name shown and printed on declarations.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// Whether it lets anybody in.
    pub active: bool,
    /// The user name at the central API.
    pub rao_user_name: String,
    /// The operator's record at the central API.
    pub rao_id: String,
}

/// An account to be made.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewAccountForm {
    /// The name to type at sign-in.
    pub user_name: String,
    /// The name to show.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// The first password.
    pub password: Secret,
    /// The user name at the central API.
    pub rao_user_name: String,
    /// The operator's record at the central API.
    pub rao_id: String,
}

/// What an account is to be from now on.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountForm {
    /// The account.
    pub id: String,
    /// The name to show.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// Whether it lets anybody in.
    pub active: bool,
    /// The user name at the central API.
    pub rao_user_name: String,
    /// The operator's record at the central API.
    pub rao_id: String,
}

/// A password in the place of a forgotten one.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ResetPasswordForm {
    /// The account.
    pub id: String,
    /// The new password.
    pub password: Secret,
}

/// Another password for who is signed in.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OwnPasswordForm {
    /// The password until now.
    pub present: Secret,
    /// The password from now on.
    pub new: Secret,
}
