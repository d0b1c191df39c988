//! Tax codes and places against published vectors and registers, where they
//! are at hand: `../shared/data/codicefiscale` beside the checkout and
//! `models/fetched/places.tsv` from the set-up.

use std::{fs, path::PathBuf};

use domain::{
    document::Sex,
    name::transliterate::{Scheme, letters},
    place::{PlaceCode, PlaceTable},
    tax_code::{self, CheckCharacter, CodeDate, Declared, TaxCode},
};
use jiff::civil::{Date, date};
use serde_json::Value;

const TODAY: Date = date(2026, 11, 21);

/// A vector whose source does not look at its last character: it is 6 above
/// that of `…Z201F` in the list, so it should be `L`.
const MISPRINT: &str = "CCCFBA75D03Z250N";

#[test]
fn published_vectors_are_encoded_decoded_and_judged_alike() {
    let (Some(vectors), Some(table)) = (vectors(), published_table()) else {
        return;
    };
    let mut done = 0;
    for vector in list(&vectors, "encode") {
        let input = &vector["input"];
        let place = code_of(&table, text(&input["birthplace"]), day(&input["birthdate"]));
        let code = tax_code::derive(
            text(&input["lastname"]),
            text(&input["firstname"]),
            day(&input["birthdate"]),
            sex(&input["gender"]),
            place,
        );
        assert_eq!(code.expect("a sex").as_str(), text(&vector["result"]));
        let declared = Declared {
            surname: Some(text(&input["lastname"])),
            given_name: Some(text(&input["firstname"])),
            birth_date: Some(day(&input["birthdate"])),
            sex: Some(sex(&input["gender"])),
            birth_place: Some(text(&input["birthplace"])),
        };
        let found = tax_code::compare(&parsed(&vector["result"]), &declared, &table, TODAY);
        assert_eq!(found, [], "{vector}");
        done += 1;
    }
    for vector in list(&vectors, "lastname") {
        assert_eq!(
            tax_code::surname_part(text(&vector["input"])),
            text(&vector["result"])
        );
        done += 1;
    }
    for vector in list(&vectors, "firstname") {
        assert_eq!(
            tax_code::given_name_part(text(&vector["input"])),
            text(&vector["result"])
        );
        done += 1;
    }
    for kind in ["decode", "decode_omocodia"] {
        for vector in list(&vectors, kind) {
            let decoded = parsed(&vector["input"]).decoded();
            let born = day(&vector["result"]["birthdate"]);
            let place = code_of(&table, text(&vector["result"]["birthplace"]), born);
            assert_eq!(decoded.check, CheckCharacter::Right, "{vector}");
            assert_eq!(decoded.birth, CodeDate::of(born), "{vector}");
            assert_eq!(decoded.birth.latest_until(TODAY), Some(born), "{vector}");
            assert_eq!(decoded.sex, sex(&vector["result"]["gender"]), "{vector}");
            assert_eq!(decoded.place_code, place, "{vector}");
            done += 1;
        }
    }
    let all = &vectors["all_omocodes"];
    let mut expected: Vec<&str> = list(all, "expected_omocodes").iter().map(text).collect();
    let variants = parsed(&all["input"]).omocodia_variants();
    let mut found: Vec<&str> = variants.iter().map(TaxCode::as_str).collect();
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected);
    for pair in list(&vectors, "is_omocode") {
        assert_eq!(
            parsed(&pair[0]).decoded().omocodia > 0,
            pair[1] == true,
            "{pair}"
        );
        done += 1;
    }
    for pair in list(&vectors, "is_valid") {
        assert_eq!(
            TaxCode::parse_valid(text(&pair[0])).is_ok(),
            pair[1] == true,
            "{pair}"
        );
        done += 1;
    }
    for pair in list(&vectors, "foreign_historic") {
        let check = parsed(&pair[0]).check();
        assert_eq!(
            check == CheckCharacter::Right,
            pair[0] != MISPRINT,
            "{pair}"
        );
        done += 1;
    }
    for code in list(&vectors, "decode_invalid") {
        assert!(TaxCode::parse_valid(text(code)).is_err(), "{code}");
        done += 1;
    }
    eprintln!("published vectors: {done} and 128 omocodia variants agree");
}

#[test]
fn letters_are_transliterated_as_in_the_register_of_municipalities() {
    let Some(rows) = municipalities() else { return };
    let pairs = rows
        .iter()
        .flat_map(|row| [(&row.name, &row.latin), (&row.other, &row.other_latin)]);
    let pairs: Vec<_> = pairs
        .filter(|(name, latin)| !name.is_empty() && !latin.is_empty())
        .collect();
    let wrong: Vec<_> = pairs
        .iter()
        .filter(|(name, latin)| letters(name, Scheme::Icao) != letters(latin, Scheme::Icao))
        .collect();
    let special = pairs.iter().filter(|(name, _)| !name.is_ascii()).count();
    eprintln!(
        "transliteration: {} names, {special} with marked letters",
        pairs.len()
    );
    assert!(special > 100, "the register should have marked letters");
    // The register's own slips: 3 of 20 000 names, none about marked letters.
    assert!(
        wrong.len() * 1000 < pairs.len(),
        "{} of {}: {wrong:?}",
        wrong.len(),
        pairs.len()
    );
}

#[test]
fn the_fetched_table_agrees_with_the_register_of_municipalities() {
    let (Some(table), Some(rows)) = (fetched_table(), municipalities()) else {
        return;
    };
    let known = count(&rows, |row| table.by_code(row.code).next().is_some());
    let named = count(&rows, |row| {
        table
            .by_name(&row.name)
            .iter()
            .any(|place| place.code == row.code)
    });
    let today: Vec<&Municipality> = rows.iter().filter(|row| row.to > TODAY).collect();
    let in_force = count(&today, |row| {
        table.by_code_at(row.code, date(2019, 1, 1)).is_some()
    });
    let last_day = count(&rows, |row| {
        table
            .by_code_at(row.code, row.to.min(date(2019, 1, 1)))
            .is_some()
    });
    eprintln!("fetched table: {} lines", table.places().len());
    eprintln!("register: {} lines, {} of today", rows.len(), today.len());
    eprintln!("code known {known:.2} %, found by name {named:.2} %");
    eprintln!("in force today {in_force:.2} %, on the line's last day {last_day:.2} %");
    assert!(
        known > 99.0,
        "codes of the register that the table knows: {known} %"
    );
    assert!(
        named > 95.0,
        "names of the register that lead to their code: {named} %"
    );
    assert!(
        in_force > 99.0,
        "municipalities of today that are in force: {in_force} %"
    );
}

#[test]
fn the_fetched_table_agrees_with_the_lists_of_countries() {
    let (Some(table), Some(countries)) = (fetched_table(), countries()) else {
        return;
    };
    let known = count(&countries, |(code, _, _)| {
        table.by_code(*code).next().is_some()
    });
    let leads = |name: &str, code| table.by_name(name).iter().any(|place| place.code == code);
    let italian = count(&countries, |(code, name, _)| leads(name, *code));
    let english = count(&countries, |(code, _, name)| leads(name, *code));
    for (code, name, _) in &countries {
        if !leads(name, *code) {
            eprintln!("not found by name: {code:?} {name}");
        }
    }
    eprintln!("countries: {} codes, known {known:.2} %", countries.len());
    eprintln!("found by Italian name {italian:.2} %, by English name {english:.2} %");
    assert!(
        known > 95.0,
        "country codes that the table knows: {known} %"
    );
}

/// One line of the register.
struct Municipality {
    code: PlaceCode,
    name: String,
    latin: String,
    other: String,
    other_latin: String,
    from: Date,
    to: Date,
    province: String,
}

fn municipalities() -> Option<Vec<Municipality>> {
    let bytes = shared("ANPR_archivio_comuni.csv")?;
    let mut reader = csv::Reader::from_reader(bytes.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().expect("a header").clone();
    let rows = reader.records().filter_map(|record| {
        let record = record.expect("a record");
        let column = |name| {
            let index = headers
                .iter()
                .position(|header| header == name)
                .expect(name);
            record[index].to_owned()
        };
        Some(Municipality {
            code: PlaceCode::parse(&column("CODCATASTALE"))?,
            name: column("DENOMINAZIONE_IT"),
            latin: column("DENOMTRASLITTERATA"),
            other: column("ALTRADENOMINAZIONE"),
            other_latin: column("ALTRADENOMTRASLITTERATA"),
            from: column("DATAISTITUZIONE").parse().expect("a date"),
            to: column("DATACESSAZIONE").parse().expect("a date"),
            province: column("SIGLAPROVINCIA"),
        })
    });
    Some(rows.collect())
}

/// Code, Italian and English name of every country of today and of the past.
fn countries() -> Option<Vec<(PlaceCode, String, String)>> {
    let mut countries = Vec::new();
    for file in ["esteri.csv", "esteri-cessati.csv"] {
        let text = shared(file)?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(text.as_bytes());
        for record in reader.records() {
            let record = record.expect("a record");
            if let Some(code) = PlaceCode::parse(&record[9]) {
                countries.push((code, record[6].to_owned(), record[7].to_owned()));
            }
        }
    }
    Some(countries)
}

/// A table made of the register and the lists of countries.
fn published_table() -> Option<PlaceTable> {
    let mut text = String::from("code\tname\tprovince\tactive_from\tactive_to\tkind\n");
    for row in municipalities()? {
        let to = if row.to > TODAY {
            String::new()
        } else {
            row.to.to_string()
        };
        let (code, name, province) = (row.code.as_str(), &row.name, &row.province);
        text += &format!(
            "{code}\t{name}\t{province}\t{}\t{to}\tmunicipality\n",
            row.from
        );
    }
    for (code, italian, english) in countries()? {
        for name in [italian, english] {
            text += &format!("{}\t{name}\tEE\t\t\tcountry\n", code.as_str());
        }
    }
    Some(PlaceTable::parse(&text).expect("a table"))
}

fn fetched_table() -> Option<PlaceTable> {
    let path = root().join("models/fetched/places.tsv");
    let Ok(text) = fs::read_to_string(&path) else {
        eprintln!("SKIPPED: {} is not there (run the set-up)", path.display());
        return None;
    };
    Some(PlaceTable::parse(&text).expect("the fetched table can be read"))
}

fn vectors() -> Option<Value> {
    shared("vectors.json").map(|text| serde_json::from_str(&text).expect("JSON"))
}

fn shared(file: &str) -> Option<String> {
    let path = root().join("../shared/data/codicefiscale").join(file);
    fs::read_to_string(&path)
        .inspect_err(|_| eprintln!("SKIPPED: {} is not there", path.display()))
        .ok()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// The share of `items` for which `holds`, in percent.
fn count<T>(items: &[T], holds: impl Fn(&T) -> bool) -> f64 {
    let holding = items.iter().filter(|item| holds(item)).count();
    100.0 * holding as f64 / items.len() as f64
}

#[track_caller]
fn code_of(table: &PlaceTable, name: &str, born: Date) -> PlaceCode {
    let found = table.by_name(name);
    let place = found.iter().find(|place| place.in_force(born));
    place
        .unwrap_or_else(|| panic!("{name} is not in the table"))
        .code
}

fn parsed(code: &Value) -> TaxCode {
    TaxCode::parse(text(code)).expect("a tax code")
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn day(value: &Value) -> Date {
    Date::strptime("%d/%m/%Y", text(value)).expect("a date")
}

fn sex(value: &Value) -> Sex {
    Sex::from_letter(text(value)).expect("a sex")
}
