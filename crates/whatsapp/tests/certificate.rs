//! The connector believes no server but WhatsApp's.
//!
//! In the tests' names `s20_…` is promise 20 in docs/security.md.

#[expect(dead_code, reason = "it belongs to the tests with a made-up server")]
#[path = "../../whatsapp-simulated/tests/it/lab/mod.rs"]
mod lab;

use std::process::Command;

use anteroom_whatsapp::checks_certificates;
use lab::{Lab, Rules, SECRET};

/// Built alone, as it is released, the client refuses a real connection to the made-up server. Built with the whole
/// workspace cargo gives it the made-up server's feature, and the program must not start.
#[tokio::test]
async fn s20_the_connector_believes_no_server_but_whatsapps() {
    if !checks_certificates() {
        let ran = Command::new(env!("CARGO_BIN_EXE_anteroom-whatsapp"))
            .env_clear()
            .env("DATABASE_URL", "postgres://none@127.0.0.1:1/none")
            .env("SECRET_KEY", SECRET)
            .output()
            .expect("the program");
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(!ran.status.success() && said.contains("would believe any server"), "{said}");
        return;
    }
    let lab = Lab::start(Rules::default()).await;
    let session = lab.sign_in("+4915100000001").await;
    lab.until(session, "status = 'offline' AND detail = 'the server did not prove that it is WhatsApp'").await;
    // It goes on trying, and never gets as far as a code.
    let tried = lab.server.connections();
    lab.until_true(async |lab: &Lab| lab.server.connections() > tried + 1).await;
    assert_eq!(
        lab.count("SELECT count(*) FROM messenger_sessions WHERE status = 'offline' AND qr_sealed IS NULL").await,
        1
    );
    assert_eq!(lab.server.greeted(), 0, "it has told the server who it is");
    lab.stop().await;
}
