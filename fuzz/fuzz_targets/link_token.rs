#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| anteroom::intake::verification::fuzz_routes::link_token(bytes));
