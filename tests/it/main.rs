//! Features over a real PostgreSQL and the S3 protocol. Each test has servers of its own and shares nothing.

mod architecture;
mod embedded_s3;
mod events;
mod external;
mod journey;
mod object_store;
mod process;
mod support;
