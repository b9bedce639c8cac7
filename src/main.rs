//! The program: parses options, runs a command, returns an exit code.

use std::io::Write as _;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use anteroom::app::{Backends, Running, StartError, external_database};
use anteroom::assistant::Assistant;
use anteroom::auth::jwt::Tokens;
use anteroom::auth::lookup::Lookup;
use anteroom::cli::{self, FirstAccount};
use anteroom::cli::{AuditCommand, Cli, Command};
use anteroom::config::{self, Config};
use anteroom::platform::outgoing::Outgoing;
use anteroom::platform::telemetry;
use embedded_postgres::Postgres;
use rustix::fs::Mode;
use rustix::process::umask;
use sqlx::postgres::PgConnectOptions;
use tokio::signal::unix::{SignalKind, signal};

fn main() -> ExitCode {
    // Files below DATA_DIR are for our user alone.
    umask(Mode::RWXG | Mode::RWXO);
    let cli = Cli::from_command_line();
    telemetry::init(&cli.config.logs);
    for sentence in cli::misspelt_variables() {
        tracing::warn!("{sentence}");
    }
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut stderr = std::io::stderr().lock();
            drop(writeln!(stderr, "anteroom: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Starts the private PostgreSQL if it is needed, runs the command, and stops it. The main thread starts it and keeps it
/// running, because the kernel ends it together with the thread that started it.
fn run(cli: &Cli) -> Result<(), StartError> {
    cli.config.check(&config::s3_route())?;
    let mut given = external_database(&cli.config)?;
    // These commands can run beside a server, with its private PostgreSQL.
    if given.is_none()
        && matches!(cli.command, Some(Command::Staff { .. } | Command::Audit { .. } | Command::Privacy { .. }))
    {
        given = Postgres::running(&cli.config.data_dir);
    }
    let mut embedded = match given {
        Some(_) => None,
        None => Some(Postgres::start(&cli.config.data_dir)?),
    };
    let database = given.or_else(|| embedded.as_ref().map(Postgres::options)).unwrap_or_default();
    let runtime = tokio::runtime::Runtime::new().map_err(StartError::Objects)?;
    let psql = embedded.as_ref().map(Postgres::psql);
    let command = async || match cli.command.clone().unwrap_or(Command::Serve) {
        Command::Serve => Box::pin(serve(&cli.config, database, psql)).await,
        Command::Migrate => migrate(&cli.config, database).await,
        Command::Check => check(&cli.config, database).await,
        Command::Staff { command } => {
            report(&cli::staff(command, database).await?);
            Ok(())
        }
        Command::Audit { command: AuditCommand::Verify { earlier_keys } } => {
            report(&cli::verify_audit(&cli.config, earlier_keys, database).await?);
            Ok(())
        }
        Command::Privacy { command } => {
            if let Some(words) = cli::privacy(command, &cli.config, database).await? {
                report(&words);
            }
            Ok(())
        }
        Command::Reconcile { accept_database } => {
            report(&Box::pin(cli::reconcile(&cli.config, database, accept_database)).await?);
            Ok(())
        }
    };
    let done = match &mut embedded {
        Some(postgres) => beside(postgres, || runtime.block_on(command())),
        None => runtime.block_on(command()),
    };
    drop(runtime);
    if let Some(postgres) = &mut embedded {
        postgres.stop();
    }
    done
}

/// Runs the work on another thread, and keeps the private PostgreSQL running meanwhile.
fn beside<T: Send>(postgres: &mut Postgres, work: impl FnOnce() -> T + Send) -> T {
    let (done, watching) = (AtomicBool::new(false), std::thread::current());
    std::thread::scope(|scope| {
        let working = scope.spawn(|| {
            let result = std::panic::catch_unwind(AssertUnwindSafe(work));
            done.store(true, Ordering::Release);
            watching.unpark();
            result
        });
        postgres.keep_running(|| done.load(Ordering::Acquire));
        working.join().flatten().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

async fn serve(config: &Config, database: PgConnectOptions, psql: Option<String>) -> Result<(), StartError> {
    // Before anything else: a signal during the start must not kill us half-way.
    let (mut terminate, mut interrupt) = match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(terminate), Ok(interrupt)) => (terminate, interrupt),
        (Err(error), _) | (_, Err(error)) => return Err(StartError::Objects(error)),
    };
    let running = tokio::select! {
        running = Running::start(config, database) => running?,
        _ = terminate.recv() => return Ok(()),
        _ = interrupt.recv() => return Ok(()),
    };
    // With their own database, operators add the first account themselves.
    let first = match &psql {
        Some(_) => cli::first_account(config, &running.context.pool).await,
        None => None,
    };
    report(&banner(config, &running, psql.as_deref(), first.as_ref()));
    drop(first);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    report("Stopping: finishing requests in flight.");
    let stopped = running.shutdown();
    tokio::select! {
        () = stopped => {}
        // A second Ctrl-C stops at once.
        _ = interrupt.recv() => {}
    }
    Ok(())
}

fn banner(config: &Config, running: &Running, psql: Option<&str>, first: Option<&FirstAccount>) -> String {
    let data = config.data_dir.display();
    let database =
        psql.map_or_else(|| "DATABASE_URL".to_owned(), |psql| format!("embedded in {data}/postgres ({psql})"));
    let objects = config
        .s3_bucket
        .as_ref()
        .map_or_else(|| format!("embedded in {data}/objects"), |bucket| format!("bucket {bucket}"));
    let local = format!("http://{}", running.address);
    let mail = match &config.smtp_url {
        Some(_) => "SMTP_URL".to_owned(),
        None if running.readable_mail.is_some() => format!("captured, read it at {local}/dev/mail"),
        None => format!("captured in {data}/mail and not sent: set SMTP_URL"),
    };
    let assistant = running.context.assistant.describe();
    let first = first.map_or_else(String::new, |FirstAccount { email, password }| {
        format!("\n  first account {email}, password {password} (shown only now)")
    });
    format!(
        "Anteroom {} is open at {local}\n  public at     {}\n  staff         {local}/admin{first}\n  database      {database}\n  object store  {objects}\n  mail          {mail}\n  assistant     {assistant}",
        env!("CARGO_PKG_VERSION"),
        running.public_url,
    )
}

/// The only lines on stdout; logs go to stderr.
fn report(text: &str) {
    let mut stdout = std::io::stdout().lock();
    drop(writeln!(stdout, "{text}"));
    drop(stdout.flush());
}

async fn migrate(config: &Config, database: PgConnectOptions) -> Result<(), StartError> {
    let backends = Backends::connect(config, database).await?;
    backends.migrate().await?;
    backends.close().await;
    report("The database's schema is up to date.");
    Ok(())
}

async fn check(config: &Config, database: PgConnectOptions) -> Result<(), StartError> {
    let backends = Backends::connect(config, database).await?;
    anteroom::platform::db::check(&backends.pool).await?;
    let bucket = match backends.store.probe().await {
        Ok(()) => Ok(()),
        Err(error) => Err(StartError::Unready(format!("{error}. {}", backends.store.advice().await))),
    };
    let admin = config.web.admin_email.as_ref().map(|mailbox| &mailbox.email);
    let mail = backends.mailer.rehearse(admin).await;
    let scanner = match &backends.scanner {
        Some(scanner) => scanner.ping().await,
        None => Ok(()),
    };
    let member_keys = Tokens::new(&config.members).try_keys().await;
    let lookup = Lookup::new(&config.members).check().await;
    let assistant = Assistant::from_options(config, Outgoing::default(), backends.pool.clone())?;
    let model = assistant.try_model().await;
    let documents = assistant.look_at_documents().await;
    backends.close().await;
    bucket?;
    mail.map_err(|error| StartError::Unready(error.to_string()))?;
    scanner.map_err(|reason| StartError::Unready(format!("{reason}. Check CLAMD_URL")))?;
    let member_keys = member_keys.transpose().map_err(|reason| {
        StartError::Unready(format!(
            "the keys of members' tokens: {reason}. Check MEMBERS_JWKS_URL, MEMBERS_ISSUER or SUPABASE_PROJECT_URL"
        ))
    })?;
    lookup.map_err(|reason| StartError::Unready(format!("members' sign-ins: {reason}")))?;
    let model = model.transpose().map_err(StartError::Unready)?;
    let documents = documents.map_err(|error| StartError::Unready(error.to_string()))?;
    report("Options, database, object store and mail server are in order.");
    if let Some(keys) = member_keys {
        report(&format!("Members' tokens: {keys}."));
    }
    if let Some(model) = model {
        report(&format!("Assistant: {model}."));
    }
    if let Some((documents, faults)) = documents {
        report(&format!("Documents of KNOWLEDGE_DIR: {documents}."));
        for fault in faults {
            report(&format!("  {fault}."));
        }
    }
    if config.production && config.sessions.session_service_keys.is_none() {
        report("Sessions of the site's own users are off: SESSION_SERVICE_KEYS is not set.");
    }
    Ok(())
}
