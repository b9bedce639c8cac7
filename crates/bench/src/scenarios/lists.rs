//! How long staff wait for lists of a million sessions, and how the cost of everyday calls grows until then.

use std::time::{Duration, Instant};

use anteroom::platform::http::cursor::Cursor;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::growth::{self, Stage};
use crate::support::Result;
use crate::support::api::{Api, Kind};
use crate::support::database::{Copy, Database};
use crate::support::figures::Figures;
use crate::support::line::{self, Line};
use crate::support::people;
use crate::support::report::{Bar, Section, Table};
use crate::support::run::Run;

/// Calls of one kind per round.
const CALLS: usize = 200;

const EMAIL: &str = "bench@example.org";

/// The kinds of queries; each call of a kind asks for something else.
const KINDS: [&str; 12] = [
    "the newest",
    "a page in the middle",
    "pending only",
    "of one day",
    "pending, of one day",
    "an id",
    "a whole address",
    "a surname",
    "three letters",
    "one domain's addresses",
    "text in every address",
    "text in no address",
];

pub async fn measure(run: &Run) -> Result<Section> {
    let sizes = if run.quick { [1000, 10_000, 60_000] } else { [10_000, 100_000, 1_000_000] };
    let database = Database::start().await?;
    let copy = database.copy().await?;
    let password = anteroom::auth::staff::add_first(&copy.pool, EMAIL).await?.ok_or("no first account")?;
    let (mut stages, mut before) = (Vec::new(), 0);
    for size in sizes {
        eprintln!("lists: {size} sessions");
        database.safe(false).await?;
        people::grow(&copy, before, size).await?;
        database.safe(true).await?;
        before = size;
        let api = Api::start(Kind::Anteroom, run.sink, &copy).await?;
        stages.push(growth::stage(run, &database, &copy, &api, &password, size).await?);
    }
    let [_, _, size] = sizes;
    let api = Api::start(Kind::Anteroom, run.sink, &copy).await?;
    let mut staff = Staff::sign_in(&api, &password).await?;
    let mut figures = KINDS.map(|name| (name, Figures::default(), Figures::default()));
    let samples = Samples::of(&copy).await?;
    for round in 0..run.rounds {
        eprintln!("lists: round {} of {}", round + 1, run.rounds);
        for (kind, (_, median, slow)) in figures.iter_mut().enumerate() {
            let times = staff.calls(&samples, kind, if run.quick { 40 } else { CALLS }).await?;
            median.push(growth::at(&times, 50));
            slow.push(growth::at(&times, 99));
        }
    }
    drop(api);
    let slowest = slowest(&figures);
    database.explain(&copy, true).await?;
    let api = Api::start(Kind::Anteroom, run.sink, &copy).await?;
    // Often enough that PostgreSQL has settled on a plan: it plans five times with the values before it considers a
    // generic plan.
    Staff::sign_in(&api, &password).await?.calls(&samples, slowest, 12).await?;
    drop(api);
    let plan = database.plan(&["FROM sessions", "LIMIT"])?;
    database.drop_copy(copy).await?;
    section(run, size, &figures, &stages, &plan)
}

fn slowest(figures: &[(&str, Figures, Figures)]) -> usize {
    let all = figures.iter().enumerate().filter_map(|(at, (_, _, slow))| Some((at, slow.median()?)));
    all.max_by(|one, other| one.1.total_cmp(&other.1)).map_or(0, |(at, _)| at)
}

fn section(
    run: &Run,
    size: i64,
    figures: &[(&str, Figures, Figures)],
    stages: &[Stage],
    plan: &str,
) -> Result<Section> {
    let mut table =
        Table::new(format!("Lists over the API at {size} sessions, ms:"), ["what is asked for", "median", "99 of 100"]);
    for (name, median, slow) in figures {
        table.line(*name, [median.shown(1), slow.shown(1)]);
    }
    let at = slowest(figures);
    let worst = figures.get(at).and_then(|(_, _, slow)| slow.median());
    let name = figures.get(at).map_or("", |(name, ..)| *name);
    growth::draw(run, stages)?;
    Ok(Section {
        title: "Staff's lists, and how cost grows".to_owned(),
        about: format!(
            "Sessions made by SQL once, each with two consents, a file and a sealed line of the trail; names are put \
             together from syllables. Staff call `GET /api/v1/admin/sessions` over a kept connection, {CALLS} calls of \
             each kind in each round; the sign-in is checked and the look noted in the trail with each call, as always. \
             How cost grows was measured once at each size.\n\nThe slowest is “{name}”; PostgreSQL's plan for its last \
             call (auto_explain, from the program's own statement):\n\n{plan}"
        ),
        tables: vec![table, growth::table(stages)],
        bars: vec![Bar::at_most(format!("lists at {size} sessions: ms, 99 of 100, the slowest kind"), worst, 20.0)],
    })
}

/// Rows to ask for.
pub struct Samples {
    rows: Vec<(Uuid, String, String, OffsetDateTime)>,
}

impl Samples {
    pub async fn of(copy: &Copy) -> Result<Self> {
        // A hundred, spread over all.
        let rows = sqlx::query_as(
            "SELECT id, email, split_part(name, ' ', 2), created_at FROM sessions
             WHERE email LIKE '%@mail%' AND abs(hashtext(id::text)) % (SELECT greatest(1, count(*) / 100) FROM sessions) = 0
             ORDER BY id LIMIT 100",
        );
        let rows = rows.fetch_all(&copy.pool).await?;
        if rows.is_empty() { Err("no sessions to ask for".into()) } else { Ok(Self { rows }) }
    }

    fn query(&self, kind: usize, number: usize) -> Result<String> {
        let (id, email, surname, at) = self.rows.get(number % self.rows.len()).ok_or("no sample")?;
        let day = |at: OffsetDateTime| -> Result<String> {
            let at = at.replace_nanosecond(0)?;
            Ok(format!("from={}&to={}", at.format(&Rfc3339)?, (at + Duration::from_hours(24)).format(&Rfc3339)?))
        };
        Ok(match KINDS.get(kind).copied().unwrap_or_default() {
            "a page in the middle" => format!("after={}", Cursor::new(*at, *id)),
            "pending only" => "state=pending".to_owned(),
            "of one day" => day(*at)?,
            "pending, of one day" => format!("state=pending&{}", day(*at)?),
            "an id" => format!("q={id}"),
            "a whole address" => format!("q={}", email.replace('@', "%40")),
            "a surname" => format!("q={surname}"),
            "three letters" => format!("q={}", surname.chars().take(3).collect::<String>()),
            "one domain's addresses" => format!("q=%40mail{}.example.org", number % 40),
            "text in every address" => "q=example.org".to_owned(),
            "text in no address" => format!("q=qx{number}zq"),
            _ => String::new(),
        })
    }
}

/// A staff member who has signed in.
pub struct Staff {
    line: Line,
    token: String,
}

impl Staff {
    pub async fn sign_in(api: &Api, password: &str) -> Result<Self> {
        let mut line = Line::connect(api.address).await?;
        let body = format!("{{\"email\":\"{EMAIL}\",\"password\":\"{password}\"}}");
        let answer = line.exchange(&line::json("POST", "/api/v1/staff/login", "", &body)).await?.success()?;
        let begun: serde_json::Value = serde_json::from_str(&answer.body)?;
        let token = begun.get("token").and_then(|token| token.as_str()).ok_or("no token")?.to_owned();
        Ok(Self { line, token })
    }

    /// Makes calls of a kind, one after the other; returns how long each took, the shortest first.
    pub async fn calls(&mut self, samples: &Samples, kind: usize, count: usize) -> Result<Vec<Duration>> {
        let mut times = Vec::with_capacity(count);
        for number in 0..count {
            let query = samples.query(kind, number)?;
            let request = format!(
                "GET /api/v1/admin/sessions?{query} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {}\r\n\r\n",
                self.token
            );
            let begun = Instant::now();
            let answer = self.line.exchange(request.as_bytes()).await?.success()?;
            times.push(begun.elapsed());
            let empty = answer.body.contains("\"sessions\":[]");
            // Only text that does not occur, and a day without pending sessions, may find nothing.
            if empty != (kind == KINDS.len() - 1) && kind != 4 {
                return Err(format!("{query} found {}", answer.body.get(..200).unwrap_or(&answer.body)).into());
            }
        }
        times.sort_unstable();
        Ok(times)
    }
}
