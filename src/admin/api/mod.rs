//! The console's API: each handler extracts, runs one operation and responds.

mod problems;
pub mod requests;
pub mod rights;
pub mod sessions;
pub mod staff;
