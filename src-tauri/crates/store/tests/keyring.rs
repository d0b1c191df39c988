//! The keyring vault against a real Secret Service.
//!
//! Each test gives a process of its own a home, a session bus and a GNOME
//! keyring of its own: this binary runs itself again, under `dbus-run-session`,
//! as the part that [`inside`] names. Where the programs are not installed the
//! tests say so loudly and do nothing.

use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use domain::clock::SystemClock;
use store::{
    DATABASE_FILE, DatabaseKey, KeyVault as _, KeyringVault, Store, Unlock, UnlockError,
    VaultError, unlock,
};

const PART: &str = "STORE_TEST_KEYRING_PART";
const FOLDER: &str = "STORE_TEST_KEYRING_FOLDER";

#[test]
fn the_keyring_gives_back_in_the_next_session_what_it_was_given() {
    let Some(home) = Home::new() else { return };
    home.run(Keyring::Unlocked, "make");
    home.run(Keyring::Unlocked, "open");
    home.run(Keyring::Unlocked, "open_in_runtime");
}

#[test]
fn a_locked_keyring_is_an_error_and_never_a_new_key() {
    let Some(home) = Home::new() else { return };
    home.run(Keyring::Unlocked, "make");
    home.run(Keyring::Locked, "locked");
    home.run(Keyring::LockedMeanwhile, "locked");
    // The key that was kept first is still the one.
    home.run(Keyring::Unlocked, "open");
}

#[test]
fn a_locked_keyring_is_an_error_for_a_new_store_too() {
    let Some(home) = Home::new() else { return };
    home.run(Keyring::Unlocked, "create_collection");
    home.run(Keyring::Locked, "locked_and_new");
}

#[test]
fn a_keyring_that_was_never_set_up_is_not_taken_for_none() {
    let Some(home) = Home::new() else { return };
    home.run(Keyring::Locked, "locked_and_new");
}

#[test]
fn an_open_keyring_without_the_key_of_an_old_store_makes_none() {
    let Some(home) = Home::new() else { return };
    fs::write(home.store().join(DATABASE_FILE), b"an old database").expect("written");
    home.run(Keyring::Unlocked, "key_missing");
}

#[test]
fn without_a_bus_a_passphrase_is_asked_for() {
    let home = Home::bare();
    home.run(Keyring::NoBus, "no_bus");
    fs::write(home.store().join(DATABASE_FILE), b"an old database").expect("written");
    home.run(Keyring::NoBus, "no_bus_and_old");
}

#[test]
fn an_entry_that_is_no_key_is_told_as_such() {
    let Some(home) = Home::new() else { return };
    home.run(Keyring::Unlocked, "malformed");
}

/// Not a test of its own: what happens within the session of another test.
#[test]
fn inside() {
    let (Ok(part), Some(folder)) = (env::var(PART), env::var_os(FOLDER)) else {
        return;
    };
    let folder = PathBuf::from(folder);
    let vault = KeyringVault::new("Sportello test", "database");
    match part.as_str() {
        "make" => {
            assert!(vault.load().expect("it is open").is_none());
            open(&folder, ready(&folder, &vault));
        }
        "open" => open(&folder, ready(&folder, &vault)),
        "open_in_runtime" => {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            let key = runtime.block_on(async { ready(&folder, &vault) });
            open(&folder, key);
        }
        "locked" | "locked_and_new" => {
            let error = unlock(&folder, &vault).expect_err("it is locked");
            assert!(matches!(error, UnlockError::KeyringLocked), "{error:?}");
            let error = vault.load().expect_err("it is locked");
            assert!(matches!(error, VaultError::Locked), "{error:?}");
            let error = vault.keep(&DatabaseKey::fresh()).expect_err("it is locked");
            assert!(matches!(error, VaultError::Locked), "{error:?}");
        }
        "create_collection" => {
            assert!(vault.load().expect("it is open").is_none());
        }
        "key_missing" => {
            let error = unlock(&folder, &vault).expect_err("no key");
            assert!(matches!(error, UnlockError::KeyMissing { .. }), "{error:?}");
            assert!(vault.load().expect("it is open").is_none(), "none was made");
        }
        "no_bus" => {
            let unlock = unlock(&folder, &vault).expect("an answer");
            assert!(matches!(unlock, Unlock::ChoosePassphrase), "{unlock:?}");
        }
        "no_bus_and_old" => {
            let error = unlock(&folder, &vault).expect_err("its key is in a keyring");
            assert!(
                matches!(error, UnlockError::KeyringUnavailable { .. }),
                "{error:?}"
            );
        }
        "malformed" => {
            let entry = keyring::Entry::new("Sportello test", "database").expect("an entry");
            entry.set_password("Specimen").expect("it is open");
            let error = unlock(&folder, &vault).expect_err("no key");
            let told = matches!(error, UnlockError::Vault(VaultError::Malformed));
            assert!(told, "{error:?}");
            assert!(!error.to_string().contains("Specimen"), "{error}");
        }
        other => panic!("no part is called {other}"),
    }
    eprintln!("the part {part} is done");
}

fn ready(folder: &Path, vault: &KeyringVault) -> DatabaseKey {
    match unlock(folder, vault).expect("the keyring is open") {
        Unlock::Ready(key) => key,
        other @ (Unlock::NeedsPassphrase | Unlock::ChoosePassphrase) => panic!("{other:?}"),
    }
}

fn open(folder: &Path, key: DatabaseKey) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open(folder, key, Arc::new(SystemClock)).await;
        store.expect("the key is that of the store").close().await;
    });
}

#[derive(Clone, Copy)]
enum Keyring {
    Unlocked,
    /// Started without its password.
    Locked,
    /// Locked after it was started with its password.
    LockedMeanwhile,
    NoBus,
}

/// A home folder with a keyring and a store.
struct Home(tempfile::TempDir);

impl Home {
    /// A home, where the programs for a keyring are installed.
    fn new() -> Option<Self> {
        for program in ["dbus-run-session", "gnome-keyring-daemon", "gdbus"] {
            let found = Command::new("sh")
                .args(["-c", &format!("command -v {program}")])
                .output();
            if !found.is_ok_and(|output| output.status.success()) {
                eprintln!("SKIPPED: no test of the real keyring ({program} is not installed)");
                return None;
            }
        }
        Some(Self::bare())
    }

    fn bare() -> Self {
        let home = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir(home.store()).expect("made");
        fs::create_dir(home.runtime()).expect("made");
        fs::set_permissions(home.runtime(), fs::Permissions::from_mode(0o700)).expect("set");
        home
    }

    fn store(&self) -> PathBuf {
        self.0.path().join("store")
    }

    fn runtime(&self) -> PathBuf {
        self.0.path().join("run")
    }

    /// Runs a part of [`inside`] with the keyring in this state.
    fn run(&self, keyring: Keyring, part: &str) {
        const UNLOCK: &str = "printf 'pw\\n' | gnome-keyring-daemon --unlock \
                              --components=secrets >/dev/null";
        const START: &str = "gnome-keyring-daemon --start --components=secrets >/dev/null";
        const WAIT: &str = "gdbus wait --session --timeout 20 org.freedesktop.secrets";
        const LOCK: &str = "gdbus call --session --dest org.freedesktop.secrets \
                            --object-path /org/freedesktop/secrets \
                            --method org.freedesktop.Secret.Service.Lock \
                            \"['/org/freedesktop/secrets/collection/login']\" >/dev/null";
        let prepare = match keyring {
            Keyring::Unlocked => format!("{UNLOCK} && {WAIT}"),
            Keyring::Locked => format!("{START} && {WAIT}"),
            Keyring::LockedMeanwhile => format!("{UNLOCK} && {WAIT} && {LOCK}"),
            Keyring::NoBus => "true".to_owned(),
        };
        let mut command = match keyring {
            Keyring::NoBus => Command::new("sh"),
            Keyring::Unlocked | Keyring::Locked | Keyring::LockedMeanwhile => {
                let mut command = Command::new("dbus-run-session");
                command.args(["--", "sh"]);
                command
            }
        };
        let script = format!("{prepare} && exec \"$0\" --exact inside --nocapture");
        let output = command
            .args(["-c", &script])
            .arg(env::current_exe().expect("this test"))
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("DISPLAY")
            .env_remove("GNOME_KEYRING_CONTROL")
            .env("HOME", self.0.path())
            .env("XDG_RUNTIME_DIR", self.runtime())
            .env("XDG_DATA_HOME", self.0.path().join("data"))
            .env(PART, part)
            .env(FOLDER, self.store())
            .output()
            .expect("it runs");
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{part}: {text}");
        assert!(
            text.contains(&format!("the part {part} is done")),
            "{part}: {text}"
        );
    }
}
