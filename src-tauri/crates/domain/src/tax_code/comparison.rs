//! A tax code against the data of the person who gave it.
//!
//! The declared data are encoded and the encodings compared: many names share
//! three letters, so a code cannot be decoded into a name.

use std::fmt;

use jiff::civil::Date;

use super::{
    TaxCode,
    decoded::CodeDate,
    derivation::{given_name_letters, surname_letters},
    mismatch::{CodePlace, Mismatch},
};
use crate::{
    document::Sex,
    name::transliterate::Scheme,
    place::{Place, PlaceCode, PlaceTable, birth_place},
};

/// What a person declared; what is `None` is not compared.
#[derive(Clone, Copy, Default)]
pub struct Declared<'a> {
    /// Surname at birth.
    pub surname: Option<&'a str>,
    /// Given names.
    pub given_name: Option<&'a str>,
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// Sex; [`Sex::Unspecified`] is not compared.
    pub sex: Option<Sex>,
    /// Municipality or country of birth: its name, or its code (`H501`).
    pub birth_place: Option<&'a str>,
}

impl fmt::Debug for Declared<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Declared([personal])")
    }
}

/// Compares `code` with what was `declared`, in the order surname, given
/// name, birth date, sex, birth place. Omocodia does not matter; the check
/// character is not looked at. `today` settles the century of the code's date.
#[must_use]
pub fn compare(
    code: &TaxCode,
    declared: &Declared<'_>,
    places: &PlaceTable,
    today: Date,
) -> Vec<Mismatch> {
    let says = code.decoded();
    let surname = declared.surname.filter(|surname| {
        SCHEMES
            .iter()
            .all(|scheme| surname_letters(surname, *scheme) != says.surname.as_bytes())
    });
    let given_name = declared
        .given_name
        .filter(|names| !agrees(&says.given_name, names));
    let birth_date = declared
        .birth_date
        .filter(|date| CodeDate::of(*date) != says.birth);
    let sex = declared
        .sex
        .filter(|sex| *sex != Sex::Unspecified && *sex != says.sex);

    let mut found = Vec::new();
    found.extend(surname.map(|surname| Mismatch::Surname {
        code_says: says.surname.clone(),
        declared_gives: super::surname_part(surname),
    }));
    found.extend(given_name.map(|names| Mismatch::GivenName {
        code_says: says.given_name.clone(),
        declared_gives: super::given_name_part(names),
    }));
    found.extend(birth_date.map(|declared| Mismatch::BirthDate {
        code_says: says.birth.latest_until(today),
        declared,
    }));
    found.extend(sex.map(|declared| Mismatch::Sex {
        code_says: says.sex,
        declared,
    }));
    if let Some(place) = declared.birth_place {
        let born = declared
            .birth_date
            .or_else(|| says.birth.latest_until(today));
        found.extend(compare_place(says.place_code, place, born, places));
    }
    found
}

/// Codes were given with umlauts in both spellings.
const SCHEMES: [Scheme; 2] = [Scheme::Icao, Scheme::Plain];

/// Whether all declared names, or the first few of them, give `letters`: a
/// document may show names that were registered after a comma.
fn agrees(letters: &str, names: &str) -> bool {
    let words: Vec<&str> = names.split_whitespace().collect();
    (1..=words.len().max(1)).rev().any(|count| {
        let first = words[..count.min(words.len())].join(" ");
        SCHEMES
            .iter()
            .any(|scheme| given_name_letters(&first, *scheme) == letters.as_bytes())
    })
}

fn compare_place(
    code: PlaceCode,
    declared: &str,
    born: Option<Date>,
    places: &PlaceTable,
) -> Option<Mismatch> {
    let code_says = CodePlace {
        code,
        name: places.name_of(code, born).map(Place::label),
    };
    let declared = declared.trim().to_owned();
    match (birth_place::judge(places, code, &declared, born), born) {
        (birth_place::Verdict::Agrees, _) => None,
        (birth_place::Verdict::NotInForce, Some(born)) => {
            Some(Mismatch::BirthPlaceNotInForce { code_says, born })
        }
        (birth_place::Verdict::NotInForce | birth_place::Verdict::Differs, _) => {
            Some(Mismatch::BirthPlace {
                code_says,
                declared,
            })
        }
        (birth_place::Verdict::Unknown, _) => Some(Mismatch::BirthPlaceUnknown {
            code_says,
            declared,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const PLACES: &str = include_str!("../place/sample.tsv");
    const TODAY: Date = date(2026, 11, 21);

    const ROSSI: Declared<'_> = Declared {
        surname: Some("Rossi"),
        given_name: Some("Mario"),
        birth_date: Some(date(2002, 4, 16)),
        sex: Some(Sex::Male),
        birth_place: Some("Bari"),
    };

    #[test]
    fn the_published_sample_disagrees_in_name_date_and_place() {
        let franco = Declared {
            given_name: Some("Franco"),
            birth_date: Some(date(1977, 11, 6)),
            birth_place: Some("Rome"),
            ..ROSSI
        };
        check(
            "RSSMRA02D16A662G",
            franco,
            &[
                "given name: tax code says MRA, the declared name gives FNC",
                "birth date: tax code says 16 April 2002, declared is 6 November 1977",
                "birth place: tax code says A662 Bari (BA), declared is Rome",
            ],
        );
    }

    #[test]
    fn a_code_agrees_with_the_person_it_was_made_for() {
        check("RSSMRA02D16A662G", ROSSI, &[]);
        check("RSSMRA02D16A662G", Declared::default(), &[]);
        check(
            "RSSMRA02D16A662G",
            Declared {
                birth_place: Some("a662"),
                ..ROSSI
            },
            &[],
        );
        check(
            "RSSMRA02D16A662G",
            Declared {
                sex: Some(Sex::Unspecified),
                ..ROSSI
            },
            &[],
        );
    }

    #[test]
    fn letters_for_digits_change_nothing() {
        let code = TaxCode::parse("RSSMRA02D16A662G").expect("a code");
        for variant in code.omocodia_variants() {
            check(variant.as_str(), ROSSI, &[]);
        }
    }

    #[test]
    fn sex_and_surname_are_compared_too() {
        let other = Declared {
            sex: Some(Sex::Female),
            surname: Some("Bianchi"),
            ..ROSSI
        };
        check(
            "RSSMRA02D16A662G",
            other,
            &[
                "surname: tax code says RSS, the declared surname gives BNC",
                "sex: tax code says M, declared is F",
            ],
        );
    }

    #[test]
    fn names_after_the_first_need_not_be_in_the_code() {
        check(
            "RSSMRA02D16A662G",
            Declared {
                given_name: Some("Mario Luca"),
                ..ROSSI
            },
            &[],
        );
    }

    #[test]
    fn an_umlaut_may_have_been_encoded_either_way() {
        let place = PlaceCode::parse("A662").expect("a code");
        for surname in ["Öz", "Oez", "Oz"] {
            let code = super::super::derive(surname, "Mario", date(2002, 4, 16), Sex::Male, place);
            let code = code.expect("a sex");
            check(
                code.as_str(),
                Declared {
                    surname: Some("Öz"),
                    ..ROSSI
                },
                &[],
            );
        }
    }

    #[test]
    fn a_place_in_no_table_is_not_a_contradiction() {
        let elsewhere = Declared {
            birth_place: Some("Atlantis"),
            ..ROSSI
        };
        let code = TaxCode::parse("RSSMRA02D16A662G").expect("a code");
        let places = PlaceTable::parse(PLACES).expect("a table");
        let found = compare(&code, &elsewhere, &places, TODAY);
        assert_eq!(found.len(), 1);
        assert!(!found[0].is_contradiction());
        assert_eq!(format!("{found:?}"), "[Mismatch(birth_place)]", "no values");
    }

    #[test]
    fn a_code_that_came_later_than_the_person_is_pointed_out() {
        let place = PlaceCode::parse("M369").expect("a code");
        let born = date(1950, 2, 17);
        let code = super::super::derive("Rossi", "Mario", born, Sex::Male, place).expect("a sex");
        let declared = Declared {
            birth_date: Some(born),
            birth_place: Some("Alto Reno Terme"),
            ..ROSSI
        };
        check(
            code.as_str(),
            declared,
            &[
                "birth place: tax code says M369 Alto Reno Terme (BO), a code not in use on 17 February 1950",
            ],
        );
    }

    #[track_caller]
    fn check(code: &str, declared: Declared<'_>, expected: &[&str]) {
        let code = TaxCode::parse_valid(code).expect("a valid code");
        let places = PlaceTable::parse(PLACES).expect("a table");
        let found = compare(&code, &declared, &places, TODAY);
        let found: Vec<String> = found.iter().map(Mismatch::describe).collect();
        assert_eq!(found, expected);
    }
}
