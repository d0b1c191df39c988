//! The front end: its packages and its build.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use crate::stamp::Stamp;
use crate::step;

/// Folders inside `ui/` that are made, not written.
const MADE: &[&str] = &["node_modules", "build", ".svelte-kit", "coverage"];

/// `npm ci` in `ui/`, unless the lock file is the one last installed.
///
/// # Errors
/// When npm fails.
pub(crate) fn install(root: &Path) -> anyhow::Result<()> {
    let ui = folder(root)?;
    let stamp = Stamp::of(
        ui.join("node_modules/.sportello-installed"),
        &[ui.join("package.json"), ui.join("package-lock.json")],
        MADE,
    )?;
    if stamp.is_current() {
        return Ok(());
    }
    step::run("npm ci", npm(&ui).args(["ci", "--no-audit", "--no-fund"]))?;
    stamp.keep()
}

/// `npm run build` in `ui/`, unless its sources are the ones last built.
///
/// # Errors
/// When the build fails.
pub(crate) fn build(root: &Path) -> anyhow::Result<()> {
    let ui = folder(root)?;
    let stamp = Stamp::of(
        ui.join("node_modules/.sportello-built"),
        std::slice::from_ref(&ui),
        MADE,
    )?;
    if stamp.is_current() && ui.join("build/index.html").is_file() {
        return Ok(());
    }
    step::run("npm run build", npm(&ui).args(["run", "build"]))?;
    stamp.keep()
}

/// npm in the folder `ui`.
pub(crate) fn npm(ui: &Path) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(ui);
    command
}

fn folder(root: &Path) -> anyhow::Result<PathBuf> {
    let ui = root.join("ui");
    if !ui.join("package.json").is_file() {
        bail!(
            "{} has no package.json: the checkout is incomplete",
            ui.display()
        );
    }
    Ok(ui)
}
