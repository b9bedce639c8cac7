//! The cookie of the console's pages, which works nowhere else.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use sqlx::PgPool;

use crate::auth::cookie;
use crate::auth::staff::{SignIns, SignedIn, logins};
use crate::error::Kind;

/// The page after signing in if no other was requested.
const HOME: &str = "/admin/sessions";

/// The staff member whose cookie the request carries; without a valid one the request is redirected to the sign-in.
pub struct StaffCookie {
    pub who: SignedIn,
    /// Encrypts what only this sign-in may read.
    pub token: String,
}

impl<S: Send + Sync> FromRequestParts<S> for StaffCookie
where
    SignIns: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let token = cookie::read(&CookieJar::from_headers(&parts.headers), cookie::STAFF);
        // Return only to pages that were read, and without their query, which may be encrypted for another sign-in.
        let wanted = if parts.method.is_safe() { parts.uri.path() } else { HOME };
        let Some(token) = token else {
            return Err(to_sign_in(wanted, false));
        };
        let pool: PgPool = SignIns::from_ref(state).pool;
        match logins::validate(&pool, &token).await {
            Ok(who) => Ok(Self { who, token }),
            Err(error) if error.kind == Kind::NotSignedIn => Err(to_sign_in(wanted, true)),
            Err(error) => Err(error.into_response()),
        }
    }
}

fn to_sign_in(wanted: &str, ended: bool) -> Response {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if ended {
        query.append_pair("why", "ended");
    }
    let wanted = local(wanted);
    if wanted != HOME {
        query.append_pair("next", wanted);
    }
    let query = query.finish();
    let path = if query.is_empty() { "/admin/sign-in".to_owned() } else { format!("/admin/sign-in?{query}") };
    Redirect::to(&path).into_response()
}

/// Returns `wanted` if it is one of our pages, else the first one, so that no link to our sign-in redirects elsewhere.
pub fn local(wanted: &str) -> &str {
    let plain = wanted.chars().all(|char| char.is_ascii_alphanumeric() || "/-_".contains(char));
    if wanted.starts_with("/admin/") && plain && !wanted.contains("//") && wanted.len() < 200 { wanted } else { HOME }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s18_nobody_is_sent_elsewhere() {
        for good in ["/admin/audit", "/admin/sessions/3f0e8a9c-0a4e-4d1c-9a55-0d2f0a3b1c2d/correct"] {
            assert_eq!(local(good), good);
        }
        for bad in [
            "",
            "/",
            "/admin",
            "/administrator",
            "//evil.example/admin/",
            "/admin//evil.example",
            "/admin/../../evil",
            "/admin/\\evil.example",
            "https://evil.example/admin/",
            "/admin/%2f%2fevil.example",
            "/admin/x?next=y",
            "/admin/x\r\nSet-Cookie: a=b",
            "javascript:alert(1)",
        ] {
            assert_eq!(local(bad), HOME, "{bad}");
        }
    }
}
