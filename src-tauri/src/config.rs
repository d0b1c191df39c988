//! What the desk is told from outside: where its data are, where the central
//! API is, where the models are.

use std::{env, path::PathBuf};

use directories::ProjectDirs;
use secrecy::SecretString;

/// The configuration of this desk.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// The folder with store and evidence.
    pub(crate) home: PathBuf,
    /// The base address of the central API.
    pub(crate) central_url: String,
    /// What lets this desk in at the central API.
    pub(crate) central_token: SecretString,
    /// The folder with the models.
    pub(crate) models: PathBuf,
    /// Where archives are written without asking. Honoured only while the
    /// window is driven by WebDriver, which cannot reach a native dialog.
    pub(crate) save_to: Option<PathBuf>,
    /// The name of the registration authority, as it is printed on documents.
    pub(crate) provider: String,
    /// The language of a desk whose operator has chosen none.
    pub(crate) language: Option<String>,
}

impl Config {
    /// Reads the configuration: `SPORTELLO_HOME`, `SPORTELLO_CENTRAL_URL`,
    /// `SPORTELLO_CENTRAL_TOKEN`, `SPORTELLO_MODELS`, `SPORTELLO_PROVIDER`,
    /// `SPORTELLO_LANG`.
    pub(crate) fn read() -> Self {
        let text = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let folder = |name: &str| text(name).map(PathBuf::from);
        let automated = text("TAURI_WEBVIEW_AUTOMATION").is_some();
        Self {
            home: folder("SPORTELLO_HOME").unwrap_or_else(default_home),
            central_url: text("SPORTELLO_CENTRAL_URL")
                .unwrap_or_else(|| "http://127.0.0.1:8787".to_owned()),
            central_token: text("SPORTELLO_CENTRAL_TOKEN").unwrap_or_default().into(),
            models: folder("SPORTELLO_MODELS").unwrap_or_else(default_models),
            save_to: folder("SPORTELLO_SAVE_TO").filter(|_| automated),
            provider: text("SPORTELLO_PROVIDER")
                .unwrap_or_else(|| "Registration Authority".to_owned()),
            language: text("SPORTELLO_LANG"),
        }
    }
}

fn default_home() -> PathBuf {
    ProjectDirs::from("it", "sportello", "Sportello").map_or_else(
        || PathBuf::from("sportello-data"),
        |dirs| dirs.data_dir().to_owned(),
    )
}

/// Beside the program where it is installed, else in the checkout.
fn default_models() -> PathBuf {
    let beside = env::current_exe()
        .ok()
        .and_then(|program| program.parent().map(|folder| folder.join("models")))
        .filter(|folder| folder.is_dir());
    beside.unwrap_or_else(|| PathBuf::from("models"))
}
