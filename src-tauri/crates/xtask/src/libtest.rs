//! Reads what Rust's test programs print.

/// What a run of test programs came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
}

/// Counts the tests in `output`, which was printed with `--show-output`.
///
/// A test that cannot run here prints a line `SKIPPED: …` and returns, so the
/// test program calls it passed; here it counts as skipped.
pub(crate) fn count(output: &str) -> Counts {
    let mut counts = Counts::default();
    let mut section = Section::Between;
    for line in output.lines() {
        if let Some(results) = line.strip_prefix("test result: ") {
            counts.passed += number_before(results, " passed");
            counts.failed += number_before(results, " failed");
            counts.skipped += number_before(results, " ignored");
        }
        if line.starts_with("---- ") && line.ends_with(" ----") {
            section = Section::OfOneTest;
        } else if line == "failures:" || line.starts_with("test result: ") {
            section = Section::Between;
        }
        if section == Section::OfOneTest && line.trim_start().starts_with("SKIPPED") {
            section = Section::OfSkippedTest;
            counts.skipped += 1;
            counts.passed = counts.passed.saturating_sub(1);
        }
    }
    counts
}

/// The tests of `output` that failed, each with the first lines of what it
/// printed.
pub(crate) fn failures(output: &str) -> Vec<String> {
    let mut failures: Vec<String> = Vec::new();
    let mut lines = output.lines().peekable();
    while let Some(line) = lines.next() {
        if line != "failures:" {
            continue;
        }
        // The names alone follow under the same heading once more.
        let mut lines_of_one = LINES_OF_A_FAILURE;
        while let Some(line) = lines.next_if(|line| !is_end(line)) {
            let name = line
                .strip_prefix("---- ")
                .and_then(|line| line.strip_suffix(" stdout ----"));
            if let Some(name) = name {
                failures.push(name.to_owned());
                lines_of_one = 0;
            } else if let Some(failure) = failures.last_mut()
                && lines_of_one < LINES_OF_A_FAILURE
                && !line.trim().is_empty()
            {
                lines_of_one += 1;
                failure.push_str("\n    ");
                failure.push_str(line);
            }
        }
    }
    failures
}

/// How many lines of a failure are repeated.
const LINES_OF_A_FAILURE: usize = 12;

/// Whether a list of failures is over: the list of their names follows.
fn is_end(line: &str) -> bool {
    line == "failures:" || line.starts_with("test result: ")
}

/// The part of the output that a line stands in.
#[derive(PartialEq, Eq)]
enum Section {
    Between,
    OfOneTest,
    OfSkippedTest,
}

fn number_before(text: &str, word: &str) -> u32 {
    text.split(word)
        .next()
        .filter(|before| before.len() < text.len())
        .and_then(|before| before.rsplit(|c: char| !c.is_ascii_digit()).next())
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_several_programs_add_up() {
        check(
            "test a ... ok\n\ntest result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out\n\
             test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n",
            (16, 2, 1),
        );
        check("", (0, 0, 0));
    }

    #[test]
    fn a_test_that_says_skipped_is_not_called_passed_and_counts_once() {
        check(
            "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n\
             successes:\n\n---- a stdout ----\nSKIPPED: no data\nSKIPPED: no models\n\n\
             ---- b stdout ----\nall SKIPPED here\n\n\
             successes:\n    a\n    b\n\n\
             test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n",
            (2, 0, 1),
        );
    }

    #[test]
    fn a_failure_is_named_with_what_it_printed() {
        let output = "---- fine stdout ----\nall is well\n\n\
             failures:\n\n---- broken stdout ----\nthread 'broken' panicked at src/a.rs:1:2:\nno\n\n\
             ---- other stdout ----\nError: gone\n\n\
             failures:\n    broken\n    other\n\ntest result: FAILED. 1 passed; 2 failed\n";
        let expected = [
            "broken\n    thread 'broken' panicked at src/a.rs:1:2:\n    no",
            "other\n    Error: gone",
        ];
        assert_eq!(failures(output), expected);
    }

    #[track_caller]
    fn check(output: &str, (passed, failed, skipped): (u32, u32, u32)) {
        assert_eq!(
            count(output),
            Counts {
                passed,
                failed,
                skipped
            }
        );
    }
}
