//! Outgoing mail. Handlers cannot send it: they enqueue a job in their transaction, and the job sends it.

use std::path::PathBuf;
use std::sync::Arc;

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};

mod captured;
mod failure;
mod smtp;
mod wrap;

use crate::platform::ids::new_uuid;

pub use captured::{CapturedMail, Outbox};
use smtp::Server;
pub use wrap::wrap;

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

/// Why a mail was not sent. The text is safe to store: it contains no address of a recipient.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// A retry may succeed.
    #[error("{0}")]
    Temporary(String),
    /// A retry succeeds once the operator has changed something, here or at the mail server.
    #[error("{0}")]
    Setup(String),
    /// The recipient's address cannot get this mail.
    #[error("{0}")]
    Recipient(String),
    /// It can never be sent.
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
    Smtp(Arc<Server>),
    Captured(Arc<Outbox>),
}

impl Mailer {
    /// Sends through the server that the URL names, which we greet with this name.
    pub fn smtp(from: Mailbox, url: &str, hello: Option<ClientId>) -> Result<Self, String> {
        Ok(Self { from, route: Route::Smtp(Arc::new(Server::new(url, hello)?)) })
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

    /// Composes a mail to the administrator, or to our own sender, and lets the mail server agree to sender and recipient,
    /// without sending it.
    pub async fn rehearse(&self, admin: Option<&Address>) -> Result<(), MailError> {
        let mail = Outgoing {
            to: admin.unwrap_or(&self.from.email).clone(),
            subject: "Anteroom: check".to_owned(),
            text: String::new(),
            html: None,
            language: "en",
            message_id: self.message_id(new_uuid()),
        };
        let message = self.compose(mail)?;
        let Route::Smtp(server) = &self.route else {
            return Ok(());
        };
        let done = server.rehearse(message.envelope(), &message.formatted()).await;
        match done.map_err(|failure| failure.into_error(&server.hello(), true)) {
            // A sender needs no mailbox of its own.
            Err(MailError::Recipient(_)) if admin.is_none() => Ok(()),
            Err(MailError::Recipient(text)) => Err(MailError::Recipient(format!("{text}. Check ADMIN_EMAIL"))),
            done => done,
        }
    }

    /// For a stop: what does not go soon is left for the next start. A mail that is on its way is not cut off, because it
    /// would be sent twice.
    pub fn stop_soon(&self) {
        if let Route::Smtp(server) = &self.route {
            server.stop_soon();
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
            Route::Smtp(server) => server
                .send(message.envelope(), &message.formatted())
                .await
                .map_err(|failure| failure.into_error(&server.hello(), false)),
        };
        let outcome = match &sent {
            Ok(()) => "sent",
            Err(MailError::Temporary(_)) => "temporary",
            Err(MailError::Setup(_)) => "setup",
            Err(MailError::Recipient(_)) => "recipient",
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
