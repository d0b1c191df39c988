//! Brings a fresh machine to the point where everything builds.

use std::path::Path;

use crate::{models, step, system, ui};

/// Installs missing system packages, the front end's packages and the models,
/// and builds the front end. What is there and unchanged is left alone.
///
/// # Errors
/// When a step fails; the error says which and what mends it.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    step::heading("Setting up");
    system::check_tools()?;
    system::install_packages()?;
    models::run(root, &models::Options::default())?;
    ui::install(root)?;
    ui::build(root)
}
