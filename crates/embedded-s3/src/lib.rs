//! An S3 endpoint in this process, over a folder: an object is the file `BUCKET/KEY` below it.
//!
//! It lets the product use one object store, the S3 client, even when nothing is configured. It listens on this machine
//! only, and accepts only its own pair of keys.
//!
//! The protocol is s3s's. `endpoint` maps its calls to `objects`, `deletes`, `multipart` and `buckets`, which know S3;
//! these use `folder`, `uploads` and `listing`, which know files. `receive` reads a body and verifies it before it may
//! become an object.

mod body;
mod buckets;
mod checksums;
mod chunked;
mod deletes;
mod endpoint;
mod errors;
mod folder;
mod keys;
mod listing;
mod multipart;
mod objects;
mod receive;
mod sidecar;
mod startup;
mod uploads;

use std::fmt;
use std::fs::File;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::config::{S3Config, StaticConfigProvider};
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{Body, HttpError};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use body::{Aside, RequestBody};
use endpoint::Endpoint;
use folder::Folder;

/// Enough for a batch of 1000 long keys, and for 10,000 parts with checksums.
const MAX_XML: usize = 4 << 20;

/// How to serve a folder; [`Options::new`] is right for everything but tests.
#[derive(Clone)]
pub struct Options {
    /// The folder; created if it is missing.
    pub root: PathBuf,
    /// A bucket that exists from the start.
    pub bucket: String,
    /// On 127.0.0.1; 0 for any free one.
    pub port: u16,
    /// The pair of keys that clients sign with.
    pub access_key: String,
    pub secret_key: String,
    /// Whether success means that the bytes are on disk, and not only in the system's cache.
    pub durable: bool,
    /// A body that sends nothing for this long is cut off.
    pub idle: Duration,
}

impl Options {
    /// Any free port, random keys, durable, five minutes idle.
    pub fn new(root: impl Into<PathBuf>, bucket: impl Into<String>) -> Self {
        Self {
            root: root.into(),
            bucket: bucket.into(),
            port: 0,
            access_key: format!("embedded{}", &random_name()[..12]),
            secret_key: random_name() + &random_name(),
            durable: true,
            idle: Duration::from_mins(5),
        }
    }
}

/// 32 hexadecimal digits, 122 bits of them random.
#[expect(clippy::disallowed_methods, reason = "this is the crate's only place that makes ids and keys")]
fn random_name() -> String {
    Uuid::new_v4().simple().to_string()
}

/// Runs until `shutdown` is cancelled; finishes requests in flight.
pub struct EmbeddedS3 {
    address: SocketAddr,
    access_key: String,
    secret_key: String,
    server: JoinHandle<()>,
}

impl EmbeddedS3 {
    /// Serves `root` (an object is the file `BUCKET/KEY` below it) on its own port of 127.0.0.1; creates the bucket's
    /// folder if it is missing.
    pub async fn start(root: &Path, bucket: &str, shutdown: CancellationToken) -> io::Result<Self> {
        Self::start_with(Options::new(root, bucket), shutdown).await
    }

    /// The same with all options. Fails with `ResourceBusy` while another server uses the folder.
    pub async fn start_with(options: Options, shutdown: CancellationToken) -> io::Result<Self> {
        let (root, bucket) = (options.root.clone(), options.bucket.clone());
        let (root, lock) = tokio::task::spawn_blocking(move || startup::prepare(&root, &bucket)).await??;
        Self::serve(Options { root, ..options }, Some(lock), shutdown).await
    }

    /// Serves reads only, even while another process serves the folder; fails if the bucket does not exist.
    pub async fn start_beside(root: &Path, bucket: &str, shutdown: CancellationToken) -> io::Result<Self> {
        let options = Options::new(root, bucket);
        let (root, bucket) = (options.root.clone(), options.bucket.clone());
        let root = tokio::task::spawn_blocking(move || startup::look(&root, &bucket)).await??;
        Self::serve(Options { root, ..options }, None, shutdown).await
    }

    /// Serves a prepared folder. Without the lock, only reads are allowed.
    async fn serve(options: Options, lock: Option<File>, shutdown: CancellationToken) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let address = listener.local_addr()?;
        let (folder, unused) = Folder::new(options.root, options.durable);

        let mut builder = S3ServiceBuilder::new(Endpoint { folder: Arc::new(folder), may_write: lock.is_some() });
        builder.set_auth(SimpleAuth::from_single(options.access_key.as_str(), options.secret_key.as_str()));
        let mut config = S3Config::default();
        config.xml_max_body_size = MAX_XML;
        // Browser forms are collected in memory; nothing here posts them.
        config.post_object_max_file_size = 0;
        builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config))));
        let server = Server { service: builder.build(), idle: options.idle, may_write: lock.is_some() };
        Ok(Self {
            address,
            access_key: options.access_key,
            secret_key: options.secret_key,
            server: tokio::spawn(async move {
                server.run(listener, shutdown).await;
                // A commit goes on when its request is dropped, and the next server must not find it half done.
                let _ = unused.await;
                drop(lock);
            }),
        })
    }

    /// `http://127.0.0.1:PORT`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The id of the only accepted pair of keys.
    pub fn access_key(&self) -> &str {
        &self.access_key
    }

    /// Its secret; random, unless it was chosen.
    pub fn secret_key(&self) -> &str {
        &self.secret_key
    }

    /// Waits until the server has ended, after its shutdown token was cancelled.
    pub async fn stopped(self) {
        if let Err(error) = self.server.await {
            tracing::error!(%error, "the embedded object store stopped with an error");
        }
    }
}

impl fmt::Debug for EmbeddedS3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmbeddedS3").field("address", &self.address).finish_non_exhaustive()
    }
}

#[derive(Clone)]
struct Server {
    service: S3Service,
    idle: Duration,
    may_write: bool,
}

impl Server {
    /// Runs until `shutdown`, and then until the last connection has ended.
    async fn run(self, listener: TcpListener, shutdown: CancellationToken) {
        let connections = TaskTracker::new();
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = shutdown.cancelled() => break,
            };
            match accepted {
                Ok((stream, _)) => {
                    connections.spawn(self.clone().connection(stream, shutdown.clone()));
                }
                Err(error) => {
                    // Out of file descriptors, most likely: others will close theirs.
                    tracing::warn!(%error, "the embedded object store could not accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
        drop(listener);
        connections.close();
        connections.wait().await;
    }

    async fn connection(self, stream: TcpStream, shutdown: CancellationToken) {
        // Answers are small; waiting for more to send delays them by 40 ms.
        let _ = stream.set_nodelay(true);
        let service = service_fn(move |request| self.clone().answer(request));
        // Without a Date: hyper keeps the last one until the clock has passed it. After the clock has stepped back, clients
        // that correct their own by it (the AWS SDK) would sign with times in the future, which are refused.
        let connection = http1::Builder::new().auto_date_header(false).serve_connection(TokioIo::new(stream), service);
        tokio::pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = shutdown.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            // A client that hangs up in mid-request is no error of ours.
            tracing::debug!(%error, "a connection to the embedded object store broke");
        }
    }

    async fn answer(self, request: Request<Incoming>) -> Result<Response<Body>, Unanswerable> {
        if !self.may_write && !matches!(*request.method(), Method::GET | Method::HEAD) {
            let mut refused = Response::new(Body::empty());
            *refused.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
            return Ok(refused);
        }
        let (mut head, incoming) = request.into_parts();
        // A client that waits for "100 Continue" has sent nothing that must be drained.
        let waits = head.headers.contains_key(hyper::header::EXPECT);
        let (body, rest) = RequestBody::new(incoming, self.idle);
        let unsigned_chunks = head
            .headers
            .get("x-amz-content-sha256")
            .is_some_and(|kind| kind.as_bytes() == b"STREAMING-UNSIGNED-PAYLOAD-TRAILER");
        let body = if unsigned_chunks && head.method == Method::PUT {
            head.extensions.insert(Aside::new(body));
            Body::empty()
        } else {
            Body::http_body(body)
        };
        let response = self.service.call(Request::from_parts(head, body)).await.map_err(Unanswerable)?;
        if !waits && !response.status().is_success() {
            rest.drain().await;
        }
        Ok(response)
    }
}

/// s3s could not answer, not even with an error in XML; hyper closes the connection.
#[derive(Debug)]
struct Unanswerable(HttpError);

impl fmt::Display for Unanswerable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no answer: {:?}", self.0)
    }
}

impl std::error::Error for Unanswerable {}
