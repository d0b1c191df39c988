//! What is written to the log, and where: standard error, and nothing personal.

use tracing_subscriber::EnvFilter;

/// Starts logging; `SPORTELLO_LOG` chooses more or less of it.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env("SPORTELLO_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,sportello_app=info,workflow=info,outbox=info"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .finish();
    if tracing::subscriber::set_global_default(subscriber).is_err() {
        tracing::debug!("Logging had been started before");
    }
}
