//! The error of all routes: problem+json (RFC 9457) for the API, a page for people.
//!
//! Handlers return it; [`super::platform::http::boundary`] renders and logs it once, with the request's id. Sources
//! never leave the server.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use serde::Serialize;
use uuid::Uuid;

use crate::platform::i18n::{self, Language, Value};

mod kind;

pub use kind::Kind;

/// What visitors read after an internal error.
pub const INTERNAL: &str = "The system has encountered an error, which has been notified to the administrator to \
                            investigate. Please try again later.";

type Sentence = (&'static str, Vec<(&'static str, Value)>);

/// The sentence that replaces the kind's own.
#[derive(Clone, Debug)]
enum Said {
    /// Fixed text: for programs, or the bot's, which is translated already.
    Text(Cow<'static, str>),
    /// For people, in the reader's language: a key, and its values.
    Words(Box<Sentence>),
}

/// What an error names besides.
#[derive(Clone, Debug, Default, Serialize, utoipa::ToSchema)]
pub struct Names {
    /// For `files-differ`: files that arrived and are missing now
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Vec<Uuid>>,
    /// For `answer-running` and `answer-failed`: where the answer is
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<Uuid>,
    /// For `answer-running` and `answer-failed`: the answer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Uuid>,
}

/// A refusal or a failure to report to the client.
#[derive(Debug)]
pub struct Error {
    pub kind: Kind,
    said: Option<Said>,
    fields: BTreeMap<Cow<'static, str>, String>,
    names: Option<Box<Names>>,
    /// Seconds until another try makes sense.
    pub retry_after: Option<u64>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// Seconds until an unavailable service may be back.
const RETRY_AFTER: u64 = 5;

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        let retry_after = (kind == Kind::Unavailable).then_some(RETRY_AFTER);
        Self { kind, said: None, fields: BTreeMap::new(), names: None, retry_after, source: None }
    }
}

impl Error {
    /// A refusal with its own sentence, for programs.
    pub fn new(kind: Kind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { said: Some(Said::Text(detail.into())), ..Self::from(kind) }
    }

    /// A refusal with a sentence for people: its key in the languages' files, and its values.
    pub fn words(kind: Kind, key: &'static str, values: impl Into<Vec<(&'static str, Value)>>) -> Self {
        Self { said: Some(Said::Words(Box::new((key, values.into())))), ..Self::from(kind) }
    }

    /// 422 for one field of a body.
    pub fn field(name: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        let message = message.into();
        let mut error = Self::new(Kind::InvalidInput, message.clone());
        error.fields.insert(name.into(), message);
        error
    }

    /// 422 for several fields of a body; there must be at least one.
    pub fn fields(fields: BTreeMap<&'static str, String>) -> Self {
        let detail = fields.values().next().cloned();
        let fields = fields.into_iter().map(|(name, message)| (Cow::Borrowed(name), message)).collect();
        let said = detail.map(|detail| Said::Text(Cow::Owned(detail)));
        Self { said, fields, ..Self::from(Kind::InvalidInput) }
    }

    /// 429, or 503, with the seconds to wait.
    pub fn retry_after(kind: Kind, seconds: u64) -> Self {
        Self { retry_after: Some(seconds.max(1)), ..Self::from(kind) }
    }

    /// 503 with the seconds to wait, and the cause for the log.
    #[must_use]
    pub fn until(self, seconds: u64, source: String) -> Self {
        Self { retry_after: Some(seconds.max(1)), source: Some(source.into()), ..self }
    }

    /// 409 for files that a 2xx acknowledged and that are missing now.
    pub fn files_missing(missing: Vec<Uuid>) -> Self {
        let count = Value::Number(missing.len() as u64);
        let names = Names { missing: Some(missing), ..Names::default() };
        let error = Self::words(Kind::FilesDiffer, "problem-files-missing", [("count", count)]);
        Self { names: Some(Box::new(names)), ..error }
    }

    /// A failure of our own, with the cause for the log.
    pub fn caused(kind: Kind, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..Self::from(kind) }
    }

    /// The same about an answer in a conversation.
    #[must_use]
    pub fn about_answer(self, conversation: Uuid, answer: Uuid) -> Self {
        let names = Names { conversation_id: Some(conversation), message_id: Some(answer), missing: None };
        Self { names: Some(Box::new(names)), ..self }
    }

    /// The same with another sentence for the person.
    #[must_use]
    pub fn saying(self, key: &'static str) -> Self {
        Self { said: Some(Said::Words(Box::new((key, Vec::new())))), ..self }
    }

    /// The key of the sentence for people.
    #[cfg(test)]
    pub fn key(&self) -> Option<&'static str> {
        match &self.said {
            Some(Said::Words(words)) => Some(words.0),
            _ => None,
        }
    }

    /// Copies the refusal for a second reader, without its source.
    #[must_use]
    pub fn again(&self) -> Self {
        Self {
            kind: self.kind,
            said: self.said.clone(),
            fields: self.fields.clone(),
            names: self.names.clone(),
            retry_after: self.retry_after,
            source: None,
        }
    }

    /// The sentence for the person, in English.
    pub fn detail(&self) -> Cow<'_, str> {
        self.detail_in(i18n::english())
    }

    /// The sentence for the person.
    pub fn detail_in(&self, language: &Language) -> Cow<'_, str> {
        match &self.said {
            Some(Said::Text(text)) => Cow::Borrowed(text),
            Some(Said::Words(sentence)) => Cow::Owned(language.text_with(sentence.0, &sentence.1)),
            None => self.kind.detail(language),
        }
    }

    /// What is wrong with each field, for a form that is shown again.
    pub fn of_fields(&self) -> &BTreeMap<Cow<'static, str>, String> {
        &self.fields
    }

    /// The database's error behind it, if that is the cause.
    pub fn into_database(self) -> Option<sqlx::Error> {
        Some(self.source?.downcast::<Redacted>().ok()?.0)
    }

    /// The chain of causes in one line, for the log only.
    pub fn causes(&self) -> String {
        let mut text = String::new();
        let mut next = self.source.as_deref().map(|source| source as &dyn std::error::Error);
        while let Some(cause) = next {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&cause.to_string());
            next = cause.source();
        }
        text
    }

    /// The body of an API response.
    pub fn problem(&self, request_id: &str, language: &Language) -> Problem {
        Problem {
            r#type: format!("/problems/{}", self.kind.slug()),
            title: self.kind.title().to_owned(),
            status: self.kind.status().as_u16(),
            detail: self.detail_in(language).into_owned(),
            request_id: request_id.to_owned(),
            fields: (!self.fields.is_empty())
                .then(|| self.fields.iter().map(|(name, message)| (name.to_string(), message.clone())).collect()),
            names: self.names.as_deref().cloned().unwrap_or_default(),
        }
    }
}

/// An error of the API (RFC 9457).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `/problems/<slug>`
    pub r#type: String,
    /// A short name of the problem
    pub title: String,
    /// The HTTP status
    pub status: u16,
    /// A sentence for a person that says what to do
    pub detail: String,
    /// The id to quote when asking for help; also in the X-Request-ID header
    pub request_id: String,
    /// For 422: a message for each field
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<BTreeMap<String, String>>,
    #[serde(flatten)]
    pub names: Names,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as Sql;
        let unavailable = match &error {
            Sql::PoolTimedOut | Sql::PoolClosed | Sql::Io(_) | Sql::Tls(_) | Sql::WorkerCrashed | Sql::Protocol(_) => {
                true
            }
            // Classes 08, 40, 53 and 57: connection lost, deadlock, out of resources, shutting down or cancelled.
            // 25006: the server has become read-only, as in a switchover.
            Sql::Database(database) => database
                .code()
                .is_some_and(|code| ["08", "25006", "40", "53", "57"].iter().any(|class| code.starts_with(class))),
            _ => false,
        };
        // PostgreSQL's text cannot contain NUL: sending one is the client's error, not ours.
        if matches!(&error, Sql::Database(database) if database.code().as_deref() == Some("22021")) {
            return Self::new(Kind::InvalidInput, "A text contains a character that cannot be stored.");
        }
        Self::caused(if unavailable { Kind::Unavailable } else { Kind::Internal }, Redacted(error))
    }
}

/// Leaves out PostgreSQL's DETAIL line, which quotes the row; the constraint's name is enough.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.line())]
struct Redacted(sqlx::Error);

impl Redacted {
    fn line(&self) -> String {
        match &self.0 {
            sqlx::Error::Database(database) => format!(
                "database: {} (code {}, constraint {})",
                database.message(),
                database.code().unwrap_or_default(),
                database.constraint().unwrap_or("none")
            ),
            other => format!("database: {other}"),
        }
    }
}
