//! Several instances behind one address, nginx as `docs/nginx.conf` has it, one database, one bucket.
//!
//! In the tests' names `s03_…` is promise 3 in docs/security.md.

use std::process::Command;

use serde_json::json;

use crate::support::client::contact;
use crate::support::cluster::Cluster;
use crate::support::events::Events;
use crate::support::wire::{Framing, SlowUpload, WAYS, send};
use crate::support::{Visitor, files, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_instance_serves_any_call() {
    let cluster = Cluster::start(3, &[]).await;
    let visitor = cluster.visitor();
    visitor.open().await.ok(200);
    let mut ids = Vec::new();
    for (way, size, framing) in WAYS {
        let answer = send(&visitor, &format!("{way}.pdf"), &files::pdf(size), framing).await.ok(201);
        ids.push(answer.json()["files"][0]["id"].clone());
        visitor.heartbeat(true).await.ok(204);
    }
    assert_eq!(visitor.files().await.ok(200).json()["files"].as_array().map(Vec::len), Some(WAYS.len()));
    let first = ids.remove(0);
    visitor.call("DELETE", &format!("/files/{}", first.as_str().expect("an id")), json!(null)).await.ok(204);
    let mut given = contact("zoe@example.org");
    given["files"] = json!(ids);
    visitor.call("PUT", "/contact", given).await.ok(202);
    let link = cluster.link_to("zoe@example.org").await;
    // Scanners look first, wherever they land.
    for _ in 0..3 {
        cluster.client.get(&link).await.ok(200);
    }
    cluster.client.post(&link).await.ok(200);
    for _ in 0..3 {
        assert_eq!(visitor.open().await.ok(200).json()["state"], "complete");
    }
    assert_eq!(cluster.number("SELECT count(*) FROM files").await, i64::try_from(ids.len()).expect("a few"));
    let calls = cluster.calls().await;
    assert!(calls.iter().all(|count| *count > 1.0), "each has worked: {calls:?}");
}

/// Also when what is behind it does not answer: then nginx complains, and quotes the request.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s03_no_log_of_nginx_holds_a_link() {
    let mut cluster = Cluster::start(1, &[]).await;
    for answers in [true, false] {
        if !answers {
            cluster.programs[0].signal("KILL");
            cluster.programs[0].wait();
        }
        for path in ["/verify/a-secret", "/verify/a-secret/decline", "/privacy/link/a-secret", "//verify/a-secret"] {
            cluster.client.get(path).await;
            cluster.client.post(path).await;
        }
        cluster.client.get(&format!("/widget?answers={answers}")).await;
    }
    let log = until("all lines", async || {
        let log = cluster.nginx_log();
        (log.matches("answers=true").count() == 1 && log.matches("answers=false").count() >= 2).then_some(log)
    })
    .await;
    assert!(!log.contains("a-secret"), "{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_instance_left_another_purges() {
    for framing in [Framing::Length, Framing::Chunked] {
        let mut cluster = Cluster::start(2, &[]).await;
        let visitor = cluster.visitor();
        visitor.upload_pdf().await;
        let mut upload = SlowUpload::begin(&visitor, &[("large.pdf", &files::pdf(20_000_000))], framing).await;
        assert!(upload.send_to(12_000_000).await);
        let receiver = cluster.receiver().await;
        until("a running upload", async || {
            (cluster.number("SELECT count(*) FROM uploads WHERE state = 'receiving'").await == 1).then_some(())
        })
        .await;
        cluster.programs[receiver].signal("KILL");
        cluster.programs[receiver].wait();
        // The visitor's next calls find the other one, and nothing that arrived is lost.
        assert_eq!(visitor.files().await.ok(200).json()["files"].as_array().map(Vec::len), Some(1));
        visitor.heartbeat(true).await.ok(204);
        visitor.leave().await.ok(204);
        let old = "interval '1 hour'";
        cluster.sql(&format!("UPDATE lease_pages SET deadline = deadline - {old}")).await;
        cluster.sql(&format!("UPDATE uploads SET alive_until = alive_until - {old}")).await;
        cluster.sql(&format!("UPDATE leases SET deadline = deadline - {old}")).await;
        until("a tombstone", async || {
            (cluster.number("SELECT count(*) FROM leases WHERE state = 'tombstone'").await == 1).then_some(())
        })
        .await;
        assert_eq!(cluster.keys(&visitor.session), Vec::<String>::new());
        assert_eq!(cluster.open_multiparts(), 0);
        visitor.heartbeat(true).await.refused(410, "session-gone");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_come_from_whichever_instance_and_survive_its_end() {
    let mut cluster = Cluster::start(2, &[]).await;
    let visitor = cluster.visitor();
    // One stream to each instance, past nginx, to be sure of both.
    let mut streams = Vec::new();
    for program in &cluster.programs {
        let there = Visitor { client: program.client(), ..visitor.clone() };
        streams.push(Events::open(&there).await);
    }
    let mut through = Events::open(&visitor).await;
    for stream in streams.iter_mut().chain([&mut through]) {
        assert_eq!(stream.next().await.as_deref(), Some("open"));
    }
    visitor.contact("zoe@example.org").await.ok(202);
    for stream in streams.iter_mut().chain([&mut through]) {
        assert_eq!(stream.next().await.as_deref(), Some("pending"));
    }
    let link = cluster.link_to("zoe@example.org").await;
    let mut first = cluster.programs.remove(0);
    first.signal("KILL");
    first.wait();
    drop(streams.remove(0));
    // A widget whose stream broke opens another, and finds an instance that lives.
    let mut again = Events::open(&visitor).await;
    assert_eq!(again.next().await.as_deref(), Some("pending"));
    cluster.client.post(&link).await.ok(200);
    assert_eq!(again.next().await.as_deref(), Some("complete"));
    assert_eq!(streams[0].next().await.as_deref(), Some("complete"));
}

/// Ten minutes off: more than any deadline of a page, less than what S3's signatures allow.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_clock_of_an_instance_changes_no_deadline() {
    let library = std::fs::read_dir("/usr/lib").expect("/usr/lib").flatten().find_map(|entry| {
        let path = entry.path().join("faketime/libfaketimeMT.so.1");
        path.exists().then_some(path)
    });
    let library = library.expect("libfaketime: run script/bootstrap");
    let library = library.to_str().expect("a path that is text");
    let off = |minutes| {
        [("LD_PRELOAD", library), ("FAKETIME", minutes), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"), ("SWEEP_EVERY", "1s")]
    };
    let cluster = Cluster::start_each(&[&off("+10m"), &off("-10m")]).await;
    let dates = [0, 1].map(|index| Visitor::new(cluster.programs[index].client()));
    let mut told = Vec::new();
    for (index, visitor) in dates.iter().enumerate() {
        visitor.upload_pdf().await;
        let answer = visitor.contact(&format!("zoe{index}@example.org")).await.ok(202);
        told.push(answer.json()["valid_until"].as_str().expect("a time").to_owned());
    }
    assert!(told[0] > told[1], "the clocks are really off: {told:?}");

    let seconds = "SELECT round(extract(epoch FROM deadline - now()))::bigint FROM leases";
    let visitor = cluster.visitor();
    for program in &cluster.programs {
        let there = Visitor { client: program.client(), ..visitor.clone() };
        there.upload_pdf().await;
        assert!((80..=90).contains(&cluster.number(seconds).await));
        there.heartbeat(false).await.ok(204);
        assert!((590..=600).contains(&cluster.number(seconds).await));
        there.heartbeat(true).await.ok(204);
    }
    // Both sweep; neither takes the session, nor what was just begun, for old.
    let swept = "SELECT (extract(epoch FROM swept_at) * 1000)::bigint FROM sweeps";
    for _ in 0..4 {
        let before = cluster.number(swept).await;
        until("a sweep", async || (cluster.number(swept).await > before).then_some(())).await;
    }
    assert_eq!(cluster.number("SELECT count(*) FROM leases WHERE state = 'live'").await, 1);
    // And both see when it is over.
    visitor.leave().await.ok(204);
    assert!((25..=30).contains(&cluster.number(seconds).await));
    cluster.sql("UPDATE leases SET deadline = now() - interval '1 second'").await;
    until("a tombstone", async || {
        (cluster.number("SELECT count(*) FROM leases WHERE state = 'tombstone'").await == 1).then_some(())
    })
    .await;
    assert_eq!(cluster.keys(&visitor.session), Vec::<String>::new());
    // Links and cool-downs count by the database too.
    for (index, visitor) in dates.iter().enumerate() {
        visitor.call("POST", "/verification", json!(null)).await.refused(429, "rate-limited");
        let link = cluster.link_to(&format!("zoe{index}@example.org")).await;
        cluster.client.post(&link).await.ok(200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_widget_shows_the_confirmation_whichever_instance_took_the_link() {
    let cluster = Cluster::start(2, &[]).await;
    let backs: Vec<_> = cluster.programs.iter().map(|program| format!("http://{}", program.address)).collect();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let node = Some(root.join(".tools/bin/node")).filter(|path| path.exists());
    let mut journey = Command::new(node.unwrap_or_else(|| "node".into()));
    journey
        .args(["--test", "tests/browser/several_instances.mjs"])
        .current_dir(root)
        .env("ANTEROOM_URL", format!("http://{}", cluster.client.address))
        .env("ANTEROOM_INSTANCES", backs.join(" "))
        .env("ANTEROOM_MAIL", cluster.mail_folder());
    let ran = tokio::task::spawn_blocking(move || journey.output()).await.expect("a task").expect("node");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
}
