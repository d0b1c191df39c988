//! The numbered fields of a driving licence (directive 2006/126/EC, annex I).

use domain::field::Name;
use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::document::kind::Kind;
use crate::text::TextLine;

use super::piece::{Page, Piece};
use super::value::{self, Read, field_of};
use super::{VisualField, number, place};

/// Nobody drives who is younger.
const YOUNGEST_YEARS: i16 = 14;

/// The fields 1 to 5 of a licence's front.
pub(super) fn read(lines: &[TextLine], today: Date) -> Vec<VisualField> {
    let mut fields: Vec<VisualField> = Vec::new();
    for (mark, piece) in numbered(lines) {
        for read in field(mark, &piece, today) {
            if !fields.iter().any(|known| known.field == read.field) {
                fields.push(read);
            }
        }
    }
    if !fields
        .iter()
        .any(|known| known.field == Name::DocumentNumber)
    {
        let page = Page::cut(lines);
        fields.extend(
            number::free_standing(&page, Kind::DrivingLicence)
                .into_iter()
                .find(|read| read.field == Name::DocumentNumber),
        );
    }
    fields
}

fn field(mark: Mark, piece: &Piece, today: Date) -> Vec<VisualField> {
    let text = piece.text.trim();
    let one = |field: Name, read: Option<Read>| {
        read.map(|read| field_of(field, read, piece))
            .into_iter()
            .collect::<Vec<_>>()
    };
    match mark {
        Mark::Surname => one(Name::Surname, value::person_name(text)),
        Mark::GivenName => one(Name::GivenName, value::person_name(text)),
        Mark::Birth => birth(text, piece, today),
        Mark::Issue => one(Name::IssueDate, date(text, |year| past(year, today))),
        Mark::Expiry => one(Name::ExpiryDate, date(text, |year| Some(2000 + year))),
        Mark::Issuer => one(Name::Issuer, value::issuer(text)),
        Mark::Number => one(
            Name::DocumentNumber,
            number::document(text, Kind::DrivingLicence),
        ),
    }
}

/// Date and place of birth, in this order.
fn birth(text: &str, piece: &Piece, today: Date) -> Vec<VisualField> {
    let long = place::with_date(text);
    let short = || {
        let (day, month, year, range) = place::short_dates(text).into_iter().next()?;
        let youngest = today.saturating_sub(YOUNGEST_YEARS.years());
        let date = Date::new(past(year, youngest)?, month, day).ok()?;
        Some((
            place::name(&text[range.end..]),
            Read::plain(date.to_string()),
        ))
    };
    long.or_else(short)
        .into_iter()
        .flat_map(|(place, date)| {
            let place = place.map(|place| field_of(Name::BirthPlace, place, piece));
            place
                .into_iter()
                .chain([field_of(Name::BirthDate, date, piece)])
        })
        .collect()
}

/// A date with a year of four digits, or of two that `whole` completes.
fn date(text: &str, whole: impl Fn(i16) -> Option<i16>) -> Option<Read> {
    value::date(text).or_else(|| {
        let (day, month, year, _) = place::short_dates(text).into_iter().next()?;
        let date = Date::new(whole(year)?, month, day).ok()?;
        Some(Read::plain(date.to_string()))
    })
}

/// The latest year with these two last digits that is not after `latest`.
fn past(year: i16, latest: Date) -> Option<i16> {
    let century = latest.year() / 100 * 100;
    let candidate = century + year;
    (0..100)
        .contains(&year)
        .then_some(if candidate > latest.year() {
            candidate - 100
        } else {
            candidate
        })
}

/// The number before a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Surname,
    GivenName,
    Birth,
    Issue,
    Expiry,
    Issuer,
    Number,
}

/// A mark, and whether it means itself without a stop behind it.
const MARKS: [(&str, Mark); 7] = [
    ("1", Mark::Surname),
    ("2", Mark::GivenName),
    ("3", Mark::Birth),
    ("4a", Mark::Issue),
    ("4b", Mark::Expiry),
    ("4c", Mark::Issuer),
    ("5", Mark::Number),
];

/// The mark at the beginning of `text` and the length of it with its stops.
fn mark(text: &[char]) -> Option<(Mark, usize)> {
    MARKS.iter().find_map(|(print, mark)| {
        let matches = print
            .chars()
            .enumerate()
            .all(|(index, c)| text.get(index).is_some_and(|seen| alike(c, *seen)));
        let length = print.len();
        let stops = text[length.min(text.len())..]
            .iter()
            .take_while(|c| matches!(c, '.' | ',' | ':' | ' '))
            .count();
        // `4a` is no part of anything else; a digit alone needs its stop.
        let stopped = text.get(length).is_some_and(|c| matches!(c, '.' | ','));
        let alone = text.len() == length + stops;
        let certain = stopped || alone || (length == 2 && stops > 0);
        (matches && certain).then_some((*mark, length + stops))
    })
}

/// Whether `seen` may be the recogniser's view of `meant`.
const fn alike(meant: char, seen: char) -> bool {
    match (meant, seen) {
        ('1', 'I' | 'l') => true,
        ('b', '6') => true,
        (meant, seen) => seen.eq_ignore_ascii_case(&meant),
    }
}

/// Every mark with the text behind it, which reaches to the next mark of its
/// line or, where that is the end of it, is the next piece of its row.
fn numbered(lines: &[TextLine]) -> Vec<(Mark, Piece)> {
    let mut found = Vec::new();
    for line in lines {
        let characters: Vec<char> = line.text.chars().collect();
        let mut marks: Vec<(Mark, usize, usize)> = Vec::new();
        for from in 0..characters.len() {
            let begins = from == 0 || characters[from - 1].is_whitespace();
            // Inside a line only the marks of two characters are certain.
            let within = from > 0;
            let Some((mark, length)) = mark(&characters[from..]).filter(|_| begins) else {
                continue;
            };
            if within && !matches!(mark, Mark::Issue | Mark::Expiry | Mark::Issuer) {
                continue;
            }
            marks.push((mark, from, from + length));
        }
        for (index, (mark, from, to)) in marks.iter().enumerate() {
            let end = marks
                .get(index + 1)
                .map_or(characters.len(), |(_, next, _)| *next);
            if *to < end {
                found.push((*mark, Piece::of(line, &characters, *to..end)));
            } else if end == characters.len()
                && let Some(next) = beside(lines, line, *from..*to)
            {
                let characters: Vec<char> = next.text.chars().collect();
                found.push((*mark, Piece::of(next, &characters, 0..characters.len())));
            }
        }
    }
    found
}

/// The line to the right of a mark that stands alone, unless it is a mark.
fn beside<'a>(
    lines: &'a [TextLine],
    line: &TextLine,
    range: std::ops::Range<usize>,
) -> Option<&'a TextLine> {
    let place = line.part(range).bounds();
    let right = place.x + place.width;
    lines
        .iter()
        .filter(|other| {
            let at = other.quad.bounds();
            let same_row = (at.centre().y - place.centre().y).abs() < 0.5 * place.height;
            same_row && at.x > place.centre().x && at.x < right + 6.0 * place.height
        })
        .min_by(|a, b| a.quad.bounds().x.total_cmp(&b.quad.bounds().x))
        .filter(|next| mark(&next.text.chars().collect::<Vec<_>>()).is_none())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn marks_are_told_from_text() {
        #[track_caller]
        fn check(text: &str, expected: Option<(Mark, usize)>) {
            assert_eq!(mark(&text.chars().collect::<Vec<_>>()), expected, "{text}");
        }
        check("1. ROSSI", Some((Mark::Surname, 3)));
        check("l.ROSSI", Some((Mark::Surname, 2)));
        check("4a. 01/01/2020", Some((Mark::Issue, 4)));
        check("4A 01/01/2020", Some((Mark::Issue, 3)));
        check("46. 01/01/2030", Some((Mark::Expiry, 4)));
        check("5.", Some((Mark::Number, 2)));
        check("12.", None);
        check("IMOLA", None);
        check("", None);
    }

    #[test]
    fn years_of_two_digits_are_in_the_past() {
        let today = date(2026, 11, 21);
        for (year, expected) in [(80, 1980), (26, 2026), (27, 1927), (0, 2000)] {
            assert_eq!(past(year, today), Some(expected));
        }
        assert_eq!(past(-1, today), None);
    }
}
