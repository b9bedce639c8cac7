//! The console's API: each handler extracts, runs one operation and responds.

pub mod members;
mod problems;
pub mod requests;
pub mod rights;
pub mod sessions;
pub mod staff;
