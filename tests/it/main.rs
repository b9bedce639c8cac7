//! Features over a real PostgreSQL and the S3 protocol. Each test has servers of its own and shares nothing.

mod embedded_s3;
mod journey;
mod support;
