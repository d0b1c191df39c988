//! `sportelloctl taxcode`: examines an Italian tax code.

use std::path::Path;

use anyhow::Context as _;
use domain::{
    Clock as _,
    clock::SystemClock,
    document::Sex,
    tax_code::{self, CheckCharacter, TaxCode},
};
use engine::{manifest::Models, verify};
use jiff::civil::Date;
use serde_json::json;

use crate::{Verdict, output::Format};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The tax code.
    code: String,
    /// Given name or names.
    #[arg(long, alias = "given-name")]
    first_name: Option<String>,
    /// Family name.
    #[arg(long, alias = "surname")]
    last_name: Option<String>,
    /// Date of birth, YYYY-MM-DD.
    #[arg(long)]
    birth_date: Option<Date>,
    /// F or M.
    #[arg(long)]
    gender: Option<String>,
    /// Municipality or country of birth, by name or code.
    #[arg(long)]
    birth_place: Option<String>,
}

/// Parses the code, decodes it and, where data are given, compares.
pub(crate) fn run(models: &Path, arguments: &Arguments, format: Format) -> anyhow::Result<Verdict> {
    let sex = arguments
        .gender
        .as_deref()
        .map(|letter| Sex::from_letter(letter).context("--gender takes F or M"))
        .transpose()?;
    let code = TaxCode::parse(&arguments.code).context("not a tax code")?;
    let places = verify::places(&Models::open(models)?)?;
    let person = tax_code::Declared {
        surname: arguments.last_name.as_deref(),
        given_name: arguments.first_name.as_deref(),
        birth_date: arguments.birth_date,
        sex,
        birth_place: arguments.birth_place.as_deref(),
    };
    let today = SystemClock.today();
    let decoded = code.decoded();
    let mismatches = tax_code::compare(&code, &person, &places, today);
    let expected = match code.check() {
        CheckCharacter::Right => None,
        CheckCharacter::Wrong { expected, .. } => Some(expected),
    };
    let birth_date = decoded.birth.latest_until(today);
    let place = places.name_of(decoded.place_code, birth_date);
    let contradicted = mismatches.iter().any(tax_code::Mismatch::is_contradiction);
    let answer = json!({
        "code": code.as_str(),
        "valid": expected.is_none(),
        "expected_check_character": expected,
        "omocodia": decoded.omocodia,
        "surname_part": decoded.surname,
        "given_name_part": decoded.given_name,
        "birth_date": birth_date.map(|date| date.to_string()),
        "sex": decoded.sex.letter(),
        "birth_place_code": decoded.place_code.as_str(),
        "birth_place": place.map(domain::place::Place::label),
        "agrees": !contradicted,
        "mismatches": mismatches.iter().map(|mismatch| json!({
            "field": mismatch.field().name(),
            "contradiction": mismatch.is_contradiction(),
            "explanation": mismatch.describe(),
        })).collect::<Vec<_>>(),
    });
    format.print(&answer, |_| words(&code, expected, &mismatches))?;
    Ok(if expected.is_none() && !contradicted {
        Verdict::Done
    } else {
        Verdict::Negative
    })
}

fn words(code: &TaxCode, expected: Option<char>, mismatches: &[tax_code::Mismatch]) -> String {
    let mut lines = vec![match expected {
        None => format!("{}: the check character is right", code.as_str()),
        Some(expected) => {
            format!(
                "{}: the check character should be {expected}",
                code.as_str()
            )
        }
    }];
    lines.extend(
        mismatches
            .iter()
            .map(|mismatch| format!("  {}", mismatch.describe())),
    );
    lines.join("\n")
}
