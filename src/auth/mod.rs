//! Who is calling.

/// Accounts, sign-ins, roles and permissions of the staff.
pub mod staff;
