//! The headers of a ZIP archive (PKWARE APPNOTE 6.3.10) for uncompressed entries whose sizes are known in advance.
//! Pure: the caller sends the entries' bytes between them, and [`length`] computes the total length in advance.

use time::OffsetDateTime;

/// From this value on a number is written in a 64-bit field elsewhere.
const WIDE: u64 = u32::MAX as u64;
const WIDE_COUNT: u64 = u16::MAX as u64;

/// General purpose flags: sizes and checksum follow the bytes; names are UTF-8.
const DESCRIPTOR: u16 = 1 << 3;
const UTF_8: u16 = 1 << 11;

/// Versions of the format that a reader needs.
const PLAIN: u16 = 20;
const ZIP64: u16 = 45;

/// Made on Unix, readable by all and writable by the owner.
const MADE_BY: u16 = (3 << 8) | ZIP64;
const ATTRIBUTES: u32 = 0o100_644 << 16;

/// An entry before its bytes.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its path in the archive; at most 65,535 bytes
    pub name: String,
    pub size: u64,
    pub modified: OffsetDateTime,
    /// Written in the header if it is known; else after the bytes.
    pub crc32: Option<u32>,
}

impl Entry {
    fn is_wide(&self) -> bool {
        self.size >= WIDE
    }

    fn flags(&self) -> u16 {
        if self.crc32.is_some() { UTF_8 } else { UTF_8 | DESCRIPTOR }
    }

    /// Returns the part that both of its headers have between the version and the lengths.
    fn middle(&self, crc32: u32, size: u32) -> Bytes {
        let (time, date) = dos(self.modified);
        Bytes::default().u16(self.flags()).u16(0).u16(time).u16(date).u32(crc32).u32(size).u32(size)
    }
}

/// An archive that is being written.
#[derive(Debug, Default)]
pub struct Zip {
    /// Bytes so far, including the entries'.
    offset: u64,
    directory: Bytes,
    count: u64,
    open: Option<(Entry, u64)>,
}

impl Zip {
    /// Returns the header before an entry's bytes.
    pub fn begin(&mut self, entry: Entry) -> Vec<u8> {
        let is_late = entry.crc32.is_none();
        let (size, extra) = match (entry.is_wide(), is_late) {
            (true, _) => {
                let size = if is_late { 0 } else { entry.size };
                (u32::MAX, Bytes::default().u16(1).u16(16).u64(size).u64(size))
            }
            (false, true) => (0, Bytes::default()),
            (false, false) => (narrow(entry.size), Bytes::default()),
        };
        let needed = if entry.is_wide() { ZIP64 } else { PLAIN };
        let header = Bytes::default()
            .u32(0x0403_4b50)
            .u16(needed)
            .append(&entry.middle(entry.crc32.unwrap_or_default(), size))
            .u16(short(entry.name.len()))
            .u16(short(extra.0.len()))
            .text(&entry.name)
            .append(&extra);
        let start = self.offset;
        self.offset += header.0.len() as u64 + entry.size;
        self.open = Some((entry, start));
        header.0
    }

    /// Returns what follows the entry's bytes, given their checksum.
    pub fn end(&mut self, crc32: u32) -> Vec<u8> {
        let Some((entry, start)) = self.open.take() else {
            return Vec::new();
        };
        let descriptor = match (entry.crc32, entry.is_wide()) {
            (Some(_), _) => Bytes::default(),
            (None, true) => Bytes::default().u32(0x0807_4b50).u32(crc32).u64(entry.size).u64(entry.size),
            (None, false) => {
                let size = narrow(entry.size);
                Bytes::default().u32(0x0807_4b50).u32(crc32).u32(size).u32(size)
            }
        };
        self.offset += descriptor.0.len() as u64;
        self.list(&entry, start, crc32);
        descriptor.0
    }

    /// Adds the entry to the directory. Only the wide numbers are in the extra field, in this order.
    fn list(&mut self, entry: &Entry, start: u64, crc32: u32) {
        let mut wide = Bytes::default();
        if entry.is_wide() {
            wide = wide.u64(entry.size).u64(entry.size);
        }
        if start >= WIDE {
            wide = wide.u64(start);
        }
        let is_plain = wide.0.is_empty();
        let extra = if is_plain { wide } else { Bytes::default().u16(1).u16(short(wide.0.len())).append(&wide) };
        self.directory = std::mem::take(&mut self.directory)
            .u32(0x0201_4b50)
            .u16(MADE_BY)
            .u16(if is_plain { PLAIN } else { ZIP64 })
            .append(&entry.middle(crc32, narrow(entry.size)))
            .u16(short(entry.name.len()))
            .u16(short(extra.0.len()))
            // No comment, the first disk, no internal attributes.
            .u16(0)
            .u16(0)
            .u16(0)
            .u32(ATTRIBUTES)
            .u32(narrow(start))
            .text(&entry.name)
            .append(&extra);
        self.count += 1;
    }

    /// Returns the directory and the archive's end.
    pub fn finish(self) -> Vec<u8> {
        let (start, size, count) = (self.offset, self.directory.0.len() as u64, self.count);
        let mut end = self.directory;
        if start >= WIDE || size >= WIDE || count >= WIDE_COUNT {
            end = end
                .u32(0x0606_4b50)
                // The length of the rest of this record.
                .u64(44)
                .u16(MADE_BY)
                .u16(ZIP64)
                .u32(0)
                .u32(0)
                .u64(count)
                .u64(count)
                .u64(size)
                .u64(start)
                .u32(0x0706_4b50)
                .u32(0)
                .u64(start + size)
                .u32(1);
        }
        let entries = u16::try_from(count).unwrap_or(u16::MAX);
        end.u32(0x0605_4b50).u16(0).u16(0).u16(entries).u16(entries).u32(narrow(size)).u32(narrow(start)).u16(0).0
    }
}

/// Returns the length of an archive with these entries, using the writer itself so that the two cannot differ.
pub fn length(entries: impl IntoIterator<Item = Entry>) -> u64 {
    let mut zip = Zip::default();
    for entry in entries {
        zip.begin(entry);
        zip.end(0);
    }
    let before = zip.offset;
    before + zip.finish().len() as u64
}

/// Little-endian numbers, one after the other.
#[derive(Debug, Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn append(mut self, more: &Self) -> Self {
        self.0.extend_from_slice(&more.0);
        self
    }

    fn text(mut self, text: &str) -> Self {
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    fn u16(mut self, number: u16) -> Self {
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    fn u32(mut self, number: u32) -> Self {
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    fn u64(mut self, number: u64) -> Self {
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }
}

/// All ones mean that the number is in the wide field.
fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// For lengths of names and extra fields, which we keep short.
fn short(length: usize) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
}

/// MS-DOS time and date: a resolution of two seconds, from 1980 to 2107, without a time zone; we use UTC.
fn dos(at: OffsetDateTime) -> (u16, u16) {
    let at = at.to_offset(time::UtcOffset::UTC);
    let Ok(year) = u16::try_from(at.year() - 1980) else {
        return (0, (1 << 5) | 1);
    };
    let time = (u16::from(at.hour()) << 11) | (u16::from(at.minute()) << 5) | (u16::from(at.second()) / 2);
    (time, (year.min(127) << 9) | (u16::from(u8::from(at.month())) << 5) | u16::from(at.day()))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    use proptest::prelude::*;

    use super::*;

    fn entry(name: &str, size: u64, crc32: Option<u32>) -> Entry {
        Entry { name: name.to_owned(), size, modified: OffsetDateTime::UNIX_EPOCH, crc32 }
    }

    fn number(bytes: &[u8], at: usize, length: usize) -> u64 {
        bytes[at..at + length].iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// Reads the archive with Python, as an independent reader: it checks each entry and prints what it found.
    fn read_by_python(archive: &[u8]) -> String {
        let program = "import sys, zipfile, io\n\
                       z = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))\n\
                       assert z.testzip() is None\n\
                       for i in z.infolist(): print(i.filename, i.file_size, i.flag_bits, sep='|')";
        let mut python = Command::new("python3")
            .args(["-c", program])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3");
        python.stdin.take().expect("its input").write_all(archive).expect("bytes that are read");
        let output = python.wait_with_output().expect("an end");
        assert!(output.status.success());
        String::from_utf8(output.stdout).expect("text")
    }

    fn archive(entries: &[(String, Vec<u8>, bool)]) -> (Vec<u8>, u64) {
        let entries = entries.iter().enumerate().map(|(at, (name, bytes, known))| {
            let crc32 = crc(bytes);
            (entry(&format!("{at}-{name}"), bytes.len() as u64, known.then_some(crc32)), bytes, crc32)
        });
        let (mut zip, mut all, mut plan) = (Zip::default(), Vec::new(), Vec::new());
        for (entry, bytes, crc32) in entries {
            plan.push(entry.clone());
            all.extend(zip.begin(entry));
            all.extend(bytes);
            all.extend(zip.end(crc32));
        }
        all.extend(zip.finish());
        (all, length(plan))
    }

    fn crc(bytes: &[u8]) -> u32 {
        u32::try_from(crc_fast::checksum(crc_fast::CrcAlgorithm::Crc32IsoHdlc, bytes)).expect("32 bits")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn any_entries_are_read_back_and_as_long_as_announced(
            entries in proptest::collection::vec(
                ("[^/\\\\\\x00-\\x1f|]{0,40}", proptest::collection::vec(any::<u8>(), 0..300), any::<bool>()), 0..8)
        ) {
            let (bytes, announced) = archive(&entries);
            prop_assert_eq!(bytes.len() as u64, announced);
            let lines: Vec<String> = entries.iter().enumerate().map(|(at, (name, bytes, known))| {
                let flags = if *known { UTF_8 } else { UTF_8 | DESCRIPTOR };
                format!("{at}-{name}|{}|{flags}\n", bytes.len())
            }).collect();
            prop_assert_eq!(read_by_python(&bytes), lines.concat());
        }
    }

    #[test]
    fn more_entries_than_16_bits_count_are_read_back() {
        for count in [65_534, 65_535, 65_536] {
            let entries: Vec<_> = (0..count).map(|_| (String::new(), Vec::new(), true)).collect();
            let (bytes, announced) = archive(&entries);
            assert_eq!(bytes.len() as u64, announced);
            let is_wide = bytes.windows(4).any(|four| four == 0x0606_4b50_u32.to_le_bytes());
            assert_eq!((read_by_python(&bytes).lines().count(), is_wide), (count, count >= 65_535));
        }
    }

    #[test]
    fn sizes_and_offsets_become_wide_where_they_must() {
        for (size, is_wide) in [(WIDE - 1, false), (WIDE, true), (WIDE + 1, true), (20 << 30, true)] {
            let mut zip = Zip::default();
            let head = zip.begin(entry("big", size, None));
            assert_eq!((number(&head, 4, 2), head.len()), if is_wide { (45, 30 + 3 + 20) } else { (20, 30 + 3) });
            // Unknown yet, so zero: in the header, or in the extra field if the header's is all ones.
            assert_eq!(number(&head, 18, 4), if is_wide { WIDE } else { 0 });
            let descriptor = zip.end(7);
            assert_eq!((descriptor.len(), number(&descriptor, 4, 4)), (if is_wide { 24 } else { 16 }, 7));
            assert_eq!(number(&descriptor, 8, if is_wide { 8 } else { 4 }), size);
            // The next entry starts beyond 4 GiB in any case.
            let start = zip.offset;
            zip.begin(entry("small", 1, Some(9)));
            zip.end(9);
            let end = zip.finish();
            let second = 46 + 3 + if is_wide { 20 } else { 0 };
            assert_eq!(number(&end, 20, 4), size.min(WIDE));
            assert_eq!((number(&end, second + 42, 4), number(&end, second + 46 + 5 + 4, 8)), (WIDE, start));
            assert_eq!((number(&end, second + 16, 4), number(&end, second + 24, 4)), (9, 1));
            // So does the directory: the wide end record says where, and the locator says where that record is.
            let wide_end = second + 46 + 5 + 12;
            assert_eq!((number(&end, wide_end, 4), number(&end, wide_end + 32, 8)), (0x0606_4b50, 2));
            let directory = number(&end, wide_end + 48, 8);
            assert_eq!(number(&end, wide_end + 56 + 8, 8), directory + number(&end, wide_end + 40, 8));
            assert_eq!(directory, start + 30 + 5 + 1);
        }
    }

    #[test]
    fn times_outside_the_format_s_own_are_its_first_and_last_years() {
        let at =
            |text: &str| OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).expect("a moment");
        assert_eq!(dos(at("1970-01-01T00:00:00Z")), (0, 0x21));
        assert_eq!(dos(at("2026-11-21T13:14:15+01:00")), (12 * 2048 + 14 * 32 + 7, 46 * 512 + 11 * 32 + 21));
        assert_eq!(dos(at("2222-02-03T00:00:00Z")).1 >> 9, 127);
    }
}
