//! Phone numbers in one form, so that two spellings of a number are one number.

use crate::personal::Personal;

/// The country that a mobile number without a prefix belongs to.
const HOME: &str = "+39";

/// A phone number: `+` and 7 to 15 digits (E.164), or the digits of a number
/// whose country is not known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber(Personal<String>);

impl PhoneNumber {
    /// Reads `text`, with or without blanks, hyphens, points and brackets.
    /// `00` is `+`; nine or ten digits that begin with 3 are Italian.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let packed: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '(' | ')' | '/'))
            .collect();
        let (prefix, digits) = match (packed.strip_prefix('+'), packed.strip_prefix("00")) {
            (Some(digits), _) | (None, Some(digits)) => ("+", digits),
            (None, None) if packed.starts_with('3') && (9..=10).contains(&packed.len()) => {
                (HOME, packed.as_str())
            }
            (None, None) => ("", packed.as_str()),
        };
        let is_number =
            (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| Self(Personal::new(format!("{prefix}{digits}"))))
    }

    /// Gives the number out, to be dialled or shown to its owner.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_number_are_one_number() {
        check("333 123 4567", Some("+393331234567"));
        check("+39 333-1234567", Some("+393331234567"));
        check("0039.333.1234567", Some("+393331234567"));
        check("+44 (20) 7946 0000", Some("+442079460000"));
        check("123456789", Some("123456789"));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "",
            "call me",
            "+",
            "12345",
            "+3933312345678901",
            "٣٣٣١٢٣٤٥٦٧",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn a_number_does_not_print() {
        let number = PhoneNumber::read("+393331234567").expect("a number");
        assert!(!format!("{number:?}").contains("333"));
    }

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let number = PhoneNumber::read(text);
        assert_eq!(number.as_ref().map(PhoneNumber::reveal), expected, "{text}");
    }
}
