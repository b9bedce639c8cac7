//! Anteroom: an intake chatbot whose abandoned visits leave nothing behind.
//!
//! Each module depends only on those below it in this list, except that the layers of `platform`, `error` and `config`
//! alternate. `tests/it/architecture.rs` has the exact order and checks it.

/// The commands of the command line.
pub mod cli;

/// Wiring: state, routes, background work, start and stop.
pub mod app;

/// The staff's console, as API and as pages.
pub mod admin;

/// What a person may ask for under the GDPR: a copy, a correction, a restriction, an erasure; and retention.
pub mod privacy;

/// Members' conversations with the assistant.
pub mod chat;

/// Members' messenger sessions, and the actions that are found in their messages.
pub mod messenger;

/// The anonymous visit: session, lease, uploads, conversation, contact, verification.
pub mod intake;

/// The assistant that answers members.
pub mod assistant;

/// Receipts of erasures, and the ledger that repeats them on a restored database.
pub mod erasures;

/// Who is calling and what they may do: tokens, sign-in sessions, permissions, staff's accounts and logins.
pub mod auth;

/// The append-only audit trail: what happened to which session.
pub mod audit;

/// What any service needs: database, HTTP, jobs, mail, object store, languages.
pub mod platform;

/// The program's error, and the problem document that callers get (RFC 9457).
pub mod error;

/// Every option, its default and its help. With `cli::options` the only reader of the environment.
pub mod config;
