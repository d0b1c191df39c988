//! The database key under a passphrase, for machines without a keyring.
//!
//! The key itself is random, as ever; the key file holds it sealed under a key
//! derived from the passphrase with argon2id, so that a wrong passphrase is
//! told at once. Parameters: the second recommended option of RFC 9106
//! section 4 (64 MiB, three passes), in one lane.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    Key, KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{
    DatabaseKey, random_bytes,
    unlock::{UnlockError, store_exists},
};

/// The least number of characters of a passphrase.
pub const MIN_PASSPHRASE_CHARS: usize = 12;

const KEY_FILE: &str = "key.toml";
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;
/// A damaged or forged file must not make the desk take all memory or time.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 64;
const MOST_LANES: u32 = 16;

/// The key file. Byte strings are written as hexadecimal digits.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    /// Version of this format.
    version: u32,
    /// argon2id: memory in KiB.
    memory_kib: u32,
    /// argon2id: passes.
    passes: u32,
    /// argon2id: lanes.
    lanes: u32,
    /// argon2id: salt.
    salt: String,
    /// XChaCha20-Poly1305: nonce.
    nonce: String,
    /// The database key, sealed; bound to everything above.
    sealed_key: String,
}

/// Opens the key file in `folder` with `passphrase`; where there is neither key
/// file nor store, makes a new key and a key file for it.
///
/// Takes about a tenth of a second of computing and 64 MiB of memory.
///
/// # Errors
///
/// [`UnlockError::WrongPassphrase`], [`UnlockError::PassphraseTooShort`] (only
/// when one is chosen), [`UnlockError::KeyMissing`] where there is a store
/// without a key file, and file errors.
pub fn unlock_with_passphrase(
    folder: &Path,
    passphrase: SecretString,
) -> Result<DatabaseKey, UnlockError> {
    if key_file_exists(folder)? {
        return open(&folder.join(KEY_FILE), &passphrase);
    }
    if store_exists(folder)? {
        return Err(UnlockError::KeyMissing {
            folder: folder.to_owned(),
        });
    }
    choose(folder, &passphrase)
}

/// Whether the store in `folder` is under a passphrase.
pub(super) fn key_file_exists(folder: &Path) -> Result<bool, UnlockError> {
    let path = folder.join(KEY_FILE);
    path.try_exists()
        .map_err(UnlockError::file("look for", path))
}

fn choose(folder: &Path, passphrase: &SecretString) -> Result<DatabaseKey, UnlockError> {
    if passphrase.expose_secret().chars().count() < MIN_PASSPHRASE_CHARS {
        return Err(UnlockError::PassphraseTooShort {
            minimum: MIN_PASSPHRASE_CHARS,
        });
    }
    let mut file = KeyFile {
        version: 1,
        memory_kib: MEMORY_KIB,
        passes: PASSES,
        lanes: LANES,
        salt: hex::encode(random_bytes::<16>()),
        nonce: hex::encode(random_bytes::<24>()),
        sealed_key: String::new(),
    };
    let path = folder.join(KEY_FILE);
    let key = DatabaseKey::fresh();
    let cipher = cipher(&file, passphrase, &path)?;
    let nonce = nonce(&file, &path)?;
    let payload = Payload {
        msg: key.reveal(),
        aad: &bound(&file),
    };
    let sealed = cipher
        .encrypt(&nonce, payload)
        .map_err(|_| UnlockError::Derivation)?;
    file.sealed_key = hex::encode(sealed);
    let text =
        toml::to_string(&file).map_err(|_| UnlockError::BadKeyFile { path: path.clone() })?;
    write(folder, &path, &text).map_err(UnlockError::file("write", path))?;
    Ok(key)
}

fn open(path: &Path, passphrase: &SecretString) -> Result<DatabaseKey, UnlockError> {
    let bad = || UnlockError::BadKeyFile {
        path: path.to_owned(),
    };
    let text = fs::read_to_string(path).map_err(UnlockError::file("read", path))?;
    let file: KeyFile = toml::from_str(&text).map_err(|_| bad())?;
    let sane = file.version == 1
        && file.memory_kib <= MOST_MEMORY_KIB
        && file.passes <= MOST_PASSES
        && file.lanes <= MOST_LANES;
    let sealed = hex::decode(&file.sealed_key).map_err(|_| bad())?;
    if !sane || sealed.len() != 48 {
        return Err(bad());
    }
    let cipher = cipher(&file, passphrase, path)?;
    let payload = Payload {
        msg: &sealed,
        aad: &bound(&file),
    };
    let key = cipher
        .decrypt(&nonce(&file, path)?, payload)
        .map(Zeroizing::new)
        .map_err(|_| UnlockError::WrongPassphrase)?;
    let bytes: [u8; 32] = key.as_slice().try_into().map_err(|_| bad())?;
    Ok(DatabaseKey::from_bytes(bytes))
}

fn cipher(
    file: &KeyFile,
    passphrase: &SecretString,
    path: &Path,
) -> Result<XChaCha20Poly1305, UnlockError> {
    let bad = || UnlockError::BadKeyFile {
        path: path.to_owned(),
    };
    let salt = hex::decode(&file.salt).map_err(|_| bad())?;
    let params =
        Params::new(file.memory_kib, file.passes, file.lanes, Some(32)).map_err(|_| bad())?;
    let mut derived = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(
            passphrase.expose_secret().as_bytes(),
            &salt,
            derived.as_mut_slice(),
        )
        .map_err(|_| UnlockError::Derivation)?;
    Ok(XChaCha20Poly1305::new(Key::from_slice(derived.as_slice())))
}

fn nonce(file: &KeyFile, path: &Path) -> Result<XNonce, UnlockError> {
    let mut bytes = [0; 24];
    hex::decode_to_slice(&file.nonce, &mut bytes).map_err(|_| UnlockError::BadKeyFile {
        path: path.to_owned(),
    })?;
    Ok(XNonce::from(bytes))
}

/// What the sealed key is bound to.
fn bound(file: &KeyFile) -> Vec<u8> {
    format!(
        "sportello key file {} argon2id {} {} {} {}",
        file.version, file.memory_kib, file.passes, file.lanes, file.salt
    )
    .into_bytes()
}

/// Writes the file so that after a crash there is all of it or none.
fn write(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    crate::open::create_private_folder(folder)?;
    let part: PathBuf = path.with_extension("toml.part");
    // A part left by a crash was never used: no key was given out before the rename.
    match fs::remove_file(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part)?;
    file.write_all(
        b"# Opens the database beside it, together with its passphrase.\n\
          # Back it up with the database; without it the database is lost.\n",
    )?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&part, path)?;
    crate::open::sync_folder(folder)
}
