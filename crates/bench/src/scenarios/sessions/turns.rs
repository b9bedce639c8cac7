//! One contestant's turn: its sessions renewed, itself started afresh, pressed and paced, directly and through nginx.

use std::time::Duration;

use sqlx::{Connection as _, PgConnection};

use super::signed_in::{KEY, SignedIn, must_check};
use super::{CALLERS, CONNECTIONS, RATE};
use crate::support::Result;
use crate::support::api::{Api, Kind};
use crate::support::database::{Copy, Database};
use crate::support::figures::Figures;
use crate::support::nginx::Nginx;
use crate::support::pgbench;
use crate::support::pressure::{Pace, Requests, paced, pressed};
use crate::support::process::Process;
use crate::support::run::Run;

/// The statement of a check, for a single token: the product asks for the tokens of all checks that wait.
const LOOK_UP: &str = "SELECT id, user_id, timeout_seconds, created_at, seen_at, expires_at, ends_at, role, permissions, \
                       metadata FROM member_sessions WHERE token_sha256 = $1 AND expires_at > now()";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum What {
    Server(Kind),
    /// PostgreSQL alone.
    LookUp,
    /// HTTP alone, and nginx alone.
    Constant,
}

impl What {
    pub fn name(self) -> &'static str {
        match self {
            Self::Server(kind) => kind.name(),
            Self::LookUp => "pgbench with the statement of a check (the limit)",
            Self::Constant => "nginx that answers 204 (the limit)",
        }
    }

    /// Whether it gets the steady load: the peers as they are by default, or as they must be to end idle sessions.
    pub fn is_paced(self) -> bool {
        use Kind::{ExpressSession, TowerSessions};
        !matches!(
            self,
            Self::LookUp | Self::Server(ExpressSession { touches: false } | TowerSessions { touches: false })
        )
    }
}

/// Without a pause.
#[derive(Default)]
pub struct Speed {
    pub rate: Figures,
    /// Milliseconds.
    pub median: Figures,
    pub slow: Figures,
    /// Microseconds each.
    pub cpu: Figures,
    pub database_cpu: Figures,
}

/// At a fixed rate.
#[derive(Default)]
pub struct Paced {
    /// Percent that were answered.
    pub share: Figures,
    /// Milliseconds.
    pub median: Figures,
    pub slow: Figures,
    /// Percent of a core.
    pub cpu: Figures,
    pub database_cpu: Figures,
    /// A second.
    pub rows: Figures,
    /// kB a second.
    pub log: Figures,
}

/// The measurements of one contestant, over all rounds.
pub struct Row {
    pub what: What,
    sessions: SignedIn,
    pub direct: Speed,
    pub forward: Speed,
    /// Microseconds of nginx's CPU for each request.
    pub nginx_cpu: Figures,
    /// Microseconds until the answer, with a single caller.
    pub alone: Figures,
    pub paced: Paced,
    pub paced_forward: Paced,
}

/// How long to warm up and to measure.
struct Times {
    warm: Duration,
    pressed: Duration,
    alone: Duration,
    paced: Duration,
}

impl Times {
    fn of(run: &Run) -> Self {
        let [warm, pressed, alone, paced] = if run.quick { [1, 2, 1, 5] } else { [2, 5, 2, 20] };
        let seconds = Duration::from_secs;
        Self { warm: seconds(warm), pressed: seconds(pressed), alone: seconds(alone), paced: seconds(paced) }
    }
}

impl Row {
    /// Makes the sessions of a server.
    pub async fn new(what: What, run: &Run, copy: &Copy) -> Result<Self> {
        let sessions = match what {
            What::Server(kind) => SignedIn::at(&start(kind, run, copy).await?, kind).await?,
            What::LookUp | What::Constant => SignedIn::none(),
        };
        let speed = Speed::default;
        Ok(Self {
            what,
            sessions,
            direct: speed(),
            forward: speed(),
            nginx_cpu: Figures::default(),
            alone: Figures::default(),
            paced: Paced::default(),
            paced_forward: Paced::default(),
        })
    }

    pub async fn turn(&mut self, run: &Run, database: &Database, copy: &Copy) -> Result<()> {
        renew(copy).await?;
        let times = Times::of(run);
        match self.what {
            What::LookUp => self.look_up(&times, database, copy).await,
            What::Constant => {
                let nginx = Nginx::before(None).await?;
                self.press(&times, database, &nginx.process, self.sessions.checks(nginx.application, 204)).await?;
                self.pace(&times, database, copy, &nginx.process, self.sessions.checks(nginx.application, 204)).await?;
                self.through(&times, database, &nginx.process, &nginx).await
            }
            What::Server(kind) => {
                let api = start(kind, run, copy).await?;
                let checks = self.sessions.checks(api.address, 200);
                must_check(&checks, "/sessions/validate").await?;
                self.press(&times, database, &api.process, checks.clone()).await?;
                if self.what.is_paced() {
                    self.pace(&times, database, copy, &api.process, checks).await?;
                }
                let nginx = Nginx::before(Some(api.address)).await?;
                must_check(&self.sessions.visits(nginx.site), "/").await?;
                self.through(&times, database, &api.process, &nginx).await
            }
        }
    }

    /// PostgreSQL alone.
    async fn look_up(&mut self, times: &Times, database: &Database, copy: &Copy) -> Result<()> {
        let hashes = "SELECT '\\x' || encode(token_sha256, 'hex') FROM member_sessions ORDER BY random() LIMIT 100";
        let hashes: Vec<String> = sqlx::query_scalar(hashes).fetch_all(&copy.pool).await?;
        pgbench::run(copy, LOOK_UP, &hashes, CALLERS, times.warm)?;
        let before = database.cpu()?;
        let found = pgbench::run(copy, LOOK_UP, &hashes, CALLERS, times.pressed)?;
        self.direct.rate.push(found.rate);
        self.direct.database_cpu.push(database.cpu()?.saturating_sub(before).as_secs_f64() * 1e6 / found.count);
        let alone = pgbench::run(copy, LOOK_UP, &hashes, 1, times.alone)?;
        self.alone.push(1e6 / alone.rate);
        Ok(())
    }

    /// Callers that ask the server directly, without a pause.
    async fn press(&mut self, times: &Times, database: &Database, server: &Process, checks: Requests) -> Result<()> {
        let failed = |error: Box<dyn std::error::Error + Send + Sync>| server.failure(&error.to_string());
        pressed(&checks, CALLERS, times.warm).await.map_err(failed)?;
        let (before, database_before) = (server.cpu()?.all(), database.cpu()?);
        let pace = pressed(&checks, CALLERS, times.pressed).await.map_err(failed)?;
        self.direct.push(
            &pace,
            server.cpu()?.all().saturating_sub(before),
            database.cpu()?.saturating_sub(database_before),
        );
        let alone = pressed(&checks, 1, times.alone).await.map_err(failed)?;
        self.alone.push(1e6 / alone.rate());
        Ok(())
    }

    /// The steady load, asked directly, and what is written meanwhile.
    async fn pace(
        &mut self,
        times: &Times,
        database: &Database,
        copy: &Copy,
        server: &Process,
        checks: Requests,
    ) -> Result<()> {
        let failed = |error: Box<dyn std::error::Error + Send + Sync>| server.failure(&error.to_string());
        paced(&checks, CONNECTIONS, RATE, times.warm).await.map_err(failed)?;
        let written = settled(copy).await?;
        let (before, database_before) = (server.cpu()?.all(), database.cpu()?);
        let pace = paced(&checks, CONNECTIONS, RATE, times.paced).await.map_err(failed)?;
        let percent = |after: Duration, before| after.saturating_sub(before).as_secs_f64() / pace.seconds * 100.0;
        self.paced.cpu.push(percent(server.cpu()?.all(), before));
        self.paced.database_cpu.push(percent(database.cpu()?, database_before));
        let written = settled(copy).await?.since(&written);
        self.paced.rows.push(written.rows / pace.seconds);
        self.paced.log.push(written.log / pace.seconds / 1000.0);
        self.paced.push(&pace);
        Ok(())
    }

    /// Both through nginx.
    async fn through(&mut self, times: &Times, database: &Database, server: &Process, nginx: &Nginx) -> Result<()> {
        let failed = |error: Box<dyn std::error::Error + Send + Sync>| {
            server.failure(&nginx.process.failure(&error.to_string()).to_string())
        };
        let visits = self.sessions.visits(nginx.site);
        pressed(&visits, CALLERS, times.warm).await.map_err(failed)?;
        let (before, nginx_before) = (server.cpu()?.all(), nginx.process.cpu()?.all());
        let database_before = database.cpu()?;
        let pace = pressed(&visits, CALLERS, times.pressed).await.map_err(failed)?;
        self.forward.push(
            &pace,
            server.cpu()?.all().saturating_sub(before),
            database.cpu()?.saturating_sub(database_before),
        );
        self.nginx_cpu.push(pace.each(nginx.process.cpu()?.all().saturating_sub(nginx_before)));
        if self.what.is_paced() {
            self.paced_forward.push(&paced(&visits, CONNECTIONS, RATE, times.paced / 2).await.map_err(failed)?);
        }
        Ok(())
    }
}

impl Speed {
    fn push(&mut self, pace: &Pace, cpu: Duration, database_cpu: Duration) {
        self.rate.push(pace.rate());
        self.median.push(pace.waits.median().unwrap_or(f64::NAN));
        self.slow.push(pace.waits.p99().unwrap_or(f64::NAN));
        self.cpu.push(pace.each(cpu));
        self.database_cpu.push(pace.each(database_cpu));
    }
}

impl Paced {
    fn push(&mut self, pace: &Pace) {
        self.share.push(pace.share());
        self.median.push(pace.waits.median().unwrap_or(f64::NAN));
        self.slow.push(pace.waits.p99().unwrap_or(f64::NAN));
    }
}

/// All servers share one database, and so the bucket is always the right one.
async fn start(kind: Kind, run: &Run, copy: &Copy) -> Result<Api> {
    let options: &[(&str, &str)] = match kind {
        Kind::Anteroom => {
            &[("SESSION_SERVICE_KEYS", KEY), ("SESSION_PROTECTED_PATHS", "/"), ("TRUSTED_PROXIES", "127.0.0.1/32")]
        }
        _ => &[],
    };
    Api::start_with(kind, run.sink, copy, options).await
}

/// Leaves the sessions as an hour's use does: the last use of each was noted some time in the last minute, so that the
/// next notes are spread evenly. Then everything is tidied up, so that no one's turn pays for another's.
async fn renew(copy: &Copy) -> Result<()> {
    // A connection of its own: at its end it reports what it has written, which is then not counted as a server's.
    let mut conn = PgConnection::connect_with(&copy.pool.connect_options()).await?;
    for statement in [
        "UPDATE member_sessions SET seen_at = now() - random() * interval '60 seconds',
                                    expires_at = now() + interval '1 hour', ends_at = now() + interval '1 day'",
        "VACUUM (ANALYZE)",
        "CHECKPOINT",
    ] {
        sqlx::raw_sql(statement).execute(&mut conn).await?;
    }
    Ok(conn.close().await?)
}

/// PostgreSQL's processes report their counts a second late.
async fn settled(copy: &Copy) -> Result<crate::support::database::Written> {
    tokio::time::sleep(Duration::from_millis(1500)).await;
    copy.written().await
}
