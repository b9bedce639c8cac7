//! The console's API: extract, one operation, answer.

pub mod requests;
pub mod rights;
pub mod sessions;
pub mod staff;
