//! The whole of it: the parts put together, the route table, start and stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusHandle;
use sqlx::postgres::PgConnectOptions;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::config::{Config, Misconfigured, Switch};
use crate::db::batch::Batches;
use crate::erasures::{Ledger, LedgerError};
use crate::funnel::Funnel;
use crate::http::origin::Site;
use crate::http::rate::RateLimits;
use crate::http::serve;
use crate::ids::SessionId;
use crate::intake::Contacts;
use crate::jobs::{Job, MailLimits, Worker};
use crate::leases::Sweeper;
use crate::leases::reconcile::Outcome;
use crate::mail::{Mailer, NoticeWorker, Notices};
use crate::objects::ObjectStore;
use crate::privacy::self_service::Letters;
use crate::scan::Scanner;
use crate::sessions::{Heartbeats, Parts, Watchers};
use crate::staff::SignIns;
use crate::uploads::Uploads;
use crate::verification::LinkMailer;
use crate::{audit, config, db, mail, privacy, retention, telemetry};

mod backends;
pub mod commands;
mod desk;
mod docs;
mod document;
mod operations;
mod pages;
mod routes;
mod self_service_routes;
mod state;

pub use backends::Backends;
use backends::{migrate, secret_key};
use state::{AppState, Handed};

/// How long uploads may still take once the connections have had their time.
const UPLOADS_END: Duration = Duration::from_secs(5);

/// How long a running job or purge may still take; its claim lapses, and somebody takes it over.
const WORKERS_END: Duration = Duration::from_secs(10);

/// Why the program does not start; each says what to mend.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Options(#[from] Misconfigured),
    #[error(transparent)]
    Postgres(#[from] crate::embedded::postgres::StartError),
    #[error("DATABASE_URL cannot be read: {0}. It looks like postgres://user:password@host/database")]
    DatabaseUrl(sqlx::Error),
    #[error("the database does not answer: {0}. Check DATABASE_URL and that PostgreSQL runs")]
    Database(sqlx::Error),
    #[error("the database's schema cannot be brought up to date: {0}")]
    Migrate(sqlx::migrate::MigrateError),
    #[error("SMTP_URL cannot be read: {0}. It looks like smtps://user:password@host:465")]
    SmtpUrl(String),
    #[error("cannot listen on {0}: {1}. Choose another address with LISTEN")]
    Listen(SocketAddr, std::io::Error),
    #[error("the embedded object store cannot start: {0}")]
    Objects(std::io::Error),
    #[error("no secret key can be kept in DATA_DIR: {0}. Set SECRET_KEY; `openssl rand -base64 32` makes one")]
    Key(std::io::Error),
    #[error(transparent)]
    Ledger(LedgerError),
    #[error("{0}")]
    Unready(String),
}

/// The database that the options name; `None` where the private one is to run.
pub fn external_database(config: &Config) -> Result<Option<PgConnectOptions>, StartError> {
    config.database_url.as_deref().map(|url| url.parse().map_err(StartError::DatabaseUrl)).transpose()
}

/// A running server.
pub struct Running {
    pub address: SocketAddr,
    pub public_url: String,
    pub parts: Parts,
    pub mailer: Mailer,
    /// Captured mails, where `/dev/mail` shows them.
    pub readable_mail: Option<Arc<mail::Outbox>>,
    uploads: Uploads,
    backends: Backends,
    stop: CancellationToken,
    stop_workers: CancellationToken,
    server: JoinSet<()>,
    workers: JoinSet<()>,
}

impl Running {
    /// Starts everything; returns once requests are accepted.
    pub async fn start(config: &Config, database: PgConnectOptions) -> Result<Self, StartError> {
        config.check(config::aws_endpoint().as_deref())?;
        let metrics = telemetry::metrics();
        let pool = db::pool(database);
        let connecting = async {
            let backends = Backends::with(config, pool.clone()).await?;
            let ledger = backends.ledger(config)?;
            look_at_bucket(&backends.store, &ledger).await?;
            Ok((backends, ledger))
        };
        let ((backends, ledger), ()) = tokio::try_join!(Box::pin(connecting), Box::pin(migrate(&pool)))?;

        let listen = config.web.listen;
        let listener = serve::listen(listen).map_err(|error| StartError::Listen(listen, error))?;
        let address = listener.local_addr().map_err(|error| StartError::Listen(listen, error))?;
        let public_url = config.public_url(address);

        let readable_mail = readable_mail(&backends.mailer, config, address).await;

        let (notices, notice_worker) = Notices::channel();
        let store = backends.store.clone();
        let timings = Arc::new(config.timings.clone());
        let sweeper = Sweeper::new(pool.clone(), store.clone(), timings.clone(), ledger, notices.clone());
        let (limits, funnel, heartbeats) =
            (Arc::new(config.limits.clone()), Funnel::default(), Batches::new(pool.clone(), Heartbeats));
        let limited = config.web.rate_limit == Switch::On;
        let mail_limits = MailLimits::new(limited, &secret_key(config)?);
        let parts = Parts { pool, store, timings, limits, sweeper, funnel, heartbeats, mail_limits };
        let uploads = Uploads::new(parts.clone()).scanned_by(backends.scanner.clone());
        let limits = RateLimits::new(limited);
        let stop = CancellationToken::new();
        let watchers = Watchers::new(stop.clone());
        let state = AppState(Arc::new(Handed {
            parts: parts.clone(),
            uploads: uploads.clone(),
            contacts: Contacts::new(parts.clone()),
            limits: limits.clone(),
            watchers: watchers.clone(),
            site: Site(public_url.as_str().into()),
            sign_ins: SignIns { pool: backends.pool.clone(), limits: limits.clone() },
            metrics,
            readiness: operations::Readiness::default(),
            features: pages::Features { captured_mail: readable_mail.is_some() },
        }));
        let mut running = Self {
            address,
            public_url,
            parts,
            mailer: backends.mailer.clone(),
            readable_mail,
            uploads,
            backends,
            stop,
            stop_workers: CancellationToken::new(),
            server: JoinSet::new(),
            workers: JoinSet::new(),
        };
        running.workers.spawn(warn_about(running.mailer.clone(), running.backends.scanner.clone()));
        running.start_workers(config, &notices, notice_worker, limits);
        running.workers.spawn(watchers.run(running.parts.pool.clone(), running.stop_workers.clone()));
        let router = routes::router(state, config, notices, running.readable_mail.clone());
        let trusted = config.web.trusted_proxies.as_slice().into();
        running.server.spawn(serve::serve(listener, router, trusted, running.stop.clone()));
        Ok(running)
    }

    fn start_workers(&mut self, config: &Config, notices: &Notices, notice_worker: NoticeWorker, limits: RateLimits) {
        let stop = &self.stop_workers;
        let links = LinkMailer {
            parts: self.parts.clone(),
            mailer: self.mailer.clone(),
            public_url: self.public_url.as_str().into(),
            timings: config.timings.clone(),
        };
        let letters = Letters::new(&self.parts, &self.mailer, &self.public_url);
        let jobs = Worker {
            pool: self.parts.pool.clone(),
            notices: notices.clone(),
            handler: move |id, job| {
                let (links, letters) = (links.clone(), letters.clone());
                async move {
                    match job {
                        Job::VerificationMail { session } => links.send(id, SessionId::from_uuid(session)).await,
                        Job::AddressChangedMail { session, change } => {
                            links.tell_earlier(id, SessionId::from_uuid(session), change).await
                        }
                        Job::PrivacyMail { session, locale } => {
                            letters.send(id, session.map(SessionId::from_uuid), locale.as_deref()).await
                        }
                    }
                }
            },
        };
        let admin = config.web.admin_email.as_ref().map(|mailbox| mailbox.email.clone());
        self.workers.spawn(notice_worker.run(self.mailer.clone(), admin, self.public_url.clone(), stop.clone()));
        self.workers.spawn(self.parts.sweeper.clone().run(stop.clone()));
        self.workers.spawn(reconcile(
            self.parts.clone(),
            config.timings.reconcile_every,
            notices.clone(),
            stop.clone(),
        ));
        self.workers.spawn(jobs.run(stop.clone()));
        self.workers.spawn(audit::chain::run(self.parts.pool.clone(), stop.clone()));
        self.workers.spawn(retention::run(self.parts.clone(), stop.clone()));
        self.workers.spawn(self.parts.funnel.clone().run(self.parts.pool.clone(), stop.clone()));
        self.workers.spawn(keep_small(limits, telemetry::metrics(), stop.clone()));
    }

    /// Finishes what is in flight, then stops the parts in the order of who needs whom.
    pub async fn shutdown(mut self) {
        self.stop.cancel();
        while self.server.join_next().await.is_some() {}
        // A slow visitor cannot hold the shutdown: what is cut here never existed, and its row lapses.
        if tokio::time::timeout(UPLOADS_END, self.uploads.finish()).await.is_err() {
            tracing::warn!("some uploads did not end in time and are cut");
        }
        self.stop_workers.cancel();
        let workers = async { while self.workers.join_next().await.is_some() {} };
        if tokio::time::timeout(WORKERS_END, workers).await.is_err() {
            tracing::warn!("some work did not end in time; it will be done again");
        }
        self.backends.close().await;
    }
}

/// The captured mails, if the options allow to show them: they hold names and working links.
async fn readable_mail(mailer: &Mailer, config: &Config, address: SocketAddr) -> Option<Arc<mail::Outbox>> {
    let folder = config.data_dir.join("mail");
    // Also what was captured before a mail server was set.
    if let Err(error) = mail::Outbox::new(folder.clone()).make_private().await {
        tracing::warn!(%error, "cannot make {} private: remove it, or make our user its owner", folder.display());
    }
    let outbox = mailer.outbox()?;
    if config.web.is_local(address) {
        return Some(outbox);
    }
    tracing::warn!(
        "NO MAIL IS SENT: SMTP_URL is not set, so mails are only written to {}. Visitors from elsewhere will get none, \
         and cannot confirm their address: set SMTP_URL",
        folder.display()
    );
    None
}

/// Parts that are away at start make the server unready, not the process fail: they may come back.
/// A wrong key does not come right by itself.
async fn look_at_bucket(store: &ObjectStore, ledger: &Ledger) -> Result<(), StartError> {
    let asked = async {
        store.ping().await?;
        ledger.begin().await
    };
    match asked.await {
        Err(LedgerError::Store(error)) => {
            tracing::warn!(%error, "the bucket does not answer: check S3_BUCKET, AWS_ENDPOINT_URL and the credentials");
            Ok(())
        }
        done => done.map_err(StartError::Ledger),
    }
}

/// Nothing waits for these two: without them everything else works.
async fn warn_about(mailer: Mailer, scanner: Option<Scanner>) {
    if let Err(error) = mailer.ping().await {
        tracing::warn!(%error, "the mail server does not answer: check SMTP_URL");
    }
    if let Some(scanner) = scanner
        && let Err(reason) = scanner.ping().await
    {
        tracing::warn!(reason, "the virus scanner does not answer: check CLAMD_URL");
    }
}

/// Compares bucket and database at start and then every so often, and forgets what has had its day.
async fn reconcile(parts: Parts, every: Duration, notices: Notices, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(every);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        let turn = parts.sweeper.reconcile(false, &stop).await;
        if let Err(error) = db::in_time(privacy::forget_lapsed(&parts.pool)).await {
            tracing::warn!(%error, "cannot forget old exports and lapsed links; trying again later");
        }
        match turn {
            Ok(Outcome::RestoredBackup { bucket, database }) => {
                tracing::error!(
                    bucket,
                    database,
                    "the bucket is ahead of its database: an old backup was restored. Nothing is adopted until you \
                     have run `anteroom privacy replay`, which erases again whom the copy believes to be here still, \
                     and then `anteroom reconcile --accept`"
                );
                notices.report("restored-backup", None);
            }
            Ok(outcome) => tracing::debug!(?outcome, "compared the bucket with the database"),
            Err(error) => {
                tracing::warn!(%error, "cannot compare the bucket with the database; trying again later");
            }
        }
    }
}

/// Keeps the memory of rate limits and of histograms that nobody scrapes from growing.
async fn keep_small(limits: RateLimits, metrics: PrometheusHandle, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(Duration::from_secs(10));
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        limits.forget_idle();
        metrics.run_upkeep();
    }
}
