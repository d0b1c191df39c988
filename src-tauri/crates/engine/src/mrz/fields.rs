//! What the characters of a zone mean.

use std::fmt;

use domain::document::Sex;
use jiff::civil::Date;

/// The data of a zone, fillers taken out. Personal: `{:?}` prints none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Fields {
    /// One or two characters: `P`, `I`, `ID`, `AC`, `V` …
    pub document_code: String,
    /// The issuing state or organisation, one to three letters: `ITA`, `D`.
    pub issuer: String,
    /// The document number, a long one put together.
    pub document_number: String,
    /// The primary identifier, its parts separated by one blank.
    pub surname: String,
    /// The secondary identifiers, separated by one blank.
    pub given_names: String,
    /// One to three letters.
    pub nationality: String,
    /// `None` where it is unknown in part, or no date of the calendar.
    pub birth_date: Option<Date>,
    /// As stated.
    pub sex: Sex,
    /// `None` where the document does not expire, or it is no date.
    pub expiry_date: Option<Date>,
    /// Optional data (personal number), inner fillers as blanks.
    pub optional_data: String,
    /// The second optional data of a TD1.
    pub optional_data_2: String,
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fields")
            .field("document_code", &self.document_code)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

/// Years an expiry date may lie ahead; the other 48 of the century lie behind.
/// Some states let cards of old people run for fifty years.
const EXPIRY_AHEAD: i16 = 51;

/// A birth date from `YYMMDD`: the latest such day that is not after `today`.
pub(super) fn birth_date(yymmdd: &str, today: Date) -> Option<Date> {
    [0, 100]
        .into_iter()
        .filter_map(|back| date(yymmdd, today.year() / 100 * 100 - back))
        .find(|date| *date <= today)
}

/// An expiry date from `YYMMDD`: the one in the hundred years around `today`
/// that leans to the future.
pub(super) fn expiry_date(yymmdd: &str, today: Date) -> Option<Date> {
    let century = today.year() / 100 * 100;
    [century + 100, century, century - 100]
        .into_iter()
        .filter_map(|century| date(yymmdd, century))
        .find(|date| date.year() <= today.year() + EXPIRY_AHEAD)
}

fn date(yymmdd: &str, century: i16) -> Option<Date> {
    if !yymmdd.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let pair = |at: usize| yymmdd.get(at..at + 2)?.parse::<i8>().ok();
    Date::new(century + i16::from(pair(0)?), pair(2)?, pair(4)?).ok()
}

/// Whether `YYMMDD` can stand on a document: a day of the calendar, or one
/// that is unknown in part (fillers).
pub(super) fn is_possible_date(yymmdd: &str) -> bool {
    // 2000 and 1900 differ in 29 February only.
    yymmdd.contains('<') || date(yymmdd, 2000).is_some()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[track_caller]
    fn check(read: fn(&str, Date) -> Option<Date>, yymmdd: &str, expected: Option<Date>) {
        assert_eq!(read(yymmdd, date(2026, 11, 21)), expected, "{yymmdd}");
    }

    #[test]
    fn a_birth_lies_in_the_past() {
        check(birth_date, "261121", Some(date(2026, 11, 21)));
        check(birth_date, "261122", Some(date(1926, 11, 22)));
        check(birth_date, "740812", Some(date(1974, 8, 12)));
        check(birth_date, "000229", Some(date(2000, 2, 29)));
        check(birth_date, "74<<<<", None);
        check(birth_date, "740230", None);
        check(birth_date, "+1+1+1", None);
    }

    #[test]
    fn an_expiry_leans_to_the_future() {
        check(expiry_date, "120415", Some(date(2012, 4, 15)));
        check(expiry_date, "360101", Some(date(2036, 1, 1)));
        check(expiry_date, "770101", Some(date(2077, 1, 1)));
        check(expiry_date, "941101", Some(date(1994, 11, 1)));
        check(expiry_date, "<<<<<<", None);
        check(expiry_date, "991399", None);
    }
}
