//! Drains a request's body as S3 does: length and checksum must be right.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use crc_fast::{CrcAlgorithm, Digest};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::{HeaderMap, StatusCode};

use super::answers::Refusal;

/// The longest chunk header or trailer line accepted, in bytes.
const LONGEST_LINE: usize = 8 * 1024;

/// The largest content kept, in bytes: a server may write itself a note and read it back.
const SMALL: usize = 4 * 1024;

/// A complete body.
pub struct Drained {
    /// Bytes of content, without any chunk framing.
    pub size: u64,
    /// The content itself, if it is small.
    pub content: Option<Bytes>,
    /// Header name and value of the checksum that the client declared, to be returned to it.
    pub checksum: Option<(String, String)>,
}

/// Reads the whole body and keeps it only if it is small.
pub async fn drain(headers: &HeaderMap, mut body: Incoming) -> Result<Drained, Refusal> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if text("content-length").is_none() {
        return Err(Refusal(StatusCode::LENGTH_REQUIRED, "MissingContentLength"));
    }
    let chunked = text("x-amz-content-sha256").is_some_and(|kind| kind.starts_with("STREAMING-"));
    let declared = ["crc64nvme", "crc32", "crc32c", "sha1", "sha256"]
        .into_iter()
        .map(|algorithm| format!("x-amz-checksum-{algorithm}"))
        .find(|name| headers.contains_key(name) || text("x-amz-trailer") == Some(name.as_str()));
    let mut digest = declared.as_deref().and_then(digest_for);

    let mut size = 0;
    let mut small = Vec::new();
    let mut framing = Framing::default();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| INCOMPLETE)?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        let mut content = |bytes: &[u8]| {
            size += bytes.len() as u64;
            if size <= SMALL as u64 {
                small.extend_from_slice(bytes);
            }
            if let Some(digest) = &mut digest {
                digest.update(bytes);
            }
        };
        if chunked {
            framing.push(data, &mut content)?;
        } else {
            content(data);
        }
    }
    if chunked {
        let decoded = text("x-amz-decoded-content-length").and_then(|length| length.parse().ok());
        if framing.state != State::Done || decoded != Some(size) {
            return Err(INCOMPLETE);
        }
    }

    let checksum = declared.and_then(|name| {
        let sent = text(&name).or_else(|| framing.trailer(&name))?.to_owned();
        Some((name, sent))
    });
    if let (Some((name, sent)), Some(digest)) = (&checksum, &digest)
        && *sent != encoded(name, digest.finalize())
    {
        return Err(Refusal(StatusCode::BAD_REQUEST, "BadDigest"));
    }
    let content = (size <= SMALL as u64).then(|| Bytes::from(small));
    Ok(Drained { size, content, checksum })
}

const INCOMPLETE: Refusal = Refusal(StatusCode::BAD_REQUEST, "IncompleteBody");

fn digest_for(header: &str) -> Option<Digest> {
    let algorithm = match header.strip_prefix("x-amz-checksum-")? {
        "crc64nvme" => CrcAlgorithm::Crc64Nvme,
        "crc32" => CrcAlgorithm::Crc32IsoHdlc,
        "crc32c" => CrcAlgorithm::Crc32Iscsi,
        // The hashes are taken on trust: this process shares the machine with what is measured.
        _ => return None,
    };
    Some(Digest::new(algorithm))
}

fn encoded(header: &str, checksum: u64) -> String {
    let bytes = checksum.to_be_bytes();
    let skip = if header.ends_with("crc64nvme") { 0 } else { 4 };
    BASE64_STANDARD.encode(bytes.get(skip..).unwrap_or_default())
}

/// The `aws-chunked` framing: `SIZE[;chunk-signature=…]`, data, …, `0`, trailers, an empty line.
#[derive(Default)]
struct Framing {
    state: State,
    line: Vec<u8>,
    trailers: Vec<(String, String)>,
}

#[derive(Default, PartialEq)]
enum State {
    #[default]
    Size,
    Data(u64),
    DataEnd,
    Trailers,
    Done,
}

impl Framing {
    fn push(&mut self, mut input: &[u8], content: &mut impl FnMut(&[u8])) -> Result<(), Refusal> {
        while !input.is_empty() {
            if let State::Data(left) = self.state {
                let now = usize::try_from(left).map_or(input.len(), |left| left.min(input.len()));
                let (data, rest) = input.split_at(now);
                content(data);
                input = rest;
                let left = left - now as u64;
                self.state = if left == 0 { State::DataEnd } else { State::Data(left) };
                continue;
            }
            let end = input.iter().position(|&byte| byte == b'\n');
            let (part, rest) = input.split_at(end.map_or(input.len(), |end| end + 1));
            self.line.extend_from_slice(part);
            input = rest;
            if self.line.len() > LONGEST_LINE {
                return Err(INCOMPLETE);
            }
            if end.is_some() {
                let line = std::mem::take(&mut self.line);
                let line = std::str::from_utf8(&line).map_err(|_| INCOMPLETE)?;
                self.line(line.trim_end_matches(['\r', '\n']))?;
            }
        }
        Ok(())
    }

    fn line(&mut self, line: &str) -> Result<(), Refusal> {
        self.state = match self.state {
            State::Size => {
                let size = line.split(';').next().unwrap_or_default();
                match u64::from_str_radix(size, 16).map_err(|_| INCOMPLETE)? {
                    0 => State::Trailers,
                    size => State::Data(size),
                }
            }
            State::DataEnd if line.is_empty() => State::Size,
            State::Trailers if line.is_empty() => State::Done,
            State::Trailers => {
                let (name, value) = line.split_once(':').ok_or(INCOMPLETE)?;
                self.trailers.push((name.trim().to_lowercase(), value.trim().to_owned()));
                State::Trailers
            }
            State::DataEnd | State::Data(_) | State::Done => return Err(INCOMPLETE),
        };
        Ok(())
    }

    fn trailer(&self, name: &str) -> Option<&str> {
        self.trailers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}
