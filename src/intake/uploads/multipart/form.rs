//! `multipart/form-data` (RFC 7578), as far as file uploads need it. Pure: bytes in, ranges out.

use std::ops::Range;

use memchr::memmem;

use crate::error::{Error, Kind};
use crate::intake::file_types::clean_name;

/// The longest allowed head of a part.
pub const MAX_HEAD: usize = 8 * 1024;

/// A bound for the parser, above any limit on files.
const MAX_PARTS: usize = 1000;

/// The line that separates parts.
#[derive(Clone, Debug)]
pub struct Boundary {
    /// `\r\n--boundary`
    pub delimiter: Vec<u8>,
}

/// A file's part: the visitor's name for it, and the range of its bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    pub content: Range<usize>,
}

/// The result of parsing a part's head.
#[derive(Debug, PartialEq, Eq)]
pub enum Head {
    /// More bytes are needed.
    Partial,
    /// The content begins after `length` bytes.
    Whole { name: String, length: usize },
}

fn malformed(detail: &'static str) -> Error {
    Error::new(Kind::InvalidRequest, detail)
}

impl Boundary {
    /// Takes the boundary from a Content-Type: 1 to 70 characters (RFC 2046, 5.1.1).
    pub fn parse(content_type: Option<&str>) -> Result<Self, Error> {
        let form = "Send the files as multipart/form-data, each in a part named “file”.";
        let refuse = || Error::new(Kind::UnsupportedMediaType, form);
        let (essence, parameters) = content_type.and_then(|text| text.split_once(';')).ok_or_else(refuse)?;
        if !essence.trim().eq_ignore_ascii_case("multipart/form-data") {
            return Err(refuse());
        }
        let boundary = parameters_of(parameters).into_iter().flatten().find(|(name, _)| name == "boundary");
        let (_, boundary) = boundary.ok_or_else(|| malformed("The form's Content-Type names no boundary."))?;
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&byte);
        let sound = (1..=70).contains(&boundary.len()) && boundary.bytes().all(allowed) && !boundary.ends_with(' ');
        if !sound {
            return Err(malformed("The form's boundary is not valid."));
        }
        Ok(Self { delimiter: format!("\r\n--{boundary}").into_bytes() })
    }

    /// The first delimiter is at the very beginning, without its line break.
    fn opening(&self) -> &[u8] {
        &self.delimiter[2..]
    }

    /// Whether the part is empty because a delimiter follows its head at once: the head's empty line is then also the
    /// delimiter's line break.
    pub fn follows_at_once(&self, content: &[u8]) -> bool {
        content.starts_with(self.opening())
    }

    /// Returns what follows the last part, as every browser and library writes it.
    pub fn closing(&self) -> Vec<u8> {
        [&self.delimiter, &b"--\r\n"[..]].concat()
    }

    /// Reads the opening and the first part's head from the beginning of a body.
    pub fn first_head(&self, body: &[u8]) -> Result<Head, Error> {
        let opening = self.opening();
        let seen = body.len().min(opening.len());
        if body[..seen] != opening[..seen] {
            return Err(malformed("The form does not begin with its boundary."));
        }
        if seen < opening.len() {
            return Ok(Head::Partial);
        }
        Self::head(&body[opening.len()..]).map(|head| match head {
            Head::Whole { name, length } => Head::Whole { name, length: length + opening.len() },
            Head::Partial => Head::Partial,
        })
    }

    /// Reads a part's head from right after its delimiter.
    fn head(bytes: &[u8]) -> Result<Head, Error> {
        if bytes.starts_with(b"--") {
            return Err(malformed("The form contains no file. Send it in a part named “file”."));
        }
        let window = &bytes[..bytes.len().min(MAX_HEAD)];
        let Some(end) = memmem::find(window, b"\r\n\r\n") else {
            let too_long = bytes.len() >= MAX_HEAD;
            return if too_long { Err(malformed("A part's head is too long.")) } else { Ok(Head::Partial) };
        };
        let lines = window[..end].strip_prefix(b"\r\n").ok_or_else(|| malformed("A boundary's line does not end."))?;
        let name = file_name(lines)?;
        Ok(Head::Whole { name: clean_name(&name), length: end + 4 })
    }

    /// Splits a whole form into its parts, which must all be files.
    pub fn parts(&self, body: &[u8]) -> Result<Vec<Part>, Error> {
        let unended = || malformed("The form ends before its closing boundary.");
        let finder = memmem::Finder::new(&self.delimiter);
        let mut parts = Vec::new();
        let mut head = self.first_head(body)?;
        let mut at = 0;
        loop {
            let Head::Whole { name, length } = head else {
                return Err(unended());
            };
            let start = at + length;
            // The head's empty line may be the delimiter's own line break: an empty part.
            let from = start - 2;
            let end = from + finder.find(&body[from..]).ok_or_else(unended)?;
            if parts.len() == MAX_PARTS {
                return Err(Kind::QuotaExceeded.into());
            }
            parts.push(Part { name, content: start..end.max(start) });
            at = end + self.delimiter.len();
            if body[at..].starts_with(b"--") {
                return Ok(parts);
            }
            head = Self::head(&body[at..])?;
        }
    }
}

/// Returns the file name of a part's `Content-Disposition`.
fn file_name(lines: &[u8]) -> Result<String, Error> {
    let text = String::from_utf8_lossy(lines);
    let mut dispositions = text.split("\r\n").filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    });
    let value = dispositions.next().filter(|_| dispositions.next().is_none());
    let value = value.ok_or_else(|| malformed("A part has no Content-Disposition, or several."))?;
    let (kind, parameters) = value.split_once(';').unwrap_or((value, ""));
    let parameters =
        parameters_of(parameters).ok_or_else(|| malformed("A part's Content-Disposition cannot be read."))?;
    let only = |wanted: &str| {
        let mut found = parameters.iter().filter(|(name, _)| name == wanted);
        found.next().map(|(_, value)| value).filter(|_| found.next().is_none())
    };
    if !kind.trim().eq_ignore_ascii_case("form-data") || only("name").is_none_or(|name| name != "file") {
        return Err(Error::field("file", "Send every file in a part named “file”."));
    }
    // RFC 7578, 4.2 forbids `filename*`: a client that sends it as well must not thereby choose another name.
    let name = only("filename").ok_or_else(|| Error::field("file", "The part named “file” has no file name."))?;
    // Browsers escape these three like this (HTML, multipart/form-data encoding algorithm).
    Ok(name.replace("%22", "\"").replace("%0D", "").replace("%0A", ""))
}

/// Parses `; a=b; c="d;\"e"` into pairs; `None` if it is malformed.
fn parameters_of(text: &str) -> Option<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    let mut rest = text.trim_start_matches([';', ' ', '\t']);
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=')?;
        let (value, after) = if let Some(quoted) = after.strip_prefix('"') {
            unquote(quoted)?
        } else {
            let end = after.find(';').unwrap_or(after.len());
            (after[..end].trim().to_owned(), &after[end..])
        };
        pairs.push((name.trim().to_ascii_lowercase(), value));
        let after = after.trim_start();
        if !after.is_empty() && !after.starts_with(';') {
            return None;
        }
        rest = after.trim_start_matches([';', ' ', '\t']);
    }
    Some(pairs)
}

/// Reads up to the closing quote. Only `\"` is an escape, because old browsers send whole Windows paths. The last quote
/// always closes: browsers escape no backslash, not even at the end of a name.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, &text[at + 1..])),
            '\\' if text[at + 1..].starts_with('"') && text[at + 2..].contains('"') => {
                value.push('"');
                characters.next();
            }
            other => value.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn boundary() -> Boundary {
        Boundary::parse(Some("multipart/form-data; boundary=XX")).expect("a boundary")
    }

    fn part(disposition: &str, content: &str) -> String {
        format!("--XX\r\nContent-Disposition: {disposition}\r\nContent-Type: a/b\r\n\r\n{content}\r\n")
    }

    #[test]
    fn boundaries() {
        for good in ["multipart/form-data; boundary=a", "Multipart/Form-Data;boundary=\"a b\"; charset=utf-8"] {
            assert!(Boundary::parse(Some(good)).is_ok(), "{good}");
        }
        let huge = format!("multipart/form-data; boundary={}", "a".repeat(71));
        for bad in [
            "",
            "text/plain; boundary=a",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"a",
            "multipart/form-data; boundary=a\u{1}",
            &huge,
        ] {
            assert!(Boundary::parse(Some(bad)).is_err(), "{bad}");
        }
        assert!(Boundary::parse(None).is_err());
    }

    #[test]
    fn a_form_is_split_into_its_parts() {
        let body = part("form-data; name=\"file\"; filename=\"a.txt\"", "one")
            + &part("form-data; name=file; filename=b.txt", "two\r\n--X")
            + &part("form-data; name=\"file\"; filename=\"c.txt\"", "")
            + "--XX--\r\n";
        let parts = boundary().parts(body.as_bytes()).expect("parts");
        let read: Vec<_> = parts.iter().map(|part| (part.name.as_str(), &body[part.content.clone()])).collect();
        assert_eq!(read, [("a.txt", "one"), ("b.txt", "two\r\n--X"), ("c.txt", "")]);
    }

    #[test]
    fn names_are_read_as_browsers_write_them() {
        for (sent, read) in [
            (r#"filename="a b.txt""#, "a b.txt"),
            (r#"filename="a\"b.txt""#, "a\"b.txt"),
            (r#"filename="a%22b.txt""#, "a\"b.txt"),
            (r#"filename="C:\docs\scan.pdf""#, "scan.pdf"),
            (r#"filename="scan.pdf\""#, "scan.pdf"),
            (r#"filename="Grüße;x=y.pdf""#, "Grüße;x=y.pdf"),
            (r#"filename="good.pdf"; filename*=UTF-8''evil.exe"#, "good.pdf"),
        ] {
            let body = part(&format!("form-data; name=\"file\"; {sent}"), "x") + "--XX--\r\n";
            assert_eq!(boundary().parts(body.as_bytes()).expect(sent)[0].name, read);
        }
    }

    #[test]
    fn parts_that_are_not_files_are_refused() {
        for disposition in [
            "form-data; name=\"file\"",
            "form-data; name=\"other\"; filename=\"a.txt\"",
            "attachment; name=\"file\"; filename=\"a.txt\"",
            "form-data; name=\"file\"; filename=\"a.pdf\";filename=b",
            "form-data; name=\"file\"; filename=\"a.pdf",
        ] {
            let body = part(disposition, "x") + "--XX--\r\n";
            assert!(boundary().parts(body.as_bytes()).is_err(), "{disposition}");
        }
        for body in ["", "--XX", "--XX--\r\n", "--YY\r\n\r\n", "--XX\r\nContent-Disposition: form-data"] {
            assert!(boundary().parts(body.as_bytes()).is_err(), "{body}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_get_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let body = [b"--XX\r\n".as_slice(), &bytes].concat();
            drop(boundary().parts(&body));
            drop(boundary().parts(&bytes));
        }

        #[test]
        fn content_comes_back_whole(contents in proptest::collection::vec("[\\r\\n\\-Xa]{0,40}", 1..5)) {
            prop_assume!(contents.iter().all(|content| !format!("\r\n{content}\r\n").contains("\r\n--XX")));
            let body: String = contents.iter().map(|content| part("form-data; name=file; filename=a.txt", content)).collect();
            let body = body + "--XX--\r\n";
            let parts = boundary().parts(body.as_bytes()).expect("parts");
            let read: Vec<_> = parts.iter().map(|part| &body[part.content.clone()]).collect();
            prop_assert_eq!(read, contents);
        }
    }
}
