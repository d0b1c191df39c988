//! Characters that recognisers take for each other whatever they claim.

use super::super::symbol::SYMBOLS;
use super::align::Column;
use super::symbol;

/// What was seen, what it may be, and how often. General recognisers see a
/// nought for every O, and letters where a filler is smudged, more than the
/// other way round.
const TAKEN_FOR: [(u8, u8, f64); 44] = [
    (b'0', b'O', 0.15),
    (b'O', b'0', 0.08),
    (b'1', b'I', 0.05),
    (b'I', b'1', 0.05),
    (b'D', b'0', 0.03),
    (b'D', b'O', 0.03),
    (b'0', b'D', 0.01),
    (b'O', b'D', 0.02),
    (b'Q', b'0', 0.03),
    (b'Q', b'O', 0.03),
    (b'0', b'Q', 0.005),
    (b'O', b'Q', 0.01),
    (b'U', b'0', 0.002),
    (b'B', b'8', 0.02),
    (b'8', b'B', 0.01),
    (b'S', b'5', 0.03),
    (b'5', b'S', 0.01),
    (b'Z', b'2', 0.03),
    (b'2', b'Z', 0.01),
    (b'G', b'6', 0.02),
    (b'6', b'G', 0.005),
    (b'L', b'1', 0.005),
    (b'L', b'I', 0.002),
    (b'T', b'1', 0.003),
    (b'J', b'1', 0.003),
    (b'T', b'7', 0.005),
    (b'7', b'T', 0.002),
    (b'7', b'1', 0.002),
    (b'1', b'7', 0.002),
    (b'A', b'4', 0.005),
    (b'4', b'A', 0.002),
    (b'U', b'V', 0.005),
    (b'V', b'U', 0.005),
    (b'M', b'N', 0.002),
    (b'H', b'N', 0.002),
    (b'K', b'<', 0.02),
    (b'C', b'<', 0.02),
    (b'L', b'<', 0.01),
    (b'E', b'F', 0.002),
    (b'6', b'8', 0.002),
    (b'3', b'8', 0.002),
    (b'8', b'3', 0.001),
    (b'8', b'6', 0.001),
    (b'S', b'8', 0.001),
];

/// Spreads a little of each character's probability to those it is taken for.
pub(super) fn spread(column: &Column) -> Column {
    let mut spread = *column;
    for (seen, meant, rate) in TAKEN_FOR {
        let (seen, meant) = (symbol(seen), symbol(meant));
        let flow = column[seen] * rate;
        spread[seen] -= flow;
        spread[meant] += flow;
    }
    let sum: f64 = spread.iter().sum();
    std::array::from_fn::<f64, SYMBOLS, _>(|symbol| {
        spread[symbol].max(0.0) / sum.max(f64::MIN_POSITIVE)
    })
}
