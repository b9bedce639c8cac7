//! Scanners for tests: a real clamd with signatures of our own, and one that says what a test wants.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;

use super::launch::{Folder, ServerProcess, free_ports, launcher};

/// The industry's test for scanners (EICAR). In pieces, so that no scanner takes this checkout away.
pub fn eicar() -> Vec<u8> {
    ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!", "$H+H*"].concat().into_bytes()
}

/// A file that begins like this and whose last bytes are EICAR's.
pub fn infected(begin: &[u8], size: usize) -> Vec<u8> {
    let mut bytes = begin.to_vec();
    let signature = eicar();
    bytes.resize(size - signature.len(), b'\n');
    bytes.extend(signature);
    bytes
}

/// A running clamd that knows EICAR and nothing else.
pub struct Clamd {
    process: ServerProcess,
    socket: String,
    port: u16,
}

impl Clamd {
    pub async fn start() -> Self {
        Self::start_with("").await
    }

    /// With these lines of configuration besides.
    pub async fn start_with(lines: &str) -> Self {
        let program = ["/usr/sbin/clamd", "/usr/bin/clamd"].into_iter().find(|path| Path::new(path).exists());
        let program = program.expect("clamd is not installed: run script/bootstrap");
        let [port] = free_ports();
        let folder = Folder::new("clamd");
        let signatures = folder.0.join("signatures");
        fs::create_dir(&signatures).expect("a new folder is writable");
        let hex = hex::encode(eicar());
        // Any type of file, anywhere in it.
        fs::write(signatures.join("test.ndb"), format!("Eicar-Test:0:*:{hex}\n")).expect("a signature");
        let socket = folder.0.join("socket").to_string_lossy().into_owned();
        let settings = format!(
            "Foreground yes\nDatabaseDirectory {}\nTemporaryDirectory {}\nLocalSocket {socket}\nTCPSocket {port}\n\
             TCPAddr 127.0.0.1\n{lines}\n",
            signatures.display(),
            folder.0.display()
        );
        let file = folder.0.join("clamd.conf");
        fs::write(&file, settings).expect("a new folder is writable");
        let mut command = launcher("KILL", None);
        command.arg(program).arg("--config-file").arg(file);
        let mut process = ServerProcess::spawn("clamd", "KILL", folder, command);
        process.wait_until(Duration::from_secs(30), async || pong(&socket, port).await.is_some()).await;
        Self { process, socket, port }
    }

    /// For `CLAMD_URL`.
    pub fn url(&self) -> String {
        format!("unix://{}", self.socket)
    }

    /// The same over TCP.
    pub fn tcp_url(&self) -> String {
        format!("tcp://127.0.0.1:{}", self.port)
    }

    /// `STOP`, `CONT`, `KILL`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.process.child.id().to_string()).status();
        assert!(sent.is_ok_and(|status| status.success()));
    }
}

/// It listens on one of them before the other.
async fn pong(socket: &str, port: u16) -> Option<()> {
    let mut answers = [[0; 5]; 2];
    let mut stream = UnixStream::connect(socket).await.ok()?;
    stream.write_all(b"zPING\0").await.ok()?;
    stream.read_exact(&mut answers[0]).await.ok()?;
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    stream.write_all(b"zPING\0").await.ok()?;
    stream.read_exact(&mut answers[1]).await.ok()?;
    (answers == [*b"PONG\0"; 2]).then_some(())
}

/// A scanner that takes everything and says what it is told to, when it is told to.
pub struct Stub {
    url: String,
    taken: Arc<AtomicU64>,
    answer: watch::Sender<Option<Vec<u8>>>,
}

impl Stub {
    /// It says nothing yet.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("tcp://{}", listener.local_addr().expect("an address"));
        let (answer, told) = watch::channel(None);
        let taken = Arc::<AtomicU64>::default();
        let counter = Arc::clone(&taken);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(speak(stream, Arc::clone(&counter), told.clone()));
            }
        });
        Self { url, taken, answer }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// How many bytes it has taken, frames and all.
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// Says this, and hangs up.
    pub fn says(&self, answer: &[u8]) {
        self.answer.send_replace(Some(answer.to_vec()));
    }
}

async fn speak(stream: TcpStream, taken: Arc<AtomicU64>, mut told: watch::Receiver<Option<Vec<u8>>>) {
    let (mut reading, mut writing) = stream.into_split();
    let mut last = [0; 4];
    let mut chunk = vec![0; 65_536];
    // Our files end in no zeros: four of them are the end.
    loop {
        let Ok(count @ 1..) = reading.read(&mut chunk).await else {
            return;
        };
        taken.fetch_add(count as u64, Ordering::Relaxed);
        if chunk.starts_with(b"zPING\0") {
            drop(writing.write_all(b"PONG\0").await);
            return;
        }
        let seen = [&last, &chunk[..count]].concat();
        last.copy_from_slice(&seen[seen.len() - 4..]);
        if last == [0; 4] {
            break;
        }
    }
    let Ok(answer) = told.wait_for(Option::is_some).await.map(|answer| answer.clone().unwrap_or_default()) else {
        return;
    };
    drop(writing.write_all(&answer).await);
}
