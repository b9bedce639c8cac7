//! Server-sent events as they come over the network (HTML, 9.2.6), in pieces of any size.

/// The most bytes of one line, and of one event's data.
pub const MAX_LINE: usize = 1024 * 1024;

/// A line or an event is longer than [`MAX_LINE`].
#[derive(Debug, PartialEq, Eq)]
pub struct TooLong;

/// Reads a stream; only `data` matters to us.
#[derive(Debug, Default)]
pub struct Reader {
    line: Vec<u8>,
    /// The data of the event that is being read, each line with its end.
    data: String,
    has_data: bool,
    /// The last byte was CR, so that LF ends no second line.
    after_cr: bool,
    is_past_first_line: bool,
}

impl Reader {
    /// Takes the next bytes and appends the data of each event that they complete.
    pub fn push(&mut self, mut bytes: &[u8], events: &mut Vec<String>) -> Result<(), TooLong> {
        while let Some(first) = bytes.first() {
            if std::mem::take(&mut self.after_cr) && *first == b'\n' {
                bytes = &bytes[1..];
                continue;
            }
            let end = memchr::memchr2(b'\r', b'\n', bytes);
            let (line, rest) = bytes.split_at(end.unwrap_or(bytes.len()));
            if self.line.len() + line.len() > MAX_LINE {
                return Err(TooLong);
            }
            self.line.extend_from_slice(line);
            bytes = rest;
            if end.is_some() {
                self.after_cr = rest[0] == b'\r';
                bytes = &rest[1..];
                self.end_line(events)?;
            }
        }
        Ok(())
    }

    /// The stream has ended. The standard drops an event without an empty line after it, but some servers end so.
    pub fn finish(mut self, events: &mut Vec<String>) -> Result<(), TooLong> {
        if !self.line.is_empty() {
            self.end_line(events)?;
        }
        self.end_event(events);
        Ok(())
    }

    fn end_line(&mut self, events: &mut Vec<String>) -> Result<(), TooLong> {
        let bytes = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&bytes);
        let mut line = &*line;
        if !std::mem::replace(&mut self.is_past_first_line, true) {
            line = line.strip_prefix('\u{feff}').unwrap_or(line);
        }
        if line.is_empty() {
            self.end_event(events);
            return Ok(());
        }
        // Comments have an empty name.
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        if name == "data" {
            if self.data.len() + value.len() > MAX_LINE {
                return Err(TooLong);
            }
            self.data.push_str(value.strip_prefix(' ').unwrap_or(value));
            self.data.push('\n');
            self.has_data = true;
        }
        Ok(())
    }

    fn end_event(&mut self, events: &mut Vec<String>) {
        if std::mem::take(&mut self.has_data) {
            self.data.pop();
            events.push(std::mem::take(&mut self.data));
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All events of a stream that comes in chunks of these sizes, over and over.
    pub fn read(bytes: &[u8], sizes: &[usize]) -> Result<Vec<String>, TooLong> {
        let (mut reader, mut events, mut rest) = (Reader::default(), Vec::new(), bytes);
        for size in sizes.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (now, later) = rest.split_at((*size).clamp(1, rest.len()));
            reader.push(now, &mut events)?;
            rest = later;
        }
        reader.finish(&mut events)?;
        Ok(events)
    }

    fn whole(text: &str) -> Vec<String> {
        read(text.as_bytes(), &[usize::MAX]).expect("events")
    }

    #[test]
    fn lines_end_in_three_ways_and_only_data_counts() {
        assert_eq!(whole("data: a\n\ndata:b\r\n\r\ndata:  c\r\rdata: d\n\n"), ["a", "b", " c", "d"]);
        assert_eq!(whole("\u{feff}data: a\n\n\u{feff}data: b\n\n"), ["a"]);
        assert_eq!(whole(": a comment\n\nevent: x\nid: 1\n\n\n\nretry: 5\ndatax: y\n\n"), [""; 0]);
        assert_eq!(whole("data: a\n: comment\nid: 2\ndata: b\n\n"), ["a\nb"]);
        assert_eq!(whole("data\n\ndata:\n\ndata: \n\n"), ["", "", ""]);
        assert_eq!(whole("data: no empty line\n"), ["no empty line"]);
        assert_eq!(whole("data: no line break"), ["no line break"]);
        assert_eq!(read(b"data: \xff\xfe\n\n", &[9]), Ok(vec!["\u{fffd}\u{fffd}".into()]));
    }

    #[test]
    fn neither_a_line_nor_an_event_is_longer_than_a_mebibyte() {
        let fits = format!("data: {}\n\n", "x".repeat(MAX_LINE - 6));
        assert_eq!(whole(&fits)[0].len(), MAX_LINE - 6);
        let longer = format!("data: {}\n\n", "x".repeat(MAX_LINE - 5));
        assert_eq!(read(longer.as_bytes(), &[1000]), Err(TooLong));
        let many = format!("data: {}\n", "x".repeat(1000)).repeat(1100);
        assert_eq!(read(many.as_bytes(), &[usize::MAX]), Err(TooLong));
    }

    proptest! {
        #[test]
        fn how_it_is_cut_does_not_matter(
            text in "(data: ?|:|event: x|id|\u{feff}|é|👋|x|\r|\n|\r\n){0,40}",
            sizes in prop::collection::vec(1..9_usize, 1..6),
        ) {
            prop_assert_eq!(read(text.as_bytes(), &sizes), Ok(whole(&text)));
        }

        #[test]
        fn what_is_written_is_read(
            events in prop::collection::vec("[ -~é👋]{0,12}(\n[ -~é👋]{0,12}){0,2}", 0..8),
            ending in prop::sample::select(vec!["\n", "\r", "\r\n"]),
            sizes in prop::collection::vec(1..9_usize, 1..6),
        ) {
            let mut text = String::new();
            for event in &events {
                for line in event.split('\n') {
                    text.extend(["data: ", line, ending]);
                }
                text.push_str(ending);
            }
            prop_assert_eq!(read(text.as_bytes(), &sizes), Ok(events));
        }
    }
}
