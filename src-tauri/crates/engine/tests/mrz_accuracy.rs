//! Zones of real photographs and scans, read and compared with what a person reads.

#[path = "support/shared_data.rs"]
mod shared_data;

use std::path::Path;
use std::time::{Duration, Instant};

use engine::imaging::{Limits, decode};
use engine::manifest::Models;
use engine::mrz::MrzReader;
use jiff::civil::date;
use shared_data::{folder, rows};

/// Zones of which every line must be read exactly.
const FLOOR: usize = 17;

#[test]
fn zones_of_real_documents_are_read_exactly_and_never_wrongly_valid() {
    let Some(folder) = folder("mrz") else {
        return;
    };
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models");
    let reader = match Models::open(&models)
        .map_err(Into::into)
        .and_then(|models| MrzReader::open(&models))
    {
        Ok(reader) => reader,
        Err(error) => {
            eprintln!("SKIPPED: MRZ accuracy is not measured ({error})");
            return;
        }
    };
    let (mut exact, mut verdicts, mut wrongly_valid, mut total) = (0, 0, 0, Duration::ZERO);
    let rows = rows(&folder);
    for row in &rows {
        let bytes = std::fs::read(folder.join(&row[0])).expect("a labelled file is there");
        let picture = decode(&bytes, &Limits::default())
            .expect("a good picture")
            .image;
        let started = Instant::now();
        let reading = reader
            .read(&picture, date(2026, 11, 21))
            .expect("the models run");
        let took = started.elapsed();
        total += took;
        let expected: Vec<&str> = row[3..]
            .iter()
            .map(String::as_str)
            .filter(|line| !line.is_empty())
            .collect();
        let (lines, valid) = reading
            .as_ref()
            .map_or((&[][..], false), |r| (&r.lines[..], r.valid));
        let is_exact = lines == expected;
        exact += usize::from(is_exact);
        verdicts += usize::from(is_exact && valid == (row[2] == "valid"));
        wrongly_valid += usize::from(valid && (!is_exact || row[2] != "valid"));
        let repaired = reading.as_ref().map_or(0, |reading| reading.repaired.len());
        let doubtful = reading.as_ref().map_or(0, |reading| reading.doubtful.len());
        eprintln!(
            "{:20} {:5} exact={is_exact} valid={valid} repaired={repaired} doubtful={doubtful} {} ms",
            row[0],
            row[1],
            took.as_millis()
        );
        if !is_exact {
            for (n, line) in expected.iter().enumerate() {
                eprintln!(
                    "    printed {line}\n    read    {}",
                    lines.get(n).map_or("", String::as_str)
                );
            }
        }
    }
    eprintln!(
        "MRZ: {exact}/{} exact, {verdicts} of them with the right verdict, {wrongly_valid} wrongly valid, {} ms an image",
        rows.len(),
        total.as_millis() / rows.len() as u128
    );
    assert_eq!(wrongly_valid, 0, "a wrong reading must never be valid");
    assert!(
        exact >= FLOOR,
        "{exact} of {} read exactly, {FLOOR} expected",
        rows.len()
    );
}
