//! Declared and read values of a session, side by side.

use domain::{
    evidence::Kind,
    field::{Declared, Name, Source},
};
use jiff::civil::Date;

use super::read::Read;

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
    pub(super) reads: &'a [Read],
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

    /// What was read of `field` by the most trusted source. A health card says
    /// nothing of the document.
    pub(super) fn read(self, field: Name) -> Option<&'a Read> {
        TRUSTED
            .into_iter()
            .find_map(|source| self.read_from(field, source))
    }

    /// What `source` read of `field`, health cards aside.
    pub(super) fn read_from(self, field: Name, source: Source) -> Option<&'a Read> {
        self.reads.iter().find(|read| {
            read.field() == field
                && read.source() == source
                && !read.value().is_empty()
                && !on_health_card(read)
        })
    }

    /// Everything the engine itself read of `field`; of a health card what says
    /// who the holder is.
    pub(super) fn all(self, field: Name) -> impl Iterator<Item = &'a Read> {
        let personal = matches!(
            field,
            Name::Surname
                | Name::GivenName
                | Name::Sex
                | Name::BirthDate
                | Name::BirthPlace
                | Name::TaxCode
        );
        self.reads.iter().filter(move |read| {
            read.field() == field
                && read.source() != Source::Capture
                && !read.value().is_empty()
                && (personal || !on_health_card(read))
        })
    }

    /// What was read, else what was declared.
    pub(super) fn best(self, field: Name) -> Option<&'a str> {
        self.read(field)
            .map(Read::value)
            .or_else(|| self.declared(field))
    }

    /// What was read of a date, as a civil date.
    pub(super) fn read_date(self, field: Name) -> Option<(Date, &'a Read)> {
        let read = self.read(field)?;
        Some((read.value().parse().ok()?, read))
    }
}

fn on_health_card(read: &Read) -> bool {
    matches!(
        read.evidence(),
        Some(Kind::HealthCardFront | Kind::HealthCardRear)
    )
}
