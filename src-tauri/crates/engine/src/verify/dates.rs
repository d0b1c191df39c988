//! Expiry of the document and age of the person.

use domain::{
    check::{Answer, Check, Finding, Reason},
    field::Name,
};
use jiff::civil::Date;

use super::values::Values;

/// Whether the document is still valid on `today`; the last day counts.
pub(super) fn non_expired(values: Values<'_>, today: Date) -> Finding {
    let Some(expiry) = values.read_date(Name::ExpiryDate) else {
        return Finding::new(
            Check::NonExpired,
            Answer::NotAssessable,
            Reason::Missing(Name::ExpiryDate),
        );
    };
    if expiry < today {
        Finding::new(Check::NonExpired, Answer::No, Reason::ExpiredOn(expiry))
    } else {
        Finding::new(Check::NonExpired, Answer::Yes, Reason::ValidUntil(expiry))
    }
}

/// Whether the person is of age on `today`: `of_age` full years old.
pub(super) fn not_underage(values: Values<'_>, of_age: u8, today: Date) -> Finding {
    let Some(birth) = values
        .read_date(Name::BirthDate)
        .filter(|birth| *birth <= today)
    else {
        return Finding::new(
            Check::NotUnderage,
            Answer::NotAssessable,
            Reason::Missing(Name::BirthDate),
        );
    };
    let age = age_in_years(birth, today);
    let answer = if age >= i16::from(of_age) {
        Answer::Yes
    } else {
        Answer::No
    };
    Finding::new(Check::NotUnderage, answer, Reason::Age(age))
}

/// Full years between `birth` and `today`; who is born on 29 February turns a
/// year older on 1 March of common years.
fn age_in_years(birth: Date, today: Date) -> i16 {
    let before_birthday = (today.month(), today.day()) < (birth.month(), birth.day());
    today.year() - birth.year() - i16::from(before_birthday)
}

#[cfg(test)]
mod tests {
    use domain::field::{Reading, Source};

    use super::*;

    #[test]
    fn a_document_is_valid_on_its_last_day() {
        expiry("2026-11-21", Answer::Yes);
        expiry("2026-11-20", Answer::No);
        expiry("not a date", Answer::NotAssessable);
    }

    #[test]
    fn a_person_is_of_age_on_the_birthday() {
        age("2008-11-21", Answer::Yes, 18);
        age("2008-11-22", Answer::No, 17);
        age("2000-02-29", Answer::Yes, 26);
    }

    const TODAY: Date = Date::constant(2026, 11, 21);

    #[track_caller]
    fn expiry(date: &str, expected: Answer) {
        let readings = [read(Name::ExpiryDate, date)];
        let values = Values {
            declared: &[],
            readings: &readings,
        };
        assert_eq!(non_expired(values, TODAY).answer, expected);
    }

    #[track_caller]
    fn age(date: &str, expected: Answer, years: i16) {
        let readings = [read(Name::BirthDate, date)];
        let values = Values {
            declared: &[],
            readings: &readings,
        };
        let finding = not_underage(values, 18, TODAY);
        assert_eq!(
            (finding.answer, finding.reason),
            (expected, Reason::Age(years))
        );
    }

    fn read(field: Name, value: &str) -> Reading {
        Reading {
            field,
            source: Source::Mrz,
            value: value.into(),
        }
    }
}
