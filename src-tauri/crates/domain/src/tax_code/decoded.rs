//! What a tax code says about a person.

use std::fmt;

use jiff::civil::Date;

use super::CheckCharacter;
use crate::{document::Sex, place::PlaceCode};

/// The parts of a tax code. Prints nothing about the person.
#[derive(Clone, PartialEq, Eq)]
pub struct Decoded {
    /// Three letters from the surname.
    pub surname: String,
    /// Three letters from the given names.
    pub given_name: String,
    /// Date of birth without its century.
    pub birth: CodeDate,
    /// Female or male.
    pub sex: Sex,
    /// Code of the municipality or country of birth, in digits.
    pub place_code: PlaceCode,
    /// How many digits were exchanged for letters, 0 to 7.
    pub omocodia: u8,
    /// Whether the last character is right.
    pub check: CheckCharacter,
}

impl fmt::Debug for Decoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoded")
            .field("omocodia", &self.omocodia)
            .finish_non_exhaustive()
    }
}

/// A date as tax codes have it: the year without its century.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeDate {
    /// The last two digits of the year, 0 to 99.
    pub year: u8,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day, 1 to 31.
    pub day: u8,
}

impl CodeDate {
    /// `date` without its century.
    #[must_use]
    pub fn of(date: Date) -> Self {
        Self {
            year: date.year().rem_euclid(100) as u8,
            month: date.month().unsigned_abs(),
            day: date.day().unsigned_abs(),
        }
    }

    /// The latest such date that is not after `today`: people are born in the
    /// past, and few live to be a hundred.
    #[must_use]
    pub fn latest_until(self, today: Date) -> Option<Date> {
        let century = today.year() - today.year().rem_euclid(100);
        (0..=4)
            .filter_map(|back| self.in_century(century - back * 100))
            .find(|date| *date <= today)
    }

    /// Whether there is such a date in the 20th or 21st century.
    pub(super) fn exists(self) -> bool {
        self.in_century(1900).is_some() || self.in_century(2000).is_some()
    }

    fn in_century(self, century: i16) -> Option<Date> {
        let (month, day) = (i8::try_from(self.month).ok()?, i8::try_from(self.day).ok()?);
        Date::new(century + i16::from(self.year), month, day).ok()
    }
}

impl fmt::Debug for CodeDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeDate([personal])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_century_is_the_latest_that_is_past() {
        let today = date(2026, 11, 21);
        let check = |year, month, day, expected| {
            assert_eq!(
                CodeDate { year, month, day }.latest_until(today),
                Some(expected)
            );
        };
        check(2, 4, 16, date(2002, 4, 16));
        check(26, 11, 21, date(2026, 11, 21));
        check(26, 11, 22, date(1926, 11, 22));
        check(85, 4, 3, date(1985, 4, 3));
        check(0, 2, 29, date(2000, 2, 29));
    }
}
