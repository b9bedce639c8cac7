#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| anteroom::intake::uploads::fuzz::upload_form(bytes));
