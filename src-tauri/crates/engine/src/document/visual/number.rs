//! Numbers of documents and people, by their forms.

use domain::field::Name;
use domain::tax_code::TaxCode;

use crate::document::kind::Kind;

use super::VisualField;
use super::piece::Page;
use super::value::{Read, field_of, single_blanks};

/// Letters and digits that recognisers take for each other, digit first.
const ALIKE: [(char, char); 8] = [
    ('0', 'O'),
    ('0', 'D'),
    ('0', 'Q'),
    ('1', 'I'),
    ('1', 'L'),
    ('2', 'Z'),
    ('5', 'S'),
    ('8', 'B'),
];

/// Whether `text` is the number of an electronic identity card: `CA00000AA`.
pub(crate) fn is_electronic_card_number(text: &str) -> bool {
    text.starts_with('C') && fits(text, "AA00000AA")
}

/// A number of the form that documents of `kind` have.
pub(super) fn document(text: &str, kind: Kind) -> Option<Read> {
    let text = compact(text);
    let forms: &[&str] = match kind {
        Kind::ElectronicIdentityCard => &["CA00000AA"],
        Kind::OlderIdentityCard => &["0000000AA", "AA00000AA"],
        Kind::PaperIdentityCard => &["AA0000000"],
        Kind::Passport => &["AA0000000"],
        Kind::DrivingLicence => &["AA0000000A", "U1********"],
        Kind::HealthCard | Kind::Mrz(_) | Kind::Unknown => &[],
    };
    forms.iter().find_map(|form| shaped(&text, form))
}

/// The numbers that stand somewhere on a side without a caption of their own.
pub(super) fn free_standing(page: &Page, kind: Kind) -> Vec<VisualField> {
    let mut found = Vec::new();
    for piece in &page.pieces {
        if let Some(read) = document(&piece.text, kind) {
            found.push(field_of(Name::DocumentNumber, read, piece));
        }
        // Sixteen characters that fulfil their own check are no accident.
        let valid = tax_code(&piece.text).filter(|read| TaxCode::parse_valid(&read.text).is_ok());
        if let Some(read) = valid {
            found.push(field_of(Name::TaxCode, read, piece));
        }
        if kind == Kind::HealthCard
            && let Some(read) = health_card(&piece.text)
        {
            found.push(field_of(Name::HealthCardNumber, read, piece));
        }
    }
    // Those that were not repaired first.
    found.sort_by_key(|read| read.repaired);
    found
}

/// A tax code as it is printed. Letters and digits are exchanged only where
/// the check character holds afterwards.
pub(super) fn tax_code(text: &str) -> Option<Read> {
    let text = compact(text);
    if text.chars().count() != 16 {
        return None;
    }
    let read = TaxCode::parse(&text);
    if let Ok(code) = &read
        && TaxCode::parse_valid(&text).is_ok()
    {
        return Some(Read::plain(code.as_str()));
    }
    let put_right =
        shaped(&text, "AAAAAA00A00A000A").filter(|read| TaxCode::parse_valid(&read.text).is_ok());
    // What is printed may be wrong: then that is what was read.
    put_right.or_else(|| read.ok().map(|code| Read::plain(code.as_str())))
}

/// The twenty digits of a health card: 80 (health), 380 (Italy), then its own.
pub(super) fn health_card(text: &str) -> Option<Read> {
    let text = compact(text);
    let is_number =
        text.len() == 20 && text.starts_with("80380") && text.chars().all(|c| c.is_ascii_digit());
    is_number.then(|| Read::plain(text))
}

/// The institution of a European card: its number with its short name.
pub(super) fn institution(text: &str) -> Option<Read> {
    let text = single_blanks(text);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '/');
    (digits >= 3 && text.chars().all(allowed)).then(|| Read::plain(text.to_uppercase()))
}

fn compact(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-'))
        .flat_map(char::to_uppercase)
        .collect()
}

fn fits(text: &str, form: &str) -> bool {
    text.chars().count() == form.chars().count()
        && text.chars().zip(form.chars()).all(|(c, of)| admits(of, c))
}

/// In a form, `A` is a letter, `0` a digit, `*` either; others are themselves.
const fn admits(of: char, c: char) -> bool {
    match of {
        'A' => c.is_ascii_uppercase(),
        '0' => c.is_ascii_digit(),
        '*' => c.is_ascii_uppercase() || c.is_ascii_digit(),
        other => c == other,
    }
}

/// `text` in `form`, look-alikes exchanged where their place tells them apart.
fn shaped(text: &str, form: &str) -> Option<Read> {
    if text.chars().count() != form.chars().count() {
        return None;
    }
    let mut repaired = false;
    let shaped: Option<String> = text
        .chars()
        .zip(form.chars())
        .map(|(c, of)| {
            if admits(of, c) {
                return Some(c);
            }
            repaired = true;
            ALIKE
                .iter()
                .flat_map(|(digit, letter)| [(*digit, *letter), (*letter, *digit)])
                .find(|(seen, meant)| *seen == c && admits(of, *meant))
                .map(|(_, meant)| meant)
        })
        .collect();
    shaped.map(|text| Read { text, repaired })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_form_of_their_document() {
        #[track_caller]
        fn check(text: &str, kind: Kind, expected: Option<(&str, bool)>) {
            let read = document(text, kind);
            let read = read
                .as_ref()
                .map(|read| (read.text.as_str(), read.repaired));
            assert_eq!(read, expected, "{text}");
        }
        let card = Kind::ElectronicIdentityCard;
        check("CA00000AA", card, Some(("CA00000AA", false)));
        check("CA 00000 AA", card, Some(("CA00000AA", false)));
        check("CA0OO00AA", card, Some(("CA00000AA", true)));
        check("AA00000AA", card, None);
        check("CA00000A", card, None);
        check("YA0000000", Kind::Passport, Some(("YA0000000", false)));
        check(
            "AX1234567",
            Kind::PaperIdentityCard,
            Some(("AX1234567", false)),
        );
        check(
            "U1Z99X999X",
            Kind::DrivingLicence,
            Some(("U1Z99X999X", false)),
        );
        check(
            "RM1234567X",
            Kind::DrivingLicence,
            Some(("RM1234567X", false)),
        );
        check("REPUBBLICA", Kind::DrivingLicence, None);
        check("CA00000AA", Kind::Unknown, None);
    }

    #[test]
    fn a_tax_code_is_repaired_only_where_its_check_character_then_holds() {
        #[track_caller]
        fn check(text: &str, expected: Option<(&str, bool)>) {
            let read = tax_code(text);
            let read = read
                .as_ref()
                .map(|read| (read.text.as_str(), read.repaired));
            assert_eq!(read, expected, "{text}");
        }
        check("RSSMRA80A01H501U", Some(("RSSMRA80A01H501U", false)));
        check("RSS MRA 80A01 H501U", Some(("RSSMRA80A01H501U", false)));
        check("R5SMRA8OA01H5O1U", Some(("RSSMRA80A01H501U", true)));
        check("RSSMRA80A01H501X", Some(("RSSMRA80A01H501X", false)));
        check("RSSMRA8OA01H501X", None);
        check("RSSMRA80A01H501", None);
        check("CODICE FISCALE", None);
    }

    #[test]
    fn health_cards_have_twenty_digits() {
        assert!(health_card("80380000600123456789").is_some());
        assert!(health_card("8038 0000 6001 2345 6789").is_some());
        assert!(health_card("90380000600123456789").is_none());
        assert!(health_card("8038000060012345678").is_none());
    }
}
