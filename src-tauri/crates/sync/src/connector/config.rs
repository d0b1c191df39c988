//! Where the central API is and how it is spoken to.

use std::time::Duration;

use reqwest::Url;
use secrecy::SecretString;

use crate::error::SyncError;

/// Where the central API is and how it is spoken to.
#[derive(Debug, Clone)]
pub struct ConnectorConfig {
    /// Its address, with or without a path: `https`, or `http` on this machine.
    pub base_url: String,
    /// The address that takes videos, where it is another one.
    pub upload_url: Option<String>,
    /// The token of this desk's registration authority.
    pub token: SecretString,
    /// How long an answer may take. Pictures and videos have
    /// [`transfer_timeout`](Self::transfer_timeout), but may not pause longer
    /// than this.
    pub timeout: Duration,
    /// How long the transfer of pictures or of a video may take in all.
    pub transfer_timeout: Duration,
    /// How this desk introduces itself.
    pub user_agent: String,
}

impl Default for ConnectorConfig {
    /// No address and no token yet; 30 seconds an answer, 10 minutes a transfer.
    fn default() -> Self {
        Self {
            base_url: String::new(),
            upload_url: None,
            token: SecretString::default(),
            timeout: Duration::from_secs(30),
            transfer_timeout: Duration::from_secs(600),
            user_agent: concat!("Sportello/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

/// An address that may be used, ending in a slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) url: Url,
    pub(super) is_loopback: bool,
}

impl Address {
    /// Reads `text`; only this machine may be spoken to without encryption.
    pub(super) fn read(text: &str) -> Result<Self, SyncError> {
        let wrong = |what| SyncError::Configuration { what };
        let mut url = Url::parse(text.trim()).map_err(|_| wrong("its address is no URL"))?;
        let is_loopback = match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            None => return Err(wrong("its address names no host")),
        };
        match url.scheme() {
            "https" => {}
            "http" if is_loopback => {}
            "http" => return Err(wrong("its address is not encrypted (https)")),
            _ => return Err(wrong("its address is not on the web (https)")),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("its address contains a user name or password"));
        }
        url.set_query(None);
        url.set_fragment(None);
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        Ok(Self { url, is_loopback })
    }

    /// `path` below this address.
    pub(super) fn join(&self, path: &str) -> Result<Url, SyncError> {
        self.url.join(path).map_err(|_| SyncError::Configuration {
            what: "its address cannot be extended",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_in_a_slash_and_keeps_its_path() {
        check("https://central.example", Some("https://central.example/"));
        check(
            " https://central.example:8443/ra?x=1#y ",
            Some("https://central.example:8443/ra/"),
        );
    }

    #[test]
    fn only_this_machine_is_spoken_to_in_clear() {
        check("http://127.0.0.1:8480", Some("http://127.0.0.1:8480/"));
        check("http://127.4.5.6/", Some("http://127.4.5.6/"));
        check("http://localhost:1", Some("http://localhost:1/"));
        check("http://[::1]:1", Some("http://[::1]:1/"));
        check("http://central.example", None);
        check("http://localhost.example", None);
        check("http://10.0.0.1", None);
    }

    #[test]
    fn what_is_no_address_of_a_server_is_turned_down() {
        for text in [
            "",
            "central",
            "ftp://localhost",
            "file:///etc/passwd",
            "https://a:b@central.example",
        ] {
            check(text, None);
        }
    }

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let found = Address::read(text).ok();
        assert_eq!(found.as_ref().map(|address| address.url.as_str()), expected);
    }
}
