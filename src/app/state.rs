//! What the routes are handed.

use std::sync::Arc;

use axum::extract::FromRef;
use metrics_exporter_prometheus::PrometheusHandle;

use super::{health, pages};
use crate::auth::staff::SignIns;
use crate::intake::Contacts;
use crate::intake::sessions::{Parts, Watchers};
use crate::intake::uploads::Uploads;
use crate::platform::http::origin::Site;
use crate::platform::http::rate::RateLimits;

/// What handlers can ask for. There is no mailer in it: they cannot send, only enqueue.
pub struct Handed {
    pub parts: Parts,
    pub uploads: Uploads,
    pub contacts: Contacts,
    pub limits: RateLimits,
    pub watchers: Watchers,
    pub site: Site,
    pub sign_ins: SignIns,
    pub metrics: PrometheusHandle,
    pub features: pages::Features,
    pub readiness: health::Readiness,
}

/// The same, as each request gets it: a handle, of which a handler takes only what it names.
#[derive(Clone)]
pub struct AppState(pub Arc<Handed>);

macro_rules! hand_out {
    ($($field:ident: $part:ty),* $(,)?) => {
        $(impl FromRef<AppState> for $part {
            fn from_ref(state: &AppState) -> Self {
                state.0.$field.clone()
            }
        })*
    };
}

hand_out! {
    parts: Parts, uploads: Uploads, contacts: Contacts, limits: RateLimits, watchers: Watchers, site: Site,
    sign_ins: SignIns, metrics: PrometheusHandle, features: pages::Features, readiness: health::Readiness,
}
