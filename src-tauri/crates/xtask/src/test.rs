//! `cargo xtask test`: every test there is, and one table of what came of it.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::app::cargo;
use crate::libtest::{self, Counts};
use crate::report::{Outcome, Part, Report};
use crate::{setup, step, ui};

/// What is left out.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Leaves out clippy and the tests in the real window.
    #[arg(long)]
    fast: bool,
}

/// The module of the tests that open the real window; they run alone and one
/// at a time, because each has a screen, a keyring and an application.
const WINDOW: &str = "in_the_window";

/// Sets up and runs all tests. A part that fails does not keep the next from running.
///
/// # Errors
/// When the set-up fails or a tool cannot be started.
pub(crate) fn run(root: &Path, options: &Options) -> anyhow::Result<ExitCode> {
    setup::run(root)?;
    let ui_folder = root.join("ui");
    let mut report = Report::default();

    report.add(check(
        "cargo fmt",
        cargo(root).args(["fmt", "--all", "--check"]),
    )?);
    report.add(check(
        "ui check",
        ui::npm(&ui_folder).args(["run", "check"]),
    )?);
    report.add(check("ui lint", ui::npm(&ui_folder).args(["run", "lint"]))?);
    report.add(ui_tests(&ui_folder)?);
    if options.fast {
        report.add(Part::not_run("cargo clippy", "--fast"));
    } else {
        report.add(check(
            "cargo clippy",
            cargo(root).args([
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]),
        )?);
    }
    // Builds the programs beside the tests: some tests start them.
    report.add(check(
        "cargo build",
        cargo(root).args(["build", "--workspace", "--all-targets"]),
    )?);
    report.add(rust_tests(
        "cargo test",
        cargo(root)
            .args(["test", "--workspace", "--no-fail-fast", "--"])
            .args(["--show-output", "--skip", WINDOW]),
    )?);
    if options.fast {
        report.add(Part::not_run("the real window", "--fast"));
    } else {
        report.add(rust_tests(
            "the real window",
            cargo(root)
                .args(["test", "--workspace", "--test", "e2e", "--"])
                .args(["--show-output", "--test-threads=1", WINDOW]),
        )?);
    }

    step::heading("What ran");
    eprintln!("{report}");
    Ok(if report.is_green() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// A tool that holds or does not.
fn check(name: &'static str, command: &mut Command) -> anyhow::Result<Part> {
    let started = Instant::now();
    let (_, success) = step::tee(name, command)?;
    Ok(Part {
        name,
        counts: Counts {
            passed: u32::from(success),
            failed: u32::from(!success),
            skipped: 0,
        },
        time: started.elapsed(),
        outcome: outcome(success),
    })
}

fn rust_tests(name: &'static str, command: &mut Command) -> anyhow::Result<Part> {
    let started = Instant::now();
    let (output, success) = step::tee(name, command)?;
    let counts = libtest::count(&output);
    Ok(Part {
        name,
        counts,
        time: started.elapsed(),
        outcome: outcome(success),
    })
}

fn ui_tests(ui_folder: &Path) -> anyhow::Result<Part> {
    let started = Instant::now();
    let results = ui_folder.join("node_modules/.sportello-tests.json");
    // An old file must not speak for this run.
    drop(std::fs::remove_file(&results));
    let (_, success) = step::tee(
        "ui tests",
        ui::npm(ui_folder)
            .args(["test", "--", "--reporter=default", "--reporter=json"])
            .arg(format!("--outputFile.json={}", results.display())),
    )?;
    let counts = std::fs::read_to_string(&results)
        .ok()
        .and_then(|json| vitest(&json))
        .unwrap_or_default();
    Ok(Part {
        name: "ui tests",
        counts,
        time: started.elapsed(),
        outcome: outcome(success && counts.passed > 0),
    })
}

/// Reads the counts from vitest's JSON report.
fn vitest(json: &str) -> Option<Counts> {
    let results: serde_json::Value = serde_json::from_str(json).ok()?;
    let number = |name: &str| u32::try_from(results.get(name)?.as_u64()?).ok();
    Some(Counts {
        passed: number("numPassedTests")?,
        failed: number("numFailedTests")?,
        skipped: number("numPendingTests")? + number("numTodoTests").unwrap_or(0),
    })
}

const fn outcome(success: bool) -> Outcome {
    if success {
        Outcome::Held
    } else {
        Outcome::Failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_of_vitest_is_counted() {
        let json = r#"{"numTotalTests":9,"numPassedTests":6,"numFailedTests":1,"numPendingTests":2,"numTodoTests":0}"#;
        assert_eq!(
            vitest(json),
            Some(Counts {
                passed: 6,
                failed: 1,
                skipped: 2
            })
        );
        assert_eq!(vitest("{}"), None);
    }
}
