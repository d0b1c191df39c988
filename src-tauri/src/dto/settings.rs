//! Settings of this desk.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The settings.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// The language of the window.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    /// Minutes without input after which the operator is signed out.
    pub idle_lock_minutes: u16,
    /// What the engine read is outlined on the pictures.
    pub boxes: bool,
    /// The address of the central API; set by the configuration, only shown.
    pub central_url: String,
    /// The version of the application.
    pub version: String,
}

/// New settings.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SettingsForm {
    /// The language of the window.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    /// Minutes without input after which the operator is signed out (1 to
    /// 240).
    pub idle_lock_minutes: u16,
    /// What the engine read is outlined on the pictures.
    pub boxes: bool,
}

/// A language of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Language {
    /// Italian.
    It,
    /// English.
    En,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the system has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}
