//! What was declared against what was read, and the tax code against both.

use domain::{
    check::{Answer, Check, Finding, Reason},
    document::Sex,
    evidence::Spot,
    field::{Against, Difference, Name, Source},
    place::PlaceTable,
    tax_code::{self, CheckCharacter, Mismatch, TaxCode},
};
use jiff::civil::Date;

use super::agreement::agree;
use super::read::Read;
use super::values::Values;

/// Data compared between declaration and document.
const COMPARED: [Name; 9] = [
    Name::Surname,
    Name::GivenName,
    Name::Sex,
    Name::BirthDate,
    Name::BirthPlace,
    Name::TaxCode,
    Name::DocumentNumber,
    Name::IssueDate,
    Name::ExpiryDate,
];

/// Compares every declared datum with what the engine read itself. What it read
/// without certainty contradicts nothing.
pub(super) fn documents_match(values: Values<'_>) -> (Finding, Vec<Difference>) {
    let mut compared = 0;
    let mut differences = Vec::new();
    let mut agreeing: Vec<Spot> = Vec::new();
    let mut contradicting: Vec<Spot> = Vec::new();
    for field in COMPARED {
        let Some(declared) = values.declared(field) else {
            continue;
        };
        for read in values.all(field) {
            let source = read.source();
            if agree(field, source == Source::Mrz, declared, read.value()) {
                compared += 1;
                agreeing.extend(read.reading.seen);
            } else if read.is_believed() {
                compared += 1;
                contradicting.extend(read.reading.seen);
                differences.push(Difference {
                    field,
                    against: Against::Read(source),
                    says: read.value().into(),
                });
            }
        }
    }
    let check = Check::DocumentsMatch;
    let finding = if compared == 0 {
        Finding::new(check, Answer::NotAssessable, Reason::NothingRead)
    } else if differences.is_empty() {
        Finding::new(check, Answer::Yes, Reason::Agrees { compared }).seen_at(distinct(agreeing))
    } else {
        Finding::new(check, Answer::No, disagrees(&differences)).seen_at(distinct(contradicting))
    };
    (finding, differences)
}

/// Each of `spots` once, in their order.
fn distinct(spots: Vec<Spot>) -> Vec<Spot> {
    let mut once: Vec<Spot> = Vec::new();
    for spot in spots {
        if !once.contains(&spot) {
            once.push(spot);
        }
    }
    once
}

/// Re-derives the tax code from name, sex, date and place of birth.
pub(super) fn tax_code_match(
    values: Values<'_>,
    places: &PlaceTable,
    today: Date,
) -> (Finding, Vec<Difference>) {
    let check = Check::TaxCodeMatch;
    // A code that was misread is no code: then the declared one counts.
    let read = values
        .read(Name::TaxCode)
        .map(Read::value)
        .filter(|text| TaxCode::parse_valid(text).is_ok());
    let Some(text) = read.or_else(|| values.best(Name::TaxCode)) else {
        let finding = Finding::new(check, Answer::NotAssessable, Reason::Missing(Name::TaxCode));
        return (finding, Vec::new());
    };
    let Ok(code) = TaxCode::parse(text) else {
        return (
            Finding::new(check, Answer::No, Reason::Malformed),
            Vec::new(),
        );
    };
    if let CheckCharacter::Wrong { expected, .. } = code.check() {
        let finding = Finding::new(check, Answer::No, Reason::CheckCharacter { expected });
        return (finding, Vec::new());
    }
    let person = tax_code::Declared {
        surname: values.best(Name::Surname),
        given_name: values.best(Name::GivenName),
        birth_date: values
            .best(Name::BirthDate)
            .and_then(|date| date.parse().ok()),
        sex: values.best(Name::Sex).and_then(Sex::from_letter),
        birth_place: values.best(Name::BirthPlace),
    };
    let mismatches = tax_code::compare(&code, &person, places, today);
    let incomparable = mismatches
        .iter()
        .filter(|mismatch| !mismatch.is_contradiction())
        .count();
    let compared = known(&person).saturating_sub(u8::try_from(incomparable).unwrap_or(u8::MAX));
    if compared == 0 {
        let finding = Finding::new(check, Answer::NotAssessable, Reason::Missing(Name::Surname));
        return (finding, Vec::new());
    }
    let differences: Vec<Difference> = mismatches.iter().filter_map(difference).collect();
    let finding = if differences.is_empty() {
        Finding::new(check, Answer::Yes, Reason::Agrees { compared })
    } else {
        Finding::new(check, Answer::No, disagrees(&differences))
    };
    (finding, differences)
}

/// How many data of a person are known.
fn known(person: &tax_code::Declared<'_>) -> u8 {
    [
        person.surname.is_some(),
        person.given_name.is_some(),
        person.birth_date.is_some(),
        person.sex.is_some_and(|sex| sex != Sex::Unspecified),
        person.birth_place.is_some(),
    ]
    .into_iter()
    .map(u8::from)
    .sum()
}

/// A contradiction between code and person, as what the code says.
fn difference(mismatch: &Mismatch) -> Option<Difference> {
    let says = match mismatch {
        Mismatch::Surname { code_says, .. } | Mismatch::GivenName { code_says, .. } => {
            code_says.clone()
        }
        Mismatch::BirthDate { code_says, .. } => (*code_says)?.to_string(),
        Mismatch::Sex { code_says, .. } => code_says.letter().to_owned(),
        Mismatch::BirthPlace { code_says, .. }
        | Mismatch::BirthPlaceNotInForce { code_says, .. } => code_says.to_string(),
        Mismatch::BirthPlaceUnknown { .. } => return None,
    };
    Some(Difference {
        field: mismatch.field(),
        against: Against::TaxCode,
        says: says.into(),
    })
}

fn disagrees(differences: &[Difference]) -> Reason {
    let mut fields: Vec<Name> = differences
        .iter()
        .map(|difference| difference.field)
        .collect();
    fields.sort_unstable();
    fields.dedup();
    Reason::Disagrees(fields)
}

#[cfg(test)]
mod tests {
    use domain::{evidence::Kind, field::Declared};

    use super::*;
    use crate::verify::read::sample::read as certain;

    const TODAY: Date = Date::constant(2026, 11, 21);
    const PLACES: &str = "code\tname\tprovince\tactive_from\tactive_to\tkind\n\
        H501\tROMA\tRM\t1871-01-15\t\tmunicipality\n\
        A662\tBARI\tBA\t1861-03-17\t\tmunicipality\n";

    #[test]
    fn the_published_sample_disagrees_in_name_date_and_place() {
        let declared = [
            declared(Name::Surname, "Rossi"),
            declared(Name::GivenName, "Franco"),
            declared(Name::BirthDate, "1977-11-06"),
            declared(Name::BirthPlace, "Roma"),
            declared(Name::Sex, "M"),
            declared(Name::TaxCode, "RSSMRA02D16A662G"),
        ];
        let places = PlaceTable::parse(PLACES).expect("a table");
        let values = Values {
            declared: &declared,
            reads: &[],
        };
        let (finding, differences) = tax_code_match(values, &places, TODAY);
        assert_eq!(finding.answer, Answer::No);
        assert_eq!(
            finding.reason,
            Reason::Disagrees(vec![Name::GivenName, Name::BirthDate, Name::BirthPlace])
        );
        let says: Vec<&str> = differences
            .iter()
            .map(|difference| difference.says.reveal().as_str())
            .collect();
        assert_eq!(says, ["MRA", "2002-04-16", "A662 BARI (BA)"]);
    }

    #[test]
    fn accents_and_separators_are_no_difference() {
        check(Name::Surname, "D'Alò", "D<ALO", Answer::Yes);
        check(
            Name::DocumentNumber,
            "ca 00000 aa",
            "CA00000AA",
            Answer::Yes,
        );
        check(Name::GivenName, "Maria Paola", "MARIA", Answer::Yes);
        check(Name::GivenName, "Maria", "GIULIA", Answer::No);
        check(Name::BirthDate, "1977-11-06", "1977-11-07", Answer::No);
    }

    #[test]
    fn without_a_reading_there_is_nothing_to_compare() {
        let declared = [declared(Name::Surname, "Rossi")];
        let values = Values {
            declared: &declared,
            reads: &[],
        };
        assert_eq!(documents_match(values).0.reason, Reason::NothingRead);
    }

    #[track_caller]
    fn check(field: Name, says: &str, read: &str, expected: Answer) {
        let declared = [declared(field, says)];
        let reads = [certain(field, Source::Mrz, Kind::DocumentRear, read)];
        let values = Values {
            declared: &declared,
            reads: &reads,
        };
        assert_eq!(
            documents_match(values).0.answer,
            expected,
            "{says} and {read}"
        );
    }

    fn declared(field: Name, value: &str) -> Declared {
        Declared {
            field,
            value: value.into(),
        }
    }
}
