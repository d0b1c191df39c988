//! Tables of places: read or refused, and looked up by any name.

#![no_main]

use domain::place::PlaceTable;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(table) = PlaceTable::parse(text) {
        for place in table.places().iter().take(16) {
            drop(table.by_name(&place.name));
        }
    }
});
