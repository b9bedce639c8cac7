#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| anteroom::platform::http::fuzz::link_token(bytes));
