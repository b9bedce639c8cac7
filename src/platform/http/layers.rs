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

/// All routes and what wraps them.
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

/// Adds the answers to what is not there, and, from the outside in: nothing follows a chunked body, the security
/// headers are set, the caller's address is found, errors become answers with a request id, requests without a host
/// are refused, and panics become errors.
pub fn wrap(routes: Router, notices: Notices, trust: Trust, policy: headers::Policy) -> impl HttpService {
    let each =
        ServiceBuilder::new().layer(from_fn(boundary::tell_route)).layer(CatchPanicLayer::custom(boundary::panicked));
    let routes = routes
        .fallback(|| async { Error::from(Kind::NotFound) })
        .method_not_allowed_fallback(|| async { Error::from(Kind::MethodNotAllowed) })
        .layer(each);
    // Around all routes together: what is put around each of them is cloned with its boxes for every call, and again
    // by every layer that is put around it.
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

/// The longest that a call may take which waits for nothing but our parts.
const ANSWER: Duration = Duration::from_secs(30);

/// A handler is given up after this long: nothing that it waits for will come any more.
const GIVEN_UP: Duration = Duration::from_secs(90);

/// Answers in time when a part behind us falls silent. Not for bodies and answers that stream. A handler that is late
/// is not cut off between two steps that belong together: it goes on in a task of its own.
pub async fn in_time(request: Request, next: Next) -> Response {
    let handler = tokio::spawn(tokio::time::timeout(GIVEN_UP, next.run(request)));
    match tokio::time::timeout(ANSWER, handler).await {
        Ok(Ok(Ok(response))) => response,
        // The layer around this one answers for it.
        Ok(Err(ended)) if ended.is_panic() => std::panic::resume_unwind(ended.into_panic()),
        _ => Error::caused(Kind::Unavailable, "a part behind us fell silent").into_response(),
    }
}

/// Whoever stands before us must read a request as we do: where Transfer-Encoding and Content-Length stand
/// together, the connection ends with the answer (RFC 9112, 6.1). hyper hides the one when it sees the other,
/// so every chunked body is the last on its connection; browsers send none.
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
