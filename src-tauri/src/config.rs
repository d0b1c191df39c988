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
    /// How this machine is a kiosk.
    pub(crate) kiosk: KioskConfig,
}

/// The registration authority of a central API as it comes, and the vendor's
/// profile of a natural person.
const REGISTRATION_AUTHORITY: i64 = 121;
const PROFILE: &str = "PFnubeAFCiudadano";

/// What a kiosk is told from outside.
#[derive(Debug, Clone, Default)]
pub(crate) struct KioskConfig {
    /// Whether the kiosk is all there is: no desk on this machine.
    pub(crate) alone: bool,
    /// Its id.
    pub(crate) id: String,
    /// The file with the exit PIN.
    pub(crate) pin_file: Option<PathBuf>,
    /// The camera that looks at the customer.
    pub(crate) face_camera: Option<String>,
    /// The camera that looks at documents.
    pub(crate) document_camera: Option<String>,
    /// Seconds without input after which everything is wiped.
    pub(crate) idle_seconds: Option<u32>,
    /// Sessions that may wait to be sent.
    pub(crate) most_waiting: Option<u32>,
    /// Whether cameras may deliver less than the policy wants.
    pub(crate) accept_less: bool,
    /// The registration authority in which it makes requests.
    pub(crate) registration_authority: i64,
    /// The vendor's profile of the requests that it makes.
    pub(crate) profile: String,
    /// What is asked before the camera instead of something random. Honoured
    /// only while the window is driven by WebDriver.
    pub(crate) challenge: Option<String>,
}

impl KioskConfig {
    /// Reads the arguments of the program and `SPORTELLO_KIOSK`,
    /// `SPORTELLO_KIOSK_ID`, `SPORTELLO_KIOSK_PIN_FILE`,
    /// `SPORTELLO_KIOSK_FACE_CAMERA`, `SPORTELLO_KIOSK_DOCUMENT_CAMERA`,
    /// `SPORTELLO_KIOSK_IDLE_SECONDS`, `SPORTELLO_KIOSK_MOST_WAITING`,
    /// `SPORTELLO_KIOSK_ACCEPT_LESS`, `SPORTELLO_KIOSK_AUTHORITY`,
    /// `SPORTELLO_KIOSK_PROFILE`.
    fn read() -> Self {
        let text = |name: &str| {
            let name = format!("SPORTELLO_KIOSK{name}");
            env::var(name).ok().filter(|value| !value.is_empty())
        };
        let yes = |name: &str| text(name).is_some_and(|value| value == "1");
        let number = |name: &str| text(name).and_then(|value| value.parse().ok());
        Self {
            alone: yes("") || env::args().skip(1).any(|argument| argument == "--kiosk"),
            id: text("_ID").unwrap_or_default(),
            pin_file: text("_PIN_FILE").map(PathBuf::from),
            face_camera: text("_FACE_CAMERA"),
            document_camera: text("_DOCUMENT_CAMERA"),
            idle_seconds: number("_IDLE_SECONDS"),
            most_waiting: number("_MOST_WAITING"),
            accept_less: yes("_ACCEPT_LESS"),
            registration_authority: text("_AUTHORITY")
                .and_then(|value| value.parse().ok())
                .unwrap_or(REGISTRATION_AUTHORITY),
            profile: text("_PROFILE").unwrap_or_else(|| PROFILE.to_owned()),
            challenge: text("_CHALLENGE").filter(|_| is_automated()),
        }
    }
}

impl Config {
    /// Reads the configuration: `SPORTELLO_HOME`, `SPORTELLO_CENTRAL_URL`,
    /// `SPORTELLO_CENTRAL_TOKEN`, `SPORTELLO_MODELS`, `SPORTELLO_PROVIDER`,
    /// `SPORTELLO_LANG`; for a kiosk also those of [`KioskConfig`].
    pub(crate) fn read() -> Self {
        let text = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let folder = |name: &str| text(name).map(PathBuf::from);
        Self {
            home: folder("SPORTELLO_HOME").unwrap_or_else(default_home),
            central_url: text("SPORTELLO_CENTRAL_URL")
                .unwrap_or_else(|| "http://127.0.0.1:8787".to_owned()),
            central_token: text("SPORTELLO_CENTRAL_TOKEN").unwrap_or_default().into(),
            models: folder("SPORTELLO_MODELS").unwrap_or_else(default_models),
            save_to: folder("SPORTELLO_SAVE_TO").filter(|_| is_automated()),
            provider: text("SPORTELLO_PROVIDER")
                .unwrap_or_else(|| "Registration Authority".to_owned()),
            language: text("SPORTELLO_LANG"),
            kiosk: KioskConfig::read(),
        }
    }
}

/// Whether WebDriver drives the window: a test, which cannot do everything
/// that a person can.
fn is_automated() -> bool {
    env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some()
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
