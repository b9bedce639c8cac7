//! Static files, in the binary, under a directory named by their content: they may be cached for ever.

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

use super::error::{Error, Kind};
use super::extract::Path;
use crate::ids::hex;

#[derive(RustEmbed)]
#[folder = "static/"]
#[exclude = "*.json"]
struct Static;

/// `/static/<hash of all files>`; modules below it import each other by relative paths.
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
pub async fn get(Path((hash, path)): Path<(String, String)>) -> Result<Response, Error> {
    if BASE.strip_prefix("/static/") != Some(hash.as_str()) {
        return Err(Kind::NotFound.into());
    }
    file(&path, "public, max-age=31536000, immutable")
}

/// `GET /embed.js`: its address never changes, so browsers ask again after five minutes.
pub async fn embed_js() -> Result<Response, Error> {
    file("embed.js", "public, max-age=300")
}

/// `GET /favicon.ico`
pub async fn favicon() -> Result<Response, Error> {
    file("favicon.svg", "public, max-age=86400")
}

fn file(path: &str, cache: &'static str) -> Result<Response, Error> {
    let file = Static::get(path).ok_or(Kind::NotFound)?;
    let content_type = match path.rsplit('.').next() {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    let headers = [(CONTENT_TYPE, content_type), (CACHE_CONTROL, cache)];
    Ok((headers, Body::from(file.data.into_owned())).into_response())
}
