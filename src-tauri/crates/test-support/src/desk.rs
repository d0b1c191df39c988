//! The real application in a real window on a screen of its own, driven
//! through WebDriver.
//!
//! Start at [`Desk::open`]. Everything lies in one temporary folder: home,
//! keyring, data. Nothing is left running when a [`Desk`] is dropped.

mod driver;
mod process;
mod sandbox;
mod screen;
mod secrets;
mod verbs;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use fantoccini::Client;

use driver::Driver;
use sandbox::Sandbox;
use screen::Screen;
use secrets::Secrets;

pub use fantoccini::key::Key;

/// How long a desk waits for what a test expects before it gives up. Nothing
/// takes this long; it only keeps a broken test from waiting for ever.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// Asks `attempt` until it has something.
///
/// # Errors
/// The error of `attempt`, or that `what` did not come about.
pub async fn until<T>(
    what: &str,
    mut attempt: impl FnMut() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        if let Some(found) = attempt()? {
            return Ok(found);
        }
        if tokio::time::Instant::now() > deadline {
            anyhow::bail!("waited in vain: {what}");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// What the application is told.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The program.
    pub application: PathBuf,
    /// Base address of the central API.
    pub central_url: String,
    /// Token of the RA face of the central API.
    pub central_token: String,
    /// The folder with `models.toml` and what was fetched.
    pub models: PathBuf,
    /// Language of the window: `it` or `en`.
    pub language: &'static str,
    /// Where pictures and logs go when something fails.
    pub trace: PathBuf,
    /// What else stands in its environment.
    pub environment: Vec<(&'static str, OsString)>,
}

/// The application, its window and everything around it.
pub struct Desk {
    client: Option<Client>,
    // Dropped in this order: who needs the next goes first.
    driver: Driver,
    secrets: Secrets,
    screen: Screen,
    sandbox: Sandbox,
    settings: Settings,
}

impl Desk {
    /// What this machine lacks to open a desk, if anything.
    #[must_use]
    pub fn missing() -> Option<String> {
        let missing: Vec<&str> = [
            "Xvfb",
            "WebKitWebDriver",
            "dbus-daemon",
            "dbus-send",
            "gnome-keyring-daemon",
        ]
        .into_iter()
        .filter(|program| !is_on_path(program))
        .collect();
        (!missing.is_empty())
            .then(|| format!("{} not found (run `cargo xtask setup`)", missing.join(", ")))
    }

    /// Starts a screen, a keyring and the application, and waits for its window.
    ///
    /// # Errors
    /// When one of them does not start.
    pub async fn open(settings: Settings) -> anyhow::Result<Self> {
        let sandbox = Sandbox::new()?;
        let screen = Screen::start(&sandbox)?;
        let secrets = Secrets::start(&sandbox).await?;
        let driver = Driver::start(&sandbox, &screen, &secrets, &settings).await?;
        let mut desk = Self {
            client: None,
            driver,
            secrets,
            screen,
            sandbox,
            settings,
        };
        desk.start().await?;
        Ok(desk)
    }

    /// Closes the window as a person does and opens the application again.
    ///
    /// # Errors
    /// When it does not come back.
    pub async fn restart(&mut self) -> anyhow::Result<()> {
        if let Some(client) = self.client.take() {
            client.close().await.context("the window did not close")?;
        }
        self.start().await
    }

    /// Kills the application with SIGKILL: it cannot tidy up.
    ///
    /// # Errors
    /// When it is not running.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.client = None;
        self.driver.kill_application(&self.settings.application)
    }

    /// Starts the application after [`kill`](Self::kill).
    ///
    /// # Errors
    /// When it does not come back.
    pub async fn revive(&mut self) -> anyhow::Result<()> {
        self.driver =
            Driver::start(&self.sandbox, &self.screen, &self.secrets, &self.settings).await?;
        self.start().await
    }

    /// The folder with the application's data.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.sandbox.data()
    }

    /// The folder with everything that the application and what is around it
    /// write: data, home, temporary files, what they said.
    #[must_use]
    pub fn everything(&self) -> &Path {
        self.sandbox.path()
    }

    /// Changes what stands in the environment from the next
    /// [`revive`](Self::revive) on.
    pub fn set(&mut self, name: &'static str, value: &str) {
        let environment = &mut self.settings.environment;
        environment.retain(|(known, _)| *known != name);
        environment.push((name, value.into()));
    }

    /// The folder in which the application saves archives without asking.
    #[must_use]
    pub fn saved(&self) -> PathBuf {
        self.sandbox.saved()
    }

    async fn start(&mut self) -> anyhow::Result<()> {
        let client = self.driver.open_window(&self.settings.application).await;
        let client = client.with_context(|| format!("the application said:\n{}", self.log()))?;
        self.client = Some(client);
        Ok(())
    }

    /// What the application and the driver have said so far.
    #[must_use]
    pub fn said(&self) -> String {
        let log = std::fs::read(self.sandbox.log()).unwrap_or_default();
        String::from_utf8_lossy(&log).into_owned()
    }

    /// The end of what they said.
    fn log(&self) -> String {
        let log = self.said();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(60)..].join("\n")
    }

    fn client(&self) -> anyhow::Result<&Client> {
        self.client
            .as_ref()
            .context("the application is not running")
    }
}

fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| is_file(&folder.join(program)))
}

fn is_file(path: &Path) -> bool {
    path.is_file()
}
