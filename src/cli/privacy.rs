//! `anteroom privacy …`: answers requests about a person's data from the command line. Works beside a running server,
//! because nothing here needs the embedded parts' folder exclusively.

use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use sqlx::postgres::PgConnectOptions;
use tempfile::NamedTempFile;
use tokio_util::sync::CancellationToken;

use crate::app::{Backends, StartError};
use crate::auth::Requester;
use crate::cli::PrivacyCommand;
use crate::config::{Config, size_in_words};
use crate::error::{Error, Kind};
use crate::platform::ids::SessionId;
use crate::privacy::export::{Export, ExportSource};
use crate::privacy::{self, Found, FoundMember, MOST_FOUND, members, rights};

/// Fewer letters would match half of all rows.
const SHORTEST_SEARCH: usize = 3;

/// Runs the command; returns the text for stdout, if any.
pub async fn privacy(
    command: PrivacyCommand,
    config: &Config,
    database: PgConnectOptions,
) -> Result<Option<String>, StartError> {
    match command {
        PrivacyCommand::Find { text } => find(&text, database).await.map(Some),
        PrivacyCommand::Export { id, out } => export(parse(&id)?, &out, config, database).await,
        PrivacyCommand::Replay => super::restore::replay(config, database).await.map(Some),
        PrivacyCommand::Erase { id, yes } => erase(parse(&id)?, yes, config, database).await.map(Some),
    }
}

fn parse(id: &str) -> Result<SessionId, StartError> {
    SessionId::parse(id).map_err(|_| unready(format!("“{id}” is not an id; `anteroom privacy find` shows them")))
}

fn unready(words: impl Into<String>) -> StartError {
    StartError::Unready(words.into())
}

fn unknown() -> StartError {
    unready("nothing is stored under this id; `anteroom privacy find` shows what is")
}

async fn find(text: &str, database: PgConnectOptions) -> Result<String, StartError> {
    let text = text.trim();
    if text.chars().count() < SHORTEST_SEARCH {
        return Err(unready(format!("give {SHORTEST_SEARCH} letters or more")));
    }
    let pool = super::connect(database).await?;
    let found = privacy::find(&pool, Requester::Operator, text).await;
    pool.close().await;
    let (found, members) = found.map_err(said)?;
    Ok([table(&found), members_table(&members)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n"))
}

/// Members, in a table of their own; empty if there are none.
fn members_table(found: &[FoundMember]) -> String {
    let width = found.iter().map(|member| member.subject.chars().count()).max().unwrap_or_default().max(7);
    let line = |member: &FoundMember| {
        let FoundMember { id, subject, created_at, seen_at, conversations, restricted, .. } = member;
        let use_of = if *restricted { "restricted" } else { "as agreed" };
        let known =
            [&member.email, &member.name].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("  ");
        format!(
            "{id}  {subject:<width$}  {use_of:<10}  {}  {}  {conversations:>13}  {known}",
            created_at.date(),
            seen_at.date()
        )
    };
    let head =
        format!("{:<36}  {:<width$}  {:<10}  {:<10}  {:<10}  conversations", "id", "member", "use", "since", "seen");
    if found.is_empty() {
        String::new()
    } else {
        std::iter::once(head).chain(found.iter().map(line)).collect::<Vec<_>>().join("\n")
    }
}

fn table(found: &[Found]) -> String {
    if found.is_empty() {
        return "No session was found.".to_owned();
    }
    let width = found.iter().map(|session| session.email.chars().count()).max().unwrap_or_default();
    let line = |session: &Found| {
        let Found { id, name, email, state, created_at, files, restricted } = session;
        let use_of = if *restricted { "restricted" } else { "as agreed" };
        format!("{id}  {:<8}  {use_of:<10}  {}  {files:>5}  {email:<width$}  {name}", state, created_at.date())
    };
    let head =
        format!("{:<36}  {:<8}  {:<10}  {:<10}  files  {:<width$}  name", "id", "state", "use", "given", "e-mail");
    let mut lines: Vec<String> = std::iter::once(head).chain(found.iter().map(line)).collect();
    if i64::try_from(found.len()).is_ok_and(|count| count >= MOST_FOUND) {
        lines.push(format!("These are the newest {MOST_FOUND}; a longer text finds fewer."));
    }
    lines.join("\n")
}

async fn export(
    id: SessionId,
    out: &Path,
    config: &Config,
    database: PgConnectOptions,
) -> Result<Option<String>, StartError> {
    let to_stdout = out.as_os_str() == "-";
    if !to_stdout && out.symlink_metadata().is_ok() {
        return Err(unready(format!("{} exists already; choose another name", out.display())));
    }
    // Writing to a pipe leaves nothing behind, and a signal must end it even while its output is not read.
    let stop = if to_stdout { CancellationToken::new() } else { super::stop_on_signal()? };
    let backends = Backends::connect_beside(config, database).await?;
    let done = stop.run_until_cancelled(Box::pin(write(&backends, config, id, (!to_stdout).then_some(out)))).await;
    backends.close().await;
    let stopped = || unready("stopped before the archive was complete, and nothing of it was kept; run it again");
    let (length, missing) = done.ok_or_else(stopped)??;
    if missing > 0 {
        let mut stderr = io::stderr().lock();
        let files = if missing == 1 { "1 file is" } else { &format!("{missing} files are") };
        drop(writeln!(stderr, "anteroom: {files} missing in the store; manifest.json says which"));
    }
    Ok((!to_stdout).then(|| format!("{} holds {}.", out.display(), size_in_words(length))))
}

/// Writes the archive; returns its length and the number of missing files.
async fn write(
    backends: &Backends,
    config: &Config,
    id: SessionId,
    out: Option<&Path>,
) -> Result<(u64, usize), StartError> {
    backends.migrate().await?;
    let from = ExportSource { pool: &backends.pool, store: &backends.store, timings: &config.timings };
    // Opens the file first: if it cannot be written, nothing is read or recorded.
    let folder = out.map(|out| out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")));
    let file = folder.map(NamedTempFile::new_in).transpose().map_err(cannot)?;
    if let Some(copy) = members::copy_for(&backends.pool, Requester::Operator, id).await.map_err(said)? {
        return write_copy(copy, file, out).await;
    }
    let export = privacy::export::open(from, Requester::Operator, id, None).await.map_err(said)?;
    let (length, missing) = (export.length, export.missing);
    match (file, out) {
        (Some(mut file), Some(out)) => {
            copy(export, &mut file).await?;
            keep(file, out)?;
        }
        _ => copy(export, &mut io::stdout().lock()).await?,
    }
    Ok((length, missing))
}

/// Writes a member's copy, which is JSON; returns its length.
async fn write_copy(
    copy: impl Stream<Item = io::Result<Bytes>>,
    mut file: Option<NamedTempFile>,
    out: Option<&Path>,
) -> Result<(u64, usize), StartError> {
    let mut copy = std::pin::pin!(copy);
    let mut length = 0;
    while let Some(bytes) = copy.next().await {
        let bytes = bytes.map_err(cannot)?;
        length += bytes.len() as u64;
        match &mut file {
            Some(file) => file.write_all(&bytes),
            None => io::stdout().lock().write_all(&bytes),
        }
        .map_err(cannot)?;
    }
    if let (Some(file), Some(out)) = (file, out) {
        keep(file, out)?;
    }
    Ok((length, 0))
}

/// Puts the file in its place: atomically, and never in place of another file.
fn keep(file: NamedTempFile, out: &Path) -> Result<(), StartError> {
    file.as_file().sync_all().map_err(cannot)?;
    file.persist_noclobber(out).map_err(|error| cannot(error.error))?;
    Ok(())
}

/// Blocking writes are fine: this thread has nothing else to do.
async fn copy(mut export: Export, into: &mut impl Write) -> Result<(), StartError> {
    while let Some(bytes) = export.next().await {
        let bytes = bytes
            .map_err(|error| unready(format!("the object store failed, so the archive is incomplete: {error}")))?;
        into.write_all(&bytes).map_err(cannot)?;
    }
    into.flush().map_err(cannot)
}

#[expect(clippy::needless_pass_by_value, reason = "errors are mapped by value")]
fn cannot(error: io::Error) -> StartError {
    unready(format!("the archive cannot be written: {error}"))
}

fn said(error: Error) -> StartError {
    if error.kind == Kind::NotFound {
        return unknown();
    }
    let words = format!("{} ({})", error.detail(), error.causes());
    error.into_database().map_or_else(|| unready(words), StartError::Database)
}

async fn erase(id: SessionId, yes: bool, config: &Config, database: PgConnectOptions) -> Result<String, StartError> {
    if !yes && !confirmed(id)? {
        return Err(unready("nothing was erased"));
    }
    let pool = super::connect(database).await?;
    let erased = match members::erase_for(&pool, &config.timings, Requester::Operator, id).await {
        Ok(None) => rights::erase_without_sweeper(&pool, &config.timings, Requester::Operator, id).await,
        Ok(Some(receipt)) => Ok(receipt),
        Err(error) => Err(error),
    };
    pool.close().await;
    let receipt = erased.map_err(said)?;
    Ok(format!(
        "The person's rows are gone. The files follow within seconds if a server runs, else when one is started.\n\
         The receipt says when all of it is gone:\n{receipt}"
    ))
}

/// Asks for confirmation, because an erasure cannot be undone. Without a terminal, `--yes` must be given.
fn confirmed(id: SessionId) -> Result<bool, StartError> {
    if !io::stdin().is_terminal() {
        return Err(unready("an erasure cannot be undone; without a terminal, confirm it with --yes"));
    }
    let mut stderr = io::stderr().lock();
    drop(write!(stderr, "Erase everything that is stored of {}? It cannot be undone. Type yes: ", id.uuid()));
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).map_err(|error| unready(error.to_string()))?;
    Ok(answer.trim().eq_ignore_ascii_case("yes"))
}
