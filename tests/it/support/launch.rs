//! Starting real servers for tests, so that they end with them.
//!
//! Each takes free loopback ports and a folder of its own. A test that is killed drops nothing, so each server
//! also asks the kernel to be killed with the *thread* that started it.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tokio::time::{Instant, sleep, timeout};

/// A running server and its folder.
pub(super) struct ServerProcess {
    name: &'static str,
    end: EndSignal,
    pub(super) child: Child,
    pub(super) folder: Folder,
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

/// A folder in the system's temporary one. Its name begins with our process id, so that a later test can tell that it
/// was left behind.
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

    pub(super) fn log_path(&self) -> PathBuf {
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
            .args(["--regid", &user.group.to_string()])
            // The folders may lie below one that is root's alone.
            .args(["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]);
    }
    command.arg("--");
    command
}

pub(super) struct UnprivilegedUser {
    pub(super) id: u32,
    pub(super) group: u32,
}

impl UnprivilegedUser {
    /// `postgres`, or `nobody` where PostgreSQL made no user.
    pub(super) fn find() -> Self {
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

/// Ports that were free a moment ago. All are held while they are chosen, so they differ.
pub fn free_ports<const COUNT: usize>() -> [u16; COUNT] {
    let listeners: [_; COUNT] =
        std::array::from_fn(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port on loopback"));
    listeners.map(|listener| listener.local_addr().expect("a bound socket has an address").port())
}

/// The body of a 200, else nothing.
pub(super) async fn get(url: &str) -> Option<Bytes> {
    let client = Client::builder(TokioExecutor::new()).build_http::<Empty<Bytes>>();
    let response = client.get(url.parse().ok()?).await.ok()?;
    if response.status() != 200 {
        return None;
    }
    Some(response.into_body().collect().await.ok()?.to_bytes())
}
