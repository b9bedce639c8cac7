//! The laboratory: plays a seeded history against the real program, records in a ledger what each visitor was told,
//! lets everything settle and checks the invariants of `docs/abandonment.md`.
//!
//! What happens is a pure function of the seed, and one driver awaits each step or a marked moment. How the processes
//! interleave in between is not under its control: a failing seed replays its steps exactly, but not every failure.

mod deeds;
mod hang_ups;
mod runs;
pub mod schedule;
mod settle;
pub mod visit;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::ledger::{Fate, Sent, Tally, Visit};
use crate::proxy::{Act, Proxy, Trap, Way};
use crate::scan;
use crate::smtp::{self, MailSink, Stage};
use crate::world::{Ground, World};
use deeds::Done;
use schedule::{Blow, Deed, Moment, Part, Rng, Schedule, Step, Storm};
use visit::{Heard, Sending};

/// Long enough that no lease lapses unless the history lets time pass.
const ENVIRONMENT: [(&str, &str); 8] = [
    ("SWEEP_EVERY", "200ms"),
    ("LEAVE_GRACE", "2m"),
    ("VISIBLE_TTL", "4m"),
    ("HIDDEN_TTL", "8m"),
    ("TOMBSTONE", "2h"),
    ("RESEND_COOLDOWN", "1s"),
    // So that bursts of uploads leave room.
    ("MAX_FILES", "200"),
    ("RUST_LOG", "anteroom=debug,info,s3s=off"),
];

/// The leases' own time in a history; after that a session may have expired by itself.
const LEASE_TIME: Duration = Duration::from_secs(100);

/// How long a deed that something holds up is given before the history goes on.
const HELD_UP: Duration = Duration::from_millis(1200);

/// How long a moment of the background (a purge, a mail) is waited for after its cause.
const AFTER: Duration = Duration::from_millis(800);

/// A history under way.
pub struct Lab {
    pub world: World,
    pub visits: Vec<Visit>,
    pub tally: Tally,
    /// What was done and what came of it.
    pub story: Vec<String>,
    rng: Rng,
    pending: Vec<JoinHandle<Done>>,
    slow: HashMap<usize, (Sending, Vec<Sent>)>,
    began: Instant,
    /// Time has passed by UPDATE: leases may lapse.
    has_aged: bool,
    /// Answers of PostgreSQL have been garbage: the program cannot know which transactions have ended.
    pub has_garbled: bool,
    /// Cancelled when all who call hang up.
    hung_up: CancellationToken,
}

/// What came of a history.
pub struct Report {
    pub seed: u64,
    pub tally: Tally,
    pub story: Vec<String>,
    pub log: String,
}

/// Plays one seed's history to its end, or to the first fault.
pub async fn play(ground: &Ground, seed: u64) -> Report {
    let Schedule { instances, visitors, steps } = schedule::plan(seed);
    let mut rng = Rng::new(!seed);
    let visits = (0..visitors).map(|at| Visit::new(&mut rng, seed, at)).collect();
    let world = World::start(ground, instances, &ENVIRONMENT).await;
    let mut lab = Lab {
        world,
        visits,
        tally: Tally::default(),
        story: vec![format!("{instances} instances, {visitors} visitors")],
        rng,
        pending: Vec::new(),
        slow: HashMap::new(),
        began: Instant::now(),
        has_aged: false,
        has_garbled: false,
        hung_up: CancellationToken::new(),
    };
    for (at, step) in steps.iter().enumerate() {
        lab.tell(format!("{at}: {step:?}"));
        lab.step(step).await;
        scan::glance(&mut lab, at % 4 == 0).await;
        if !lab.tally.faults.is_empty() {
            break;
        }
    }
    if lab.tally.faults.is_empty() {
        scan::rest(&mut lab, ground).await;
    }
    let log = lab.world.log();
    let Lab { world, tally, story, pending, .. } = lab;
    for task in pending {
        task.abort();
    }
    world.end().await;
    Report { seed, tally, story, log }
}

impl Lab {
    /// A line of the story, with the time since the start.
    pub fn tell(&mut self, words: impl AsRef<str>) {
        self.story.push(format!("{:>7.3} {}", self.began.elapsed().as_secs_f64(), words.as_ref()));
    }

    async fn step(&mut self, step: &Step) {
        match step {
            Step::Do(deed) => {
                self.begin(deed).await;
                self.finish().await;
            }
            Step::Strike(deed, moment, blow, meanwhile) => self.strike(deed, *moment, *blow, meanwhile).await,
            Step::Trouble(via, part, storm, deeds) => self.trouble(*via, *part, *storm, deeds).await,
            Step::Burst(deed, moments) => {
                self.tally.note("burst of hang-ups");
                for micros in moments {
                    self.begin(&Deed { hang_up: Some(*micros), ..deed.clone() }).await;
                }
                self.finish().await;
            }
            Step::Kill(at) => self.kill(*at),
            Step::KillStruck | Step::HangUp => {}
            Step::Launch(at) => self.launch(*at),
            Step::Age(seconds) => self.age(*seconds).await,
        }
    }

    fn kill(&mut self, at: usize) {
        if self.world.instances[at].program.is_some() {
            self.tally.note("SIGKILL");
            self.world.kill(at);
        }
    }

    fn launch(&mut self, at: usize) {
        if self.world.instances[at].program.is_none() {
            self.world.launch(at);
        }
    }

    /// The instance that takes a call meant for this one: the next that lives.
    pub fn alive(&mut self, via: usize) -> usize {
        let count = self.world.instances.len();
        let found = (0..count).map(|more| (via + more) % count);
        if let Some(at) = found.clone().find(|at| self.world.instances[*at].program.is_some()) {
            return at;
        }
        // No instance is left: the operator starts one, whose parts must answer.
        self.heal();
        self.world.launch(via);
        via
    }

    /// Lets time pass for live rows, except for those that are locked just now.
    async fn age(&mut self, seconds: u32) {
        self.has_aged = true;
        let by = format!("interval '{seconds} seconds'");
        for (table, set, only) in [
            ("lease_pages", format!("deadline = deadline - {by}"), "true"),
            ("uploads", format!("alive_until = alive_until - {by}"), "state = 'receiving'"),
            ("leases", format!("deadline = deadline - {by}, hard_deadline = hard_deadline - {by}"), "state = 'live'"),
        ] {
            let free = format!("SELECT ctid FROM {table} WHERE {only} FOR UPDATE SKIP LOCKED");
            self.world.sql(&format!("UPDATE {table} SET {set} WHERE ctid IN ({free})")).await;
        }
    }

    fn heal(&mut self) {
        self.world.mail.behave();
        for instance in &self.world.instances {
            for proxy in [&instance.postgres, &instance.s3, &instance.smtp] {
                proxy.heal();
            }
        }
    }

    async fn strike(&mut self, deed: &Deed, moment: Moment, blow: Blow, meanwhile: &[Step]) {
        // An instance that has to be started must not be struck already.
        self.alive(deed.via);
        let traps = self.set(deed.visitor, moment, blow);
        self.begin(deed).await;
        let struck = self.await_moment(&traps, moment).await;
        let words = struck.map_or("the moment did not come".to_owned(), |at| format!("struck instance {at}"));
        self.tell(words);
        self.tally.note(if struck.is_some() { format!("{blow:?} at {moment:?}") } else { "missed moment".to_owned() });
        for step in meanwhile {
            match step {
                Step::KillStruck => {
                    if let Some(at) = struck {
                        self.tell(format!("meanwhile: kill {at}"));
                        self.kill(at);
                    }
                }
                Step::Do(deed) => {
                    self.tell(format!("meanwhile: {deed:?}"));
                    self.begin(deed).await;
                    self.settle_within(HELD_UP).await;
                }
                Step::HangUp => {
                    let words = if struck.is_some() { format!("hang-up at {moment:?}") } else { "hang-up".to_owned() };
                    self.tell(format!("meanwhile: {words}"));
                    self.tally.note(words);
                    std::mem::take(&mut self.hung_up).cancel();
                    self.settle_within(HELD_UP).await;
                }
                Step::Age(seconds) => {
                    self.tell(format!("meanwhile: {seconds} s pass"));
                    self.age(*seconds).await;
                }
                other => unreachable!("{other:?} is no step of the meanwhile"),
            }
        }
        if let (Some(at), Blow::HoldBeforeThenCut | Blow::HoldAnswerThenCut) = (struck, blow) {
            let instance = &self.world.instances[at];
            match moment {
                Moment::Begin | Moment::Lock | Moment::Commit | Moment::CommitAgain => instance.postgres.cut(),
                Moment::Data => instance.smtp.cut(),
                _ => instance.s3.cut(),
            }
        }
        self.heal();
        self.finish().await;
    }

    /// Sets the trap before every instance: another one than the deed's may do the background's work.
    fn set(&self, visitor: usize, moment: Moment, blow: Blow) -> Vec<Trap> {
        let session = &self.visits[visitor].session;
        let act = match blow {
            Blow::CutBefore => Act::CutBefore,
            Blow::CutAnswer => Act::CutAnswer,
            Blow::HoldBefore | Blow::HoldBeforeThenCut => Act::HoldBefore,
            Blow::HoldAnswer | Blow::HoldAnswerThenCut => Act::HoldAnswer,
        };
        let raw = uuid::Uuid::parse_str(session).expect("an id").into_bytes();
        let trap = |instance: &crate::world::Instance| match moment {
            Moment::Begin => instance.postgres.when("BEGIN", act.clone()),
            Moment::Lock => instance.postgres.when(raw, act.clone()),
            Moment::Commit => instance.postgres.when_after(raw, "COMMIT", act.clone()),
            Moment::CommitAgain => instance.postgres.when_again(raw, "COMMIT", 1, act.clone()),
            Moment::Put => instance.s3.when(format!("PUT /intake/{session}"), act.clone()),
            Moment::Complete => {
                instance.s3.when_after(format!("POST /intake/{session}"), "CompleteMultipart", act.clone())
            }
            Moment::Head => instance.s3.when(format!("HEAD /intake/{session}"), act.clone()),
            Moment::Delete => instance.s3.when("POST /intake/?delete", act.clone()),
            Moment::List => instance.s3.when(format!("prefix={session}"), act.clone()),
            Moment::Data => instance.smtp.when("DATA", act.clone()),
        };
        self.world.instances.iter().map(trap).collect()
    }

    /// Waits until a trap has sprung; returns its instance. `None`: the deed is over and the moment never came.
    async fn await_moment(&mut self, traps: &[Trap], moment: Moment) -> Option<usize> {
        let is_later = matches!(moment, Moment::Delete | Moment::List | Moment::Data);
        let mut over = None;
        loop {
            if let Some(at) = traps.iter().position(|trap| trap.count() > 0) {
                return Some(at);
            }
            if self.settle_within(Duration::ZERO).await {
                let since: Instant = *over.get_or_insert_with(Instant::now);
                if !is_later || since.elapsed() > AFTER {
                    return None;
                }
            }
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
    }

    async fn trouble(&mut self, via: usize, part: Part, storm: Storm, deeds: &[Deed]) {
        let via = self.alive(via);
        let instance = &self.world.instances[via];
        let proxy = match part {
            Part::Postgres => &instance.postgres,
            Part::S3 => &instance.s3,
            Part::Smtp => &instance.smtp,
        };
        break_out(proxy, storm, &self.world.mail);
        self.has_garbled |= part == Part::Postgres && storm == Storm::Garbled;
        self.tally.note(format!("trouble with {part:?}"));
        for deed in deeds {
            self.begin(deed).await;
            self.settle_within(HELD_UP).await;
        }
        self.heal();
        if matches!(storm, Storm::HalfOpen | Storm::Garbled) {
            // What was made in bad weather is good for nothing; a real network would drop it too.
            let instance = &self.world.instances[via];
            for proxy in [&instance.postgres, &instance.s3, &instance.smtp] {
                proxy.cut();
            }
        }
        self.finish().await;
    }

    /// Notes the ends of deeds for at most so long. `true`: none is under way.
    async fn settle_within(&mut self, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        loop {
            let (ended, pending) = std::mem::take(&mut self.pending).into_iter().partition(JoinHandle::is_finished);
            self.pending = pending;
            let ended: Vec<JoinHandle<Done>> = ended;
            for task in ended {
                let done = task.await.expect("a deed does not panic");
                self.settle(done);
            }
            if self.pending.is_empty() || Instant::now() >= until {
                return self.pending.is_empty();
            }
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
    }

    /// Waits for the end of all deeds: each has a bound of its own.
    pub async fn finish(&mut self) {
        self.settle_within(Duration::from_secs(600)).await;
    }

    /// Whether a session may have lapsed by time alone.
    fn may_have_lapsed(&self) -> bool {
        self.has_aged || self.began.elapsed() > LEASE_TIME
    }

    /// Drops the uploads that still hang half-way, as a closed browser does.
    pub fn hang_up(&mut self) {
        self.slow.clear();
    }
}

fn break_out(proxy: &Proxy, storm: Storm, mail: &MailSink) {
    match storm {
        Storm::Away => {
            proxy.refuse();
            proxy.cut();
        }
        Storm::Cut => proxy.cut(),
        Storm::HalfOpen => {
            proxy.half_open();
            proxy.cut();
        }
        Storm::Garbled => proxy.garble(),
        Storm::Slow => proxy.delay(Duration::from_millis(20)),
        Storm::StalledOut(after) => proxy.stall(Way::Out, after),
        Storm::StalledBack(after) => proxy.stall(Way::Back, after),
        Storm::Refusing => drop(mail.at(usize::MAX, Stage::Recipient, smtp::Deed::Refusal("451 not now"))),
        Storm::Vanishing => drop(mail.at(usize::MAX, Stage::Dot, smtp::Deed::HangUp)),
    }
}

/// How a call ended for a caller that reads its status.
fn fate(heard: &Heard, acknowledged: u16) -> Fate {
    match heard.status() {
        status if status == acknowledged => Fate::Acknowledged,
        _ if heard.is_refusal() => Fate::Refused,
        _ => Fate::Unknown,
    }
}
