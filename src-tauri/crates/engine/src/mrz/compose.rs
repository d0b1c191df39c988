//! Fields to the lines of a zone, check digits computed.

use domain::document::Sex;
use domain::name::transliterate::{Scheme, to_latin};
use jiff::civil::Date;

use super::check_digit::check_digit;
use super::fields::Fields;
use super::format::Format;
use super::layout::{CODE, Check, CheckedField, ISSUER, Layout, Span};
use super::symbol::index;

/// Why fields do not fit a zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// A field is longer than its place in this format.
    #[error("{field} does not fit a {} zone: at most {max} characters", format.name())]
    TooLong {
        /// Which field.
        field: &'static str,
        /// In which format.
        format: Format,
        /// How many characters there is room for.
        max: usize,
    },
    /// A field has a character that a zone cannot carry.
    #[error("{field} has a character that a machine-readable zone cannot carry")]
    Character {
        /// Which field.
        field: &'static str,
    },
}

/// Composes the lines of a `format` zone from `fields`.
///
/// Names are transliterated as Doc 9303 recommends and cut where they are too
/// long; an unknown date becomes fillers. Visas have no room for long numbers
/// and no second optional data.
///
/// # Errors
/// [`ComposeError`] names the field that is too long or has other characters
/// than digits and letters.
pub fn compose(format: Format, fields: &Fields) -> Result<Vec<String>, ComposeError> {
    let layout = Layout::of(format);
    let mut page = Page {
        format,
        lines: vec![vec![b'<'; format.columns()]; format.lines()],
        long_number: false,
    };
    page.put("document code", CODE, &fields.document_code)?;
    page.put("issuer", ISSUER, &fields.issuer)?;
    page.put("nationality", layout.nationality, &fields.nationality)?;
    page.put_date("birth date", layout.birth, fields.birth_date)?;
    page.put_date("expiry date", layout.expiry, fields.expiry_date)?;
    let (line, column) = layout.sex;
    page.lines[line][column] = match fields.sex {
        Sex::Female => b'F',
        Sex::Male => b'M',
        Sex::Unspecified => b'<',
    };
    page.put_names(layout.names, fields);
    let optional_from = page.put_number(fields)?;
    let optional = Span {
        from: optional_from,
        ..layout.optional
    };
    page.put("optional data", optional, &fields.optional_data)?;
    match layout.optional_2 {
        Some(span) => page.put("second optional data", span, &fields.optional_data_2)?,
        None if fields.optional_data_2.is_empty() => {}
        None => {
            return Err(ComposeError::TooLong {
                field: "second optional data",
                format,
                max: 0,
            });
        }
    }
    for check in layout.checks {
        page.put_check(check);
    }
    Ok(page.into_lines())
}

struct Page {
    format: Format,
    lines: Vec<Vec<u8>>,
    /// Whether the number has its check digit in the optional data.
    long_number: bool,
}

impl Page {
    fn put(&mut self, field: &'static str, span: Span, text: &str) -> Result<(), ComposeError> {
        let max = span.to - span.from;
        let text: Vec<u8> = text
            .bytes()
            .map(|byte| if byte == b' ' { b'<' } else { byte })
            .collect();
        if text.len() > max {
            return Err(ComposeError::TooLong {
                field,
                format: self.format,
                max,
            });
        }
        if text.iter().any(|byte| index(*byte).is_none()) {
            return Err(ComposeError::Character { field });
        }
        self.lines[span.line][span.from..span.from + text.len()].copy_from_slice(&text);
        Ok(())
    }

    fn put_date(
        &mut self,
        field: &'static str,
        span: Span,
        date: Option<Date>,
    ) -> Result<(), ComposeError> {
        let Some(date) = date else {
            return Ok(());
        };
        let year = date.year().rem_euclid(100);
        self.put(
            field,
            span,
            &format!("{year:02}{:02}{:02}", date.month(), date.day()),
        )
    }

    /// The surname is cut last: one given name keeps its first letter.
    fn put_names(&mut self, span: Span, fields: &Fields) {
        let room = span.to - span.from;
        let surname = name(&fields.surname);
        let given = name(&fields.given_names);
        let kept = if given.is_empty() { room } else { room - 3 };
        let surname = &surname[..surname.len().min(kept)];
        let line = &mut self.lines[span.line][span.from..span.to];
        line[..surname.len()].copy_from_slice(surname.as_bytes());
        let from = (surname.len() + 2).min(room);
        let given = &given[..given.len().min(room - from)];
        line[from..from + given.len()].copy_from_slice(given.as_bytes());
    }

    /// Returns the column where the optional data start.
    fn put_number(&mut self, fields: &Fields) -> Result<usize, ComposeError> {
        let layout = Layout::of(self.format);
        let number = fields.document_number.as_str();
        let head = layout.number.to - layout.number.from;
        let start = layout.optional.from;
        if number.len() <= head || !number.is_char_boundary(head) {
            self.put("document number", layout.number, number)?;
            return Ok(start);
        }
        let too_long = |max| ComposeError::TooLong {
            field: "document number",
            format: self.format,
            max,
        };
        let optional = Layout::long_number(self.format).ok_or(too_long(head))?;
        let (head, tail) = number.split_at(head);
        if number.contains(['<', ' ']) {
            return Err(ComposeError::Character {
                field: "document number",
            });
        }
        let tail = format!("{tail}{}", check_digit(number.bytes()));
        if tail.len() > optional.to - optional.from {
            return Err(too_long(head.len() + optional.to - optional.from - 1));
        }
        self.put("document number", layout.number, head)?;
        self.put("document number", optional, &tail)?;
        self.long_number = true;
        // One filler separates what follows.
        Ok((optional.from + tail.len() + 1).min(optional.to))
    }

    fn put_check(&mut self, check: &Check) {
        let covered: Vec<u8> = check
            .over
            .iter()
            .flat_map(|span| self.lines[span.line][span.from..span.to].iter().copied())
            .collect();
        let (line, column) = check.at;
        if check.field == CheckedField::DocumentNumber && self.long_number {
            return;
        }
        self.lines[line][column] = check_digit(covered) as u8;
    }

    fn into_lines(self) -> Vec<String> {
        self.lines
            .into_iter()
            .map(|line| line.into_iter().map(char::from).collect())
            .collect()
    }
}

/// A name as the zone carries it: apostrophes left out, everything else that
/// is no letter a single filler (Doc 9303 part 3, 4.6).
fn name(text: &str) -> String {
    let latin: String = to_latin(text, Scheme::Icao)
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '.' | '`'))
        .collect();
    latin
        .split(|c: char| !c.is_ascii_uppercase())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("<")
}

#[cfg(test)]
mod tests;
