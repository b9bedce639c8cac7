//! Who is calling, and what they may do.

/// Staff accounts, logins, roles and permissions.
pub mod staff;
pub mod token;
