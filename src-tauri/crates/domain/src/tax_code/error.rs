//! Why a text is not a usable tax code.

use super::CheckCharacter;

/// Why a text is not a usable tax code. No message repeats the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TaxCodeError {
    /// Neither 16 characters nor 11 digits.
    #[error("a tax code has 16 characters, this has {found}; type it again from the card")]
    Length {
        /// How many there are, without blanks.
        found: usize,
    },
    /// A character that cannot stand at its place.
    #[error("character {position} of the tax code should be {expected}; compare it with the card")]
    Malformed {
        /// Its place, counted from 1, without blanks.
        position: usize,
        /// What may stand there.
        expected: &'static str,
    },
    /// Day and month make no date in any year that ends with the two digits.
    #[error("the tax code has a date of birth that does not exist; compare it with the card")]
    ImpossibleDate,
    /// The form is right, the last character is not the one the others ask for.
    #[error(
        "the check character {found} should be {expected}; a character was misread or mistyped"
    )]
    CheckCharacter {
        /// The character that stands there.
        found: char,
        /// The character that should.
        expected: char,
    },
    /// Eleven digits: the provisional code given before the registry data are
    /// complete. It says nothing about the person.
    #[error(
        "this is a provisional numeric tax code of 11 digits; it cannot be compared with a person's data, ask for the 16 characters"
    )]
    Provisional {
        /// Whether its last digit is right.
        check_digit: CheckCharacter,
    },
    /// A code cannot be derived without the sex.
    #[error("a tax code depends on the sex, which is not stated")]
    SexUnspecified,
}
