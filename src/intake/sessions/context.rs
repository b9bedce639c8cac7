//! What handlers and background work share.

use std::ops::Deref;
use std::sync::Arc;

use sqlx::PgPool;

use super::Heartbeats;
use crate::assistant::Assistant;
use crate::config::{Limits, Timings};
use crate::intake::funnel::Funnel;
use crate::intake::leases::{Sweeper, UploadLimits};
use crate::platform::db::group_commit::Batcher;
use crate::platform::jobs::MailLimits;
use crate::platform::object_store::ObjectStore;

/// What a visit needs: the database, the object store and the rules. A clone is one reference more: each request makes
/// one.
#[derive(Clone)]
pub struct AppContext(Arc<Services>);

/// The parts of the context.
#[derive(Clone)]
pub struct Services {
    pub pool: PgPool,
    pub store: ObjectStore,
    pub timings: Arc<Timings>,
    pub limits: Arc<Limits>,
    pub sweeper: Sweeper,
    pub funnel: Funnel,
    pub heartbeats: Batcher<Heartbeats>,
    pub mail_limits: MailLimits,
    pub upload_limits: UploadLimits,
    pub assistant: Assistant,
}

impl From<Services> for AppContext {
    fn from(services: Services) -> Self {
        Self(Arc::new(services))
    }
}

impl Deref for AppContext {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.0
    }
}
