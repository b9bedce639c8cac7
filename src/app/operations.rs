//! Health and metrics.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::db;
use crate::sessions::Parts;

/// A part that takes longer is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// An answer is given again for so long.
const FRESH: Duration = Duration::from_secs(1);

/// `GET /health/live`: the process answers.
pub async fn live() -> &'static str {
    "ok"
}

/// What readiness hangs on
#[derive(Clone, Copy, Serialize)]
pub struct Ready {
    database: bool,
    bucket: bool,
}

/// The last look at the parts. Whoever asks meanwhile waits for it and shares its answer, so that asking
/// costs the parts nothing, however often it is done.
#[derive(Clone, Default)]
pub struct Readiness(Arc<Mutex<Option<(Instant, Ready)>>>);

impl Readiness {
    async fn look(&self, parts: &Parts) -> Ready {
        let mut last = self.0.lock().await;
        if let Some((at, ready)) = *last
            && at.elapsed() < FRESH
        {
            return ready;
        }
        let database =
            async { tokio::time::timeout(PATIENCE, db::ping(&parts.pool)).await.is_ok_and(|answer| answer.is_ok()) };
        let bucket =
            async { tokio::time::timeout(PATIENCE, parts.store.ping()).await.is_ok_and(|answer| answer.is_ok()) };
        let (database, bucket) = tokio::join!(database, bucket);
        let ready = Ready { database, bucket };
        *last = Some((Instant::now(), ready));
        ready
    }
}

/// `GET /health/ready`: 200 when database and bucket answer, else 503 and which does not.
pub async fn ready(State(parts): State<Parts>, State(readiness): State<Readiness>) -> (StatusCode, axum::Json<Ready>) {
    let ready = readiness.look(&parts).await;
    let status = if ready.database && ready.bucket { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, axum::Json(ready))
}

/// `GET /metrics`: Prometheus text.
pub async fn metrics(State(handle): State<PrometheusHandle>) -> String {
    handle.run_upkeep();
    handle.render()
}
