//! Lines of a machine-readable zone: parsed or refused, and valid only
//! where every check digit adds up.

#![no_main]

use engine::mrz;
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let lines: Vec<&str> = text.split('\n').collect();
    if let Ok(zone) = mrz::parse(&lines, date(2026, 11, 21)) {
        assert!(!zone.valid || zone.check_digits.iter().all(|digit| digit.ok));
    }
});
