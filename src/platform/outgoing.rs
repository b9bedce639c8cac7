//! Calls to other services over http: bounded in time and size, without redirects.

use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::header::HOST;
use hyper::{Request, Response};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(3);

/// How long a connection may idle; most servers close theirs later.
const IDLE: Duration = Duration::from_secs(10);

/// Why a call failed; for the log.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    #[error("{0}")]
    Failed(String),
    #[error("no answer in {0:?}")]
    TooSlow(Duration),
    #[error("an answer of more than {0} bytes")]
    TooLarge(usize),
}

/// A whole answer.
pub struct Answer {
    pub head: hyper::http::response::Parts,
    pub body: Bytes,
}

/// Makes calls. The system's certificates are read for the first one.
#[derive(Default)]
pub struct Outgoing(OnceLock<Client<HttpsConnector<HttpConnector>, Full<Bytes>>>);

impl Outgoing {
    /// Sends a request; its address must be absolute. Returns the answer's head, and its body to be read.
    pub async fn send(&self, request: Request<Full<Bytes>>) -> Result<Response<Incoming>, CallError> {
        debug_assert!(!request.headers().contains_key(HOST), "hyper sets it");
        let client = self.0.get_or_init(client);
        client.request(request).await.map_err(|error| CallError::Failed(causes(&error)))
    }

    /// Sends a request and reads the answer.
    pub async fn call(
        &self,
        request: Request<Full<Bytes>>,
        max_bytes: usize,
        max_time: Duration,
    ) -> Result<Answer, CallError> {
        let whole = async {
            let (head, body) = self.send(request).await?.into_parts();
            match Limited::new(body, max_bytes).collect().await {
                Ok(body) => Ok(Answer { head, body: body.to_bytes() }),
                Err(error) if error.is::<http_body_util::LengthLimitError>() => Err(CallError::TooLarge(max_bytes)),
                Err(error) => Err(CallError::Failed(causes(&*error))),
            }
        };
        tokio::time::timeout(max_time, whole).await.unwrap_or(Err(CallError::TooSlow(max_time)))
    }
}

/// The chain of causes in one line.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

fn client() -> Client<HttpsConnector<HttpConnector>, Full<Bytes>> {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_connect_timeout(Some(CONNECT));
    let https = hyper_rustls::HttpsConnectorBuilder::new();
    // Without certificates on this machine plain http still works, and https reports the problem.
    let https = https.with_native_roots().unwrap_or_else(|_| {
        let none = rustls::ClientConfig::builder().with_root_certificates(rustls::RootCertStore::empty());
        hyper_rustls::HttpsConnectorBuilder::new().with_tls_config(none.with_no_client_auth())
    });
    Client::builder(TokioExecutor::new())
        .pool_idle_timeout(IDLE)
        .pool_timer(TokioTimer::new())
        .build(https.https_or_http().enable_http1().wrap_connector(tcp))
}
