//! A partner's server that takes callbacks and remembers them.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::Value;
use tokio::net::TcpListener;

use crate::desk;

/// A server on the loopback interface; it ends when it is dropped.
pub struct Callbacks {
    /// Where callbacks go.
    pub url: String,
    received: Received,
    server: tokio::task::JoinHandle<()>,
}

type Received = Arc<Mutex<Vec<String>>>;

impl Callbacks {
    /// Starts listening on a free port.
    ///
    /// # Errors
    /// When there is none.
    pub async fn listen() -> anyhow::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .context("no free port")?;
        let url = format!(
            "http://{}/callback",
            listener.local_addr().context("no address")?
        );
        let received = Received::default();
        let router = Router::new()
            .route("/callback", post(remember))
            .with_state(received.clone());
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("the partner's server ended: {error}");
            }
        });
        Ok(Self {
            url,
            received,
            server,
        })
    }

    /// The status in every callback so far, in order.
    #[must_use]
    pub fn statuses(&self) -> Vec<String> {
        self.received
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Waits for a callback with `status`.
    ///
    /// # Errors
    /// When none comes.
    pub async fn wait_for(&self, status: &str) -> anyhow::Result<()> {
        desk::until(&format!("a callback says {status}"), || {
            Ok(self
                .statuses()
                .iter()
                .any(|each| each == status)
                .then_some(()))
        })
        .await
    }
}

impl Drop for Callbacks {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn remember(State(received): State<Received>, Json(body): Json<Value>) {
    let status = body
        .pointer("/data/status")
        .and_then(Value::as_str)
        .unwrap_or("none");
    received
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(status.to_owned());
}
