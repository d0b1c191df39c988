//! What happens when nobody touches anything.

use jiff::SignedDuration;

/// When a warning comes, and when everything is wiped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdleRule {
    /// The warning comes after so long.
    pub warn_after: SignedDuration,
    /// Everything is wiped after so long.
    pub end_after: SignedDuration,
}

/// What a silence means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// Nothing.
    Fine,
    /// The customer is warned.
    Warned {
        /// Until everything is wiped, in whole seconds, at least one.
        seconds_left: u32,
    },
    /// Everything is wiped.
    Over,
}

impl IdleRule {
    /// Wipes after `end_after`, and warns when a third of it is left, at most
    /// a minute.
    #[must_use]
    pub fn ending_after(end_after: SignedDuration) -> Self {
        let warning = (end_after / 3).min(SignedDuration::from_mins(1));
        Self {
            warn_after: end_after.saturating_sub(warning),
            end_after,
        }
    }

    /// What a silence of `quiet` means.
    #[must_use]
    pub fn look(&self, quiet: SignedDuration) -> Idle {
        if quiet >= self.end_after {
            return Idle::Over;
        }
        if quiet < self.warn_after {
            return Idle::Fine;
        }
        let left = self.end_after.saturating_sub(quiet);
        let seconds = left.as_secs() + i64::from(left.subsec_nanos() > 0);
        Idle::Warned {
            seconds_left: u32::try_from(seconds).unwrap_or(u32::MAX),
        }
    }
}

impl Default for IdleRule {
    /// Three minutes.
    fn default() -> Self {
        Self::ending_after(SignedDuration::from_mins(3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_warned_of_and_then_over() {
        check(0, Idle::Fine);
        check(119_999, Idle::Fine);
        check(120_000, Idle::Warned { seconds_left: 60 });
        check(179_001, Idle::Warned { seconds_left: 1 });
        check(180_000, Idle::Over);
        check(9_000_000, Idle::Over);
    }

    #[test]
    fn a_clock_that_was_set_back_ends_nothing() {
        check(-5_000, Idle::Fine);
    }

    #[track_caller]
    fn check(quiet_ms: i64, expected: Idle) {
        let quiet = SignedDuration::from_millis(quiet_ms);
        assert_eq!(IdleRule::default().look(quiet), expected);
    }
}
