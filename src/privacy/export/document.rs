//! `data.json`: everything that is kept of a session. docs/export.md documents the fields. Removing a field or changing
//! its meaning needs a new [`SCHEMA`], adding one does not.

use std::net::IpAddr;

use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::platform::i18n::Language;
use crate::privacy::retention::table::Row;
use crate::privacy::rights::Restriction;

/// The version of the document's format.
pub const SCHEMA: &str = "anteroom-export/1";

/// The tables whose rows of a session are in the document. A test compares them with the database's.
pub const TABLES: [&str; 8] =
    ["sessions", "files", "consents", "verifications", "address_changes", "jobs", "requests", "audit"];

/// The whole document.
#[derive(Debug, Serialize)]
pub struct Document {
    pub schema: &'static str,
    /// Its folder in an archive of several sessions
    #[serde(skip)]
    pub folder: String,
    #[serde(with = "time::serde::rfc3339")]
    pub exported_at: OffsetDateTime,
    /// The BCP 47 tag of the sentences in `purposes`, `retention` and `rights`
    pub language: &'static str,
    pub session: Session,
    pub files: Vec<File>,
    pub consents: Vec<Consent>,
    pub verifications: Vec<Verification>,
    pub address_changes: Vec<AddressChange>,
    pub pending_work: Vec<Work>,
    pub requests: Vec<RequestRecord>,
    pub trail: Vec<Event>,
    pub purposes: Vec<Purpose>,
    pub retention: Vec<Row>,
    pub rights: Vec<String>,
}

/// The person's row.
#[derive(Debug, Serialize)]
pub struct Session {
    pub id: Uuid,
    pub state: String,
    pub name: String,
    pub email: String,
    pub locale: String,
    pub ip_address: Option<IpAddr>,
    pub consent_personal_data: bool,
    pub consent_ai_training: bool,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub completed_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339")]
    pub mail_requested_at: OffsetDateTime,
    /// When the mail server refused the address
    #[serde(with = "time::serde::rfc3339::option")]
    pub mail_refused_at: Option<OffsetDateTime>,
    /// `None` if the session's use is not restricted
    pub restriction: Option<Restriction>,
    /// Data given under an earlier address is left out, because that address has not agreed that this one sees it
    pub withheld: bool,
}

/// A file, and the state of its object in the bucket.
#[derive(Clone, Debug, Serialize)]
pub struct File {
    pub id: Uuid,
    /// As the visitor sent it
    pub name: String,
    /// In the archive; `None` if the object is missing
    pub path: Option<String>,
    pub size: u64,
    pub content_type: String,
    pub crc64nvme: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    pub object: Standing,
    /// The object's size in the bucket, if it differs from `size`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size_in_bucket: Option<u64>,
}

/// The state of a file's object in the bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    Present,
    /// It exists, but with another size
    SizeDiffers,
    Missing,
}

/// A decision, with the text that was decided on.
#[derive(Debug, Serialize)]
pub struct Consent {
    pub purpose: String,
    pub given: bool,
    /// `None` if the wording was never stored
    pub text: Option<String>,
    pub text_version: String,
    pub text_sha256: String,
    pub locale: String,
    pub ip_address: Option<IpAddr>,
    #[serde(with = "time::serde::rfc3339")]
    pub decided_at: OffsetDateTime,
}

impl Consent {
    /// The key of what the decision is about.
    pub fn purpose_key(&self) -> &'static str {
        if self.purpose == "ai_training" { "privacy-purpose-training" } else { "privacy-purpose-request" }
    }

    /// The key of what was decided; `earlier` are the decisions before it.
    pub fn decision_key(&self, earlier: &[Self]) -> &'static str {
        let agreed_before = earlier.iter().any(|other| other.purpose == self.purpose && other.given);
        match (self.given, agreed_before) {
            (true, _) => "privacy-decision-agreed",
            (false, true) => "privacy-decision-withdrawn",
            (false, false) => "privacy-decision-refused",
        }
    }
}

/// What data is used for (GDPR article 15(1)(a)).
#[derive(Debug, Serialize)]
pub struct Purpose {
    #[serde(rename = "purpose")]
    name: &'static str,
    what_for: String,
    legal_basis: String,
    /// Whether the person agrees to it now; `None` if no consent is needed
    given: Option<bool>,
}

impl Purpose {
    pub fn of(session: &Session, words: &Language) -> Vec<Self> {
        let consent = words.text("kept-consent");
        let purpose =
            |name, what_for, legal_basis, given| Self { name, what_for: words.text(what_for), legal_basis, given };
        let duty = words.with("kept-duty", "articles", "5(2), 7(1)");
        vec![
            purpose("personal_data", "privacy-purpose-request", consent.clone(), Some(session.consent_personal_data)),
            purpose("ai_training", "privacy-purpose-training", consent, Some(session.consent_ai_training)),
            purpose("evidence", "kept-consents-for", duty, None),
        ]
    }
}

/// A link that was mailed. Its token is a secret and is not stored.
#[derive(Debug, Serialize)]
pub struct Verification {
    #[serde(with = "time::serde::rfc3339")]
    pub sent_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub used_at: Option<OffsetDateTime>,
}

/// A change of the session's address.
#[derive(Debug, Serialize)]
pub struct AddressChange {
    /// `None` if it was deleted, or is not for this reader
    pub earlier: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub changed_at: OffsetDateTime,
    /// When the earlier address agreed that the new one sees what was given before
    #[serde(with = "time::serde::rfc3339::option")]
    pub agreed_at: Option<OffsetDateTime>,
}

/// Pending work, such as a mail to send.
#[derive(Debug, Serialize)]
pub struct Work {
    pub kind: String,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub due_at: OffsetDateTime,
    pub attempts: i32,
    pub given_up: bool,
}

/// A request that the person made by mail or telephone, if it was entered with their address.
#[derive(Debug, Serialize)]
pub struct RequestRecord {
    pub kind: String,
    /// Who asked, as the operator wrote it
    pub subject: Option<String>,
    /// Days, such as `2026-11-20`
    pub received_on: String,
    pub due_on: String,
    /// When the person was told of the extension
    pub told_on: Option<String>,
    pub extension_reason: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub closed_at: Option<OffsetDateTime>,
    /// `done`, `refused`, `not_identified`
    pub outcome: Option<String>,
    pub outcome_reason: Option<String>,
}

/// An audit entry: what happened and what kind of actor did it, but not which staff member.
#[derive(Debug, Serialize)]
pub struct Event {
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    pub actor: String,
    pub action: String,
    pub detail: Value,
}

impl Event {
    /// Leaves out which staff member it was. Keeps only numbers and booleans of the details, and the texts that are
    /// known to be about the session.
    pub fn of(at: OffsetDateTime, actor: &str, action: String, mut detail: Value) -> Self {
        let actor = actor.split(':').next().unwrap_or_default().to_owned();
        if let Some(fields) = detail.as_object_mut() {
            fields.retain(|name, value| {
                value.is_boolean() || value.is_number() || matches!(name.as_str(), "file" | "reason" | "purpose")
            });
        }
        Self { at, actor, action, detail }
    }
}

impl Event {
    /// Leaves out how many files it was about, and which.
    pub fn leave_out_files(&mut self) {
        if let Some(fields) = self.detail.as_object_mut() {
            fields.retain(|name, _| !matches!(name.as_str(), "file" | "files"));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_trail_names_no_staff_member() {
        let detail = json!({ "file": "f", "staff": "s", "login": "l", "files": 2, "name": true, "by": { "x": 1 } });
        let event = Event::of(OffsetDateTime::UNIX_EPOCH, "staff:1b7f2c1e", "staff.read".to_owned(), detail);
        assert_eq!((event.actor.as_str(), event.detail), ("staff", json!({ "file": "f", "files": 2, "name": true })));
    }
}
