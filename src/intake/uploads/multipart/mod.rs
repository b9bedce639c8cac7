//! Files sent as a form: how the body is read (`form`), and the two ways into the object store: one exact-length PUT
//! that the body streams through (`streaming_put`), or a multipart upload from the bounded pool (`chunked`).

pub(super) mod body_reader;
mod chunked;
mod disposition;
pub(super) mod form;
pub(super) mod receive;
pub mod routes;
pub(super) mod streaming_put;
pub(super) mod upload_stream;
