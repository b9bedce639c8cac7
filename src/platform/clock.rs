//! The only wall clock. Leases never read it: they use the database's `now()`, so that an instance's clock skew cannot
//! move a visitor's deadline.

use time::OffsetDateTime;

/// The current time in UTC.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the wall clock")]
pub fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}
