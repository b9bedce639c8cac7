//! The accept loop: bounded connections, a deadline for request heads, and a shutdown that lets requests in flight
//! finish.

use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::http::header::EXPECT;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use ipnet::IpNet;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{JoinError, JoinHandle};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use super::drain::Drained;
use super::layers::HttpService;
use crate::error::{Error, Kind};
use crate::platform::i18n;
use crate::platform::ids::new_uuid;
use crate::platform::networks::{Counts, Limits};

/// A client that takes longer to send a head is only holding the connection open.
const HEAD_TIMEOUT: Duration = Duration::from_secs(15);

/// Connections at once; more get 503 with Retry-After.
const MAX_CONNECTIONS: usize = 4096;

/// File descriptors that a visitor may need: the connection, those to the object store and the scanner, and if the
/// store is embedded, its end of the connection and a file.
const PER_CONNECTION: u64 = 5;

/// File descriptors reserved for the database, the sweeper, mails, and connections that are being refused.
const RESERVED: u64 = 128;

/// Refusals at once; beyond that connections are closed without a response.
const REFUSALS: usize = 64;

/// How long a refused client may take to send a request and to read the refusal.
const REFUSAL: Duration = Duration::from_secs(1);

/// How long a shutdown waits for requests in flight.
const DRAIN: Duration = Duration::from_secs(20);

/// Connections of one network at once: enough for an office, but none can take them all. Trusted proxies are not
/// counted.
const MAX_PER_NETWORK: Limits = [512, 1024, 2048];

/// A client that reads nothing of a response for this long is gone, or only holding the connection open.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// How many connections each network has.
#[derive(Clone, Default)]
struct Holders(Arc<Mutex<Counts>>);

/// One connection's count.
struct Held {
    holders: Holders,
    address: IpAddr,
}

impl Holders {
    fn hold(&self, address: IpAddr) -> Option<Held> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.add(address, &MAX_PER_NETWORK).then(|| Held { holders: self.clone(), address })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.holders.0.lock().unwrap_or_else(PoisonError::into_inner).remove(self.address);
    }
}

/// Connections that the kernel queues until we accept them, so that a sudden crowd waits instead of being cut off.
const BACKLOG: u32 = 1024;

/// Listens on an address.
pub fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // A restart need not wait until the kernel has forgotten the last run's connections.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Two listeners that share an address and its queue of connections, so that one service can follow another.
pub fn twice(listener: TcpListener) -> std::io::Result<[TcpListener; 2]> {
    let one = listener.into_std()?;
    let other = one.try_clone()?;
    Ok([TcpListener::from_std(one)?, TcpListener::from_std(other)?])
}

/// Serves until `stop`, then finishes requests in flight.
pub async fn serve(listener: TcpListener, service: impl HttpService, trusted: Arc<[IpNet]>, stop: CancellationToken) {
    let (slots, refusals) = (Arc::new(Semaphore::new(room())), Arc::new(Semaphore::new(REFUSALS)));
    let mut was_full = false;
    let (holders, told) = (Holders::default(), Arc::new(AtomicBool::new(false)));
    let (connections, handlers) = (TaskTracker::new(), TaskTracker::new());
    while let Some((stream, peer)) = accept(&listener, &stop).await {
        let proxy = trusted.iter().any(|network| network.contains(&peer.ip().to_canonical()));
        let held = if proxy { None } else { holders.hold(peer.ip().to_canonical()) };
        if !proxy && held.is_none() {
            // Close without a response, which would cost what the limit saves.
            continue;
        }
        let Ok(slot) = Arc::clone(&slots).try_acquire_owned() else {
            if !was_full {
                tracing::warn!("too many connections: new ones get 503 until there is room");
            }
            was_full = true;
            metrics::counter!("anteroom_connections_refused_total").increment(1);
            if let Ok(permit) = Arc::clone(&refusals).try_acquire_owned() {
                tokio::spawn(async move {
                    drop(tokio::time::timeout(REFUSAL, refuse(stream)).await);
                    drop((permit, held));
                });
            }
            continue;
        };
        was_full = false;
        let place = Arc::new((slot, held));
        let answers = Answers { service: service.clone(), peer, place: Arc::clone(&place), handlers: handlers.clone() };
        let (told, stop) = (Arc::clone(&told), stop.clone());
        connections.spawn(async move {
            let mut connection = pin!(connection(stream, answers));
            let ended = tokio::select! {
                ended = &mut connection => ended,
                () = stop.cancelled() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            // Broken connections are normal, not errors of ours; but a proxy should speak HTTP.
            if let Err(error) = ended
                && (proxy || is_private(peer.ip().to_canonical()))
                && error.is_parse()
                && !told.swap(true, Ordering::Relaxed)
            {
                tracing::warn!(
                    "{} sent something that is not HTTP ({error}) and got 400. If it is a proxy that speaks the PROXY \
                     protocol (send-proxy, proxy_protocol) or TLS to us, switch that off: it should speak plain \
                     HTTP and set X-Forwarded-For. This is said once",
                    peer.ip()
                );
            }
            drop(place);
        });
    }
    drop(listener);
    connections.close();
    handlers.close();
    let ended = async {
        connections.wait().await;
        handlers.wait().await;
    };
    if tokio::time::timeout(DRAIN, ended).await.is_err() {
        tracing::warn!("some connections did not end in time");
    }
}

/// Whether the address is of our own machine or network, as a proxy's in front of us usually is.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
}

/// Returns the next connection; `None` at shutdown.
async fn accept(listener: &TcpListener, stop: &CancellationToken) -> Option<(TcpStream, SocketAddr)> {
    let accepting = async {
        loop {
            match listener.accept().await {
                Ok(accepted) => return accepted,
                Err(error) => {
                    // Probably out of file descriptors: pause, so that the loop does not spin.
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    };
    tokio::select! {
        biased;
        () = stop.cancelled() => None,
        accepted = accepting => Some(accepted),
    }
}

/// Raises the limit on file descriptors as far as allowed, and returns how many connections it is enough for.
pub fn room() -> usize {
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current < limit.maximum {
        let raised = Rlimit { current: limit.maximum, ..limit };
        if setrlimit(Resource::Nofile, raised).is_ok() {
            limit = raised;
        }
    }
    let room = limit.current.map_or(MAX_CONNECTIONS as u64, |files| files.saturating_sub(RESERVED) / PER_CONNECTION);
    usize::try_from(room).unwrap_or(MAX_CONNECTIONS).clamp(16, MAX_CONNECTIONS)
}

/// Responds without parsing the request. Some of it is read first: closing with unread bytes would lose the response.
async fn refuse(mut stream: TcpStream) -> std::io::Result<()> {
    let error = Error::from(Kind::Unavailable);
    let body = serde_json::to_string(&error.problem(&new_uuid().to_string(), i18n::english()))?;
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nContent-Length: {}\r\n\
         Retry-After: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n{body}",
        body.len(),
        error.retry_after.unwrap_or(1),
    );
    let mut request = [0; 4096];
    if stream.read(&mut request).await? == 0 {
        return Ok(());
    }
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await?;
    while stream.read(&mut request).await? > 0 {}
    Ok(())
}

type Stream = Pin<Box<TimeoutStream<TcpStream>>>;

/// A connection's slot within the limits.
type Place = Arc<(OwnedSemaphorePermit, Option<Held>)>;

/// Answers the requests of one connection.
struct Answers<W> {
    service: W,
    peer: SocketAddr,
    place: Place,
    handlers: TaskTracker,
}

/// Each handler runs in its own task: hyper drops the future when a client hangs up, and a handler must not end between
/// two steps that belong together. It keeps the connection's slot until it has ended, so that hanging up does not make
/// room for more work.
impl<W: HttpService> hyper::service::Service<hyper::Request<Incoming>> for Answers<W> {
    type Response = Response;
    type Error = JoinError;
    type Future = JoinHandle<Response>;

    fn call(&self, mut request: hyper::Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let held = request.headers().contains_key(EXPECT);
        let request = request.map(|body| axum::body::Body::new(Drained::new(body, held)));
        let (service, place) = (self.service.clone(), Arc::clone(&self.place));
        self.handlers.spawn(async move {
            let response = service.oneshot(request).await.unwrap_or_else(|never| match never {});
            drop(place);
            response
        })
    }
}

fn connection<W: HttpService>(
    stream: TcpStream,
    answers: Answers<W>,
) -> http1::UpgradeableConnection<TokioIo<Stream>, Answers<W>> {
    drop(stream.set_nodelay(true));
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIMEOUT));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(128 * 1024)
        .serve_connection(TokioIo::new(Box::pin(stream)), answers)
        // WebSockets of Socket.IO
        .with_upgrades()
}
