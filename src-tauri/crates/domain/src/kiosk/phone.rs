//! Phone numbers, as far as a code can be sent to them.

use crate::Personal;

/// A phone number in the form of E.164: a plus sign and 8 to 15 digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneNumber(Personal<String>);

impl PhoneNumber {
    /// Reads what a person types. A number without a country is Italian.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut digits = String::new();
        let mut plus = false;
        for (at, sign) in text.trim().char_indices() {
            match sign {
                '+' if at == 0 => plus = true,
                '0'..='9' => digits.push(sign),
                ' ' | '-' | '.' | '/' | '(' | ')' => {}
                _ => return None,
            }
        }
        if let Some(rest) = digits.strip_prefix("00").filter(|_| !plus) {
            digits = rest.to_owned();
        } else if !plus {
            digits.insert_str(0, "39");
        }
        let right = (8..=15).contains(&digits.len()) && !digits.starts_with('0');
        right.then(|| Self(Personal::new(format!("+{digits}"))))
    }

    /// The number, to be shown to its owner or sent to.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        check("333 123 4567", Some("+393331234567"));
        check("+39 333-123.4567", Some("+393331234567"));
        check("0039 333 1234567", Some("+393331234567"));
        check("+41 79 (123) 45 67", Some("+41791234567"));
        check("12345", None);
        check("+3933312345678901", None);
        check("+0 333 1234567", None);
        check("333+1234567", None);
        check("anna", None);
        check("", None);
    }

    #[test]
    fn a_number_does_not_print() {
        let number = PhoneNumber::read("3331234567");
        assert!(!format!("{number:?}").contains("333"));
    }

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let number = PhoneNumber::read(text);
        assert_eq!(number.as_ref().map(PhoneNumber::reveal), expected, "{text}");
    }
}
