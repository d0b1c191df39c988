//! The RAO's password and PIN, which every decision carries.

use domain::id::RaoId;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use zeroize::Zeroizing;

/// What an RAO shows with every decision. Lives in memory only and is wiped
/// when dropped; the debug output shows neither password nor PIN.
#[derive(Debug, Clone)]
pub struct RaoCredentials {
    /// The RAO's user name at the central API.
    pub user_name: String,
    /// The RAO's password.
    pub password: SecretString,
    /// The PIN of the RAO's signature certificate.
    pub pin: SecretString,
    /// The RAO's record at the central API.
    pub rao_id: RaoId,
}

impl RaoCredentials {
    /// The JSON body of a decision, in memory that is wiped.
    pub(crate) fn body(&self, reason: Option<&str>) -> Zeroizing<Vec<u8>> {
        #[derive(Serialize)]
        struct Body<'a> {
            username: &'a str,
            password: &'a str,
            pin: &'a str,
            rao_id: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            reason: Option<&'a str>,
        }
        // Large enough from the start: a buffer that grows leaves copies behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(
            256 + 6
                * (self.user_name.len()
                    + self.password.expose_secret().len()
                    + self.pin.expose_secret().len()
                    + self.rao_id.0.len()
                    + reason.map_or(0, str::len)),
        ));
        let body = Body {
            username: &self.user_name,
            password: self.password.expose_secret(),
            pin: self.pin.expose_secret(),
            rao_id: &self.rao_id.0,
            reason,
        };
        serde_json::to_writer(&mut *bytes, &body).expect("texts always become JSON in memory");
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_carries_the_secrets_and_debug_output_does_not() {
        let credentials = RaoCredentials {
            user_name: "rao".into(),
            password: "pass-word".into(),
            pin: "12\"34".into(),
            rao_id: RaoId("1400".into()),
        };
        assert_eq!(
            String::from_utf8_lossy(&credentials.body(None)),
            r#"{"username":"rao","password":"pass-word","pin":"12\"34","rao_id":"1400"}"#
        );
        assert!(
            String::from_utf8_lossy(&credentials.body(Some("x"))).ends_with(r#","reason":"x"}"#)
        );
        let debug = format!("{credentials:?}");
        assert!(
            !debug.contains("pass-word") && !debug.contains("34"),
            "{debug}"
        );
    }
}
