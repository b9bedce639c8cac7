//! Whether one of our own pages sent a request that changes something (the model is Go's `http.CrossOriginProtection`;
//! OWASP ASVS 5.0, 3.5.1).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use url::Url;

use crate::error::{Error, Kind};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Our own address, for comparing origins.
#[derive(Clone)]
pub struct Site(pub Arc<str>);

/// Where a request comes from, according to the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// One of our own pages
    Ours,
    /// Another site's page, or a page without an origin
    Other,
    /// Neither header is present: an outdated browser, or none at all
    Unsaid,
}

impl Sender {
    /// Reads `Sec-Fetch-Site`, or where it is missing `Origin`.
    pub fn of(headers: &HeaderMap, site: &Site) -> Self {
        let ours = |yes| if yes { Self::Ours } else { Self::Other };
        if let Some(fetch_site) = headers.get(SEC_FETCH_SITE) {
            return ours(fetch_site == "same-origin");
        }
        let Some(origin) = headers.get(ORIGIN) else {
            return Self::Unsaid;
        };
        let Some(origin) = origin.to_str().ok().and_then(|text| Url::parse(text).ok()) else {
            return Self::Other;
        };
        let is_site = Url::parse(&site.0).is_ok_and(|url| url.origin() == origin.origin());
        // A page may be opened under a name that is not configured, such as localhost.
        let is_host = headers.get(HOST).is_some_and(|host| host.as_bytes() == origin.authority().as_bytes());
        ours(is_site || is_host)
    }
}

/// Refuses changes that were not sent by one of our own pages. Pages are for browsers, and a browser says where a form
/// comes from, so requests without either header are refused too.
pub async fn ours_only(State(site): State<Site>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || Sender::of(request.headers(), &site) == Sender::Ours {
        return next.run(request).await;
    }
    Error::new(Kind::Forbidden, "This form was not sent from our own page. Open the page again and send it from there.")
        .into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn s18_a_browser_tells_whose_page_sent_a_form() {
        let site = Site("https://desk.example".into());
        let sender = |lines: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in lines {
                headers.insert(*name, HeaderValue::from_str(value).expect("a header"));
            }
            Sender::of(&headers, &site)
        };
        for fetch_site in ["cross-site", "same-site", "none", "", "Same-Origin"] {
            let lines = [("sec-fetch-site", fetch_site), ("origin", "https://desk.example")];
            assert_eq!(sender(&lines), Sender::Other, "{fetch_site}");
        }
        assert_eq!(sender(&[("sec-fetch-site", "same-origin"), ("origin", "null")]), Sender::Ours);
        assert_eq!(sender(&[("origin", "https://desk.example")]), Sender::Ours);
        assert_eq!(sender(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]), Sender::Ours);
        for origin in ["null", "", "https://desk.example.evil", "http://desk.example", "https://desk.example:8443"] {
            assert_eq!(sender(&[("origin", origin), ("host", "elsewhere")]), Sender::Other, "{origin}");
        }
        assert_eq!(sender(&[("host", "desk.example")]), Sender::Unsaid);
    }
}
