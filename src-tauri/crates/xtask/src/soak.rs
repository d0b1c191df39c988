//! `cargo xtask soak`: thousands of spoilt inputs for every decoder.
//!
//! The same tests as in the suite (`tests/robustness.rs` of `engine` and
//! `capture`), which there take a bounded number of inputs.

use std::path::Path;
use std::process::ExitCode;

use crate::app::cargo;
use crate::step;

/// How long it takes.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Spoilt inputs of each decoder.
    #[arg(long, default_value_t = 10_000)]
    inputs: u64,
    /// The number of the first: an input is named by its number.
    #[arg(long, default_value_t = 0)]
    first: u64,
}

/// Runs the soak and prints what was seen of each decoder.
///
/// # Errors
/// When cargo cannot be started.
pub(crate) fn run(root: &Path, options: &Options) -> anyhow::Result<ExitCode> {
    let (_, success) = step::tee(
        "soak",
        cargo(root)
            .args(["test", "--package", "sportello-engine"])
            .args(["--package", "sportello-capture", "--test", "robustness"])
            .args(["--no-fail-fast", "--", "--show-output", "--test-threads=1"])
            .env("SPORTELLO_INPUTS", options.inputs.to_string())
            .env("SPORTELLO_FIRST_INPUT", options.first.to_string()),
    )?;
    Ok(if success {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
