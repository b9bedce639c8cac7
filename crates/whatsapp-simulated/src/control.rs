//! The telephones as calls over HTTP: scan or type a code, send a message, read what has come.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use crate::phones::Phones;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Scan {
    phone_number: String,
    qr: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Typed {
    phone_number: String,
    code: String,
}

#[derive(Deserialize)]
struct Send {
    from: String,
    to: String,
    text: String,
}

#[derive(Deserialize)]
struct Of {
    of: String,
}

/// Why it did not work, as a sentence.
struct Refused(anyhow::Error);

impl From<anyhow::Error> for Refused {
    fn from(error: anyhow::Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "detail": self.0.to_string() }))).into_response()
    }
}

/// `POST /dev/phone/scan`, `POST /dev/phone/code`, `POST` and `GET /dev/phone/messages`.
pub fn router(phones: Arc<Phones>) -> Router {
    Router::new()
        .route("/dev/phone/scan", post(scan))
        .route("/dev/phone/code", post(type_code))
        .route("/dev/phone/messages", get(messages).post(send))
        .with_state(phones)
}

async fn scan(State(phones): State<Arc<Phones>>, Json(scan): Json<Scan>) -> Result<StatusCode, Refused> {
    phones.scan(&scan.phone_number, scan.qr.trim()).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn type_code(State(phones): State<Arc<Phones>>, Json(typed): Json<Typed>) -> Result<StatusCode, Refused> {
    phones.type_code(&typed.phone_number, &typed.code).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn send(State(phones): State<Arc<Phones>>, Json(send): Json<Send>) -> Result<StatusCode, Refused> {
    phones.send(&send.from, &send.to, &send.text).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn messages(State(phones): State<Arc<Phones>>, Query(of): Query<Of>) -> Result<Response, Refused> {
    let messages = phones.heard(&of.of).await?;
    Ok(Json(json!({ "messages": messages })).into_response())
}
