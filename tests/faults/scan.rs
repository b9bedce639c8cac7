//! Checks in database, bucket and logs what must always hold, while a history runs and after its end.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use sqlx::AssertSqlSafe;

use crate::lab::visit::Line;
use crate::lab::{Lab, visit};
use crate::ledger::{Sent, Visit, content, hash};
use crate::smtp::Taken;
use crate::support::files;
use crate::support::walk;
use crate::world::{Ground, World};

/// After healing, everything must come to rest in this time.
const PATIENCE: Duration = Duration::from_secs(90);

/// So long after that no transaction stays open.
const QUIET: Duration = Duration::from_secs(20);

/// What of the database must come with an object, as `KEY SIZE`.
const PROMISED: &str = "SELECT session_id || '/' || id || ' ' || size FROM files
    UNION ALL SELECT session_id || '/' || id || ' ' || bytes FROM uploads WHERE state = 'stored'";

/// What must hold at any moment. With `deep` the whole database is searched for names.
pub async fn glance(lab: &mut Lab, deep: bool) {
    let world = &lab.world;
    // Read twice with the other side in between: what is there both times was there all the while.
    let keys: BTreeSet<String> = world.keys().into_iter().collect();
    let before: BTreeSet<String> = world.texts(PROMISED).await.into_iter().collect();
    let owners = "SELECT session_id || '/' || id FROM uploads UNION ALL SELECT session_id || '/' || id FROM files
        UNION ALL SELECT session_id::text FROM leases";
    let owners: BTreeSet<String> = world.texts(owners).await.into_iter().collect();
    let sizes: BTreeMap<&String, Option<u64>> = before.iter().map(|line| (line, size_of(world, line))).collect();
    let later: BTreeSet<String> = world.texts(PROMISED).await.into_iter().collect();
    let still: BTreeSet<String> = world.keys().into_iter().collect();
    for key in keys.intersection(&still) {
        let session = key.split('/').next().unwrap_or_default();
        let owned = owners.contains(key) || owners.contains(session);
        lab.tally.check("I3", owned, || format!("object {key} has no owner"));
    }
    for line in before.intersection(&later) {
        let promised = line.split(' ').nth(1).and_then(|size| size.parse().ok());
        let found = sizes[line];
        lab.tally.check("I2", found == promised, || format!("{line} is in the tables, the store has {found:?}"));
    }
    let beside = "SELECT count(*) FROM leases JOIN sessions ON sessions.id = leases.session_id";
    let beside = lab.world.number(beside).await;
    lab.tally.check("I4", beside == 0, || format!("{beside} leases stand beside a session"));
    if deep {
        search_tables(lab).await;
    }
}

/// The bytes of the object that a line `KEY SIZE` promises.
fn size_of(world: &World, line: &str) -> Option<u64> {
    let key = line.split(' ').next()?;
    Some(std::fs::metadata(world.bucket().join(key)).ok()?.len())
}

async fn dump(world: &World) -> String {
    let mut all = String::new();
    for table in world.texts("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'").await {
        let query = AssertSqlSafe(format!("SELECT coalesce(string_agg(t::text, chr(10)), '') FROM {table} t"));
        let rows: String = sqlx::query_scalar(query).fetch_one(&world.pool).await.expect("a table's rows");
        writeln!(all, "{table}: {rows}").expect("text");
    }
    all
}

/// Looks for names and addresses of visitors who gave none, or whose contact is erased.
async fn search_tables(lab: &mut Lab) {
    // Which visitors were erased or have not begun to give a contact is known before the look.
    let all = dump(&lab.world).await.to_lowercase();
    let Lab { visits, tally, .. } = lab;
    for (at, visit) in visits.iter().enumerate() {
        let found = all.contains(&visit.canary().to_lowercase());
        if visit.dead.is_some() {
            tally.check("I7", !found, || format!("the database names visitor {at}, who is erased"));
        } else if !visit.may_have_contact() {
            tally.check("I6", !found, || format!("the database names visitor {at} before the contact"));
        }
    }
}

/// Heals everything, lets what is due happen, and looks at all that is left.
pub async fn rest(lab: &mut Lab, ground: &Ground) {
    lab.tell("rest");
    lab.hang_up();
    lab.finish().await;
    for at in 0..lab.world.instances.len() {
        if lab.world.instances[at].program.is_none() {
            lab.world.launch(at);
        }
    }
    if !settled(lab, "abandoned", ABANDON, "tombstones", ABANDONED).await {
        return;
    }
    probe_the_dead(lab).await;
    glance(lab, true).await;
    judge(lab, false).await;
    if !settled(lab, "forgotten", FORGET, "no lease", FORGOTTEN).await {
        return;
    }
    judge(lab, true).await;
    compare(lab).await;
    search_logs(lab, ground);
    connections(lab, ground).await;
    glance(lab, true).await;
}

/// All pages fall silent for long, servers that died are noticed, and jobs are due.
const ABANDON: &str = "
    UPDATE lease_pages SET deadline = now() - interval '1 second' WHERE deadline > now();
    UPDATE uploads SET alive_until = now() - interval '1 second' WHERE state = 'receiving' AND alive_until > now();
    UPDATE leases SET deadline = now() - interval '1 second' WHERE state = 'live' AND deadline > now();
    UPDATE leases SET claimed_until = now() WHERE state = 'purging' AND claimed_until > now() + interval '2 seconds';
    UPDATE uploads SET next_try = now() WHERE state = 'cut' AND next_try IS DISTINCT FROM alive_until;
    UPDATE jobs SET run_at = now() WHERE NOT dead AND run_at > now();
    UPDATE jobs SET claimed_until = now() WHERE claimed_until < now() + interval '115 seconds'";
const ABANDONED: &str = "SELECT (SELECT count(*) FROM leases WHERE state <> 'tombstone')
    + (SELECT count(*) FROM uploads WHERE state <> 'cut' OR next_try IS DISTINCT FROM alive_until)
    + (SELECT count(*) FROM jobs WHERE NOT dead)";

/// Tombstones and the last looks at cut keys run out.
const FORGET: &str = "
    UPDATE leases SET deadline = now() - interval '1 second' WHERE deadline > now();
    UPDATE uploads SET alive_until = now() - interval '1 second', next_try = now() - interval '1 second'
        WHERE alive_until > now()";
const FORGOTTEN: &str = "SELECT (SELECT count(*) FROM leases) + (SELECT count(*) FROM uploads)";

/// Ages rows until the count is zero and the store has nothing half-done.
async fn settled(lab: &mut Lab, name: &str, aging: &str, what: &str, count: &str) -> bool {
    let began = Instant::now();
    let mut calm = 0;
    while began.elapsed() < PATIENCE {
        lab.world.sql(aging).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        let is_calm = lab.world.number(count).await == 0 && lab.world.unfinished().is_empty();
        // Twice: what was claimed a moment ago may still be at work.
        calm = if is_calm { calm + 1 } else { 0 };
        if calm == 2 {
            lab.tell(format!("{name} after {} ms", began.elapsed().as_millis()));
            lab.tally.check("calm", true, String::new);
            return true;
        }
    }
    let (left, unfinished) = (dump(&lab.world).await, lab.world.unfinished());
    lab.tally.check("calm", false, || format!("waited in vain for {what}; left: {unfinished:?}\n{left}"));
    false
}

/// A visitor who was told that a session is gone finds it gone on every instance.
async fn probe_the_dead(lab: &mut Lab) {
    for at in 0..lab.visits.len() {
        let stone = format!("SELECT count(*) FROM leases WHERE session_id = '{}'", lab.visits[at].session);
        let has_stone = lab.world.number(&stone).await == 1;
        let visit = &lab.visits[at];
        lab.tally
            .check("I5", visit.dead.is_none() || has_stone, || format!("visitor {at} is dead without a tombstone"));
        if !has_stone {
            continue;
        }
        let via = lab.alive(at);
        let line = Line::patient(lab.world.instances[via].program.as_ref().expect("an instance").address);
        let visit = &lab.visits[at];
        let request = |method: &str, path: &str, kind: &str| {
            format!("{method} /api/v1{path} HTTP/1.1\r\nX-Session-ID: {}\r\nContent-Type: {kind}\r\n", visit.session)
        };
        let (form, body) = files::form(&[("late.pdf", &content("late.pdf", 1000))]);
        let contact = crate::support::client::contact("late@example.org").to_string();
        for (head, body) in [
            (request("PUT", "/session", "application/json"), b"{}".as_slice()),
            (request("POST", "/files", &form), &body),
            (request("PUT", "/contact", "application/json"), contact.as_bytes()),
            (request("POST", "/session/heartbeat", "application/json"), b"{\"visible\":true}"),
        ] {
            let heard = visit::call(&line, &head, body).await;
            let call = head.split(" HTTP").next().unwrap_or_default();
            lab.tally.check("I5", heard.status() == 410, || format!("{call} of dead visitor {at}: {heard:?}"));
        }
    }
}

/// What is there of one visitor.
struct Found {
    state: Option<String>,
    email: String,
    name: String,
    /// Name and `SIZE` of each kept file, by its key.
    files: Vec<(String, String)>,
    verified: i64,
    leases: i64,
    uploads: i64,
}

async fn find(world: &World, visit: &Visit) -> Found {
    let id = &visit.session;
    let one = async |what: &str| {
        world.texts(&format!("SELECT {what} FROM sessions WHERE id = '{id}'")).await.pop().unwrap_or_default()
    };
    let files =
        format!("SELECT session_id || '/' || id || ' ' || name FROM files WHERE session_id = '{id}' ORDER BY id");
    let split = |line: String| line.split_once(' ').map(|(key, name)| (key.to_owned(), name.to_owned()));
    let count = async |rows: &str| world.number(&format!("SELECT count(*) FROM {rows} AND session_id = '{id}'")).await;
    Found {
        state: Some(one("state").await).filter(|state| !state.is_empty()),
        email: one("email").await,
        name: one("name").await,
        files: world.texts(&files).await.into_iter().filter_map(split).collect(),
        verified: count("audit WHERE action = 'session.verified'").await,
        leases: count("leases WHERE state <> 'tombstone'").await,
        uploads: count("uploads WHERE true").await,
    }
}

/// Compares what is there with what each visitor was told. At the very `end` nothing else may be there.
async fn judge(lab: &mut Lab, end: bool) {
    let keys = lab.world.keys();
    for at in 0..lab.visits.len() {
        let found = find(&lab.world, &lab.visits[at]).await;
        let Lab { world, visits, tally, .. } = lab;
        let visit = &visits[at];
        let own: Vec<&String> = keys.iter().filter(|key| key.starts_with(&visit.session)).collect();
        if found.state.is_some() {
            judge_kept(at, world, visit, &found, &own, tally);
        } else {
            let must_stand =
                visit.confirmed > 0 || visit.already_confirmed || (visit.has_contact() && visit.endings == 0);
            tally.check("I9", visit.dead.is_some() || !must_stand, || format!("visitor {at}'s contact is lost"));
            tally.check("I1", own.is_empty(), || format!("visitor {at} left {own:?}"));
            tally.check("I1", found.leases == 0, || format!("visitor {at} still has a lease"));
            let metadata = walk(&world.hidden().join("meta/intake").join(&visit.session));
            tally.check("I1", metadata.is_empty(), || format!("visitor {at} left {metadata:?}"));
            if visit.may_have_contact() {
                tally.check("I7", own.is_empty() && found.files.is_empty(), || format!("visitor {at} is not erased"));
            }
        }
        tally.check("I8", found.verified <= 1, || format!("visitor {at} was verified {} times", found.verified));
        if end {
            tally.check("I1", found.uploads == 0, || format!("visitor {at} still has {} upload rows", found.uploads));
        }
    }
    if end {
        let Lab { world, tally, .. } = lab;
        let unfinished = world.unfinished();
        tally.check("I1", unfinished.is_empty(), || format!("half-done writes are left: {unfinished:?}"));
        let receipts = world.number("SELECT count(DISTINCT session_sha256) FROM erasures").await;
        let open = world.number("SELECT count(*) FROM erasures WHERE finished_at IS NULL").await;
        let entries = walk(&world.bucket().join(".anteroom/erased")).len();
        tally.check("I7", open == 0 && usize::try_from(receipts) == Ok(entries), || {
            format!("{receipts} erasures, {open} of them not finished, and {entries} entries in the ledger")
        });
    }
}

fn judge_kept(
    at: usize,
    world: &World,
    visit: &Visit,
    found: &Found,
    own: &[&String],
    tally: &mut crate::ledger::Tally,
) {
    let state = found.state.as_deref().unwrap_or_default();
    let dead = visit.dead.unwrap_or_default();
    tally.check("I7", visit.dead.is_none(), || format!("visitor {at} is {state}, but was {dead}"));
    tally.check("I6", visit.may_have_contact(), || format!("visitor {at} is {state}, but gave no contact"));
    let given =
        visit.contacts.iter().any(|(email, fate)| *email == found.email && *fate != crate::ledger::Fate::Refused);
    tally.check("I9", given && found.name == visit.name, || {
        format!("visitor {at} is kept as {} {}", found.name, found.email)
    });
    let told = visit.confirmed > 0 || visit.already_confirmed;
    let complete = state == "complete";
    tally.check("I9", complete || !told, || format!("visitor {at} was confirmed, but is {state}"));
    tally.check("I8", !complete || told || visit.perhaps_confirmed, || {
        format!("visitor {at} is complete, but confirmed nothing")
    });
    tally.check("I8", found.verified == i64::from(complete), || {
        format!("visitor {at} is {state}, verified {}", found.verified)
    });
    let kept: BTreeSet<&str> = found.files.iter().map(|(_, name)| name.as_str()).collect();
    for sent in &visit.files {
        let is_kept = kept.contains(&*sent.name);
        if sent.is_promised() {
            tally.check("I9", is_kept, || format!("{} was acknowledged, but is not kept", sent.name));
        } else if sent.is_excluded() {
            tally.check("I9", !is_kept, || format!("{} was refused or removed, but is kept", sent.name));
        }
    }
    for (key, name) in &found.files {
        let bytes = std::fs::read(world.bucket().join(key)).unwrap_or_default();
        let whole =
            visit.sent(name).is_some_and(|sent: &Sent| sent.bytes == bytes.len() && sent.sha256 == hash(&bytes));
        tally.check("I2", whole, || format!("{name} is kept as {} bytes that are not what was sent", bytes.len()));
    }
    for (key, name) in &found.files {
        let id = key.split('/').nth(1).unwrap_or_default().to_owned();
        let agreed = visit.agreed.as_ref().is_none_or(|agreed| agreed.contains(&id));
        let promised = visit.sent(name).is_some_and(Sent::is_promised);
        tally.check("I9", agreed || promised, || format!("{name} is kept, but the visitor named other files"));
    }
    let files: BTreeSet<&String> = found.files.iter().map(|(key, _)| key).collect();
    let strays: Vec<_> = own.iter().filter(|key| !files.contains(**key)).collect();
    tally.check("I1", strays.is_empty(), || format!("visitor {at}'s kept session has stray objects {strays:?}"));
    judge_mail(at, world, visit, found, tally);
}

fn judge_mail(at: usize, world: &World, visit: &Visit, found: &Found, tally: &mut crate::ledger::Tally) {
    let mails = world.mail.links_to(&found.email);
    tally.check("mail", !mails.is_empty(), || format!("visitor {at} got no mail"));
    // A corrected address also gets what was on its way to the first.
    let asked = visit.contacts.iter().filter(|(_, fate)| *fate != crate::ledger::Fate::Refused).count() + visit.resends;
    let jobs: BTreeSet<&str> = mails.iter().map(|mail| mail.message_id.as_str()).collect();
    tally.check("mail", jobs.len() <= asked, || format!("visitor {at} got {} mails for {asked} contacts", jobs.len()));
}

/// The program's own comparison finds no object without an owner.
async fn compare(lab: &mut Lab) {
    lab.world.sql("UPDATE sweeps SET reconciling_until = NULL").await;
    let mut command = lab.world.command(0);
    let output = tokio::task::block_in_place(|| command.arg("reconcile").output()).expect("an answer");
    let words = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let none = words.contains("0 objects without an owner");
    lab.tally.check("I3", none, || format!("comparing bucket and tables said: {words}"));
    let log = lab.world.log();
    lab.tally.check("I3", !log.contains("adopted an object"), || "an object had to be adopted".to_owned());
    lab.tally.check("calm", !log.contains("panicked"), || "an instance panicked".to_owned());
}

/// No connection is left inside a transaction, none ever was given to the next caller so, and no instance takes the
/// bucket for one that is ahead of its database.
async fn connections(lab: &mut Lab, ground: &Ground) {
    let open = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    let began = Instant::now();
    // What works on is inside one now and then, but not for long.
    let mut is_quiet = false;
    while !is_quiet && began.elapsed() < QUIET {
        is_quiet = lab.world.number(open).await == 0;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    lab.tally.check("idle", is_quiet, || "a connection stays idle in a transaction".to_owned());
    let name = lab.world.texts("SELECT current_database()::text").await.concat();
    // A transaction that is begun inside another, or ended where there is none. After garbage in place of an answer it is
    // right to end it again.
    let is_wrong = |line: &String| {
        line.contains("transaction in progress") && !(lab.has_garbled && line.contains("there is no transaction"))
    };
    let said = ground.log_of(&name).find(is_wrong);
    lab.tally.check("idle", said.is_none(), || format!("PostgreSQL said: {}", said.unwrap_or_default()));
    let returned = lab.world.log().contains("returned inside a transaction");
    lab.tally.check("idle", !returned, || "a connection was returned inside a transaction".to_owned());
    for at in 0..lab.world.instances.len() {
        let client = lab.world.instances[at].program.as_ref().expect("an instance").client();
        for metric in ["anteroom_open_transactions_returned_total", "anteroom_restored_backup"] {
            let value = client.metric(metric).await;
            lab.tally.check("idle", value < 0.5, || format!("instance {at} says {metric} {value}"));
        }
    }
}

/// No log names a person, not even PostgreSQL's.
fn search_logs(lab: &mut Lab, ground: &Ground) {
    let (log, postgres) = (lab.world.log().to_lowercase(), ground.log().to_lowercase());
    let mails = lab.world.mail.mails();
    let Lab { visits, tally, .. } = lab;
    for (at, visit) in visits.iter().enumerate() {
        let canary = visit.canary().to_lowercase();
        tally.check("I6", !log.contains(&canary), || format!("the log names visitor {at} or a file"));
        tally.check("I6", !log.contains(&visit.session), || format!("the log holds visitor {at}'s session id"));
        tally.check("I6", !postgres.contains(&canary), || format!("PostgreSQL's log names visitor {at} or a file"));
        let refused = |mail: &&Taken| {
            mail.to.contains(&canary)
                && !visit.contacts.iter().any(|(to, fate)| *to == mail.to && *fate != crate::ledger::Fate::Refused)
        };
        let wrong = mails.iter().filter(refused).count();
        tally.check("mail", wrong == 0, || format!("{wrong} mails went to visitor {at}, whose contact was refused"));
    }
}
