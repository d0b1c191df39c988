//! The loopback server that images, video and documents reach the window by.
//!
//! WebKitGTK plays and seeks video over HTTP with byte ranges and over nothing
//! else, so evidence is served on 127.0.0.1, to whoever holds a token: 256
//! random bits, made when a case is opened, good for one piece of evidence,
//! forgotten when the case is closed, the operator signs out or the lifetime
//! ends. Plain bytes exist in memory only.

use std::{
    collections::HashMap,
    net::{Ipv4Addr, SocketAddr},
    ops::RangeInclusive,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
    routing::get,
};
use domain::{Clock, evidence::Media, id::EvidenceId};
use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use rand::RngCore;
use tokio::net::TcpListener;

/// How long a token is good for when nothing ends it earlier.
const LIFETIME: SignedDuration = SignedDuration::from_hours(2);
/// The most that is opened and sent in answer to one request, in bytes; the
/// player asks for the rest.
const LARGEST_ANSWER: u64 = 4 * 1024 * 1024;

/// Where the bytes come from.
pub(crate) trait MediaSource: Send + Sync + 'static {
    /// The bytes of `evidence` within `range`, both ends included.
    fn read(
        &self,
        evidence: EvidenceId,
        range: RangeInclusive<u64>,
    ) -> BoxFuture<'_, Option<Vec<u8>>>;
}

/// The server's handle: makes and revokes tokens.
#[derive(Clone)]
pub(crate) struct MediaServer {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    grants: Mutex<HashMap<String, Grant>>,
    clock: Arc<dyn Clock>,
    source: Arc<dyn MediaSource>,
}

#[derive(Clone)]
struct Grant {
    content: Content,
    media: Media,
    size: u64,
    until: Timestamp,
}

/// What a token is good for.
#[derive(Clone)]
enum Content {
    /// A piece of evidence, opened as it is asked for.
    Evidence(EvidenceId),
    /// Something that was made to be looked at once, such as a preview.
    Made(Arc<[u8]>),
}

impl MediaServer {
    /// Starts serving from `source` on a free loopback port.
    ///
    /// # Errors
    ///
    /// When no port can be bound.
    pub(crate) async fn start(
        source: Arc<dyn MediaSource>,
        clock: Arc<dyn Clock>,
    ) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            grants: Mutex::default(),
            clock,
            source,
        });
        let router = Router::new()
            .route("/media/{token}", get(serve))
            .with_state(Arc::clone(&shared));
        tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "The media server stopped");
            }
        });
        Ok(Self { address, shared })
    }

    /// An address under which the window can load `evidence` for a while.
    pub(crate) fn grant(&self, evidence: EvidenceId, media: Media, size: u64) -> String {
        self.give(Content::Evidence(evidence), media, size)
    }

    /// Addresses under which the window can load what was `made`, for a while;
    /// what was made before is forgotten.
    pub(crate) fn show(&self, made: Vec<Vec<u8>>, media: Media) -> Vec<String> {
        let mut grants = self.shared.grants();
        grants.retain(|_, grant| matches!(grant.content, Content::Evidence(_)));
        drop(grants);
        made.into_iter()
            .map(|bytes| {
                let size = bytes.len() as u64;
                self.give(Content::Made(bytes.into()), media, size)
            })
            .collect()
    }

    fn give(&self, content: Content, media: Media, size: u64) -> String {
        let mut secret = [0; 32];
        rand::rng().fill_bytes(&mut secret);
        let token: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        let now = self.shared.clock.now();
        let until = now.saturating_add(LIFETIME).unwrap_or(now);
        let mut grants = self.shared.grants();
        grants.retain(|_, grant| grant.until > now);
        grants.insert(
            token.clone(),
            Grant {
                content,
                media,
                size,
                until,
            },
        );
        format!("http://{}/media/{token}", self.address)
    }

    /// Forgets every token.
    pub(crate) fn revoke_all(&self) {
        self.shared.grants().clear();
    }
}

impl Shared {
    fn grants(&self) -> MutexGuard<'_, HashMap<String, Grant>> {
        // A panic while the map was held leaves it whole: it is only read and inserted into.
        self.grants.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn serve(
    State(shared): State<Arc<Shared>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    let grant = shared.grants().get(&token).cloned();
    let Some(grant) = grant.filter(|grant| grant.until > shared.clock.now()) else {
        return empty(StatusCode::NOT_FOUND);
    };
    let asked = headers
        .get(header::RANGE)
        .and_then(|value| value.to_str().ok());
    let range = match asked.map(|text| parse_range(text, grant.size)) {
        Some(None) => return unsatisfiable(grant.size),
        Some(Some(range)) => range,
        None if grant.size == 0 => return empty(StatusCode::NO_CONTENT),
        None => 0..=grant.size - 1,
    };
    let partial = asked.is_some();
    let range = if partial {
        *range.start()..=(*range.end()).min(range.start() + LARGEST_ANSWER - 1)
    } else {
        range
    };
    let bytes = match &grant.content {
        Content::Evidence(evidence) => shared.source.read(*evidence, range.clone()).await,
        Content::Made(bytes) => part(bytes, &range),
    };
    let Some(bytes) = bytes else {
        return empty(StatusCode::GONE);
    };
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(grant.media.mime()),
    );
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    allow_window(headers);
    if partial {
        let text = format!("bytes {}-{}/{}", range.start(), range.end(), grant.size);
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.insert(header::CONTENT_RANGE, value);
        }
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    response
}

/// The bytes within `range`, both ends included.
fn part(bytes: &[u8], range: &RangeInclusive<u64>) -> Option<Vec<u8>> {
    let from = usize::try_from(*range.start()).ok()?;
    let to = usize::try_from(*range.end()).ok()?;
    bytes.get(from..=to).map(<[u8]>::to_vec)
}

/// Lets the window's scripts read pixels: snapshots and enhancement need it.
/// The token is the secret; the origin header protects nothing here.
fn allow_window(headers: &mut HeaderMap) {
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
}

fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    allow_window(response.headers_mut());
    response
}

fn unsatisfiable(size: u64) -> Response<Body> {
    let mut response = empty(StatusCode::RANGE_NOT_SATISFIABLE);
    if let Ok(value) = HeaderValue::from_str(&format!("bytes */{size}")) {
        response.headers_mut().insert(header::CONTENT_RANGE, value);
    }
    response
}

/// Reads a `Range` header with one range (RFC 9110, 14.2); `None` where it
/// asks for nothing that a file of `size` bytes has.
fn parse_range(text: &str, size: u64) -> Option<RangeInclusive<u64>> {
    let last = size.checked_sub(1)?;
    let (from, to) = text.strip_prefix("bytes=")?.split_once('-')?;
    let range = match (from.trim(), to.trim()) {
        ("", suffix) => {
            let length: u64 = suffix.parse().ok().filter(|length| *length > 0)?;
            size.saturating_sub(length)..=last
        }
        (from, "") => from.parse().ok()?..=last,
        (from, to) => from.parse().ok()?..=to.parse::<u64>().ok()?.min(last),
    };
    (range.start() <= range.end()).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        check("bytes=0-", 10, Some(0..=9));
        check("bytes=2-4", 10, Some(2..=4));
        check("bytes=2-400", 10, Some(2..=9));
        check("bytes=-3", 10, Some(7..=9));
        check("bytes=-30", 10, Some(0..=9));
        check("bytes=10-", 10, None);
        check("bytes=5-4", 10, None);
        check("bytes=-0", 10, None);
        check("pages=1-2", 10, None);
        check("bytes=0-", 0, None);
    }

    #[tokio::test]
    async fn a_preview_can_be_loaded_until_the_next_is_made() {
        // Whoever came first stays.
        drop(rustls::crypto::ring::default_provider().install_default());
        let clock = Arc::new(domain::clock::SystemClock);
        let server = MediaServer::start(Arc::new(Nothing), clock)
            .await
            .expect("a port");
        let load = async |url: &str| {
            let answer = reqwest::get(url).await.expect("an answer");
            let status = answer.status().as_u16();
            (status, answer.bytes().await.expect("a body").to_vec())
        };
        let first = server.show(vec![b"one".to_vec(), b"two".to_vec()], Media::Pdf);
        assert_eq!(load(&first[0]).await, (200, b"one".to_vec()));
        assert_eq!(load(&first[1]).await, (200, b"two".to_vec()));
        let next = server.show(vec![b"three".to_vec()], Media::Pdf);
        assert_eq!(load(&next[0]).await, (200, b"three".to_vec()));
        assert_eq!(load(&first[0]).await.0, 404, "forgotten");
        server.revoke_all();
        assert_eq!(load(&next[0]).await.0, 404, "signed out");
    }

    /// No evidence at all.
    struct Nothing;

    impl MediaSource for Nothing {
        fn read(&self, _: EvidenceId, _: RangeInclusive<u64>) -> BoxFuture<'_, Option<Vec<u8>>> {
            Box::pin(async { None })
        }
    }

    #[track_caller]
    fn check(text: &str, size: u64, expected: Option<RangeInclusive<u64>>) {
        assert_eq!(parse_range(text, size), expected);
    }
}
