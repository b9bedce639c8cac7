//! Wires everything together: services, routes, background work, start and stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::app::check_config::Misconfigured;
use crate::assistant::{Assistant, AssistantError};
use crate::auth::jwt::Tokens;
use crate::auth::member_sessions::MemberSessions;
use crate::auth::members::Members;
use crate::auth::staff::SignIns;
use crate::chat::Chat;
use crate::config;
use crate::config::{Config, Switch};
use crate::erasures::{Ledger, LedgerError};
use crate::intake::Contacts;
use crate::intake::funnel::Funnel;
use crate::intake::leases::{Sweeper, UploadLimits};
use crate::intake::sessions::{AppContext, Heartbeats, MailContext, Services, Watchers};
use crate::intake::uploads::Uploads;
use crate::messenger::Messenger;
use crate::platform::alerts::Notices;
use crate::platform::db::PrepareError;
use crate::platform::db::group_commit::Batcher;
use crate::platform::http::assets::EmbedScript;
use crate::platform::http::origin::Site;
use crate::platform::http::rate::RateLimits;
use crate::platform::http::serve;
use crate::platform::ids::SessionId;
use crate::platform::jobs::{MailLimits, Schedule, Worker};
use crate::platform::mail::Mailer;
use crate::platform::object_store::ObjectStore;
use crate::platform::outgoing::Outgoing;
use crate::platform::{db, mail, telemetry};

mod backends;
mod captured_mail;
pub mod check_config;
mod demo_members;
mod docs;
mod health;
mod made_up_phones;
mod openapi;
mod pages;
mod router;
mod state;
mod workers;

use backends::migrate;
pub use backends::{Backends, secret_key};
use state::AppState;
use workers::{Workers, registry};

/// How long uploads may still take after the connections' time is over.
const UPLOADS_END: Duration = Duration::from_secs(5);

/// How long running answers may still take; then members get what has come of them.
const ANSWERS_END: Duration = Duration::from_secs(15);

/// How long a running job or purge may still take. After that its claim expires, and another instance takes it over.
const WORKERS_END: Duration = Duration::from_secs(10);

/// Why the program does not start; each says what to fix.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Options(#[from] Misconfigured),
    #[error(transparent)]
    Postgres(#[from] embedded_postgres::StartError),
    #[error(
        "DATABASE_URL cannot be read: {0}. It looks like \
         postgres://user:password@host/database, with # / ? % and @ in the password written as %23 %2F %3F %25 and %40"
    )]
    DatabaseUrl(sqlx::Error),
    #[error("the database does not answer: {0}. Check DATABASE_URL and that PostgreSQL runs")]
    Database(sqlx::Error),
    #[error(transparent)]
    UnfitDatabase(PrepareError),
    #[error(
        "SMTP_URL cannot be read: {0}. It looks like \
         smtps://user:password@host:465, with # / ? % and @ in the password written as %23 %2F %3F %25 and %40"
    )]
    SmtpUrl(String),
    #[error("cannot listen on {0}: {1}. Choose another address with LISTEN")]
    Listen(SocketAddr, std::io::Error),
    #[error("the embedded object store cannot start: {0}")]
    Objects(std::io::Error),
    #[error("no secret key can be kept in DATA_DIR: {0}. Set SECRET_KEY; `openssl rand -base64 32` makes one")]
    Key(std::io::Error),
    #[error(transparent)]
    Ledger(LedgerError),
    #[error(transparent)]
    Assistant(#[from] AssistantError),
    #[error("{0}")]
    Unready(String),
}

impl From<PrepareError> for StartError {
    fn from(error: PrepareError) -> Self {
        match error {
            PrepareError::Away(error) => Self::Database(error),
            unfit => Self::UnfitDatabase(unfit),
        }
    }
}

/// The configured database; `None` if the private one is used.
pub fn external_database(config: &Config) -> Result<Option<PgConnectOptions>, StartError> {
    let Some(url) = config.database_url.as_deref() else {
        return Ok(None);
    };
    let options: PgConnectOptions = url.parse().map_err(StartError::DatabaseUrl)?;
    let verifies = matches!(options.get_ssl_mode(), PgSslMode::VerifyCa | PgSslMode::VerifyFull);
    Ok(Some(if verifies && !config::names_authority(url) { db::trust_system(options) } else { options }))
}

/// A running server.
pub struct Running {
    pub address: SocketAddr,
    pub public_url: String,
    pub context: AppContext,
    pub mailer: Mailer,
    /// Captured mails, if `/dev/mail` shows them.
    pub readable_mail: Option<Arc<mail::Outbox>>,
    uploads: Uploads,
    backends: Backends,
    stop: CancellationToken,
    server: JoinSet<()>,
    workers: Workers,
    schedule: Schedule,
}

impl Running {
    /// Starts everything; returns once requests are accepted.
    pub async fn start(config: &Config, database: PgConnectOptions) -> Result<Self, StartError> {
        let mut running = Self::start_without_workers(config, database).await?;
        running.workers.start(&mut running.schedule);
        Ok(running)
    }

    /// Starts what answers requests but no background work, which tests run when they need it.
    pub async fn start_without_workers(config: &Config, database: PgConnectOptions) -> Result<Self, StartError> {
        config.check(&config::s3_route())?;
        let metrics = telemetry::metrics();
        let trusted: Arc<[_]> = config.web.trusted_proxies.as_slice().into();
        let started = CancellationToken::new();
        let _ended_by_an_error = started.clone().drop_guard();
        let (listener, address) = listen(config, &trusted, &started)?;

        let pool = db::pool_of(database, config.database_connections);
        let connecting = Box::pin(connect(config, pool.clone()));
        let ((backends, ledger), ()) = tokio::try_join!(connecting, Box::pin(migrate(&pool)))?;

        let public_url = config.public_url(address);
        warn_of_links(config, address, &public_url);
        let readable_mail = readable_mail(&backends.mailer, config, address).await;

        let (notices, notice_worker) = Notices::channel();
        let (limited, key) = (config.web.rate_limit == Switch::On, secret_key(config)?);
        let timings = Arc::new(config.timings.clone());
        let context = AppContext::from(Services {
            sweeper: Sweeper::new(pool.clone(), backends.store.clone(), timings.clone(), ledger, notices.clone()),
            heartbeats: Batcher::new(pool.clone(), Heartbeats),
            assistant: Assistant::from_options(config, Outgoing::default(), pool.clone())?,
            mail_limits: MailLimits::new(limited, &key),
            upload_limits: UploadLimits::new(&config.limits, limited.then_some(&key)),
            limits: Arc::new(config.limits.clone()),
            funnel: Funnel::default(),
            store: backends.store.clone(),
            pool,
            timings,
        });
        let uploads = Uploads::new(context.clone()).scanned_by(backends.scanner.clone());
        let (limits, stop) = (RateLimits::new(limited), CancellationToken::new());
        let watchers = Watchers::new(db::SESSION_CHANGES, serve::room() / 2, stop.clone());
        let member_sessions = MemberSessions::new(context.pool.clone(), config);
        let site = Site(public_url.as_str().into());
        let (members, demo_members) = demo_members::options(config, &key, site.clone(), address);
        let chat = Chat::new(context.pool.clone(), context.assistant.clone(), &config.members, limited);
        let messenger = Messenger::new(context.pool.clone(), &key, config, serve::room() / 4, stop.clone());
        let state = AppState {
            context: context.clone(),
            uploads: uploads.clone(),
            contacts: Contacts::new(context.clone()),
            limits: limits.clone(),
            watchers: watchers.clone(),
            embed_script: EmbedScript::new(&public_url),
            site,
            member_sessions: member_sessions.clone(),
            member_tokens: Tokens::warmed_up(&members),
            members: Members::new(config),
            chat: chat.clone(),
            messenger: messenger.clone(),
            sign_ins: SignIns::new(backends.pool.clone(), limits.clone(), &key),
            metrics: metrics.clone(),
            readiness: health::Readiness::default(),
            features: pages::Features::of(readable_mail.as_ref(), demo_members.as_ref()),
        };
        let mail_context = MailContext {
            app: context.clone(),
            mailer: backends.mailer.clone(),
            public_url: public_url.as_str().into(),
        };
        let workers = Workers {
            jobs: Arc::new(Worker {
                pool: context.pool.clone(),
                notices: notices.clone(),
                registry: registry(mail_context.clone()),
            }),
            context: mail_context,
            scanner: backends.scanner.clone(),
            notices: notices.clone(),
            notice_worker: Some(notice_worker),
            admin: config.web.admin_email.as_ref().map(|mailbox| mailbox.email.clone()),
            limits,
            metrics,
            key,
            reconcile_every: config.timings.reconcile_every,
            member_sessions,
            chat: chat.clone(),
            messenger,
        };
        let mut running = Self {
            address,
            public_url,
            context,
            mailer: backends.mailer.clone(),
            readable_mail,
            uploads,
            backends,
            stop,
            server: JoinSet::new(),
            workers,
            schedule: Schedule::new(CancellationToken::new()),
        };
        running.schedule.run(|stop| watchers.run(running.context.pool.clone(), stop, SessionId::parse));
        let own = running.messenger().clone();
        running.schedule.run(|stop| own.tell_watchers(stop));
        let dev = router::Dev::new(&state, config, address, running.readable_mail.clone(), demo_members);
        let router = router::router(state, config, notices, dev);
        started.cancel();
        running.server.spawn(serve::serve(listener, router, trusted, running.stop.clone()));
        Ok(running)
    }

    /// The session service; for tests.
    pub fn member_sessions(&self) -> &MemberSessions {
        &self.workers.member_sessions
    }

    /// Members' messenger sessions; for tests.
    pub fn messenger(&self) -> &Messenger {
        &self.workers.messenger
    }

    /// Runs due jobs until none is left; for tests.
    pub async fn run_jobs(&self) -> sqlx::Result<()> {
        self.workers.jobs.run_due().await
    }

    /// Finishes requests in flight, then stops each part before those that it needs.
    pub async fn shutdown(mut self) {
        self.stop.cancel();
        self.mailer.stop_soon();
        let closed = async { while self.server.join_next().await.is_some() {} };
        tokio::join!(closed, self.workers.chat.drain(ANSWERS_END));
        // Those that began while the last connections closed.
        self.workers.chat.drain(Duration::ZERO).await;
        // A slow visitor must not delay the shutdown: an upload that is cut off here never existed, and its row
        // expires.
        if tokio::time::timeout(UPLOADS_END, self.uploads.finish()).await.is_err() {
            tracing::warn!("some uploads did not end in time and are aborted");
        }
        if tokio::time::timeout(WORKERS_END, self.schedule.stop()).await.is_err() {
            tracing::warn!("some work did not end in time; it will be done again");
        }
        self.context.funnel.clone().flush_again(self.context.pool.clone()).await;
        self.workers.member_sessions.clone().write_again().await;
        self.backends.close().await;
    }
}

/// Listens, and until the start has come to its end answers that it is starting.
fn listen(
    config: &Config,
    trusted: &Arc<[ipnet::IpNet]>,
    started: &CancellationToken,
) -> Result<(TcpListener, SocketAddr), StartError> {
    let cannot_listen = |error| StartError::Listen(config.web.listen, error);
    let listener = serve::listen(config.web.listen).map_err(cannot_listen)?;
    let address = listener.local_addr().map_err(cannot_listen)?;
    let [listener, meanwhile] = serve::twice(listener).map_err(cannot_listen)?;
    tokio::spawn(serve::serve(meanwhile, health::while_starting(), Arc::clone(trusted), started.clone()));
    Ok((listener, address))
}

/// Connects to the services, and checks that the ledger of erasures is ours.
async fn connect(config: &Config, pool: PgPool) -> Result<(Backends, Ledger), StartError> {
    let backends = Backends::with(config, pool).await?;
    let ledger = backends.ledger(config)?;
    check_bucket(&backends.store, &ledger).await?;
    Ok((backends, ledger))
}

/// Warns if links in mails begin with an address that only was a guess.
fn warn_of_links(config: &Config, address: SocketAddr, public_url: &str) {
    if config.web.public_url.is_none() && !address.ip().is_loopback() {
        tracing::warn!("links in mails begin with {public_url}, because PUBLIC_URL is not set");
    }
}

/// The captured mails, if the options allow showing them: they contain names and working links.
async fn readable_mail(mailer: &Mailer, config: &Config, address: SocketAddr) -> Option<Arc<mail::Outbox>> {
    let folder = config.data_dir.join("mail");
    // Also protects mails that were captured before a mail server was set.
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

/// Checks the bucket and the ledger's key. An unreachable bucket only makes the server unready, because it may come
/// back; a wrong key is an error.
async fn check_bucket(store: &ObjectStore, ledger: &Ledger) -> Result<(), StartError> {
    let asked = async {
        store.ping().await?;
        ledger.begin().await
    };
    match asked.await {
        Err(LedgerError::Store(error)) => {
            tracing::warn!(%error, "the bucket does not answer. {}", store.advice().await);
            Ok(())
        }
        done => done.map_err(StartError::Ledger),
    }
}
