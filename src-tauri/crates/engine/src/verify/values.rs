//! Declared and read values of a session, side by side.

use domain::field::{Declared, Name, Reading, Source};
use jiff::civil::Date;

/// Sources in the order in which they are believed.
const TRUSTED: [Source; 4] = [
    Source::Mrz,
    Source::BarCode,
    Source::VisualZone,
    Source::Capture,
];

/// The values of one session.
#[derive(Clone, Copy)]
pub(super) struct Values<'a> {
    pub(super) declared: &'a [Declared],
    pub(super) readings: &'a [Reading],
}

impl<'a> Values<'a> {
    /// The declared value of `field`, unless it is empty.
    pub(super) fn declared(self, field: Name) -> Option<&'a str> {
        self.declared
            .iter()
            .find(|declared| declared.field == field)
            .map(|declared| declared.value.reveal().trim())
            .filter(|value| !value.is_empty())
    }

    /// The value of `field` read from the most trusted source.
    pub(super) fn read(self, field: Name) -> Option<(Source, &'a str)> {
        TRUSTED
            .into_iter()
            .find_map(|source| Some((source, self.read_from(field, source)?)))
    }

    /// The value of `field` read from `source`.
    pub(super) fn read_from(self, field: Name, source: Source) -> Option<&'a str> {
        self.readings
            .iter()
            .find(|reading| reading.field == field && reading.source == source)
            .map(|reading| reading.value.reveal().trim())
            .filter(|value| !value.is_empty())
    }

    /// What was read, else what was declared.
    pub(super) fn best(self, field: Name) -> Option<&'a str> {
        self.read(field)
            .map(|(_, value)| value)
            .or_else(|| self.declared(field))
    }

    /// A date that was read, as a civil date.
    pub(super) fn read_date(self, field: Name) -> Option<Date> {
        self.read(field).and_then(|(_, value)| value.parse().ok())
    }
}
