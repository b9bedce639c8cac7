//! Servers that use a database of the bench: the product, and the peers that answer the same call.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use super::contestants::{Folder, anteroom, peers, ready_address};
use super::database::Copy;
use super::load::clear;
use super::process::{Process, guarded};
use super::{Result, checkout};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Anteroom,
    Express,
    FastApi,
    /// Relays to a language model.
    ExpressRelay,
    FastApiRelay,
    /// express-session with connect-pg-simple. With `touches` each request moves the session's end, as by default.
    ExpressSession {
        touches: bool,
    },
    /// tower-sessions with its PostgreSQL store. With `touches` each request saves the session, so that its end moves.
    TowerSessions {
        touches: bool,
    },
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Anteroom => "anteroom",
            Self::Express => "express + pg",
            Self::FastApi => "FastAPI + asyncpg",
            Self::ExpressRelay => "express + fetch",
            Self::FastApiRelay => "FastAPI + httpx",
            Self::ExpressSession { touches: true } => "express-session + connect-pg-simple",
            Self::ExpressSession { touches: false } => "the same without touch (no idle end)",
            Self::TowerSessions { touches: true } => "tower-sessions + PostgreSQL, saved at each request",
            Self::TowerSessions { touches: false } => "the same without saving (no idle end)",
        }
    }
}

pub struct Api {
    // Declared before its folder, so that it stops before the folder is removed.
    pub process: Process,
    pub address: SocketAddr,
    mute: Mute,
    _folder: Folder,
}

impl Api {
    /// Starts the server with an empty store and waits until it answers.
    pub async fn start(kind: Kind, sink: SocketAddr, database: &Copy) -> Result<Self> {
        // A server rightly distrusts what another database has left in the bucket.
        clear(sink).await?;
        Self::start_again(kind, sink, database).await
    }

    /// The same with the store as it is.
    pub async fn start_again(kind: Kind, sink: SocketAddr, database: &Copy) -> Result<Self> {
        Self::start_with(kind, sink, database, &[]).await
    }

    /// The same with these options in its environment.
    pub async fn start_with(kind: Kind, sink: SocketAddr, database: &Copy, options: &[(&str, &str)]) -> Result<Self> {
        let folder = Folder::new()?;
        let mute = Mute::start().await?;
        let (name, mut command) = match kind {
            Kind::Anteroom => ("anteroom", product(sink, &folder.0, database, &mute)?),
            Kind::Express => ("express", peer("node".into(), &["express-pg/server.mjs"], database)),
            Kind::FastApi => ("fastapi", peer(python(), &["fastapi-asyncpg/server.py"], database)),
            Kind::ExpressRelay => ("express", peer("node".into(), &["express/chat.mjs"], database)),
            Kind::FastApiRelay => ("fastapi", peer(python(), &["fastapi-asyncpg/chat.py"], database)),
            Kind::ExpressSession { touches } => {
                let mut command = peer("node".into(), &["express-session/server.mjs"], database);
                command.env("TOUCH", if touches { "on" } else { "off" });
                ("express-session", command)
            }
            Kind::TowerSessions { touches } => {
                let mut command = peer(tower_sessions()?, &[], database);
                command.env("TOUCH", if touches { "on" } else { "off" });
                ("tower-sessions", command)
            }
        };
        let mut process = Process::start(name, command.envs(options.iter().copied()))?;
        let address = ready_address(&mut process, sink).await?;
        Ok(Self { process, address, mute, _folder: folder })
    }

    /// How many mails were started and are waiting.
    pub fn mails_tried(&self) -> usize {
        self.mute.tried.load(Ordering::Relaxed)
    }
}

pub fn product(sink: SocketAddr, folder: &Path, database: &Copy, mute: &Mute) -> Result<Command> {
    let mut command = anteroom(sink, folder)?;
    command
        .env("SECRET_KEY", "for the bench alone, thirty-two and more")
        .env("DATABASE_URL", database.url())
        .env("SMTP_URL", format!("smtp://{}", mute.address));
    Ok(command)
}

fn peer(program: OsString, arguments: &[&str], database: &Copy) -> Command {
    let mut command = guarded(program);
    command.args(arguments.iter().map(|argument| peers().join(argument))).env_clear();
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command.env("NODE_ENV", "production").env("PORT", "0").envs(database.variables());
    command
}

/// Python from the environment that script/bench makes for the Python peers.
fn python() -> OsString {
    checkout().join(".tools/bench-fastapi-asyncpg/bin/python").into()
}

/// The peer in Rust, which script/bench builds beside this program's own profile.
fn tower_sessions() -> Result<OsString> {
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).ok_or("the bench is in no target folder")?;
    Ok(target.join("peers/release/bench-tower-sessions").into())
}

/// A mail server that greets and then accepts no mail: it never answers MAIL. The product's senders, a handful at a
/// time, wait for it and do not affect the measurement.
pub struct Mute {
    address: SocketAddr,
    tried: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Mute {
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let tried = Arc::<AtomicUsize>::default();
        let counted = Arc::clone(&tried);
        let task = tokio::spawn(async move {
            // They end with the task.
            let mut talks = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                talks.spawn(greet(stream, Arc::clone(&counted)));
            }
        });
        Ok(Self { address, tried, task })
    }
}

async fn greet(stream: TcpStream, tried: Arc<AtomicUsize>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 bench\r\n").await?;
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 0 {
        if line.starts_with("MAIL") {
            tried.fetch_add(1, Ordering::Relaxed);
        } else {
            stream.write_all(b"250 bench\r\n").await?;
        }
        line.clear();
    }
    Ok(())
}

impl Drop for Mute {
    fn drop(&mut self) {
        self.task.abort();
    }
}
