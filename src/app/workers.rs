//! The background work and its schedule.

use std::sync::Arc;
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;

use crate::assistant;
use crate::audit::chain;
use crate::auth::member_sessions::{self, MemberSessions};
use crate::chat::{self, Chat};
use crate::config::SecretKey;
use crate::intake::funnel;
use crate::intake::leases::reconcile::Outcome;
use crate::intake::sessions::{AppContext, MailContext};
use crate::intake::verification::{SendAddressChangedMail, SendVerificationMail};
use crate::messenger::{self, Messenger};
use crate::platform::alerts::{NoticeWorker, Notices};
use crate::platform::db;
use crate::platform::http::rate::RateLimits;
use crate::platform::jobs::{Registry, Schedule, Worker};
use crate::platform::mail::Mailer;
use crate::platform::virus_scan::Scanner;
use crate::privacy::self_service::SendPrivacyLink;
use crate::privacy::{self, retention};

/// How often memory of rate limits and histograms is freed.
const TIDY_EVERY: Duration = Duration::from_secs(10);

/// How often what is not confirmed is measured.
const MEASURE_EVERY: Duration = Duration::from_secs(30);

/// What the background work needs.
pub(super) struct Workers {
    pub context: MailContext,
    pub jobs: Arc<Worker<MailContext>>,
    pub scanner: Option<Scanner>,
    pub notices: Notices,
    /// Taken when it is started.
    pub notice_worker: Option<NoticeWorker>,
    pub admin: Option<lettre::Address>,
    pub limits: RateLimits,
    pub metrics: PrometheusHandle,
    /// Seals the audit trail.
    pub key: SecretKey,
    pub reconcile_every: Duration,
    pub member_sessions: MemberSessions,
    pub chat: Chat,
    pub messenger: Messenger,
}

/// Every kind of job.
pub(super) fn registry(context: MailContext) -> Registry<MailContext> {
    Registry::new(context).with::<SendVerificationMail>().with::<SendAddressChangedMail>().with::<SendPrivacyLink>()
}

impl Workers {
    pub(super) fn start(&mut self, schedule: &mut Schedule) {
        let MailContext { app, mailer, public_url } = self.context.clone();
        schedule.run(|stop| {
            let pinging = Box::pin(ping_optional_services(mailer.clone(), self.admin.clone(), self.scanner.clone()));
            async move { stop.run_until_cancelled(pinging).await.unwrap_or(()) }
        });
        if let Some(worker) = self.notice_worker.take() {
            schedule.run(|stop| worker.run(mailer, self.admin.clone(), public_url.to_string(), stop));
        }
        schedule.run(|stop| app.sweeper.clone().run(stop));
        schedule.run(|stop| Arc::clone(&self.jobs).run(stop));
        let (own, notices) = (app.clone(), self.notices.clone());
        schedule.every(self.reconcile_every, move |stop| reconcile(own.clone(), notices.clone(), stop));
        let (own, notices) = (app.clone(), self.notices.clone());
        schedule.every(MEASURE_EVERY, move |_| measure_unconfirmed(own.clone(), notices.clone()));
        let own = app.clone();
        schedule.every(retention::EVERY, move |stop| retention::turn_until(own.clone(), stop));
        let pool = app.pool.clone();
        let key = self.key.clone();
        schedule.every(chain::EVERY, move |_| chain::seal_all(pool.clone(), key.clone()));
        schedule.every(funnel::EVERY, move |_| app.funnel.clone().flush_again(app.pool.clone()));
        let own = self.member_sessions.clone();
        schedule.every(member_sessions::WRITE_EVERY, move |_| own.clone().write_again());
        let own = self.member_sessions.clone();
        schedule.every(own.cleanup_every(), move |_| own.clone().clean_up());
        let own = self.chat.clone();
        schedule.every(chat::CUT_EVERY, move |_| own.clone().cut_lapsed());
        let (own, assistant) = (self.messenger.clone(), self.context.app.assistant.clone());
        schedule.run(|stop| own.detect(assistant, stop));
        let own = self.messenger.clone();
        schedule.every(messenger::TIDY_EVERY, move |_| {
            let (tidying, measuring) = (own.clone(), own.clone());
            async move {
                tidying.phones().clone().clean_up().await;
                tidying.tidy().await;
                measuring.measure().await;
            }
        });
        let own = self.context.app.assistant.clone();
        schedule.every(assistant::EVERY, move |_| own.clone().refresh());
        let (limits, metrics) = (self.limits.clone(), self.metrics.clone());
        schedule.every(TIDY_EVERY, move |_| {
            limits.forget_idle();
            metrics.run_upkeep();
            std::future::ready(())
        });
    }
}

/// Only warns: everything else works without these two.
async fn ping_optional_services(mailer: Mailer, admin: Option<lettre::Address>, scanner: Option<Scanner>) {
    if let Err(error) = mailer.rehearse(admin.as_ref()).await {
        tracing::warn!(%error, "no mail can be sent");
    }
    if let Some(scanner) = scanner
        && let Err(reason) = scanner.ping().await
    {
        tracing::warn!(reason, "the virus scanner does not answer: check CLAMD_URL");
    }
}

/// Tells the administrator when uploads are refused because too many bytes wait for a confirmation.
async fn measure_unconfirmed(context: AppContext, notices: Notices) {
    match db::in_time(context.upload_limits.measure(&context.pool)).await {
        Ok(true) => {}
        Ok(false) => {
            tracing::error!("uploads are refused: as many bytes as MAX_UNCONFIRMED_BYTES wait for a confirmation");
            notices.report("unconfirmed-full", None);
        }
        Err(error) => tracing::warn!(%error, "cannot measure what is not confirmed; trying again later"),
    }
}

/// Compares bucket and database, and deletes what has expired.
async fn reconcile(context: AppContext, notices: Notices, stop: CancellationToken) {
    let turn = context.sweeper.reconcile(false, &stop).await;
    if let Err(error) = db::in_time(privacy::forget_lapsed(&context.pool)).await {
        tracing::warn!(%error, "cannot delete old exports and expired links; trying again later");
    }
    match turn {
        Ok(Outcome::RestoredBackup { bucket, database }) => {
            tracing::error!(
                bucket,
                database,
                "the bucket is ahead of its database: an old backup was restored. Nothing is adopted until you \
                 have run `anteroom privacy replay`, which repeats the erasures that the backup does not know, \
                 and then `anteroom reconcile --accept`"
            );
            notices.report("restored-backup", None);
        }
        Ok(outcome) => tracing::debug!(?outcome, "compared the bucket with the database"),
        Err(error) => {
            tracing::warn!(%error, "cannot compare the bucket with the database; trying again later");
        }
    }
}
