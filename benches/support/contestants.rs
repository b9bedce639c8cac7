//! The servers that are measured side by side, each started afresh for its turn.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::exchange::{self, Request, exchange};
use super::process::{Process, guarded};
use super::{BUCKET, MIB, Result};

/// For a server to answer after its start; the first start of an embedded database is in it.
const START: Duration = Duration::from_mins(1);

const BOUNDARY: &str = "----WebKitFormBoundaryAnteroomBench0";

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Contestant {
    Anteroom,
    Fastify,
    Relay,
}

impl Contestant {
    pub fn name(self) -> &'static str {
        match self {
            Self::Anteroom => "anteroom",
            Self::Fastify => "fastify + lib-storage",
            Self::Relay => "TCP relay (the floor)",
        }
    }
}

pub struct Server {
    pub contestant: Contestant,
    // Before its folder, so that it has stopped when the folder goes.
    pub process: Process,
    address: SocketAddr,
    _folder: Folder,
}

impl Server {
    /// Starts the contestant in front of the sink and waits until it answers.
    pub async fn start(contestant: Contestant, sink: SocketAddr) -> Result<Self> {
        let folder = Folder::new()?;
        let (name, mut command) = match contestant {
            Contestant::Relay => ("relay", relay(sink)?),
            Contestant::Fastify => ("fastify", fastify(sink)),
            Contestant::Anteroom => ("anteroom", anteroom(sink, &folder.0)),
        };
        let mut process = Process::start(name, &mut command)?;
        let address = match contestant {
            Contestant::Relay => process.next_address(START)?,
            _ => ready_address(&mut process, sink).await?,
        };
        Ok(Self { contestant, process, address, _folder: folder })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The upload of one file of `size` bytes by a visitor never seen before.
    pub fn upload(&self, size: u64) -> Request {
        let session = Uuid::new_v4();
        if self.contestant == Contestant::Relay {
            let head = format!(
                "PUT /{BUCKET}/{session}/{} HTTP/1.1\r\nHost: bench\r\n\
                 Content-Type: application/pdf\r\nContent-Length: {size}\r\n\
                 Connection: close\r\n\r\n",
                Uuid::new_v4()
            );
            return Request { head: head.into_bytes(), file: size, tail: Vec::new() };
        }
        let part = format!(
            "--{BOUNDARY}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"scan.pdf\"\r\n\
             Content-Type: application/pdf\r\n\r\n"
        );
        let tail = format!("\r\n--{BOUNDARY}--\r\n");
        let length = part.len() as u64 + size + tail.len() as u64;
        let head = format!(
            "POST /api/v1/files HTTP/1.1\r\nHost: {}\r\nX-Session-ID: {session}\r\n\
             Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\
             Content-Length: {length}\r\nConnection: close\r\n\r\n{part}",
            self.address
        );
        Request { head: head.into_bytes(), file: size, tail: tail.into_bytes() }
    }
}

fn relay(sink: SocketAddr) -> Result<Command> {
    let mut command = guarded(std::env::current_exe()?);
    command.arg("part-relay").arg(sink.to_string());
    Ok(command)
}

fn fastify(sink: SocketAddr) -> Command {
    let mut command = guarded("node");
    command.arg(peers().join("fastify/server.mjs"));
    storage(&mut command, sink).env("NODE_ENV", "production").env("PORT", "0");
    command.env("MAX_FILE_BYTES", (2048 * MIB).to_string());
    command
}

/// Another binary of the product to measure, say last week's.
pub fn other_build() -> Option<OsString> {
    std::env::var_os("BENCH_ANTEROOM")
}

pub(super) fn anteroom(sink: SocketAddr, folder: &Path) -> Command {
    let binary = other_build().unwrap_or_else(|| env!("CARGO_BIN_EXE_anteroom").into());
    let mut command = guarded(binary);
    storage(&mut command, sink)
        .env("LISTEN", "127.0.0.1:0")
        .env("DATA_DIR", folder.join("data"))
        // So that no one's own AWS settings take part.
        .env("HOME", folder)
        .env("S3_PATH_STYLE", "true")
        .env("RATE_LIMIT", "off")
        .env("MAX_FILE_BYTES", "2GiB")
        .env("MAX_SESSION_BYTES", "4GiB");
    command
}

/// An environment with only what is written here, and the S3 of the bench.
fn storage(command: &mut Command, sink: SocketAddr) -> &mut Command {
    command.env_clear();
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command
        .env("S3_BUCKET", BUCKET)
        .env("AWS_ENDPOINT_URL", format!("http://{sink}"))
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", "bench")
        .env("AWS_SECRET_ACCESS_KEY", "bench-secret")
        .env("AWS_EC2_METADATA_DISABLED", "true")
}

/// The folder of the peers' servers.
pub fn peers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers")
}

/// Of the addresses that the server prints (its store's may be among them), the one that is ready.
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

/// A new folder that goes when this is dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Result<Self> {
        // A short name: PostgreSQL's socket lies below it, and a socket's path has 108 bytes.
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
