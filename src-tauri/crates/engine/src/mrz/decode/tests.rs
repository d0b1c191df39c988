//! What is mended, what stays as it is printed, and what is doubtful.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::mrz::fields::Fields;
use crate::mrz::parse::parse;
use crate::mrz::verdict::is_valid;
use crate::mrz::{check_digit, compose};

pub(in crate::mrz) const TODAY: Date = date(2026, 11, 21);

const PASSPORT: [&str; 2] = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
];

/// Columns in which the recogniser is sure of `lines`.
pub(in crate::mrz) fn seen(lines: &[impl AsRef<str>]) -> Vec<Vec<Column>> {
    lines
        .iter()
        .map(|line| {
            line.as_ref()
                .bytes()
                .map(|byte| sure(byte, byte, 0.0))
                .collect()
        })
        .collect()
}

/// A column that says `first`, but for a share that says `second`.
pub(in crate::mrz) fn sure(first: u8, second: u8, share: f64) -> Column {
    let mut column = [1e-5; SYMBOLS];
    column[symbol(first)] += 1.0 - share;
    column[symbol(second)] += share;
    let sum: f64 = column.iter().sum();
    column.map(|p| p / sum)
}

/// Decodes `lines` with some characters (line and column from 1) seen
/// differently; `expected` is what differs from the printed lines and what is
/// found wrong.
#[track_caller]
fn check(lines: &[&str], seen_as: &[(usize, usize, u8, u8, f64)], expected: &str) {
    let mut columns = seen(lines);
    for (line, column, first, second, share) in seen_as {
        columns[line - 1][column - 1] = sure(*first, *second, *share);
    }
    let first = lines[0].as_bytes()[0];
    let format = Format::of(lines.len(), lines[0].len(), first).expect("a zone");
    let decoded = decode(format, &columns);
    let repaired: Vec<String> = decoded
        .repaired
        .iter()
        .map(|repair| {
            format!(
                "{}:{} {}>{}",
                repair.line, repair.column, repair.from, repair.to
            )
        })
        .collect();
    let read = if decoded.lines == lines {
        "as printed"
    } else {
        "otherwise"
    };
    let parsed = parse(&decoded.lines, TODAY).expect("a zone");
    let sums = match (is_valid(&decoded, &parsed), decoded.adds_up) {
        (true, _) => "valid",
        (false, true) => "adds up",
        (false, false) => "does not add up",
    };
    let said = format!(
        "{read}, {sums}, repaired {repaired:?}, doubtful {:?}",
        decoded.doubtful
    );
    assert_eq!(said, expected);
}

#[test]
fn a_clear_zone_is_read_as_it_is() {
    check(
        &PASSPORT,
        &[],
        "as printed, valid, repaired [], doubtful []",
    );
    check(
        &[
            "I<UTOD23145890<7349<<<<<<<<<<<",
            "3407127M9507122UTO<<<<<<<<<<<2",
            "STEVENSON<<PETER<JOHN<<<<<<<<<",
        ],
        &[],
        "as printed, valid, repaired [], doubtful []",
    );
    check(
        &[
            "VCPOLKOWALSKA<KWIATKOWSKA<<BEATA<<<<",
            "PL00000008POL6002084F0505011<<<<<<<0",
        ],
        &[],
        "as printed, valid, repaired [], doubtful []",
    );
}

#[test]
fn a_letter_among_digits_becomes_the_digit_it_looks_like() {
    check(
        &PASSPORT,
        &[
            (2, 16, b'O', b'O', 0.0),
            (2, 23, b'Z', b'Z', 0.0),
            (1, 5, b'0', b'0', 0.0),
        ],
        "as printed, valid, repaired [\"1:5 0>O\", \"2:16 O>0\", \"2:23 Z>2\"], doubtful []",
    );
}

#[test]
fn check_digits_suggest_what_the_place_allows_both_ways() {
    check(
        &PASSPORT,
        &[(2, 6, b'O', b'O', 0.0)],
        "as printed, adds up, repaired [\"2:6 O>0\"], doubtful [(2, 6)]",
    );
    check(
        &PASSPORT,
        &[(2, 3, b'B', b'9', 0.3)],
        "as printed, adds up, repaired [\"2:3 B>9\"], doubtful [(2, 3)]",
    );
}

#[test]
fn a_wrong_printed_digit_stays_as_it_is_printed() {
    check(
        &[PASSPORT[0], "L898902C36UTO7408123F1204159ZE184226B<<<<<10"],
        &[],
        "as printed, does not add up, repaired [], doubtful []",
    );
    check(
        &[
            "C1USA0223456791EAC9730051220<<",
            "4910040M9411014CAN<<<<<<<<<<<0",
            "CRITTENDEN<<LEE<W<<<<<<<<<<<<<",
        ],
        &[],
        "as printed, does not add up, repaired [], doubtful []",
    );
}

#[test]
fn what_no_check_digit_can_tell_is_doubtful() {
    // G and 6 count the same modulo ten.
    check(
        &PASSPORT,
        &[(2, 10, b'6', b'6', 0.0), (2, 36, b'6', b'G', 0.45)],
        "as printed, adds up, repaired [], doubtful [(2, 36)]",
    );
    check(
        &PASSPORT,
        &[(1, 12, b'O', b'D', 0.45), (2, 21, b'F', b'M', 0.4)],
        "as printed, adds up, repaired [], doubtful [(1, 12), (2, 21)]",
    );
}

#[test]
fn states_are_read_together() {
    check(
        &PASSPORT,
        &[(1, 4, b'I', b'T', 0.4)],
        "as printed, adds up, repaired [\"1:4 I>T\"], doubtful [(1, 4)]",
    );
}

#[test]
fn patterns_of_states_tell_what_the_sums_cannot() {
    let fields = Fields {
        document_number: "BD0002028".into(),
        issuer: "HUN".into(),
        nationality: "HUN".into(),
        ..parse(&PASSPORT, TODAY).expect("a zone").fields
    };
    let lines = compose(Format::Td3, &fields).expect("it fits");
    let swapped = lines[1].replacen("BD", "80", 1);
    let number = check_digit(swapped.bytes().take(9));
    assert!(swapped[9..].starts_with(number), "the sum is the same");
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    check(
        &lines,
        &[(2, 1, b'8', b'B', 0.3), (2, 2, b'0', b'D', 0.3)],
        "as printed, adds up, repaired [\"2:1 8>B\", \"2:2 0>D\"], doubtful [(2, 1), (2, 2)]",
    );
}

proptest! {
    #[test]
    fn any_columns_at_all_are_decoded_without_a_panic(
        noise in prop::collection::vec(0.0_f64..1.0, SYMBOLS * 44 * 3),
        format in prop::sample::select(Format::ALL.to_vec()),
    ) {
        let mut noise = noise.chunks_exact(SYMBOLS);
        let lines: Vec<Vec<Column>> = (0..format.lines())
            .map(|_| {
                let line = noise.by_ref().take(format.columns());
                line.map(|chunk| std::array::from_fn(|n| chunk[n] / 20.0)).collect()
            })
            .collect();
        let decoded = decode(format, &lines);
        prop_assert!(parse(&decoded.lines, TODAY).is_ok());
    }
}
