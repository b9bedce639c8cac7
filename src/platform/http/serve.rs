//! The accept loop: bounded connections, a deadline for request heads, and a shutdown that lets what is in
//! flight finish.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::http::header::EXPECT;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
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

use super::client::ClientIp;
use super::drain::Drained;
use super::layers::HttpService;
use crate::error::{Error, Kind};
use crate::platform::i18n;
use crate::platform::ids::new_uuid;

/// A head that comes slower is somebody holding a connection.
const HEAD_TIMEOUT: Duration = Duration::from_secs(15);

/// Connections at once; more are told to come back.
const MAX_CONNECTIONS: usize = 4096;

/// What a visitor may need of our file descriptors: the connection, the ways to the object store and the
/// scanner, and where the store is embedded its end of it and a file.
const PER_CONNECTION: u64 = 5;

/// For the database, the sweeper, mails, and connections that are being refused.
const RESERVED: u64 = 128;

/// Refusals at once; beyond that connections are closed without a word.
const REFUSALS: usize = 64;

/// How long a refused client may take to say something and to listen.
const REFUSAL: Duration = Duration::from_secs(1);

/// How long a shutdown waits for what is in flight.
const DRAIN: Duration = Duration::from_secs(20);

/// Connections of one address at once: an office shares one, but nobody gets them all. Proxies that we
/// trust are not counted.
const MAX_PER_ADDRESS: usize = 512;

/// A client that takes nothing of an answer for this long is gone, or holding a connection.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// How many connections each address holds.
#[derive(Clone, Default)]
struct Holders(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One connection's count.
struct Held {
    holders: Holders,
    address: IpAddr,
}

impl Holders {
    fn hold(&self, address: IpAddr) -> Option<Held> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= MAX_PER_ADDRESS {
            return None;
        }
        *count += 1;
        Some(Held { holders: self.clone(), address })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut counts = self.holders.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut entry) = counts.entry(self.address) {
            *entry.get_mut() -= 1;
            if *entry.get() == 0 {
                entry.remove();
            }
        }
    }
}

/// Connections that the kernel holds for us until we take them: a crowd that comes at once waits, and is not cut off.
const BACKLOG: u32 = 1024;

/// Listens on an address.
pub fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // A restart need not wait until the connections of the last run are forgotten.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until `stop`, then finishes what is in flight.
pub async fn serve(listener: TcpListener, whole: impl HttpService, trusted: Arc<[IpNet]>, stop: CancellationToken) {
    let (slots, refusals) = (Arc::new(Semaphore::new(room())), Arc::new(Semaphore::new(REFUSALS)));
    let mut was_full = false;
    let holders = Holders::default();
    let (graceful, handlers) = (GracefulShutdown::new(), TaskTracker::new());
    while let Some((stream, peer)) = accept(&listener, &stop).await {
        let proxy = trusted.iter().any(|network| network.contains(&peer.ip().to_canonical()));
        let held = if proxy { None } else { holders.hold(ClientIp(peer.ip().to_canonical()).bucket()) };
        if !proxy && held.is_none() {
            // Closed without a word: an answer would cost what the limit saves.
            continue;
        }
        let Ok(slot) = Arc::clone(&slots).try_acquire_owned() else {
            if !was_full {
                tracing::warn!("there is no room for more connections: they are told to come back");
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
        let answers = Answers { whole: whole.clone(), peer, place: Arc::clone(&place), handlers: handlers.clone() };
        let connection = graceful.watch(connection(stream, answers));
        tokio::spawn(async move {
            // Broken connections are the visitors' everyday life, not our errors.
            drop(connection.await);
            drop(place);
        });
    }
    drop(listener);
    handlers.close();
    let ended = async {
        graceful.shutdown().await;
        handlers.wait().await;
    };
    if tokio::time::timeout(DRAIN, ended).await.is_err() {
        tracing::warn!("some connections did not end in time");
    }
}

/// The next connection; `None` at the end.
async fn accept(listener: &TcpListener, stop: &CancellationToken) -> Option<(TcpStream, SocketAddr)> {
    let accepting = async {
        loop {
            match listener.accept().await {
                Ok(accepted) => return accepted,
                Err(error) => {
                    // Out of file descriptors all the same: the next try must not spin.
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    };
    tokio::select! {
        () = stop.cancelled() => None,
        accepted = accepting => Some(accepted),
    }
}

/// How many connections our file descriptors are enough for, once we may have as many as the system lets us.
fn room() -> usize {
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

/// Answers without looking at the request. What has come of it is read first: closing with bytes unread
/// would take the answer along.
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

/// A connection's place among those that we have room for.
type Place = Arc<(OwnedSemaphorePermit, Option<Held>)>;

/// Answers the requests of one connection.
struct Answers<W> {
    whole: W,
    peer: SocketAddr,
    place: Place,
    handlers: TaskTracker,
}

/// Each handler runs in a task of its own: hyper drops what it awaits when a client hangs up, and a handler must not
/// end between two steps that belong together. It keeps the connection's place until it has ended, so that hanging up
/// makes no room for more work.
impl<W: HttpService> hyper::service::Service<hyper::Request<Incoming>> for Answers<W> {
    type Response = Response;
    type Error = JoinError;
    type Future = JoinHandle<Response>;

    fn call(&self, mut request: hyper::Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let held = request.headers().contains_key(EXPECT);
        let request = request.map(|body| axum::body::Body::new(Drained::new(body, held)));
        let (whole, place) = (self.whole.clone(), Arc::clone(&self.place));
        self.handlers.spawn(async move {
            let response = whole.oneshot(request).await.unwrap_or_else(|never| match never {});
            drop(place);
            response
        })
    }
}

fn connection<W: HttpService>(
    stream: TcpStream,
    answers: Answers<W>,
) -> http1::Connection<TokioIo<Stream>, Answers<W>> {
    drop(stream.set_nodelay(true));
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIMEOUT));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(128 * 1024)
        .serve_connection(TokioIo::new(Box::pin(stream)), answers)
}
