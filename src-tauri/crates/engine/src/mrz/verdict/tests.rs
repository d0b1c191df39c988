//! No reading that was chosen by its check digits is valid.

use domain::document::Sex;
use proptest::prelude::*;

use super::*;
use crate::mrz::decode::decode;
use crate::mrz::decode::tests::{TODAY, seen, sure};
use crate::mrz::fields::Fields;
use crate::mrz::layout::Layout;
use crate::mrz::parse::parse;
use crate::mrz::symbol::{SYMBOLS, character, index, value};
use crate::mrz::{Format, compose};

/// What is read where the recognisers are sure of `printed` but for `places`
/// (line and column from 0): there they saw something else instead, which has
/// the share, the rest is what is printed.
fn read(format: Format, printed: &[String], places: &[(usize, usize, u8, f64)]) -> (Decoded, bool) {
    let mut columns = seen(printed);
    for (line, column, instead, share) in places {
        let first = printed[*line].as_bytes()[*column];
        columns[*line][*column] = sure(first, *instead, *share);
    }
    let decoded = decode(format, &columns);
    let parsed = parse(&decoded.lines, TODAY).expect("a zone");
    let valid = is_valid(&decoded, &parsed);
    (decoded, valid)
}

/// Every place under a check digit, and those of the digits.
fn checked_places(format: Format) -> Vec<(usize, usize)> {
    let checks = Layout::of(format).checks.iter();
    checks
        .flat_map(|check| {
            let covered = check.over.iter();
            covered
                .flat_map(|span| (span.from..span.to).map(|column| (span.line, column)))
                .chain([check.at])
        })
        .collect()
}

fn zones() -> impl Strategy<Value = (Format, Vec<String>)> {
    let formats = prop::sample::select(Format::ALL.to_vec());
    let fields = (
        "[0-9A-Z]{6,9}",
        "[0-9A-Z]{0,7}",
        0_i32..30_000,
        0_i32..4_000,
        "[A-Z]{2,9}",
    );
    (formats, fields).prop_map(|(format, (number, optional, birth, expiry, name))| {
        let day = |days: i32| {
            let span = jiff::Span::new().days(days);
            TODAY.checked_add(span).expect("a near day")
        };
        let code = match format {
            Format::Td1 | Format::Td2 => "I",
            Format::Td3 => "P",
            Format::MrvA | Format::MrvB => "V",
        };
        let fields = Fields {
            document_code: code.to_owned(),
            issuer: "UTO".to_owned(),
            document_number: number,
            surname: name.clone(),
            given_names: name,
            nationality: "UTO".to_owned(),
            birth_date: Some(day(-birth)),
            sex: Sex::Female,
            expiry_date: Some(day(expiry)),
            optional_data: optional,
            optional_data_2: String::new(),
        };
        (format, compose(format, &fields).expect("it fits"))
    })
}

proptest! {
    #[test]
    fn a_character_that_was_seen_as_another_is_not_part_of_a_valid_reading(
        (format, printed) in zones(),
        place in any::<prop::sample::Index>(),
        other in 0_usize..SYMBOLS,
        share in 0.0_f64..=1.0,
    ) {
        let (line, column) = *place.get(&checked_places(format));
        let first = index(printed[line].as_bytes()[column]).expect("an MRZ character");
        // What counts the same modulo ten, no sum can tell apart.
        prop_assume!(value(first) % 10 != value(other) % 10);
        let instead = [(line, column, character(other), share)];
        let (decoded, valid) = read(format, &printed, &instead);
        prop_assert!(decoded.lines == printed || !valid, "{:?} for {printed:?}", decoded.lines);
    }

    #[test]
    fn what_counts_the_same_is_not_valid_while_both_were_seen(
        (format, printed) in zones(),
        place in any::<prop::sample::Index>(),
        other in 0_usize..SYMBOLS,
        share in 0.0_f64..0.78,
    ) {
        let (line, column) = *place.get(&checked_places(format));
        let instead = [(line, column, character(other), share)];
        let (decoded, valid) = read(format, &printed, &instead);
        prop_assert!(decoded.lines == printed || !valid, "{:?} for {printed:?}", decoded.lines);
    }

    #[test]
    fn a_wrong_printed_digit_is_not_valid_whatever_else_was_faintly_seen(
        (format, mut printed) in zones(),
        place in any::<prop::sample::Index>(),
        add in 1_u8..10,
        rivals in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..SYMBOLS, 0.0_f64..0.49), 0..12),
    ) {
        let digits: Vec<(usize, usize)> = Layout::of(format).checks.iter().map(|c| c.at).collect();
        let (line, column) = *place.get(&digits);
        let right = printed[line].as_bytes()[column];
        prop_assume!(right.is_ascii_digit());
        let wrong = (right - b'0' + add) % 10 + b'0';
        printed[line].replace_range(column..=column, char::from(wrong).encode_utf8(&mut [0; 4]));
        let mut faint: Vec<(usize, usize, u8, f64)> = Vec::new();
        for (place, rival, share) in rivals {
            let (line, column) = *place.get(&checked_places(format));
            if !faint.iter().any(|(l, c, ..)| (*l, *c) == (line, column)) {
                faint.push((line, column, character(rival), share));
            }
        }
        let (decoded, valid) = read(format, &printed, &faint);
        prop_assert!(!valid, "{:?} for {printed:?}", decoded.lines);
    }
}

#[test]
fn a_repair_by_anything_but_the_place_is_not_valid() {
    let printed = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ]
    .map(str::to_owned);
    let check = |line, column, instead, expected| {
        let (_, valid) = read(Format::Td3, &printed, &[(line, column, instead, 0.97)]);
        assert_eq!(valid, expected, "line {line}, column {column}");
    };
    // A birth date is of digits: O is 0 there, and nothing else.
    check(1, 15, b'O', true);
    // A document number is of both.
    check(1, 5, b'O', false);
    // A check digit is not chosen by what it checks.
    check(1, 9, b'8', false);
    check(1, 43, b'6', false);
    // A code of a state may be guessed, not vouched for.
    check(0, 3, b'I', false);
}
