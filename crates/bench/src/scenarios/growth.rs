//! How the cost of everyday calls grows with the number of stored sessions; measured on the lists' data.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;
use uuid::Uuid;

use super::contacts::{contacts, wording};
use super::lists::{Samples, Staff};
use crate::support::Result;
use crate::support::api::Api;
use crate::support::database::{Copy, Database};
use crate::support::line::Line;
use crate::support::plot::{self, Panel, Plot};
use crate::support::report::Table;
use crate::support::run::Run;

const CLIENTS: usize = 16;

/// Bytes of a small file.
const FILE: usize = 10 * 1024;

/// The measurements with this many stored sessions.
pub struct Stage {
    sessions: i64,
    contact: Cost,
    upload: Cost,
    /// Milliseconds, in the middle.
    list: f64,
    search: f64,
}

/// Microseconds of CPU per call.
struct Cost {
    server: f64,
    database: f64,
}

pub async fn stage(
    run: &Run,
    database: &Database,
    copy: &Copy,
    api: &Api,
    password: &str,
    sessions: i64,
) -> Result<Stage> {
    let (warm, count) = if run.quick { (50, 200) } else { (400, 2000) };
    let version = wording(api).await?;
    contacts(api, &version, warm).await?;
    let contact = cost(database, api, count, async || contacts(api, &version, count).await.map(drop)).await?;
    uploads(api, warm).await?;
    let upload = cost(database, api, count, async || uploads(api, count).await).await?;
    let samples = Samples::of(copy).await?;
    let mut staff = Staff::sign_in(api, password).await?;
    let calls = if run.quick { 20 } else { 100 };
    let list = at(&staff.calls(&samples, 0, calls).await?, 50);
    let search = at(&staff.calls(&samples, 7, calls).await?, 50);
    Ok(Stage { sessions, contact, upload, list, search })
}

async fn cost(database: &Database, api: &Api, count: usize, work: impl AsyncFnOnce() -> Result<()>) -> Result<Cost> {
    let (before, database_before) = (api.process.cpu()?.all(), database.cpu()?);
    work().await?;
    let each = |after: Duration, before: Duration| {
        after.saturating_sub(before).as_secs_f64() * 1e6 / f64::from(u32::try_from(count).unwrap_or(u32::MAX))
    };
    Ok(Cost { server: each(api.process.cpu()?.all(), before), database: each(database.cpu()?, database_before) })
}

/// Small files in forms, each of a new visitor.
async fn uploads(api: &Api, count: usize) -> Result<()> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let (next, address) = (Arc::clone(&next), api.address);
        clients.spawn(async move {
            let mut line = Line::connect(address).await?;
            while next.fetch_add(1, Ordering::Relaxed) < count {
                let answer = line.exchange(&form(Uuid::new_v4())).await?;
                if answer.status != 201 {
                    return Err(format!("an upload was answered {}: {}", answer.status, answer.body).into());
                }
            }
            Result::Ok(())
        });
    }
    while let Some(outcome) = clients.join_next().await {
        outcome?.map_err(|error| api.process.failure(&error.to_string()))?;
    }
    Ok(())
}

fn form(session: Uuid) -> Vec<u8> {
    let mut body = b"--bench\r\nContent-Disposition: form-data; name=\"file\"; filename=\"scan.pdf\"\r\n\
                     Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
        .to_vec();
    body.resize(body.len() + FILE, b'x');
    body.extend_from_slice(b"\r\n--bench--\r\n");
    let mut request = format!(
        "POST /api/v1/files HTTP/1.1\r\nHost: bench\r\nX-Session-ID: {session}\r\n\
         Content-Type: multipart/form-data; boundary=bench\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    request.append(&mut body);
    request
}

/// The given percentile of sorted times, in milliseconds.
pub fn at(sorted: &[Duration], percent: usize) -> f64 {
    let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(index).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
}

pub fn table(stages: &[Stage]) -> Table {
    let mut table = Table::new(
        "How cost grows with the sessions that are stored:",
        [
            "sessions",
            "a contact: anteroom's CPU, µs",
            "PostgreSQL's CPU, µs",
            "a file of 10 KiB: anteroom's CPU, µs",
            "PostgreSQL's CPU, µs",
            "the newest listed, ms",
            "a surname found, ms",
        ],
    );
    for Stage { sessions, contact, upload, list, search } in stages {
        let cpu = [contact.server, contact.database, upload.server, upload.database].map(|cpu| format!("{cpu:.0}"));
        table.line(sessions.to_string(), cpu.into_iter().chain([list, search].map(|ms| format!("{ms:.1}"))));
    }
    table
}

/// Draws the picture, unless it is a trial.
pub fn draw(run: &Run, stages: &[Stage]) -> Result<()> {
    if !run.kept {
        return Ok(());
    }
    #[expect(clippy::cast_precision_loss, reason = "a million at most")]
    let line = |name: &str, figure: fn(&Stage) -> f64| plot::Line {
        name: name.to_owned(),
        points: stages.iter().map(|stage| (stage.sessions as f64, figure(stage))).collect(),
    };
    let panel = |title: &str, lines| Panel { title: title.to_owned(), lines };
    let plot = Plot {
        title: "What calls cost, by the number of sessions that are stored".to_owned(),
        along: "sessions stored".to_owned(),
        panels: vec![
            panel(
                "a contact, CPU µs",
                vec![
                    line("anteroom", |stage| stage.contact.server),
                    line("PostgreSQL", |stage| stage.contact.database),
                ],
            ),
            panel(
                "a file of 10 KiB, CPU µs",
                vec![line("anteroom", |stage| stage.upload.server), line("PostgreSQL", |stage| stage.upload.database)],
            ),
            panel(
                "staff wait, ms",
                vec![line("the newest listed", |stage| stage.list), line("a surname found", |stage| stage.search)],
            ),
        ],
    };
    plot.write("growth-sessions.svg")
}
