//! Set-up, models, demo and tests in one command each.

mod app;
mod demo;
mod libtest;
mod models;
mod report;
mod setup;
mod soak;
mod stamp;
mod step;
mod system;
mod test;
mod ui;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Everything a developer runs", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Installs and fetches all that a build needs.
    Setup,
    /// Fetches, converts and checks the files of models/models.toml.
    Models(models::Options),
    /// Sets up, builds, starts a central API with demo sessions and opens the desk.
    Demo(demo::Options),
    /// Sets up and runs every test.
    Test(test::Options),
    /// Feeds every decoder thousands of spoilt inputs.
    Soak(soak::Options),
}

fn main() -> anyhow::Result<ExitCode> {
    let root = root()?;
    match Arguments::parse().command {
        Command::Setup => setup::run(&root).map(|()| ExitCode::SUCCESS),
        Command::Models(options) => models::run(&root, &options).map(|()| ExitCode::SUCCESS),
        Command::Demo(options) => demo::run(&root, &options),
        Command::Test(options) => test::run(&root, &options),
        Command::Soak(options) => soak::run(&root, &options),
    }
}

/// The folder of the repository: the one that holds `tauri.conf.json`.
fn root() -> anyhow::Result<PathBuf> {
    let here = std::env::current_dir().context("the current folder cannot be read")?;
    here.ancestors()
        .find(|folder| folder.join("tauri.conf.json").is_file())
        .map(Path::to_owned)
        .with_context(|| {
            format!(
                "{} is not inside the repository: no tauri.conf.json above it",
                here.display()
            )
        })
}
