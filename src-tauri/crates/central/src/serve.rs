//! Answering on a listener.

use std::time::Duration;

use axum::{Json, Router, routing::get};
use serde_json::json;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{Central, CentralError, core::delivery, openapi, ra};

/// How long a call under way may take once the server is asked to close.
const GRACE: Duration = Duration::from_secs(10);

/// Both faces of `central`.
pub fn router(central: Central) -> Router {
    Router::new()
        .merge(openapi::routes(&central))
        .merge(ra::routes(&central))
        .route("/health", get(|| async { Json(json!({"status": "ok"})) }))
        .fallback(ra::no_such_path)
        .with_state(central)
}

/// Answers on `listener` and delivers callbacks until `shutdown`; then lets
/// calls under way end, and closes the database.
///
/// # Errors
///
/// [`CentralError::Io`] when the listener fails.
pub async fn serve(
    listener: TcpListener,
    central: Central,
    shutdown: CancellationToken,
) -> Result<(), CentralError> {
    let deliveries = tokio::spawn(delivery::work(central.clone()));
    let asked = shutdown.clone();
    let closing = central.closing().clone();
    let answers =
        axum::serve(listener, router(central.clone())).with_graceful_shutdown(async move {
            asked.cancelled().await;
            closing.cancel();
        });
    let served = tokio::select! {
        served = answers.into_future() => served,
        () = async { shutdown.cancelled().await; tokio::time::sleep(GRACE).await } => Ok(()),
    };
    central.closing().cancel();
    // The worker cannot panic into us: a lost one only ends its own task.
    let _ = deliveries.await;
    central.close().await;
    served.map_err(CentralError::io("listen on", "the socket"))
}
