//! The fault laboratory: the real program between proxies that fail, killed at random, and what must hold afterwards.
//! `docs/abandonment.md`, "Proof", explains how to read it.

mod authority;
mod forward_proxy;
mod gate;
mod lab;
mod ledger;
mod named;
mod proxy;
mod s3_front;
mod scan;
mod smtp;
#[path = "../it/support/mod.rs"]
mod support;
mod world;
