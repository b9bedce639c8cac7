//! Anteroom: an intake chatbot whose abandoned visits leave nothing behind.
//!
//! The folders are the product; dependencies run one way, from the bottom of this list to its top
//! (`tests/it/architecture.rs` holds them to it).

/// The one wall clock.
pub mod clock;
/// Every option, checked; the only reader of the environment.
pub mod config;
/// The connection pool, migrations and the lock that guards a session's fate.
pub mod db;
/// Identifiers and tokens: parsed at the edge, made in one place.
pub mod ids;
/// Logs and metrics.
pub mod telemetry;
/// What people read, in every language.
pub mod words;

/// What staff do with sessions: find, read, export, correct, erase.
pub mod admin;
/// State, routes, start and stop.
pub mod app;
/// The append-only trail of what happened to whom.
pub mod audit;
/// Receipts of erasures.
pub mod erasures;
/// Anonymous counts of how far visitors come.
pub mod funnel;
/// What all routes share: errors, extractors, headers, rate limits, assets, the server's accept loop.
pub mod http;
/// The scripted conversation, the consents and the contact.
pub mod intake;
/// Durable work in PostgreSQL.
pub mod jobs;
/// The obligation to delete: deadlines, sweep, purge, reconcile.
pub mod leases;
/// Outgoing mail: SMTP or captured, and the notices to the administrator.
pub mod mail;
/// The object store: the only place that names the AWS SDK.
pub mod objects;
/// What a person may ask for: a copy of everything, and its end.
pub mod privacy;
/// What people ask for by mail or telephone, and the month's clock.
pub mod requests;
/// How long what is kept, why, and the worker that ends it.
pub mod retention;
/// The malware scanner: clamd, asked while the bytes pass.
pub mod scan;
/// The visitor's session: open, heartbeat, leave, discard, erase.
pub mod sessions;
/// Operators: accounts, sign-in, roles and permissions.
pub mod staff;
/// Receiving files: policy, streaming, listing, deleting.
pub mod uploads;
/// One-time links: minting, mailing, confirming, declining.
pub mod verification;
