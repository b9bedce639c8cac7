//! Visitors who hang up, on top of a history: single calls at a random moment, all running calls while something is
//! held up, and bursts of a few dozen. They have their own random numbers, so the rest of a seed's history stays.

use super::schedule::{Blow, Deed, Moment, Op, Rng, Step, Way};

/// The clients of a burst, at most.
const CLIENTS: usize = 40;

/// Adds hang-ups to the steps.
pub fn lay_over(steps: Vec<Step>, visitors: usize, instances: usize, rng: &mut Rng) -> Vec<Step> {
    let mut all = Vec::new();
    for mut step in steps {
        match &mut step {
            Step::Do(deed) => impatient(deed, rng),
            Step::Trouble(_, _, _, deeds) => deeds.iter_mut().for_each(|deed| impatient(deed, rng)),
            Step::Strike(_, moment, blow, meanwhile) if rng.chance(40) => {
                if matches!(moment, Moment::Lock | Moment::Commit) && rng.chance(40) {
                    *moment = Moment::Begin;
                }
                // What is held up is let go only after the hang-up.
                *blow = match *blow {
                    Blow::CutBefore => Blow::HoldBefore,
                    Blow::CutAnswer => Blow::HoldAnswer,
                    held => held,
                };
                let at = rng.below(meanwhile.len() + 1);
                meanwhile.insert(at, Step::HangUp);
            }
            _ => {}
        }
        all.push(step);
        if rng.chance(20) {
            all.push(burst(visitors, instances, rng));
        }
    }
    all
}

fn impatient(deed: &mut Deed, rng: &mut Rng) {
    if rng.chance(20) {
        deed.hang_up = Some(moment(rng));
    }
}

/// Up to an eighth of a second, the short times as often as the long ones.
fn moment(rng: &mut Rng) -> u32 {
    let scale = 1 << rng.below(10);
    u32::try_from(rng.below(250) * scale).expect("a short time")
}

fn burst(visitors: usize, instances: usize, rng: &mut Rng) -> Step {
    let ops = [
        Op::Open,
        Op::Beat(true),
        Op::Beat(false),
        Op::Upload(Way::Small),
        Op::Upload(Way::Chunked),
        Op::Delete,
        Op::Leave,
        Op::Events,
        Op::Resend,
        Op::Verify(CLIENTS),
        Op::Contact(false),
        Op::Discard,
        Op::Decline,
    ];
    // The last ones decide what becomes of a visitor, so they are rarer.
    let op = if rng.chance(75) { rng.pick(&ops[..9]) } else { rng.pick(&ops) };
    // A click waits for its mail first.
    let clients = if matches!(op, Op::Verify(_) | Op::Decline) { 1 } else { 1 + rng.below(CLIENTS) };
    let deed = Deed::new(rng.below(visitors), rng.below(instances), op);
    Step::Burst(deed, (0..clients).map(|_| moment(rng)).collect())
}
