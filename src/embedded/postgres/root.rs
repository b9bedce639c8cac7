//! PostgreSQL refuses to run as root, and containers run everything as root.
//!
//! In a user namespace of its own the server takes itself for user 1000, while its files stay root's, also
//! below folders that nobody else may enter. Where such namespaces are blocked it runs as another user, who
//! then owns its folder.

use std::io;
use std::os::unix::fs::{DirBuilderExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Under whose name the server runs.
pub enum RunAs {
    Ourselves,
    /// As root in a namespace where root is user 1000.
    Namespace,
    /// As root, handing over to this user and group.
    User(u32, u32),
}

impl RunAs {
    /// Tries what works on this machine.
    pub fn choose(program: &Path) -> Self {
        if !is_root() {
            return Self::Ourselves;
        }
        let mut probe = Command::new(program);
        probe.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Self::Namespace.apply(&mut probe);
        if probe.status().is_ok_and(|status| status.success()) {
            return Self::Namespace;
        }
        let (user, group) = find_user("postgres").or_else(|| find_user("nobody")).unwrap_or((65534, 65534));
        Self::User(user, group)
    }

    /// Makes a private folder that the server may write to.
    pub fn own(&self, parent: &Path, folder: &Path) -> io::Result<()> {
        if let Self::User(user, group) = self {
            // It must be able to reach its folder.
            chown(parent, Some(*user), Some(*group))?;
        }
        match self.own_one(folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.hand_over(folder),
            done => done,
        }
    }

    /// The same in a folder that is everybody's: one that stands already could be anybody's.
    pub fn own_one(&self, folder: &Path) -> io::Result<()> {
        std::fs::DirBuilder::new().mode(0o700).create(folder)?;
        self.hand_over(folder)
    }

    fn hand_over(&self, folder: &Path) -> io::Result<()> {
        match self {
            Self::User(user, group) => chown(folder, Some(*user), Some(*group)),
            _ => Ok(()),
        }
    }

    /// Arranges that the command runs so, and dies when the thread that spawns it does.
    pub fn apply(&self, command: &mut Command) {
        if let Self::User(user, group) = self {
            command.uid(*user).gid(*group);
        }
        let namespace = matches!(self, Self::Namespace);
        let parent = std::process::id();
        let prepare = move || {
            if namespace {
                enter_namespace()?;
            }
            die_with(parent)
        };
        #[expect(
            unsafe_code,
            reason = "pre_exec: what runs between fork and exec only makes system calls and small writes"
        )]
        // SAFETY: the closure opens, writes and closes files under /proc/self and calls unshare and prctl.
        // It takes no lock that another thread of the parent could hold at the fork.
        unsafe {
            command.pre_exec(prepare);
        }
    }
}

/// `user_namespaces(7)`: without `setgroups=deny` the group map is refused.
fn enter_namespace() -> io::Result<()> {
    #[expect(unsafe_code, reason = "no safe wrapper without another dependency")]
    // SAFETY: unshare takes no pointers.
    if unsafe { libc::unshare(libc::CLONE_NEWUSER) } != 0 {
        return Err(io::Error::last_os_error());
    }
    std::fs::write("/proc/self/setgroups", "deny")?;
    std::fs::write("/proc/self/uid_map", "1000 0 1")?;
    std::fs::write("/proc/self/gid_map", "1000 0 1")
}

/// Entering a namespace clears the signal, so it is asked for after.
fn die_with(parent: u32) -> io::Result<()> {
    #[expect(unsafe_code, reason = "no safe wrapper without another dependency")]
    // SAFETY: prctl with this option takes an integer.
    if unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGINT) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // The parent may have died before we asked.
    if std::os::unix::process::parent_id() == parent { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0)
}

fn find_user(name: &str) -> Option<(u32, u32)> {
    let file = std::fs::read_to_string("/etc/passwd").ok()?;
    let line = file.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    let mut fields = line.split(':').skip(1);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

/// Sends a signal to a process that we started.
pub fn signal(pid: u32, signal: libc::c_int) {
    let Ok(pid) = libc::pid_t::try_from(pid) else {
        return;
    };
    #[expect(unsafe_code, reason = "no safe wrapper without another dependency")]
    // SAFETY: kill takes two integers. The child has not been waited for, so its id is still its own.
    unsafe {
        libc::kill(pid, signal);
    }
}
