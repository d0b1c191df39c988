//! WebKitWebDriver, which starts the application and holds its window.

use std::fs::OpenOptions;
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, bail};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use super::process::{self, Process};
use super::sandbox::Sandbox;
use super::screen::Screen;
use super::secrets::Secrets;
use super::{PATIENCE, Settings};

/// A driver process; the application is its child.
pub(super) struct Driver {
    process: Process,
    url: String,
}

impl Driver {
    /// Starts the driver with the environment that the application is to have,
    /// and waits until it listens.
    ///
    /// # Errors
    /// When it does not come up.
    pub(super) async fn start(
        sandbox: &Sandbox,
        screen: &Screen,
        secrets: &Secrets,
        settings: &Settings,
    ) -> anyhow::Result<Self> {
        let port = TcpListener::bind(("127.0.0.1", 0))
            .and_then(|listener| listener.local_addr())
            .context("no free port for the driver")?
            .port();
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(sandbox.log())
            .context("the log cannot be opened")?;
        let mut process = Process::start(
            sandbox
                .command("WebKitWebDriver")
                .arg(format!("--port={port}"))
                .arg("--host=127.0.0.1")
                .env("DISPLAY", screen.name())
                .env("DBUS_SESSION_BUS_ADDRESS", secrets.address())
                // Without it, a new session waits for ever.
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .env("SPORTELLO_HOME", sandbox.data())
                .env("SPORTELLO_SAVE_TO", sandbox.saved())
                .env("SPORTELLO_CENTRAL_URL", &settings.central_url)
                .env("SPORTELLO_CENTRAL_TOKEN", &settings.central_token)
                .env("SPORTELLO_MODELS", &settings.models)
                .env("SPORTELLO_LANG", settings.language)
                .envs(settings.environment.iter().map(|(name, value)| (name, value)))
                .stdin(Stdio::null())
                .stdout(log.try_clone().context("the log cannot be shared")?)
                .stderr(log),
        )?;
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .is_err()
        {
            if let Some(status) = process.child().try_wait().context("the driver was lost")? {
                bail!("WebKitWebDriver ended with {status}");
            }
            if tokio::time::Instant::now() > deadline {
                bail!("WebKitWebDriver does not listen on port {port}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(Self {
            process,
            url: format!("http://127.0.0.1:{port}"),
        })
    }

    /// Starts `application` and takes hold of its window.
    ///
    /// # Errors
    /// When the application ends at once or opens no window.
    pub(super) async fn open_window(&self, application: &Path) -> anyhow::Result<Client> {
        let capabilities = json!({
            "webkitgtk:browserOptions": { "binary": application, "args": [] }
        });
        let serde_json::Value::Object(capabilities) = capabilities else {
            bail!("capabilities are an object");
        };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        tokio::time::timeout(PATIENCE, builder.connect(&self.url))
            .await
            .with_context(|| format!("{} opened no window", application.display()))?
            .with_context(|| format!("{} could not be driven", application.display()))
    }

    /// Kills the child of the driver that runs `application`.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn kill_application(&self, application: &Path) -> anyhow::Result<()> {
        let application = application
            .canonicalize()
            .context("the application is gone")?;
        let entries = std::fs::read_dir("/proc").context("/proc cannot be read")?;
        let running = entries
            .flatten()
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
            .find(|id| {
                parent_of(*id) == Some(self.process.id())
                    && std::fs::read_link(format!("/proc/{id}/exe"))
                        .is_ok_and(|exe| exe == application)
            });
        process::kill(running.with_context(|| format!("{} is not running", application.display()))?)
    }
}

fn parent_of(id: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name in parentheses may contain anything; what follows it does not.
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_whitespace().nth(1)?.parse().ok()
}
