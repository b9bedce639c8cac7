//! The accept loop: bounded connections, a deadline for request heads, and a shutdown that lets what is in
//! flight finish.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::header::EXPECT;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use ipnet::IpNet;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use super::client::ClientIp;
use super::drain::Drained;

/// A head that comes slower is somebody holding a connection.
const HEAD_TIMEOUT: Duration = Duration::from_secs(15);

/// Connections at once; more wait in the kernel's queue.
const MAX_CONNECTIONS: usize = 4096;

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

/// Serves until `stop`, then finishes what is in flight.
pub async fn serve(listener: TcpListener, router: Router, trusted: Arc<[IpNet]>, stop: CancellationToken) {
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let holders = Holders::default();
    let graceful = GracefulShutdown::new();
    while let Some((slot, stream, peer)) = accept(&listener, &slots, &stop).await {
        let proxy = trusted.iter().any(|network| network.contains(&peer.ip().to_canonical()));
        let held = if proxy { None } else { holders.hold(ClientIp(peer.ip().to_canonical()).bucket()) };
        if !proxy && held.is_none() {
            // Closed without a word: an answer would cost what the limit saves.
            continue;
        }
        let connection = graceful.watch(connection(stream, peer, router.clone()));
        tokio::spawn(async move {
            // Broken connections are the visitors' everyday life, not our errors.
            drop(connection.await);
            drop((slot, held));
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections did not end in time");
    }
}

/// The next connection with its slot; `None` at the end.
async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
    stop: &CancellationToken,
) -> Option<(OwnedSemaphorePermit, TcpStream, SocketAddr)> {
    let accepting = async {
        let slot = Arc::clone(slots).acquire_owned().await.ok()?;
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => return Some((slot, stream, peer)),
                Err(error) => {
                    // Out of file descriptors, most likely: the next try must not spin.
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    };
    tokio::select! {
        () = stop.cancelled() => None,
        accepted = accepting => accepted,
    }
}

type Stream = Pin<Box<TimeoutStream<TcpStream>>>;

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
) -> http1::Connection<
    TokioIo<Stream>,
    TowerToHyperService<
        impl tower::Service<
            hyper::Request<Incoming>,
            Response = axum::response::Response,
            Error = std::convert::Infallible,
            Future = impl Send,
        > + Clone
        + Send,
    >,
> {
    drop(stream.set_nodelay(true));
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIMEOUT));
    let service = router.map_request(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let held = request.headers().contains_key(EXPECT);
        request.map(|body| axum::body::Body::new(Drained::new(body, held)))
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(128 * 1024)
        .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(service))
}
