//! Every kind of error: its slug, its status and its words.

use std::borrow::Cow;

use hyper::StatusCode;

use crate::platform::i18n::Language;

/// Every kind of error: slug (`/problems/<slug>`), status and title. Kinds that only programs and staff see have their
/// sentence here; those that visitors see have it in the languages' files, as `problem-<slug>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
pub enum Kind {
    InvalidSessionId,
    InvalidRequest,
    InvalidInput,
    NotFound,
    MethodNotAllowed,
    UnsupportedMediaType,
    RequestTimeout,
    SessionGone,
    SessionPending,
    SessionComplete,
    ContactMissing,
    FilesDiffer,
    UploadRunning,
    BodyTooLarge,
    FileTooLarge,
    QuotaExceeded,
    FileTypeRefused,
    FileRefused,
    EmptyFile,
    OneFilePerRequest,
    RateLimited,
    LinkGone,
    AnswerRunning,
    MessageDiffers,
    QuestionTooLong,
    ModelFailed,
    AnswerFailed,
    NotVerified,
    ActionChanged,
    TwoSessions,
    TooManySessions,
    NotEnabled,
    HttpsRequired,
    NotSignedIn,
    SignInRefused,
    CodeNeeded,
    Forbidden,
    Unavailable,
    Internal,
}

impl Kind {
    #[rustfmt::skip]
    const fn parts(self) -> (u16, &'static str, &'static str, Option<&'static str>) {
        match self {
            Self::InvalidSessionId => (400, "invalid-session-id", "Invalid session id",
                Some("The X-Session-ID header must be a UUID v4 in lower case, made by the browser.")),
            Self::InvalidRequest => (400, "invalid-request", "Invalid request", Some("The request cannot be read.")),
            Self::InvalidInput => (422, "invalid-input", "Invalid input", Some("Something in the request needs a change.")),
            Self::NotFound => (404, "not-found", "Not found", None),
            Self::MethodNotAllowed => (405, "method-not-allowed", "Method not allowed",
                Some("This address does not take this method.")),
            Self::UnsupportedMediaType => (415, "unsupported-media-type", "Unsupported media type",
                Some("Send the body with the content type that this call takes.")),
            Self::RequestTimeout => (408, "request-timeout", "Request timeout", None),
            Self::SessionGone => (410, "session-gone", "Session gone", None),
            Self::SessionPending => (409, "session-pending", "Session pending", None),
            Self::SessionComplete => (409, "session-complete", "Session complete", None),
            Self::ContactMissing => (409, "contact-missing", "Contact missing", None),
            Self::FilesDiffer => (409, "files-differ", "Files differ", None),
            Self::UploadRunning => (409, "upload-running", "Upload running", None),
            Self::BodyTooLarge => (413, "body-too-large", "Body too large", None),
            Self::FileTooLarge => (413, "file-too-large", "File too large", None),
            Self::QuotaExceeded => (413, "quota-exceeded", "Quota exceeded", None),
            Self::FileTypeRefused => (415, "file-type-refused", "File type refused", None),
            Self::FileRefused => (422, "file-refused", "File refused", None),
            Self::EmptyFile => (422, "empty-file", "Empty file", None),
            Self::OneFilePerRequest => (422, "one-file-per-request", "One file per request",
                Some("A form of more than 8 MiB may hold exactly one file and nothing after it.")),
            Self::RateLimited => (429, "rate-limited", "Too many requests", None),
            Self::LinkGone => (410, "link-gone", "Link gone", None),
            Self::AnswerRunning => (409, "answer-running", "Answer running",
                Some("An answer is still being written. Wait for its end, or stop it.")),
            Self::MessageDiffers => (409, "message-differs", "Message differs",
                Some("Another message was sent under this name before. Give the new one a name of its own.")),
            Self::QuestionTooLong => (413, "question-too-long", "Question too long",
                Some("The message is too long to be answered. Send less text.")),
            Self::ModelFailed => (502, "model-failed", "Model failed",
                Some("The assistant cannot answer now. Send the message again in a moment.")),
            Self::AnswerFailed => (502, "answer-failed", "Answer failed",
                Some("The answer broke off. What has come of it is kept in the conversation.")),
            Self::NotVerified => (403, "not-verified", "Not verified",
                Some("Prove the number first: scan the QR code with its phone, or type the code that came into its own chat.")),
            Self::ActionChanged => (412, "action-changed", "Action changed",
                Some("The action has changed meanwhile. Read it again, then change it.")),
            Self::TwoSessions => (400, "two-sessions", "Two sessions",
                Some("The session header and Authorization carry different sessions. Send one of them.")),
            Self::TooManySessions => (409, "too-many-sessions", "Too many sessions",
                Some("This user has as many sessions as allowed. End one of them first.")),
            Self::NotEnabled => (404, "not-enabled", "Not enabled",
                Some("This service is off. Set SESSION_SERVICE_KEYS to switch it on.")),
            Self::HttpsRequired => (403, "https-required", "HTTPS required",
                Some("Call over https. A proxy in front of us must be named in TRUSTED_PROXIES and set X-Forwarded-Proto.")),
            Self::NotSignedIn => (401, "not-signed-in", "Not signed in", Some("Sign in first; your sign-in may have ended.")),
            Self::SignInRefused => (401, "sign-in-refused", "Sign-in refused",
                Some("The address, the password or the code is not right. Try again.")),
            Self::CodeNeeded => (401, "code-needed", "Code needed",
                Some("Give the six digits from your telephone too, or a recovery code.")),
            Self::Forbidden => (403, "forbidden", "Forbidden", Some("Your role does not allow this. Ask an admin.")),
            Self::Unavailable => (503, "unavailable", "Unavailable", None),
            Self::Internal => (500, "internal", "Internal error", None),
        }
    }

    /// The HTTP status.
    pub fn status(self) -> StatusCode {
        StatusCode::from_u16(self.parts().0).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The last segment of the problem's type.
    pub const fn slug(self) -> &'static str {
        self.parts().1
    }

    /// A short name for people.
    pub const fn title(self) -> &'static str {
        self.parts().2
    }

    /// The sentence that says what to do.
    pub(super) fn detail(self, language: &Language) -> Cow<'static, str> {
        match self.parts().3 {
            Some(english) => Cow::Borrowed(english),
            None => Cow::Owned(language.text(&format!("problem-{}", self.slug()))),
        }
    }
}
