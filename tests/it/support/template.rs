//! A PostgreSQL folder that was made once, for every test to copy: `initdb` and the migrations cost more
//! than all else that a test starts.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use embedded_postgres::Postgres;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

/// Puts a migrated, stopped server's data into `folder/postgres`.
pub fn copy_into(folder: &Path) {
    let template = template();
    let copied = Command::new("cp").arg("-a").arg(template.join("postgres")).arg(folder).status();
    assert!(copied.is_ok_and(|status| status.success()), "cannot copy {}", template.display());
}

/// A folder in which the program finds its database with all tables, as after an earlier start.
pub fn prepared_folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy_into(folder.path());
    folder
}

fn template() -> PathBuf {
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(tmp).expect("the target folder");
    let template = tmp.join(format!("postgres-{}", fingerprint()));
    // Tests run in processes of their own: the first one makes it.
    let lock = File::create(tmp.join("postgres.lock")).expect("a lock file");
    lock.lock().expect("the lock");
    if !template.exists() {
        let making = tempfile::tempdir_in(tmp).expect("a temporary folder");
        make(making.path());
        fs::rename(making.keep(), &template).expect("the template in its place");
    }
    template
}

/// The migrations' names and texts: a change makes a new template.
fn fingerprint() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<_> = fs::read_dir(folder).expect("migrations").flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(fs::read(file).expect("a migration"));
    }
    hex::encode(&hash.finalize()[..8])
}

fn make(folder: &Path) {
    let mut server = Postgres::start(folder).expect("a private PostgreSQL");
    let options = server.options();
    // A runtime of its own: we may be inside a test's.
    let migrating = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let pool = anteroom::platform::db::pool(options);
            anteroom::platform::db::prepare(&pool).await.expect("migrations that run");
            pool.close().await;
        });
    });
    migrating.join().expect("migrations that run");
    server.stop();
    // What a test stores need not survive the machine's power cut.
    let settings = "\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_wal_size = 256MB\n";
    let file = folder.join("postgres/postgresql.auto.conf");
    let before = fs::read_to_string(&file).unwrap_or_default();
    fs::write(file, before + settings).expect("the settings");
    drop(fs::remove_dir_all(folder.join("run")));
}
