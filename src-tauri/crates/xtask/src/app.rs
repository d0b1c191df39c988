//! Builds the workspace and says where the programs are.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use crate::step;

/// Builds every program of the workspace. One set of features for all, the
/// same as in the tests, so that no dependency is compiled twice.
///
/// # Errors
/// When cargo fails.
pub(crate) fn build(root: &Path) -> anyhow::Result<()> {
    step::heading("Building the programs");
    let status = cargo(root)
        .args(["build", "--workspace", "--bins"])
        .status()?;
    if !status.success() {
        bail!("cargo build ended with {status}");
    }
    Ok(())
}

/// cargo in the folder of the repository, the one that started this program.
pub(crate) fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    // These belong to the cargo that runs this program; a child that inherits
    // them would see another environment than a cargo started by hand, and
    // build some packages again.
    for (name, _) in std::env::vars_os() {
        let inner = name.to_string_lossy();
        if inner.starts_with("CARGO_PKG_") || inner.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    // Build scripts that look at it (specta's does) leave an answer in the
    // target folder that fails every later build without it.
    command.env_remove("RUSTC_BOOTSTRAP");
    command
}

/// Where cargo leaves the programs of the development profile.
pub(crate) fn programs(root: &Path) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root.join("target"), |folder| root.join(folder));
    target.join("debug")
}
