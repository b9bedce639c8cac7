//! Properties of forms and file names that hold for any bytes. `fuzz/` runs them for long, the tests briefly; a panic
//! is a finding.

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http_body::Frame;
use http_body_util::StreamBody;
use memchr::memmem;

use super::multipart::body_reader::Source;
use super::multipart::form::{Boundary, Head, Part};
use super::multipart::streaming_put::open;
use super::multipart::upload_stream::UploadStream;
use super::scan_gate::ScanGate;
use crate::error::Kind;
use crate::intake::file_types::{clean_name, turns_text};
use crate::platform::ids::{SessionId, new_uuid};
use crate::platform::object_store::{Key, NewObject};

/// The input, consumed from its front.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn byte(&mut self) -> usize {
        usize::from(self.take(1).first().copied().unwrap_or_default())
    }

    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        taken
    }
}

/// A form: the server must read the same file contents that were put in, in either mode. The first byte decides whether
/// the rest is a raw body or the parts to build a form from.
pub fn upload_form(bytes: &[u8]) {
    let mut input = Input(bytes);
    let (is_raw, step) = (input.byte().is_multiple_of(2), input.byte());
    if is_raw {
        let boundary = Boundary::parse(Some("multipart/form-data; boundary=XX")).expect("a boundary");
        any_body(&boundary, input.0, step);
    } else {
        built_form(&mut input, step);
    }
}

/// All form readers must agree on this body.
fn any_body(boundary: &Boundary, body: &[u8], step: usize) {
    let parts = boundary.parts(body).map_err(|error| error.kind);
    let mut at = 0;
    for Part { name, content } in parts.iter().flatten() {
        assert!(at <= content.start && content.start <= content.end && content.end <= body.len());
        assert!(memmem::find(&body[content.clone()], &boundary.delimiter).is_none());
        assert!(body[content.end..].starts_with(&boundary.delimiter) || content.is_empty());
        assert_eq!(clean_name(name), *name);
        at = content.end;
    }
    match (in_parts(boundary, body), parts.as_deref()) {
        (Ok((name, content)), Ok([part])) => assert!((&name, &content) == (&part.name, &part.content)),
        (Err(_), Ok([part])) if part.content.is_empty() => {}
        (Ok(read), other) => panic!("in parts it is {read:?}, in memory {other:?}"),
        (Err(kind), Ok([_])) => panic!("in parts it was refused: {kind:?}"),
        (Err(_), _) => {}
    }
    if let Ok([part]) = parts.as_deref()
        && !part.content.is_empty()
    {
        // Told the size, the streaming reader takes whatever the others take.
        let read = pass(boundary, body, body.len(), Some(part.content.len()), step).expect("a sound form");
        assert!((&read.0, &*read.1) == (&part.name, &body[part.content.clone()]), "{read:?}");
    }
    let lie = Some(step + 1);
    for size in [None, lie] {
        if let Ok((name, content)) = pass(boundary, body, body.len(), size, step) {
            let [part] = parts.as_deref().expect("what one reader takes, all take") else { panic!("{parts:?}") };
            assert!((&name, &*content) == (&part.name, &body[part.content.clone()]), "{name:?}");
        }
    }
    match (pass(boundary, body, body.len(), None, step), parts.as_deref()) {
        (Ok((name, content)), Ok([part])) => {
            assert!((&name, &*content) == (&part.name, &body[part.content.clone()]), "{name:?}");
        }
        (Ok(_), other) => panic!("the streaming reader accepted what the other reads as {other:?}"),
        (Err(kind), Ok([part])) if !part.content.is_empty() => {
            let plain = body[part.content.end..] == *boundary.closing();
            assert!(!plain, "a plain form of one file was refused: {kind:?}");
        }
        (Err(_), _) => {}
    }
}

/// A form built like a browser's from these names and contents must parse back into them.
fn built_form(input: &mut Input<'_>, step: usize) {
    let length = 1 + input.byte() % 70;
    let text = String::from_utf8_lossy(input.take(length)).into_owned();
    let Ok(boundary) = Boundary::parse(Some(&format!("multipart/form-data; boundary=\"{text}\""))) else {
        return;
    };
    // It may have ended at a quote.
    let text = String::from_utf8_lossy(&boundary.delimiter[4..]).into_owned();
    let (mut body, mut files) = (Vec::new(), Vec::new());
    for count in 0..=input.byte() % 3 {
        let length = input.byte();
        let name = String::from_utf8_lossy(input.take(length)).into_owned();
        let length = if count == 0 { input.0.len() / 2 } else { input.byte() };
        let content = input.take(length);
        let around = [b"\r\n", content, &boundary.delimiter].concat();
        if memmem::find(&around, &boundary.delimiter) != Some(content.len() + 2) {
            return;
        }
        let written = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        let head = format!(
            "--{text}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{written}\"\r\nContent-Type: a/b\r\n\r\n"
        );
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
        if name.starts_with("=?") {
            return;
        }
        // Some names look like a browser's escapes of other names.
        let read = name.replace("%22", "\"").replace("%0D", "").replace("%0A", "");
        files.push((clean_name(&read), content));
    }
    body.extend(format!("--{text}--\r\n").into_bytes());
    let parts = boundary.parts(&body).expect("a sound form");
    let read: Vec<_> = parts.into_iter().map(|part| (part.name, &body[part.content])).collect();
    assert_eq!(read, files, "{text:?}");
    if let [(name, content)] = files.as_slice()
        && !content.is_empty()
    {
        let (read, passed) = pass(&boundary, &body, body.len(), None, step).expect("a sound form");
        assert!((&read, &*passed) == (name, *content), "{text:?}: {name:?}");
        for end in [body.len() - 1, body.len() - 2, body.len() - 3, body.len().saturating_sub(step).max(1)] {
            let cut = pass(&boundary, &body[..end], body.len(), None, step);
            // Without its last line break the form is whole.
            assert!(end + 2 >= body.len() || cut.is_err(), "a truncated form was accepted");
            any_body(&boundary, &body[..end], step);
        }
    }
    body.extend(input.0);
    any_body(&boundary, &body, step);
}

thread_local! {
    static RUNTIME: tokio::runtime::Runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
}

/// Reads the form as the multipart upload does: the first file, then everything after it.
fn in_parts(boundary: &Boundary, body: &[u8]) -> Result<(String, std::ops::Range<usize>), Kind> {
    let Head::Whole { name, length } = boundary.first_head(body).map_err(|error| error.kind)? else {
        return Err(Kind::InvalidRequest);
    };
    if boundary.follows_at_once(&body[length..]) {
        return Err(Kind::EmptyFile);
    }
    let end = memmem::find(&body[length..], &boundary.delimiter).ok_or(Kind::InvalidRequest)?;
    boundary.check_end(&body[length + end..]).map_err(|error| error.kind)?;
    Ok((name, length..length + end))
}

/// Streams a body with this Content-Length in frames of `step` bytes. Returns the name and bytes that the store would
/// get.
fn pass(
    boundary: &Boundary,
    body: &[u8],
    announced: usize,
    file_size: Option<usize>,
    step: usize,
) -> Result<(String, Vec<u8>), Kind> {
    let empty = step.is_multiple_of(3).then(Bytes::new);
    let frames = body.chunks(step.max(1)).map(Bytes::copy_from_slice).chain(empty);
    let frames: Vec<_> = frames.map(|bytes| Ok::<_, std::io::Error>(Frame::data(bytes))).collect();
    let mut source = Source::new(StreamBody::new(stream::iter(frames)));
    let passing = async {
        let opening = open(boundary, announced as u64, file_size.map(|size| size as u64), &mut source)
            .await
            .map_err(|error| error.kind)?;
        let (name, size) = (opening.name.clone(), opening.size);
        if size == 0 {
            return Err(Kind::EmptyFile);
        }
        let (mut stream, ends) = UploadStream::new(boundary, opening, false, &mut source, ScanGate::default());
        let mut passed = Vec::new();
        while let Some(piece) = stream.next().await {
            let Ok(piece) = piece else {
                assert!((passed.len() as u64) < size, "all of a refused file was passed on");
                return Err(ends.verdict.get().expect("a reason").kind);
            };
            passed.extend_from_slice(&piece);
        }
        assert_eq!(passed.len() as u64, size, "the store was promised another length");
        Ok((name, passed))
    };
    RUNTIME.with(|runtime| runtime.block_on(passing))
}

/// A file's name: cleaning makes it harmless, is idempotent, and survives encoding in a header.
pub fn file_name(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    let name = clean_name(&raw);
    assert!(!name.is_empty() && name.len() <= 255, "{name:?}");
    assert!(!name.chars().any(|character| character.is_control() || turns_text(character)), "{name:?}");
    assert!(!name.contains(['/', '\\']) && name != "." && name != "..", "{name:?}");
    assert_eq!(clean_name(&name), name, "cleaning it again changes it");

    let key = Key { session: SessionId::from_uuid(new_uuid()), file: new_uuid() };
    let object = NewObject { key, content_type: "application/pdf", name };
    let disposition = object.disposition();
    // RFC 8187, 3.2.1: attr-char and percent-encoded bytes.
    let value = disposition.strip_prefix("attachment; filename*=UTF-8''").expect("an attachment");
    assert!(value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)), "{value}");
    assert_eq!(value, object.encoded_name());
    let decoded = percent_encoding::percent_decode_str(value).decode_utf8().expect("UTF-8");
    assert_eq!(decoded, object.name);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::platform::http::fuzz::each_seed;

    #[test]
    fn the_seeds_hold() {
        each_seed("upload_form", upload_form);
        each_seed("file_name", file_name);
    }

    const HEAD: &str = "--XX\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\n";

    const FIELD: &str = "\r\n--XX\r\nContent-Disposition: form-data; name=note\r\n\r\nx";
    const FIELD_FIRST: &str = "--XX\r\nContent-Disposition: form-data; name=note\r\n\r\nx\r\n";

    proptest! {
        #[test]
        fn all_readers_say_the_same_of_any_body(step in any::<u8>(), pieces in proptest::collection::vec(
            prop_oneof![Just(HEAD), Just("\r\n--XX"), Just("--XX"), Just("\r\n"), Just("--"), Just("-"), Just("X"), Just("abc"), Just(FIELD), Just(" ")], 0..8),
            before in prop_oneof![Just(""), Just("\r\n"), Just("preamble\r\n"), Just(FIELD_FIRST), Just("-")],
            closed in any::<bool>(),
        ) {
            let closing = if closed { "\r\n--XX--\r\n" } else { "" };
            let body = format!("{before}{HEAD}{}{closing}", pieces.concat());
            upload_form(&[&[0, step], body.as_bytes()].concat());
        }

        #[test]
        fn a_built_form_is_read_back(bytes in proptest::collection::vec(
            prop_oneof![Just(b'\r'), Just(b'\n'), Just(b'-'), Just(b'"'), 0..8_u8, any::<u8>()], 0..300)) {
            upload_form(&[&[1], bytes.as_slice()].concat());
            // A boundary of one letter.
            upload_form(&[&[1, 7, 0, b'-'], bytes.as_slice()].concat());
        }

        #[test]
        fn cleaning_names_is_idempotent(parts in proptest::collection::vec(
            prop_oneof![Just(".".to_owned()), Just(" ".to_owned()), Just("a".repeat(120)), Just(".".repeat(120)), Just(" ".repeat(120)), ".{0,9}"], 0..6)) {
            file_name(parts.concat().as_bytes());
        }
    }
}
