//! What wraps every route.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{CONNECTION, HOST, TRANSFER_ENCODING};
use axum::http::{HeaderValue, Version};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use tower::{Service, ServiceBuilder};
use tower_http::catch_panic::CatchPanicLayer;

use super::client::Trust;
use super::{boundary, client, headers};
use crate::error::{Error, Kind};
use crate::platform::alerts::Notices;

/// All routes with their layers.
pub trait HttpService:
    Service<Request, Response = Response, Error = Infallible, Future: Send + 'static> + Clone + Send + Sync + 'static
{
}

impl<S> HttpService for S where
    S: Service<Request, Response = Response, Error = Infallible, Future: Send + 'static>
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// Adds responses for unknown routes and methods, and these layers, from the outside in: close the connection after a
/// chunked body, set the security headers, find the client's address, render errors with a request id, refuse requests
/// without exactly one host, and turn panics into errors.
pub fn wrap(routes: Router, notices: Notices, trust: Trust, policy: headers::Policy) -> impl HttpService {
    let each =
        ServiceBuilder::new().layer(from_fn(boundary::tell_route)).layer(CatchPanicLayer::custom(boundary::panicked));
    let routes = routes
        .fallback(|| async { Error::from(Kind::NotFound) })
        .method_not_allowed_fallback(|| async { Error::from(Kind::MethodNotAllowed) })
        .layer(each);
    // Around all routes together: layers around each route are cloned with their boxes for every call, and again by
    // every layer outside them.
    ServiceBuilder::new()
        .layer(from_fn(last_after_chunks))
        .layer(from_fn_with_state(policy, headers::layer))
        .layer(from_fn_with_state(trust, client::layer))
        .layer(from_fn_with_state(notices, boundary::layer))
        .layer(from_fn(one_host))
        .service(routes)
}

/// A request names exactly one host (RFC 9112, 3.2).
async fn one_host(request: Request, next: Next) -> Response {
    let hosts = request.headers().get_all(HOST).iter().count();
    if hosts > 1 || hosts == 0 && request.version() == Version::HTTP_11 {
        return Error::new(Kind::InvalidRequest, "A request names exactly one host.").into_response();
    }
    next.run(request).await
}

/// The longest that a call may take that waits only for our own services.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// A handler is aborted after this long: what it waits for will not come any more.
const HANDLER_TIMEOUT: Duration = Duration::from_secs(90);

/// Responds in time when a service behind us does not answer. Not for bodies and responses that stream. A late handler
/// goes on in its own task, so that it is not cut off between two steps that belong together.
pub async fn in_time(request: Request, next: Next) -> Response {
    let handler = tokio::spawn(tokio::time::timeout(HANDLER_TIMEOUT, next.run(request)));
    match tokio::time::timeout(ANSWER_TIMEOUT, handler).await {
        Ok(Ok(Ok(response))) => response,
        // The panic layer around this one handles it.
        Ok(Err(ended)) if ended.is_panic() => std::panic::resume_unwind(ended.into_panic()),
        _ => Error::caused(Kind::Unavailable, "a part behind us fell silent").into_response(),
    }
}

/// Closes the connection after a chunked body. A proxy in front of us must parse requests as we do, so a request with
/// both Transfer-Encoding and Content-Length ends its connection (RFC 9112, 6.1). hyper hides one when it sees the
/// other, so every chunked body is treated like that; browsers send none.
async fn last_after_chunks(request: Request, next: Next) -> Response {
    let is_chunked = request.headers().contains_key(TRANSFER_ENCODING);
    let mut response = next.run(request).await;
    if is_chunked {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::body::Body;
    use axum::routing::get;
    use http_body_util::BodyExt as _;
    use serde_json::Value;
    use tokio_util::sync::CancellationToken;
    use tower::ServiceExt as _;

    use super::*;
    use crate::error::INTERNAL;
    use crate::platform::mail::Mailer;

    async fn breaks() -> &'static str {
        panic!("the secret of zoe@example.org")
    }

    #[tokio::test]
    async fn s17_a_panic_is_an_error_like_any_other_and_is_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        let mailer = Mailer::captured("Anteroom <a@example.org>".parse().expect("a mailbox"), folder.path().into());
        let (notices, worker) = Notices::channel();
        let admin = Some("admin@example.org".parse().expect("an address"));
        let stop = CancellationToken::new();
        let working = tokio::spawn(worker.run(mailer.clone(), admin, "https://a.example".into(), stop.clone()));
        let routes = Router::new().route("/api/v1/breaks", get(breaks)).route("/breaks", get(breaks));
        let app = wrap(routes, notices, Trust::default(), headers::Policy::new(&[], true));

        let ask = async |path: &str| {
            let request = Request::get(path).header(HOST, "a.example").body(Body::empty()).expect("a request");
            let (parts, body) = app.clone().oneshot(request).await.expect("an answer").into_parts();
            assert_eq!(parts.status, 500);
            assert!(parts.headers.contains_key("x-request-id") && parts.headers.contains_key("x-content-type-options"));
            let bytes = body.collect().await.expect("a body").to_bytes();
            (parts, String::from_utf8(bytes.into()).expect("text"))
        };
        let (head, body) = ask("/api/v1/breaks").await;
        assert_eq!(head.headers["content-type"], "application/problem+json");
        let problem: Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!((&problem["type"], &problem["detail"]), (&"/problems/internal".into(), &INTERNAL.into()));
        let (_, page) = ask("/breaks").await;
        assert!(page.contains(INTERNAL), "{page}");
        assert!(!page.contains("zoe") && !body.contains("zoe"));

        let outbox = mailer.outbox().expect("captured mail");
        let told = async {
            loop {
                if let Some(mail) = outbox.list().await.expect("mails").pop() {
                    return mail;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let mail = tokio::time::timeout(Duration::from_secs(10), told).await.expect("a notice");
        assert!(mail.to == "admin@example.org" && mail.text.contains("internal"), "{}", mail.text);
        stop.cancel();
        working.await.expect("the worker's end");
    }
}
