//! What an answer of a model costs on its way to a member: a thousand at once, and one alone, beside relays that only
//! pass it on. Then what is asked of each request: the check of a token, and a page of history among a million messages.

mod history;
mod listener;
mod tokens;

use std::time::Duration;

use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::sleep;
use uuid::Uuid;

use self::history::Pages;
use self::listener::{Heard, listen};
use crate::support::api::{Api, Kind};
use crate::support::database::Database;
use crate::support::figures::Figures;
use crate::support::line;
use crate::support::model::PACE;
use crate::support::process::{Process, guarded};
use crate::support::report::{Bar, Section, Table};
use crate::support::run::Run;
use crate::support::{MIB, Result};

/// Answers at once.
const STREAMS: usize = 1000;

/// Answers of one word, one after the other.
const ALONE: usize = 50;

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Server(Kind),
    /// The model's server itself.
    Model,
}

/// The measurements of one contestant, over all rounds.
struct Row {
    what: What,
    /// Microseconds a word.
    cpu: Figures,
    database_cpu: Figures,
    /// MiB beyond what it had before the first question.
    memory: Figures,
    /// Milliseconds.
    first: Figures,
    first_slow: Figures,
    delay: Figures,
    delay_slow: Figures,
    alone: Figures,
    alone_slow: Figures,
}

pub async fn measure(run: &Run) -> Result<Section> {
    let database = Database::start().await?;
    let (keys, by_key) = tokens::by_key()?;
    let mut model = guarded(std::env::current_exe()?);
    let model = Process::start("model", model.arg("part-model").arg(&keys))?;
    let address = model.next_address(Duration::from_secs(10))?;
    let contestants =
        [What::Server(Kind::Anteroom), What::Server(Kind::FastApiRelay), What::Server(Kind::ExpressRelay), What::Model];
    let mut rows = contestants.map(|what| Row {
        what,
        cpu: Figures::default(),
        database_cpu: Figures::default(),
        memory: Figures::default(),
        first: Figures::default(),
        first_slow: Figures::default(),
        delay: Figures::default(),
        delay_slow: Figures::default(),
        alone: Figures::default(),
        alone_slow: Figures::default(),
    });
    let url = format!("http://{address}/v1");
    run.alternate("chat", &mut rows, async |run, row| row.turn(run, &database, &url).await).await?;
    let (mut secret, mut key) = (Figures::default(), Figures::default());
    for _ in 0..run.rounds {
        let options = format!("--members-jwt-secret={}", tokens::SECRET);
        secret.push(tokens::check_time(&[&options], &tokens::by_secret(0)).await?);
        key.push(tokens::check_time(&[&format!("--members-jwks-url=http://{address}/keys")], &by_key).await?);
    }
    let pages = pages(run, &database, &url).await?;
    Ok(Section {
        title: "Members' conversations".to_owned(),
        about: about(run),
        tables: vec![streams(&rows, run), singles(&rows), others(&secret, &key, &pages)],
        bars: bars(&rows, &pages),
    })
}

impl Row {
    #[expect(clippy::cast_precision_loss, reason = "figures are printed with a few digits")]
    async fn turn(&mut self, run: &Run, database: &Database, url: &str) -> Result<()> {
        let What::Server(kind) = self.what else {
            let address = url.trim_start_matches("http://").trim_end_matches("/v1").parse()?;
            let request = |_, words: u32| {
                line::json("POST", "/v1/chat/completions", "", &json!({ "say": format!("say {words}") }).to_string())
            };
            self.ask_alone(address, request).await?;
            let heard = crowd(address, words(run), request).await?;
            return self.note(&heard, words(run));
        };
        let copy = database.copy().await?;
        let secret = tokens::SECRET;
        let options = [
            ("LLM_URL", url),
            ("LLM_MODEL", "scripted"),
            ("LLM_CONCURRENCY", "1000"),
            ("MEMBERS_JWT_SECRET", secret),
            ("MEMBERS_AUDIENCE", "bench"),
            ("RATE_LIMIT", "off"),
            // A thousand browsers do not come from one address: here they come as through a proxy.
            ("TRUSTED_PROXIES", "127.0.0.1/32"),
        ];
        let api = Api::start_with(kind, run.sink, &copy, &options).await?;
        let request = move |user: usize, words: u32| {
            let text = format!("say {words}");
            if kind != Kind::Anteroom {
                return line::json("POST", "/chat", "", &json!({ "message": text }).to_string());
            }
            let message = json!({ "id": "q", "role": "user", "parts": [{ "type": "text", "text": text }] });
            let body = json!({ "id": Uuid::new_v4(), "messages": [message] }).to_string();
            let headers = format!("Authorization: Bearer {}\r\nAccept: text/event-stream\r\n", tokens::by_secret(user));
            line::json("POST", "/api/v1/chat", &headers, &body)
        };
        self.ask_alone(api.address, request).await?;
        api.process.reset_peak_memory()?;
        let idle = api.process.memory()?;
        let (before, database_before) = (api.process.cpu()?.all(), database.cpu()?);
        let heard =
            crowd(api.address, words(run), request).await.map_err(|error| api.process.failure(&error.to_string()))?;
        let said = (STREAMS * words(run) as usize) as f64;
        let each = |after: Duration, before: Duration| after.saturating_sub(before).as_secs_f64() * 1e6 / said;
        self.cpu.push(each(api.process.cpu()?.all(), before));
        self.database_cpu.push(each(database.cpu()?, database_before));
        self.memory.push(api.process.peak_memory()?.saturating_sub(idle) as f64 / MIB as f64);
        if kind == Kind::Anteroom {
            let stored =
                copy.count("SELECT count(*) FROM messages WHERE role = 'assistant' AND state = 'whole'").await?;
            if stored != i64::try_from(STREAMS + ALONE)? {
                return Err(api.process.failure(&format!("stored {stored} whole answers")));
            }
        }
        drop(api);
        database.drop_copy(copy).await?;
        self.note(&heard, words(run))
    }

    async fn ask_alone(
        &mut self,
        address: std::net::SocketAddr,
        request: impl Fn(usize, u32) -> Vec<u8>,
    ) -> Result<()> {
        let mut firsts = Vec::new();
        for user in 0..ALONE {
            firsts.push(listen(address, &request(user, 1), 1).await?.first);
        }
        let firsts: Figures = firsts.into_iter().collect();
        self.alone.push(firsts.median().unwrap_or(f64::NAN));
        self.alone_slow.push(firsts.p99().unwrap_or(f64::NAN));
        Ok(())
    }

    fn note(&mut self, heard: &[Heard], words: u32) -> Result<()> {
        if let Some(short) = heard.iter().find(|one| one.delays.len() != words as usize) {
            return Err(format!("an answer has {} words of {words}", short.delays.len()).into());
        }
        let firsts: Figures = heard.iter().map(|one| one.first).collect();
        let delays: Figures = heard.iter().flat_map(|one| one.delays.iter().copied()).collect();
        self.first.push(firsts.median().unwrap_or(f64::NAN));
        self.first_slow.push(firsts.p99().unwrap_or(f64::NAN));
        self.delay.push(delays.median().unwrap_or(f64::NAN));
        self.delay_slow.push(delays.p99().unwrap_or(f64::NAN));
        Ok(())
    }
}

/// Words of each answer: ten seconds of them.
fn words(run: &Run) -> u32 {
    if run.quick { 3 * PACE } else { 10 * PACE }
}

/// All ask within two seconds, and listen to the end.
async fn crowd(
    address: std::net::SocketAddr,
    words: u32,
    request: impl Fn(usize, u32) -> Vec<u8>,
) -> Result<Vec<Heard>> {
    let mut listeners = JoinSet::new();
    for user in 0..STREAMS {
        let request = request(user, words);
        listeners.spawn(async move {
            sleep(Duration::from_secs(2) * u32::try_from(user)? / u32::try_from(STREAMS)?).await;
            listen(address, &request, words).await
        });
    }
    let mut heard = Vec::with_capacity(STREAMS);
    while let Some(outcome) = listeners.join_next().await {
        heard.push(outcome??);
    }
    Ok(heard)
}

async fn pages(run: &Run, database: &Database, url: &str) -> Result<Pages> {
    let copy = database.copy().await?;
    database.safe(false).await?;
    history::seed(&copy).await?;
    database.safe(true).await?;
    let options = [
        ("LLM_URL", url),
        ("LLM_MODEL", "scripted"),
        ("MEMBERS_JWT_SECRET", tokens::SECRET),
        ("MEMBERS_AUDIENCE", "bench"),
        ("RATE_LIMIT", "off"),
    ];
    let api = Api::start_with(Kind::Anteroom, run.sink, &copy, &options).await?;
    let pages = history::read(&api, &copy, Duration::from_secs(if run.quick { 1 } else { 5 })).await?;
    drop(api);
    database.drop_copy(copy).await?;
    Ok(pages)
}

fn about(run: &Run) -> String {
    format!(
        "A scripted model in a process of its own says {PACE} words a second to each question. {STREAMS} members ask \
         within two seconds and hear {} words each, over a connection each. Anteroom checks each member's token, stores \
         the question, the answer as it comes and its end, and can be asked for it again from another device; FastAPI \
         (uvicorn, httpx) and Express (fetch) pass the model's bytes on and store nothing. Python and Node have one \
         thread, Anteroom one for each core. Each word holds the time when it was said: its delay is the whole way, load \
         included. All words must arrive, and all answers must be stored whole. Alone: {ALONE} answers of one word, one \
         after the other, each with a conversation of its own. Memory is the peak beyond what the server had before. The \
         token check is the product's own function, one thread, {} claims. History: a million messages in ten thousand \
         conversations of a thousand members; each page has a hundred messages, the list ten conversations, one request \
         at a time.",
        words(run),
        7
    )
}

fn name(what: What) -> &'static str {
    match what {
        What::Server(kind) => kind.name(),
        What::Model => "the model itself (the limit)",
    }
}

fn streams(rows: &[Row], run: &Run) -> Table {
    let mut table = Table::new(
        format!("{STREAMS} answers at once, {} words each:", words(run)),
        [
            "server",
            "its CPU, µs a word",
            "PostgreSQL's CPU, µs a word",
            "memory, MiB more",
            "first word, ms",
            "99 of 100",
            "delay of a word, ms",
            "99 of 100",
        ],
    );
    for row in rows {
        let figures = [
            (&row.cpu, 1),
            (&row.database_cpu, 1),
            (&row.memory, 0),
            (&row.first, 1),
            (&row.first_slow, 0),
            (&row.delay, 1),
            (&row.delay_slow, 0),
        ];
        table.line(name(row.what), figures.map(|(figure, digits)| figure.shown(digits)));
    }
    table
}

fn singles(rows: &[Row]) -> Table {
    let mut table = Table::new("One answer at a time:", ["server", "first word, ms", "99 of 100"]);
    for row in rows {
        table.line(name(row.what), [row.alone.shown(2), row.alone_slow.shown(2)]);
    }
    table
}

fn others(secret: &Figures, key: &Figures, pages: &Pages) -> Table {
    let mut table = Table::new("Checks and pages:", ["what", "median", "99 of 100"]);
    table.line("a token of a secret (HS256), µs", [secret.shown(1), String::new()]);
    table.line("a token of a key (RS256), µs", [key.shown(1), String::new()]);
    let all = [("the list", &pages.list), ("a conversation", &pages.conversation), ("a search", &pages.search)];
    for (what, waits) in all {
        let shown = |figure: Option<f64>| figure.map_or_else(|| "–".to_owned(), |figure| format!("{figure:.2}"));
        table.line(format!("{what}, ms"), [shown(waits.median()), shown(waits.p99())]);
    }
    table
}

fn bars(rows: &[Row], pages: &Pages) -> Vec<Bar> {
    let of = |kind: Kind| rows.iter().find(|row| row.what == What::Server(kind));
    let ratio = |figure: &dyn Fn(&Row) -> &Figures, other: Kind| {
        Some(figure(of(Kind::Anteroom)?).median()? / figure(of(other)?).median()?)
    };
    let direct = rows.iter().find(|row| row.what == What::Model);
    let beyond = || Some(of(Kind::Anteroom)?.alone.median()? - direct?.alone.median()?);
    vec![
        Bar::at_most(
            "chat: CPU of a word ÷ FastAPI's relay, which stores nothing",
            ratio(&|row| &row.cpu, Kind::FastApiRelay),
            1.0,
        ),
        Bar::at_most(
            "chat: CPU of a word ÷ Express's relay, which stores nothing",
            ratio(&|row| &row.cpu, Kind::ExpressRelay),
            1.0,
        ),
        Bar::at_most("chat: memory ÷ FastAPI's relay", ratio(&|row| &row.memory, Kind::FastApiRelay), 1.0),
        Bar::at_most(
            "chat: memory of 1,000 answers, MiB",
            of(Kind::Anteroom).and_then(|row| row.memory.median()),
            64.0,
        ),
        Bar::at_most("chat: first word alone, ms beyond the model's own", beyond(), 20.0),
        Bar::at_most("chat: a page of history at a million messages, ms, 99 of 100", pages.conversation.p99(), 20.0),
        Bar::at_most("chat: the list at a million messages, ms, 99 of 100", pages.list.p99(), 20.0),
    ]
}
