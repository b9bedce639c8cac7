//! A position in a list: the next page starts after the last row seen, even if rows were added since. Opaque to
//! clients.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use time::OffsetDateTime;
use uuid::Uuid;

/// The page size of lists.
pub const PAGE: i64 = 50;

/// Time (microseconds, as the database counts) and id of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub at: OffsetDateTime,
    pub id: Uuid,
}

impl Cursor {
    pub fn new(at: OffsetDateTime, id: Uuid) -> Self {
        Self { at, id }
    }

    /// Parses a cursor from an earlier response.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 24] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let (micros, id) = bytes.split_at(8);
        let micros = i64::from_be_bytes(micros.try_into().ok()?);
        // No row is older than the Unix epoch, and the database's calendar begins later than ours.
        let micros = (micros >= 0).then_some(micros)?;
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000).ok()?;
        Some(Self { at, id: Uuid::from_slice(id).ok()? })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = i64::try_from(self.at.unix_timestamp_nanos() / 1000).unwrap_or_default();
        let bytes = [&micros.to_be_bytes()[..], self.id.as_bytes()].concat();
        f.write_str(&URL_SAFE_NO_PAD.encode(bytes))
    }
}

/// Shortens a list of one more than [`PAGE`] to a page. Returns the cursor of its last row, if that was not the list's
/// last.
pub fn end_page<T>(rows: &mut Vec<T>, cursor: impl FnOnce(&T) -> Cursor) -> Option<String> {
    let page = usize::try_from(PAGE).unwrap_or_default();
    let more = rows.len() > page;
    rows.truncate(page);
    rows.last().filter(|_| more).map(|last| cursor(last).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back() {
        let at = OffsetDateTime::from_unix_timestamp_nanos(1_700_000_000_123_456_000).expect("a time");
        let cursor = Cursor::new(at, Uuid::from_u128(7));
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        // -v… lies in the ninth millennium before Christ.
        for bad in ["", "x", "AAAA", &"A".repeat(33), "-vYIpzg0tzS_3A4eiF_hLnz7YY8mw15d"] {
            assert_eq!(Cursor::parse(bad), None, "{bad}");
        }
    }
}
