//! Tax codes: what is accepted is sixteen characters, and stays the same when
//! it is read again.

#![no_main]

use domain::tax_code::TaxCode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(code) = TaxCode::parse(text) {
        assert_eq!(code.as_str().len(), 16);
        let again = TaxCode::parse(code.as_str()).expect("it was accepted before");
        assert!(code.decoded() == again.decoded());
        let plain = code.without_omocodia();
        assert_eq!(plain.as_str(), plain.without_omocodia().as_str());
        for variant in code.omocodia_variants() {
            assert_eq!(
                variant.without_omocodia().as_str()[..15],
                plain.as_str()[..15]
            );
        }
    }
});
