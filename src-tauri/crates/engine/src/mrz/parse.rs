//! Lines of a zone to fields and check digits. Pure: no pixels, no guessing.

use domain::document::Sex;
use jiff::civil::Date;

use super::check_digit::{CheckDigit, check_digit};
use super::fields::{Fields, birth_date, expiry_date, is_possible_date};
use super::format::Format;
use super::layout::{CODE, Check, CheckedField, ISSUER, Layout, Span};
use super::symbol::index;

/// A zone as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The format by number and length of the lines.
    pub format: Format,
    /// The data, read as they are even where a digit does not add up.
    pub fields: Fields,
    /// All check digits of the format, in the order of the zone.
    pub check_digits: Vec<CheckDigit>,
    /// Whether every check digit adds up, every character is allowed at its
    /// place and every date is one of the calendar.
    pub valid: bool,
}

/// Why lines are no machine-readable zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// Neither 3×30 nor 2×36 nor 2×44.
    #[error(
        "the lines are no machine-readable zone: expected 3 lines of 30, 2 of 36 or 2 of 44 characters, got {lines} lines with {longest} in the longest"
    )]
    Shape {
        /// How many lines there are.
        lines: usize,
        /// Characters in the longest one.
        longest: usize,
    },
    /// Something else than digits, capital letters and `<`.
    #[error(
        "line {line} of the machine-readable zone has a character at column {column} that is no digit, capital letter or '<'"
    )]
    Character {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
}

/// Reads the `lines` of a zone; two-digit years are completed relative to `today`.
///
/// # Errors
/// [`ParseError`] when the lines do not have the shape or the characters of a
/// zone. Wrong check digits are no error: they are reported, and `valid` is false.
pub fn parse<S: AsRef<str>>(lines: &[S], today: Date) -> Result<Parsed, ParseError> {
    let zone = Zone::new(lines)?;
    let layout = Layout::of(zone.format);
    let (number, number_check) = zone.number();
    let birth = zone.text(layout.birth);
    let expiry = zone.text(layout.expiry);
    let (surname, given_names) = zone.names();
    let long_number = zone.long_number_end();
    let fields = Fields {
        document_code: trimmed(zone.text(CODE)),
        issuer: trimmed(zone.text(ISSUER)),
        document_number: number,
        surname,
        given_names,
        nationality: trimmed(zone.text(layout.nationality)),
        birth_date: birth_date(birth, today),
        sex: Sex::from_letter(zone.text(point(layout.sex))).unwrap_or(Sex::Unspecified),
        expiry_date: expiry_date(expiry, today),
        optional_data: trimmed(zone.text(Span {
            from: long_number.unwrap_or(layout.optional.from),
            ..layout.optional
        })),
        optional_data_2: layout
            .optional_2
            .map(|span| trimmed(zone.text(span)))
            .unwrap_or_default(),
    };
    let check_digits: Vec<CheckDigit> = layout
        .checks
        .iter()
        .map(|check| match check.field {
            CheckedField::DocumentNumber => number_check,
            CheckedField::BirthDate
            | CheckedField::ExpiryDate
            | CheckedField::OptionalData
            | CheckedField::Composite => zone.check(check),
        })
        .collect();
    let valid = check_digits.iter().all(|digit| digit.ok)
        && zone.is_legal()
        && is_possible_date(birth)
        && is_possible_date(expiry);
    Ok(Parsed {
        format: zone.format,
        fields,
        check_digits,
        valid,
    })
}

/// Lines of the right shape, all characters from the 37.
struct Zone<'a> {
    format: Format,
    lines: Vec<&'a str>,
}

impl<'a> Zone<'a> {
    fn new<S: AsRef<str>>(lines: &'a [S]) -> Result<Self, ParseError> {
        let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
        for (line, text) in lines.iter().enumerate() {
            if let Some(column) = text
                .chars()
                .position(|c| !c.is_ascii() || index(c as u8).is_none())
            {
                return Err(ParseError::Character {
                    line: line + 1,
                    column: column + 1,
                });
            }
        }
        let longest = lines.iter().map(|line| line.len()).max().unwrap_or(0);
        let even = lines.iter().all(|line| line.len() == longest);
        let first = lines
            .first()
            .and_then(|line| line.bytes().next())
            .unwrap_or(b'<');
        match Format::of(lines.len(), longest, first) {
            Some(format) if even => Ok(Self { format, lines }),
            _ => Err(ParseError::Shape {
                lines: lines.len(),
                longest,
            }),
        }
    }

    /// Spans come from the layout of this very format, so they lie inside.
    fn text(&self, span: Span) -> &'a str {
        &self.lines[span.line][span.from..span.to]
    }

    fn character(&self, (line, column): (usize, usize)) -> u8 {
        self.lines[line].as_bytes()[column]
    }

    fn check(&self, check: &Check) -> CheckDigit {
        let covered = check.over.iter().flat_map(|span| self.text(*span).bytes());
        let empty = covered.clone().all(|character| character == b'<');
        let printed = char::from(self.character(check.at));
        let computed = check_digit(covered);
        let filler_is_right = empty && check.field == CheckedField::OptionalData;
        CheckDigit {
            field: check.field,
            printed,
            computed,
            ok: printed == computed || (printed == '<' && filler_is_right),
        }
    }

    /// The number and its check digit; a number of more than nine characters
    /// goes on in the optional data, its digit last (Doc 9303 part 5, 4.2.2.1 note j).
    fn number(&self) -> (String, CheckDigit) {
        let layout = Layout::of(self.format);
        let head = self.text(layout.number);
        let check = &layout.checks[0];
        let Some(end) = self.long_number_end() else {
            return (trimmed(head), self.check(check));
        };
        let tail = &self.lines[layout.optional.line][layout.optional.from..end];
        let (tail, printed) = tail.split_at(tail.len() - 1);
        let printed = printed.chars().next().unwrap_or('<');
        let number = format!("{head}{tail}");
        let computed = check_digit(number.bytes());
        let digit = CheckDigit {
            field: check.field,
            printed,
            computed,
            ok: printed == computed,
        };
        (number, digit)
    }

    /// The column behind a long number and its check digit, where there is one.
    fn long_number_end(&self) -> Option<usize> {
        let optional = Layout::long_number(self.format)?;
        let layout = Layout::of(self.format);
        let head_is_full = !self.text(layout.number).contains('<');
        let no_digit = self.character(layout.checks[0].at) == b'<';
        let rest = self.text(optional);
        let length = rest.find('<').unwrap_or(rest.len());
        (head_is_full && no_digit && length > 0).then_some(optional.from + length)
    }

    fn names(&self) -> (String, String) {
        let names = self
            .text(Layout::of(self.format).names)
            .trim_end_matches('<');
        let (surname, given) = names.split_once("<<").unwrap_or((names, ""));
        (trimmed(surname), trimmed(given))
    }

    fn is_legal(&self) -> bool {
        self.lines
            .iter()
            .zip(Layout::charsets(self.format))
            .all(|(line, charsets)| {
                line.bytes()
                    .zip(charsets)
                    .all(|(c, charset)| index(c).is_some_and(|c| charset.contains(c)))
            })
    }
}

const fn point((line, column): (usize, usize)) -> Span {
    Span {
        line,
        from: column,
        to: column + 1,
    }
}

/// Words without fillers, one blank between them.
fn trimmed(text: &str) -> String {
    text.split('<')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests;
