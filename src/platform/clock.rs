//! The one wall clock. Leases never read it: their only clock is the database's `now()`, so that the
//! skew of an instance has no effect on a visitor's deadline.

use time::OffsetDateTime;

/// The current time in UTC.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the wall clock")]
pub fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}
