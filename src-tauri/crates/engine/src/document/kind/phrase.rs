//! Comparing print with what a recogniser made of it.

use domain::name::transliterate::{Scheme, letters};

/// A line as its letters A–Z alone: accents, blanks and stops are what a
/// recogniser loses first.
pub(crate) struct Folded(Vec<u8>);

impl Folded {
    pub(crate) fn new(text: &str) -> Self {
        Self(letters(text, Scheme::Plain).into_bytes())
    }

    /// Whether `phrase` (letters A–Z and blanks) stands somewhere in the line,
    /// give or take what [`tolerance`] allows (Sellers, *The theory and
    /// computation of evolutionary distances*, 1980).
    pub(crate) fn contains(&self, phrase: &str) -> bool {
        let pattern: Vec<u8> = phrase.bytes().filter(u8::is_ascii_alphabetic).collect();
        let allowed = tolerance(pattern.len());
        if pattern.is_empty() || self.0.len() + allowed < pattern.len() {
            return false;
        }
        let mut column: Vec<usize> = (0..=pattern.len()).collect();
        for letter in &self.0 {
            // A match may begin anywhere: the first cell costs nothing.
            advance(&mut column, &pattern, *letter, 0);
            if column[pattern.len()] <= allowed {
                return true;
            }
        }
        false
    }
}

/// How many letters of `length` may be wrong, missing or too many.
pub(crate) const fn tolerance(length: usize) -> usize {
    if length < 6 { 0 } else { length / 6 }
}

/// The least distance of `pattern` to a beginning of `text`, and how long that
/// beginning is; both in letters A–Z.
pub(crate) fn prefix_distance(pattern: &[u8], text: &[u8]) -> (usize, usize) {
    let mut column: Vec<usize> = (0..=pattern.len()).collect();
    let mut best = (pattern.len(), 0);
    let reach = pattern.len() + tolerance(pattern.len());
    for (index, letter) in text.iter().take(reach).enumerate() {
        advance(&mut column, pattern, *letter, index + 1);
        if column[pattern.len()] < best.0 {
            best = (column[pattern.len()], index + 1);
        }
    }
    best
}

/// The next column of the table of edit distances; `first` is its first cell.
fn advance(column: &mut [usize], pattern: &[u8], letter: u8, first: usize) {
    let mut diagonal = column[0];
    column[0] = first;
    for row in 1..column.len() {
        let replaced = diagonal + usize::from(pattern[row - 1] != letter);
        diagonal = column[row];
        column[row] = replaced.min(diagonal + 1).min(column[row - 1] + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_despite_what_recognisers_do() {
        #[track_caller]
        fn check(line: &str, phrase: &str, expected: bool) {
            assert_eq!(Folded::new(line).contains(phrase), expected, "{line}");
        }
        check(
            "CARTA DI IDENTITÀ / IDENTITY CARD",
            "CARTA DI IDENTITA",
            true,
        );
        check("CARTADIIDENTITA'/IDENTITYCARD", "IDENTITY CARD", true);
        check("CARTA DI lDENTlTA", "CARTA DI IDENTITA", true);
        check("CARTA D'IDENTITÀ", "CARTA DI IDENTITA", true);
        check("CARTA DI CREDITO", "CARTA DI IDENTITA", false);
        check("NOME", "COGNOME", false);
        check("", "COGNOME", false);
    }

    #[test]
    fn the_nearest_beginning_is_measured() {
        assert_eq!(prefix_distance(b"COGNOME", b"COGNOMEROSSI"), (0, 7));
        assert_eq!(prefix_distance(b"COGNOME", b"COGN0ME"), (1, 7));
        assert_eq!(prefix_distance(b"SESSO", b""), (5, 0));
    }
}
