//! Health and metrics.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONNECTION, CONTENT_TYPE, RETRY_AFTER};
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::auth::jwt::Tokens;
use crate::config::ScanFail;
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::intake::uploads::Uploads;
use crate::platform::ids::new_uuid;
use crate::platform::{db, i18n};

/// A service that takes longer is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a result is reused.
const FRESH: Duration = Duration::from_secs(1);

/// `GET /health/live`: the process answers.
pub async fn live() -> &'static str {
    "ok"
}

/// What answers while a start waits for the database or brings its schema up to date: the process is alive, and
/// everything else has to wait.
pub fn while_starting() -> Router {
    let not_yet = || async {
        let id = new_uuid().to_string();
        let problem = Error::from(Kind::Unavailable).problem(&id, i18n::english());
        let headers = [
            (CONTENT_TYPE, "application/problem+json"),
            (RETRY_AFTER, "1"),
            (CACHE_CONTROL, "no-store"),
            // The next request should reach what comes after us.
            (CONNECTION, "close"),
        ];
        (StatusCode::SERVICE_UNAVAILABLE, headers, [("x-request-id", id)], axum::Json(problem))
    };
    Router::new().route("/health/live", get(live)).fallback(not_yet)
}

/// What readiness depends on
#[derive(Clone, Copy, Serialize)]
pub struct Ready {
    database: bool,
    bucket: bool,
    /// If one is configured
    #[serde(skip_serializing_if = "Option::is_none")]
    scanner: Option<bool>,
}

/// The last check of the services. Concurrent requests wait for it and share its result, so that frequent requests do
/// not load the services.
#[derive(Clone, Default)]
pub struct Readiness(Arc<Mutex<Option<(Instant, Ready)>>>);

impl Readiness {
    async fn look(&self, context: &AppContext, uploads: &Uploads) -> Ready {
        let mut last = self.0.lock().await;
        if let Some((at, ready)) = *last
            && at.elapsed() < FRESH
        {
            return ready;
        }
        let database =
            async { tokio::time::timeout(PATIENCE, db::ping(&context.pool)).await.is_ok_and(|answer| answer.is_ok()) };
        let bucket =
            async { tokio::time::timeout(PATIENCE, context.store.ping()).await.is_ok_and(|answer| answer.is_ok()) };
        let scanner = async {
            let scanner = uploads.scanner()?;
            Some(tokio::time::timeout(PATIENCE, scanner.ping()).await.is_ok_and(|answer| answer.is_ok()))
        };
        let (database, bucket, scanner) = tokio::join!(database, bucket, scanner);
        let ready = Ready { database, bucket, scanner };
        *last = Some((Instant::now(), ready));
        ready
    }
}

/// `GET /health/ready`: 200 if database and bucket answer, and the scanner if files are refused without it; else 503,
/// with which one does not.
pub async fn ready(
    State(context): State<AppContext>,
    State(uploads): State<Uploads>,
    State(readiness): State<Readiness>,
) -> (StatusCode, axum::Json<Ready>) {
    let ready = readiness.look(&context, &uploads).await;
    let needs_scanner = uploads.scanner().is_some_and(|scanner| scanner.on_failure == ScanFail::Closed);
    let answers = ready.database && ready.bucket && (!needs_scanner || ready.scanner == Some(true));
    let status = if answers { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, axum::Json(ready))
}

/// `GET /metrics`: Prometheus text.
pub async fn metrics(State(handle): State<PrometheusHandle>, State(tokens): State<Tokens>) -> String {
    tokens.note_age();
    handle.run_upkeep();
    handle.render()
}
