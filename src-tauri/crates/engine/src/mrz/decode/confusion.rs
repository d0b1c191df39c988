//! Characters that recognisers take for each other whatever they claim.

use super::super::symbol::SYMBOLS;
use super::align::Column;
use super::symbol;

/// Pairs of characters of the OCR-B font, and how often one is read as the other.
const PAIRS: [(u8, u8, f64); 24] = [
    (b'O', b'0', 0.10),
    (b'I', b'1', 0.05),
    (b'Q', b'O', 0.02),
    (b'Q', b'0', 0.02),
    (b'D', b'0', 0.02),
    (b'D', b'O', 0.02),
    (b'B', b'8', 0.02),
    (b'S', b'5', 0.02),
    (b'Z', b'2', 0.02),
    (b'G', b'6', 0.02),
    (b'L', b'1', 0.005),
    (b'T', b'1', 0.003),
    (b'J', b'1', 0.003),
    (b'T', b'7', 0.005),
    (b'A', b'4', 0.005),
    (b'U', b'0', 0.003),
    (b'U', b'V', 0.005),
    (b'K', b'<', 0.005),
    (b'C', b'<', 0.005),
    (b'L', b'<', 0.002),
    (b'S', b'8', 0.003),
    (b'E', b'F', 0.003),
    (b'6', b'8', 0.003),
    (b'3', b'8', 0.003),
];

/// Spreads a little of each character's probability to those it is taken for.
pub(super) fn spread(column: &Column) -> Column {
    let mut spread = *column;
    for (a, b, rate) in PAIRS {
        let (a, b) = (symbol(a), symbol(b));
        let flow = (column[a] - column[b]) * rate;
        spread[a] -= flow;
        spread[b] += flow;
    }
    let sum: f64 = spread.iter().sum();
    std::array::from_fn::<f64, SYMBOLS, _>(|symbol| {
        spread[symbol].max(0.0) / sum.max(f64::MIN_POSITIVE)
    })
}
