//! The console's API: extract, one operation, answer.

mod problems;
pub mod requests;
pub mod rights;
pub mod sessions;
pub mod staff;
