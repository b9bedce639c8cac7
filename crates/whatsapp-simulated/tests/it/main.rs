//! The connector against a server and telephones that are made up, over a real PostgreSQL.
//!
//! In the tests' names `s20_…` is promise 20 in docs/security.md.

mod baileys;
mod hundred;
mod lab;
mod pair_codes;
mod processes;
mod program;
mod role;
mod sessions;
