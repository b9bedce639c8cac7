//! The intake: a scripted conversation (pure), the consents' wording, and the contact that makes a visitor
//! a person in the database.

pub mod consent;
mod contact;
pub mod routes;
mod script;
mod store;
mod words;

pub use contact::Contact;
