//! What the sink stores: that an object or a multipart upload exists, its size and its headers.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::answers::Page;
use super::calls::Calls;

#[derive(Clone, Default)]
pub struct Store {
    content: Arc<Mutex<Content>>,
    pub calls: Calls,
}

#[derive(Default)]
pub struct Content {
    pub objects: BTreeMap<String, Object>,
    /// Open multipart uploads by their id.
    pub uploads: BTreeMap<String, Upload>,
    /// Bodies that are arriving now.
    pub receiving: usize,
}

pub struct Object {
    pub size: u64,
    /// Kept only if it is small.
    pub content: Option<Bytes>,
    pub etag: String,
    /// Header name and value of the checksum that came with it.
    pub checksum: Option<(String, String)>,
    pub modified: String,
    pub headers: Vec<(HeaderName, HeaderValue)>,
}

pub struct Upload {
    pub key: String,
    pub begun: String,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// Sizes by part number.
    pub parts: BTreeMap<u32, u64>,
}

impl Store {
    pub fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a body as arriving while the guard lives, however its request ends.
    pub fn receiving(&self) -> Receiving {
        self.content().receiving += 1;
        Receiving(self.clone())
    }
}

pub struct Receiving(Store);

impl Drop for Receiving {
    fn drop(&mut self) {
        self.0.content().receiving -= 1;
    }
}

impl Content {
    pub fn page<'a>(&'a self, prefix: &'a str, after: &'a str, limit: usize) -> Page<'a> {
        // A prefix sorts before its keys, so the walk can start there.
        let from = match after {
            "" => Bound::Included(prefix),
            after => Bound::Excluded(after),
        };
        let mut matching =
            self.objects.range::<str, _>((from, Bound::Unbounded)).take_while(|(key, _)| key.starts_with(prefix));
        let objects: Vec<_> = matching.by_ref().take(limit).collect();
        let truncated = matching.next().is_some();
        Page { objects, truncated, prefix, limit }
    }
}

impl Object {
    pub fn new(size: u64, content: Option<Bytes>, headers: Vec<(HeaderName, HeaderValue)>) -> Self {
        Self { size, content, etag: new_etag(), checksum: None, modified: now(), headers }
    }
}

impl Upload {
    pub fn new(key: String, headers: Vec<(HeaderName, HeaderValue)>) -> Self {
        Self { key, begun: now(), headers, parts: BTreeMap::new() }
    }
}

/// As long and opaque as S3's; an MD5 would cost this machine more than the upload itself.
pub fn new_etag() -> String {
    format!("\"{}\"", Uuid::new_v4().simple())
}

/// The headers that S3 keeps with an object.
pub fn kept(headers: &HeaderMap) -> Vec<(HeaderName, HeaderValue)> {
    let wanted = |name: &HeaderName| {
        name.as_str().starts_with("x-amz-meta-")
            || ["content-type", "content-disposition", "cache-control"].contains(&name.as_str())
    };
    let found = headers.iter().filter(|(name, _)| wanted(name));
    found.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn now() -> String {
    let now = OffsetDateTime::now_utc().replace_nanosecond(0).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    now.format(&Rfc3339).unwrap_or_default()
}
