//! Outgoing mail. Handlers cannot send it: they enqueue a job in their transaction, and the job sends it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

mod captured;
mod wrap;

pub use captured::{CapturedMail, Outbox};
pub use wrap::wrap;

/// Sending that takes longer counts as failed; the mail may have been sent all the same.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A mail as a template renders it.
pub struct Outgoing {
    pub to: Address,
    pub subject: String,
    pub text: String,
    /// `None` for mails that are text only.
    pub html: Option<String>,
    /// The BCP 47 tag of the mail's language.
    pub language: &'static str,
    /// The same for every attempt of one job, so that mail programs recognise a duplicate after a crash.
    pub message_id: String,
}

/// Why a mail was not sent. The text is safe to store: it contains no address.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// A retry may succeed.
    #[error("{0}")]
    Temporary(String),
    /// The server refuses for good.
    #[error("{0}")]
    Permanent(String),
}

/// Sends mails through an SMTP server, or writes them to files.
#[derive(Clone)]
pub struct Mailer {
    from: Mailbox,
    route: Route,
}

#[derive(Clone)]
enum Route {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Captured(Arc<Outbox>),
}

impl Mailer {
    /// Sends through the server that the URL names.
    pub fn smtp(from: Mailbox, url: &str) -> Result<Self, SmtpError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?.timeout(Some(TIMEOUT / 2)).build();
        Ok(Self { from, route: Route::Smtp(transport) })
    }

    /// Writes each mail as a file into `folder`.
    pub fn captured(from: Mailbox, folder: PathBuf) -> Self {
        Self { from, route: Route::Captured(Arc::new(Outbox::new(folder))) }
    }

    /// The captured mails; `None` if mails go to a server.
    pub fn outbox(&self) -> Option<Arc<Outbox>> {
        match &self.route {
            Route::Captured(outbox) => Some(Arc::clone(outbox)),
            Route::Smtp(_) => None,
        }
    }

    /// Checks that the mail server answers.
    pub async fn ping(&self) -> Result<(), MailError> {
        match &self.route {
            Route::Captured(_) => Ok(()),
            Route::Smtp(transport) => match transport.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err(MailError::Temporary("the mail server does not answer".to_owned())),
                Err(error) => Err(classify(&error)),
            },
        }
    }

    /// Sends one mail.
    pub async fn send(&self, mail: Outgoing) -> Result<(), MailError> {
        let message = self.compose(mail)?;
        let sent = match &self.route {
            Route::Captured(outbox) => outbox
                .keep(&message.formatted())
                .await
                .map_err(|error| MailError::Temporary(format!("cannot write the mail's file: {}", error.kind()))),
            Route::Smtp(transport) => match tokio::time::timeout(TIMEOUT, transport.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(classify(&error)),
                Err(_) => Err(MailError::Temporary("the mail server took too long".to_owned())),
            },
        };
        let outcome = match &sent {
            Ok(()) => "sent",
            Err(MailError::Temporary(_)) => "temporary",
            Err(MailError::Permanent(_)) => "permanent",
        };
        metrics::counter!("anteroom_mails_total", "outcome" => outcome).increment(1);
        sent
    }

    fn compose(&self, mail: Outgoing) -> Result<Message, MailError> {
        let permanent = |error: lettre::error::Error| MailError::Permanent(format!("cannot compose the mail: {error}"));
        let builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, mail.to))
            .subject(mail.subject)
            .message_id(Some(mail.message_id))
            // RFC 3834: keeps vacation responders quiet.
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()))
            // RFC 3282
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Content-Language"), mail.language.to_owned()));
        match mail.html {
            Some(html) => builder.multipart(MultiPart::alternative_plain_html(mail.text, html)),
            None => builder.body(mail.text),
        }
        .map_err(permanent)
    }

    /// A Message-ID under the sender's domain.
    pub fn message_id(&self, unique: uuid::Uuid) -> String {
        format!("<{unique}@{}>", self.from.email.domain())
    }
}

/// Keeps only the status code: servers quote the address in their answers.
fn classify(error: &SmtpError) -> MailError {
    match error.status().map(|code| (code, u16::from(code))) {
        // Our own sign-in failed: the mails wait until the operator has fixed it.
        Some((code, 530 | 534 | 535 | 538)) => {
            MailError::Temporary(format!("the mail server refused our sign-in with {code}"))
        }
        Some((code, _)) if error.is_permanent() => MailError::Permanent(format!("the mail server refused with {code}")),
        Some((code, _)) => MailError::Temporary(format!("the mail server answered {code}")),
        None if error.is_timeout() => MailError::Temporary("the mail server took too long".to_owned()),
        None if error.is_tls() => MailError::Temporary("no encrypted connection to the mail server".to_owned()),
        None => MailError::Temporary("the mail server cannot be reached".to_owned()),
    }
}
