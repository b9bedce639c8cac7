//! Authentication and permissions.

/// Staff accounts, logins, roles and permissions.
pub mod staff;
