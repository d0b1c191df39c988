//! Names compared: a name is itself, and which one comes first does not matter.

#![no_main]

use domain::name::compare;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (left, right) = text.split_once('\n').unwrap_or((text, text));
    assert_eq!(
        compare(left, right).is_same(),
        compare(right, left).is_same()
    );
});
