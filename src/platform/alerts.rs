//! Mails the administrator about errors: at most one mail per kind of error in ten minutes, with the count and the last
//! request's id.
//!
//! Notices are queued in memory, not in the jobs table: the database itself may be down.

use std::collections::HashMap;
use std::time::Duration;

use askama::Template;
use lettre::Address;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::mail::{Mailer, Outgoing};
use crate::platform::ids::new_uuid;

/// At most one mail per kind in this time.
const QUIET: Duration = Duration::from_secs(600);

/// How often pending notices are checked.
const TICK: Duration = Duration::from_secs(10);

/// The queue's capacity. Reports beyond it are dropped; their errors are still logged.
const QUEUE_SIZE: usize = 1024;

/// Reports errors to the worker. Cheap to clone, never waits.
#[derive(Clone)]
pub struct Notices(mpsc::Sender<Report>);

struct Report {
    kind: &'static str,
    request_id: Option<String>,
    cause: Option<String>,
}

/// Sends the notices.
pub struct NoticeWorker {
    reports: mpsc::Receiver<Report>,
    kinds: HashMap<&'static str, Waiting>,
}

#[derive(Default)]
struct Waiting {
    count: u64,
    request_id: Option<String>,
    cause: Option<String>,
    told_at: Option<Instant>,
}

#[derive(Template)]
#[template(path = "mail/notice.txt", escape = "none")]
struct NoticeText<'a> {
    kind: &'a str,
    count: u64,
    request_id: &'a str,
    cause: Option<&'a str>,
    site: &'a str,
}

impl Notices {
    /// Returns the two ends of the queue.
    pub fn channel() -> (Self, NoticeWorker) {
        let (sender, reports) = mpsc::channel(QUEUE_SIZE);
        (Self(sender), NoticeWorker { reports, kinds: HashMap::new() })
    }

    /// Reports an error of this kind. The caller logs it.
    pub fn report(&self, kind: &'static str, request_id: Option<&str>) {
        self.queue(Report { kind, request_id: request_id.map(str::to_owned), cause: None });
    }

    /// The same for an error with a known cause, which must not identify a person.
    pub fn report_cause(&self, kind: &'static str, cause: String) {
        self.queue(Report { kind, request_id: None, cause: Some(cause) });
    }

    fn queue(&self, report: Report) {
        // A full queue already reports a thousand like it.
        drop(self.0.try_send(report));
    }
}

impl NoticeWorker {
    /// Sends notices until `stop`, including those reported before it. Without an administrator's address it only
    /// drains the queue.
    pub async fn run(mut self, mailer: Mailer, admin: Option<Address>, site: String, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(TICK);
        loop {
            let is_last = tokio::select! {
                () = stop.cancelled() => {
                    while let Ok(report) = self.reports.try_recv() {
                        self.note(report);
                    }
                    true
                }
                report = self.reports.recv() => report.map(|report| self.note(report)).is_none(),
                _ = ticks.tick() => false,
            };
            if let Some(admin) = &admin {
                self.tell(&mailer, admin, &site).await;
            }
            if is_last {
                return;
            }
        }
    }

    fn note(&mut self, report: Report) {
        let waiting = self.kinds.entry(report.kind).or_default();
        waiting.count += 1;
        waiting.request_id = report.request_id.or(waiting.request_id.take());
        waiting.cause = report.cause.or(waiting.cause.take());
    }

    async fn tell(&mut self, mailer: &Mailer, admin: &Address, site: &str) {
        for (kind, waiting) in &mut self.kinds {
            let quiet = waiting.told_at.is_some_and(|told| told.elapsed() < QUIET);
            if waiting.count == 0 || quiet {
                continue;
            }
            let request_id = waiting.request_id.as_deref().unwrap_or("none");
            let text = NoticeText { kind, count: waiting.count, request_id, cause: waiting.cause.as_deref(), site };
            let mail = Outgoing {
                to: admin.clone(),
                subject: format!("Anteroom: {kind} ({} since the last notice)", waiting.count),
                text: text.render().unwrap_or_default(),
                html: None,
                language: "en",
                message_id: mailer.message_id(new_uuid()),
            };
            match mailer.send(mail).await {
                Ok(()) => *waiting = Waiting { told_at: Some(Instant::now()), ..Waiting::default() },
                // Keep the count and try again in 30 seconds.
                Err(error) => {
                    tracing::warn!(%error, kind, "cannot notify the administrator yet");
                    waiting.told_at = Some(Instant::now() - QUIET + Duration::from_secs(30));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_reported_before_the_stop_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let mailer = Mailer::captured("anteroom@example.org".parse().expect("a mailbox"), folder.path().to_owned());
        let (notices, worker) = Notices::channel();
        let stop = CancellationToken::new();
        // Enough kinds that the worker cannot receive all of them by chance before it sees the stop.
        let kinds = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"];
        for kind in kinds {
            notices.report(kind, None);
        }
        stop.cancel();
        let admin = "admin@example.org".parse().expect("an address");
        worker.run(mailer.clone(), Some(admin), "http://x".to_owned(), stop).await;
        let mails = mailer.outbox().expect("captured mail").list().await.expect("mails");
        let mut subjects: Vec<String> = mails.into_iter().map(|mail| mail.subject).collect();
        subjects.sort();
        assert_eq!(subjects, kinds.map(|kind| format!("Anteroom: {kind} (1 since the last notice)")));
    }
}
