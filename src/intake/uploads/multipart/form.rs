//! `multipart/form-data` (RFC 7578), as far as file uploads need it. Pure: bytes in, ranges out.

use std::ops::Range;

use memchr::memmem;

use super::disposition::{self, parameters_of};
use crate::error::{Error, Kind};
use crate::intake::file_types::clean_name;

/// The longest allowed head of a part.
pub const MAX_HEAD: usize = 8 * 1024;

/// The most bytes before, between or after files: heads, text fields, a preamble or an epilogue.
pub const MAX_BETWEEN: usize = 16 * 1024;

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

/// The result of looking for the next file.
#[derive(Debug, PartialEq, Eq)]
pub enum Head {
    /// More bytes are needed.
    Partial,
    /// The content begins after `length` bytes.
    Whole { name: String, length: usize },
    /// The form ends here.
    End,
}

pub fn malformed(detail: &'static str) -> Error {
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

    /// Finds the first file in the beginning of a body.
    pub fn first_head(&self, body: &[u8]) -> Result<Head, Error> {
        let window = &body[..body.len().min(MAX_BETWEEN)];
        // RFC 2046, 5.1.1: a preamble before the first boundary is ignored.
        let begin = if window.starts_with(self.opening()) {
            self.opening().len()
        } else if let Some(at) = memmem::find(window, &self.delimiter) {
            at + self.delimiter.len()
        } else if body.len() < MAX_BETWEEN {
            return Ok(Head::Partial);
        } else {
            return Err(malformed("The form does not begin with its boundary."));
        };
        match self.next_head(body, 0, begin)? {
            Head::End => Err(malformed("The form contains no file. Send it in a part named “file”.")),
            head => Ok(head),
        }
    }

    /// Finds the next file; `at` is the place behind a delimiter. The head must end within [`MAX_BETWEEN`] bytes from
    /// `begin`.
    fn next_head(&self, body: &[u8], begin: usize, mut at: usize) -> Result<Head, Error> {
        let window = &body[..body.len().min(begin + MAX_BETWEEN)];
        let too_long = window.len() == begin + MAX_BETWEEN;
        let partial = || if too_long { Err(too_much()) } else { Ok(Head::Partial) };
        loop {
            let bytes = &window[at..];
            if bytes.starts_with(b"--") {
                return Ok(Head::End);
            }
            let head = &bytes[..bytes.len().min(MAX_HEAD)];
            let Some(end) = memmem::find(head, b"\r\n\r\n") else {
                return if bytes.len() >= MAX_HEAD { Err(malformed("A part's head is too long.")) } else { partial() };
            };
            // RFC 2046, 5.1.1: white space may follow a boundary.
            let padding = head.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let lines = head[padding.min(end)..end].strip_prefix(b"\r\n");
            let lines = lines.ok_or_else(|| malformed("A boundary's line does not end."))?;
            let start = at + end + 4;
            match disposition::kind_of(lines)? {
                disposition::Kind::File(name) => {
                    return Ok(Head::Whole { name: clean_name(&name), length: start });
                }
                disposition::Kind::Field => {
                    let Some(end) = memmem::find(&window[start - 2..], &self.delimiter) else {
                        return partial();
                    };
                    at = start - 2 + end + self.delimiter.len();
                }
            }
        }
    }

    /// Checks all that follows a form's only file, its delimiter first.
    pub fn check_end(&self, after: &[u8]) -> Result<(), Error> {
        if !after.starts_with(&self.delimiter) {
            return Err(unended());
        }
        match self.next_head(after, 0, self.delimiter.len())? {
            Head::Whole { .. } => Err(Kind::OneFilePerRequest.into()),
            Head::Partial => Err(unended()),
            Head::End if after.len() > MAX_BETWEEN => Err(too_much()),
            Head::End => Ok(()),
        }
    }

    /// Splits a whole form into its files.
    pub fn parts(&self, body: &[u8]) -> Result<Vec<Part>, Error> {
        let finder = memmem::Finder::new(&self.delimiter);
        let mut parts = Vec::new();
        let mut head = self.first_head(body)?;
        let mut end = 0;
        loop {
            match head {
                Head::Partial => return Err(unended()),
                Head::End if body.len() - end > MAX_BETWEEN => return Err(too_much()),
                Head::End => return Ok(parts),
                Head::Whole { name, length: start } => {
                    // The head's empty line may be the delimiter's own line break: an empty part.
                    let from = start - 2;
                    end = from + finder.find(&body[from..]).ok_or_else(unended)?;
                    if parts.len() == MAX_PARTS {
                        return Err(Kind::QuotaExceeded.into());
                    }
                    parts.push(Part { name, content: start..end.max(start) });
                    head = self.next_head(body, end, end + self.delimiter.len())?;
                }
            }
        }
    }
}

fn unended() -> Error {
    malformed("The form ends before its closing boundary.")
}

fn too_much() -> Error {
    malformed("The form has more than 16 KiB beside its files. Send the file alone, in a part named “file”.")
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
    fn what_is_beside_the_files_is_ignored() {
        let file = part("form-data; name=\"file\"; filename=\"a.txt\"", "x");
        let field = part("form-data; name=\"name\"", "a.txt");
        let long = part("form-data; name=\"name\"", &"x".repeat(MAX_BETWEEN));
        let read = |body: &str| boundary().parts(body.as_bytes()).map(|parts| parts.len());
        for body in [
            format!("\r\n{file}--XX--\r\n"),
            format!("This is a form.\r\n{file}--XX--\r\n"),
            format!("{file}--XX--"),
            format!("{file}--XX-- \r\nepilogue"),
            format!("{field}{file}--XX--\r\n"),
            format!("{file}{field}{field}--XX--\r\n"),
            file.replacen("--XX", "--XX \t", 1) + "--XX--\r\n",
        ] {
            assert_eq!(read(&body).expect(&body), 1, "{body}");
            let after = &body[body.find("\r\nx\r\n").expect("a file") + 3..];
            boundary().check_end(after.as_bytes()).expect(&body);
        }
        assert_eq!(read(&format!("{file}{field}{file}--XX--\r\n")).expect("two files"), 2);
        for body in [
            format!("{field}--XX--\r\n"),
            format!("{file}--XX--{}", "x".repeat(MAX_BETWEEN)),
            format!("{}\r\n{file}--XX--\r\n", "x".repeat(MAX_BETWEEN)),
            format!("{long}{file}--XX--\r\n"),
            format!("{file}{long}--XX--\r\n"),
        ] {
            assert_eq!(read(&body).expect_err("too much").kind, Kind::InvalidRequest, "{body}");
        }
    }

    #[test]
    fn parts_that_are_not_files_are_refused() {
        for disposition in [
            "form-data; name=\"file\"",
            "form-data; name=\"other\"; filename=\"a.txt\"",
            "attachment; name=\"file\"; filename=\"a.txt\"",
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
