//! The language that a caller reads.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use serde::Deserialize;

use crate::platform::i18n::{self, Language};

/// What the request asks for: `?lang=` first, then what the browser prefers.
#[derive(Clone, Copy, Debug)]
pub struct Lang(pub &'static Language);

#[derive(Default, Deserialize)]
struct LangQuery {
    lang: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Lang {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(asked(&parts.uri, &parts.headers)))
    }
}

/// The language that a page is asked for in.
pub(super) fn asked(uri: &Uri, headers: &HeaderMap) -> &'static Language {
    let asked = axum::extract::Query::<LangQuery>::try_from_uri(uri).map(|query| query.0).unwrap_or_default();
    i18n::choose(asked.lang.as_deref(), accepted(headers))
}

/// What the browser prefers, for handlers that look for a language elsewhere first.
#[derive(Clone, Debug)]
pub struct Accepts(Option<String>);

impl Accepts {
    /// The language with this tag, or the browser's.
    pub fn or(&self, tag: Option<&str>) -> &'static Language {
        i18n::choose(tag, self.0.as_deref())
    }
}

impl<S: Sync> FromRequestParts<S> for Accepts {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(accepted(&parts.headers).map(str::to_owned)))
    }
}

/// The browser's language.
pub(super) fn of(headers: &HeaderMap) -> &'static Language {
    i18n::choose(None, accepted(headers))
}

fn accepted(headers: &HeaderMap) -> Option<&str> {
    headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok())
}
