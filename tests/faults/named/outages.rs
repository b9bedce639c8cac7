//! All instances down at once, and a stop under load.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{Site, at};
use crate::s3_front::Deed;
use crate::smtp::{self, Stage};
use crate::support::client::{self, Visitor};
use crate::support::process::Program;
use crate::support::wire::Framing::Length;
use crate::support::wire::SlowUpload;
use crate::support::{files, link_in, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_instances_down_for_an_hour_lose_no_files() {
    let site = Site::start().await;
    let programs = [site.program(), site.program()];
    let [staying, left, gone, waiting] = [0, 1, 0, 1].map(|number: usize| Visitor::new(programs[number].client()));
    for visitor in [&staying, &left, &gone, &waiting] {
        visitor.upload_pdf().await;
    }
    left.leave().await.ok(204);
    // One is in the middle of a purge, one in the middle of a mail.
    let purging = site.s3.on(1, |call| call.starts_with("POST ") && call.contains("delete"), Deed::HeldBack);
    gone.discard().await.ok(204);
    purging.reached(1).await;
    site.mails.rehearsed(2).await;
    let mailing = site.mails.at(1, Stage::Sender, smtp::Deed::Silence);
    waiting.contact("zoe@example.org").await.ok(202);
    mailing.reached(1).await;
    for program in programs {
        program.kill();
    }
    site.age("1 hour").await;
    site.sql("UPDATE sweeps SET swept_at = swept_at - interval '1 hour'").await;
    let programs = [site.program(), site.program()];
    // No server could take a heartbeat, so its absence ends no session.
    until("an amnesty", async || {
        (programs.iter().any(|one| one.log().contains("live sessions get more time"))).then_some(())
    })
    .await;
    let staying = at(&programs[1], &staying).another_page();
    let opened = staying.open().await.ok(200).json();
    assert_eq!((opened["resumed"].as_bool(), opened["files"].as_array().map(Vec::len)), (Some(true), Some(1)));
    let mails = site.mails.mail_to("zoe@example.org", 1).await;
    programs[1].client().post(&link_in(&mails[0].text)).await.ok(200);
    site.lease_is(&gone, "tombstone").await;
    assert_eq!(site.keys_of(&gone), [""; 0]);
    // A page that had left is not revived, its session is only spared for a while.
    assert_eq!(site.lease(&left).await, "live");
    // That one alone: a sweep could come before the other's heartbeat.
    let aged = ["lease_pages", "leases"].map(|table| {
        let session = &left.session;
        format!("UPDATE {table} SET deadline = deadline - interval '91 seconds' WHERE session_id = '{session}'")
    });
    site.sql(&aged.join("; ")).await;
    at(&programs[0], &staying).heartbeat(true).await.ok(204);
    site.lease_is(&left, "tombstone").await;
    staying.contact("anna@example.org").await.ok(202);
    assert_eq!((site.keys().len(), site.number("SELECT count(*) FROM files").await), (2, 2));
}

/// An upload as the visitor sees it: the file's id if it was acknowledged.
async fn upload(visitor: &Visitor, size: usize) -> Option<String> {
    let (content_type, body) = files::form(&[("a.pdf", &files::pdf(size))]);
    let head = visitor.upload_head(&content_type, &format!("Connection: close\r\nContent-Length: {}", body.len()));
    let mut stream = TcpStream::connect(visitor.client.address).await.ok()?;
    stream.write_all(&[head.as_bytes(), &body].concat()).await.ok()?;
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer).await);
    let text = String::from_utf8_lossy(&answer).into_owned();
    let id = text.split("\"id\":\"").nth(1)?.split('"').next()?;
    text.starts_with("HTTP/1.1 201").then(|| id.to_owned())
}

/// Visitors who send one file after the other until no answer comes.
struct Rush {
    tasks: Vec<tokio::task::JoinHandle<()>>,
    acknowledged: Arc<Mutex<BTreeSet<String>>>,
    count: Arc<AtomicUsize>,
}

impl Rush {
    fn begin(program: &Program, visitors: usize) -> Self {
        let (acknowledged, count) = (Arc::<Mutex<BTreeSet<String>>>::default(), Arc::<AtomicUsize>::default());
        let tasks = (0..visitors).map(|number| {
            let (client, acknowledged, count) = (program.client(), Arc::clone(&acknowledged), Arc::clone(&count));
            tokio::spawn(async move {
                let size = [1000, 400_000, 9_000_000][number % 3];
                loop {
                    let visitor = Visitor::new(client.clone());
                    let Some(id) = upload(&visitor, size).await else { break };
                    acknowledged.lock().expect("the ids").insert(format!("{}/{id}", visitor.session));
                    count.fetch_add(1, Ordering::Relaxed);
                }
            })
        });
        Self { tasks: tasks.collect(), acknowledged, count }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigterm_under_load_loses_nothing_that_was_acknowledged() {
    let site = Site::start().await;
    let mut program = site.program();
    site.compared().await;
    // Two bodies that stop half-way: they may hold the stop up for a while, not for ever.
    let mut silent = Vec::new();
    for _ in 0..2 {
        let visitor = Visitor::new(program.client());
        let mut upload = SlowUpload::begin(&visitor, &[("a.pdf", &files::pdf(20_000_000))], Length).await;
        assert!(upload.send_to(5_000_000).await);
        until("the upload", async || (site.uploads(&visitor, "receiving").await == 1).then_some(())).await;
        silent.push(upload);
    }
    let rush = Rush::begin(&program, 12);
    until("the rush", async || (rush.count.load(Ordering::Relaxed) > 30).then_some(())).await;
    let begun = Instant::now();
    program.signal("TERM");
    for task in rush.tasks {
        task.await.expect("a visitor");
    }
    assert!(begun.elapsed() < Duration::from_secs(20), "who sends is not kept waiting by who is silent");
    until("a cut", async || program.log().contains("did not end in time").then_some(())).await;
    assert_eq!(program.wait().code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(40), "{:?}", begun.elapsed());

    // Acknowledged files are there; each object has a row (I3); unfinished uploads lapse.
    let acknowledged = rush.acknowledged.lock().expect("the ids").clone();
    let keys = site.keys().into_iter().collect::<BTreeSet<_>>();
    assert!(acknowledged.is_subset(&keys), "{:?}", acknowledged.difference(&keys));
    let rows: Vec<String> = sqlx::query_scalar("SELECT session_id || '/' || id FROM uploads WHERE state = 'stored'")
        .fetch_all(&site.pool)
        .await
        .expect("the uploads");
    let rows = rows.into_iter().collect::<BTreeSet<_>>();
    assert!(acknowledged.is_subset(&rows), "{:?}", acknowledged.difference(&rows));
    assert!(keys.is_subset(&rows), "{:?}", keys.difference(&rows));
    drop(silent);
    let program = site.program();
    let one = acknowledged.first().and_then(|key| key.split_once('/')).expect("an upload").0.to_owned();
    let visitor = Visitor { client: program.client(), session: one, page: client::new_id() };
    assert_eq!(visitor.files().await.ok(200).json()["files"].as_array().map(Vec::len), Some(1));
    site.age("2 minutes").await;
    until("all to go in the end", async || site.keys().is_empty().then_some(())).await;
    site.nothing_unfinished().await;
    assert_eq!(site.number("SELECT count(*) FROM uploads WHERE state = 'receiving'").await, 0);
}
