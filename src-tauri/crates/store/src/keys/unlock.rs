//! How the database key is found, and when a new one may be made.

use std::{io, path::Path, path::PathBuf};

use super::{
    DatabaseKey,
    passphrase::key_file_exists,
    vault::{KeyVault, VaultError},
};
use crate::{evidence::folder::EvidenceFolder, open::DATABASE_FILE};

/// What it takes to open the store.
#[derive(Debug)]
pub enum Unlock {
    /// Nothing more: this is the key.
    Ready(DatabaseKey),
    /// The passphrase that was chosen for this store.
    NeedsPassphrase,
    /// A passphrase for a new store, since this machine has no keyring.
    ChoosePassphrase,
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum UnlockError {
    /// The keyring is locked.
    #[error(
        "the keyring is locked or has no default collection; unlock it (for example by signing \
         in to the desktop, or in \"Passwords and Keys\") and try again"
    )]
    KeyringLocked,
    /// There is a database, but no keyring that could hold its key.
    #[error(
        "no keyring service answers, and the key of the database in {folder} is kept in one; \
         start the keyring (GNOME Keyring, KWallet) and start again"
    )]
    KeyringUnavailable {
        /// The folder of the store.
        folder: PathBuf,
    },
    /// There is a database, and the open keyring has no key for it.
    #[error(
        "{folder} holds a store, but its key is not in the keyring of this user; \
         restore the keyring from a backup, or start as the user who made the store"
    )]
    KeyMissing {
        /// The folder of the store.
        folder: PathBuf,
    },
    /// What was kept does not come back.
    #[error("the keyring did not give back the key it was given; no store was made")]
    NotKept,
    /// The keyring failed in another way.
    #[error(transparent)]
    Vault(VaultError),
    /// The passphrase is wrong.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// The passphrase is too short.
    #[error("a passphrase needs at least {minimum} characters")]
    PassphraseTooShort {
        /// The least number of characters.
        minimum: usize,
    },
    /// The key file cannot be understood.
    #[error("the key file {path} is damaged; restore it from a backup")]
    BadKeyFile {
        /// The key file.
        path: PathBuf,
    },
    /// The key could not be derived from the passphrase.
    #[error("the key could not be derived from the passphrase; is there enough memory?")]
    Derivation,
    /// A file could not be read or written.
    #[error("could not {action} {path}")]
    File {
        /// What was tried.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
}

impl UnlockError {
    pub(super) fn file(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File {
            action,
            path,
            source,
        }
    }
}

impl From<VaultError> for UnlockError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Locked => Self::KeyringLocked,
            VaultError::Unavailable | VaultError::Malformed | VaultError::Failed(_) => {
                Self::Vault(error)
            }
        }
    }
}

/// Finds the key of the store in `folder`, or says what it takes to have it.
///
/// A new key is made only where there is neither a database nor evidence, and
/// is used only after the vault has given it back.
///
/// # Errors
///
/// See [`UnlockError`]; above all a locked keyring is an error and never a
/// reason for a new key.
pub fn unlock(folder: &Path, vault: &dyn KeyVault) -> Result<Unlock, UnlockError> {
    if key_file_exists(folder)? {
        return Ok(Unlock::NeedsPassphrase);
    }
    let exists = store_exists(folder)?;
    match vault.load() {
        Ok(Some(key)) => Ok(Unlock::Ready(key)),
        Ok(None) if exists => Err(UnlockError::KeyMissing {
            folder: folder.to_owned(),
        }),
        Ok(None) => {
            let key = DatabaseKey::fresh();
            vault.keep(&key)?;
            if vault.load()?.as_ref() == Some(&key) {
                Ok(Unlock::Ready(key))
            } else {
                Err(UnlockError::NotKept)
            }
        }
        Err(VaultError::Unavailable) if exists => Err(UnlockError::KeyringUnavailable {
            folder: folder.to_owned(),
        }),
        Err(VaultError::Unavailable) => Ok(Unlock::ChoosePassphrase),
        Err(error) => Err(error.into()),
    }
}

/// Whether there is anything in `folder` that a new key would lock out.
pub(super) fn store_exists(folder: &Path) -> Result<bool, UnlockError> {
    let database = folder.join(DATABASE_FILE);
    if database
        .try_exists()
        .map_err(UnlockError::file("look for", database))?
    {
        return Ok(true);
    }
    let evidence = EvidenceFolder::in_store(folder);
    evidence
        .holds_sealed_files()
        .map_err(UnlockError::file("read", evidence.path()))
}
