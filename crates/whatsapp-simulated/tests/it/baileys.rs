//! The connector against a client that shares no code with it: Baileys from npm, in a process of its own.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use crate::lab::{Lab, Rules};
use messenger::{Outgoing, To};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

const ADA: &str = "+4915100000001";
const BEN: &str = "4915100000002";

/// How long anything of Baileys' may take.
const PATIENCE: Duration = Duration::from_secs(60);

struct Baileys {
    _process: Child,
    told: ChildStdin,
    said: Lines<BufReader<ChildStdout>>,
}

impl Baileys {
    fn start(lab: &Lab) -> Self {
        let root: Vec<String> = lab.server.root().iter().map(|byte| format!("{byte:02x}")).collect();
        let mut process = Command::new("node")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/baileys.mjs"))
            .args([&lab.server.url, &root.concat()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("Node.js and node_modules: script/bootstrap installs them");
        let told = process.stdin.take().expect("its input");
        let said = BufReader::new(process.stdout.take().expect("its output")).lines();
        Self { _process: process, told, said }
    }

    /// What it says next about this.
    async fn next(&mut self, about: &str) -> Value {
        let saying = async {
            loop {
                let line = self.said.next_line().await.expect("a line").expect("Baileys has ended");
                // What its libraries print is not for us.
                let Ok(said) = serde_json::from_str::<Value>(&line) else { continue };
                assert!(said.get("unreadable").is_none(), "Baileys could not decrypt a message");
                if said.get(about).is_some() {
                    return said;
                }
            }
        };
        timeout(PATIENCE, saying).await.unwrap_or_else(|_| panic!("Baileys never said {about}"))
    }

    async fn send(&mut self, to: &str, text: &str) {
        let line = format!("{}\n", json!({ "to": to, "text": text }));
        self.told.write_all(line.as_bytes()).await.expect("Baileys has ended");
        self.next("sent").await;
    }
}

#[tokio::test]
async fn baileys_and_the_connector_read_each_other() {
    let lab = Lab::start(Rules::default()).await;
    let mut baileys = Baileys::start(&lab);
    let linking = async {
        let shown = baileys.next("qr").await;
        lab.server.scan(shown["qr"].as_str().expect("a code"), BEN).expect("a scan");
        baileys.next("open").await
    };
    let (session, _) = tokio::join!(lab.pair(ADA), linking);

    baileys.send("4915100000001@s.whatsapp.net", "please send the invoice by Friday").await;
    lab.until_count("SELECT count(*) FROM messenger_inbox", 1).await;
    let [came] = &lab.messages(session).await[..] else { panic!("not one message") };
    assert_eq!((&*came.text, came.is_own, came.is_group), ("please send the invoice by Friday", false, false));
    assert!(came.sender.starts_with(BEN), "{came:?}");

    let answer = Outgoing { to: To::Chat(came.chat.clone()), text: "it is on its way".to_owned() };
    lab.enqueue(session, &answer).await;
    let read = baileys.next("text").await;
    assert_eq!(read["text"], "it is on its way");
    assert!(read["from"].as_str().is_some_and(|from| from.starts_with("4915100000001")), "{read}");
    lab.until_count("SELECT count(*) FROM messenger_outbox", 0).await;

    // Further on in the same conversation, and nothing twice.
    baileys.send("4915100000001@s.whatsapp.net", "thank you").await;
    lab.until_count("SELECT count(*) FROM messenger_inbox WHERE read_at IS NULL", 2).await;
    let texts: Vec<String> = lab.messages(session).await.into_iter().map(|one| one.text).collect();
    assert_eq!(texts, ["please send the invoice by Friday", "thank you"]);
    lab.until_true(async |lab: &Lab| lab.server.unacknowledged("4915100000001") == 0).await;
    assert_eq!(lab.count("SELECT count(*) FROM messenger_inbox").await, 2);
    // The server has passed on what neither of them has written in the open.
    let open = |(_, _, bytes): &(String, String, Vec<u8>)| String::from_utf8_lossy(bytes).contains("invoice");
    assert!(!lab.server.passed().iter().any(open));
    lab.stop().await;
}
