//! The database key under a passphrase.

use std::{fs, sync::Arc};

use domain::clock::SystemClock;
use store::{DATABASE_FILE, Store, Unlock, UnlockError, unlock, unlock_with_passphrase};

use crate::unlocking::NoVault;

const PASSPHRASE: &str = "twelve chars";

#[tokio::test]
async fn a_chosen_passphrase_opens_the_store_again_and_no_other_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    assert!(matches!(
        unlock(path, &NoVault),
        Ok(Unlock::ChoosePassphrase)
    ));
    let key = unlock_with_passphrase(path, PASSPHRASE.into()).expect("chosen");
    let store = Store::open(path, key.clone(), Arc::new(SystemClock))
        .await
        .expect("a new store");
    store.close().await;
    assert!(matches!(
        unlock(path, &NoVault),
        Ok(Unlock::NeedsPassphrase)
    ));
    for wrong in ["twelve charz", "Twelve chars", ""] {
        let error = unlock_with_passphrase(path, wrong.into()).expect_err(wrong);
        assert!(matches!(error, UnlockError::WrongPassphrase), "{error:?}");
    }
    let again = unlock_with_passphrase(path, PASSPHRASE.into()).expect("the right one");
    assert_eq!(again, key);
    Store::open(path, again, Arc::new(SystemClock))
        .await
        .expect("the same store");
}

#[test]
fn a_short_passphrase_is_not_chosen() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = unlock_with_passphrase(folder.path(), "eleven char".into()).expect_err("short");
    assert!(matches!(
        error,
        UnlockError::PassphraseTooShort { minimum: 12 }
    ));
    assert!(!folder.path().join("key.toml").exists());
}

#[test]
fn the_key_file_holds_neither_key_nor_passphrase() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = unlock_with_passphrase(folder.path(), PASSPHRASE.into()).expect("chosen");
    let text = fs::read_to_string(folder.path().join("key.toml")).expect("a key file");
    let digits: String = key
        .reveal()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert!(
        !text.contains(&digits) && !text.contains(PASSPHRASE),
        "{text}"
    );
    assert!(text.contains("memory_kib = 65536"), "{text}");
}

#[test]
fn an_altered_key_file_does_not_open() {
    for (from, to, expected) in [
        ("version = 1", "version = 2", "damaged"),
        ("memory_kib = 65536", "memory_kib = 4294967295", "damaged"),
        ("passes = 3", "passes = 4", "wrong"),
        ("sealed_key = \"", "sealed_key = \"00", "damaged"),
        ("salt = ", "pepper = ", "damaged"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        unlock_with_passphrase(folder.path(), PASSPHRASE.into()).expect("chosen");
        let path = folder.path().join("key.toml");
        let text = fs::read_to_string(&path).expect("a key file");
        assert!(text.contains(from), "{from}");
        fs::write(&path, text.replace(from, to)).expect("it can be written");
        let error = unlock_with_passphrase(folder.path(), PASSPHRASE.into()).expect_err(to);
        assert!(error.to_string().contains(expected), "{to}: {error}");
    }
}

#[test]
fn a_store_without_its_key_file_gets_no_new_one() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(DATABASE_FILE), b"a database").expect("written");
    let error = unlock_with_passphrase(folder.path(), PASSPHRASE.into()).expect_err("no key");
    assert!(matches!(error, UnlockError::KeyMissing { .. }), "{error:?}");
    assert!(!folder.path().join("key.toml").exists());
}

#[test]
fn a_key_file_cut_off_by_a_crash_is_begun_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("key.toml.part"), b"version = ").expect("written");
    unlock_with_passphrase(folder.path(), PASSPHRASE.into()).expect("chosen");
    assert!(!folder.path().join("key.toml.part").exists());
}
