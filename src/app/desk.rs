//! The route table of the staff's pages.

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use super::AppState;
use crate::admin::pages::{
    account, audit, erasure, export, funnel, people, requests, retention, second_factor, session, sessions, sign_in,
    staff,
};
use crate::admin::pages::{start, try_mails_again};
use crate::http::{layers, origin};

/// Everything below `/admin`.
pub(super) fn router(state: &AppState) -> Router<AppState> {
    Router::new()
        .route("/admin", get(start))
        .route("/admin/sign-in", get(sign_in::ask).post(sign_in::answer))
        .route("/admin/sign-out", post(sign_in::leave))
        .route("/admin/sessions", get(sessions::list).post(sessions::search))
        .route("/admin/sessions/{id}", get(session::show))
        .route("/admin/sessions/{id}/correct", get(session::ask_correction).post(session::correct))
        .route("/admin/sessions/{id}/erase", get(erasure::ask).post(erasure::answer))
        .route("/admin/sessions/{id}/restriction", post(session::set_restriction))
        .route("/admin/sessions/{id}/consents/ai_training", post(session::withdraw_training))
        .route("/admin/sessions/{id}/consents/personal_data", get(erasure::ask_withdrawal).post(erasure::withdraw))
        .route("/admin/people/erase", get(people::ask).post(people::erase))
        .route("/admin/erasures/{id}", get(erasure::receipt))
        .route("/admin/exports/{id}", get(export::progress))
        .route("/admin/mails", post(try_mails_again))
        .route("/admin/audit", get(audit::show))
        .route("/admin/requests", get(requests::list).post(requests::enter))
        .route("/admin/requests/{id}", get(requests::show))
        .route("/admin/requests/{id}/extension", post(requests::extend))
        .route("/admin/requests/{id}/closing", post(requests::close))
        .route("/admin/funnel", get(funnel::show))
        .route("/admin/funnel.csv", get(funnel::csv))
        .route("/admin/retention", get(retention::show))
        .route("/admin/account", get(account::show))
        .route("/admin/account/password", post(account::change_password))
        .route("/admin/account/second-factor", get(second_factor::show).post(second_factor::begin))
        .route("/admin/account/second-factor/proof", post(second_factor::prove))
        .route("/admin/account/second-factor/removal", post(account::remove_second_factor))
        .route("/admin/account/sign-ins", post(account::revoke_others))
        .route("/admin/account/sign-ins/{id}", post(account::revoke))
        .route("/admin/staff", get(staff::list).post(staff::add))
        .route("/admin/staff/{id}", get(staff::show))
        .route("/admin/staff/{id}/reset", post(staff::reset))
        .route("/admin/staff/{id}/disable", post(staff::disable))
        .layer(from_fn(layers::in_time))
        // They stream.
        .route("/admin/sessions/{id}/files/{file}", get(session::file))
        .route("/admin/sessions/{id}/export", get(export::download))
        .route("/admin/people/export", post(people::export))
        .layer(from_fn_with_state(state.0.site.clone(), origin::ours_only))
}
