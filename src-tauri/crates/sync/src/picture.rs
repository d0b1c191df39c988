//! Pictures that a request points to on the web, such as a partner's logo.
//!
//! The address comes from outside, so it must not lead a machine of the bank
//! to anything else: `https` alone, addresses of the public internet alone, no
//! redirects, no proxy, no token, little and soon.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use reqwest::{
    Client, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    header::CONTENT_TYPE,
    redirect, retry,
};

use crate::{
    connector::http,
    error::{Operation, SyncError},
};

const OPERATION: Operation = Operation::Picture;
/// The largest picture that is taken, in bytes.
const MAX_BYTES: u64 = 512 * 1024;
/// How long it may take in all.
const WITHIN: Duration = Duration::from_secs(8);

/// Whether a machine may be spoken to.
type Allowed = fn(IpAddr) -> bool;

/// The way to pictures on the web. Clones share it.
#[derive(Debug, Clone)]
pub struct Pictures {
    client: Client,
    allowed: Allowed,
}

impl Pictures {
    /// Pictures of machines on the public internet.
    ///
    /// # Errors
    /// [`SyncError::Configuration`] where encryption cannot be set up.
    pub fn of_the_web() -> Result<Self, SyncError> {
        Self::among(is_public)
    }

    /// Pictures of machines that are `allowed`.
    ///
    /// # Errors
    /// [`SyncError::Configuration`] where encryption cannot be set up.
    pub fn among(allowed: Allowed) -> Result<Self, SyncError> {
        http::install_crypto();
        let client = Client::builder()
            .https_only(true)
            // A proxy would look names up itself.
            .no_proxy()
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .timeout(WITHIN)
            .dns_resolver(Arc::new(Resolver { allowed }))
            .build()
            .map_err(|_| SyncError::Configuration {
                what: "encryption cannot be set up",
            })?;
        Ok(Self { client, allowed })
    }

    /// The file at `address`, of which its sender says that it is a picture;
    /// at most 512 kB.
    ///
    /// # Errors
    /// [`SyncError::Refused`] for an address that is not gone to, or that leads
    /// to no picture; [`SyncError::Unreachable`] also for a name that stands
    /// for machines of this network alone; [`SyncError::TooLarge`].
    pub async fn fetch(&self, address: &str) -> Result<Vec<u8>, SyncError> {
        let url = self.read(address)?;
        let answer = self.client.get(url).send().await;
        let answer = answer.map_err(|error| http::lost(OPERATION, &error))?;
        let kind = answer.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !answer.status().is_success() || !kind.starts_with("image/") {
            return Err(refused("no_picture"));
        }
        http::read(OPERATION, answer, MAX_BYTES).await
    }

    fn read(&self, address: &str) -> Result<Url, SyncError> {
        let url = Url::parse(address.trim()).map_err(|_| refused("bad_address"))?;
        let is_plain = url.username().is_empty() && url.password().is_none();
        // Names are looked at when they are resolved; numbers never are.
        let is_allowed = match url.host() {
            Some(url::Host::Domain(_)) => true,
            Some(url::Host::Ipv4(ip)) => (self.allowed)(ip.into()),
            Some(url::Host::Ipv6(ip)) => (self.allowed)(ip.into()),
            None => false,
        };
        if url.scheme() == "https" && is_plain && is_allowed {
            Ok(url)
        } else {
            Err(refused("bad_address"))
        }
    }
}

const fn refused(code: &'static str) -> SyncError {
    SyncError::Refused {
        operation: OPERATION,
        code,
        vendor_id: None,
    }
}

/// Looks names up, and forgets the machines that may not be spoken to.
struct Resolver {
    allowed: Allowed,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.allowed;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let found: Vec<SocketAddr> = found.filter(|at| allowed(at.ip())).collect();
            if found.is_empty() {
                let why = std::io::Error::new(std::io::ErrorKind::NotFound, "no public address");
                return Err(why.into());
            }
            let found: Addrs = Box::new(found.into_iter());
            Ok(found)
        })
    }
}

/// Whether `ip` belongs to the public internet (RFC 6890, in short).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => is_public_v4(ip),
            None => is_public_v6(ip),
        },
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    let is_shared = first == 100 && second & 0b1100_0000 == 64;
    let is_special = first == 0 || first >= 224 || (first, second) == (198, 18);
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || is_shared
        || is_special)
}

/// Global unicast, without addresses that carry one of version 4.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    let is_global = first & 0xE000 == 0x2000;
    let carries = first == 0x2002 || (first == 0x2001 && second == 0);
    is_global && !carries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        for ip in ["93.184.215.14", "2606:2800:21f:cb07::1"] {
            check(ip, true);
        }
        for ip in [
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "127.0.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "2002:0a00:0001::1",
            "64:ff9b::a00:1",
        ] {
            check(ip, false);
        }
    }

    #[track_caller]
    fn check(ip: &str, expected: bool) {
        assert_eq!(is_public(ip.parse().expect("an address")), expected, "{ip}");
    }

    #[test]
    fn only_https_without_a_name_and_password_is_gone_to() {
        let pictures = Pictures::of_the_web().expect("encryption");
        let read = |address| pictures.read(address).is_ok();
        assert!(read("https://bank.example/logo.png"));
        assert!(!read("http://bank.example/logo.png"));
        assert!(!read("https://user:secret@bank.example/logo.png"));
        assert!(!read("https://127.0.0.1/logo.png"));
        assert!(!read("https://[::1]/logo.png"));
        assert!(!read("file:///etc/passwd"));
        assert!(!read("logo.png"));
    }
}
