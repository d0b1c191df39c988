//! Bar codes of real photographs, read and compared with their labels.

#[path = "support/shared_data.rs"]
mod shared_data;

use std::time::Instant;

use engine::barcode;
use engine::imaging::{Limits, decode};
use shared_data::{folder, rows};

#[test]
fn every_labelled_bar_code_is_read() {
    let Some(folder) = folder("barcode") else {
        return;
    };
    let mut missed = Vec::new();
    for row in rows(&folder) {
        let [file, symbology, expected, encoding] = [&row[0], &row[1], &row[2], &row[3]];
        let bytes = std::fs::read(folder.join(file)).expect("a labelled file is there");
        let picture = decode(&bytes, &Limits::default())
            .expect("a good picture")
            .image;
        let started = Instant::now();
        let found = barcode::read(&picture);
        let took = started.elapsed();
        let right = found.iter().any(|code| {
            let text = code.text.reveal();
            let read = if encoding == "hex" {
                text.chars()
                    .map(|c| format!("{:02x}", u32::from(c)))
                    .collect()
            } else {
                text.clone()
            };
            code.symbology.name() == symbology && read == *expected
        });
        let verdict = if right { "read" } else { "MISSED" };
        eprintln!(
            "{file:18} {symbology:8} {verdict:7} {:6} ms",
            took.as_millis()
        );
        if !right {
            missed.push(file.clone());
        }
    }
    assert!(missed.is_empty(), "missed: {missed:?}");
}
