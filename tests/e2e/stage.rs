//! What each test in the window stands on: a central API with sessions, and a
//! desk that is signed in.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use anyhow::{Context as _, ensure};
use engine::{face::FaceEngine, manifest::Models};
use tempfile::TempDir;
use test_support::callbacks::Callbacks;
use test_support::central::{Received, RunningCentral};
use test_support::desk::{Desk, Settings};
use test_support::journey::Journey;
use test_support::kiosk::{self, Films, Visit};
use test_support::portrait;
use test_support::session::{Declared, DemoSession, Story, Studio};

/// Rendering videos takes seconds, and they are the same in every test.
static STUDIO: OnceLock<Studio> = OnceLock::new();
static FILMS: Mutex<Option<Films>> = Mutex::new(None);

/// What the customer of [`Story::Genuine`] declares.
pub(crate) fn declared() -> Declared {
    Declared::truly(&Story::Genuine.person())
}

pub(crate) struct Stage {
    pub(crate) central: RunningCentral,
    models: PathBuf,
    trace: PathBuf,
    data: TempDir,
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
            data,
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

    /// Gives the bank files of its own in place of those that come along: the
    /// folder with `house.toml` and the templates, in which they can be changed.
    pub(crate) fn own_house(&mut self) -> anyhow::Result<&Path> {
        let house = self.data.path().join("house");
        std::fs::create_dir_all(house.join("templates"))?;
        for entry in std::fs::read_dir(&self.models)?.flatten() {
            let (from, to) = (entry.path(), house.join(entry.file_name()));
            if entry.file_name() == "house.toml" {
                std::fs::copy(from, to)?;
            } else if entry.file_name() != "templates" {
                std::os::unix::fs::symlink(from, to)?;
            }
        }
        for template in std::fs::read_dir(self.models.join("templates"))?.flatten() {
            let to = house.join("templates").join(template.file_name());
            std::fs::copy(template.path(), to)?;
        }
        self.models = house;
        Ok(&self.models)
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
        let desk = Desk::open(self.settings(Vec::new())).await?;
        let journey = Journey::new(desk, self.central.officer.clone());
        journey.first_start().await?;
        journey.give_credentials().await?;
        Ok(journey)
    }

    /// Invites the customer of [`Story::Genuine`] to the kiosk; gives the code
    /// that goes with it.
    pub(crate) async fn invite(&self) -> anyhow::Result<(Received, String)> {
        let invited = self.central.invite(&declared()).await?;
        let request = self.central.request(invited.request).await?;
        let code = request["kiosk_code"].as_str().context("a kiosk code")?;
        Ok((invited, code.to_owned()))
    }

    /// Waits until the central API knows that the request `pk` has failed, and
    /// that it did because of `code`.
    pub(crate) async fn ended(&self, pk: i64, code: &str) -> anyhow::Result<()> {
        let request = self.central.wait_for(pk, "VIDEOERROR").await?;
        let reason = &request["videoid"]["fail_reason"]["type"];
        ensure!(reason == code, "{reason} instead of {code}");
        Ok(())
    }

    /// Opens the kiosk before the customer of [`Story::Genuine`], with `more`
    /// in its environment.
    pub(crate) async fn open_kiosk(&self, more: &[(&'static str, &str)]) -> anyhow::Result<Visit> {
        let films = self.films()?;
        let cameras = kiosk::cameras(&films)?;
        let pin = self.trace.join("exit-pin");
        std::fs::write(&pin, "135790")?;
        let mut environment = vec![
            ("SPORTELLO_KIOSK", "1".into()),
            ("SPORTELLO_KIOSK_ID", "specimen-1".into()),
            ("SPORTELLO_KIOSK_PIN_FILE", pin.into_os_string()),
            // What a portrait can be moved to do.
            ("SPORTELLO_KIOSK_CHALLENGE", "left,closer,smile".into()),
            // Two cores that draw, record and encode at once deliver less.
            ("SPORTELLO_KIOSK_ACCEPT_LESS", "1".into()),
        ];
        environment.extend(cameras.environment()?);
        environment.extend(more.iter().map(|(name, value)| (*name, value.into())));
        let desk = Desk::open(self.settings(environment)).await?;
        Ok(Visit::new(desk, cameras, films))
    }

    /// Goes with `code` through a session at the kiosk up to where the face is
    /// shown, the selfie taken.
    pub(crate) async fn walk_up_to_the_face(
        &self,
        visit: &Visit,
        code: &str,
    ) -> anyhow::Result<()> {
        visit.open_shop().await?;
        visit.begin(code).await?;
        visit.show_card().await?;
        visit.ask_for_code().await?;
        visit.give_code(&self.central.newest_code()?).await?;
        visit.take_selfie().await
    }

    /// Submits what the kiosk has captured for `request`, and waits until it is
    /// there to be reviewed.
    pub(crate) async fn hand_in(&self, visit: &Visit, request: i64) -> anyhow::Result<()> {
        visit.submit().await?;
        visit.is_sent("delivered").await?;
        self.central.wait_for(request, "VIDEOREVIEW").await?;
        Ok(())
    }

    /// What the cameras of a kiosk see of the customer of [`Story::Genuine`].
    pub(crate) fn films(&self) -> anyhow::Result<Films> {
        // Drawn once: the others wait for it.
        let mut drawn = FILMS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(films) = &*drawn {
            return Ok(films.clone());
        }
        let person = Story::Genuine.person();
        let faces = FaceEngine::open(&Models::open(&self.models)?)?;
        let films = Films::of(&self.models, &person, |scene| {
            let found = faces.frame_faces(scene).unwrap_or_default();
            let points = found.first().map(|face| &face.landmarks);
            points
                .into_iter()
                .flatten()
                .map(|point| (point.x, point.y, point.z))
                .collect()
        })?;
        Ok(drawn.insert(films).clone())
    }

    fn settings(&self, environment: Vec<(&'static str, OsString)>) -> Settings {
        Settings {
            application: env!("CARGO_BIN_EXE_sportello").into(),
            central_url: self.central.url.clone(),
            central_token: self.central.token.clone(),
            models: self.models.clone(),
            language: "it",
            trace: self.trace.clone(),
            environment,
        }
    }
}
