//! The servers that are compared, each started afresh for its turn.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::exchange::{self, Request, exchange};
use super::process::{Process, guarded};
use super::{BUCKET, MIB, Result, checkout};

/// How long a server may take to answer after its start, including an embedded database's first start.
const START: Duration = Duration::from_mins(1);

const BOUNDARY: &str = "----WebKitFormBoundaryAnteroomBench0";

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Contestant {
    Anteroom,
    Fastify,
    Express,
    FastApi,
    Archiver,
    DirectPut,
    Relay,
}

impl Contestant {
    pub fn name(self) -> &'static str {
        match self {
            Self::Anteroom => "anteroom",
            Self::Fastify => "fastify + lib-storage",
            Self::Express => "express + multer-s3",
            Self::FastApi => "FastAPI + boto3",
            Self::Archiver => "Node's archiver",
            Self::DirectPut => "direct put by the SDK",
            Self::Relay => "TCP relay (the floor)",
        }
    }
}

pub struct Server {
    pub contestant: Contestant,
    // Declared before its folder, so that it stops before the folder is removed.
    pub process: Process,
    address: SocketAddr,
    _folder: Folder,
}

/// Where a server finds its store.
#[derive(Clone, Copy)]
pub struct Endpoint<'a> {
    pub address: SocketAddr,
    /// The certificate to trust; if set, https is used.
    pub certificate: Option<&'a Path>,
}

impl Server {
    /// Starts the contestant with the sink as its store and waits until it answers.
    pub async fn start(contestant: Contestant, sink: SocketAddr) -> Result<Self> {
        Self::start_at(contestant, Endpoint { address: sink, certificate: None }).await
    }

    /// The same with any endpoint of the sink.
    pub async fn start_at(contestant: Contestant, store: Endpoint<'_>) -> Result<Self> {
        let folder = Folder::new()?;
        let (name, mut command) = match contestant {
            Contestant::Relay => ("relay", relay(store.address)?),
            Contestant::DirectPut => ("direct put", direct(store)?),
            Contestant::Fastify => ("fastify", node("fastify", store)),
            Contestant::Express => ("express", node("express", store)),
            Contestant::Archiver => ("archiver", node("archiver", store)),
            Contestant::FastApi => ("FastAPI", fastapi(store, &folder.0)),
            Contestant::Anteroom => ("anteroom", anteroom_at(store, &folder.0)?),
        };
        let mut process = Process::start(name, &mut command)?;
        let address = match contestant {
            Contestant::Relay | Contestant::DirectPut => process.next_address(START)?,
            _ => ready_address(&mut process, store.address).await?,
        };
        Ok(Self { contestant, process, address, _folder: folder })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The upload of one file of `size` bytes by a new visitor.
    pub fn upload(&self, size: u64) -> Request {
        self.upload_in(Uuid::new_v4(), size, "close")
    }

    /// The upload of one file by this session; `connection` is the header: keep the connection open or close it.
    pub fn upload_in(&self, session: Uuid, size: u64, connection: &str) -> Request {
        match self.contestant {
            Contestant::Relay => return object(session, size, connection),
            Contestant::DirectPut => return order(size),
            _ => {}
        }
        let (part, tail) = form();
        let length = part.len() as u64 + size + tail.len() as u64;
        let head = format!(
            "POST /api/v1/files HTTP/1.1\r\nHost: {}\r\nX-Session-ID: {session}\r\n\
             Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\
             Content-Length: {length}\r\nX-File-Size: {size}\r\nConnection: {connection}\r\n\r\n{part}",
            self.address
        );
        Request { head: head.into_bytes(), file: size, tail: tail.into_bytes() }
    }

    /// The upload of a form without a Content-Length; to be sent as [`Framing::Chunked`].
    ///
    /// [`Framing::Chunked`]: exchange::Framing::Chunked
    pub fn upload_chunked(&self, size: u64) -> Request {
        let (part, tail) = form();
        let head = format!(
            "POST /api/v1/files HTTP/1.1\r\nHost: {}\r\nX-Session-ID: {}\r\n\
             Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\
             Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n{:x}\r\n{part}\r\n",
            self.address,
            Uuid::new_v4(),
            part.len()
        );
        let tail = format!("{:x}\r\n{tail}\r\n0\r\n\r\n", tail.len());
        Request { head: head.into_bytes(), file: size, tail: tail.into_bytes() }
    }
}

/// The bytes before and after the file in a form.
fn form() -> (String, String) {
    let part = format!(
        "--{BOUNDARY}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"scan.pdf\"\r\n\
         Content-Type: application/pdf\r\n\r\n"
    );
    (part, format!("\r\n--{BOUNDARY}--\r\n"))
}

/// A put straight into the store.
pub fn object(session: Uuid, size: u64, connection: &str) -> Request {
    let head = format!(
        "PUT /{BUCKET}/{session}/{} HTTP/1.1\r\nHost: bench\r\n\
         Content-Type: application/pdf\r\nContent-Length: {size}\r\n\
         Connection: {connection}\r\n\r\n",
        Uuid::new_v4()
    );
    Request { head: head.into_bytes(), file: size, tail: Vec::new() }
}

/// Asks the direct put for one of `size` bytes.
fn order(size: u64) -> Request {
    let head = format!("POST /{size} HTTP/1.1\r\nHost: bench\r\nContent-Length: 0\r\n\r\n");
    Request { head: head.into_bytes(), file: 0, tail: Vec::new() }
}

fn relay(sink: SocketAddr) -> Result<Command> {
    let mut command = guarded(std::env::current_exe()?);
    command.arg("part-relay").arg(sink.to_string());
    Ok(command)
}

fn direct(store: Endpoint<'_>) -> Result<Command> {
    let mut command = guarded(std::env::current_exe()?);
    storage(command.arg("part-direct-put"), store);
    Ok(command)
}

fn node(peer: &str, store: Endpoint<'_>) -> Command {
    let mut command = guarded("node");
    command.arg(peers().join(peer).join("server.mjs"));
    storage(&mut command, store).env("NODE_ENV", "production").env("PORT", "0");
    command.env("MAX_FILE_BYTES", (2048 * MIB).to_string());
    command
}

fn fastapi(store: Endpoint<'_>, folder: &Path) -> Command {
    let python = checkout().join(".tools/bench-fastapi/bin/python");
    let mut command = guarded(python);
    command.args(["-m", "uvicorn", "server:app", "--port", "0", "--no-access-log", "--app-dir"]);
    command.arg(peers().join("fastapi"));
    // It spools forms to disk; they are removed with the folder.
    storage(&mut command, store).env("TMPDIR", folder).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// Another binary of the product to measure, say last week's.
pub fn other_build() -> Option<OsString> {
    std::env::var_os("BENCH_ANTEROOM")
}

pub(super) fn anteroom(sink: SocketAddr, folder: &Path) -> Result<Command> {
    anteroom_at(Endpoint { address: sink, certificate: None }, folder)
}

/// The product's binary is next to the bench's: script/bench builds both.
fn anteroom_at(store: Endpoint<'_>, folder: &Path) -> Result<Command> {
    let beside = std::env::current_exe()?.with_file_name("anteroom");
    let binary = other_build().unwrap_or_else(|| beside.into());
    let mut command = guarded(binary);
    storage(&mut command, store)
        .env("LISTEN", "127.0.0.1:0")
        .env("DATA_DIR", folder.join("data"))
        // So that the user's own AWS settings have no effect.
        .env("HOME", folder)
        .env("S3_PATH_STYLE", "true")
        .env("RATE_LIMIT", "off")
        .env("MAX_FILE_BYTES", "2GiB")
        .env("MAX_SESSION_BYTES", "4GiB");
    Ok(command)
}

/// An environment with only what is written here, and the S3 of the bench.
fn storage<'a>(command: &'a mut Command, store: Endpoint<'_>) -> &'a mut Command {
    command.env_clear();
    let mut scheme = "http";
    if let Some(certificate) = store.certificate {
        scheme = "https";
        for variable in ["SSL_CERT_FILE", "AWS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"] {
            command.env(variable, certificate);
        }
    }
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command
        .env("S3_BUCKET", BUCKET)
        .env("AWS_ENDPOINT_URL", format!("{scheme}://{}", store.address))
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", "bench")
        .env("AWS_SECRET_ACCESS_KEY", "bench-secret")
        .env("AWS_EC2_METADATA_DISABLED", "true")
}

/// The folder of the peers' servers.
pub fn peers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

/// Returns the address that is ready among those that the server prints; its store's may be one of them.
pub(super) async fn ready_address(process: &mut Process, sink: SocketAddr) -> Result<SocketAddr> {
    let deadline = Instant::now() + START;
    let mut printed = Vec::new();
    let question = exchange::plain("GET", "/health/ready");
    while Instant::now() < deadline {
        match process.next_address(Duration::from_millis(100)) {
            Ok(address) if address != sink => printed.push(address),
            Ok(_) => continue,
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
        process.must_run()?;
        for &address in &printed {
            let answer = exchange(address, &question, Duration::from_secs(2)).await;
            if answer.and_then(exchange::Answer::success).is_ok() {
                return Ok(address);
            }
        }
    }
    Err(process.failure("was not ready in time"))
}

/// A new folder that is removed when this is dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Result<Self> {
        // A short name: PostgreSQL's socket is below it, and a socket's path has at most 108 bytes.
        let name = format!("bench-{:.8}", Uuid::new_v4().simple().to_string());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
