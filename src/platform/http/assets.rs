//! Static files, compiled in as build.rs made them from `static/`, under a directory named by their hash, so that they
//! can be cached for ever.

use std::sync::{Arc, LazyLock, OnceLock};

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use super::compress;
use super::extract::Path;
use crate::error::{Error, Kind};

/// What a file holds, also compressed where that is smaller.
struct Content {
    plain: Bytes,
    br: Option<Bytes>,
    gzip: Option<Bytes>,
}

struct File {
    name: &'static str,
    plain: &'static [u8],
    br: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/static/files.rs"));

/// `/static/<hash of all files>`. The files below it import each other by relative paths.
pub static BASE: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for file in FILES {
        hash.update(file.name.as_bytes());
        hash.update(file.plain.len().to_be_bytes());
        hash.update(file.plain);
    }
    format!("/static/{}", &hex::encode(hash.finalize())[..16])
});

/// `GET /static/{hash}/{*path}`. An old hash is not found: a page that names it is itself out of date.
pub async fn get(Path((hash, path)): Path<(String, String)>, headers: HeaderMap) -> Result<Response, Error> {
    if BASE.strip_prefix("/static/") != Some(hash.as_str()) {
        return Err(Kind::NotFound.into());
    }
    file(&path, &headers, "public, max-age=31536000, immutable")
}

/// `embed.js` with our own origin in it: an optimizer may put the script into a file of the page's own, where it could
/// not tell where it came from.
#[derive(Clone)]
pub struct EmbedScript {
    /// A string of JavaScript.
    origin: Arc<str>,
    /// Made for the first request.
    content: Arc<OnceLock<Content>>,
}

impl EmbedScript {
    pub fn new(public_url: &str) -> Self {
        let origin =
            url::Url::parse(public_url).map_or_else(|_| String::new(), |url| url.origin().ascii_serialization());
        Self { origin: format!("{origin:?}").into(), content: Arc::default() }
    }

    fn content(&self) -> &Content {
        self.content.get_or_init(|| {
            let file = FILES.iter().find(|file| file.name == "embed.js").map_or(&b""[..], |file| file.plain);
            let script = String::from_utf8_lossy(file).replace("SERVER_ORIGIN", &self.origin).into_bytes();
            let (br, gzip) = (compress::brotli(&script), compress::gzip(&script));
            Content { plain: script.into(), br: Some(br.into()), gzip: Some(gzip.into()) }
        })
    }
}

/// `GET /embed.js`: its address never changes, so browsers ask again after five minutes.
pub async fn embed_js(State(script): State<EmbedScript>, headers: HeaderMap) -> Response {
    answer("embed.js", script.content(), &headers, "public, max-age=300")
}

/// `GET /favicon.ico`
pub async fn favicon(headers: HeaderMap) -> Result<Response, Error> {
    file("favicon.svg", &headers, "public, max-age=86400")
}

fn file(path: &str, headers: &HeaderMap, cache: &'static str) -> Result<Response, Error> {
    let file = FILES.iter().find(|file| file.name == path).ok_or(Kind::NotFound)?;
    let [br, gzip] = [file.br, file.gzip].map(|data| data.map(Bytes::from_static));
    Ok(answer(path, &Content { plain: Bytes::from_static(file.plain), br, gzip }, headers, cache))
}

fn answer(path: &str, content: &Content, headers: &HeaderMap, cache: &'static str) -> Response {
    let content_type = match path.rsplit('.').next() {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    let fixed = [(CONTENT_TYPE, content_type), (CACHE_CONTROL, cache), (VARY, "accept-encoding")];
    let small = [("br", &content.br), ("gzip", &content.gzip)];
    let small =
        small.into_iter().find_map(|(coding, data)| Some((coding, data.clone().filter(|_| accepts(headers, coding))?)));
    match small {
        Some((coding, data)) => (fixed, [(CONTENT_ENCODING, coding)], data).into_response(),
        None => (fixed, content.plain.clone()).into_response(),
    }
}

/// Whether the browser accepts this coding by its name (RFC 9110, 12.5.3); `*` does not count.
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let lines = headers.get_all(ACCEPT_ENCODING).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let weight = parts.next().and_then(|weight| weight.strip_prefix("q=")).map_or(Ok(1.0), str::parse::<f32>);
        named && weight.is_ok_and(|weight| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_coding_is_used_where_the_browser_takes_it() {
        for (line, coding, expected) in [
            ("gzip, deflate, br, zstd", "br", true),
            ("gzip, deflate, br, zstd", "gzip", true),
            ("GZIP;q=0.5", "gzip", true),
            ("br;q=0, gzip", "br", false),
            ("br; q=0.000", "br", false),
            ("brotli", "br", false),
            ("identity", "gzip", false),
            ("", "br", false),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(line))]);
            assert_eq!(accepts(&headers, coding), expected, "{line:?}");
        }
    }
}
