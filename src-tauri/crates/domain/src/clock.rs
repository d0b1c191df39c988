//! The time, handed in.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Name of the zone in which the counter's days begin and end, after the IANA
/// time zone database. A machine set to another zone has the same days.
pub const COUNTER_ZONE: &str = "Europe/Rome";

/// The counter's time zone: documents expire at its midnight, days are counted
/// in it, and papers are dated in it.
#[must_use]
pub fn counter_zone() -> TimeZone {
    TimeZone::get(COUNTER_ZONE).unwrap_or(TimeZone::UTC)
}

/// Where a rule gets the time from.
pub trait Clock: Send + Sync {
    /// The present instant, in UTC.
    fn now(&self) -> Timestamp;

    /// The civil date at the counter: documents expire at local midnight.
    fn today(&self) -> Date {
        self.now().to_zoned(counter_zone()).date()
    }
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the machine's time enters"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still, for tests and for repeatable documents.
#[derive(Debug, Clone, Copy)]
pub struct Frozen(pub Timestamp);

impl Clock for Frozen {
    fn now(&self) -> Timestamp {
        self.0
    }
}
