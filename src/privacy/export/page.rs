//! `index.html`: the same for people. Works offline: no script, nothing loaded from elsewhere.

use askama::Template;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use time::OffsetDateTime;
use time::macros::format_description;

use super::document::{Consent, Document, File, RequestRecord, Session, Standing};
use super::words::{Purpose, Retention};
use crate::config::size_in_words;
use crate::platform::i18n;

/// The design of pages and widget.
const TOKENS: &str = include_str!("../../../static/tokens.css");
const STYLE: &str = include_str!("../../../templates/export/style.css");

/// Characters that a relative link may contain unescaped.
const IN_LINK: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_');

#[derive(Template)]
#[template(path = "export/index.html")]
struct Index<'a> {
    tokens: &'static str,
    style: &'static str,
    schema: &'static str,
    /// The relative path to the manifest
    above: &'static str,
    exported_at: String,
    missing: usize,
    session: &'a Session,
    restriction: Option<String>,
    completed_at: Option<String>,
    created_at: String,
    updated_at: String,
    files: Vec<FileRow<'a>>,
    consents: Vec<ConsentRow<'a>>,
    links: Vec<LinkRow>,
    work: Vec<WorkRow<'a>>,
    requests: Vec<RequestRow<'a>>,
    trail: Vec<EventRow<'a>>,
    purposes: &'a [Purpose],
    retention: &'a [Retention],
    rights: &'a [&'static str],
}

struct FileRow<'a> {
    name: &'a str,
    /// Percent-encoded; `None` if there is nothing to open
    link: Option<String>,
    size: String,
    content_type: &'a str,
    created_at: String,
    trouble: Option<String>,
}

struct ConsentRow<'a> {
    purpose: &'a str,
    given: bool,
    text: Option<&'a str>,
    text_version: &'a str,
    text_sha256: &'a str,
    ip_address: Option<std::net::IpAddr>,
    decided_at: String,
}

struct LinkRow {
    sent: String,
    expires: String,
    used: Option<String>,
}

struct WorkRow<'a> {
    kind: &'a str,
    created_at: String,
}

struct RequestRow<'a> {
    kind: &'a str,
    received_on: &'a str,
    told_on: Option<&'a str>,
    outcome: String,
    reason: Option<&'a str>,
}

struct EventRow<'a> {
    what: &'a str,
    who: &'a str,
    at: String,
}

/// Renders the document as a page.
pub fn render(document: &Document) -> askama::Result<String> {
    let session = &document.session;
    Index {
        tokens: TOKENS,
        style: STYLE,
        schema: document.schema,
        above: if document.folder.is_empty() { "" } else { "../" },
        exported_at: moment(document.exported_at),
        missing: document.files.iter().filter(|file| file.object == Standing::Missing).count(),
        session,
        restriction: session.restriction.as_ref().map(|it| it.words(i18n::english())),
        completed_at: session.completed_at.map(moment),
        created_at: moment(session.created_at),
        updated_at: moment(session.updated_at),
        files: document.files.iter().map(file).collect(),
        consents: document.consents.iter().map(consent).collect(),
        links: document
            .verifications
            .iter()
            .map(|link| LinkRow {
                sent: moment(link.sent_at),
                expires: moment(link.expires_at),
                used: link.used_at.map(moment),
            })
            .collect(),
        work: document
            .pending_work
            .iter()
            .map(|work| WorkRow { kind: &work.kind, created_at: moment(work.created_at) })
            .collect(),
        requests: document.requests.iter().map(request).collect(),
        trail: document
            .trail
            .iter()
            .map(|event| EventRow { what: what(&event.action), who: who(&event.actor), at: moment(event.at) })
            .collect(),
        purposes: &document.purposes,
        retention: &document.retention,
        rights: &document.rights,
    }
    .render()
}

fn file(file: &File) -> FileRow<'_> {
    let trouble = match (file.object, file.size_in_bucket) {
        (Standing::Missing, _) => Some("Missing from the store".to_owned()),
        (_, Some(size)) => Some(format!("The store has {}", size_in_words(size))),
        _ => None,
    };
    FileRow {
        name: &file.name,
        link: file.path.as_deref().map(|path| utf8_percent_encode(path, IN_LINK).to_string()),
        size: size_in_words(file.size),
        content_type: &file.content_type,
        created_at: moment(file.created_at),
        trouble,
    }
}

fn consent(consent: &Consent) -> ConsentRow<'_> {
    ConsentRow {
        purpose: purpose(&consent.purpose),
        given: consent.given,
        text: consent.text.as_deref(),
        text_version: &consent.text_version,
        text_sha256: &consent.text_sha256,
        ip_address: consent.ip_address,
        decided_at: moment(consent.decided_at),
    }
}

fn request(asked: &RequestRecord) -> RequestRow<'_> {
    let ended = |outcome: &str| match outcome {
        "refused" => "refused",
        "not_identified" => "closed, because the person could not be identified",
        _ => "done",
    };
    let outcome = match (&asked.outcome, asked.closed_at) {
        (Some(outcome), Some(at)) => format!("{} {}", ended(outcome), moment(at)),
        _ => format!("not answered yet, due {}", asked.due_on),
    };
    RequestRow {
        kind: match asked.kind.as_str() {
            "access" => "To see the data",
            "rectification" => "To have it corrected",
            "erasure" => "To have it erased",
            "restriction" => "To have its use restricted",
            "objection" => "To object to its use",
            "portability" => "To have a copy for programs",
            "withdrawal" => "To withdraw a consent",
            other => other,
        },
        received_on: &asked.received_on,
        told_on: asked.told_on.as_deref(),
        outcome,
        reason: asked.outcome_reason.as_deref(),
    }
}

pub fn moment(at: OffsetDateTime) -> String {
    let form = format_description!("[day padding:none] [month repr:long] [year], [hour]:[minute] UTC");
    at.to_offset(time::UtcOffset::UTC).format(form).unwrap_or_default()
}

fn purpose(name: &str) -> &str {
    match name {
        "personal_data" => "Storing and using the data",
        "ai_training" => "Training AI models",
        other => other,
    }
}

/// Describes an action for the person; an unknown one is shown as the audit log writes it.
fn what(action: &str) -> &str {
    match action {
        "session.pending" => "The contact was given",
        "session.corrected" => "The contact was corrected",
        "session.verified" => "The address was confirmed",
        "session.rectified" => "The data was corrected",
        "session.address_agreed" => "The earlier address agreed that this one sees what was given before",
        "staff.read" => "The data was read",
        "staff.downloaded" => "A file was downloaded",
        "staff.exported" | "privacy.exported" => "A copy like this one was made",
        "privacy.link_sent" => "A link to the page with your data was requested",
        "privacy.signed_in" => "That link was used",
        "consent.withdrawn" => "A consent was withdrawn",
        "session.restricted" => "The use was restricted",
        "session.unrestricted" => "The restriction was lifted",
        other => other,
    }
}

fn who(actor: &str) -> &str {
    match actor {
        "visitor" => "the visitor",
        "staff" => "a staff member",
        "operator" => "the operator",
        "system" => "a rule set by the operator",
        other => other,
    }
}
