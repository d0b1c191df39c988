//! Check digits: weights 7, 3, 1, sum modulo ten (ICAO Doc 9303 part 3, 4.9).

use super::layout::CheckedField;
use super::symbol::{index, value};

/// The weights, repeated from the first character on.
pub(super) const WEIGHTS: [usize; 3] = [7, 3, 1];

/// One check digit of a zone and whether it adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckDigit {
    /// What it vouches for.
    pub field: CheckedField,
    /// The character in the zone.
    pub printed: char,
    /// The digit that the covered characters call for.
    pub computed: char,
    /// Whether the two agree; a filler stands for the digit of an empty field.
    pub ok: bool,
}

/// The check digit of `characters`; what is no MRZ character counts 0.
#[must_use]
pub fn check_digit(characters: impl IntoIterator<Item = u8>) -> char {
    let sum: usize = characters
        .into_iter()
        .zip(WEIGHTS.into_iter().cycle())
        .map(|(character, weight)| index(character).map_or(0, value) * weight)
        .sum();
    char::from(b'0' + (sum % 10) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(characters: &str, expected: char) {
        assert_eq!(check_digit(characters.bytes()), expected, "{characters}");
    }

    #[test]
    fn check_digits_are_those_of_the_standard() {
        check("L898902C3", '6');
        check("740812", '2');
        check("120415", '9');
        check("ZE184226B<<<<<", '1');
        check("D23145890", '7');
        check("<<<<<<", '0');
        check("", '0');
    }
}
