//! One question and its answer: token, time limits, size limits, and what a
//! failure on the way means.

use std::{sync::Once, time::Duration};

use reqwest::{
    Client, RequestBuilder, Response, StatusCode, Url,
    header::{AUTHORIZATION, DATE, HeaderValue, RETRY_AFTER},
    redirect, retry,
    tls::TlsInfo,
};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;

use super::config::{Address, ConnectorConfig};
use crate::{
    error::{Operation, SyncError},
    wire,
};

/// The largest answer that is a list, a request or a document's text, in bytes.
/// Lists carry certificates, and the vendor's requests may carry pictures.
pub(super) const MAX_JSON_BYTES: u64 = 32 * 1024 * 1024;
/// The largest answer with the pictures of a request in base64, in bytes.
pub(super) const MAX_DOCUMENTS_BYTES: u64 = 160 * 1024 * 1024;
/// The largest error answer that is read, in bytes.
const MAX_FAULT_BYTES: u64 = 64 * 1024;

/// The way to one server.
#[derive(Debug, Clone)]
pub(super) struct Http {
    client: Client,
    authorization: HeaderValue,
    timeout: Duration,
    transfer_timeout: Duration,
}

impl Http {
    pub(super) fn new(config: &ConnectorConfig, base: &Address) -> Result<Self, SyncError> {
        install_crypto();
        let mut authorization =
            HeaderValue::from_str(&format!("Bearer {}", config.token.expose_secret())).map_err(
                |_| SyncError::Configuration {
                    what: "its token has characters that no token has",
                },
            )?;
        authorization.set_sensitive(true);
        let mut builder = Client::builder()
            .user_agent(&config.user_agent)
            // The token goes to the address in the settings and to no other.
            .redirect(redirect::Policy::none())
            // Decisions are repeated by the outbox, which looks first.
            .retry(retry::never())
            .tls_info(true)
            .connect_timeout(config.timeout)
            .read_timeout(config.timeout);
        if base.is_loopback {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|_| SyncError::Configuration {
            what: "encryption or user agent cannot be set up",
        })?;
        Ok(Self {
            client,
            authorization,
            timeout: config.timeout,
            transfer_timeout: config.transfer_timeout,
        })
    }

    pub(super) fn get(&self, url: Url) -> RequestBuilder {
        self.client.get(url)
    }

    pub(super) fn post(&self, url: Url) -> RequestBuilder {
        self.client.post(url)
    }

    pub(super) fn put(&self, url: Url) -> RequestBuilder {
        self.client.put(url)
    }

    pub(super) fn patch(&self, url: Url) -> RequestBuilder {
        self.client.patch(url)
    }

    /// The number in the header `name` of the answer to a `HEAD`; none where
    /// the server does not know the path or has no such header.
    pub(super) async fn header(
        &self,
        operation: Operation,
        url: Url,
        name: &str,
    ) -> Result<Option<u64>, SyncError> {
        let answer = self.head(operation, url).await?;
        match answer.status() {
            StatusCode::OK | StatusCode::NO_CONTENT => Ok(answer
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok()?.trim().parse().ok())),
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Ok(None),
            // An answer to HEAD has no text that would say so.
            StatusCode::PRECONDITION_FAILED => Err(SyncError::WrongState {
                operation,
                vendor_id: None,
            }),
            status => Err(wire::fault::classify(
                operation,
                status.as_u16(),
                retry_after(&answer),
                &[],
            )),
        }
    }

    /// The `Date` header of whatever answer there is at `url`.
    pub(super) async fn date(
        &self,
        operation: Operation,
        url: Url,
    ) -> Result<Option<String>, SyncError> {
        let answer = self.head(operation, url).await?;
        let date = answer.headers().get(DATE);
        Ok(date.and_then(|date| date.to_str().ok()).map(str::to_owned))
    }

    /// The certificate that the server at `url` shows, in DER.
    pub(super) async fn certificate(
        &self,
        operation: Operation,
        url: Url,
    ) -> Result<Option<Vec<u8>>, SyncError> {
        let answer = self.head(operation, url).await?;
        let shown = answer.extensions().get::<TlsInfo>();
        Ok(shown
            .and_then(TlsInfo::peer_certificate)
            .map(<[u8]>::to_vec))
    }

    async fn head(&self, operation: Operation, url: Url) -> Result<Response, SyncError> {
        self.client
            .head(url)
            .header(AUTHORIZATION, self.authorization.clone())
            .timeout(self.timeout)
            .send()
            .await
            .map_err(|error| lost(operation, &error))
    }

    /// The answer in JSON to a question that is answered at once.
    pub(super) async fn json<T: DeserializeOwned>(
        &self,
        operation: Operation,
        question: RequestBuilder,
    ) -> Result<T, SyncError> {
        let question = question.timeout(self.timeout);
        let body = self.ask(operation, question, MAX_JSON_BYTES).await?;
        wire::read(operation, &body)
    }

    /// The answer of at most `limit` bytes to a question whose answer is long.
    pub(super) async fn transfer(
        &self,
        operation: Operation,
        question: RequestBuilder,
        limit: u64,
    ) -> Result<Vec<u8>, SyncError> {
        let question = question.timeout(self.transfer_timeout);
        self.ask(operation, question, limit).await
    }

    async fn ask(
        &self,
        operation: Operation,
        question: RequestBuilder,
        limit: u64,
    ) -> Result<Vec<u8>, SyncError> {
        let answer = question
            .header(AUTHORIZATION, self.authorization.clone())
            .send()
            .await
            .map_err(|error| lost(operation, &error))?;
        let status = answer.status();
        if status != StatusCode::OK && status != StatusCode::CREATED {
            let retry_after = retry_after(&answer);
            // A fault whose text cannot be read is a fault all the same.
            let body = read(operation, answer, MAX_FAULT_BYTES)
                .await
                .unwrap_or_default();
            return Err(wire::fault::classify(
                operation,
                status.as_u16(),
                retry_after,
                &body,
            ));
        }
        read(operation, answer, limit).await
    }
}

pub(crate) async fn read(
    operation: Operation,
    mut answer: Response,
    limit: u64,
) -> Result<Vec<u8>, SyncError> {
    let too_large = SyncError::TooLarge { operation, limit };
    let announced = answer.content_length();
    if announced.is_some_and(|length| length > limit) {
        return Err(too_large);
    }
    let mut body = Vec::with_capacity(usize::try_from(announced.unwrap_or(0)).unwrap_or(0));
    while let Some(chunk) = answer
        .chunk()
        .await
        .map_err(|error| lost(operation, &error))?
    {
        if body.len() as u64 + chunk.len() as u64 > limit {
            return Err(too_large);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn retry_after(answer: &Response) -> Option<Duration> {
    let seconds = answer.headers().get(RETRY_AFTER)?.to_str().ok()?;
    Some(Duration::from_secs(seconds.trim().parse().ok()?))
}

pub(crate) fn lost(operation: Operation, error: &reqwest::Error) -> SyncError {
    if error.is_timeout() {
        SyncError::TimedOut { operation }
    } else {
        SyncError::Unreachable { operation }
    }
}

/// Names the cryptography for the whole process; whoever came first stays.
pub(crate) fn install_crypto() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if rustls::crypto::ring::default_provider()
            .install_default()
            .is_err()
        {
            tracing::debug!("The process has chosen its cryptography already");
        }
    });
}
