//! What the shell tells the window without being asked.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

use super::{ConnectionView, ProgressView};

/// Rows of the queue came, went or changed.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct QueueChanged;

/// Something of this case changed; the window asks again if it is open.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct CaseChanged {
    /// The case.
    pub case_id: String,
}

/// The link to the central API or the number of waiting decisions changed.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionChanged {
    /// How it stands.
    pub connection: ConnectionView,
}

/// The checks of a case went on by one step.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct ChecksProgressed {
    /// The case.
    pub case_id: String,
    /// How far they are.
    pub progress: ProgressView,
}

/// The start state changed on its own (the operator was signed out); the
/// window asks `start_state`.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct StartChanged;
