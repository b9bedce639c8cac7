//! The program itself, as an operator starts it.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::Client;

/// A running program; killed when dropped.
pub struct Program {
    child: Child,
    log: Arc<Mutex<String>>,
    logging: Option<JoinHandle<()>>,
    pub address: SocketAddr,
    pub banner: String,
}

/// The command with a clean environment: what the machine has set must not decide a test.
pub fn command(data_dir: &Path) -> Command {
    command_of(Path::new(env!("CARGO_BIN_EXE_anteroom")), data_dir)
}

/// The same for a copy of the program.
pub fn command_of(program: &Path, data_dir: &Path) -> Command {
    let mut command = bare(program);
    command.env("DATA_DIR", data_dir).env("LISTEN", "127.0.0.1:0");
    command
}

/// Any command, with the clean environment alone.
pub fn bare(program: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("AWS_")
            || text.starts_with("LLM_")
            || text.starts_with("OPENAI_")
            || text.to_ascii_uppercase().ends_with("_PROXY")
            || matches!(&*text, "DATABASE_URL" | "SECRET_KEY" | "S3_BUCKET" | "SMTP_URL" | "CLAMD_URL" | "RUST_LOG")
        {
            command.env_remove(&name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// The environment that names a bucket of an S3 server of one's own.
pub fn bucket<'a>(
    name: &'a str,
    endpoint: &'a str,
    access_key: &'a str,
    secret_key: &'a str,
) -> [(&'static str, &'a str); 6] {
    [
        ("S3_BUCKET", name),
        ("S3_PATH_STYLE", "true"),
        ("AWS_ENDPOINT_URL", endpoint),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", access_key),
        ("AWS_SECRET_ACCESS_KEY", secret_key),
    ]
}

impl Program {
    /// Starts and waits for the banner.
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
        let mut lines = BufReader::new(child.stdout.take().expect("its stdout"));
        let mut banner = String::new();
        while !banner.contains("  mail ") {
            if lines.read_line(&mut banner).is_ok_and(|count| count == 0) {
                let mut words = String::new();
                drop(child.stderr.take().expect("its stderr").read_to_string(&mut words));
                panic!("the program did not start: {banner}{words}");
            }
        }
        // The rest is not read; a full pipe must not stop the program.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        let errors = BufReader::new(child.stderr.take().expect("its stderr"));
        let log = Arc::new(Mutex::new(String::new()));
        let collected = Arc::clone(&log);
        let logging = std::thread::spawn(move || {
            for line in errors.lines().map_while(Result::ok) {
                collected.lock().expect("the log").extend([&*line, "\n"]);
            }
        });
        let address =
            banner.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("an address");
        Self { child, log, logging: Some(logging), address: address.parse().expect("an address"), banner }
    }

    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// A token for a new member of staff with this role, for the program over this folder.
    pub async fn sign_in(&self, data_dir: &Path, role: &str) -> String {
        let email = format!("{role}@staff.example");
        let mut add = command(data_dir);
        let added = add.args(["staff", "add", "--email", &email, "--role", role]).output().expect("an answer");
        let password = String::from_utf8(added.stdout).expect("text").trim().to_owned();
        let body = serde_json::json!({ "email": email, "password": password }).to_string();
        let headers = [("content-type", "application/json")];
        let signed_in = self.client().send("POST", "/api/v1/staff/login", &headers, body).await.ok(200).json();
        signed_in["token"].as_str().expect("a token").to_owned()
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        self.log.lock().expect("the log").clone()
    }

    /// Ends it as a crash does, and gives all that it has logged.
    pub fn kill(mut self) -> String {
        drop(self.child.kill());
        drop(self.child.wait());
        if let Some(logging) = self.logging.take() {
            logging.join().expect("the log's end");
        }
        self.log()
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.pid().to_string()).status();
        assert!(sent.is_ok_and(|status| status.success()));
    }

    /// Waits for its end.
    pub fn wait(&mut self) -> ExitStatus {
        self.wait_for(Duration::from_secs(20))
    }

    /// The same for something that may take longer.
    pub fn wait_for(&mut self, patience: Duration) -> ExitStatus {
        let give_up = Instant::now() + patience;
        loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                return status;
            }
            assert!(Instant::now() < give_up, "the program does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Processes whose command line names the folder, such as its PostgreSQL.
pub fn processes_of(folder: &Path) -> Vec<String> {
    let needle = folder.to_string_lossy();
    let lines = std::fs::read_dir("/proc").expect("/proc").flatten().filter_map(|entry| {
        let line = std::fs::read(entry.path().join("cmdline")).ok()?;
        Some(String::from_utf8_lossy(&line).replace('\0', " "))
    });
    lines.filter(|line| line.contains(&*needle) && line.contains("postgres")).collect()
}
