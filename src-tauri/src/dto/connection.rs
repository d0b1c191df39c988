//! The link to the central API and what waits to leave.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Secret;

/// How the desk stands with the central API.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionView {
    /// Whether it can be reached.
    pub link: Link,
    /// Why not, when it cannot.
    pub problem: Option<LinkProblem>,
    /// When sessions were last taken in.
    pub last_sync_at: Option<String>,
    /// Decisions that have not arrived yet.
    pub waiting: u32,
    /// Decisions that the central API turned down for good.
    pub failed: u32,
    /// The operator's password and PIN at the central API.
    pub rao_credentials: RaoCredentials,
}

/// Whether the central API can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Link {
    /// Not asked yet since the start.
    Connecting,
    /// The last request was answered.
    Online,
    /// The last request was not answered.
    Offline,
}

/// Why the central API cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LinkProblem {
    /// Nothing answers at the address.
    Unreachable,
    /// It did not answer in time.
    TimedOut,
    /// The central API does not let this desk in.
    Unauthorised,
    /// It answered with an error of its own.
    ServerError,
    /// It answered with something this version does not understand.
    Unexpected,
}

/// The operator's password and PIN at the central API. They are kept in
/// memory until the operator signs out and never written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RaoCredentials {
    /// Not given since the operator signed in.
    Missing,
    /// Given.
    Held,
    /// Turned down by the central API; they have to be given again.
    Rejected,
}

/// The operator's password and PIN at the central API.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RaoCredentialsForm {
    /// The password.
    pub password: Secret,
    /// The PIN.
    pub pin: Secret,
}
