//! `cargo xtask demo`: everything at work on one machine.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::Context as _;

use crate::{app, setup, step};

/// What the demo does.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Drives the window by itself on a screen of its own, even where there is a display.
    #[arg(long)]
    unattended: bool,
}

/// Sets up, builds, and hands over to the demo program.
///
/// # Errors
/// When a step fails or the demo cannot be started.
pub(crate) fn run(root: &Path, options: &Options) -> anyhow::Result<ExitCode> {
    setup::run(root)?;
    app::build(root)?;

    step::heading("Starting the demo");
    let programs = app::programs(root);
    let program = programs.join("sportello-demo");
    let mut demo = Command::new(&program);
    demo.current_dir(root)
        .arg("--application")
        .arg(programs.join("sportello"))
        .arg("--sportelloctl")
        .arg(programs.join("sportelloctl"))
        .arg("--models")
        .arg(root.join("models"))
        .arg("--output")
        .arg(root.join("target/demo"));
    if options.unattended {
        demo.arg("--unattended");
    }
    let status = demo
        .status()
        .with_context(|| format!("{} could not be started", program.display()))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
