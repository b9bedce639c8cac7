//! Where the program can keep its data: in every folder that its user can write to, as root in a container too.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::support::client::Visitor;
use crate::support::process::{Program, bare, command, command_of};

/// Runs what follows as a container's root: without user namespaces, which take `CAP_SETFCAP` to map root, and with the
/// capabilities that container engines leave.
const NO_NAMESPACES: &str = "--bounding-set=-setfcap,-dac_read_search,-sys_admin";

/// As a root that may not become another user, so that only a user namespace is left.
const ONLY_NAMESPACES: &str = "--bounding-set=-setuid";

const NEITHER: &str = "--bounding-set=-dac_override,-setfcap";

fn private() -> TempDir {
    tempfile::Builder::new().permissions(Permissions::from_mode(0o700)).tempdir().expect("a folder")
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0)
}

/// The program over this folder, started by a root that is restricted so; by ourselves where we are an ordinary user.
fn restricted(how: &str, data_dir: &Path) -> Command {
    if !is_root() {
        return command(data_dir);
    }
    let mut command = command_of(Path::new("setpriv"), data_dir);
    command.arg(how).arg(env!("CARGO_BIN_EXE_anteroom"));
    command
}

/// Starts the program, lets a visitor with a file come back to it, and stops it.
async fn visit(start: Command, visitor: Option<Visitor>) -> Visitor {
    let mut program = Program::start(start);
    let back = visitor.is_some();
    let mut visitor = visitor.unwrap_or_else(|| Visitor::new(program.client()));
    visitor.client = program.client();
    if back {
        assert_eq!(visitor.files().await.ok(200).json()["files"].as_array().map(Vec::len), Some(1));
    } else {
        visitor.upload_pdf().await;
    }
    program.signal("TERM");
    assert_eq!(program.wait().code(), Some(0), "{}", program.log());
    visitor
}

#[tokio::test]
async fn it_starts_below_a_private_folder_without_user_namespaces() {
    // As root's home is, and the program is started from inside.
    let folder = private();
    let data = folder.path().join("data");
    let start = || {
        let mut start = restricted(NO_NAMESPACES, &data);
        start.current_dir(folder.path());
        start
    };
    let visitor = visit(start(), None).await;
    visit(start(), Some(visitor)).await;
    let owner = fs::metadata("/proc/self").expect("our process").uid();
    assert_eq!(fs::metadata(&data).expect("the data folder").uid(), owner, "the data folder stays ours");
}

#[tokio::test]
async fn root_starts_below_anothers_private_folder() {
    let folder = private();
    if is_root() {
        chown(folder.path(), Some(4711), Some(4711)).expect("root may chown");
    }
    visit(command(&folder.path().join("data")), None).await;
}

#[tokio::test]
async fn a_long_path_leaves_nothing_in_the_temporary_folder() {
    let (folder, temporary) = (private(), private());
    // Too long for a socket's address.
    let data = folder.path().join("long-".repeat(30)).join("data");
    let start = || {
        let mut start = command(&data);
        start.env("TMPDIR", temporary.path());
        start
    };
    let left = || fs::read_dir(temporary.path()).expect("the temporary folder").count();
    visit(start(), None).await;
    assert_eq!(left(), 0, "after an orderly end");
    fs::write(data.join("postgres/postgresql.auto.conf"), "no_such_setting = 1").expect("the settings");
    let failed = start().arg("migrate").output().expect("an end");
    let words = String::from_utf8_lossy(&failed.stderr);
    assert!(words.contains("did not start") && words.contains("no_such_setting"), "{words}");
    assert_eq!(left(), 0, "after a start that failed");
}

fn hand_over(folder: &Path, owner: u32) {
    let done = Command::new("chown").args(["-R", &format!("{owner}:{owner}")]).arg(folder).status();
    assert!(done.is_ok_and(|status| status.success()));
}

/// The ways in which root can start it on this machine; engines that refuse user namespaces leave one.
fn ways() -> Vec<&'static str> {
    let mut unshare = Command::new("setpriv");
    unshare.args([ONLY_NAMESPACES, "unshare", "--user", "--map-root-user", "true"]);
    let namespaces = is_root() && unshare.status().is_ok_and(|status| status.success());
    if namespaces { vec![ONLY_NAMESPACES, NO_NAMESPACES] } else { vec![NO_NAMESPACES] }
}

#[tokio::test]
async fn a_cluster_starts_whichever_way_made_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut visitor = visit(restricted(NO_NAMESPACES, &data), None).await;
    let them = fs::metadata(data.join("postgres")).expect("the cluster").uid();
    assert_ne!(them, 0, "the server is an ordinary user");
    for way in ways() {
        for (owner, data_owner) in [(0, 0), (them, 0), (them, them)] {
            if is_root() {
                // Made in a namespace; by another user; by one to whom earlier versions gave the data folder too.
                hand_over(&data.join("postgres"), owner);
                chown(&data, Some(data_owner), Some(data_owner)).expect("root may chown");
                fs::set_permissions(&data, Permissions::from_mode(0o755)).expect("root may chmod");
            }
            visitor = visit(restricted(way, &data), Some(visitor)).await;
        }
    }
}

#[tokio::test]
async fn an_ordinary_users_cluster_stays_theirs_when_root_starts_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let visitor = visit(command(&data), None).await;
    if is_root() {
        hand_over(&data.join("postgres"), 65534);
    }
    let before = fs::metadata(data.join("postgres")).expect("the cluster").uid();
    visit(command(&data), Some(visitor)).await;
    assert_eq!(fs::metadata(data.join("postgres")).expect("the cluster").uid(), before);
}

#[test]
fn a_root_that_cannot_start_postgres_is_told_so_before_the_build() {
    if !is_root() {
        // Only root can be restricted so: an ordinary user always has a way.
        assert!(bare(Path::new("script/bootstrap")).arg("server").status().is_ok_and(|status| status.success()));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut bootstrap = bare(Path::new("setpriv"));
    bootstrap.args([NEITHER, "script/bootstrap", "server"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    for mut start in [restricted(NEITHER, folder.path()), bootstrap] {
        let output = start.output().expect("an answer");
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{start:?}");
        assert!(words.contains("start Anteroom as an ordinary user, or set DATABASE_URL"), "{start:?}: {words}");
    }
}
