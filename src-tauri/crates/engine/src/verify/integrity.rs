//! Whether the data of the document agree with each other: check digits, the
//! machine-readable zone with everything else that is printed or coded, the
//! tax code with the data it was made from (ETSI TS 119 461 VAL-8.3.3-12X).

use domain::{
    check::{Answer, Check, Finding, Reason},
    document::Sex,
    evidence::{Kind, Spot},
    field::{Name, Source},
    place::PlaceTable,
    tax_code::{self, CheckCharacter, TaxCode},
};
use jiff::civil::Date;

use super::agreement::between;
use super::read::Read;
use crate::mrz::MrzReading;

/// What a document states more than once.
const REPEATED: [Name; 9] = [
    Name::Surname,
    Name::GivenName,
    Name::Sex,
    Name::BirthDate,
    Name::Citizenship,
    Name::TaxCode,
    Name::DocumentNumber,
    Name::IssuingCountry,
    Name::ExpiryDate,
];

/// The pictures that show the document itself.
const DOCUMENT: [Kind; 2] = [Kind::DocumentFront, Kind::DocumentRear];

/// The zone that was read, and the picture it stands in.
pub(super) type Zone<'a> = Option<(&'a MrzReading, Spot)>;

/// Whether the data of the document agree with each other. A zone of which some
/// characters stay doubtful proves nothing, whether its digits add up or not.
pub(super) fn data_integrity(
    zone: Zone<'_>,
    reads: &[Read],
    places: &PlaceTable,
    today: Date,
) -> Finding {
    let check = Check::DataIntegrity;
    let mut compared = 0;
    let mut seen = Vec::new();
    if let Some((zone, spot)) = zone {
        let wrong: Vec<String> = zone
            .check_digits
            .iter()
            .filter(|digit| !digit.ok)
            .map(|digit| digit.field.name().to_owned())
            .collect();
        // Digits fail to add up, too, where a character was misread.
        if !wrong.is_empty() && zone.doubtful.is_empty() {
            return Finding::new(check, Answer::No, Reason::CheckDigits(wrong)).seen_at([spot]);
        }
        if zone.valid {
            compared += u8::try_from(zone.check_digits.len()).unwrap_or(u8::MAX);
            seen.push(spot);
        }
    }
    let mut disagreeing = Vec::new();
    let from = |source: Source| {
        move |read: &Read| {
            read.source() == source && read.evidence().is_some_and(|kind| DOCUMENT.contains(&kind))
        }
    };
    for (one, other) in [
        (Source::Mrz, Source::VisualZone),
        (Source::Mrz, Source::BarCode),
        (Source::BarCode, Source::VisualZone),
    ] {
        let found = between(reads, &REPEATED, from(one), from(other));
        compared = compared.saturating_add(found.compared);
        for (one, other) in found.contradictions {
            disagreeing.push(one.field());
            seen.extend([one.reading.seen, other.reading.seen].into_iter().flatten());
        }
    }
    let (agreeing, contradicted, spots) = printed_tax_code(reads, places, today);
    compared = compared.saturating_add(agreeing);
    disagreeing.extend(contradicted);
    seen.extend(spots);
    if !disagreeing.is_empty() {
        disagreeing.sort_unstable();
        disagreeing.dedup();
        return Finding::new(check, Answer::No, Reason::Disagrees(disagreeing)).seen_at(seen);
    }
    // What two sources repeat is no proof while the zone itself is in doubt.
    let doubtful = zone.is_some_and(|(zone, _)| !zone.valid);
    if compared == 0 || doubtful {
        return Finding::new(check, Answer::NotAssessable, Reason::NothingRead);
    }
    Finding::new(check, Answer::Yes, Reason::Agrees { compared }).seen_at(seen)
}

/// The tax code on the document against the other data on it: how many data
/// agree, which do not, and where the code stands.
fn printed_tax_code(
    reads: &[Read],
    places: &PlaceTable,
    today: Date,
) -> (u8, Vec<Name>, Vec<Spot>) {
    let nothing = (0, Vec::new(), Vec::new());
    let on_document = |field: Name| {
        [Source::Mrz, Source::BarCode, Source::VisualZone]
            .into_iter()
            .find_map(|source| {
                reads.iter().find(|read| {
                    read.field() == field
                        && read.source() == source
                        && read.is_believed()
                        && read.evidence().is_some_and(|kind| DOCUMENT.contains(&kind))
                })
            })
    };
    let Some(read) = on_document(Name::TaxCode) else {
        return nothing;
    };
    let Ok(code) = TaxCode::parse(read.value()) else {
        return nothing;
    };
    if let CheckCharacter::Wrong { .. } = code.check() {
        // More often misread than printed so; `taxCodeMatch` says it.
        return nothing;
    }
    let value = |field: Name| on_document(field).map(Read::value);
    let person = tax_code::Declared {
        surname: value(Name::Surname),
        given_name: value(Name::GivenName),
        birth_date: value(Name::BirthDate).and_then(|date| date.parse().ok()),
        sex: value(Name::Sex).and_then(Sex::from_letter),
        birth_place: value(Name::BirthPlace),
    };
    let known = [
        person.surname.is_some(),
        person.given_name.is_some(),
        person.birth_date.is_some(),
        person.sex.is_some_and(|sex| sex != Sex::Unspecified),
    ];
    let contradicted: Vec<Name> = tax_code::compare(&code, &person, places, today)
        .iter()
        .filter(|mismatch| mismatch.is_contradiction())
        .map(tax_code::Mismatch::field)
        .collect();
    let agreeing = known.into_iter().map(u8::from).sum::<u8>();
    let agreeing = agreeing.saturating_sub(u8::try_from(contradicted.len()).unwrap_or(u8::MAX));
    let spots = if contradicted.is_empty() {
        Vec::new()
    } else {
        read.reading.seen.into_iter().collect()
    };
    (agreeing, contradicted, spots)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::read::sample::read;

    const TODAY: Date = Date::constant(2026, 11, 21);
    const PLACES: &str = "code\tname\tprovince\tactive_from\tactive_to\tkind\n\
        H501\tROMA\tRM\t1871-01-15\t\tmunicipality\n";
    const FRONT: Kind = Kind::DocumentFront;
    const REAR: Kind = Kind::DocumentRear;

    #[test]
    fn the_zone_and_the_visual_zone_have_to_agree() {
        check("ROSSI", "Rossi", Answer::Yes);
        check("D<ALO", "D'Alò", Answer::Yes);
        check("ROSSI", "Bianchi", Answer::No);
    }

    #[test]
    fn a_tax_code_on_the_card_has_to_fit_the_person_on_it() {
        let reads = |code: &str| {
            [
                read(Name::Surname, Source::Mrz, REAR, "ROSSI"),
                read(Name::GivenName, Source::Mrz, REAR, "FRANCO"),
                read(Name::BirthDate, Source::Mrz, REAR, "1977-11-06"),
                read(Name::Sex, Source::Mrz, REAR, "M"),
                read(Name::TaxCode, Source::BarCode, REAR, code),
            ]
        };
        let places = PlaceTable::parse(PLACES).expect("a table");
        let right = data_integrity(None, &reads("RSSFNC77S06H501G"), &places, TODAY);
        assert_eq!(right.answer, Answer::Yes, "{:?}", right.reason);
        let wrong = data_integrity(None, &reads("RSSMRA02D16A662G"), &places, TODAY);
        assert_eq!(
            wrong.reason,
            Reason::Disagrees(vec![Name::GivenName, Name::BirthDate])
        );
        assert!(!wrong.seen.is_empty());
    }

    #[test]
    fn what_stands_on_a_health_card_is_not_the_documents() {
        let reads = [
            read(Name::Surname, Source::Mrz, REAR, "ROSSI"),
            read(
                Name::Surname,
                Source::VisualZone,
                Kind::HealthCardFront,
                "BIANCHI",
            ),
        ];
        let places = PlaceTable::parse(PLACES).expect("a table");
        let finding = data_integrity(None, &reads, &places, TODAY);
        assert_eq!(finding.answer, Answer::NotAssessable);
    }

    /// The specimen of ICAO Doc 9303 part 4 with another digit after the number.
    const WRONG_DIGIT: [&str; 2] = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C37UTO7408122F1204159ZE184226B<<<<<10",
    ];

    #[test]
    fn digits_that_do_not_add_up_count_only_where_every_character_is_certain() {
        for (doubtful, expected) in [(vec![], Answer::No), (vec![(2, 10)], Answer::NotAssessable)] {
            let lines = WRONG_DIGIT.map(str::to_owned);
            let parsed = crate::mrz::parse(&lines, TODAY).expect("the shape of a zone");
            let zone = MrzReading {
                format: parsed.format,
                lines: lines.to_vec(),
                valid: false,
                fields: parsed.fields,
                check_digits: parsed.check_digits,
                repaired: Vec::new(),
                doubtful,
                quad_px: [(0.0, 0.0); 4],
            };
            let places = PlaceTable::parse(PLACES).expect("a table");
            let seen = Spot::whole(REAR);
            let finding = data_integrity(Some((&zone, seen)), &[], &places, TODAY);
            assert_eq!(finding.answer, expected);
        }
    }

    #[track_caller]
    fn check(zone: &str, visual: &str, expected: Answer) {
        let reads = [
            read(Name::Surname, Source::Mrz, REAR, zone),
            read(Name::Surname, Source::VisualZone, FRONT, visual),
        ];
        let places = PlaceTable::parse(PLACES).expect("a table");
        let finding = data_integrity(None, &reads, &places, TODAY);
        assert_eq!(finding.answer, expected, "{zone} and {visual}");
    }
}
