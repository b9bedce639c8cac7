//! The two ways to WhatsApp's servers, over one connector with TLS: a web socket, and requests for the client's version and
//! for media.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::SplitSink;
use futures_util::{SinkExt as _, StreamExt as _};
use http::{HeaderName, HeaderValue, Uri};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder, MaybeHttpsStream};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;
use tokio::sync::{Mutex, mpsc};
use tokio::time::timeout;
use tokio_websockets::{ClientBuilder, Message, WebSocketStream};
use tower_service::Service as _;
use whatsapp_rust::wacore::net::{
    DisconnectReason, HttpClient, HttpRequest, HttpResponse, Transport, TransportEvent, TransportFactory,
    WHATSAPP_WEB_ORIGIN, WHATSAPP_WEB_WS_URL,
};

/// How long a connection, or one message on its way out, may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// The largest answer to a request.
const LARGEST: usize = 4 * 1024 * 1024;

/// Messages that wait for the client before the socket is read further.
const WAITING: usize = 256;

type Stream = TokioIo<MaybeHttpsStream<TokioIo<TcpStream>>>;

/// Connects to WhatsApp. Cheap to clone.
#[derive(Clone)]
pub struct Wire {
    connector: HttpsConnector<HttpConnector>,
    url: Uri,
}

impl Wire {
    /// To WhatsApp's own servers, by the system's certificates.
    pub fn new() -> anyhow::Result<Self> {
        Self::to(WHATSAPP_WEB_WS_URL)
    }

    /// To another server.
    pub fn to(url: &str) -> anyhow::Result<Self> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(provider)
            .context("the system's certificates cannot be read")?
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Self { connector, url: url.parse()? })
    }

    async fn connect(&self) -> anyhow::Result<WebSocketStream<Stream>> {
        let scheme = if self.url.scheme_str() == Some("ws") { "http" } else { "https" };
        let authority = self.url.authority().context("an address without a host")?;
        let target = Uri::builder().scheme(scheme).authority(authority.clone()).path_and_query("/").build()?;
        let stream = self.connector.clone().call(target).await.map_err(|error| anyhow!(error))?;
        let origin = (HeaderName::from_static("origin"), HeaderValue::from_static(WHATSAPP_WEB_ORIGIN));
        let builder = ClientBuilder::from_uri(self.url.clone()).add_header(origin.0, origin.1)?;
        let (socket, _) = builder.connect_on(TokioIo::new(stream)).await?;
        Ok(socket)
    }
}

/// Why there is no connection. The client tries again without saying so, so that we note it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoConnection {
    Unreachable,
    /// Its certificate is not one of WhatsApp's.
    NotWhatsApp,
    /// The client could not ask which version of itself is wanted.
    NoVersion,
}

impl NoConnection {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "WhatsApp cannot be reached",
            Self::NotWhatsApp => "the server did not prove that it is WhatsApp",
            Self::NoVersion => "WhatsApp did not say which version it wants",
        }
    }
}

/// The way of one session, which says why it does not lead there.
pub struct Watched {
    pub wire: Wire,
    pub failed: mpsc::UnboundedSender<NoConnection>,
}

#[async_trait]
impl TransportFactory for Watched {
    async fn create_transport(&self) -> anyhow::Result<(Arc<dyn Transport>, async_channel::Receiver<TransportEvent>)> {
        let connected = timeout(PATIENCE, self.wire.connect()).await.context("connecting took too long");
        let socket = connected.flatten().inspect_err(|_| {
            self.failed.send(NoConnection::Unreachable).ok();
        })?;
        let (sink, mut source) = socket.split();
        let (events, received) = async_channel::bounded(WAITING);
        let count = Arc::<AtomicUsize>::default();
        let counting = Arc::clone(&count);
        tokio::spawn(async move {
            if events.send(TransportEvent::Connected).await.is_err() {
                return;
            }
            let reason = loop {
                match source.next().await {
                    Some(Ok(message)) if message.is_binary() => {
                        counting.fetch_add(1, Ordering::Relaxed);
                        let data = TransportEvent::DataReceived(message.into_payload().into());
                        if events.send(data).await.is_err() {
                            return;
                        }
                    }
                    Some(Ok(message)) if message.is_close() => {
                        break DisconnectReason::ServerClose { code: None, reason: String::new() };
                    }
                    Some(Ok(_)) => {}
                    Some(Err(error)) => break DisconnectReason::ReadError(error.to_string()),
                    None => break DisconnectReason::StreamEnded,
                }
            };
            drop(events.send(TransportEvent::Disconnected(reason)).await);
        });
        let socket =
            Socket { sink: Mutex::new(sink), sent: AtomicUsize::new(0), received: count, failed: self.failed.clone() };
        Ok((Arc::new(socket), received))
    }
}

struct Socket {
    sink: Mutex<SplitSink<WebSocketStream<Stream>, Message>>,
    sent: AtomicUsize,
    received: Arc<AtomicUsize>,
    failed: mpsc::UnboundedSender<NoConnection>,
}

#[async_trait]
impl Transport for Socket {
    async fn send(&self, data: Bytes) -> anyhow::Result<()> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let sending = async { self.sink.lock().await.send(Message::binary(data)).await };
        Ok(timeout(PATIENCE, sending).await.context("sending took too long")??)
    }

    async fn disconnect(&self) {
        // The client's greeting is sent, and what it heard of the server was not enough to go on.
        let failed = match (self.sent.load(Ordering::Relaxed), self.received.load(Ordering::Relaxed)) {
            (1, 0) => Some(NoConnection::Unreachable),
            (1, 1) => Some(NoConnection::NotWhatsApp),
            _ => None,
        };
        failed.and_then(|why| self.failed.send(why).ok());
        drop(timeout(PATIENCE, async { self.sink.lock().await.close().await }).await);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.sent.load(Ordering::Relaxed) == 0 {
            self.failed.send(NoConnection::NoVersion).ok();
        }
    }
}

#[async_trait]
impl HttpClient for Wire {
    async fn execute(&self, request: HttpRequest) -> anyhow::Result<HttpResponse> {
        let client: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new()).build(self.connector.clone());
        let mut asked = hyper::Request::builder().method(request.method.as_str()).uri(&request.url);
        for (name, value) in &request.headers {
            asked = asked.header(name, value);
        }
        let asked = asked.body(Full::new(request.body.unwrap_or_default()))?;
        let answered = async {
            let answer = client.request(asked).await?;
            let status_code = answer.status().as_u16();
            match Limited::new(answer.into_body(), LARGEST).collect().await {
                Ok(body) => Ok(HttpResponse { status_code, body: body.to_bytes().to_vec() }),
                Err(error) => bail!("an answer could not be read: {error}"),
            }
        };
        timeout(PATIENCE, answered).await.context("an answer took too long")?
    }
}
