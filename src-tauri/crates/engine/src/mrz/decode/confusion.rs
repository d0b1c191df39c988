//! Characters that recognisers take for each other whatever they claim.

use super::super::symbol::Charset;
use super::align::Column;
use super::symbol;

/// What was seen, what it may be, and how often.
type Confusion = (u8, u8, f64);

/// A digit was seen where the standard allows none.
const AMONG_LETTERS: [Confusion; 12] = [
    (b'0', b'O', 0.94),
    (b'0', b'D', 0.03),
    (b'0', b'Q', 0.02),
    (b'1', b'I', 0.90),
    (b'1', b'L', 0.04),
    (b'1', b'T', 0.02),
    (b'2', b'Z', 0.95),
    (b'4', b'A', 0.80),
    (b'5', b'S', 0.95),
    (b'6', b'G', 0.90),
    (b'7', b'T', 0.80),
    (b'8', b'B', 0.90),
];

/// A letter was seen where the standard allows none.
const AMONG_DIGITS: [Confusion; 14] = [
    (b'O', b'0', 0.98),
    (b'D', b'0', 0.90),
    (b'Q', b'0', 0.90),
    (b'U', b'0', 0.50),
    (b'I', b'1', 0.95),
    (b'L', b'1', 0.80),
    (b'J', b'1', 0.50),
    (b'T', b'7', 0.60),
    (b'T', b'1', 0.30),
    (b'Z', b'2', 0.95),
    (b'A', b'4', 0.80),
    (b'S', b'5', 0.90),
    (b'G', b'6', 0.90),
    (b'B', b'8', 0.95),
];

/// Both are allowed. General recognisers see letters where a filler is smudged
/// more than the other way round; what they are sure is a digit is one.
const ANYWHERE: [Confusion; 35] = [
    (b'O', b'0', 0.12),
    (b'0', b'O', 0.01),
    (b'I', b'1', 0.12),
    (b'1', b'I', 0.01),
    (b'D', b'0', 0.03),
    (b'0', b'D', 0.005),
    (b'D', b'O', 0.03),
    (b'O', b'D', 0.02),
    (b'Q', b'0', 0.03),
    (b'0', b'Q', 0.002),
    (b'Q', b'O', 0.03),
    (b'O', b'Q', 0.01),
    (b'B', b'8', 0.02),
    (b'8', b'B', 0.01),
    (b'S', b'5', 0.03),
    (b'5', b'S', 0.01),
    (b'Z', b'2', 0.03),
    (b'2', b'Z', 0.01),
    (b'G', b'6', 0.02),
    (b'6', b'G', 0.005),
    (b'L', b'1', 0.005),
    (b'J', b'1', 0.003),
    (b'T', b'7', 0.005),
    (b'7', b'1', 0.002),
    (b'1', b'7', 0.002),
    (b'U', b'V', 0.005),
    (b'V', b'U', 0.005),
    (b'K', b'<', 0.02),
    (b'C', b'<', 0.02),
    (b'L', b'<', 0.01),
    (b'E', b'F', 0.002),
    (b'6', b'8', 0.002),
    (b'3', b'8', 0.002),
    (b'8', b'3', 0.001),
    (b'8', b'6', 0.001),
];

/// What may really stand in `column`, where the standard allows `allowed`.
pub(super) fn spread(column: &Column, allowed: Charset) -> Column {
    let mut spread = *column;
    flow(&mut spread, column, &ANYWHERE);
    flow(&mut spread, column, among(allowed));
    normalised(spread)
}

/// What the place alone makes of `column`: a look-alike that the standard does
/// not allow there counts for the character it looks like, and nothing that is
/// not allowed is left. What is left is a share of all that was seen.
pub(super) fn forced(column: &Column, allowed: Charset) -> Column {
    let mut forced = *column;
    flow(&mut forced, column, among(allowed));
    for (symbol, share) in forced.iter_mut().enumerate() {
        if !allowed.contains(symbol) {
            *share = 0.0;
        }
    }
    forced
}

/// Look-alikes of the kind that `allowed` leaves out.
fn among(allowed: Charset) -> &'static [Confusion] {
    let digits = allowed.contains(symbol(b'0'));
    let letters = allowed.contains(symbol(b'A'));
    match (digits, letters) {
        (false, true) => &AMONG_LETTERS,
        (true, false) => &AMONG_DIGITS,
        (true, true) | (false, false) => &[],
    }
}

fn flow(spread: &mut Column, seen: &Column, confusions: &[Confusion]) {
    for (looks, meant, rate) in confusions {
        let (looks, meant) = (symbol(*looks), symbol(*meant));
        let share = seen[looks] * rate;
        spread[looks] -= share;
        spread[meant] += share;
    }
}

fn normalised(column: Column) -> Column {
    let sum: f64 = column.iter().map(|p| p.max(0.0)).sum();
    column.map(|p| p.max(0.0) / sum.max(f64::MIN_POSITIVE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mrz::symbol::SYMBOLS;

    #[track_caller]
    fn check(seen: u8, allowed: Charset, meant: u8, at_least: f64) {
        let mut column = [0.0; SYMBOLS];
        column[symbol(seen)] = 1.0;
        let spread = spread(&column, allowed);
        let allowed_mass: f64 = (0..SYMBOLS)
            .filter(|s| allowed.contains(*s))
            .map(|s| spread[s])
            .sum();
        let share = spread[symbol(meant)] / allowed_mass;
        assert!(
            share >= at_least,
            "{} for {}: {share}",
            char::from(meant),
            char::from(seen)
        );
        assert!((spread.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_place_decides_between_look_alikes() {
        check(b'0', Charset::LETTERS, b'O', 0.9);
        check(b'1', Charset::LETTERS, b'I', 0.9);
        check(b'O', Charset::DIGITS, b'0', 0.95);
        check(b'B', Charset::DIGITS, b'8', 0.95);
        check(b'0', Charset::ALL, b'0', 0.9);
        check(b'O', Charset::ALL, b'O', 0.8);
        check(b'O', Charset::ALL, b'0', 0.1);
    }

    #[test]
    fn what_a_place_does_not_allow_is_no_evidence_for_what_it_allows() {
        let mut column = [0.0; SYMBOLS];
        column[symbol(b'H')] = 0.9;
        column[symbol(b'7')] = 0.1;
        let digits = forced(&column, Charset::DIGITS);
        assert!(digits[symbol(b'7')] <= 0.1, "{digits:?}");
    }

    #[test]
    fn the_place_alone_forces_nothing_where_both_kinds_are_allowed() {
        let mut column = [0.0; SYMBOLS];
        column[symbol(b'O')] = 0.7;
        column[symbol(b'0')] = 0.3;
        assert_eq!(forced(&column, Charset::ALL), column);
        let digits = forced(&column, Charset::DIGITS);
        assert!(digits[symbol(b'0')] > 0.98, "{digits:?}");
        assert!(digits[symbol(b'O')] <= 0.0, "{digits:?}");
    }
}
