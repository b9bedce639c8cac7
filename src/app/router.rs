//! The route table, and the layers around it.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use super::demo_members::{self, DemoMembers};
use super::made_up_phones::{self, MadeUpPhones};
use super::{AppState, captured_mail, docs, health, openapi, pages};
use crate::admin;
use crate::admin::pages::{
    account, audit, by_email, erasure, export, funnel, member_data, members, messenger as messenger_sessions, requests,
    retention, second_factor, session as session_page, sessions as sessions_pages, sign_in, staff, start,
    try_mails_again,
};
use crate::auth::member_sessions;
use crate::chat;
use crate::config::{Config, MessengerKind};
use crate::intake::{self, sessions, uploads, verification};
use crate::messenger;
use crate::platform::alerts::Notices;
use crate::platform::http::client::Trust;
use crate::platform::http::{assets, cors, headers, layers, origin, rate};
use crate::platform::mail;
use crate::privacy;
use crate::privacy::self_service::{data_pages as data, erase_routes as end, routes as door};

/// What is only for trying the program out, on this machine.
pub(super) struct Dev {
    pub outbox: Option<Arc<mail::Outbox>>,
    pub demo_members: Option<DemoMembers>,
    pub phones: Option<MadeUpPhones>,
}

impl Dev {
    /// The made-up telephones come along if the options want them and visitors come from this machine only.
    pub fn new(
        state: &AppState,
        config: &Config,
        address: SocketAddr,
        outbox: Option<Arc<mail::Outbox>>,
        demo_members: Option<DemoMembers>,
    ) -> Self {
        let options = &config.messenger;
        let has_phones = options.messenger == MessengerKind::Simulated && config.web.is_local(address);
        let phones = || MadeUpPhones::new(state.messenger.clone(), options.messenger_phones, state.site.clone());
        Self { outbox, demo_members, phones: has_phones.then(phones) }
    }
}

/// Every route of the program.
pub(super) fn router(state: AppState, config: &Config, notices: Notices, dev: Dev) -> impl layers::HttpService {
    let timely = || from_fn(layers::in_time);
    // Pages of the site call these from its own origin.
    let has_cookies = config.members.members_whoami_url.is_some();
    let member_calls = cors::allow(Router::from(member_calls()), &config.web.embed_origins, has_cookies);
    let messenger_calls = messenger::routes::routes().route("/socket.io/", messenger::socket_io(state.clone()));
    // By a token alone: the cookie of a number is for our own page.
    let messenger_calls = cors::allow(messenger_calls, &config.web.embed_origins, false);
    let limited = Router::from(calls())
        .merge(link_pages().layer(timely()))
        .merge(admin_pages(&state))
        .merge(privacy_pages(&state))
        .layer(from_fn_with_state(state.limits.clone(), rate::layer));

    let mut routes = Router::new()
        .merge(limited)
        .merge(Router::from(sessions::routes::beacon().layer(timely())))
        // Each counts its caller itself, but not those of a member session: they may come through the site's backend.
        .merge(member_calls)
        // The site's backend and its proxy call these for all their users, so they count only what fails.
        .merge(member_sessions::routes::routes(&state.member_sessions).layer(timely()))
        .merge(messenger_calls)
        .route("/", get(pages::demo))
        .route("/widget", get(pages::widget))
        .route("/chat", get(pages::chat))
        .route("/messenger", get(pages::messenger))
        .route("/accessibility", get(pages::accessibility))
        .route("/embed.js", get(assets::embed_js))
        .route("/favicon.ico", get(assets::favicon))
        .route("/static/{hash}/{*path}", get(assets::get))
        .route("/docs", get(docs::page))
        .route("/problems/{slug}", get(pages::problem))
        .route("/api/v1/openapi.json", get(openapi::openapi))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(health::metrics))
        .with_state(state);
    if let Some(outbox) = dev.outbox {
        routes = routes.merge(captured_mail::router(outbox));
    }
    if let Some(phones) = dev.phones {
        routes = routes.merge(made_up_phones::router(phones));
    }
    if let Some(demo_members) = dev.demo_members {
        routes = routes.merge(demo_members::router(demo_members));
    }

    let https = config.web.public_url.as_ref().is_some_and(|url| url.scheme() == "https");
    let policy = headers::Policy::new(&config.web.embed_origins, https);
    layers::wrap(routes, notices, Trust::new(&config.web.trusted_proxies), policy)
}

/// The API's calls that are counted by caller.
fn calls() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(sessions::routes::router())
        .merge(uploads::multipart::routes::router())
        .merge(intake::routes::router())
        .merge(verification::routes::router())
        .merge(admin::api::sessions::router())
        .merge(admin::api::requests::router())
        .merge(admin::api::rights::router())
        .merge(admin::api::members::router())
        .merge(admin::api::staff::router())
        .layer(from_fn(layers::in_time))
        // Bodies and answers that stream have bounds of their own.
        .merge(uploads::multipart::routes::streams())
        .merge(sessions::routes::streams())
        .merge(admin::api::sessions::streams())
        .merge(admin::api::rights::streams())
}

/// The calls of members.
fn member_calls() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(chat::routes::router())
        .merge(privacy::members::routes::router())
        .layer(from_fn(layers::in_time))
        .merge(chat::routes::streams())
        .merge(privacy::members::routes::streams())
}

/// What the handlers say of the API's calls.
pub(super) fn document() -> OpenApi {
    calls()
        .merge(member_calls())
        .merge(sessions::routes::beacon())
        .merge(member_sessions::routes::router())
        .merge(messenger::routes::router())
        .into_openapi()
}

/// Everything below `/verify`.
fn link_pages() -> Router<AppState> {
    use verification::routes as link;
    Router::new()
        .route("/verify/{token}", get(link::ask).post(link::answer))
        .route("/verify/{token}/{decline}", get(link::ask_decline).post(link::answer_decline))
        .route("/verify/earlier/{token}", get(link::ask_earlier).post(link::answer_earlier))
}

/// Everything below `/admin`.
fn admin_pages(state: &AppState) -> Router<AppState> {
    Router::new()
        .route("/admin", get(start))
        .route("/admin/sign-in", get(sign_in::ask).post(sign_in::answer))
        .route("/admin/sign-out", post(sign_in::leave))
        .route("/admin/sessions", get(sessions_pages::list).post(sessions_pages::search))
        .route("/admin/sessions/{id}", get(session_page::show))
        .route("/admin/sessions/{id}/correct", get(session_page::ask_correction).post(session_page::correct))
        .route("/admin/sessions/{id}/erase", get(erasure::ask).post(erasure::answer))
        .route("/admin/sessions/{id}/restriction", post(session_page::set_restriction))
        .route("/admin/sessions/{id}/consents/ai_training", post(session_page::withdraw_training))
        .route("/admin/sessions/{id}/consents/personal_data", get(erasure::ask_withdrawal).post(erasure::withdraw))
        .route("/admin/people/erase", get(by_email::ask).post(by_email::erase))
        .route("/admin/erasures/{id}", get(erasure::receipt))
        .route("/admin/exports/{id}", get(export::progress))
        .route("/admin/mails", post(try_mails_again))
        .route("/admin/audit", get(audit::show))
        .route("/admin/requests", get(requests::list).post(requests::enter))
        .route("/admin/requests/{id}", get(requests::show))
        .route("/admin/requests/{id}/extension", post(requests::extend))
        .route("/admin/requests/{id}/closing", post(requests::close))
        .route("/admin/members", get(members::show).post(members::find))
        .route("/admin/members/restriction", post(member_data::set_restriction))
        .route("/admin/members/end", get(members::ask_end).post(members::end))
        .route("/admin/members/conversations", get(member_data::conversations))
        .route("/admin/members/copy", post(member_data::copy))
        .route("/admin/members/erase", get(member_data::ask_erase).post(member_data::erase))
        .route("/admin/messenger", get(messenger_sessions::show))
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
        // These stream.
        .route("/admin/sessions/{id}/files/{file}", get(session_page::file))
        .route("/admin/sessions/{id}/export", get(export::download))
        .route("/admin/people/export", post(by_email::export))
        .layer(from_fn_with_state(state.site.clone(), origin::ours_only))
}

/// Everything below `/privacy`.
fn privacy_pages(state: &AppState) -> Router<AppState> {
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
        // This streams.
        .route("/privacy/data/copy", get(data::copy))
        .layer(from_fn_with_state(state.site.clone(), origin::ours_only))
}
