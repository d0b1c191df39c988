//! How some states form their document numbers. Check digits cannot tell
//! `BD` from `80` (both changes together leave the sum alone); the pattern can.

use super::super::format::Format;
use super::super::layout::Layout;
use super::super::symbol::{Charset, FILLER, SYMBOLS};
use super::align::Column;

/// Format, issuer and pattern: `L` a letter, `D` a digit, `<` a filler, `?`
/// anything. Series of today's ordinary passports and cards; older and special
/// ones differ, so a pattern only tips the balance.
const PATTERNS: [(Format, &str, &[u8; 9]); 20] = [
    (Format::Td1, "ITA", b"LLDDDDDLL"),
    (Format::Td3, "ITA", b"LLDDDDDDD"),
    (Format::Td3, "ALB", b"LLDDDDDDD"),
    (Format::Td3, "BGR", b"DDDDDDDDD"),
    (Format::Td3, "CHE", b"LDDDDDDD<"),
    (Format::Td3, "CZE", b"DDDDDDDD<"),
    (Format::Td3, "ESP", b"LL?DDDDDD"),
    (Format::Td3, "FIN", b"LLDDDDDDD"),
    (Format::Td3, "FRA", b"DDLLDDDDD"),
    (Format::Td3, "GBR", b"DDDDDDDDD"),
    (Format::Td3, "HRV", b"DDDDDDDDD"),
    (Format::Td3, "HUN", b"LLDDDDDD?"),
    (Format::Td3, "IND", b"LDDDDDDD<"),
    (Format::Td3, "IRL", b"L?DDDDDDD"),
    (Format::Td3, "MAR", b"LLDDDDDDD"),
    (Format::Td3, "POL", b"LLDDDDDDD"),
    (Format::Td3, "SVK", b"LLDDDDDDD"),
    (Format::Td3, "SVN", b"LLDDDDDDD"),
    (Format::Td3, "UKR", b"LLDDDDDD<"),
    (Format::Td3, "LVA", b"LLDDDDDDD"),
];

/// How much less likely a character is that is not of the pattern.
const OFF_PATTERN: f64 = 0.05;

/// Weighs the number in `lines` by the pattern of `issuer`.
pub(super) fn weigh(format: Format, issuer: &str, lines: &mut [Vec<Column>]) {
    let pattern = PATTERNS
        .iter()
        .find(|(f, state, _)| *f == format && *state == issuer);
    let Some((_, _, pattern)) = pattern else {
        return;
    };
    let number = Layout::of(format).number;
    let columns = &mut lines[number.line][number.from..number.to];
    for (column, kind) in columns.iter_mut().zip(pattern.iter()) {
        let expected = match kind {
            b'L' => Charset::LETTERS,
            b'D' => Charset::DIGITS,
            b'<' => Charset::one(FILLER),
            _ => Charset::ALL,
        };
        for symbol in (0..SYMBOLS).filter(|symbol| !expected.contains(*symbol)) {
            column[symbol] *= OFF_PATTERN;
        }
        let sum: f64 = column.iter().sum();
        column
            .iter_mut()
            .for_each(|p| *p /= sum.max(f64::MIN_POSITIVE));
    }
}
