//! The route table of self-service.

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use super::AppState;
use crate::http::{layers, origin};
use crate::privacy::self_service::{data_routes as data, erase_routes as end, routes as door};

/// Everything below `/privacy`.
pub(super) fn router(state: &AppState) -> Router<AppState> {
    Router::new()
        .route("/privacy", get(door::show).post(door::request))
        .route("/privacy/sent", get(door::sent))
        .route("/privacy/link/{token}", get(door::look).post(door::use_up))
        .route("/privacy/receipts/{id}", get(end::receipt))
        .route("/privacy/data", get(data::show))
        .route("/privacy/data/erase", get(end::ask_erase).post(end::erase))
        .route("/privacy/data/finish", post(door::leave))
        .route("/privacy/data/{tag}/correct", get(data::ask_correction).post(data::correct))
        .route("/privacy/data/{tag}/training", post(data::withdraw_training))
        .route("/privacy/data/{tag}/withdraw", get(end::ask_withdrawal).post(end::withdraw))
        .route("/privacy/data/{tag}/restriction", get(data::ask_restriction).post(data::restrict))
        .route("/privacy/data/{tag}/restriction/lift", post(data::lift))
        .layer(from_fn(layers::in_time))
        // It streams.
        .route("/privacy/data/copy", get(data::copy))
        .layer(from_fn_with_state(state.0.site.clone(), origin::ours_only))
}
