//! What each test in the window stands on: a central API with sessions, and a
//! desk that is signed in.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::Context as _;
use tempfile::TempDir;
use test_support::callbacks::Callbacks;
use test_support::central::{Received, RunningCentral};
use test_support::desk::{Desk, Settings};
use test_support::journey::Journey;
use test_support::portrait;
use test_support::session::{DemoSession, Story, Studio};

/// Rendering videos takes seconds, and they are the same in every test.
static STUDIO: OnceLock<Studio> = OnceLock::new();

pub(crate) struct Stage {
    pub(crate) central: RunningCentral,
    models: PathBuf,
    trace: PathBuf,
    _data: TempDir,
}

impl Stage {
    /// A central API for the test `name`, or nothing where no window can be
    /// opened; why is printed.
    pub(crate) async fn set(name: &str) -> anyhow::Result<Option<Self>> {
        let lacking = Desk::missing().or_else(|| match portrait::models() {
            Some(_) => None,
            None => {
                Some("models and portraits are not fetched (run `cargo xtask setup`)".to_owned())
            }
        });
        if let Some(lacking) = lacking {
            eprintln!("SKIPPED: {name}: {lacking}");
            return Ok(None);
        }
        let models = portrait::models().context("it was there a moment ago")?;
        let data = tempfile::tempdir()?;
        let trace = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("target/e2e")
            .join(name);
        drop(std::fs::remove_dir_all(&trace));
        std::fs::create_dir_all(&trace)?;
        Ok(Some(Self {
            central: RunningCentral::start(data.path()).await?,
            models,
            trace,
            _data: data,
        }))
    }

    /// The session of `story`.
    pub(crate) fn render(&self, story: Story) -> anyhow::Result<DemoSession> {
        let studio = match STUDIO.get() {
            Some(studio) => studio,
            None => {
                let studio = Studio::open(&self.models)?;
                STUDIO.get_or_init(|| studio)
            }
        };
        studio.render(story)
    }

    /// Sends the session of `story` to the central API.
    pub(crate) async fn send(&self, story: Story) -> anyhow::Result<Received> {
        self.central.receive(&self.render(story)?).await
    }

    /// Sends the session of `story`, whose partner listens at `callbacks`.
    pub(crate) async fn send_with_callback(
        &self,
        story: Story,
        callbacks: &Callbacks,
    ) -> anyhow::Result<Received> {
        let session = DemoSession {
            callback: Some(callbacks.url.clone()),
            ..self.render(story)?
        };
        self.central.receive(&session).await
    }

    /// Opens the desk for the first time, with an operator who has given the
    /// officer's credentials.
    pub(crate) async fn open_desk(&self) -> anyhow::Result<Journey> {
        let desk = Desk::open(Settings {
            application: env!("CARGO_BIN_EXE_sportello").into(),
            central_url: self.central.url.clone(),
            central_token: self.central.token.clone(),
            models: self.models.clone(),
            language: "it",
            trace: self.trace.clone(),
        })
        .await?;
        let journey = Journey::new(desk, self.central.officer.clone());
        journey.first_start().await?;
        journey.give_credentials().await?;
        Ok(journey)
    }
}
