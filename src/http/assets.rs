//! Static files, in the binary as build.rs made them out of `static/`, under a directory named by their content:
//! they may be cached for ever.

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

use super::error::{Error, Kind};
use super::extract::Path;
use crate::ids::hex;

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/static"]
struct Static;

/// `/static/<hash of all files>`; what lies below imports each other by relative paths.
pub static BASE: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Static::iter().collect();
    names.sort_unstable();
    let mut hash = Sha256::new();
    for name in names {
        if let Some(file) = Static::get(&name) {
            hash.update(name.as_bytes());
            hash.update(file.metadata.sha256_hash());
        }
    }
    format!("/static/{}", &hex(&hash.finalize())[..16])
});

/// `GET /static/{hash}/{*path}`. An old hash is gone: a page that names it is itself out of date.
pub async fn get(Path((hash, path)): Path<(String, String)>, headers: HeaderMap) -> Result<Response, Error> {
    if BASE.strip_prefix("/static/") != Some(hash.as_str()) {
        return Err(Kind::NotFound.into());
    }
    file(&path, &headers, "public, max-age=31536000, immutable")
}

/// `GET /embed.js`: its address never changes, so browsers ask again after five minutes.
pub async fn embed_js(headers: HeaderMap) -> Result<Response, Error> {
    file("embed.js", &headers, "public, max-age=300")
}

/// `GET /favicon.ico`
pub async fn favicon(headers: HeaderMap) -> Result<Response, Error> {
    file("favicon.svg", &headers, "public, max-age=86400")
}

fn file(path: &str, headers: &HeaderMap, cache: &'static str) -> Result<Response, Error> {
    let content_type = match path.rsplit('.').next() {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        // Other spellings of a file, which the header asks for and not the address.
        Some("br" | "gz") => return Err(Kind::NotFound.into()),
        _ => "application/octet-stream",
    };
    let plain = Static::get(path).ok_or(Kind::NotFound)?;
    let compressed = ["br", "gzip"].into_iter().filter(|coding| accepts(headers, coding)).find_map(|coding| {
        let ending = if coding == "gzip" { "gz" } else { coding };
        Some((coding, Static::get(&format!("{path}.{ending}"))?))
    });
    let fixed = [(CONTENT_TYPE, content_type), (CACHE_CONTROL, cache), (VARY, "accept-encoding")];
    let mut response = (fixed, Body::empty()).into_response();
    let data = match compressed {
        Some((coding, file)) => {
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
            file.data
        }
        None => plain.data,
    };
    *response.body_mut() = Body::from(data.into_owned());
    Ok(response)
}

/// Whether the browser takes this coding (RFC 9110, 12.5.3). One that names none by its name gets none.
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
