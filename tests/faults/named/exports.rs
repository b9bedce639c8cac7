//! A copy of a person's data that breaks off on its way to a file.

use super::Site;
use crate::s3_front::Deed;
use crate::support::client::Visitor;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_during_an_export_leaves_nothing_of_it() {
    let site = Site::start().await;
    let program = site.program();
    let visitor = Visitor::new(program.client());
    visitor.upload_pdf().await;
    visitor.contact("zoe@example.org").await.ok(202);
    let folder = tempfile::tempdir().expect("a folder");
    let left = || std::fs::read_dir(folder.path()).expect("a folder").count();
    for signal in ["TERM", "INT"] {
        // The archive has begun, and its file does not come.
        let reading = site.s3.on(usize::MAX, |call| call.starts_with("GET /intake/"), Deed::Unanswered);
        let mut export = site.command();
        export.args(["privacy", "export", "--id", &visitor.session, "--out"]).arg(folder.path().join("copy.zip"));
        export.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let export = tokio::process::Command::from(export).spawn().expect("the program");
        reading.reached(1).await;
        assert_eq!(left(), 1);
        let pid = export.id().expect("a running process").to_string();
        let sent = std::process::Command::new("kill").arg(format!("-{signal}")).arg(pid).status();
        assert!(sent.is_ok_and(|status| status.success()));
        let output = export.wait_with_output().await.expect("its end");
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), left()), (Some(1), 0), "{words}");
        assert!(words.contains("stopped before the archive was complete"), "{words}");
        site.s3.behave();
    }
}
