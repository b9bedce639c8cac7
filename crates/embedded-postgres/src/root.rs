//! PostgreSQL refuses to run as root, and containers run everything as root.
//!
//! If we are root, the server runs as another user, who owns its folders and keeps one of root's capabilities: to pass
//! every folder that root may pass. Where root may not become another user, as in a container that has only one, the
//! server runs as user 1000 of its own user namespace, and its files stay root's.

use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, lchown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::{Gid, Pid, Signal, Uid, geteuid, getpid, getppid, set_parent_process_death_signal};
use rustix::thread::{
    CapabilitySet, CapabilitySets, UnshareFlags, capabilities, configure_capability_in_ambient_set, set_capabilities,
    set_keep_capabilities, set_thread_groups, set_thread_res_gid, set_thread_res_uid, unshare_unsafe,
};

/// What root needs to run the server as another user: to hand its folders over, to become that user, and later to reach
/// the files and stop the server.
const NEEDED: CapabilitySet = CapabilitySet::CHOWN
    .union(CapabilitySet::DAC_OVERRIDE)
    .union(CapabilitySet::KILL)
    .union(CapabilitySet::SETGID)
    .union(CapabilitySet::SETUID);

/// As which user the server runs.
#[derive(Clone, Copy)]
pub enum RunAs {
    Ourselves,
    /// As root, handing over to this user and group.
    User(Uid, Gid),
    /// As root in a namespace where root is user 1000.
    Namespace,
}

impl RunAs {
    /// Returns the first way that works on this machine; `None` if none does. The owner of an existing data folder
    /// stays its owner, because they may start it next time.
    pub fn choose(program: &Path, data: &Path) -> Option<Self> {
        if !geteuid().is_root() {
            return Some(Self::Ourselves);
        }
        let owner = data.metadata().ok().map(|meta| (meta.uid(), meta.gid())).filter(|(user, _)| *user != 0);
        let (user, group) =
            owner.or_else(|| find_user("postgres")).or_else(|| find_user("nobody")).unwrap_or((65534, 65534));
        let user = Self::User(Uid::from_raw(user), Gid::from_raw(group));
        [user, Self::Namespace].into_iter().find(|way| way.works(program))
    }

    fn works(&self, program: &Path) -> bool {
        let mut probe = Command::new(program);
        probe.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.apply(&mut probe);
        probe.status().is_ok_and(|status| status.success())
    }

    /// Makes a private folder that the server owns. Fails if it exists: in a folder that all users may write to,
    /// another user may have made it.
    pub fn make(&self, folder: &Path) -> io::Result<()> {
        std::fs::DirBuilder::new().mode(0o700).create(folder)?;
        self.own(folder)
    }

    /// Hands a folder and its content over to the server, unless the server owns it already: another way may have been
    /// used when it was made.
    pub fn own(&self, folder: &Path) -> io::Result<()> {
        let (user, group) = match self {
            Self::Ourselves => return Ok(()),
            Self::User(user, group) => (*user, *group),
            Self::Namespace => (Uid::ROOT, Gid::ROOT),
        };
        if folder.metadata()?.uid() == user.as_raw() { Ok(()) } else { hand_over(folder, user, group) }
    }

    /// Makes the command run this way, and die with the thread that spawns it.
    pub fn apply(&self, command: &mut Command) {
        let run_as = *self;
        let parent = getpid();
        let prepare = move || {
            match run_as {
                Self::Ourselves => {}
                Self::User(user, group) => become_user(user, group)?,
                Self::Namespace => enter_namespace()?,
            }
            die_with(parent)
        };
        #[expect(
            unsafe_code,
            reason = "pre_exec: what runs between fork and exec only makes system calls and small writes"
        )]
        // SAFETY: the closure makes system calls, and opens, writes and closes files under /proc/self.
        // It takes no lock that another thread of the parent could hold at the fork.
        unsafe {
            command.pre_exec(prepare);
        }
    }
}

/// The folder itself comes last, so that an interrupted hand-over is repeated. Links are not followed.
fn hand_over(path: &Path, user: Uid, group: Gid) -> io::Result<()> {
    if path.symlink_metadata()?.is_dir() {
        for entry in path.read_dir()? {
            hand_over(&entry?.path(), user, group)?;
        }
    }
    lchown(path, Some(user.as_raw()), Some(group.as_raw()))
}

/// `capabilities(7)`: an ambient capability survives the change of user, if it is kept across it, and the exec. The
/// server's own processes inherit it. PostgreSQL only checks the user's id.
fn become_user(user: Uid, group: Gid) -> io::Result<()> {
    if !capabilities(None)?.effective.contains(NEEDED) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    // These are the system calls, which change one thread: after a fork there is only one.
    set_thread_groups(&[])?;
    set_thread_res_gid(group, group, group)?;
    set_keep_capabilities(true)?;
    set_thread_res_uid(user, user, user)?;
    let kept = CapabilitySet::DAC_OVERRIDE;
    set_capabilities(None, CapabilitySets { effective: kept, permitted: kept, inheritable: kept })?;
    Ok(configure_capability_in_ambient_set(kept, true)?)
}

/// `user_namespaces(7)`: without `setgroups=deny` the group map is refused.
fn enter_namespace() -> io::Result<()> {
    #[expect(unsafe_code, reason = "unsharing file descriptors would break Rust's assumptions about them")]
    // SAFETY: a user namespace shares them as before.
    unsafe {
        unshare_unsafe(UnshareFlags::NEWUSER)?;
    }
    std::fs::write("/proc/self/setgroups", "deny")?;
    std::fs::write("/proc/self/uid_map", "1000 0 1")?;
    std::fs::write("/proc/self/gid_map", "1000 0 1")
}

/// Changing the user or namespace clears the signal, so it is set after that.
fn die_with(parent: Pid) -> io::Result<()> {
    set_parent_process_death_signal(Some(Signal::INT))?;
    // The parent may have died before the signal was set.
    if getppid() == Some(parent) { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
}

fn find_user(name: &str) -> Option<(u32, u32)> {
    let file = std::fs::read_to_string("/etc/passwd").ok()?;
    let line = file.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    let mut fields = line.split(':').skip(1);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}
