//! The embedded S3 endpoint as clients see it: through the AWS SDK, and byte by byte where the SDK would never send
//! such requests.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::too_many_lines, reason = "tables are long")]

#[macro_use]
mod lab;

mod buckets;
mod multipart;
mod puts;
mod reads;
