//! Health and metrics.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;

use crate::config::ScanFail;
use crate::db;
use crate::sessions::Parts;
use crate::uploads::Uploads;

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
    /// Where one is configured
    #[serde(skip_serializing_if = "Option::is_none")]
    scanner: Option<bool>,
}

/// `GET /health/ready`: 200 when database and bucket answer, and the scanner where files are refused without
/// it; else 503 and which does not.
pub async fn ready(State(parts): State<Parts>, State(uploads): State<Uploads>) -> (StatusCode, axum::Json<Ready>) {
    let database =
        async { tokio::time::timeout(PATIENCE, db::ping(&parts.pool)).await.is_ok_and(|answer| answer.is_ok()) };
    let bucket = async { tokio::time::timeout(PATIENCE, parts.store.ping()).await.is_ok_and(|answer| answer.is_ok()) };
    let scanner = async {
        let scanner = uploads.scanner()?;
        Some(tokio::time::timeout(PATIENCE, scanner.ping()).await.is_ok_and(|answer| answer.is_ok()))
    };
    let (database, bucket, scanner) = tokio::join!(database, bucket, scanner);
    let needed = uploads.scanner().is_some_and(|scanner| scanner.on_failure == ScanFail::Closed);
    let ready = database && bucket && (!needed || scanner == Some(true));
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, axum::Json(Ready { database, bucket, scanner }))
}

/// `GET /metrics`: Prometheus text.
pub async fn metrics(State(handle): State<PrometheusHandle>) -> String {
    handle.run_upkeep();
    handle.render()
}
