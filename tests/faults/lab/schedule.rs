//! What happens in a history, as a pure function of its seed: which visitor does what through which instance, and what
//! breaks meanwhile.

use super::hang_ups;

/// `SplitMix64`: a few lines, so that a seed means the same with any version of the crates.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("a small number")
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

/// How a file travels; each takes another way through the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Small,
    /// Two files in one form.
    Pair,
    Buffered,
    PassedThrough,
    Chunked,
    InParts,
}

/// What a visitor does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    Open,
    /// The page goes, and comes again as another.
    Reload,
    Tab,
    Beat(bool),
    /// All pages go.
    Leave,
    Upload(Way),
    /// An upload of which only this many thousandths are sent before the line breaks.
    Broken(Way, usize),
    /// An upload that stays half-way until it is finished or cut.
    Slow(Way, usize),
    Finish,
    Cut,
    Delete,
    /// With the files that the visitor believes in, or without.
    Contact(bool),
    /// Another address.
    Correct,
    /// This many clicks at once.
    Verify(usize),
    Decline,
    Discard,
    /// Asks for the mail again.
    Resend,
    /// Waits for changes.
    Events,
}

/// The moment at which something strikes: what the program is just sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Begins a transaction.
    Begin,
    /// Takes the session's lock in the database.
    Lock,
    /// Commits after that.
    Commit,
    /// Commits for the second time: the end of an upload.
    CommitAgain,
    /// Writes an object, or a part of one.
    Put,
    /// Makes an object of its parts.
    Complete,
    /// Reads an object's metadata, as a contact does.
    Head,
    /// Deletes objects.
    Delete,
    /// Lists multipart uploads or versions, as a purge does.
    List,
    /// Hands a mail over.
    Data,
}

/// What happens to the connection then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blow {
    CutBefore,
    CutAnswer,
    HoldBefore,
    HoldAnswer,
    /// The same, but what is held is lost in the end.
    HoldBeforeThenCut,
    HoldAnswerThenCut,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Postgres,
    S3,
    Smtp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storm {
    /// Open connections are cut, new ones are refused.
    Away,
    Cut,
    HalfOpen,
    Garbled,
    Slow,
    /// Nothing more gets out after this many bytes.
    StalledOut(usize),
    StalledBack(usize),
    /// The mail server says this.
    Refusing,
    Vanishing,
}

/// A step of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Do(Deed),
    /// A deed, and when the moment comes the blow; meanwhile other things happen.
    Strike(Deed, Moment, Blow, Vec<Step>),
    /// A part is in trouble for one instance while these deeds are tried.
    Trouble(usize, Part, Storm, Vec<Deed>),
    /// SIGKILL.
    Kill(usize),
    /// SIGKILL for the instance on which the moment came.
    KillStruck,
    Launch(usize),
    /// All whose call is under way hang up.
    HangUp,
    /// A deed many times at once, by clients that hang up after this many microseconds each.
    Burst(Deed, Vec<u32>),
    /// This many seconds pass for live leases, their pages and running uploads.
    Age(u32),
}

/// A visitor does something through an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    pub visitor: usize,
    pub via: usize,
    pub op: Op,
    /// The visitor hangs up this many microseconds after the call began.
    pub hang_up: Option<u32>,
}

impl Deed {
    pub fn new(visitor: usize, via: usize, op: Op) -> Self {
        Self { visitor, via, op, hang_up: None }
    }
}

/// A whole history.
pub struct Schedule {
    pub instances: usize,
    pub visitors: usize,
    pub steps: Vec<Step>,
}

const BLOWS: &[Blow] = &[
    Blow::CutBefore,
    Blow::CutAnswer,
    Blow::HoldBefore,
    Blow::HoldAnswer,
    Blow::HoldAnswer,
    Blow::HoldBeforeThenCut,
    Blow::HoldAnswerThenCut,
];

/// How often time passes at most: together less than a tombstone's life.
const MAX_AGINGS: usize = 5;

pub fn plan(seed: u64) -> Schedule {
    let mut rng = Rng::new(seed);
    let instances = 1 + rng.below(3);
    let visitors = 3 + rng.below(4);
    let mut lives: Vec<Vec<Op>> = (0..visitors).map(|_| life(&mut rng)).collect();
    let mut planner = Planner { rng, instances, agings: 0 };
    let mut steps = Vec::new();
    while let Some(step) = planner.step(&mut lives) {
        steps.push(step);
    }
    let steps = hang_ups::lay_over(steps, visitors, instances, &mut Rng::new(seed.reverse_bits()));
    Schedule { instances, visitors, steps }
}

fn way(rng: &mut Rng) -> Way {
    rng.pick(&[
        Way::Small,
        Way::Small,
        Way::Small,
        Way::Pair,
        Way::Buffered,
        Way::PassedThrough,
        Way::Chunked,
        Way::InParts,
    ])
}

/// What one visitor does, in order. The last come first: deeds are taken from the end.
fn life(rng: &mut Rng) -> Vec<Op> {
    let mut ops = vec![Op::Open];
    for _ in 0..=rng.below(3) {
        let (way, part) = (way(rng), rng.below(1000));
        ops.push(match rng.below(10) {
            0 => Op::Broken(way, part),
            1 | 2 => Op::Slow(way, part),
            _ => Op::Upload(way),
        });
        if rng.chance(40) {
            ops.push(rng.pick(&[Op::Reload, Op::Tab, Op::Beat(true), Op::Beat(false), Op::Delete, Op::Delete]));
        }
    }
    let slow_ends = rng.pick(&[Op::Finish, Op::Finish, Op::Cut]);
    let is_slow = ops.iter().any(|op| matches!(op, Op::Slow(..)));
    let early = rng.chance(50);
    if is_slow && early {
        ops.push(slow_ends.clone());
    }
    match rng.below(100) {
        0..15 => {}
        15..27 => ops.push(Op::Leave),
        27..40 => ops.push(Op::Discard),
        _ => {
            ops.push(Op::Contact(rng.chance(60)));
            // A browser asks again when it hears nothing.
            if rng.chance(30) {
                ops.push(Op::Contact(rng.chance(60)));
            }
            match rng.below(100) {
                0..45 => ops.push(Op::Verify(1 + rng.below(6))),
                45..60 => ops.push(Op::Decline),
                60..72 => ops.push(Op::Discard),
                72..85 => ops.extend([Op::Correct, Op::Verify(1 + rng.below(3))]),
                _ => {}
            }
        }
    }
    if is_slow && !early {
        ops.push(slow_ends);
    }
    for _ in 0..rng.below(3) {
        let late = [Op::Open, Op::Upload(Way::Small), Op::Contact(false), Op::Discard, Op::Delete, Op::Beat(true)];
        ops.push(rng.pick(&late));
    }
    ops.reverse();
    ops
}

struct Planner {
    rng: Rng,
    instances: usize,
    agings: usize,
}

impl Planner {
    fn step(&mut self, lives: &mut [Vec<Op>]) -> Option<Step> {
        match self.rng.below(100) {
            0..4 => return Some(Step::Kill(self.instance())),
            4..9 => return Some(Step::Launch(self.instance())),
            9..12 => {
                if let Some(age) = self.age() {
                    return Some(age);
                }
            }
            12..19 => return self.trouble(lives),
            _ => {}
        }
        let deed = self.deed(lives)?;
        // An upload that stays half-way has no moment of its own.
        if matches!(deed.op, Op::Slow(..) | Op::Broken(..) | Op::Open) || self.rng.chance(45) {
            return Some(Step::Do(deed));
        }
        let moment = self.moment(&deed.op);
        let blow = self.rng.pick(BLOWS);
        let mut meanwhile = Vec::new();
        for _ in 0..self.rng.below(4) {
            let visitor = deed.visitor;
            let step = match self.rng.below(12) {
                0..3 => Some(Step::KillStruck),
                3..5 => self.age(),
                // The same visitor in another tab: what comes next, or what gets in the way.
                5..7 => lives[visitor].pop().map(|op| Step::Do(Deed::new(visitor, self.instance(), op))),
                7..11 => {
                    let op =
                        self.rng.pick(&[Op::Discard, Op::Contact(false), Op::Contact(true), Op::Delete, Op::Leave]);
                    Some(Step::Do(Deed::new(visitor, self.instance(), op)))
                }
                _ => self.deed(lives).map(Step::Do),
            };
            meanwhile.extend(step);
        }
        Some(Step::Strike(deed, moment, blow, meanwhile))
    }

    fn instance(&mut self) -> usize {
        self.rng.below(self.instances)
    }

    fn age(&mut self) -> Option<Step> {
        self.agings += 1;
        (self.agings <= MAX_AGINGS).then(|| Step::Age(self.rng.pick(&[20, 40, 100, 100])))
    }

    fn deed(&mut self, lives: &mut [Vec<Op>]) -> Option<Deed> {
        let alive: Vec<usize> = (0..lives.len()).filter(|visitor| !lives[*visitor].is_empty()).collect();
        if alive.is_empty() {
            return None;
        }
        let visitor = self.rng.pick(&alive);
        let op = lives[visitor].pop()?;
        Some(Deed::new(visitor, self.instance(), op))
    }

    fn moment(&mut self, op: &Op) -> Moment {
        use Moment::{Commit, CommitAgain, Complete, Data, Delete, Head, List, Lock, Put};
        match op {
            Op::Upload(Way::InParts) | Op::Finish => {
                self.rng.pick(&[Lock, CommitAgain, CommitAgain, Put, Complete, Complete])
            }
            Op::Upload(_) => self.rng.pick(&[Lock, Commit, CommitAgain, CommitAgain, Put, Put, Put]),
            Op::Reload => self.rng.pick(&[Lock, Commit, Head]),
            Op::Contact(_) | Op::Correct => self.rng.pick(&[Lock, Commit, Commit, Head, Data, Data]),
            Op::Discard | Op::Decline | Op::Delete | Op::Cut => {
                self.rng.pick(&[Lock, Commit, Commit, Delete, Delete, List])
            }
            _ => self.rng.pick(&[Lock, Commit]),
        }
    }

    fn trouble(&mut self, lives: &mut [Vec<Op>]) -> Option<Step> {
        let part = self.rng.pick(&[Part::Postgres, Part::S3, Part::S3, Part::Smtp]);
        let after = self.rng.pick(&[0, 100, 10_000, 1_000_000]);
        let storms = [
            Storm::Away,
            Storm::Away,
            Storm::Cut,
            Storm::HalfOpen,
            Storm::Garbled,
            Storm::Slow,
            Storm::StalledOut(after),
            Storm::StalledBack(after),
        ];
        let storm = match part {
            Part::Smtp => self.rng.pick(&[Storm::Away, Storm::Garbled, Storm::Refusing, Storm::Vanishing]),
            _ => self.rng.pick(&storms),
        };
        let deeds: Vec<Deed> = (0..=self.rng.below(3)).filter_map(|_| self.deed(lives)).collect();
        let via = self.instance();
        if deeds.is_empty() {
            return None;
        }
        // The visitor that is to feel it goes through that instance.
        let deeds = deeds.into_iter().map(|deed| Deed { via, ..deed }).collect();
        Some(Step::Trouble(via, part, storm, deeds))
    }
}

#[test]
fn a_seed_means_one_history() {
    let (one, same, other) = (plan(7), plan(7), plan(8));
    assert!(one.steps == same.steps && one.steps != other.steps);
    assert!(one.steps.len() > 5);
}
