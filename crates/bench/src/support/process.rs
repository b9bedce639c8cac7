//! Child processes: started so that none outlives the bench, and measured through `/proc`.

use std::collections::{HashMap, VecDeque};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::Result;

/// How many last lines of a failed process are quoted.
const TAIL: usize = 40;

/// A server started by the bench; dropping it stops it, even while an error unwinds.
pub struct Process {
    child: Child,
    name: &'static str,
    tail: Arc<Mutex<VecDeque<String>>>,
    addresses: Receiver<SocketAddr>,
}

/// CPU time used since the process began.
#[derive(Clone, Copy)]
pub struct Cpu {
    /// The process itself, all its threads.
    pub own: Duration,
    /// Its descendants, including those that have ended and were waited for.
    pub children: Duration,
}

impl Cpu {
    /// CPU time of any process; `None` if it has ended.
    pub fn of(pid: u32) -> Result<Option<Self>> {
        let all = all_stats()?;
        let Some(root) = all.get(&pid) else { return Ok(None) };
        let mut family = vec![pid];
        let mut children = root.waited;
        // Each pid enters once, since a process has one parent: the loop ends.
        let mut next = 0;
        while let Some(&parent) = family.get(next) {
            for (&child, stat) in all.iter().filter(|(_, stat)| stat.parent == parent) {
                family.push(child);
                children += stat.own + stat.waited;
            }
            next += 1;
        }
        Ok(Some(Self { own: ticks(root.own), children: ticks(children) }))
    }

    /// Both together.
    pub fn all(self) -> Duration {
        self.own + self.children
    }
}

/// A command whose process gets SIGTERM when the bench dies, however it dies. util-linux's setpriv sets that up and
/// then *becomes* the program, so the pid stays; doing it here would need `unsafe`.
///
/// The signal follows the thread that spawns: call this from the main thread only.
pub fn guarded(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM", "--"]).arg(program);
    command
}

impl Process {
    /// Starts `command`; its output is read for addresses and kept for an error message.
    pub fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        use std::os::unix::process::CommandExt;
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // Ctrl-C is for the bench, which then stops its servers in order.
            .process_group(0)
            .spawn()
            .map_err(|error| format!("{name} did not start: {error}"))?;
        let tail = Arc::new(Mutex::new(VecDeque::new()));
        let (sender, addresses) = channel();
        if let Some(output) = child.stdout.take() {
            listen(output, Arc::clone(&tail), sender.clone());
        }
        if let Some(output) = child.stderr.take() {
            listen(output, Arc::clone(&tail), sender);
        }
        Ok(Self { child, name, tail, addresses })
    }

    /// The next address of the form `http://127.0.0.1:PORT` (or https) that the process prints.
    pub fn next_address(&self, within: Duration) -> Result<SocketAddr> {
        self.addresses.recv_timeout(within).map_err(|error| match error {
            RecvTimeoutError::Timeout => self.failure("printed no address in time"),
            RecvTimeoutError::Disconnected => self.failure("ended"),
        })
    }

    /// An error that quotes the last lines of the process.
    pub fn failure(&self, what: &str) -> Box<dyn std::error::Error + Send + Sync> {
        let tail = self.tail.lock().unwrap_or_else(PoisonError::into_inner);
        let lines: Vec<&str> = tail.iter().map(String::as_str).collect();
        format!("{} {what}; its last lines:\n{}", self.name, lines.join("\n")).into()
    }

    /// An error if the process has ended.
    pub fn must_run(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => Err(self.failure(&format!("ended ({status})"))),
        }
    }

    pub fn cpu(&self) -> Result<Cpu> {
        Cpu::of(self.child.id())?.ok_or_else(|| self.failure("ended"))
    }

    /// Returns the first of its last lines that contains `text`, if there is one.
    pub fn line_with(&self, text: &str) -> Option<String> {
        let tail = self.tail.lock().unwrap_or_else(PoisonError::into_inner);
        tail.iter().find(|line| line.contains(text)).cloned()
    }

    /// The peak memory of the process itself since the last reset, in bytes.
    pub fn peak_memory(&self) -> Result<u64> {
        self.status("VmHWM:")
    }

    /// The current memory of the process itself, in bytes.
    pub fn memory(&self) -> Result<u64> {
        self.status("VmRSS:")
    }

    fn status(&self, name: &str) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .and_then(|rest| rest.trim().strip_suffix(" kB"))
            .and_then(|kib| kib.parse::<u64>().ok())
            .map(|kib| kib * 1024)
            .ok_or_else(|| self.failure(&format!("has no {name} (ended?)")))
    }

    /// Resets the peak to the current memory (proc(5), `clear_refs`).
    pub fn reset_peak_memory(&self) -> Result<()> {
        let path = format!("/proc/{}/clear_refs", self.child.id());
        std::fs::write(&path, "5").map_err(|error| format!("{path}: {error}").into())
    }

    /// Waits until the process has been idle for two seconds; returns whether that happened in time.
    pub async fn wait_until_idle(&self, within: Duration) -> Result<bool> {
        let deadline = Instant::now() + within;
        let mut quiet = 0;
        let mut before = self.cpu()?.own;
        while Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(500)).await;
            let now = self.cpu()?.own;
            let busy = now.saturating_sub(before) > Duration::from_millis(10);
            quiet = if busy { 0 } else { quiet + 1 };
            if quiet == 4 {
                return Ok(true);
            }
            before = now;
        }
        Ok(false)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // std can only SIGKILL; the shell's `kill` sends SIGTERM, so that a server can stop its children. The child is
        // not waited for yet, so the pid is still its own.
        let _ = Command::new("sh").args(["-c", "kill -TERM \"$0\" 2>/dev/null", &self.child.id().to_string()]).status();
        let deadline = Instant::now() + Duration::from_secs(10);
        while Instant::now() < deadline {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(output: impl Read + Send + 'static, tail: Arc<Mutex<VecDeque<String>>>, addresses: Sender<SocketAddr>) {
    // Reads to the end of the output: a server whose pipe is full would block.
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines() {
            let Ok(line) = line else { return };
            for address in addresses_in(&line) {
                let _ = addresses.send(address);
            }
            let mut tail = tail.lock().unwrap_or_else(PoisonError::into_inner);
            if tail.len() == TAIL {
                tail.pop_front();
            }
            tail.push_back(line);
        }
    });
}

fn addresses_in(line: &str) -> impl Iterator<Item = SocketAddr> {
    line.split("http").skip(1).filter_map(|rest| {
        let rest = rest.strip_prefix('s').unwrap_or(rest).strip_prefix("://")?;
        let end =
            rest.find(|character: char| !character.is_ascii_digit() && !".:".contains(character)).unwrap_or(rest.len());
        rest.get(..end)?.trim_end_matches(['.', ':']).parse().ok()
    })
}

struct Stat {
    parent: u32,
    /// utime + stime, in clock ticks.
    own: u64,
    /// cutime + cstime, in clock ticks.
    waited: u64,
}

fn all_stats() -> Result<HashMap<u32, Stat>> {
    let mut all = HashMap::new();
    for entry in std::fs::read_dir("/proc")? {
        let Some(pid) = entry?.file_name().to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        // A process that ended meanwhile has no file.
        let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok();
        if let Some(stat) = text.as_deref().and_then(parse_stat) {
            all.insert(pid, stat);
        }
    }
    Ok(all)
}

fn parse_stat(text: &str) -> Option<Stat> {
    // The second field is the program's name in parentheses, and may hold spaces and parentheses.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let field = |number: usize| fields.get(number - 3)?.parse::<u64>().ok();
    Some(Stat { parent: u32::try_from(field(4)?).ok()?, own: field(14)? + field(15)?, waited: field(16)? + field(17)? })
}

fn ticks(count: u64) -> Duration {
    static PER_SECOND: OnceLock<u64> = OnceLock::new();
    let per_second = *PER_SECOND.get_or_init(|| {
        Command::new("getconf")
            .arg("CLK_TCK")
            .output()
            .ok()
            .and_then(|output| String::from_utf8(output.stdout).ok()?.trim().parse().ok())
            .unwrap_or(100)
    });
    Duration::from_millis(count * 1000 / per_second)
}
