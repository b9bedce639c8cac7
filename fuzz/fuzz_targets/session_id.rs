#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| anteroom::platform::http::fuzz::session_id(bytes));
