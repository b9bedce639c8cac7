//! What a contact costs: five inserts in one transaction (session, two consents, the mail's job, the trail's line),
//! beside peers that do the same five on the same schema.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use uuid::Uuid;

use super::growth::at;
use crate::support::Result;
use crate::support::api::{Api, Kind};
use crate::support::database::{Copy, Database};
use crate::support::figures::Figures;
use crate::support::line::{self, Line};
use crate::support::report::{Bar, Section, Table};
use crate::support::run::Run;

const CLIENTS: usize = 16;

/// The measurements of one server, over all rounds.
struct Row {
    kind: Kind,
    rate: Figures,
    /// Milliseconds until the answer: the median, and the slowest of a hundred.
    median: Figures,
    slow: Figures,
    /// Microseconds per contact.
    cpu: Figures,
    database_cpu: Figures,
}

impl Row {
    fn new(kind: Kind) -> Self {
        let none = Figures::default;
        Self { kind, rate: none(), median: none(), slow: none(), cpu: none(), database_cpu: none() }
    }
}

pub async fn measure(run: &Run) -> Result<Section> {
    let database = Database::start().await?;
    let mut rows = [Kind::Anteroom, Kind::Express, Kind::FastApi].map(Row::new);
    run.alternate("contacts", &mut rows, async |run, row| turn(run, row, &database).await).await?;
    let mut table = Table::new(
        "Contacts, 16 clients:",
        ["server", "a second", "ms, median", "ms, 99 of 100", "its CPU, µs each", "PostgreSQL's CPU, µs each"],
    );
    for row in &rows {
        let figures = [(&row.rate, 0), (&row.median, 1), (&row.slow, 1), (&row.cpu, 0), (&row.database_cpu, 0)];
        table.line(row.kind.name(), figures.map(|(figure, digits)| figure.shown(digits)));
    }
    Ok(Section { title: "Contacts".to_owned(), about: ABOUT.to_owned(), tables: vec![table], bars: bars(&rows) })
}

const ABOUT: &str = "`PUT /api/v1/contact` by 16 clients, each with a kept connection and a new session each time; \
    4,000 contacts after 400 to warm up. The product does all that it always does: the session's lock, the look for \
    a lease and for files, two NOTIFYs, the check of name, address and consents. The peers check the same fields \
    roughly and then do the same five inserts in one transaction, as their drivers' documentation shows, with a pool \
    of 16. All have a fresh copy of the database that the product's migrations make (same triggers, same indexes) in \
    the same PostgreSQL, which syncs each commit to disk. Afterwards the rows are counted. The product mails each \
    visitor a link, which no peer does: its mail server here greets and then answers no MAIL, so that its \
    eight senders wait and the queue stays. Sealing the trail, which runs every five seconds, is in the product's figures.";

fn bars(rows: &[Row]) -> Vec<Bar> {
    let rate = |kind| rows.iter().find(|row| row.kind == kind)?.rate.median();
    let times = |other| Some(rate(Kind::Anteroom)? / rate(other)?);
    vec![Bar::at_least("contacts a second ÷ express + pg's", times(Kind::Express), 4.0)]
}

/// One server's turn: started in front of a fresh database, warmed, measured, stopped, its rows counted.
async fn turn(run: &Run, row: &mut Row, database: &Database) -> Result<()> {
    let (warm, count) = if run.quick { (100, 1000) } else { (400, 4000) };
    let copy = database.copy().await?;
    let api = Api::start(row.kind, run.sink, &copy).await?;
    let version = wording(&api).await?;
    contacts(&api, &version, warm).await?;
    let (before, database_before) = (api.process.cpu()?.all(), database.cpu()?);
    let begun = Instant::now();
    let mut times = contacts(&api, &version, count).await?;
    let seconds = begun.elapsed().as_secs_f64();
    let each = |after: Duration, before: Duration| micros(after.saturating_sub(before), count);
    row.cpu.push(each(api.process.cpu()?.all(), before));
    row.database_cpu.push(each(database.cpu()?, database_before));
    row.rate.push(f64::from(u32::try_from(count)?) / seconds);
    times.sort_unstable();
    row.median.push(at(&times, 50));
    row.slow.push(at(&times, 99));
    if row.kind == Kind::Anteroom && api.mails_tried() == 0 {
        return Err("no mail was tried: the senders were not where they should be".into());
    }
    drop(api);
    must_be_stored(&copy, warm + count).await?;
    database.drop_copy(copy).await
}

fn micros(time: Duration, count: usize) -> f64 {
    time.as_secs_f64() * 1e6 / f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The version of the consents' wording, which a contact must name.
pub async fn wording(api: &Api) -> Result<String> {
    let mut line = Line::connect(api.address).await?;
    let answer = line.exchange(b"GET /api/v1/consent HTTP/1.1\r\nHost: bench\r\n\r\n").await?.success()?;
    let consents: serde_json::Value = serde_json::from_str(&answer.body)?;
    Ok(consents.get("version").and_then(|version| version.as_str()).ok_or("no version")?.to_owned())
}

/// Submits this many contacts; returns how long each took.
pub async fn contacts(api: &Api, version: &str, count: usize) -> Result<Vec<Duration>> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let (next, version, address) = (Arc::clone(&next), version.to_owned(), api.address);
        clients.spawn(async move {
            let mut line = Line::connect(address).await?;
            let mut times = Vec::with_capacity(count / CLIENTS);
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return Result::Ok(times);
                }
                let request = contact(number, &version);
                let begun = Instant::now();
                let answer = line.exchange(&request).await?;
                times.push(begun.elapsed());
                if answer.status != 202 || !answer.body.contains("\"pending\"") {
                    return Err(format!("a contact was answered {}: {}", answer.status, answer.body).into());
                }
            }
        });
    }
    let mut times = Vec::with_capacity(count);
    while let Some(outcome) = clients.join_next().await {
        times.extend(outcome?.map_err(|error| api.process.failure(&error.to_string()))?);
    }
    Ok(times)
}

/// Realistic names, because the indexes on them are part of the cost.
fn contact(number: usize, version: &str) -> Vec<u8> {
    const FIRST: [&str; 16] = [
        "Anna", "Zoë", "Mateo", "Yuki", "Olu", "Freya", "Tomasz", "Ines", "Karim", "Lena", "Marco", "Aisha", "Piotr",
        "Chloé", "Jonas", "Mei",
    ];
    const LAST: [&str; 17] = [
        "Müller",
        "García",
        "Okafor",
        "Tanaka",
        "Rossi",
        "Nowak",
        "Dubois",
        "Haddad",
        "Svensson",
        "Kowalski",
        "Weber",
        "Moreau",
        "Bianchi",
        "Costa",
        "Jansen",
        "Novák",
        "Lindqvist",
    ];
    let of = |names: &[&'static str]| names.get(number % names.len()).copied().unwrap_or_default();
    let id = Uuid::new_v4();
    // A part of the id makes the address unique.
    let unique = id.simple().to_string();
    let body = format!(
        "{{\"name\":\"{} {}\",\"email\":\"visitor.{:.10}@example.org\",\"consent_personal_data\":true,\
         \"consent_ai_training\":{},\"consent_version\":\"{version}\",\"locale\":\"en\"}}",
        of(&FIRST),
        of(&LAST),
        unique,
        number.is_multiple_of(2),
    );
    line::json("PUT", "/api/v1/contact", &format!("X-Session-ID: {id}\r\n"), &body)
}

/// Checks that all rows are stored, whichever server wrote them.
async fn must_be_stored(copy: &Copy, count: usize) -> Result<()> {
    let count = i64::try_from(count)?;
    let expected = [
        ("SELECT count(*) FROM sessions", count),
        ("SELECT count(*) FROM consents", 2 * count),
        ("SELECT count(*) FROM jobs", count),
        ("SELECT count(*) FROM audit", count),
    ];
    for (question, expected) in expected {
        let found = copy.count(question).await?;
        if found != expected {
            return Err(format!("{question} gave {found}, not {expected}").into());
        }
    }
    Ok(())
}
