//! Passwords: argon2id with the parameters that OWASP's Password Storage Cheat
//! Sheet gives as a minimum (19 MiB of memory, two passes, one lane).

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::SaltString,
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{StoreError, keys::random_bytes};

/// The least number of characters of a password.
pub const MIN_PASSWORD_CHARS: usize = 10;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The hash of a password that is long enough, as a PHC string.
pub(super) fn hash(password: &SecretString) -> Result<String, StoreError> {
    if password.expose_secret().chars().count() < MIN_PASSWORD_CHARS {
        return Err(StoreError::PasswordTooShort {
            minimum: MIN_PASSWORD_CHARS,
        });
    }
    hash_any(password)
}

/// Whether `password` is the one behind `hash`. Without a hash the answer is
/// no, after the same work.
pub(super) fn verify(password: &SecretString, hash: Option<&str>) -> Result<bool, StoreError> {
    let Some(hash) = hash else {
        hash_any(password)?;
        return Ok(false);
    };
    let parsed = PasswordHash::new(hash).map_err(|_| StoreError::BadRow {
        table: "operators",
        what: "password_hash",
    })?;
    match Argon2::default().verify_password(password.expose_secret().as_bytes(), &parsed) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::Password) => Ok(false),
        Err(_) => Err(StoreError::PasswordHash),
    }
}

pub(super) fn hash_any(password: &SecretString) -> Result<String, StoreError> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| StoreError::PasswordHash)?;
    let salt =
        SaltString::encode_b64(&random_bytes::<16>()).map_err(|_| StoreError::PasswordHash)?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password(password.expose_secret().as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|_| StoreError::PasswordHash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_verifies() {
        let stored = hash(&"correct horse".into()).expect("long enough");
        for (typed, expected) in [
            ("correct horse", true),
            ("correct horsf", false),
            ("Correct horse", false),
            ("correct horse ", false),
            ("", false),
        ] {
            let verified = verify(&typed.into(), Some(&stored)).expect("it can be compared");
            assert_eq!(verified, expected, "{typed:?}");
        }
    }

    #[test]
    fn without_an_account_nothing_verifies() {
        assert!(!verify(&"correct horse".into(), None).expect("it can be computed"));
    }

    #[test]
    fn the_parameters_stand_in_the_hash() {
        let stored = hash(&"correct horse".into()).expect("long enough");
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
    }

    #[test]
    fn nine_characters_are_too_few_however_many_bytes_they_have() {
        for (password, accepted) in [("ààààààààà", false), ("àààààààààà", true)]
        {
            assert_eq!(hash(&password.into()).is_ok(), accepted, "{password}");
        }
    }
}
