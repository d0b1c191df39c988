//! When a failed delivery is tried again: a rule, without clock or network.

use std::time::Duration;

use rand::{Rng, RngCore};

use crate::error::SyncError;

/// The first pause is at most this long; each further one twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// No pause grows beyond this.
const LONGEST_BACK_OFF: Duration = Duration::from_secs(5 * 60);

/// No pause is longer, not even one that the central API asks for.
///
/// An envelope that waits for an instant further ahead was postponed before
/// the clock was set back; an [`crate::Outbox`] may call it due.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);

/// What to do after a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Try again after a pause.
    After(Duration),
    /// Try again once the operator has given password and PIN anew.
    NeedsCredentials,
    /// Do not try again: it cannot succeed.
    Never,
}

/// What to do after `attempts` (counted from 1) of which the last failed with
/// `error`; `random` spreads the desks of many branches.
///
/// The pause is drawn evenly from nothing up to 2 s · 2^(attempts − 1), at
/// most five minutes ("full jitter").
pub fn retry(error: &SyncError, attempts: u32, random: &mut dyn RngCore) -> Retry {
    match error {
        SyncError::Unreachable { .. }
        | SyncError::TimedOut { .. }
        | SyncError::Server { .. }
        // The decision may have taken effect: the next attempt looks first.
        | SyncError::UnexpectedAnswer { .. }
        | SyncError::TooLarge { .. }
        | SyncError::Host(_) => Retry::After(back_off(attempts, random)),
        // Somebody has to mend the token; nothing is lost until then.
        SyncError::Unauthorised { .. } | SyncError::Configuration { .. } => {
            Retry::After(LONGEST_BACK_OFF)
        }
        SyncError::LockedOut { retry_after, .. } => Retry::After(
            retry_after
                .unwrap_or(LONGEST_BACK_OFF)
                .clamp(FIRST_PAUSE, LONGEST_PAUSE),
        ),
        SyncError::CredentialsRejected { .. } => Retry::NeedsCredentials,
        SyncError::WrongState { .. } | SyncError::NotFound { .. } | SyncError::Refused { .. } => {
            Retry::Never
        }
    }
}

fn back_off(attempts: u32, random: &mut dyn RngCore) -> Duration {
    let doublings = attempts.saturating_sub(1).min(16);
    let most = FIRST_PAUSE
        .saturating_mul(1 << doublings)
        .min(LONGEST_BACK_OFF);
    most.mul_f64(random.random())
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;
    use crate::error::Operation;

    const OPERATION: Operation = Operation::Approve;

    #[test]
    fn a_pause_grows_with_the_attempts_up_to_five_minutes() {
        let error = SyncError::Unreachable {
            operation: OPERATION,
        };
        for (attempts, most_s) in [
            (0, 2),
            (1, 2),
            (2, 4),
            (4, 16),
            (8, 256),
            (9, 300),
            (u32::MAX, 300),
        ] {
            let mut random = StdRng::seed_from_u64(7);
            let pauses: Vec<Duration> = (0..200)
                .map(|_| match retry(&error, attempts, &mut random) {
                    Retry::After(pause) => pause,
                    Retry::NeedsCredentials | Retry::Never => panic!("no pause"),
                })
                .collect();
            let most = Duration::from_secs(most_s);
            assert!(
                pauses.iter().all(|pause| *pause <= most),
                "{attempts} attempts"
            );
            assert!(
                pauses.iter().any(|pause| *pause > most.mul_f64(0.9)),
                "up to the bound"
            );
            assert!(
                pauses.iter().any(|pause| *pause < most.mul_f64(0.1)),
                "down to nothing"
            );
        }
    }

    #[test]
    fn only_what_can_succeed_is_tried_again() {
        let vendor_id = None;
        check(
            &SyncError::TimedOut {
                operation: OPERATION,
            },
            "after",
        );
        check(
            &SyncError::Server {
                operation: OPERATION,
                status: 500,
                vendor_id: None,
            },
            "after",
        );
        check(
            &SyncError::UnexpectedAnswer {
                operation: OPERATION,
                what: String::new(),
            },
            "after",
        );
        check(
            &SyncError::Unauthorised {
                operation: OPERATION,
            },
            "after",
        );
        check(
            &SyncError::CredentialsRejected {
                operation: OPERATION,
                vendor_id: None,
            },
            "credentials",
        );
        check(
            &SyncError::WrongState {
                operation: OPERATION,
                vendor_id: None,
            },
            "never",
        );
        check(
            &SyncError::NotFound {
                operation: OPERATION,
            },
            "never",
        );
        check(
            &SyncError::Refused {
                operation: OPERATION,
                code: "fields_missing",
                vendor_id,
            },
            "never",
        );
    }

    #[test]
    fn a_lock_is_waited_out_but_not_for_ever() {
        for (said_s, waited_s) in [(0, 2), (90, 90), (86_400, 900)] {
            let error = SyncError::LockedOut {
                operation: OPERATION,
                retry_after: Some(Duration::from_secs(said_s)),
            };
            let pause = retry(&error, 1, &mut StdRng::seed_from_u64(7));
            assert_eq!(pause, Retry::After(Duration::from_secs(waited_s)));
        }
    }

    #[track_caller]
    fn check(error: &SyncError, expected: &str) {
        let found = match retry(error, 3, &mut StdRng::seed_from_u64(7)) {
            Retry::After(_) => "after",
            Retry::NeedsCredentials => "credentials",
            Retry::Never => "never",
        };
        assert_eq!(found, expected, "{error}");
    }
}
