//! Health and metrics.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;

use crate::db;
use crate::sessions::Parts;

/// A part that takes longer is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// `GET /health/live`: the process answers.
pub async fn live() -> &'static str {
    "ok"
}

/// What readiness hangs on
#[derive(Serialize)]
pub struct Ready {
    database: bool,
    bucket: bool,
}

/// `GET /health/ready`: 200 when database and bucket answer, else 503 and which does not.
pub async fn ready(State(parts): State<Parts>) -> (StatusCode, axum::Json<Ready>) {
    let database =
        async { tokio::time::timeout(PATIENCE, db::ping(&parts.pool)).await.is_ok_and(|answer| answer.is_ok()) };
    let bucket = async { tokio::time::timeout(PATIENCE, parts.store.ping()).await.is_ok_and(|answer| answer.is_ok()) };
    let (database, bucket) = tokio::join!(database, bucket);
    let status = if database && bucket { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, axum::Json(Ready { database, bucket }))
}

/// `GET /metrics`: Prometheus text.
pub async fn metrics(State(handle): State<PrometheusHandle>) -> String {
    handle.run_upkeep();
    handle.render()
}
