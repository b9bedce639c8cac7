//! The fault laboratory: the real program between proxies that break, killed at random, and what must hold
//! afterwards. `docs/abandonment.md`, "Proof", tells how to read it.

mod lab;
mod ledger;
mod named;
mod proxy;
mod scan;
#[path = "../it/support/mod.rs"]
mod support;
mod world;
