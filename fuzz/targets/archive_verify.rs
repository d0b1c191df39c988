//! Archives: verified or refused, whatever the zip inside says.

#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| drop(archive::verify(Cursor::new(file))));
