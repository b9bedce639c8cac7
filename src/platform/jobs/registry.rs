//! What a job is, and the kinds of job that a program knows.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::{ATTEMPT, JobError};

/// A kind of job. Its fields are stored as JSON: ids, and the language to use.
pub trait Job: Serialize + DeserializeOwned + Send + 'static {
    /// What it needs to run.
    type Context;

    /// Its name in the table, in metrics and logs.
    const KIND: &'static str;

    /// The session whose erasure deletes the job.
    fn session(&self) -> Option<Uuid>;

    /// Runs the job. `id` is the same for every attempt.
    fn run(self, id: Uuid, context: Self::Context) -> impl Future<Output = Result<(), JobError>> + Send;
}

/// A job as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    pub(super) kind: &'static str,
    pub(super) session: Option<Uuid>,
    pub(super) payload: Value,
}

impl Queued {
    /// Serializes a job.
    #[expect(clippy::expect_used, reason = "a job is a few named fields, which JSON can express")]
    pub fn new<J: Job>(job: &J) -> Self {
        let mut payload = serde_json::to_value(job).expect("a job that JSON can express");
        payload["kind"] = J::KIND.into();
        Self { kind: J::KIND, session: job.session(), payload }
    }
}

type Handler<C> = Box<dyn Fn(Uuid, Value, C) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync>;

/// The kinds of job that this program can run. An older instance leaves a newer one's kinds alone.
pub struct Registry<C> {
    context: C,
    handlers: BTreeMap<&'static str, Handler<C>>,
}

impl<C: Clone + Send + 'static> Registry<C> {
    /// Makes an empty registry.
    pub fn new(context: C) -> Self {
        Self { context, handlers: BTreeMap::new() }
    }

    /// Adds a kind.
    #[must_use]
    pub fn with<J: Job<Context = C>>(mut self) -> Self {
        let handler: Handler<C> = Box::new(|id, payload, context| {
            Box::pin(async move {
                // One unreadable row must not block the others.
                let Ok(job) = serde_json::from_value::<J>(payload) else {
                    return Err(JobError::Dead("the payload cannot be read".to_owned()));
                };
                job.run(id, context).await
            })
        });
        self.handlers.insert(J::KIND, handler);
        self
    }

    pub(super) fn kinds(&self) -> Vec<String> {
        self.handlers.keys().map(|kind| (*kind).to_owned()).collect()
    }

    /// Runs a job by its kind, which is returned for metrics and logs.
    pub(super) async fn run(&self, id: Uuid, payload: Value) -> (&'static str, Result<(), JobError>) {
        let kind = payload["kind"].as_str().unwrap_or_default();
        let Some((kind, handler)) = self.handlers.get_key_value(kind) else {
            return ("unreadable", Err(JobError::Dead("the payload cannot be read".to_owned())));
        };
        let attempt = tokio::time::timeout(ATTEMPT, handler(id, payload, self.context.clone())).await;
        (*kind, attempt.unwrap_or_else(|_| Err(JobError::Retry("it took too long".to_owned()))))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[derive(Serialize, serde::Deserialize)]
    struct Greet {
        session: Uuid,
    }

    impl Job for Greet {
        type Context = Arc<std::sync::Mutex<Vec<Uuid>>>;
        const KIND: &'static str = "greet";

        fn session(&self) -> Option<Uuid> {
            Some(self.session)
        }

        async fn run(self, id: Uuid, greeted: Self::Context) -> Result<(), JobError> {
            greeted.lock().expect("a list").push(id);
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_job_is_found_by_its_kind_and_a_row_that_cannot_be_read_is_dead() {
        let greeted = Arc::default();
        let registry = Registry::new(Arc::clone(&greeted)).with::<Greet>();
        let queued = Queued::new(&Greet { session: Uuid::nil() });
        assert_eq!(queued.payload.to_string(), r#"{"kind":"greet","session":"00000000-0000-0000-0000-000000000000"}"#);
        let (kind, outcome) = registry.run(Uuid::max(), queued.payload).await;
        assert!(kind == "greet" && outcome.is_ok());
        assert_eq!(*greeted.lock().expect("a list"), [Uuid::max()]);
        for payload in [serde_json::json!({ "kind": "greet", "session": 1 }), serde_json::json!({ "kind": "other" })] {
            assert!(matches!(registry.run(Uuid::nil(), payload).await.1, Err(JobError::Dead(_))));
        }
    }
}
