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
    pub(crate) fn body(&self, particulars: &Particulars<'_>) -> Zeroizing<Vec<u8>> {
        #[derive(Serialize)]
        struct Body<'a> {
            username: &'a str,
            password: &'a str,
            pin: &'a str,
            rao_id: &'a str,
            #[serde(flatten)]
            particulars: &'a Particulars<'a>,
        }
        // Large enough from the start: a buffer that grows leaves copies behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(
            256 + 6
                * (self.user_name.len()
                    + self.password.expose_secret().len()
                    + self.pin.expose_secret().len()
                    + self.rao_id.0.len()
                    + particulars.length()),
        ));
        let body = Body {
            username: &self.user_name,
            password: self.password.expose_secret(),
            pin: self.pin.expose_secret(),
            rao_id: &self.rao_id.0,
            particulars,
        };
        serde_json::to_writer(&mut *bytes, &body).expect("texts always become JSON in memory");
        bytes
    }
}

/// What a decision says beside who decides.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Particulars<'a> {
    /// Why it is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<&'a str>,
    /// What is asked for again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) pieces: Vec<Piece<'a>>,
    /// What the operator adds to that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<&'a str>,
}

/// A piece that is asked for again.
#[derive(Debug, Serialize)]
pub(crate) struct Piece<'a> {
    #[serde(rename = "type")]
    pub(crate) kind: &'a str,
    pub(crate) reason: &'a str,
}

impl Particulars<'_> {
    /// How long the texts are together, in bytes; a piece has at most 64 more.
    fn length(&self) -> usize {
        let texts = [self.reason, self.text].into_iter().flatten();
        texts.map(str::len).sum::<usize>() + 64 * self.pieces.len()
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
            String::from_utf8_lossy(&credentials.body(&Particulars::default())),
            r#"{"username":"rao","password":"pass-word","pin":"12\"34","rao_id":"1400"}"#
        );
        for (particulars, end) in [
            (
                Particulars {
                    reason: Some("x"),
                    ..Particulars::default()
                },
                r#","reason":"x"}"#,
            ),
            (
                Particulars {
                    pieces: vec![Piece {
                        kind: "video",
                        reason: "blurred",
                    }],
                    text: Some("y"),
                    ..Particulars::default()
                },
                r#","pieces":[{"type":"video","reason":"blurred"}],"text":"y"}"#,
            ),
        ] {
            let body = credentials.body(&particulars);
            assert!(String::from_utf8_lossy(&body).ends_with(end), "{end}");
        }
        let debug = format!("{credentials:?}");
        assert!(
            !debug.contains("pass-word") && !debug.contains("34"),
            "{debug}"
        );
    }
}
