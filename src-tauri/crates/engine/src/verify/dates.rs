//! Expiry of the document and age of the person.

use domain::{
    check::{Answer, Check, Finding, Reason},
    field::Name,
};
use jiff::civil::Date;

use super::values::Values;

/// Whether the document is still valid on `today`; the last day counts.
pub(super) fn non_expired(values: Values<'_>, today: Date) -> Finding {
    let Some((expiry, read)) = values.read_date(Name::ExpiryDate) else {
        return Finding::new(
            Check::NonExpired,
            Answer::NotAssessable,
            Reason::Missing(Name::ExpiryDate),
        );
    };
    valid_until(Check::NonExpired, expiry, today).seen_at(read.reading.seen)
}

/// Whether the health card is still valid on `today`; the last day counts. A
/// session without a picture of one did not ask for it.
pub(super) fn health_card(values: Values<'_>, shown: bool, today: Date) -> Finding {
    let check = Check::HealthCardNotExpired;
    if !shown {
        return Finding::new(check, Answer::NotAssessable, Reason::NotRequested);
    }
    let read = values.reads.iter().find_map(|read| {
        let date = read.value().parse().ok()?;
        (read.field() == Name::HealthCardExpiry).then_some((date, read))
    });
    match read {
        Some((expiry, read)) => valid_until(check, expiry, today).seen_at(read.reading.seen),
        None => Finding::new(
            check,
            Answer::NotAssessable,
            Reason::Missing(Name::HealthCardExpiry),
        ),
    }
}

fn valid_until(check: Check, expiry: Date, today: Date) -> Finding {
    if expiry < today {
        Finding::new(check, Answer::No, Reason::ExpiredOn(expiry))
    } else {
        Finding::new(check, Answer::Yes, Reason::ValidUntil(expiry))
    }
}

/// Whether the person is of age on `today`: `of_age` full years old.
pub(super) fn not_underage(values: Values<'_>, of_age: u8, today: Date) -> Finding {
    let Some((birth, read)) = values
        .read_date(Name::BirthDate)
        .filter(|(birth, _)| *birth <= today)
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
    Finding::new(Check::NotUnderage, answer, Reason::Age(age)).seen_at(read.reading.seen)
}

/// Full years between `birth` and `today`; who is born on 29 February turns a
/// year older on 1 March of common years.
fn age_in_years(birth: Date, today: Date) -> i16 {
    let before_birthday = (today.month(), today.day()) < (birth.month(), birth.day());
    today.year() - birth.year() - i16::from(before_birthday)
}

#[cfg(test)]
mod tests {
    use domain::{evidence::Kind, field::Source};

    use super::*;
    use crate::verify::read::{Read, sample};

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
            reads: &readings,
        };
        assert_eq!(non_expired(values, TODAY).answer, expected);
    }

    #[track_caller]
    fn age(date: &str, expected: Answer, years: i16) {
        let readings = [read(Name::BirthDate, date)];
        let values = Values {
            declared: &[],
            reads: &readings,
        };
        let finding = not_underage(values, 18, TODAY);
        assert_eq!(
            (finding.answer, finding.reason),
            (expected, Reason::Age(years))
        );
    }

    #[test]
    fn a_health_card_is_only_judged_where_one_is_shown() {
        let reads = [sample::read(
            Name::HealthCardExpiry,
            Source::VisualZone,
            Kind::HealthCardFront,
            "2026-11-20",
        )];
        let values = Values {
            declared: &[],
            reads: &reads,
        };
        assert_eq!(health_card(values, true, TODAY).answer, Answer::No);
        let none = health_card(values, false, TODAY);
        assert_eq!(none.reason, Reason::NotRequested);
    }

    fn read(field: Name, value: &str) -> Read {
        sample::read(field, Source::Mrz, Kind::DocumentRear, value)
    }
}
