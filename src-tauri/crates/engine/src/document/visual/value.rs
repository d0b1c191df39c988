//! Values in the form that their caption asks for.

use domain::Personal;
use domain::document::Sex;
use domain::field::Name;

use crate::document::kind::Kind;

use super::caption::Meaning;
use super::piece::Piece;
use super::{VisualField, number, place};

/// What confidence is left after a repair.
const REPAIRED: f32 = 0.8;

/// A value in its canonical form, and whether characters were exchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) text: String,
    pub(super) repaired: bool,
}

impl Read {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            repaired: false,
        }
    }
}

/// The data in `piece`, which stands under a caption of `meaning`; empty where
/// it has not the form of such a value.
pub(super) fn read(meaning: Meaning, kind: Kind, piece: &Piece) -> Vec<VisualField> {
    let text = piece.text.trim();
    let one = |field: Name, read: Option<Read>| -> Vec<VisualField> {
        read.map(|read| field_of(field, read, piece))
            .into_iter()
            .collect()
    };
    let health = kind == Kind::HealthCard;
    match meaning {
        Meaning::Surname => one(Name::Surname, person_name(text)),
        Meaning::GivenName => one(Name::GivenName, person_name(text)),
        Meaning::BirthDate => one(Name::BirthDate, date(text)),
        Meaning::BirthPlace => one(Name::BirthPlace, place::name(text)),
        Meaning::BirthPlaceAndDate => place::with_date(text)
            .into_iter()
            .flat_map(|(place, date)| {
                let place = place.map(|place| field_of(Name::BirthPlace, place, piece));
                let date = field_of(Name::BirthDate, date, piece);
                place.into_iter().chain([date])
            })
            .collect(),
        Meaning::Sex => one(Name::Sex, sex(text)),
        Meaning::Height => one(Name::Height, height(text)),
        Meaning::Citizenship => one(Name::Citizenship, citizenship(text)),
        Meaning::IssueDate => one(Name::IssueDate, date(text)),
        Meaning::ExpiryDate if health => one(Name::HealthCardExpiry, date(text)),
        Meaning::ExpiryDate => one(Name::ExpiryDate, date(text)),
        Meaning::Issuer => one(Name::Issuer, issuer(text)),
        Meaning::TaxCode | Meaning::PersonalNumber => one(Name::TaxCode, number::tax_code(text)),
        Meaning::Institution => one(Name::HealthCardInstitution, number::institution(text)),
        Meaning::CardNumber => one(Name::HealthCardNumber, number::health_card(text)),
        Meaning::Number => one(Name::DocumentNumber, number::document(text, kind)),
        Meaning::Other => Vec::new(),
    }
}

pub(super) fn field_of(field: Name, read: Read, piece: &Piece) -> VisualField {
    let trust = if read.repaired { REPAIRED } else { 1.0 };
    VisualField {
        field,
        value: Personal::new(read.text),
        quad: piece.quad,
        confidence: piece.confidence * trust,
        repaired: read.repaired,
    }
}

/// A name: letters, apostrophes, hyphens and blanks, in capitals.
pub(super) fn person_name(text: &str) -> Option<Read> {
    let text = single_blanks(text);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let allowed = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | '`' | '-' | ' ' | '.');
    let latin = |c: char| !c.is_alphabetic() || (c as u32) < 0x250;
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let fits =
        letters >= 2 && capitals * 2 > letters && text.chars().all(|c| allowed(c) && latin(c));
    fits.then(|| {
        let straight = text.replace(['’', '`'], "'");
        Read::plain(straight.trim_matches([' ', '.', '-']).to_uppercase())
    })
}

/// The first date of `text`, day before month before year of four digits.
pub(super) fn date(text: &str) -> Option<Read> {
    place::dates(text)
        .first()
        .map(|(date, _)| Read::plain(date.to_string()))
}

fn sex(text: &str) -> Option<Read> {
    Sex::from_letter(text).map(|sex| Read::plain(sex.letter()))
}

/// A height in centimetres, or in metres with two decimals.
fn height(text: &str) -> Option<Read> {
    let text = text.to_lowercase();
    let text = text.trim_start_matches(['m', '.', ' ']);
    let text = text.trim_end_matches(['c', 'm', '.', ' ']);
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, ',' | '.' | ' '))
        .collect();
    let plain = digits.len() == 3 && digits.chars().all(|c| c.is_ascii_digit());
    let centimetres: u16 = if plain {
        digits.parse().ok()?
    } else {
        return None;
    };
    (50..=250)
        .contains(&centimetres)
        .then(|| Read::plain(centimetres.to_string()))
}

/// A citizenship; Italian ones as the code of the country.
fn citizenship(text: &str) -> Option<Read> {
    let name = person_name(text)?.text;
    match name.as_str() {
        "ITA" | "ITALIANA" | "ITALIANO" => Some(Read::plain("ITA")),
        _ => Some(Read::plain(name)),
    }
}

/// An authority: at least three letters, and more letters than digits.
pub(super) fn issuer(text: &str) -> Option<Read> {
    let text = single_blanks(text);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let allowed = |c: char| {
        c.is_alphanumeric() || matches!(c, ' ' | '\'' | '’' | '-' | '.' | '/' | '(' | ')')
    };
    (letters >= 3 && letters > digits && text.chars().all(allowed))
        .then(|| Read::plain(text.replace('’', "'").to_uppercase()))
}

pub(super) fn single_blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(read: Option<Read>, expected: Option<&str>) {
        assert_eq!(read.map(|read| read.text).as_deref(), expected);
    }

    #[test]
    fn names_are_letters() {
        check(person_name("ROSSI"), Some("ROSSI"));
        check(
            person_name("D’ESEMPIO  DE'  ROSSI"),
            Some("D'ESEMPIO DE' ROSSI"),
        );
        check(person_name("NICOLÒ"), Some("NICOLÒ"));
        check(person_name("R0SSI"), None);
        check(person_name("rossi"), None);
        check(person_name("漢字"), None);
        check(person_name("-"), None);
    }

    #[test]
    fn dates_exist() {
        check(date("30.12.1964"), Some("1964-12-30"));
        check(date("il 30/12/1964"), Some("1964-12-30"));
        check(date("30 12 1964"), Some("1964-12-30"));
        check(date("30.02.1964"), None);
        check(date("30.12.64"), None);
        check(date("130.12.1964"), None);
    }

    #[test]
    fn heights_are_those_of_people() {
        check(height("180"), Some("180"));
        check(height("180 cm"), Some("180"));
        check(height("m 1,75"), Some("175"));
        check(height("18"), None);
        check(height("999"), None);
        check(height("l80"), None);
    }

    #[test]
    fn citizenship_is_a_code_or_what_is_printed() {
        check(citizenship("ITA"), Some("ITA"));
        check(citizenship("ITALIANA"), Some("ITA"));
        check(citizenship("FRANCESE"), Some("FRANCESE"));
        check(citizenship("1TA"), None);
    }

    #[test]
    fn sexes_are_one_letter() {
        check(sex("F"), Some("F"));
        check(sex("X"), Some("X"));
        check(sex("FM"), None);
        check(sex("E"), None);
    }
}
