//! The code that a person should have.

use jiff::civil::Date;

use super::{FEMALE_DAY, MONTHS, TaxCode, TaxCodeError, check_character, decoded::CodeDate};
use crate::{
    document::Sex,
    name::transliterate::{self, Scheme},
    place::PlaceCode,
};

/// Derives the code of a person from the registry data: the surname at birth,
/// and the given names up to the first comma (presidential decree 396 of 2000,
/// article 35: what follows a comma is in no certificate).
///
/// The person may have a variant of it: [`TaxCode::omocodia_variants`].
///
/// # Errors
///
/// [`TaxCodeError::SexUnspecified`].
pub fn derive(
    surname: &str,
    given_name: &str,
    birth_date: Date,
    sex: Sex,
    place_code: PlaceCode,
) -> Result<TaxCode, TaxCodeError> {
    let birth = CodeDate::of(birth_date);
    let day = match sex {
        Sex::Male => birth.day,
        Sex::Female => birth.day + FEMALE_DAY,
        Sex::Unspecified => return Err(TaxCodeError::SexUnspecified),
    };
    let mut code = [0; 16];
    code[..3].copy_from_slice(&surname_letters(surname, Scheme::Icao));
    code[3..6].copy_from_slice(&given_name_letters(given_name, Scheme::Icao));
    code[6..8].copy_from_slice(&digits(birth.year));
    code[8] = MONTHS[usize::from(birth.month) - 1];
    code[9..11].copy_from_slice(&digits(day));
    code[11..15].copy_from_slice(place_code.as_str().as_bytes());
    Ok(TaxCode(check_character::completed(code)))
}

/// The three letters of a surname: consonants, then vowels, then `X`.
#[must_use]
pub fn surname_part(surname: &str) -> String {
    super::text(&surname_letters(surname, Scheme::Icao))
}

/// The three letters of given names: as for a surname, but of four or more
/// consonants the first, third and fourth.
#[must_use]
pub fn given_name_part(given_name: &str) -> String {
    super::text(&given_name_letters(given_name, Scheme::Icao))
}

pub(super) fn surname_letters(surname: &str, scheme: Scheme) -> [u8; 3] {
    let (consonants, vowels) = split(surname, scheme);
    first_three(&consonants, &vowels)
}

pub(super) fn given_name_letters(given_name: &str, scheme: Scheme) -> [u8; 3] {
    let registered = given_name.split(',').find(|names| !names.trim().is_empty());
    let (consonants, vowels) = split(registered.unwrap_or(""), scheme);
    match consonants.as_slice() {
        [first, _, third, fourth, ..] => [*first, *third, *fourth],
        fewer => first_three(fewer, &vowels),
    }
}

fn split(name: &str, scheme: Scheme) -> (Vec<u8>, Vec<u8>) {
    transliterate::letters(name, scheme)
        .bytes()
        .partition(|letter| !b"AEIOU".contains(letter))
}

fn first_three(consonants: &[u8], vowels: &[u8]) -> [u8; 3] {
    let mut letters = [b'X'; 3];
    for (slot, letter) in letters.iter_mut().zip(consonants.iter().chain(vowels)) {
        *slot = *letter;
    }
    letters
}

fn digits(number: u8) -> [u8; 2] {
    [b'0' + number / 10, b'0' + number % 10]
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_surname_gives_consonants_then_vowels_then_x() {
        for (surname, expected) in [
            ("Rossi", "RSS"),
            ("Gori", "GRO"),
            ("Aiello", "LLA"),
            ("Fo", "FOX"),
            ("Fò", "FOX"),
            ("Ai", "AIX"),
            ("Hu", "HUX"),
            ("O", "OXX"),
            ("", "XXX"),
            ("De Luca", "DLC"),
            ("D'Angelo", "DNG"),
            ("Ait Hadda", "THD"),
            ("Rossi-Bianchi", "RSS"),
            ("Öz", "ZOE"),
            ("Groß", "GRS"),
            ("Weiß", "WSS"),
            ("Łęk", "LKE"),
            ("Yeo", "YEO"),
        ] {
            assert_eq!(surname_part(surname), expected, "{surname}");
        }
    }

    #[test]
    fn of_four_consonants_of_a_given_name_the_second_is_left_out() {
        for (given_name, expected) in [
            ("Mario", "MRA"),
            ("Franco", "FNC"),
            ("Alessandro", "LSN"),
            ("Giovanni", "GNN"),
            ("Gianfranco", "GFR"),
            ("Maria Luisa", "MLS"),
            ("Maria, Luisa", "MRA"),
            ("Anna Maria", "NMR"),
            ("Pier Paolo", "PPL"),
            ("Niccolò", "NCL"),
            ("Ea", "EAX"),
            ("Jörg", "JRG"),
        ] {
            assert_eq!(given_name_part(given_name), expected, "{given_name}");
        }
    }

    #[test]
    fn a_woman_is_born_forty_days_later() {
        let place = PlaceCode::parse("A269").expect("a code");
        let code = |sex| derive("Martini", "Maria", date(1983, 12, 16), sex, place);
        let text = |sex| code(sex).expect("a sex").as_str().to_owned();
        assert_eq!(text(Sex::Female), "MRTMRA83T56A269B");
        assert_eq!(&text(Sex::Male)[..15], "MRTMRA83T16A269");
        assert_eq!(code(Sex::Unspecified), Err(TaxCodeError::SexUnspecified));
    }

    proptest! {
        #[test]
        fn a_derived_code_parses_and_says_what_went_in(
            surname in ".{0,20}", given_name in ".{0,20}",
            year in 1900_i16..2100, day_of_year in 1_i16..=365, female: bool,
            place in "[A-MZ][0-9]{3}",
        ) {
            let born = date(year, 1, 1).with().day_of_year(day_of_year).build().expect("a day");
            let sex = if female { Sex::Female } else { Sex::Male };
            let place = PlaceCode::parse(&place).expect("a code");
            let code = derive(&surname, &given_name, born, sex, place).expect("a sex");
            prop_assert_eq!(TaxCode::parse_valid(code.as_str()), Ok(code));
            let decoded = code.decoded();
            prop_assert_eq!(decoded.birth, CodeDate::of(born));
            prop_assert_eq!((decoded.sex, decoded.place_code), (sex, place));
        }

        #[test]
        fn parsing_never_panics(text in ".{0,24}", ascii in "[A-Z0-9 ]{10,18}") {
            let _ = TaxCode::parse(&text);
            let _ = TaxCode::parse(&ascii);
        }
    }
}
