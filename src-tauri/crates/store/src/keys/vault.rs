//! Where the database key is kept between two runs: the keyring of the desktop.

use keyring::{Entry, Error};
use zeroize::Zeroizing;

use super::DatabaseKey;

/// A place that keeps the key of the database.
pub trait KeyVault: Send + Sync {
    /// The key that is kept; `None` only when the vault is open and holds none.
    ///
    /// # Errors
    ///
    /// See [`VaultError`].
    fn load(&self) -> Result<Option<DatabaseKey>, VaultError>;

    /// Keeps `key`.
    ///
    /// # Errors
    ///
    /// See [`VaultError`].
    fn keep(&self, key: &DatabaseKey) -> Result<(), VaultError>;
}

/// Why a vault did not give or take the key.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no keyring on this machine.
    #[error("no keyring service answers; start one (GNOME Keyring, KWallet) and restart")]
    Unavailable,
    /// The keyring is there but closed.
    #[error(
        "the keyring is locked or has no default collection; unlock it (for example by signing \
         in to the desktop, or in \"Passwords and Keys\") and try again"
    )]
    Locked,
    /// What is kept under the name is no key of ours.
    #[error("the keyring entry is not a database key; restore the keyring from a backup")]
    Malformed,
    /// The keyring failed in another way.
    #[error("the keyring failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The keyring of the desktop (Secret Service on Linux).
#[derive(Debug, Clone)]
pub struct KeyringVault {
    service: String,
    account: String,
}

impl KeyringVault {
    /// The entry called `account` of `service`.
    #[must_use]
    pub fn new(service: impl Into<String>, account: impl Into<String>) -> Self {
        Self {
            service: service.into(),
            account: account.into(),
        }
    }

    /// Makes sure that the keyring is open, by writing to it; the desktop asks
    /// its user to unlock it where that is needed.
    fn open(&self) -> Result<(), VaultError> {
        let probe = entry(&self.service, &format!("{}.probe", self.account))?;
        probe.set_password("open").map_err(failed)?;
        // Best effort: the probe is no secret and the next one takes its place.
        drop(probe.delete_credential());
        Ok(())
    }

    fn read(&self) -> Result<Option<DatabaseKey>, VaultError> {
        match entry(&self.service, &self.account)?.get_password() {
            Ok(text) => DatabaseKey::from_hex(&Zeroizing::new(text))
                .map(Some)
                .ok_or(VaultError::Malformed),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }
}

impl KeyVault for KeyringVault {
    /// A locked collection does not say so when it is searched: it answers that
    /// there is no such entry. Only writing tells the two apart.
    fn load(&self) -> Result<Option<DatabaseKey>, VaultError> {
        apart(|| {
            if let Some(key) = self.read()? {
                return Ok(Some(key));
            }
            self.open()?;
            self.read()
        })
    }

    fn keep(&self, key: &DatabaseKey) -> Result<(), VaultError> {
        apart(|| {
            entry(&self.service, &self.account)?
                .set_password(&key.to_hex())
                .map_err(failed)
        })
    }
}

/// Runs `job` on a thread of its own: the D-Bus client blocks, and must not do
/// so on a thread that drives asynchronous work.
fn apart<T: Send>(job: impl FnOnce() -> Result<T, VaultError> + Send) -> Result<T, VaultError> {
    std::thread::scope(|scope| {
        scope
            .spawn(job)
            .join()
            .unwrap_or_else(|_| Err(VaultError::Failed("the keyring client broke down".into())))
    })
}

fn entry(service: &str, account: &str) -> Result<Entry, VaultError> {
    Entry::new(service, account).map_err(failed)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the error of the keyring crate may grow"
)]
fn failed(error: Error) -> VaultError {
    match error {
        Error::NoDefaultStore => VaultError::Unavailable,
        Error::NoStorageAccess(_) => VaultError::Locked,
        Error::BadEncoding(_) | Error::BadDataFormat(..) => VaultError::Malformed,
        // Others may carry the bytes of the secret; only their text goes on.
        other => VaultError::Failed(other.to_string().into()),
    }
}
