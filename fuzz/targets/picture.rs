//! The skeleton and the pixels of a picture of at most a megapixel: decoded or
//! refused, and never larger than it may be.

#![no_main]

use engine::imaging::{Limits, decode};
use libfuzzer_sys::fuzz_target;

const LIMITS: Limits = Limits {
    max_pixels: 1_000_000,
    max_alloc_bytes: 64 << 20,
};

fuzz_target!(|file: &[u8]| {
    if let Ok(decoded) = decode(file, &LIMITS) {
        let (width, height) = decoded.image.dimensions();
        assert!(u64::from(width) * u64::from(height) <= LIMITS.max_pixels);
    }
});
