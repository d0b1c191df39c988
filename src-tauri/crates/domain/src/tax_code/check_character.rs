//! The last character of a tax code, and the last digit of a provisional one.

/// Whether a code's last character is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CheckCharacter {
    /// It is the one that the others ask for.
    Right,
    /// It is not.
    Wrong {
        /// The character that stands there.
        found: char,
        /// The character that should.
        expected: char,
    },
}

impl CheckCharacter {
    /// Compares the character that stands there with the one that should.
    fn between(found: char, expected: char) -> Self {
        if found == expected {
            Self::Right
        } else {
            Self::Wrong { found, expected }
        }
    }
}

/// Values of 0–9 and A–Z at odd places, counted from 1 (decree of 1976, table 3).
const ODD_DIGITS: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
const ODD_LETTERS: [u32; 26] = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/// The check of sixteen characters `0-9A-Z`.
pub(super) fn of(code: &[u8; 16]) -> CheckCharacter {
    CheckCharacter::between(char::from(code[15]), char::from(expected(code)))
}

/// `code` with the right last character.
pub(super) fn completed(mut code: [u8; 16]) -> [u8; 16] {
    code[15] = expected(&code);
    code
}

fn expected(code: &[u8; 16]) -> u8 {
    let sum: u32 = code[..15]
        .iter()
        .enumerate()
        .map(|(index, byte)| {
            if index % 2 == 0 {
                odd(*byte)
            } else {
                even(*byte)
            }
        })
        .sum();
    b'A' + (sum % 26) as u8
}

fn odd(byte: u8) -> u32 {
    if byte.is_ascii_digit() {
        ODD_DIGITS[usize::from(byte - b'0')]
    } else {
        ODD_LETTERS[usize::from(byte - b'A')]
    }
}

fn even(byte: u8) -> u32 {
    u32::from(if byte.is_ascii_digit() {
        byte - b'0'
    } else {
        byte - b'A'
    })
}

/// The check of eleven digits: every second one doubled, the digits of all
/// added up to a multiple of ten.
pub(super) fn provisional(digits: &[char]) -> CheckCharacter {
    let values: Vec<u32> = digits.iter().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = values[..10]
        .iter()
        .enumerate()
        .map(|(index, value)| match (index % 2, value * 2) {
            (0, _) => *value,
            (_, doubled) if doubled > 9 => doubled - 9,
            (_, doubled) => doubled,
        })
        .sum();
    let expected = char::from(b'0' + ((10 - sum % 10) % 10) as u8);
    CheckCharacter::between(digits[10], expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_character_of_published_codes_is_right() {
        for code in ["RSSMRA02D16A662G", "CCCFBA85D03L219P", "THDSDA95P08Z330H"] {
            let bytes = code.as_bytes().try_into().expect("sixteen");
            assert_eq!(of(bytes), CheckCharacter::Right, "{code}");
        }
    }

    #[test]
    fn any_other_letter_is_wrong_and_the_right_one_is_named() {
        for letter in (b'A'..=b'Z').filter(|letter| *letter != b'G') {
            let mut code = *b"RSSMRA02D16A662G";
            code[15] = letter;
            let expected = CheckCharacter::Wrong {
                found: char::from(letter),
                expected: 'G',
            };
            assert_eq!(of(&code), expected);
        }
    }
}
