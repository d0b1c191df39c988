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

    // Neither keeps all cores busy all the time.
    let (built, looked_at) = std::thread::scope(|scope| {
        let ui = scope.spawn(|| ui_parts(&ui_folder));
        let built = rust_builds(root, options);
        let looked_at = ui
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (built, looked_at)
    });
    for part in looked_at?.into_iter().chain(built?) {
        report.add(part);
    }
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

    let mut failures = report.failures().peekable();
    if failures.peek().is_some() {
        step::heading("What failed");
        failures.for_each(|failure| eprintln!("{failure}"));
    }
    step::heading("What ran");
    eprintln!("{report}");
    Ok(if report.is_green() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Types, style and tests of the window.
fn ui_parts(ui_folder: &Path) -> anyhow::Result<Vec<Part>> {
    Ok(vec![
        check("ui check", ui::npm(ui_folder).args(["run", "check"]))?,
        check("ui lint", ui::npm(ui_folder).args(["run", "lint"]))?,
        ui_tests(ui_folder)?,
    ])
}

/// Style and lints of the Rust code, then the programs beside the tests: some
/// tests start them.
fn rust_builds(root: &Path, options: &Options) -> anyhow::Result<Vec<Part>> {
    let clippy = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    // Benches are linked by who measures.
    let build = [
        "build",
        "--workspace",
        "--lib",
        "--bins",
        "--tests",
        "--examples",
    ];
    Ok(vec![
        check("cargo fmt", cargo(root).args(["fmt", "--all", "--check"]))?,
        if options.fast {
            Part::not_run("cargo clippy", "--fast")
        } else {
            check("cargo clippy", cargo(root).args(clippy))?
        },
        check("cargo build", cargo(root).args(build))?,
    ])
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
        failures: Vec::new(),
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
        failures: libtest::failures(&output),
    })
}

fn ui_tests(ui_folder: &Path) -> anyhow::Result<Part> {
    let started = Instant::now();
    let results = ui_folder.join("node_modules/.sportello-tests.json");
    // An old file must not speak for this run.
    drop(std::fs::remove_file(&results));
    let (output, success) = step::tee(
        "ui tests",
        ui::npm(ui_folder)
            .args(["test", "--", "--reporter=default", "--reporter=json"])
            .arg(format!("--outputFile.json={}", results.display())),
    )?;
    let (counts, mut failures) = std::fs::read_to_string(&results)
        .ok()
        .and_then(|json| vitest(&json))
        .unwrap_or_default();
    if !success && failures.is_empty() {
        failures.extend(outside_of_tests(&output));
    }
    Ok(Part {
        name: "ui tests",
        counts,
        time: started.elapsed(),
        outcome: outcome(success && counts.passed > 0),
        failures,
    })
}

/// Reads the counts from vitest's JSON report, and what failed.
fn vitest(json: &str) -> Option<(Counts, Vec<String>)> {
    let results: serde_json::Value = serde_json::from_str(json).ok()?;
    let number = |name: &str| u32::try_from(results.get(name)?.as_u64()?).ok();
    let counts = Counts {
        passed: number("numPassedTests")?,
        failed: number("numFailedTests")?,
        skipped: number("numPendingTests")? + number("numTodoTests").unwrap_or(0),
    };
    let list = |value: &serde_json::Value, name: &str| {
        let list = value.get(name).and_then(serde_json::Value::as_array);
        list.cloned().unwrap_or_default()
    };
    let failures = list(&results, "testResults")
        .iter()
        .flat_map(|file| list(file, "assertionResults"))
        .filter(|test| test["status"] == "failed")
        .map(|test| {
            let words = test["failureMessages"][0].as_str().unwrap_or_default();
            let first = words.lines().next().unwrap_or_default();
            format!("{}\n    {first}", test["fullName"].as_str().unwrap_or("?"))
        })
        .collect();
    Some((counts, failures))
}

/// What vitest says of an error that no test waited for: it fails the run and
/// stands in no report.
fn outside_of_tests(output: &str) -> Option<String> {
    let (_, errors) = output.split_once("Unhandled Errors")?;
    let lines = errors
        .lines()
        .skip(1)
        .filter(|line| !line.trim().is_empty());
    let first: Vec<_> = lines.take(LINES_OF_AN_ERROR).collect();
    Some(format!(
        "outside of the tests\n    {}",
        first.join("\n    ")
    ))
}

/// How many lines of such an error are repeated.
const LINES_OF_AN_ERROR: usize = 14;

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
        let json = r#"{"numTotalTests":9,"numPassedTests":6,"numFailedTests":1,"numPendingTests":2,"numTodoTests":0,
            "testResults":[{"assertionResults":[
                {"fullName":"a desk opens","status":"passed","failureMessages":[]},
                {"fullName":"a desk closes","status":"failed","failureMessages":["Error: it stays\n  at desk.ts"]}]}]}"#;
        let counts = Counts {
            passed: 6,
            failed: 1,
            skipped: 2,
        };
        let failures = vec!["a desk closes\n    Error: it stays".to_owned()];
        assert_eq!(vitest(json), Some((counts, failures)));
        assert_eq!(vitest("{}"), None);
    }

    #[test]
    fn an_error_that_no_test_waited_for_is_repeated() {
        let output = "all well\n⎯⎯ Unhandled Errors ⎯⎯\n\nVitest caught 1 unhandled error\n\nTypeError: no\n";
        let said = "outside of the tests\n    Vitest caught 1 unhandled error\n    TypeError: no";
        assert_eq!(outside_of_tests(output).as_deref(), Some(said));
        assert_eq!(outside_of_tests("all well"), None);
    }
}
