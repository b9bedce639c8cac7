//! What the jobs that mail a visitor have in common.

use std::sync::Arc;

use uuid::Uuid;

use super::AppContext;
use crate::platform::i18n::Language;
use crate::platform::jobs::JobError;
use crate::platform::mail::{self, Mailer, Outgoing};

/// What these jobs run with: only they have both the database and the mailer.
#[derive(Clone)]
pub struct MailContext {
    pub app: AppContext,
    pub mailer: Mailer,
    pub public_url: Arc<str>,
}

/// A rendered mail in one language.
pub struct Letter {
    pub language: &'static Language,
    /// The id of the subject's message, which takes `site` as an argument.
    pub subject: &'static str,
    pub text: askama::Result<String>,
    pub html: askama::Result<String>,
}

impl MailContext {
    /// Returns the site's host, as shown in mails.
    pub fn site(&self) -> &str {
        self.public_url.split("://").last().unwrap_or_default()
    }

    /// Sends the letter. The message id comes from the job's id, so that a second attempt is recognized as the same
    /// mail.
    pub async fn send(&self, job: Uuid, to: &str, letter: Letter) -> Result<(), JobError> {
        let failed = |error: askama::Error| JobError::Dead(format!("the mail cannot be rendered: {error}"));
        let mail = Outgoing {
            to: to.parse().map_err(|_| JobError::Dead("the address cannot be read".to_owned()))?,
            subject: letter.language.with(letter.subject, "site", self.site()),
            text: mail::wrap(&letter.text.map_err(failed)?),
            html: Some(letter.html.map_err(failed)?),
            message_id: self.mailer.message_id(job),
            language: letter.language.tag(),
        };
        Ok(self.mailer.send(mail).await?)
    }
}
