//! The intake: a scripted conversation (pure), the consents' wording, and the contact that makes a visitor
//! a person in the database.

pub mod consent;
mod contact;
pub mod routes;
mod script;
mod store;

pub use contact::{Contact, Contacts};
pub use script::{check_email, check_name};
