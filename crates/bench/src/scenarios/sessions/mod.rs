//! What a check of a member's session costs: asked directly, and by nginx before each request to a site. Beside it the
//! session stores that a Node or a Rust user would take, and the limits: PostgreSQL alone with the statement of a check,
//! and HTTP alone.

mod signed_in;
mod turns;

use turns::{Row, What};

use crate::support::Result;
use crate::support::api::Kind;
use crate::support::database::Database;
use crate::support::figures::Figures;
use crate::support::report::{Bar, Section, Table};
use crate::support::run::Run;

/// Active sessions of each server.
const SESSIONS: usize = 10_000;

/// Callers that ask without a pause.
const CALLERS: usize = 16;

/// Requests a second of the steady load, over this many connections.
const RATE: u32 = 2000;
const CONNECTIONS: usize = 64;

const EXPRESS: What = What::Server(Kind::ExpressSession { touches: true });
const ANTEROOM: What = What::Server(Kind::Anteroom);

pub async fn measure(run: &Run) -> Result<Section> {
    let database = Database::start().await?;
    let copy = database.copy().await?;
    let contestants = [
        ANTEROOM,
        EXPRESS,
        What::Server(Kind::ExpressSession { touches: false }),
        What::Server(Kind::TowerSessions { touches: true }),
        What::Server(Kind::TowerSessions { touches: false }),
        What::LookUp,
        What::Constant,
    ];
    let mut rows: Vec<Row> = Vec::new();
    for what in contestants {
        rows.push(Row::new(what, run, &copy).await?);
    }
    run.alternate("sessions", &mut rows, async |run, row| row.turn(run, &database, &copy).await).await?;
    database.drop_copy(copy).await?;
    Ok(Section {
        title: "Members' sessions".to_owned(),
        about: about(),
        tables: vec![checks(&rows), forwarded(&rows), steady(&rows), steady_behind_nginx(&rows)],
        bars: bars(&rows),
    })
}

fn about() -> String {
    format!(
        "{SESSIONS} sessions of as many users, with a role, two permissions and a preference each, made by each \
         server's own call. Directly: `GET /sessions/validate`, whose answer holds the session. Through nginx: `GET \
         /` of a site whose nginx is configured as docs/sessions.md has it; its `auth_request` asks the server, and \
         an application that is nginx's own 204 answers. {CALLERS} callers with a kept connection each ask without a \
         pause, always for the next session. All servers use the same database of the same PostgreSQL, with a pool of \
         16, and before each turn their tables are vacuumed and a checkpoint is written. Anteroom notes that a \
         session is used, in batches; the peers do so in each request by default, and without it no session ends \
         sooner for being idle, so that is less than is asked. Node has one thread; the others have one for each \
         core. The limits: pgbench with the statement of a check for a single token, prepared, over the same socket, \
         for a hundred of the sessions; and nginx that answers 204 itself, or asks itself. The steady load is {RATE} \
         requests a second over {CONNECTIONS} connections, whatever the server does; a time counts from when the \
         request was due, and the load's clock has a millisecond. Each session is then used every five seconds. Rows \
         are those that were inserted, updated and deleted in the whole database. Load, servers and database share \
         the cores."
    )
}

fn checks(rows: &[Row]) -> Table {
    let mut table = Table::new(
        format!("Checks, asked directly, {CALLERS} callers:"),
        [
            "server",
            "a second",
            "anteroom's ÷ this",
            "ms, median",
            "ms, 99 of 100",
            "one caller: µs each",
            "its CPU, µs each",
            "PostgreSQL's CPU, µs each",
        ],
    );
    for row in rows {
        let speed = &row.direct;
        let figures =
            [(&speed.median, 2), (&speed.slow, 2), (&row.alone, 0), (&speed.cpu, 0), (&speed.database_cpu, 0)];
        let times = quotient(rows, |row| &row.direct.rate, ANTEROOM, row.what);
        let shown = figures.map(|(figure, digits)| figure.shown(digits));
        table.line(row.what.name(), [speed.rate.shown(0), with_digits(times, 2)].into_iter().chain(shown));
    }
    table
}

fn forwarded(rows: &[Row]) -> Table {
    let mut table = Table::new(
        format!("Requests through nginx, {CALLERS} callers:"),
        [
            "server that nginx asks",
            "a second",
            "anteroom's ÷ this",
            "ms, median",
            "ms, 99 of 100",
            "its CPU, µs each",
            "nginx's CPU, µs each",
            "PostgreSQL's CPU, µs each",
        ],
    );
    for row in rows.iter().filter(|row| row.what != What::LookUp) {
        let speed = &row.forward;
        let figures =
            [(&speed.median, 2), (&speed.slow, 2), (&speed.cpu, 0), (&row.nginx_cpu, 0), (&speed.database_cpu, 0)];
        let times = quotient(rows, |row| &row.forward.rate, ANTEROOM, row.what);
        let figures = figures.map(|(figure, digits)| if digits == 0 { figure.shown(0) } else { figure.shown(2) });
        table.line(row.what.name(), [speed.rate.shown(0), with_digits(times, 2)].into_iter().chain(figures));
    }
    table
}

fn steady(rows: &[Row]) -> Table {
    let mut table = Table::new(
        format!("{RATE} checks a second, asked directly, {SESSIONS} active sessions:"),
        [
            "server",
            "answered, %",
            "ms, median",
            "ms, 99 of 100",
            "its CPU, % of a core",
            "PostgreSQL's CPU, % of a core",
            "rows written a second",
            "log written, kB/s",
        ],
    );
    for row in rows.iter().filter(|row| row.what.is_paced()) {
        let paced = &row.paced;
        let figures = [
            (&paced.share, 1),
            (&paced.median, 2),
            (&paced.slow, 2),
            (&paced.cpu, 0),
            (&paced.database_cpu, 0),
            (&paced.rows, 0),
            (&paced.log, 0),
        ];
        table.line(row.what.name(), figures.map(|(figure, digits)| figure.shown(digits)));
    }
    table
}

fn steady_behind_nginx(rows: &[Row]) -> Table {
    let mut table = Table::new(
        format!("{RATE} requests a second through nginx:"),
        ["server that nginx asks", "answered, %", "ms, median", "ms, 99 of 100"],
    );
    for row in rows.iter().filter(|row| row.what.is_paced()) {
        let paced = &row.paced_forward;
        let figures = [(&paced.share, 1), (&paced.median, 2), (&paced.slow, 2)];
        table.line(row.what.name(), figures.map(|(figure, digits)| figure.shown(digits)));
    }
    table
}

fn bars(rows: &[Row]) -> Vec<Bar> {
    let direct = |over, under| quotient(rows, |row| &row.direct.rate, over, under);
    let each = |what, forward: bool| {
        let row = rows.iter().find(|row| row.what == what)?;
        let rate = if forward { &row.forward.rate } else { &row.direct.rate };
        rate.median().map(|rate| 1.0 / rate)
    };
    // What is left of a request's time without HTTP's or nginx's share.
    let without =
        |forward| Some((each(ANTEROOM, forward)? - each(What::Constant, forward)?) / each(What::LookUp, false)?);
    let paced = rows.iter().find(|row| row.what == ANTEROOM);
    vec![
        Bar::at_least("sessions: checks a second ÷ express-session's", direct(ANTEROOM, EXPRESS), 5.0),
        Bar::at_least(
            "sessions through nginx: requests a second ÷ express-session's",
            quotient(rows, |row| &row.forward.rate, ANTEROOM, EXPRESS),
            5.0,
        ),
        Bar::at_most("sessions: time of a check ÷ the bare look-up's", direct(What::LookUp, ANTEROOM), 1.3),
        Bar::at_most("sessions: the same without HTTP's share", without(false), 1.3),
        Bar::at_most("sessions through nginx: time without nginx's share ÷ the bare look-up's", without(true), 1.3),
        Bar::at_most(
            "sessions: rows written a second for 10,000 active ones (each use once a minute: 167)",
            paced.and_then(|row| row.paced.rows.median()),
            200.0,
        ),
    ]
}

/// One's median ÷ the other's.
fn quotient(rows: &[Row], figure: impl Fn(&Row) -> &Figures, over: What, under: What) -> Option<f64> {
    let of = |what| figure(rows.iter().find(|row| row.what == what)?).median();
    Some(of(over)? / of(under)?)
}

fn with_digits(figure: Option<f64>, digits: usize) -> String {
    figure.map_or_else(|| "–".to_owned(), |figure| format!("{figure:.digits$}"))
}
