//! The connector as a process of its own, which can be paused and killed.

use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::lab::{Lab, SECRET};

/// How long a process may take to say something, or to end.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Program {
    process: Child,
    log: watch::Receiver<String>,
}

impl Program {
    /// Starts the connector as a database role, and waits until it looks after sessions.
    pub async fn start(lab: &Lab, role: &str, lease: &str) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_anteroom-whatsapp-simulated"))
            .env_clear()
            .env("DATABASE_URL", lab.database_url(role))
            .env("SECRET_KEY", SECRET)
            .env("MESSENGER_LEASE", lease)
            .env("MESSENGER_SERVER", &lab.server.url)
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the connector");
        let mut lines = BufReader::new(process.stderr.take().expect("its log")).lines();
        let (said, log) = watch::channel(String::new());
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                said.send_modify(|log| *log = format!("{log}{line}\n"));
            }
        });
        let mut program = Self { process, log };
        program.until_logged("looking after messenger sessions").await;
        program
    }

    pub async fn until_logged(&mut self, text: &str) {
        let logged = timeout(PATIENCE, self.log.wait_for(|log| log.contains(text))).await.map(|seen| seen.is_ok());
        assert_eq!(logged, Ok(true), "never logged {text:?}: {}", self.log());
    }

    pub fn log(&self) -> String {
        self.log.borrow().clone()
    }

    fn pid(&self) -> u32 {
        self.process.id().expect("a process that runs")
    }

    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.pid()).ok().and_then(Pid::from_raw).expect("a process id");
        kill_process(pid, signal).expect("a signal");
    }

    /// Sends a signal that ends it, and waits until it has ended.
    pub async fn end(mut self, signal: Signal) {
        self.signal(signal);
        timeout(PATIENCE, self.process.wait()).await.expect("an end in time").expect("an end");
    }

    /// Resident memory, in kibibytes.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).expect("its status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }
}
