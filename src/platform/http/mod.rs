//! What all routes share.

pub mod assets;
mod attach;
pub mod boundary;
pub mod client;
mod compress;
pub mod cors;
pub mod cursor;
pub mod date;
pub mod drain;
pub mod extract;
pub mod form;
#[cfg(any(test, fuzzing))]
pub mod fuzz;
pub mod headers;
pub mod language;
pub mod layers;
pub mod origin;
pub mod page;
pub mod pager;
pub mod rate;
pub mod serve;
pub mod sse;

pub use attach::attach;
pub use boundary::RequestId;
pub use client::{ClientIp, IsLocal};
pub use extract::{Form, Json, Nothing, Page, Path, PerhapsSession, Query, Session};
pub use language::{Accepts, Lang};
