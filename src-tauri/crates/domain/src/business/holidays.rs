//! The public holidays of Italy.

use jiff::civil::Date;

/// Holidays that fall on the same day every year: law 260 of 1949 with its
/// changes. Month, day, first year.
const FIXED: [(i8, i8, i16); 11] = [
    (1, 1, 1949),
    (1, 6, 1986),
    (4, 25, 1949),
    (5, 1, 1949),
    (6, 2, 2001),
    (8, 15, 1949),
    // Saint Francis: law 151 of 8 October 2025.
    (10, 4, 2026),
    (11, 1, 1949),
    (12, 8, 1949),
    (12, 25, 1949),
    (12, 26, 1949),
];

/// Whether `date` is a public holiday in the whole of Italy. Sundays are not
/// named as such, except Easter.
#[must_use]
pub fn italian_holiday(date: Date) -> bool {
    let fixed = FIXED.iter().any(|(month, day, since)| {
        (date.month(), date.day()) == (*month, *day) && date.year() >= *since
    });
    let moved = easter(date.year()).is_some_and(|sunday| {
        date == sunday || sunday.tomorrow().is_ok_and(|monday| date == monday)
    });
    fixed || moved
}

/// Easter Sunday of a year in the Gregorian calendar, by the rule of Meeus,
/// Jones and Butcher; `None` for a year that the calendar does not have.
#[must_use]
pub fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let golden = year % 19;
    let (century, within) = (year / 100, year % 100);
    let skipped = century - century / 4 - (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + skipped + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (within / 4) - epact - within % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * late + 114;
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(sum / 31).ok()?,
        i8::try_from(sum % 31 + 1).ok()?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn easter_falls_where_the_almanac_has_it() {
        for (year, month, day) in [
            (1961, 4, 2),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2038, 4, 25),
        ] {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn the_holidays_of_italy_are_known() {
        for (day, expected) in [
            (date(2026, 4, 5), true),
            (date(2026, 4, 6), true),
            (date(2026, 4, 7), false),
            (date(2026, 6, 2), true),
            (date(2026, 10, 4), true),
            (date(2025, 10, 4), false),
            (date(2026, 12, 24), false),
        ] {
            assert_eq!(italian_holiday(day), expected, "{day}");
        }
    }
}
