//! Calls to other services over http: bounded in time and size, without redirects.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Body, Incoming};
use hyper::header::{HeaderValue, PROXY_AUTHORIZATION};
use hyper::http::uri::Scheme;
use hyper::{Request, Response, Uri};
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::ClientConfig;

pub mod proxy;

use proxy::ProxyConnector;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(3);

/// How long a connection may idle. S3 closes connections after about 20 s, and a put on a dead connection could not be
/// repeated; most other servers close theirs later.
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
pub struct Outgoing {
    proxies: Arc<Matcher>,
    client: OnceLock<Client<HttpsConnector<ProxyConnector>, Full<Bytes>>>,
}

impl Default for Outgoing {
    fn default() -> Self {
        Self { proxies: Arc::new(Matcher::from_env()), client: OnceLock::new() }
    }
}

impl Outgoing {
    /// Past the proxies of the environment, for programs on this machine.
    pub fn direct() -> Self {
        Self { proxies: Arc::new(Matcher::builder().build()), client: OnceLock::new() }
    }

    /// Sends a request; its address must be absolute. Returns the answer's head, and its body to be read.
    pub async fn send(&self, mut request: Request<Full<Bytes>>) -> Result<Response<Incoming>, CallError> {
        if let Some(authorization) = proxy_authorization(&self.proxies, request.uri()) {
            request.headers_mut().insert(PROXY_AUTHORIZATION, authorization);
        }
        let client = self.client.get_or_init(|| client(Arc::clone(&self.proxies)));
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

/// A client that uses the proxies of the environment.
pub fn client<B>(proxies: Arc<Matcher>) -> Client<HttpsConnector<ProxyConnector>, B>
where
    B: Body + Send + 'static + Unpin,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_connect_timeout(Some(CONNECT));
    // Without certificates on this machine plain http still works, and https reports the problem.
    let roots = ClientConfig::builder()
        .with_native_roots()
        .unwrap_or_else(|_| ClientConfig::builder().with_root_certificates(rustls::RootCertStore::empty()));
    let tls = Arc::new(roots.with_no_client_auth());
    Client::builder(TokioExecutor::new())
        .pool_idle_timeout(IDLE)
        .pool_timer(TokioTimer::new())
        .build(HttpsConnector::from((ProxyConnector::new(proxies, tcp, Arc::clone(&tls)), tls)))
}

/// What a proxy that reads the request wants to know. That of an encrypted connection is told when the tunnel is made: the
/// server must not read this.
pub fn proxy_authorization(proxies: &Matcher, server: &Uri) -> Option<HeaderValue> {
    let is_plain = server.scheme() == Some(&Scheme::HTTP);
    proxies.intercept(server).filter(|_| is_plain)?.basic_auth().cloned()
}
