//! The costs of bursts, over all rounds.

use crate::support::figures::Figures;
use crate::support::load::Cost;

#[derive(Clone, Default)]
pub struct Costs {
    /// CPU seconds per GiB: the server, its children, both.
    pub cpu: Figures,
    pub children: Figures,
    pub both: Figures,
    /// Peak memory, MiB.
    pub peak: Figures,
    /// MiB a second.
    pub speed: Figures,
    /// Uploads that were refused with 503 and sent again.
    pub again: Figures,
}

impl Costs {
    pub fn push(&mut self, cost: Cost) {
        self.cpu.push(cost.cpu);
        self.children.push(cost.children);
        self.both.push(cost.cpu + cost.children);
        self.peak.push(cost.peak);
        self.speed.push(cost.speed);
        self.again.push(f64::from(cost.again));
    }
}
