//! Calls to the central API with a bearer token.

use std::sync::Once;

use anyhow::{Context as _, bail};
use reqwest::RequestBuilder;
use reqwest::multipart::Form;
use serde_json::Value;

static PROVIDER: Once = Once::new();

pub(super) struct Client {
    http: reqwest::Client,
    url: String,
    token: String,
}

impl Client {
    /// A client of the face at `url` that `token` opens.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub(super) fn new(url: &str, token: &str) -> anyhow::Result<Self> {
        PROVIDER.call_once(|| {
            // Somebody else in this process may have chosen one already.
            rustls::crypto::ring::default_provider()
                .install_default()
                .ok();
        });
        Ok(Self {
            http: reqwest::Client::builder()
                .no_proxy()
                .build()
                .context("no HTTP client can be made")?,
            url: url.to_owned(),
            token: token.to_owned(),
        })
    }

    pub(super) async fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.send(path, self.http.get(self.address(path))).await
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.send(path, self.http.post(self.address(path)).json(body))
            .await
    }

    pub(super) async fn put(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.send(path, self.http.put(self.address(path)).json(body))
            .await
    }

    pub(super) async fn upload(&self, path: &str, form: Form) -> anyhow::Result<Value> {
        self.send(path, self.http.post(self.address(path)).multipart(form))
            .await
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    async fn send(&self, path: &str, request: RequestBuilder) -> anyhow::Result<Value> {
        let answer = request
            .bearer_auth(&self.token)
            .send()
            .await
            .with_context(|| format!("{path} does not answer"))?;
        let status = answer.status();
        let body = answer
            .text()
            .await
            .with_context(|| format!("{path} broke off"))?;
        if !status.is_success() {
            bail!("{path} answered {status}: {body}");
        }
        serde_json::from_str(&body).with_context(|| format!("{path} did not answer JSON"))
    }
}
