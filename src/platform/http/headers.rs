//! Security headers (ASVS 5.0, 3.4): the same on every response, except that the widget and the staff pages have their
//! own content policies.

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use url::Url;

const COOP: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const COEP: HeaderName = HeaderName::from_static("cross-origin-embedder-policy");
const X_ROBOTS_TAG: HeaderName = HeaderName::from_static("x-robots-tag");
const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// What the headers depend on.
#[derive(Clone, Debug)]
pub struct Policy {
    page: HeaderValue,
    widget: HeaderValue,
    desk: HeaderValue,
    https: bool,
}

impl Policy {
    /// Besides our own pages, those of `embed_origins` may frame the chats.
    pub fn new(embed_origins: &[Url], https: bool) -> Self {
        let mut ancestors = "'self'".to_owned();
        for origin in embed_origins {
            ancestors.push(' ');
            ancestors.push_str(&origin.origin().ascii_serialization());
        }
        let base = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
                    connect-src 'self'; base-uri 'none'";
        let page = format!("{base}; form-action 'self'; frame-src 'self'; frame-ancestors 'none'");
        let widget = format!("{base}; form-action 'none'; frame-ancestors {ancestors}");
        let desk = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("default-src 'none'"));
        Self { page: value(&page), widget: value(&widget), desk: value(desk), https }
    }
}

/// Whether a path is a staff page.
pub fn is_desk(path: &str) -> bool {
    path == "/admin" || path.starts_with("/admin/")
}

/// Adds the headers that the handler has not set itself.
pub async fn layer(State(policy): State<Policy>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_framed = ["/widget", "/chat"].contains(&path);
    let is_desk = is_desk(path);
    // A mailed link's address contains its token, so its page sends no referrer at all.
    let has_forms = is_desk || path == "/privacy" || path.starts_with("/privacy/data");
    // Files that other sites may load.
    let is_script = path == "/embed.js";
    let is_shared = is_script || path.starts_with("/static/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: HeaderValue| {
        headers.entry(name).or_insert(value);
    };
    let own = match (is_framed, is_desk) {
        (true, _) => &policy.widget,
        (_, true) => &policy.desk,
        _ => &policy.page,
    };
    set(CONTENT_SECURITY_POLICY, own.clone());
    set(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if has_forms {
        // Without it, browsers without Sec-Fetch-Site would send our own forms with `Origin: null`.
        set(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    }
    if is_desk {
        set(X_ROBOTS_TAG, HeaderValue::from_static("noindex, nofollow"));
    }
    set(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    set(COOP, HeaderValue::from_static("same-origin"));
    set(CORP, HeaderValue::from_static(if is_shared || is_framed { "cross-origin" } else { "same-origin" }));
    if is_framed {
        // A page that is cross-origin isolated shows only frames that promise the same.
        set(COEP, HeaderValue::from_static("require-corp"));
    }
    if is_script {
        // A script with `crossorigin` or `type="module"` is not run without it.
        set(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    set(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if policy.https {
        set(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    response
}
