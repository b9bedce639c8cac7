//! A part's `Content-Disposition`, as browsers and HTTP libraries write it.

use mail_parser::MessageParser;
use percent_encoding::percent_decode_str;

use super::form::malformed;
use crate::error::Error;

/// What a part is.
#[derive(Debug, PartialEq, Eq)]
pub enum Kind {
    /// With the visitor's name for it.
    File(String),
    /// A text field, which is ignored: libraries send their own beside the file.
    Field,
}

/// Reads the lines of a part's head.
pub fn kind_of(lines: &[u8]) -> Result<Kind, Error> {
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
    let has = |wanted: &str| parameters.iter().any(|(name, _)| name == wanted);
    let only = |wanted: &str| {
        let mut found = parameters.iter().filter(|(name, _)| name == wanted);
        found.next().map(|(_, value)| value).filter(|_| found.next().is_none())
    };
    let field = only("name").filter(|_| kind.trim().eq_ignore_ascii_case("form-data"));
    match field.map(String::as_str) {
        Some("file") => {}
        Some(_) if !has("filename") && !has("filename*") => return Ok(Kind::Field),
        Some(other) => {
            return Err(Error::field("file", format!("Send every file in a part named “file”, not “{other}”.")));
        }
        None => return Err(Error::field("file", "Send every file in a part named “file”.")),
    }
    // Libraries that write both put the better one into `filename*` (RFC 6266, 4.3).
    let extended = only("filename*").and_then(|value| extended(value));
    let name = extended.or_else(|| only("filename").map(|name| plain(name)));
    name.map(Kind::File).ok_or_else(|| Error::field("file", "The part named “file” has no file name."))
}

/// RFC 8187, 3.2: `UTF-8''Gr%C3%BC%C3%9Fe.pdf`
fn extended(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let bytes: Vec<u8> = percent_decode_str(rest.split_once('\'')?.1).collect();
    match charset.to_ascii_lowercase().as_str() {
        "utf-8" => String::from_utf8(bytes).ok(),
        "iso-8859-1" => Some(bytes.into_iter().map(char::from).collect()),
        _ => None,
    }
}

fn plain(name: &str) -> String {
    // .NET writes the encoded words of mails (RFC 2047).
    if name.starts_with("=?") && name.ends_with("?=") && !name.contains(char::is_control) {
        let header = format!("Subject: {name}\r\n\r\n");
        let decoded = MessageParser::default().parse_headers(header.as_bytes());
        if let Some(decoded) = decoded.as_ref().and_then(|header| header.subject()) {
            return decoded.to_owned();
        }
    }
    // Browsers escape these three like this (HTML, multipart/form-data encoding algorithm).
    name.replace("%22", "\"").replace("%0D", "").replace("%0A", "")
}

/// Parses `; a=b; c="d;\"e"` into pairs; `None` if it is malformed.
pub fn parameters_of(text: &str) -> Option<Vec<(String, String)>> {
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
    use super::*;

    fn kind(disposition: &str) -> Result<Kind, Error> {
        kind_of(format!("Content-Type: a/b\r\nContent-Disposition: {disposition}").as_bytes())
    }

    #[test]
    fn names_are_read_as_browsers_and_libraries_write_them() {
        for (sent, read) in [
            (r#"filename="a b.txt""#, "a b.txt"),
            (r#"filename="a\"b.txt""#, "a\"b.txt"),
            (r#"filename="a%22b.txt""#, "a\"b.txt"),
            (r#"filename="C:\docs\scan.pdf""#, r"C:\docs\scan.pdf"),
            (r#"filename="scan.pdf\""#, r"scan.pdf\"),
            (r#"filename="Grüße;x=y.pdf""#, "Grüße;x=y.pdf"),
            (r#"filename="=?utf-8?B?R3LDvMOfZS5wZGY=?=""#, "Grüße.pdf"),
            (r#"filename="=?UTF-8?Q?Gr=C3=BC=C3=9Fe=2Epdf?=""#, "Grüße.pdf"),
            (r#"filename="=?iso-8859-1?Q?Gr=FC=DFe.pdf?=""#, "Grüße.pdf"),
            (r#"filename="=?utf-8?B?R3LDvMOf?= =?utf-8?B?ZS5wZGY=?=""#, "Grüße.pdf"),
            (r#"filename="what=?.pdf""#, "what=?.pdf"),
            ("filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
            ("filename*=utf-8'de'Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
            ("filename*=ISO-8859-1''Gr%FC%DFe.pdf", "Grüße.pdf"),
            (r#"filename="Gr__e.pdf"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf"#, "Grüße.pdf"),
            (r#"filename*="UTF-8''Gr%C3%BC%C3%9Fe.pdf"; filename=a.pdf"#, "Grüße.pdf"),
            (r#"filename="good.pdf"; filename*=UTF-8''%FF"#, "good.pdf"),
            (r#"filename="good.pdf"; filename*=UTF-16''a"#, "good.pdf"),
        ] {
            let read = Kind::File(read.to_owned());
            assert_eq!(kind(&format!("form-data; name=\"file\"; {sent}")).expect(sent), read, "{sent}");
        }
    }

    #[test]
    fn a_text_field_is_no_file() {
        for field in ["form-data; name=\"note\"", "form-data; name=_charset_"] {
            assert_eq!(kind(field).expect(field), Kind::Field, "{field}");
        }
        for bad in [
            "form-data",
            "form-data; name=\"file\"",
            "form-data; name=\"other\"; filename=\"a.txt\"",
            "form-data; name=\"other\"; filename*=UTF-8''a.txt",
            "attachment; name=\"file\"; filename=\"a.txt\"",
            "form-data; name=\"file\"; filename=\"a.pdf\";filename=b",
            "form-data; name=\"file\"; filename=\"a.pdf",
        ] {
            assert!(kind(bad).is_err(), "{bad}");
        }
    }
}
