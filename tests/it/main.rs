//! Features over a real PostgreSQL and the S3 protocol. Each test has servers of its own and shares nothing.

mod architecture;
mod contact;
mod embedded_s3;
mod events;
mod evidence;
mod external;
mod hostile;
mod hostile_bodies;
mod http;
mod instances;
mod intake;
mod journey;
mod lease_faults;
mod lease_races;
mod leases;
mod limits;
mod object_store;
mod operations;
mod process;
mod reconcile;
mod scanner;
mod sessions;
mod support;
mod upload_refusals;
mod uploads;
mod verification;
