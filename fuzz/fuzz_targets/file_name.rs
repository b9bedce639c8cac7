#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| anteroom::uploads::fuzz::file_name(bytes));
