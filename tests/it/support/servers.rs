//! Real servers for tests: LocalStack (S3), MailDev (SMTP) and PostgreSQL over TCP.
//!
//! Each `start()` takes free loopback ports and a folder of its own, waits until the server
//! answers, and panics with the end of the server's log if it doesn't. Dropping the value stops
//! the server and removes the folder.
//!
//! A test that is killed drops nothing, so each server also asks the kernel to be killed with the
//! *thread* that started it. A server therefore must not outlive the test that started it (no
//! `static`), which is how nextest runs tests anyway: each in a process of its own.
//!
//! Tests that start LocalStack say `localstack` in their name: `.config/nextest.toml` runs them
//! one at a time.

#![allow(dead_code, reason = "a kit: tests come and go, and use of it what they need")]

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

/// An S3 server that any key pair opens; it has no buckets yet.
pub struct LocalStack {
    _process: ServerProcess,
    endpoint: String,
}

impl LocalStack {
    pub async fn start() -> Self {
        let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/localstack");
        let python = tools.join("bin/python");
        assert!(python.exists(), "LocalStack is not installed: run script/bootstrap");

        let [port] = free_ports();
        let folder = Folder::new("localstack");
        let mut command = launcher("KILL", None);
        command
            .arg(python)
            .args(["-m", "localstack.runtime.main"])
            .env("GATEWAY_LISTEN", format!("127.0.0.1:{port}"))
            .env("SERVICES", "s3")
            .env("EAGER_SERVICE_LOADING", "1")
            .env("S3_SKIP_SIGNATURE_VALIDATION", "0")
            .env("FILESYSTEM_ROOT", &folder.0)
            .env("TMPDIR", &folder.0)
            // Its index of plugins, which is the same for every server.
            .env("HOME", &tools)
            // No name server, no certificate from elsewhere, no word to its makers.
            .env("DNS_ADDRESS", "0")
            .env("SKIP_SSL_CERT_DOWNLOAD", "1")
            .env("DISABLE_EVENTS", "1");

        let endpoint = format!("http://127.0.0.1:{port}");
        let mut process = ServerProcess::spawn("LocalStack", "KILL", folder, command);
        let health = format!("{endpoint}/_localstack/health");
        process
            .wait_until(Duration::from_mins(1), async || {
                get(&health).await.is_some_and(|body| String::from_utf8_lossy(&body).contains(r#""s3": "running""#))
            })
            .await;
        Self { _process: process, endpoint }
    }

    /// For `AWS_ENDPOINT_URL`, with path-style addressing.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }
}

/// A mail server that delivers nothing and shows what it got.
pub struct MailDev {
    _process: ServerProcess,
    smtp_url: String,
    api_url: String,
}

impl MailDev {
    pub async fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let program = root.join("node_modules/maildev/bin/maildev");
        assert!(program.exists(), "MailDev is not installed: run script/bootstrap");
        // script/bootstrap brings a Node.js where the system's is missing or too old.
        let node = Some(root.join(".tools/bin/node")).filter(|path| path.exists());

        let [smtp, web] = free_ports();
        let folder = Folder::new("maildev");
        let mut command = launcher("KILL", None);
        command
            .arg(node.unwrap_or_else(|| "node".into()))
            .arg(program)
            .args(["--silent", "--ip", "127.0.0.1", "--web-ip", "127.0.0.1"])
            .args(["--smtp", &smtp.to_string(), "--web", &web.to_string()])
            .arg("--mail-directory")
            .arg(folder.0.join("mail"));

        let api_url = format!("http://127.0.0.1:{web}");
        let mut process = ServerProcess::spawn("MailDev", "KILL", folder, command);
        let health = format!("{api_url}/healthz");
        process
            .wait_until(Duration::from_secs(30), async || {
                get(&health).await.is_some() && TcpStream::connect((Ipv4Addr::LOCALHOST, smtp)).await.is_ok()
            })
            .await;
        Self { _process: process, smtp_url: format!("smtp://127.0.0.1:{smtp}"), api_url }
    }

    /// For `SMTP_URL`: no TLS, no sign-in.
    pub fn smtp_url(&self) -> &str {
        &self.smtp_url
    }

    /// The REST API and, in a browser, the inbox.
    pub fn api_url(&self) -> &str {
        &self.api_url
    }

    /// All mail received, oldest first: `subject`, `from` and `to` (`[{address, name}]`), `text`,
    /// `html`, `headers`, `envelope`.
    pub async fn messages(&self) -> Vec<serde_json::Value> {
        let body = get(&format!("{}/email", self.api_url())).await.expect("MailDev answers");
        serde_json::from_slice(&body).expect("MailDev lists mail as a JSON array")
    }
}

/// A PostgreSQL server as one meets it elsewhere: over TCP, with a password (SCRAM).
pub struct PostgresServer {
    process: ServerProcess,
    url: String,
}

impl PostgresServer {
    pub async fn start() -> Self {
        const PASSWORD: &str = "only-for-tests";

        // PostgreSQL refuses to run as root.
        let user = running_as_root().then(UnprivilegedUser::find);
        let [port] = free_ports();
        let folder = Folder::new("postgres");
        let data = folder.0.join("data");
        let password_file = folder.0.join("password");
        fs::write(&password_file, PASSWORD).expect("a new folder is writable");
        if let Some(user) = &user {
            for path in [&folder.0, &password_file] {
                chown(path, Some(user.id), Some(user.group)).expect("root may chown");
            }
        }

        let mut initdb = launcher("KILL", user.as_ref());
        initdb
            .arg(postgres_program("initdb"))
            .arg("--pgdata")
            .arg(&data)
            .arg("--pwfile")
            .arg(&password_file)
            .args(["--username=anteroom", "--auth=scram-sha-256"])
            .args(["--encoding=UTF8", "--locale=C", "--no-sync"])
            .current_dir(&folder.0);
        let made = tokio::process::Command::from(initdb).output().await.expect("setpriv runs");
        assert!(
            made.status.success(),
            "initdb failed (is PostgreSQL installed? run script/bootstrap):\n{}",
            String::from_utf8_lossy(&made.stderr)
        );

        let mut command = launcher("QUIT", user.as_ref());
        command
            .arg(postgres_program("postgres"))
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&folder.0)
            .args(["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=300"])
            .args(["-c", &format!("port={port}")])
            .current_dir(&folder.0);
        let mut process = ServerProcess::spawn("PostgreSQL", "QUIT", folder, command);
        // Line 1 is the server's process id, line 8 its state.
        let pid = process.child.id().to_string();
        process
            .wait_until(Duration::from_secs(30), async || {
                fs::read_to_string(data.join("postmaster.pid")).is_ok_and(|text| {
                    let lines: Vec<_> = text.lines().map(str::trim).collect();
                    lines.first() == Some(&pid.as_str()) && lines.get(7) == Some(&"ready")
                })
            })
            .await;
        Self { process, url: format!("postgres://anteroom:{PASSWORD}@127.0.0.1:{port}/postgres") }
    }

    /// For `DATABASE_URL`: a superuser of an empty database.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(self.process.folder.log_path()).expect("a log")).into_owned()
    }
}

/// A running server and its folder.
pub(super) struct ServerProcess {
    name: &'static str,
    end: EndSignal,
    pub(super) child: Child,
    folder: Folder,
}

/// PostgreSQL ends its own children and frees its shared memory on `QUIT`; the others own nothing
/// that matters.
pub(super) type EndSignal = &'static str;

impl ServerProcess {
    pub(super) fn spawn(name: &'static str, end: EndSignal, folder: Folder, mut command: Command) -> Self {
        let log = File::create(folder.log_path()).expect("a new folder is writable");
        let child = command
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a file handle can be cloned"))
            .stderr(log)
            // Out of reach of the Ctrl-C that ends the tests, so that they end it in order.
            .process_group(0)
            .spawn()
            .expect("setpriv (util-linux) runs");
        Self { name, end, child, folder }
    }

    pub(super) async fn wait_until(&mut self, limit: Duration, probe: impl AsyncFn() -> bool) {
        let began = Instant::now();
        loop {
            let ready = timeout(Duration::from_secs(2), probe()).await == Ok(true);
            // Looked at after the probe: what answered was not ours if ours has ended.
            let ended = self.child.try_wait().expect("our own child");
            assert!(
                ended.is_none(),
                "{} ended at start ({}):\n{}",
                self.name,
                ended.map_or(String::new(), |status| status.to_string()),
                self.folder.log_tail()
            );
            if ready {
                return;
            }
            assert!(
                began.elapsed() < limit,
                "{} was not ready within {limit:?}:\n{}",
                self.name,
                self.folder.log_tail()
            );
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Sends the signal, which the standard library cannot, and waits a little.
    fn end(&mut self) {
        let asked = Command::new("sh")
            .args(["-c", r#"kill -s "$1" "$2""#, "sh", self.end])
            .arg(self.child.id().to_string())
            .stderr(Stdio::null())
            .status();
        if !asked.is_ok_and(|status| status.success()) {
            return;
        }
        for _ in 0..100 {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{} logged:\n{}", self.name, self.folder.log_tail());
        }
        self.end();
        // Nothing to do about a failure here: it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder in the system's temporary one: a server may run as another user, who cannot enter
/// everywhere. Its name begins with our process id, so that a later test can tell that nobody
/// needs it any more.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);

        remove_left_folders();
        let path = std::env::temp_dir().join(format!(
            "{FOLDER_PREFIX}{}-{}-{name}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        ));
        fs::create_dir(&path).expect("the temporary folder is writable");
        Self(path)
    }

    fn log_path(&self) -> PathBuf {
        self.0.join("log")
    }

    fn log_tail(&self) -> String {
        let log = fs::read(self.log_path()).unwrap_or_default();
        let start = log.len().saturating_sub(4096);
        String::from_utf8_lossy(&log[start..]).into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const FOLDER_PREFIX: &str = "anteroom-test-";

/// Removes the folders of tests that were killed.
fn remove_left_folders() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let owner =
            name.to_str().and_then(|name| name.strip_prefix(FOLDER_PREFIX)).and_then(|rest| rest.split('-').next());
        if owner.is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// `setpriv`, to which the server's program and arguments are added. It sets the signal that the
/// server gets when we are gone, changes the user, and becomes the server: the process id stays.
pub(super) fn launcher(signal_when_we_die: EndSignal, user: Option<&UnprivilegedUser>) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", signal_when_we_die]);
    if let Some(user) = user {
        command
            .arg("--clear-groups")
            .args(["--reuid", &user.id.to_string()])
            .args(["--regid", &user.group.to_string()]);
    }
    command.arg("--");
    command
}

pub(super) struct UnprivilegedUser {
    id: u32,
    group: u32,
}

impl UnprivilegedUser {
    /// `postgres`, or `nobody` where PostgreSQL made no user.
    fn find() -> Self {
        let users = fs::read_to_string("/etc/passwd").expect("/etc/passwd is readable");
        ["postgres", "nobody"]
            .iter()
            .find_map(|wanted| {
                let mut fields = users
                    .lines()
                    .map(|line| line.split(':'))
                    .find(|fields| fields.clone().next() == Some(wanted))?
                    .skip(2);
                Some(Self { id: fields.next()?.parse().ok()?, group: fields.next()?.parse().ok()? })
            })
            .expect("/etc/passwd names postgres or nobody")
    }
}

pub(super) fn running_as_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// Debian keeps the server's programs outside `PATH`, a folder a version; the newest wins.
fn postgres_program(name: &str) -> PathBuf {
    fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let program = entry.path().join("bin").join(name);
            program.exists().then_some((version, program))
        })
        .max()
        .map_or_else(|| name.into(), |(_, program)| program)
}

/// Ports that were free a moment ago. All are held while they are chosen, so they differ.
pub(super) fn free_ports<const COUNT: usize>() -> [u16; COUNT] {
    let listeners: [_; COUNT] =
        std::array::from_fn(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port on loopback"));
    listeners.map(|listener| listener.local_addr().expect("a bound socket has an address").port())
}

/// The body of a 200, else nothing.
async fn get(url: &str) -> Option<Bytes> {
    let client = Client::builder(TokioExecutor::new()).build_http::<Empty<Bytes>>();
    let response = client.get(url.parse().ok()?).await.ok()?;
    if response.status() != 200 {
        return None;
    }
    Some(response.into_body().collect().await.ok()?.to_bytes())
}
