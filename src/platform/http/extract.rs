//! Extractors for handlers, with the API's own errors.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderName;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::error::{Error, Kind};
use crate::platform::ids::{PageId, SessionId};

const X_SESSION_ID: HeaderName = HeaderName::from_static("x-session-id");
const X_PAGE_ID: HeaderName = HeaderName::from_static("x-page-id");

/// The largest JSON body.
pub const MAX_JSON: usize = 64 * 1024;

/// A client that takes longer to send a small body is only holding the connection open.
const BODY_TIMEOUT: Duration = Duration::from_secs(20);

/// The session that the request names in `X-Session-ID`.
#[derive(Clone, Copy, Debug)]
pub struct Session(pub SessionId);

impl<S: Sync> FromRequestParts<S> for Session {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let mut all = parts.headers.get_all(X_SESSION_ID).iter();
        let text = all.next().and_then(|value| value.to_str().ok()).filter(|_| all.next().is_none());
        let id = text.and_then(|text| SessionId::parse(text).ok()).ok_or(Kind::InvalidSessionId)?;
        Ok(Self(id))
    }
}

/// The same, but optional: a missing or invalid id is `None`.
#[derive(Clone, Copy, Debug)]
pub struct PerhapsSession(pub Option<SessionId>);

impl<S: Sync> FromRequestParts<S> for PerhapsSession {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(Session::from_request_parts(parts, state).await.ok().map(|Session(id)| id)))
    }
}

/// The page load that the request names in `X-Page-ID`, or [`PageId::NONE`].
#[derive(Clone, Copy, Debug)]
pub struct Page(pub PageId);

impl<S: Sync> FromRequestParts<S> for Page {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let Some(value) = parts.headers.get(X_PAGE_ID) else {
            return Ok(Self(PageId::NONE));
        };
        let page = value.to_str().ok().and_then(|text| PageId::parse(text).ok());
        page.map(Self)
            .ok_or_else(|| Error::new(Kind::InvalidRequest, "The X-Page-ID header must be a UUID v4 in lower case."))
    }
}

/// A JSON body of at most 64 KiB; an empty one means `{}`.
#[derive(Clone, Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        let declared = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = declared.map(|text| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
        if essence.is_some_and(|essence| essence != "application/json") {
            return Err(Error::new(Kind::UnsupportedMediaType, "Send the body as application/json."));
        }
        let bytes = read(request.into_body(), MAX_JSON).await?;
        let bytes = if bytes.is_empty() { b"{}".as_slice() } else { &bytes };
        parse(bytes).map(Self)
    }
}

/// A form that a page of ours sent, at most 64 KiB.
#[derive(Clone, Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        let (parts, body) = request.into_parts();
        let body = read(body, MAX_JSON).await?;
        let whole = Request::from_parts(parts, Body::from(body));
        let form = axum::Form::from_request(whole, &()).await;
        form.map(|form| Self(form.0)).map_err(|_| Error::new(Kind::InvalidRequest, "The form cannot be read."))
    }
}

/// An empty body: `{}` or nothing at all.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The query string, with the API's own error.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let query = axum::extract::Query::try_from_uri(&parts.uri);
        query.map(|query| Self(query.0)).map_err(|_| Error::new(Kind::InvalidRequest, "The query cannot be read."))
    }
}

/// The path's parameters; a path that is not valid text is not found.
#[derive(Clone, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let path = axum::extract::Path::from_request_parts(parts, state).await;
        path.map(|path| Self(path.0)).map_err(|_| Kind::NotFound.into())
    }
}

/// Reads a small body.
pub async fn read(body: Body, limit: usize) -> Result<Vec<u8>, Error> {
    let collected = tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, limit).collect()).await;
    match collected {
        Err(_) => Err(Kind::RequestTimeout.into()),
        Ok(Ok(body)) => Ok(body.to_bytes().into()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Kind::BodyTooLarge.into()),
        Ok(Err(_)) => Err(Error::new(Kind::InvalidRequest, "The body ended early.")),
    }
}

/// Parses JSON: invalid JSON is 400; JSON of the wrong shape is 422 with the field's name.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
    let text = text.ok_or_else(|| Error::new(Kind::InvalidRequest, "The body is not valid JSON."))?;
    // serde would accept a list as the fields in their order.
    if text.trim_start().starts_with('[') {
        return Err(Error::field("body", "Expected an object."));
    }
    serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(text)).map_err(|error| {
        let path = error.path().to_string();
        let name = if path == "." { "body".to_owned() } else { path };
        Error::field(name, describe(error.inner()))
    })
}

/// serde's message without the position, and never with the value that the visitor sent.
fn describe(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    match text.split_once(", expected ") {
        Some((found, expected)) if found.starts_with("invalid ") => format!("Expected {expected}."),
        _ => format!("{text}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only parsed")]
    struct Sample {
        visible: bool,
    }

    #[test]
    fn what_does_not_fit_names_its_field() {
        let problem = |text: &str| {
            parse::<Sample>(text.as_bytes()).expect_err("refused").problem("id", crate::platform::i18n::english())
        };
        let wrong = problem(r#"{"visible": "secret"}"#);
        assert_eq!(wrong.status, 422);
        let fields = wrong.fields.expect("fields");
        assert_eq!(fields["visible"], "Expected a boolean.");
        assert!(problem(r#"{"visible": true, "x": 1}"#).fields.is_some());
        assert_eq!(problem("{").status, 400);
        assert_eq!(problem(r#"{"visible": true} x"#).status, 400);
    }
}
