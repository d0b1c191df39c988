//! A text that the window sends and nobody ever prints.

use secrecy::SecretString;
use serde::{Deserialize, Deserializer};

/// A password, passphrase or PIN on its way in. It is never sent out.
#[derive(Debug, Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The secret itself, wiped from memory when dropped.
    #[must_use]
    pub fn into_inner(self) -> SecretString {
        self.0
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(SecretString::from(text)))
    }
}

impl specta::Type for Secret {
    fn definition(types: &mut specta::Types) -> specta::datatype::DataType {
        String::definition(types)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_print() {
        let secret: Secret = serde_json::from_str("\"hunter2\"").expect("a text");
        assert!(!format!("{secret:?}").contains("hunter2"));
    }
}
