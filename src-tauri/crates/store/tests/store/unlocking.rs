//! Which key is used, and when a new one may be made.

use std::{fs, path::Path, sync::Mutex};

use domain::id::EvidenceId;
use store::{DATABASE_FILE, DatabaseKey, KeyVault, Unlock, UnlockError, VaultError, unlock};

/// A machine without a keyring.
pub struct NoVault;

impl KeyVault for NoVault {
    fn load(&self) -> Result<Option<DatabaseKey>, VaultError> {
        Err(VaultError::Unavailable)
    }

    fn keep(&self, _: &DatabaseKey) -> Result<(), VaultError> {
        Err(VaultError::Unavailable)
    }
}

/// A vault in memory, and how it behaves.
struct MemoryVault {
    held: Mutex<Option<DatabaseKey>>,
    behaviour: Behaviour,
}

#[derive(Clone, Copy, PartialEq)]
enum Behaviour {
    Works,
    /// Takes a key and has none afterwards.
    Forgets,
    Locked,
    /// Says that it is locked only when it is written to.
    LockedForWriting,
}

impl MemoryVault {
    fn new(behaviour: Behaviour, held: Option<DatabaseKey>) -> Self {
        Self {
            held: Mutex::new(held),
            behaviour,
        }
    }

    fn held(&self) -> Option<DatabaseKey> {
        self.held.lock().expect("nobody panics with it").clone()
    }
}

impl KeyVault for MemoryVault {
    fn load(&self) -> Result<Option<DatabaseKey>, VaultError> {
        match self.behaviour {
            Behaviour::Works => Ok(self.held()),
            Behaviour::Forgets | Behaviour::LockedForWriting => Ok(None),
            Behaviour::Locked => Err(VaultError::Locked),
        }
    }

    fn keep(&self, key: &DatabaseKey) -> Result<(), VaultError> {
        match self.behaviour {
            Behaviour::Works | Behaviour::Forgets => {
                *self.held.lock().expect("nobody panics with it") = Some(key.clone());
                Ok(())
            }
            Behaviour::Locked | Behaviour::LockedForWriting => Err(VaultError::Locked),
        }
    }
}

#[derive(Clone, Copy)]
enum Folder {
    Empty,
    Database,
    /// The database is lost, the evidence is there.
    Evidence,
    KeyFile,
}

#[test]
fn a_new_key_is_made_only_where_nothing_is_locked_out_by_it() {
    check(Folder::Empty, Behaviour::Works, None, "ready");
    check(Folder::Database, Behaviour::Works, None, "key missing");
    check(Folder::Evidence, Behaviour::Works, None, "key missing");
    check(Folder::Empty, Behaviour::Forgets, None, "not kept");
    check(Folder::Empty, Behaviour::Locked, None, "locked");
    check(Folder::Database, Behaviour::Locked, None, "locked");
    check(Folder::Empty, Behaviour::LockedForWriting, None, "locked");
    check(
        Folder::Database,
        Behaviour::LockedForWriting,
        None,
        "key missing",
    );
    check(Folder::KeyFile, Behaviour::Works, None, "passphrase");
}

#[test]
fn the_kept_key_is_the_one_that_is_used() {
    let key = DatabaseKey::fresh();
    check(Folder::Empty, Behaviour::Works, Some(key.clone()), "ready");
    check(Folder::Database, Behaviour::Works, Some(key), "ready");
}

#[test]
fn without_a_keyring_a_store_that_had_one_stays_shut() {
    let folder = folder(Folder::Database);
    let error = unlock(folder.path(), &NoVault).expect_err("its key is in a keyring");
    assert!(
        matches!(error, UnlockError::KeyringUnavailable { .. }),
        "{error:?}"
    );
}

#[test]
fn a_locked_keyring_says_how_to_unlock_it() {
    let folder = folder(Folder::Database);
    let vault = MemoryVault::new(Behaviour::Locked, None);
    let error = unlock(folder.path(), &vault).expect_err("locked");
    assert!(error.to_string().contains("unlock it"), "{error}");
}

#[track_caller]
fn check(kind: Folder, behaviour: Behaviour, held: Option<DatabaseKey>, expected: &str) {
    let folder = folder(kind);
    let before = held.clone();
    let vault = MemoryVault::new(behaviour, held);
    let outcome = unlock(folder.path(), &vault);
    let told = match &outcome {
        Ok(Unlock::Ready(_)) => "ready",
        Ok(Unlock::NeedsPassphrase) => "passphrase",
        Ok(Unlock::ChoosePassphrase) => "choose",
        Err(UnlockError::KeyMissing { .. }) => "key missing",
        Err(UnlockError::KeyringLocked) => "locked",
        Err(UnlockError::NotKept) => "not kept",
        Err(error) => panic!("{error:?}"),
    };
    assert_eq!(told, expected);
    if let Ok(Unlock::Ready(key)) = outcome {
        assert_eq!(vault.held(), Some(key.clone()), "what is used is kept");
        assert!(
            before.is_none_or(|before| before == key),
            "and not replaced"
        );
    } else if behaviour == Behaviour::Works {
        assert_eq!(
            vault.held(),
            before,
            "no key is made on the way to an error"
        );
    }
}

fn folder(kind: Folder) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &Path| fs::write(path, b"x").expect("written");
    match kind {
        Folder::Empty => {}
        Folder::Database => write(&folder.path().join(DATABASE_FILE)),
        Folder::KeyFile => write(&folder.path().join("key.toml")),
        Folder::Evidence => {
            let evidence = folder.path().join("evidence");
            fs::create_dir(&evidence).expect("made");
            write(&evidence.join(format!("{}.sealed", EvidenceId::fresh())));
        }
    }
    folder
}
