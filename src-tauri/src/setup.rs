//! The composition root: the only file that names the leaf crates, with
//! [`kiosk`] below it.

pub(crate) mod kiosk;

use std::{ops::RangeInclusive, path::Path, sync::Arc, time::Duration};

use domain::{Clock, id::EvidenceId};
use futures::{FutureExt, future::BoxFuture};
use outbox::{Connector, ConnectorConfig};
use secrecy::SecretString;
use store::{DatabaseKey, KeyringVault, Store, StoreError, Unlock, UnlockError};
use tauri::AppHandle;
use workflow::{
    Desk, Parts,
    house::{self, HouseError},
    register::{FileRegister, LostAndStolen},
    verification::EmbeddedVerifier,
};

use crate::{
    config::Config,
    convert, dto,
    events::Window,
    media::{MediaServer, MediaSource},
    shell::OpenDesk,
};

/// The fewest characters of an operator's password.
pub(crate) const PASSWORD_LENGTH: u8 = store::MIN_PASSWORD_CHARS as u8;
/// The fewest characters of a store's passphrase.
pub(crate) const PASSPHRASE_LENGTH: u8 = store::MIN_PASSPHRASE_CHARS as u8;

/// A store that desk and kiosk of one machine share.
pub(crate) type SharedStore = Store;

/// Whether the store can be opened now.
pub(crate) enum Opening {
    /// With this key.
    Ready(DatabaseKey),
    /// Only after the window has shown this.
    Blocked(dto::StartState),
}

/// Finds the key of the store in `home`: in the keyring, or by `passphrase`.
///
/// # Errors
///
/// A wrong or short passphrase, a store without its key, a folder that cannot
/// be used.
pub(crate) async fn unlock(
    home: &Path,
    passphrase: Option<SecretString>,
) -> Result<Opening, dto::ApiError> {
    let folder = home.to_owned();
    // The keyring answers over the session bus, and argon2id takes its time.
    let unlocked = tokio::task::spawn_blocking(move || match passphrase {
        Some(passphrase) => store::unlock_with_passphrase(&folder, passphrase).map(Unlock::Ready),
        None => store::unlock(&folder, &KeyringVault::new(SERVICE, ACCOUNT)),
    })
    .await
    .map_err(|_| dto::ApiError::new(dto::ErrorCode::Internal))?;
    match unlocked {
        Ok(Unlock::Ready(key)) => Ok(Opening::Ready(key)),
        Ok(Unlock::ChoosePassphrase) => Ok(Opening::Blocked(dto::StartState::ChoosePassphrase {
            minimum_length: PASSPHRASE_LENGTH,
        })),
        Ok(Unlock::NeedsPassphrase) => Ok(Opening::Blocked(dto::StartState::EnterPassphrase)),
        Err(UnlockError::KeyringLocked) => Ok(Opening::Blocked(dto::StartState::KeyringLocked)),
        Err(error) => Err(unlock_error(&error).with("path", shown(home))),
    }
}

/// Where the store is, for a person who has to look after it.
fn shown(home: &Path) -> String {
    home.display().to_string()
}

/// The window's error for a store that cannot be unlocked.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the window has a code for the reasons that a person can do something about"
)]
fn unlock_error(error: &UnlockError) -> dto::ApiError {
    tracing::warn!(%error, "The store could not be unlocked");
    let code = match error {
        UnlockError::WrongPassphrase => dto::ErrorCode::WrongPassphrase,
        UnlockError::PassphraseTooShort { .. } => {
            return dto::ApiError::new(dto::ErrorCode::PasswordTooShort)
                .with("minimum", PASSPHRASE_LENGTH.to_string());
        }
        UnlockError::KeyringLocked => dto::ErrorCode::KeyringLocked,
        UnlockError::KeyMissing { .. } | UnlockError::KeyringUnavailable { .. } => {
            dto::ErrorCode::KeyMissing
        }
        _ => dto::ErrorCode::StoreNotWritable,
    };
    dto::ApiError::new(code)
}

/// Opens the store and everything that works on it.
///
/// # Errors
///
/// A store that is damaged, newer than this version or under another key; a
/// central API whose address cannot be used.
pub(crate) async fn open_desk(
    config: &Config,
    key: DatabaseKey,
    clock: Arc<dyn Clock>,
    app: AppHandle,
) -> Result<OpenDesk, dto::ApiError> {
    let store = open_store(config, &key, &clock).await?;
    let connector = connector(config)?;
    let house = house::among(&config.models).map_err(|error| house_error(&error))?;
    let papers = house::papers_among(&config.models).map_err(|error| house_error(&error))?;
    let register = house
        .lost_and_stolen
        .as_deref()
        .map(|path| Arc::new(FileRegister::new(path)) as Arc<dyn LostAndStolen>);
    let media = MediaServer::start(Arc::new(StoreMedia(store.clone())), Arc::clone(&clock))
        .await
        .map_err(|error| {
            tracing::error!(%error, "The media server did not start");
            dto::ApiError::new(dto::ErrorCode::Internal)
        })?;
    let desk = Desk::open(Parts {
        store: store.clone(),
        connector,
        verifier: Arc::new(EmbeddedVerifier::new(&config.models)),
        clock,
        ui: Arc::new(Window::new(app)),
        provider: config.provider.clone(),
        house,
        papers,
        register,
    })
    .await
    .map_err(convert::api_error)?;
    Ok(OpenDesk { desk, media, store })
}

/// The window's error for rules of the house that cannot be used.
fn house_error(error: &HouseError) -> dto::ApiError {
    tracing::error!(%error, "The rules of the house cannot be used");
    dto::ApiError::new(dto::ErrorCode::FileNotReadable)
        .with("path", error.path.display().to_string())
}

/// The way to the central API.
fn connector(config: &Config) -> Result<Connector, dto::ApiError> {
    Connector::new(ConnectorConfig {
        base_url: config.central_url.clone(),
        upload_url: None,
        token: config.central_token.clone(),
        ..ConnectorConfig::default()
    })
    .map_err(|error| convert::api_error(error.into()))
}

/// How often a store in use is tried, and how long to wait in between: an
/// application that was killed holds it until the system has cleared it away.
const TRIES: u32 = 25;
const PAUSE: Duration = Duration::from_millis(200);

/// Opens the store.
///
/// # Errors
///
/// A store that is damaged, newer than this version or under another key.
pub(crate) async fn open_store(
    config: &Config,
    key: &DatabaseKey,
    clock: &Arc<dyn Clock>,
) -> Result<SharedStore, dto::ApiError> {
    let home = &config.home;
    let mut opened = Store::open(home, key.clone(), Arc::clone(clock)).await;
    for _ in 1..TRIES {
        if !matches!(opened, Err(StoreError::InUse { .. })) {
            break;
        }
        tokio::time::sleep(PAUSE).await;
        opened = Store::open(home, key.clone(), Arc::clone(clock)).await;
    }
    opened.map_err(|error| convert::api_error(error.into()).with("path", shown(home)))
}

const SERVICE: &str = "it.sportello.desk";
const ACCOUNT: &str = "database-key";

/// Evidence out of the store, for the media server.
struct StoreMedia(Store);

impl MediaSource for StoreMedia {
    fn read(
        &self,
        evidence: EvidenceId,
        range: RangeInclusive<u64>,
    ) -> BoxFuture<'_, Option<Vec<u8>>> {
        async move {
            let range = *range.start()..range.end().saturating_add(1);
            match self.0.read_evidence_range(evidence, range).await {
                Ok(mut bytes) => Some(std::mem::take(&mut *bytes)),
                Err(error) => {
                    tracing::warn!(evidence.id = %evidence, %error, "Evidence {evidence} could not be read");
                    None
                }
            }
        }
        .boxed()
    }
}
