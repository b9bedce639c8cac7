//! The peer: sign-in sessions in PostgreSQL, with tower-sessions and its store as their own documentation shows them.
//! Options come from libpq's PG* variables, TOUCH (on, the default: each request saves the session, so that its end
//! moves; off) and PORT (0: any).
#![allow(clippy::disallowed_methods, reason = "it has no options but these")]

use std::error::Error;

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tower_sessions::cookie::time::Duration;
use tower_sessions::{Expiry, Session, SessionManagerLayer};
use tower_sessions_sqlx_store::PostgresStore;

const USER: &str = "user";

#[derive(Deserialize, Serialize)]
struct User {
    user_id: String,
    metadata: Value,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let touches = std::env::var("TOUCH").as_deref() != Ok("off");
    let port: u16 = std::env::var("PORT").unwrap_or_default().parse().unwrap_or_default();
    let pool = PgPoolOptions::new().max_connections(16).connect_with(PgConnectOptions::new()).await?;
    let store = PostgresStore::new(pool);
    store.migrate().await?;
    let sessions =
        SessionManagerLayer::new(store).with_expiry(Expiry::OnInactivity(Duration::hours(1))).with_always_save(touches);
    let app = Router::new()
        .route("/sign-in", post(sign_in))
        .route("/sessions/validate", any(validate))
        .layer(sessions)
        .route("/health/ready", get(async || Json(json!({ "ready": true }))));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("tower-sessions listens on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, app).await?)
}

async fn sign_in(session: Session, Json(user): Json<User>) -> Result<Json<Value>, StatusCode> {
    session.insert(USER, &user).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(Json(json!({ "user_id": user.user_id })))
}

/// A program's question gets the session, a proxy's the headers that it passes on.
async fn validate(session: Session, headers: HeaderMap) -> Result<Response, StatusCode> {
    let user = session.get::<User>(USER).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let user = user.ok_or(StatusCode::UNAUTHORIZED)?;
    let text = |key: &str| user.metadata[key].as_str().unwrap_or_default().to_owned();
    let permissions: Vec<&str> =
        user.metadata["permissions"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let expires = session.expiry_date().to_string();
    let identity = [
        ("x-user-id", user.user_id.clone()),
        ("x-user-role", text("role")),
        ("x-user-permissions", permissions.join(",")),
        ("x-user-session", String::new()),
        ("x-user-expires", expires.clone()),
    ];
    if headers.contains_key("x-original-uri") {
        return Ok((StatusCode::NO_CONTENT, identity).into_response());
    }
    let body = json!({
        "valid": true, "user_id": user.user_id, "expires_at": expires, "metadata": user.metadata,
    });
    Ok((identity, Json(body)).into_response())
}
