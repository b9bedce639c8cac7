//! Anteroom: an intake chatbot whose abandoned visits leave nothing behind.
//!
//! The folders are the product. Each depends only on those below it in this list; `tests/it/architecture.rs` checks it.

/// The commands of the command line.
pub mod cli;

/// The parts put together: state, routes, background work, start and stop.
pub mod app;

/// The staff's console, as API and as pages.
pub mod admin;
/// The anonymous visit: session, lease, uploads, conversation, contact, verification.
pub mod intake;
/// What a person may ask for under the GDPR: a copy, a correction, a restriction, an erasure; and how long what is kept.
pub mod privacy;

/// The append-only record of what happened to which session.
pub mod audit;
/// Who is calling: the staff's accounts and sign-ins.
pub mod auth;
/// Receipts of erasures, and the ledger that proves them to a restored copy.
pub mod erasures;

/// What any service needs: database, HTTP, jobs, mail, object store, languages.
pub mod platform;

/// Every option, checked; the only reader of the environment.
pub mod config;
/// The program's error, and the problem document that callers get (RFC 9457).
pub mod error;
