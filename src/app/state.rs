//! What handlers can extract.

use axum::extract::FromRef;
use metrics_exporter_prometheus::PrometheusHandle;

use super::{health, pages};
use crate::auth::jwt::Tokens;
use crate::auth::member_sessions::MemberSessions;
use crate::auth::members::Members;
use crate::auth::phones::Phones;
use crate::auth::staff::SignIns;
use crate::chat::Chat;
use crate::intake::Contacts;
use crate::intake::sessions::{AppContext, Watchers};
use crate::intake::uploads::Uploads;
use crate::messenger::Messenger;
use crate::platform::http::assets::EmbedScript;
use crate::platform::http::origin::Site;
use crate::platform::http::rate::RateLimits;

/// Handles; each handler extracts those that it needs. There is no mailer: handlers cannot send mail, only enqueue it.
#[derive(Clone, FromRef)]
pub struct AppState {
    pub context: AppContext,
    pub uploads: Uploads,
    pub contacts: Contacts,
    pub limits: RateLimits,
    pub watchers: Watchers,
    pub site: Site,
    pub sign_ins: SignIns,
    pub member_sessions: MemberSessions,
    pub member_tokens: Tokens,
    pub members: Members,
    pub chat: Chat,
    pub messenger: Messenger,
    pub metrics: PrometheusHandle,
    pub embed_script: EmbedScript,
    pub features: pages::Features,
    pub readiness: health::Readiness,
}

impl FromRef<AppState> for Phones {
    fn from_ref(state: &AppState) -> Self {
        state.messenger.phones().clone()
    }
}
