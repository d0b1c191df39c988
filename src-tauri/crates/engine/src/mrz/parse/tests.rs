//! Zones of the standard's own specimens, and zones that are none.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const TODAY: Date = date(2026, 11, 21);

const PASSPORT: [&str; 2] = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
];
const CARD: [&str; 3] = [
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
];
const LONG_NUMBER: [&str; 3] = [
    "I<UTOD23145890<7349<<<<<<<<<<<",
    "3407127M9507122UTO<<<<<<<<<<<2",
    "STEVENSON<<PETER<JOHN<<<<<<<<<",
];
const VISA_B: [&str; 2] = [
    "VCPOLKOWALSKA<KWIATKOWSKA<<BEATA<<<<",
    "PL00000008POL6002084F0505011<<<<<<<0",
];

fn summary(parsed: &Parsed) -> String {
    let fields = &parsed.fields;
    let wrong: Vec<&str> = parsed
        .check_digits
        .iter()
        .filter(|digit| !digit.ok)
        .map(|digit| digit.field.name())
        .collect();
    format!(
        "{} {} {} {} {} / {} {} {:?} {} {:?} [{}] [{}] valid={} wrong={wrong:?}",
        parsed.format.name(),
        fields.document_code,
        fields.issuer,
        fields.document_number,
        fields.surname,
        fields.given_names,
        fields.nationality,
        fields.birth_date,
        fields.sex.letter(),
        fields.expiry_date,
        fields.optional_data,
        fields.optional_data_2,
        parsed.valid
    )
}

#[track_caller]
fn check(lines: &[&str], expected: &str) {
    let said = match parse(lines, TODAY) {
        Ok(parsed) => summary(&parsed),
        Err(error) => error.to_string(),
    };
    assert_eq!(said, expected);
}

#[test]
fn specimens_of_the_standard_are_read_whole() {
    check(
        &PASSPORT,
        "TD3 P UTO L898902C3 ERIKSSON / ANNA MARIA UTO Some(1974-08-12) F Some(2012-04-15) [ZE184226B] [] valid=true wrong=[]",
    );
    check(
        &CARD,
        "TD1 I UTO D23145890 ERIKSSON / ANNA MARIA UTO Some(1974-08-12) F Some(2012-04-15) [] [] valid=true wrong=[]",
    );
    check(
        &VISA_B,
        "MRVB VC POL PL0000000 KOWALSKA KWIATKOWSKA / BEATA POL Some(1960-02-08) F Some(2005-05-01) [0] [] valid=true wrong=[]",
    );
}

#[test]
fn a_number_of_more_than_nine_characters_goes_on_in_the_optional_data() {
    check(
        &LONG_NUMBER,
        "TD1 I UTO D23145890734 STEVENSON / PETER JOHN UTO Some(1934-07-12) M Some(1995-07-12) [] [] valid=true wrong=[]",
    );
}

#[test]
fn one_wrong_character_names_the_digits_it_breaks() {
    let broken = PASSPORT[1].replacen("7408122", "7408132", 1);
    check(
        &[PASSPORT[0], &broken],
        "TD3 P UTO L898902C3 ERIKSSON / ANNA MARIA UTO Some(1974-08-13) F Some(2012-04-15) [ZE184226B] [] valid=false wrong=[\"birth_date\", \"composite\"]",
    );
}

#[test]
fn right_digits_do_not_excuse_an_impossible_date_or_a_misplaced_letter() {
    // 999999 has the check digit of itself; the composite follows.
    let mut line = PASSPORT[1].to_owned();
    line.replace_range(13..20, "9999999");
    let parsed = parse(&[PASSPORT[0], &line], TODAY).expect("a zone");
    assert!(!parsed.valid && parsed.fields.birth_date.is_none());
    check(
        &["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<9", PASSPORT[1]],
        "TD3 P UTO L898902C3 ERIKSSON / ANNA MARIA 9 UTO Some(1974-08-12) F Some(2012-04-15) [ZE184226B] [] valid=false wrong=[]",
    );
}

#[test]
fn an_empty_personal_number_may_have_a_filler_or_a_zero_as_its_digit() {
    for digit in ['<', '0'] {
        let second = format!("L898902C36UTO7408122F1204159<<<<<<<<<<<<<<{digit}");
        let composite = check_digit(
            [0..10, 13..20, 21..43]
                .into_iter()
                .flat_map(|range| second.as_bytes()[range].to_vec()),
        );
        let parsed = parse(&[PASSPORT[0], &format!("{second}{composite}")], TODAY);
        assert!(parsed.expect("a zone").valid, "{digit}");
    }
}

#[test]
fn what_is_no_zone_is_an_error() {
    let shape = "the lines are no machine-readable zone: expected 3 lines of 30, 2 of 36 or 2 of 44 characters, got";
    check(&[], &format!("{shape} 0 lines with 0 in the longest"));
    check(
        &PASSPORT[..1],
        &format!("{shape} 1 lines with 44 in the longest"),
    );
    check(
        &[PASSPORT[0], &PASSPORT[1][1..]],
        &format!("{shape} 2 lines with 44 in the longest"),
    );
    check(
        &["p<uto", "L898902C36UTO"],
        "line 1 of the machine-readable zone has a character at column 1 that is no digit, capital letter or '<'",
    );
    check(
        &[PASSPORT[0], "L898902C3é"],
        "line 2 of the machine-readable zone has a character at column 10 that is no digit, capital letter or '<'",
    );
}

proptest! {
    #[test]
    fn any_characters_of_the_right_shape_are_read_without_a_panic(
        shape in prop::sample::select(vec![(3_usize, 30_usize), (2, 36), (2, 44)]),
        noise in prop::collection::vec("[0-9A-Z<]{44}", 3),
    ) {
        let lines: Vec<&str> = noise[..shape.0].iter().map(|line| &line[..shape.1]).collect();
        prop_assert!(parse(&lines, TODAY).is_ok());
    }

    #[test]
    fn any_text_at_all_is_read_or_refused_without_a_panic(lines in prop::collection::vec(".{0,50}", 0..5)) {
        let _ = parse(&lines, TODAY);
    }
}
