//! The code that a request goes by at a kiosk: short enough to be typed, and
//! one of so many that none is found by trying.

use rand::seq::IndexedRandom;

/// Digits and letters without those that look or sound alike.
const SIGNS: &[u8; 28] = b"23456789ABCDEFGHJKMPQRSTVWXZ";
/// How many signs a code has: one of 378 thousand million.
const LENGTH: usize = 8;

/// A fresh code.
pub(crate) fn fresh() -> String {
    let mut random = rand::rng();
    (0..LENGTH)
        .filter_map(|_| SIGNS.choose(&mut random))
        .map(|sign| char::from(*sign))
        .collect()
}

/// What was typed as it is kept: capitals, without blanks and hyphens.
pub(crate) fn packed(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_typed_in_any_case_and_in_groups() {
        assert_eq!(packed(" 7kq2-m9px "), "7KQ2M9PX");
    }

    #[test]
    fn no_two_codes_are_the_same_and_none_has_a_sign_that_is_mistaken() {
        let (one, other) = (fresh(), fresh());
        assert_ne!(one, other);
        assert_eq!(one.len(), LENGTH);
        assert!(!one.contains(['0', 'O', '1', 'I', 'L', 'U', 'Y', 'N']));
    }
}
