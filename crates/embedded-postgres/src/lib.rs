//! A private PostgreSQL under the data folder, run by PostgreSQL's own programs.
//!
//! It listens on a Unix socket only, keeps fsync on, and ends with this process: it is stopped in order on shutdown,
//! and by the kernel's parent-death signal when we are killed. If it ends before that, it is started again.

use std::ffi::OsStr;
use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use sqlx::postgres::PgConnectOptions;

use tempfile::TempDir;

mod programs;
mod root;

use programs::Programs;
use root::RunAs;

/// How long a start may take; recovery after a crash replays the log first.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// How long the server of a killed predecessor may take to end.
const PREDECESSOR_TIMEOUT: Duration = Duration::from_secs(5);

/// How often to look whether the server still runs.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// The longest pause between two starts of a server that ends again and again, as on a full disk.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long an orderly stop may take before the server is stopped at once.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);

/// Socket addresses are short: the folder's path must stay below this.
const LONGEST_SOCKET_PATH: usize = 90;

/// The only user inside.
const NAME: &str = "anteroom";

fn connect(socket_folder: &Path) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass().socket(socket_folder).username(NAME).database("postgres")
}

/// Why the server does not start; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(
        "PostgreSQL's programs (initdb, postgres) are not installed: install the package postgresql, or set DATABASE_URL"
    )]
    NotInstalled,
    #[error(
        "PostgreSQL refuses to run as root, and this root may neither run it as another user (it lacks one of the \
         capabilities CHOWN, DAC_OVERRIDE, KILL, SETGID and SETUID) nor in a user namespace: start Anteroom as an \
         ordinary user, or set DATABASE_URL"
    )]
    Root,
    #[error("another Anteroom runs on {0}: stop it, or choose another DATA_DIR")]
    InUse(PathBuf),
    #[error("the private PostgreSQL cannot use {folder}: {cause}")]
    Folder { folder: PathBuf, cause: io::Error },
    #[error(
        "the data in {folder} is of PostgreSQL {version}, whose programs are not installed: install the package \
         postgresql-{version}, or set DATABASE_URL"
    )]
    Version { folder: PathBuf, version: String },
    #[error("initdb failed: {0}")]
    Initdb(String),
    #[error("the private PostgreSQL did not start; its last words are: {0}")]
    DidNotStart(String),
}

/// A running server; stops it when dropped.
pub struct Postgres {
    child: Child,
    launch: Launch,
    /// Where the socket is if the data folder's path is too long for one.
    _short_folder: Option<TempDir>,
}

impl Postgres {
    /// Starts the server over `folder/postgres`, which is created on the first start.
    ///
    /// The parent-death signal follows the thread that calls this: it must live as long as the server.
    pub fn start(folder: &Path) -> Result<Self, StartError> {
        let wrong = |cause| StartError::Folder { folder: folder.to_owned(), cause };
        std::fs::create_dir_all(folder).map_err(wrong)?;
        let folder = folder.canonicalize().map_err(wrong)?;
        let data = folder.join("postgres");
        let version = std::fs::read_to_string(data.join("PG_VERSION")).ok().map(|text| text.trim().to_owned());
        let programs = Programs::find(version.as_deref()).ok_or_else(|| match version.clone() {
            Some(version) if Programs::find(None).is_some() => StartError::Version { folder: data.clone(), version },
            _ => StartError::NotInstalled,
        })?;
        let run_as = RunAs::choose(&programs.postgres, &data).ok_or(StartError::Root)?;
        if data.exists() {
            run_as.own(&data).map_err(wrong)?;
        }
        if version.is_none() {
            initdb(&programs, &run_as, &folder, &data)?;
        }
        let (socket_folder, short_folder) = socket_folder(&folder, &run_as).map_err(wrong)?;
        let log = folder.join("postgres.log");
        let launch = Launch { program: programs.postgres, run_as, data, socket_folder, log };
        let mut server = Self { child: launch.spawn().map_err(wrong)?, launch, _short_folder: short_folder };
        let give_up = Instant::now() + PREDECESSOR_TIMEOUT;
        loop {
            match server.wait_until_ready() {
                Err(StartError::InUse(_)) if Instant::now() < give_up => {
                    std::thread::sleep(Duration::from_millis(200));
                    server.child = server.launch.spawn().map_err(wrong)?;
                }
                done => return done.map(|()| server),
            }
        }
    }

    /// How to connect.
    pub fn options(&self) -> PgConnectOptions {
        connect(&self.launch.socket_folder)
    }

    /// Starts the server again whenever it ends, until `done`: it shuts down by itself when its disk is full, and
    /// without it nothing works. Call it on the thread that called [`Postgres::start`]; unparking that thread has
    /// `done` asked at once.
    pub fn keep_running(&mut self, done: impl Fn() -> bool) {
        let mut pause = LOOK_EVERY;
        let mut started = Instant::now();
        while !done() {
            std::thread::park_timeout(LOOK_EVERY);
            if matches!(self.child.try_wait(), Ok(None)) {
                if started.elapsed() > LONGEST_PAUSE {
                    pause = LOOK_EVERY;
                }
            } else if started.elapsed() >= pause {
                let last_words = last_words(&self.launch.log);
                tracing::error!(last_words, "the private PostgreSQL has ended; it is started again");
                pause = (pause * 2).min(LONGEST_PAUSE);
                started = Instant::now();
                match self.launch.spawn() {
                    Ok(child) => self.child = child,
                    Err(error) => tracing::error!(%error, "the private PostgreSQL cannot be started"),
                }
            }
        }
    }

    /// How to connect to the server that another process runs over `folder`; `None` if none is ready.
    pub fn running(folder: &Path) -> Option<PgConnectOptions> {
        let file = std::fs::read_to_string(folder.join("postgres/postmaster.pid")).ok()?;
        let lines: Vec<&str> = file.lines().map(str::trim).collect();
        let pid = lines.first()?.parse::<u32>().ok()?;
        let is_there = Path::new("/proc").join(pid.to_string()).exists();
        (is_there && lines.get(7) == Some(&"ready")).then(|| connect(Path::new(lines[4])))
    }

    /// The command that opens a prompt on the database, for people.
    pub fn psql(&self) -> String {
        format!("psql -h '{}' -U {NAME} postgres", self.launch.socket_folder.display())
    }

    /// The server's process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `postmaster.pid` says `ready` in its eighth line, and the first line must be our child: otherwise we
    /// would attach to the server of another instance on the same folder.
    fn wait_until_ready(&mut self) -> Result<(), StartError> {
        let Launch { data, log, .. } = &self.launch;
        let give_up = Instant::now() + START_TIMEOUT;
        let own_pid = self.child.id().to_string();
        loop {
            let file = std::fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
            let mut lines = file.lines().map(str::trim);
            if lines.next() == Some(own_pid.as_str()) && lines.nth(6) == Some("ready") {
                return Ok(());
            }
            let ended = self.child.try_wait().ok().flatten().is_some();
            if ended || Instant::now() > give_up {
                let words = last_words(log);
                let in_use = words.contains("postmaster.pid") || words.contains("is another postmaster");
                return Err(if in_use { StartError::InUse(data.clone()) } else { StartError::DidNotStart(words) });
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Stops the server: SIGINT disconnects its clients and writes everything to disk.
    pub fn stop(&mut self) {
        self.signal(Signal::INT);
        let give_up = Instant::now() + STOP_TIMEOUT;
        while Instant::now() < give_up {
            if !matches!(self.child.try_wait(), Ok(None)) {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        if matches!(self.child.try_wait(), Ok(None)) {
            // SIGQUIT ends it at once; the next start recovers from the log.
            self.signal(Signal::QUIT);
            drop(self.child.wait());
        }
    }

    /// The child has not been waited for, so its id is still its own.
    fn signal(&self, signal: Signal) {
        // It fails only if the child has ended, which the caller checks.
        let _ = kill_process(Pid::from_child(&self.child), signal);
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.stop();
        }
    }
}

/// Creates the data in a temporary folder first: a first start that is killed leaves nothing incomplete in place.
fn initdb(programs: &Programs, run_as: &RunAs, folder: &Path, data: &Path) -> Result<(), StartError> {
    let wrong = |cause| StartError::Folder { folder: folder.to_owned(), cause };
    let making = folder.join("postgres.new");
    drop(std::fs::remove_dir_all(&making));
    run_as.make(&making).map_err(wrong)?;
    let mut command = Command::new(&programs.initdb);
    command
        .args(["--no-sync", "--locale=C", "-E", "UTF8", "-A", "trust", "-U", NAME, "-D"])
        .arg(&making)
        .stdin(Stdio::null());
    run_as.apply(&mut command);
    let output = command.output().map_err(wrong)?;
    if !output.status.success() {
        return Err(StartError::Initdb(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    std::fs::rename(&making, data).map_err(wrong)
}

/// The data folder if its path is short enough, else a private folder in the temporary one.
fn socket_folder(folder: &Path, run_as: &RunAs) -> io::Result<(PathBuf, Option<TempDir>)> {
    if folder.as_os_str().len() < LONGEST_SOCKET_PATH {
        let socket = folder.join("run");
        if socket.exists() {
            run_as.own(&socket)?;
        } else {
            run_as.make(&socket)?;
        }
        return Ok((socket, None));
    }
    let short = tempfile::Builder::new().prefix("anteroom-").tempdir()?;
    run_as.own(short.path())?;
    Ok((short.path().to_owned(), Some(short)))
}

/// How the server is started.
struct Launch {
    program: PathBuf,
    run_as: RunAs,
    data: PathBuf,
    socket_folder: PathBuf,
    log: PathBuf,
}

impl Launch {
    fn spawn(&self) -> io::Result<Child> {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(&self.log)?;
        // Earlier versions left it readable to all.
        log.set_permissions(Permissions::from_mode(0o600))?;
        let settings = [
            "listen_addresses=",
            "max_connections=100",
            // Visitors' data must not end up in the server's log.
            "log_error_verbosity=terse",
            "log_min_error_statement=panic",
            "log_parameter_max_length_on_error=0",
        ];
        let mut command = Command::new(&self.program);
        command.arg("-D").arg(&self.data).arg("-k").arg(&self.socket_folder);
        for setting in settings {
            command.arg("-c").arg(setting);
        }
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        // Its own process group keeps Ctrl-C away: we stop it last.
        command.process_group(0);
        self.run_as.apply(&mut command);
        command.spawn()
    }
}

fn last_words(log: &Path) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().rev().take(4).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join(" / ")
}

/// Whether a file can be run.
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

/// Splits PATH and looks for a program.
#[expect(clippy::disallowed_methods, reason = "PATH is the system's, not one of the program's options")]
fn on_path(name: &OsStr) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|program| is_program(program))
}
