//! Dates and places, alone and together.

use std::ops::Range;

use jiff::civil::Date;

use super::value::{Read, single_blanks};

/// The dates of `text` with years of four digits, each with its characters'
/// range in bytes.
pub(super) fn dates(text: &str) -> Vec<(Date, Range<usize>)> {
    numbers(text, 4)
        .into_iter()
        .filter_map(|(day, month, year, range)| {
            let in_use = (1850..=2150).contains(&year);
            let date = Date::new(year, month, day).ok().filter(|_| in_use)?;
            Some((date, range))
        })
        .collect()
}

/// The dates of `text` whose years have two digits: day, month and year.
pub(super) fn short_dates(text: &str) -> Vec<(i8, i8, i16, Range<usize>)> {
    numbers(text, 2)
}

/// Three numbers that are parted by one mark each: two digits, two digits,
/// and `year` digits.
fn numbers(text: &str, year: usize) -> Vec<(i8, i8, i16, Range<usize>)> {
    let bytes = text.as_bytes();
    let length = 6 + year;
    let digits = |from: usize, count: usize| {
        bytes[from..from + count]
            .iter()
            .try_fold(0_i16, |sum, byte| {
                byte.is_ascii_digit()
                    .then(|| sum * 10 + i16::from(byte - b'0'))
            })
    };
    let parted = |at: usize| matches!(bytes[at], b'.' | b'/' | b'-' | b' ' | b',');
    let mut found = Vec::new();
    let mut from = 0;
    while from + length <= bytes.len() {
        let to = from + length;
        let alone = (from == 0 || !bytes[from - 1].is_ascii_digit())
            && bytes.get(to).is_none_or(|next| !next.is_ascii_digit());
        let parts = (alone && parted(from + 2) && parted(from + 5))
            .then(|| {
                Some((
                    digits(from, 2)?,
                    digits(from + 3, 2)?,
                    digits(from + 6, year)?,
                ))
            })
            .flatten();
        match parts {
            Some((day, month, year)) => {
                found.push((day as i8, month as i8, year, from..to));
                from = to;
            }
            None => from += 1,
        }
    }
    found
}

/// A place, in capitals, with its province in parentheses where one is printed.
pub(super) fn name(text: &str) -> Option<Read> {
    let text = single_blanks(&text.replace('(', " (").replace("( ", "("));
    let text = text.trim_matches([' ', '-', ',', '.', '/', ':']);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let allowed = |c: char| {
        c.is_alphabetic() || matches!(c, ' ' | '\'' | '’' | '`' | '-' | '.' | '(' | ')' | '/')
    };
    let balanced = text.matches('(').count() == text.matches(')').count();
    (letters >= 2 && capitals * 2 > letters && balanced && text.chars().all(allowed))
        .then(|| Read::plain(text.replace(['’', '`'], "'").to_uppercase()))
}

/// A date and the place before or behind it, if that has the form of one;
/// `None` without a date.
pub(super) fn with_date(text: &str) -> Option<(Option<Read>, Read)> {
    let (date, range) = dates(text).into_iter().next()?;
    let place = name(&text[..range.start]).or_else(|| name(&text[range.end..]));
    Some((place, Read::plain(date.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_and_its_date_are_told_apart() {
        #[track_caller]
        fn check(text: &str, expected: Option<(Option<&str>, &str)>) {
            let read = with_date(text);
            let read = read.as_ref().map(|(place, date)| {
                (
                    place.as_ref().map(|place| place.text.as_str()),
                    date.text.as_str(),
                )
            });
            assert_eq!(read, expected, "{text}");
        }
        let lake = "PINO SULLA SPONDA DEL LAGO MAGGIORE (VA)";
        check(
            "PINO SULLA SPONDA DEL LAGO MAGGIORE (VA) 30.12.1964",
            Some((Some(lake), "1964-12-30")),
        );
        check(
            "ROMA(RM)01.01.1980",
            Some((Some("ROMA (RM)"), "1980-01-01")),
        );
        check(
            "01/01/1980 ROMA (RM)",
            Some((Some("ROMA (RM)"), "1980-01-01")),
        );
        check("01.01.1980", Some((None, "1980-01-01")));
        check("ROMA", None);
        check("ROMA 31.02.1980", None);
    }

    #[test]
    fn short_dates_are_found_apart_from_long_ones() {
        assert_eq!(short_dates("01/02/80 ROMA"), [(1, 2, 80, 0..8)]);
        assert!(short_dates("01/02/1980").is_empty());
        assert!(dates("01/02/80").is_empty());
    }
}
