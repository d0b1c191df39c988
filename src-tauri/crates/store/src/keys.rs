//! The key of the database, and where it comes from.

pub(crate) mod passphrase;
pub(crate) mod unlock;
pub(crate) mod vault;

use std::fmt;

use rand::Rng as _;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// The key of the database: 32 random bytes, wiped from memory when dropped.
///
/// Does not print.
#[derive(Clone)]
pub struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    /// Makes a new random key.
    #[must_use]
    pub fn fresh() -> Self {
        Self(random_key())
    }

    /// The key made of `bytes`.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Gives the bytes out, to be kept in a vault.
    #[must_use]
    pub fn reveal(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key as 64 lower-case hexadecimal digits.
    pub(crate) fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(self.0.as_slice()))
    }

    /// Reads 64 hexadecimal digits.
    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        hex::decode_to_slice(text, bytes.as_mut_slice()).ok()?;
        Some(Self(bytes))
    }
}

impl PartialEq for DatabaseKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }
}

impl Eq for DatabaseKey {}

impl fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[database key]")
    }
}

/// 32 random bytes from the generator of the standard library of randomness,
/// seeded by the operating system.
pub(crate) fn random_key() -> Zeroizing<[u8; 32]> {
    let mut bytes = Zeroizing::new([0; 32]);
    rand::rng().fill(bytes.as_mut_slice());
    bytes
}

/// `N` random bytes that are no secret: salts and nonces.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill(bytes.as_mut_slice());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_does_not_print() {
        let key = DatabaseKey::from_bytes([7; 32]);
        assert_eq!(format!("{key:?}"), "[database key]");
    }

    #[test]
    fn a_key_survives_its_hexadecimal_digits() {
        let key = DatabaseKey::fresh();
        assert_eq!(DatabaseKey::from_hex(&key.to_hex()), Some(key));
        assert_eq!(DatabaseKey::from_hex("00"), None, "too short");
    }
}
