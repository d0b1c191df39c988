//! The table at the end of `cargo xtask test`.

use std::fmt;
use std::time::Duration;

use crate::libtest::Counts;

/// What one part of the tests came to.
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) counts: Counts,
    pub(crate) time: Duration,
    pub(crate) outcome: Outcome,
    /// What failed, each with its first words.
    pub(crate) failures: Vec<String>,
}

/// How a part ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It ran and everything held.
    Held,
    /// It ran and something did not hold.
    Failed,
    /// It did not run, and why.
    NotRun(&'static str),
}

impl Part {
    /// A part that was left out.
    pub(crate) const fn not_run(name: &'static str, why: &'static str) -> Self {
        Self {
            name,
            counts: Counts {
                passed: 0,
                failed: 0,
                skipped: 1,
            },
            time: Duration::ZERO,
            outcome: Outcome::NotRun(why),
            failures: Vec::new(),
        }
    }
}

/// All parts, in the order in which they ran.
#[derive(Default)]
pub(crate) struct Report {
    parts: Vec<Part>,
}

impl Report {
    /// Takes `part` in. A part that failed as a whole, say in its build, has
    /// at least one failure, so that the sum cannot look clean.
    pub(crate) fn add(&mut self, mut part: Part) {
        if part.outcome == Outcome::Failed {
            part.counts.failed = part.counts.failed.max(1);
        }
        self.parts.push(part);
    }

    /// Everything that failed, by part: the end of a long log is what is read.
    pub(crate) fn failures(&self) -> impl Iterator<Item = String> {
        self.parts.iter().flat_map(|part| {
            part.failures
                .iter()
                .map(|failure| format!("{}: {failure}", part.name))
        })
    }

    /// Whether nothing failed.
    pub(crate) fn is_green(&self) -> bool {
        self.parts.iter().all(|part| part.counts.failed == 0)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sum = Counts::default();
        writeln!(
            f,
            "{:<28} {:>7} {:>7} {:>8} {:>7}",
            "part", "passed", "failed", "skipped", "time"
        )?;
        for Part {
            name,
            counts,
            time,
            outcome,
            ..
        } in &self.parts
        {
            sum.passed += counts.passed;
            sum.failed += counts.failed;
            sum.skipped += counts.skipped;
            write!(
                f,
                "{name:<28} {:>7} {:>7} {:>8} {:>5} s",
                counts.passed,
                counts.failed,
                counts.skipped,
                time.as_secs()
            )?;
            match outcome {
                Outcome::Held => writeln!(f)?,
                Outcome::Failed => writeln!(f, "  FAILED")?,
                Outcome::NotRun(why) => writeln!(f, "  SKIPPED: {why}")?,
            }
        }
        write!(
            f,
            "\n{} passed, {} failed, {} skipped",
            sum.passed, sum.failed, sum.skipped
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(passed: u32, failed: u32, outcome: Outcome) -> Part {
        Part {
            name: "some",
            counts: Counts {
                passed,
                failed,
                skipped: 0,
            },
            time: Duration::ZERO,
            outcome,
            failures: Vec::new(),
        }
    }

    #[test]
    fn the_last_line_is_the_sum_of_all_parts() {
        let mut report = Report::default();
        report.add(part(3, 0, Outcome::Held));
        report.add(part(4, 2, Outcome::Failed));
        report.add(Part::not_run("window", "--fast"));
        let text = report.to_string();
        assert_eq!(text.lines().last(), Some("7 passed, 2 failed, 1 skipped"));
        assert!(!report.is_green());
    }

    #[test]
    fn a_part_that_did_not_even_build_is_a_failure() {
        let mut report = Report::default();
        report.add(part(0, 0, Outcome::Failed));
        assert!(!report.is_green());
        assert!(
            report
                .to_string()
                .ends_with("0 passed, 1 failed, 0 skipped")
        );
    }
}
