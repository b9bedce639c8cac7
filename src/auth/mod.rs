//! Who is calling, and what they may do.

pub mod cookie;
pub mod permission;
/// Staff accounts and logins.
pub mod staff;
pub mod token;

pub use permission::{Permission, Role};
