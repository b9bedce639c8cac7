//! What every measurement shares: the far side, the servers side by side, the load, the figures.

pub mod api;
pub mod calls;
pub mod contestants;
pub mod database;
pub mod desk;
pub mod direct;
pub mod exchange;
pub mod figures;
pub mod line;
pub mod load;
pub mod machine;
pub mod model;
pub mod nginx;
pub mod people;
pub mod pgbench;
pub mod plot;
pub mod pressure;
pub mod process;
pub mod relay;
pub mod report;
pub mod run;
pub mod sink;
pub mod steady;

use std::path::Path;

/// A failed bench only has to say why, so one boxed error serves everywhere.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The checkout that this was built from.
pub fn checkout() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// 1 MiB in bytes.
pub const MIB: u64 = 1024 * 1024;

/// The one bucket that every server is pointed to.
pub const BUCKET: &str = "bench";
