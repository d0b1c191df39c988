//! The Italian tax code (*codice fiscale*) of a natural person.
//!
//! Start at [`TaxCode::parse`] for a code that somebody wrote, at [`derive`]
//! for the code that a person should have, and at [`compare`] for the two
//! against each other. Source: Ministry of Finance, decree 13813 of
//! 23 December 1976; letters: Agenzia delle Entrate, circular 34/E of 2011.

mod check_character;
mod comparison;
mod decoded;
mod derivation;
mod error;
mod mismatch;
mod omocodia;

use std::fmt;

pub use check_character::CheckCharacter;
pub use comparison::{Declared, compare};
pub use decoded::{CodeDate, Decoded};
pub use derivation::{derive, given_name_part, surname_part};
pub use error::TaxCodeError;
pub use mismatch::{CodePlace, Mismatch};

use crate::document::Sex;

/// Letters for the months January to December.
const MONTHS: [u8; 12] = *b"ABCDEHLMPRST";

/// What is added to the day of birth of a woman.
const FEMALE_DAY: u8 = 40;

/// Sixteen characters in the form of a tax code. The check character may be
/// wrong: see [`check`](Self::check). Never prints.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxCode([u8; 16]);

impl TaxCode {
    /// Reads a code; case, blanks, hyphens and dots do not matter.
    ///
    /// # Errors
    ///
    /// What makes `text` something else than a tax code. A wrong check
    /// character does not; [`parse_valid`](Self::parse_valid) asks for it.
    pub fn parse(text: &str) -> Result<Self, TaxCodeError> {
        let characters: Vec<char> = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if characters.len() == 11 && characters.iter().all(char::is_ascii_digit) {
            return Err(TaxCodeError::Provisional {
                check_digit: check_character::provisional(&characters),
            });
        }
        if characters.len() != 16 {
            return Err(TaxCodeError::Length {
                found: characters.len(),
            });
        }
        let mut code = [0; 16];
        for (index, (slot, c)) in code.iter_mut().zip(&characters).enumerate() {
            let byte = u8::try_from(*c).unwrap_or(0);
            let expected = expected_at(index);
            if !expected.admits(byte) {
                return Err(TaxCodeError::Malformed {
                    position: index + 1,
                    expected: expected.words(),
                });
            }
            *slot = byte;
        }
        let code = Self(code);
        if code.decoded().birth.exists() {
            Ok(code)
        } else {
            Err(TaxCodeError::ImpossibleDate)
        }
    }

    /// Reads a code and asks for the right check character.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), and a wrong check character.
    pub fn parse_valid(text: &str) -> Result<Self, TaxCodeError> {
        let code = Self::parse(text)?;
        match code.check() {
            CheckCharacter::Right => Ok(code),
            CheckCharacter::Wrong { found, expected } => {
                Err(TaxCodeError::CheckCharacter { found, expected })
            }
        }
    }

    /// The sixteen characters, in capitals.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII letters and digits are let in")
    }

    /// Whether the last character is the one that the first fifteen ask for.
    #[must_use]
    pub fn check(&self) -> CheckCharacter {
        check_character::of(&self.0)
    }

    /// The code's parts.
    #[must_use]
    pub fn decoded(&self) -> Decoded {
        let plain = omocodia::plain(&self.0);
        let day = two_digits(plain[9], plain[10]);
        let month = MONTHS.iter().position(|letter| *letter == plain[8]);
        let (sex, day) = if day > FEMALE_DAY {
            (Sex::Female, day - FEMALE_DAY)
        } else {
            (Sex::Male, day)
        };
        Decoded {
            surname: text(&plain[..3]),
            given_name: text(&plain[3..6]),
            birth: CodeDate {
                year: two_digits(plain[6], plain[7]),
                month: month.map_or(0, |index| index as u8 + 1),
                day,
            },
            sex,
            place_code: crate::place::PlaceCode::from_tax_code(&plain),
            omocodia: omocodia::level(&self.0),
            check: self.check(),
        }
    }

    /// The code before digits were exchanged for letters, with its own check
    /// character: equal for all 128 variants of one code.
    #[must_use]
    pub fn without_omocodia(&self) -> Self {
        Self(check_character::completed(omocodia::plain(&self.0)))
    }

    /// All 128 codes that a person with this code may have been given because
    /// another person had it first; the one without letters comes first.
    #[must_use]
    pub fn omocodia_variants(&self) -> Vec<Self> {
        omocodia::variants(&self.0)
            .into_iter()
            .map(|code| Self(check_character::completed(code)))
            .collect()
    }
}

impl fmt::Debug for TaxCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TaxCode([personal])")
    }
}

/// What may stand at one place of a code.
#[derive(Clone, Copy)]
enum Expected {
    Letter,
    Month,
    Digit,
}

impl Expected {
    fn admits(self, byte: u8) -> bool {
        match self {
            Self::Letter => byte.is_ascii_uppercase(),
            Self::Month => MONTHS.contains(&byte),
            Self::Digit => byte.is_ascii_digit() || omocodia::LETTERS.contains(&byte),
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Letter => "a letter",
            Self::Month => "a month letter (A B C D E H L M P R S T)",
            Self::Digit => "a digit, or one of L M N P Q R S T U V in its place",
        }
    }
}

/// What may stand at `index`, counted from 0.
fn expected_at(index: usize) -> Expected {
    if omocodia::POSITIONS.contains(&index) {
        Expected::Digit
    } else if index == 8 {
        Expected::Month
    } else {
        Expected::Letter
    }
}

fn two_digits(tens: u8, units: u8) -> u8 {
    (tens - b'0') * 10 + (units - b'0')
}

fn text(letters: &[u8]) -> String {
    letters.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_blanks_and_hyphens_do_not_matter() {
        for text in [
            "CCCFBA85D03L219P",
            "ccc fba 85 d03 l219 p",
            " CCC-FBA-85-D03-L219-P\n",
        ] {
            let code = TaxCode::parse_valid(text).expect("a valid code");
            assert_eq!(code.as_str(), "CCCFBA85D03L219P");
        }
    }

    #[test]
    fn a_code_is_taken_apart() {
        let decoded = TaxCode::parse("MRTMRA83T56A269B")
            .expect("a code")
            .decoded();
        assert_eq!(
            (decoded.surname.as_str(), decoded.given_name.as_str()),
            ("MRT", "MRA")
        );
        assert_eq!(
            (decoded.birth.year, decoded.birth.month, decoded.birth.day),
            (83, 12, 16)
        );
        assert_eq!(decoded.sex, Sex::Female);
        assert_eq!(decoded.place_code.as_str(), "A269");
        assert_eq!(
            (decoded.omocodia, decoded.check),
            (0, CheckCharacter::Right)
        );
    }

    #[test]
    fn letters_in_place_of_digits_are_read_as_digits() {
        let decoded = TaxCode::parse("CCCFBAURDLPLNMVU")
            .expect("a code")
            .decoded();
        assert_eq!((decoded.birth.year, decoded.birth.day), (85, 3));
        assert_eq!(decoded.place_code.as_str(), "L219");
        assert_eq!(
            (decoded.omocodia, decoded.check),
            (7, CheckCharacter::Right)
        );
    }

    #[test]
    fn every_error_says_what_is_wrong() {
        for (text, expected) in [
            (
                "CCCFBA85D03L219PP",
                "a tax code has 16 characters, this has 17",
            ),
            (
                "CC0FBA85D03L219P",
                "character 3 of the tax code should be a letter",
            ),
            (
                "CCCFBA8XD03L219S",
                "character 8 of the tax code should be a digit",
            ),
            (
                "CCCFBA85X03L219P",
                "character 9 of the tax code should be a month letter",
            ),
            (
                "CCCFBA85D00L219P",
                "the tax code has a date of birth that does not exist",
            ),
            (
                "CCCFBA85D99L219P",
                "the tax code has a date of birth that does not exist",
            ),
            (
                "CCCFBA85B30L219P",
                "the tax code has a date of birth that does not exist",
            ),
            ("CCCFBA85D03L219B", "the check character B should be P"),
            (
                "ÀCCFBA85D03L219P",
                "character 1 of the tax code should be a letter",
            ),
            ("12345678903", "this is a provisional numeric tax code"),
            ("12345678901", "this is a provisional numeric tax code"),
        ] {
            let error = TaxCode::parse_valid(text).expect_err(text).to_string();
            assert!(error.starts_with(expected), "{text}: {error}");
        }
    }

    #[test]
    fn a_provisional_code_has_its_own_check_digit() {
        let check = |text| match TaxCode::parse(text) {
            Err(TaxCodeError::Provisional { check_digit }) => check_digit,
            other => panic!("{other:?}"),
        };
        assert_eq!(check("12345678903"), CheckCharacter::Right);
        let wrong = CheckCharacter::Wrong {
            found: '1',
            expected: '3',
        };
        assert_eq!(check("12345678901"), wrong);
    }

    #[test]
    fn the_last_day_of_february_1900_or_2000_is_admitted() {
        assert!(
            TaxCode::parse("CCCFBA00B29L219P").is_ok(),
            "2000 is a leap year"
        );
        assert!(
            TaxCode::parse("CCCFBA01B29L219P").is_err(),
            "1901 and 2001 are not"
        );
    }

    #[test]
    fn a_tax_code_does_not_appear_in_debug_output() {
        let code = TaxCode::parse("CCCFBA85D03L219P").expect("a code");
        let printed = format!("{code:?} {:?}", code.decoded());
        assert!(
            !printed.contains("CCC") && !printed.contains("85"),
            "{printed}"
        );
    }
}
