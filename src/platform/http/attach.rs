//! Downloads.

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

/// An attachment of exactly `length` bytes. Browsers must not display it; should one do so, the sandbox lets it do
/// nothing (ASVS 5.0, 3.2.1).
pub fn attach(disposition: String, content_type: &'static str, length: u64, body: Body) -> Response {
    let headers = [
        (CONTENT_TYPE, content_type.to_owned()),
        (CONTENT_LENGTH, length.to_string()),
        (CONTENT_DISPOSITION, disposition),
        (CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
    ];
    (headers, body).into_response()
}
