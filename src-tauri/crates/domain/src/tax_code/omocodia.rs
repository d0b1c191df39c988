//! Letters in place of digits, which tell people apart who would otherwise
//! have the same code.

/// Where digits stand, counted from 0.
pub(super) const POSITIONS: [usize; 7] = [6, 7, 9, 10, 12, 13, 14];

/// The letters for 0 to 9.
pub(super) const LETTERS: [u8; 10] = *b"LMNPQRSTUV";

/// How many digits are letters.
pub(super) fn level(code: &[u8; 16]) -> u8 {
    let letters = POSITIONS
        .iter()
        .filter(|index| code[**index].is_ascii_uppercase());
    letters.count() as u8
}

/// `code` with digits for the letters; the last character is left as it is.
pub(super) fn plain(code: &[u8; 16]) -> [u8; 16] {
    let mut plain = *code;
    for index in POSITIONS {
        if let Some(digit) = LETTERS.iter().position(|letter| *letter == code[index]) {
            plain[index] = b'0' + digit as u8;
        }
    }
    plain
}

/// All 128 ways to write `code`; bit 0 of the position in the list exchanges
/// the rightmost digit. The last character is left as it is.
pub(super) fn variants(code: &[u8; 16]) -> Vec<[u8; 16]> {
    let plain = plain(code);
    (0_u8..128)
        .map(|mask| {
            let mut variant = plain;
            for (bit, index) in POSITIONS.iter().rev().enumerate() {
                if mask >> bit & 1 == 1 {
                    variant[*index] = LETTERS[usize::from(plain[*index] - b'0')];
                }
            }
            variant
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::tax_code::{CheckCharacter, TaxCode};

    #[test]
    fn a_code_has_128_valid_variants_that_lead_back_to_it() {
        let code = TaxCode::parse("CCCFBA85D03L219P").expect("a code");
        let mut variants = code.omocodia_variants();
        assert_eq!(variants[0], code, "no letters first");
        assert_eq!(variants[1].as_str(), "CCCFBA85D03L21VE", "from the right");
        for variant in &variants {
            assert_eq!(variant.check(), CheckCharacter::Right);
            assert_eq!(variant.without_omocodia(), code);
        }
        variants.sort();
        variants.dedup();
        assert_eq!(variants.len(), 128);
    }
}
