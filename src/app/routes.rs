//! The route table, and the layers around it.

use std::sync::Arc;

use axum::Router;
use axum::routing::{delete, get, post, put};

use super::{AppState, desk, docs, document, operations, pages, self_service_routes};
use crate::config::Config;
use crate::http::client::Trust;
use crate::http::{assets, headers, layers, rate};
use crate::mail::Notices;
use crate::{admin, intake, mail, sessions, staff, uploads, verification};

/// Every route of the program.
pub(super) fn router(
    state: AppState,
    config: &Config,
    notices: Notices,
    outbox: Option<Arc<mail::Outbox>>,
) -> impl layers::Whole {
    let timely = || axum::middleware::from_fn(layers::in_time);
    let limited = Router::new()
        .route("/api/v1/session", put(sessions::routes::open).delete(sessions::routes::discard))
        .route("/api/v1/session/heartbeat", post(sessions::routes::heartbeat))
        .route("/api/v1/files/{id}", delete(uploads::routes::delete))
        .route("/api/v1/intake", post(intake::routes::turn))
        .route("/api/v1/consent", get(intake::routes::consents))
        .route("/api/v1/contact", put(intake::routes::submit))
        .route("/api/v1/verification", post(verification::routes::send_again))
        .route("/verify/{token}", get(verification::routes::ask).post(verification::routes::answer))
        .route(
            "/verify/{token}/decline",
            get(verification::routes::ask_decline).post(verification::routes::answer_decline),
        )
        .route(
            "/verify/earlier/{token}",
            get(verification::routes::ask_earlier).post(verification::routes::answer_earlier),
        )
        .route("/api/v1/admin/sessions", get(admin::routes::find))
        .route(
            "/api/v1/admin/sessions/{id}",
            get(admin::routes::read).patch(admin::routes::rectify).delete(admin::routes::erase),
        )
        .route(
            "/api/v1/admin/sessions/{id}/restriction",
            put(admin::people_routes::set_restriction).delete(admin::people_routes::lift_restriction),
        )
        .route("/api/v1/admin/sessions/{id}/consents/{purpose}", delete(admin::people_routes::withdraw))
        .route("/api/v1/admin/erasures", post(admin::people_routes::erase_all))
        .route("/api/v1/admin/erasures/{id}", get(admin::routes::receipt))
        .route("/api/v1/admin/exports/{id}", get(admin::routes::progress))
        .route("/api/v1/admin/audit", get(admin::routes::audit))
        .route("/api/v1/admin/requests", get(admin::requests::routes::list).post(admin::requests::routes::enter))
        .route("/api/v1/admin/requests/{id}", get(admin::requests::routes::read))
        .route("/api/v1/admin/requests/{id}/extension", post(admin::requests::routes::extend))
        .route("/api/v1/admin/requests/{id}/closing", post(admin::requests::routes::close))
        .route("/api/v1/staff/login", post(staff::routes::sign_in).delete(staff::routes::sign_out))
        .route("/api/v1/staff/me", get(staff::routes::me))
        .route("/api/v1/staff/logins", get(staff::routes::list).delete(staff::routes::revoke_all))
        .route("/api/v1/staff/logins/{id}", delete(staff::routes::revoke))
        .route("/api/v1/staff/password", put(staff::routes::change_password))
        .route(
            "/api/v1/staff/second-factor",
            post(staff::routes::begin_second_factor).put(staff::routes::prove_second_factor),
        )
        .route("/api/v1/staff/second-factor/removal", post(staff::routes::remove_second_factor))
        .layer(timely())
        // Bodies and answers that stream have bounds of their own.
        .route("/api/v1/files", get(uploads::routes::list).layer(timely()).post(uploads::routes::receive))
        .route("/api/v1/events", get(sessions::routes::events))
        .route("/api/v1/admin/sessions/{id}/files/{file}", get(admin::routes::file))
        .route("/api/v1/admin/sessions/{id}/export", get(admin::routes::export))
        .route("/api/v1/admin/exports", post(admin::people_routes::export_all))
        .route("/api/v1/admin/training-manifest", get(admin::people_routes::training_manifest))
        .merge(desk::router(&state))
        .merge(self_service_routes::router(&state))
        .layer(axum::middleware::from_fn_with_state(state.0.limits.clone(), rate::layer));

    let mut routes = Router::new()
        .merge(limited)
        // Its answer is 204 whatever happens, so it counts its calls itself.
        .route("/api/v1/session/leave", post(sessions::routes::leave).layer(timely()))
        .route("/", get(pages::demo))
        .route("/widget", get(pages::widget))
        .route("/accessibility", get(pages::accessibility))
        .route("/embed.js", get(assets::embed_js))
        .route("/favicon.ico", get(assets::favicon))
        .route("/static/{hash}/{*path}", get(assets::get))
        .route("/docs", get(docs::page))
        .route("/problems/{slug}", get(pages::problem))
        .route("/api/v1/openapi.json", get(document::openapi))
        .route("/health/live", get(operations::live))
        .route("/health/ready", get(operations::ready))
        .route("/metrics", get(operations::metrics))
        .with_state(state);
    if let Some(outbox) = outbox {
        routes = routes.merge(mail::routes::router(outbox));
    }

    let https = config.web.public_url.as_ref().is_some_and(|url| url.scheme() == "https");
    let policy = headers::Policy::new(&config.web.embed_origins, https);
    layers::wrap(routes, notices, Trust::new(&config.web.trusted_proxies), policy)
}
