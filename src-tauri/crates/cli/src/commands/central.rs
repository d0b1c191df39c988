//! `sportelloctl central serve`: the central API alone.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use anyhow::Context as _;
use central::{Central, Config};
use domain::clock::SystemClock;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::Verdict;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Serve until interrupted.
    Serve {
        /// Where to listen.
        #[arg(long, default_value = "127.0.0.1:8787")]
        listen: SocketAddr,
        /// The folder with its data; made when it is not there.
        #[arg(long)]
        data: PathBuf,
    },
}

pub(crate) fn run(command: Command) -> anyhow::Result<Verdict> {
    let Command::Serve { listen, data } = command;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(serve(listen, data))
}

async fn serve(listen: SocketAddr, data: PathBuf) -> anyhow::Result<Verdict> {
    std::fs::create_dir_all(&data).with_context(|| data.display().to_string())?;
    let config = Config::load_or_create(&data)?;
    let central = Central::open(&data, config, Arc::new(SystemClock)).await?;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}"))?;
    tracing::info!(address = %listener.local_addr()?, "The central API listens");
    let stop = CancellationToken::new();
    let interrupted = stop.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            interrupted.cancel();
        }
    });
    central::serve(listener, central, stop).await?;
    Ok(Verdict::Done)
}
