//! The demo: a central API with sessions of specimen people, and the desk.
//!
//! With a display it opens the desk for the person who sits there. Without
//! one, or with `--unattended`, it does the whole job by itself in the real
//! window and leaves pictures, the archive and a summary.

mod attended;
mod summary;
mod tour;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use test_support::central::{Received, RunningCentral};
use test_support::session::{Story, Studio};

/// Where everything is; `cargo xtask demo` knows.
#[derive(Parser)]
struct Options {
    /// The desk.
    #[arg(long)]
    application: PathBuf,
    /// The command line program, which verifies the archive.
    #[arg(long)]
    sportelloctl: PathBuf,
    /// The folder with `models.toml` and what was fetched.
    #[arg(long)]
    models: PathBuf,
    /// The folder for everything that the demo leaves; emptied first.
    #[arg(long)]
    output: PathBuf,
    /// Does the job by itself even where there is a display.
    #[arg(long)]
    unattended: bool,
}

impl Options {
    /// The same places, wherever the desk is started from.
    fn absolute(self) -> anyhow::Result<Self> {
        let absolute = |path: PathBuf| {
            path.canonicalize()
                .with_context(|| format!("{} is not there", path.display()))
        };
        Ok(Self {
            application: absolute(self.application)?,
            sportelloctl: absolute(self.sportelloctl)?,
            models: absolute(self.models)?,
            output: absolute(self.output)?,
            unattended: self.unattended,
        })
    }
}

/// A session that the central API has taken.
struct Sent {
    story: Story,
    received: Received,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let options = Options::parse();
    empty(&options.output)?;
    let options = options.absolute()?;
    let central = RunningCentral::start(&options.output.join("central")).await?;
    eprintln!("central API: {}", central.url);
    let sent = send_sessions(&options.models, &central).await?;

    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    let code = if has_display && !options.unattended {
        attended::run(&options, &central).await?;
        ExitCode::SUCCESS
    } else {
        eprintln!("the demo does the job by itself, on a screen of its own");
        tour::run(&options, &central, &sent).await?;
        ExitCode::SUCCESS
    };
    central.stop().await?;
    Ok(code)
}

/// Removes what the last demo left and makes the folder.
fn empty(output: &Path) -> anyhow::Result<()> {
    if output.exists() {
        std::fs::remove_dir_all(output)
            .with_context(|| format!("{} cannot be emptied", output.display()))?;
    }
    std::fs::create_dir_all(output).with_context(|| format!("{} cannot be made", output.display()))
}

/// Renders every story and sends it.
async fn send_sessions(models: &Path, central: &RunningCentral) -> anyhow::Result<Vec<Sent>> {
    let style = ProgressStyle::with_template("{spinner} {msg} {bar:30} {pos}/{len} [{elapsed}]")
        .context("the progress template is wrong")?;
    let bar = ProgressBar::new(Story::ALL.len() as u64)
        .with_style(style)
        .with_message("demo sessions");
    bar.enable_steady_tick(std::time::Duration::from_millis(120));
    if bar.is_hidden() {
        eprintln!("rendering and sending {} demo sessions", Story::ALL.len());
    }
    let studio = Studio::open(models)?;
    let mut sent = Vec::new();
    for story in Story::ALL {
        let session = studio.render(story)?;
        let received = central
            .receive(&session)
            .await
            .with_context(|| format!("the session `{}` was not taken", story.name()))?;
        sent.push(Sent { story, received });
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(sent)
}
