//! The calls to the sink by kind, and its delay: for scenarios that count calls.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::{Method, Request, Response, StatusCode};
use serde_json::json;

use super::answers::{Answer, Body, empty};
use super::store::{Object, Store};
use super::{Refusal, document};

/// The path of these requests: GET returns the counts, DELETE resets them, POST puts objects of one byte under the keys
/// in its lines, PUT sets how many microseconds a call waits for its response.
pub const CALLS: &str = "/-/calls";

#[derive(Clone, Default)]
pub struct Calls {
    counts: Arc<Mutex<BTreeMap<&'static str, u64>>>,
    delay: Arc<AtomicU64>,
}

impl Calls {
    /// Counts a call, and waits for the delay.
    pub async fn count(&self, kind: &'static str) {
        *self.counts.lock().unwrap_or_else(PoisonError::into_inner).entry(kind).or_default() += 1;
        let delay = self.delay.load(Ordering::Relaxed);
        if delay > 0 {
            tokio::time::sleep(Duration::from_micros(delay)).await;
        }
    }

    pub async fn answer(&self, store: &Store, request: Request<Incoming>) -> Result<Answer, Refusal> {
        match *request.method() {
            Method::DELETE => self.counts.lock().unwrap_or_else(PoisonError::into_inner).clear(),
            Method::POST => {
                let keys = document(request.into_body()).await?;
                let mut content = store.content();
                let made = keys.lines().map(|key| (key.to_owned(), Object::new(1, None, Vec::new())));
                content.objects.extend(made);
            }
            Method::PUT => {
                let delay = document(request.into_body()).await?;
                let delay = delay.parse().map_err(|_| Refusal(StatusCode::BAD_REQUEST, "InvalidRequest"))?;
                self.delay.store(delay, Ordering::Relaxed);
            }
            _ => {
                let objects = store.content().objects.keys().filter(|key| !key.starts_with('.')).count();
                let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
                let told = json!({ "objects": objects, "calls": *counts });
                return Ok(Response::new(Body::from(told.to_string())));
            }
        }
        Ok(empty(StatusCode::OK))
    }
}

/// The kind of an S3 request.
pub fn kind(method: &Method, path: &str, query: &str) -> &'static str {
    let asks = |name: &str| query.split('&').any(|pair| pair.split('=').next() == Some(name));
    let of_bucket = path.trim_matches('/').split_once('/').is_none();
    match *method {
        Method::GET if of_bucket && asks("uploads") => LIST_UPLOADS,
        Method::GET if of_bucket && (asks("versions") || asks("list-type")) => LIST_OBJECTS,
        Method::POST if of_bucket && asks("delete") => DELETE_OBJECTS,
        Method::DELETE => "delete one",
        Method::PUT => "put",
        Method::HEAD => "head",
        _ => "other",
    }
}

pub const LIST_UPLOADS: &str = "list uploads";
pub const LIST_OBJECTS: &str = "list objects";
pub const DELETE_OBJECTS: &str = "delete objects";
