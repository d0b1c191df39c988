//! Composed zones are read back as what they were composed from.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::mrz::parse::parse;

const TODAY: Date = date(2026, 11, 21);

fn specimen() -> Fields {
    Fields {
        document_code: "P".into(),
        issuer: "UTO".into(),
        document_number: "L898902C3".into(),
        surname: "Eriksson".into(),
        given_names: "Anna Maria".into(),
        nationality: "UTO".into(),
        birth_date: Some(date(1974, 8, 12)),
        sex: Sex::Female,
        expiry_date: Some(date(2012, 4, 15)),
        optional_data: "ZE184226B".into(),
        optional_data_2: String::new(),
    }
}

#[track_caller]
fn check(format: Format, change: impl FnOnce(&mut Fields), expected: &str) {
    let mut fields = specimen();
    change(&mut fields);
    let said =
        compose(format, &fields).map_or_else(|error| error.to_string(), |lines| lines.join(" "));
    assert_eq!(said, expected);
}

#[test]
fn specimens_of_the_standard_are_composed_letter_for_letter() {
    check(
        Format::Td3,
        |_| {},
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<< L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    );
    check(
        Format::Td1,
        |fields| {
            fields.document_code = "I".into();
            fields.document_number = "D23145890734".into();
            fields.surname = "Stevenson".into();
            fields.given_names = "Peter John".into();
            fields.birth_date = Some(date(1934, 7, 12));
            fields.expiry_date = Some(date(1995, 7, 12));
            fields.sex = Sex::Male;
            fields.optional_data = String::new();
        },
        "I<UTOD23145890<7349<<<<<<<<<<< 3407127M9507122UTO<<<<<<<<<<<2 STEVENSON<<PETER<JOHN<<<<<<<<<",
    );
}

#[test]
fn names_are_written_in_the_letters_of_the_zone() {
    let names = |surname: &'static str, given: &'static str| {
        move |fields: &mut Fields| {
            fields.surname = surname.into();
            fields.given_names = given.into();
        }
    };
    let second = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
    check(
        Format::Td3,
        names("D’Àngelo-Müller", "Zoë"),
        &format!("P<UTODANGELO<MUELLER<<ZOE<<<<<<<<<<<<<<<<<<< {second}"),
    );
    check(
        Format::Td3,
        names("Nilavadhanananda Chayapa Dejthamrong Krasuang", "Arnpol"),
        &format!("P<UTONILAVADHANANANDA<CHAYAPA<DEJTHAMRONG<<A {second}"),
    );
    check(
        Format::Td3,
        names("Arkfreith", ""),
        &format!("P<UTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<< {second}"),
    );
}

#[test]
fn what_does_not_fit_is_an_error() {
    check(
        Format::MrvB,
        |_| {},
        "optional data does not fit a MRVB zone: at most 8 characters",
    );
    check(
        Format::Td3,
        |fields| fields.document_number = "D23145890734".into(),
        "document number does not fit a TD3 zone: at most 9 characters",
    );
    check(
        Format::Td3,
        |fields| fields.document_number = "l-1".into(),
        "document number has a character that a machine-readable zone cannot carry",
    );
    check(
        Format::Td2,
        |fields| {
            fields.optional_data.clear();
            fields.optional_data_2 = "1".into();
        },
        "second optional data does not fit a TD2 zone: at most 0 characters",
    );
}

fn names(max: usize) -> impl Strategy<Value = String> {
    prop::collection::vec("[A-Z]{1,9}", 1..3)
        .prop_map(|parts| parts.join(" "))
        .prop_filter("fits its place", move |name| name.len() <= max)
}

prop_compose! {
    fn holder()(
        document_code in "[ACIP][A-Z]?",
        issuer in "[A-Z]{1,3}",
        document_number in "[0-9A-Z]{1,14}",
        surname in names(12),
        given_names in names(10),
        nationality in "[A-Z]{1,3}",
        birth in 0_i32..36_000,
        expiry in -17_000_i32..18_000,
        sex in prop::sample::select(vec![Sex::Female, Sex::Male, Sex::Unspecified]),
        optional_data in "([0-9A-Z]{1,4})?",
        optional_data_2 in "([0-9A-Z]{1,11})?",
    ) -> Fields {
        let day = |days: i32| TODAY.checked_add(jiff::Span::new().days(days)).expect("a near day");
        Fields {
            document_code,
            issuer,
            document_number,
            surname,
            given_names,
            nationality,
            birth_date: Some(day(-birth)),
            sex,
            expiry_date: Some(day(expiry)),
            optional_data,
            optional_data_2,
        }
    }
}

proptest! {
    #[test]
    fn a_composed_zone_is_read_back_whole_and_valid(holder in holder(), format in prop::sample::select(Format::ALL.to_vec())) {
        let mut holder = holder;
        match format {
            Format::Td1 => {}
            Format::Td2 => {
                holder.document_number.truncate(9);
                holder.optional_data_2.clear();
            }
            Format::Td3 => {
                holder.document_number.truncate(9);
                holder.optional_data_2.clear();
            }
            Format::MrvA | Format::MrvB => {
                holder.document_number.truncate(9);
                holder.optional_data_2.clear();
                holder.document_code = "V".into();
            }
        }
        let lines = compose(format, &holder).expect("it fits");
        let parsed = parse(&lines, TODAY).expect("a zone");
        prop_assert_eq!(parsed.format, format);
        prop_assert!(parsed.valid, "composed digits add up");
        prop_assert!(parsed.fields == holder, "the same fields come back");
    }

    #[test]
    fn one_changed_digit_of_a_date_never_stays_valid(holder in holder(), column in 8_usize..14, by in 1_u8..10) {
        let mut lines = compose(Format::Td1, &holder).expect("it fits");
        let old = lines[1].as_bytes()[column];
        let new = char::from(b'0' + (old - b'0' + by) % 10);
        lines[1].replace_range(column..=column, &new.to_string());
        prop_assert!(!parse(&lines, TODAY).expect("a zone").valid);
    }

    #[test]
    fn any_fields_at_all_are_composed_or_refused_without_a_panic(
        texts in prop::collection::vec(".{0,50}", 7),
        format in prop::sample::select(Format::ALL.to_vec()),
    ) {
        let fields = Fields {
            document_code: texts[0].clone(),
            issuer: texts[1].clone(),
            document_number: texts[2].clone(),
            surname: texts[3].clone(),
            given_names: texts[4].clone(),
            optional_data: texts[5].clone(),
            optional_data_2: texts[6].clone(),
            ..specimen()
        };
        let _ = compose(format, &fields);
    }
}
