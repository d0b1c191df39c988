//! The time, handed in.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Where a rule gets the time from.
pub trait Clock: Send + Sync {
    /// The present instant, in UTC.
    fn now(&self) -> Timestamp;

    /// The civil date at the counter: documents expire at local midnight.
    fn today(&self) -> Date {
        let zone = TimeZone::get("Europe/Rome").unwrap_or(TimeZone::UTC);
        self.now().to_zoned(zone).date()
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
