//! Hashes of short secrets (passwords, PINs, one-time codes): argon2id, so that
//! guessing one from its hash takes long.

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier, password_hash::SaltString};
use secrecy::{ExposeSecret, SecretString};

use crate::CentralError;

/// argon2id takes tens of milliseconds of a processor: not on the threads
/// that answer.
pub(crate) async fn on_worker<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CentralError> + Send + 'static,
) -> Result<T, CentralError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| CentralError::Internal("the password worker ended early"))?
}

/// The hash of `secret` with a fresh salt, a PHC string.
pub(crate) fn hash(secret: &SecretString) -> Result<String, CentralError> {
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>())
        .map_err(|_| CentralError::Internal("no salt for a password"))?;
    Argon2::default()
        .hash_password(secret.expose_secret().as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|_| CentralError::Internal("a password could not be hashed"))
}

/// Whether `hash` is of `secret`.
pub(crate) fn verify(secret: &SecretString, hash: &str) -> Result<bool, CentralError> {
    let hash =
        PasswordHash::new(hash).map_err(|_| CentralError::Damaged("the hash of a password"))?;
    Ok(Argon2::default()
        .verify_password(secret.expose_secret().as_bytes(), &hash)
        .is_ok())
}
