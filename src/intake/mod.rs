//! The intake: a scripted conversation (pure), the consents' wording, the visitor's session and files, and the contact
//! that makes a visitor a person in the database.

pub mod consent;
mod contact;
/// File types: names, contents, and which are accepted.
pub mod file_types;
/// Anonymous counts of how far visitors come.
pub mod funnel;
/// The obligation to delete: deadlines, sweep, purge, reconcile.
pub mod leases;
mod queries;
pub mod routes;
mod script;
/// The visitor's session: open, heartbeat, leave, discard, erase.
pub mod sessions;
/// Receiving files: policy, streaming, listing, deleting.
pub mod uploads;
/// One-time links: minting, mailing, confirming, declining.
pub mod verification;

pub use contact::{Contact, Contacts};
pub use script::{check_email, check_name};
