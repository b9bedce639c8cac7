//! `index.html`: the same for people, in their language. Works offline: no script, nothing loaded from elsewhere.

use askama::Template;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use time::macros::format_description;
use time::{Date, OffsetDateTime};

use super::document::{Consent, Document, Event, File, RequestRecord, Session, Standing, Verification};
use crate::platform::i18n::{self, Language};
use crate::privacy::retention::table::Row;

/// The design of pages and widget.
const TOKENS: &str = include_str!("../../../static/tokens.css");
const KEPT: &str = include_str!("../../../static/kept.css");
const STYLE: &str = include_str!("../../../templates/export/style.css");

/// Characters that a relative link may contain unescaped.
const IN_LINK: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_');

#[derive(Template)]
#[template(path = "export/index.html")]
struct Index<'a> {
    styles: [&'static str; 3],
    words: &'static Language,
    schema: &'static str,
    /// The relative path to the manifest
    above: &'static str,
    exported_at: String,
    missing: u64,
    session: &'a Session,
    /// The language in which the contact was given
    spoken: &'static Language,
    ip: String,
    restriction: Option<String>,
    completed_at: Option<String>,
    title: String,
    updated_at: String,
    files: Vec<FileRow<'a>>,
    consents: Vec<ConsentRow<'a>>,
    links: Vec<String>,
    requests: Vec<RequestRow<'a>>,
    trail: Vec<EventRow>,
    rows: &'a [Row],
    rights: &'a [String],
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
    purpose: &'static str,
    decision: &'static str,
    text: Option<&'a str>,
    /// The language of the text
    spoken: &'static Language,
    text_version: &'a str,
    text_sha256: &'a str,
    ip: String,
    decided_at: String,
}

struct RequestRow<'a> {
    kind: String,
    received: String,
    extended: Option<String>,
    outcome: String,
    reason: Option<&'a str>,
}

struct EventRow {
    what: String,
    who: String,
    at: String,
}

/// Renders the document as a page.
pub fn render(document: &Document) -> askama::Result<String> {
    let session = &document.session;
    let words = i18n::choose(Some(document.language), None);
    let waiting = document.pending_work.iter();
    let waiting = waiting.map(|work| words.with("copy-waiting", "at", &words.date(work.created_at)));
    Index {
        styles: [TOKENS, KEPT, STYLE],
        words,
        schema: document.schema,
        above: if document.folder.is_empty() { "" } else { "../" },
        exported_at: words.date(document.exported_at),
        missing: document.files.iter().filter(|file| file.object == Standing::Missing).count() as u64,
        session,
        spoken: i18n::choose(Some(&session.locale), None),
        ip: ip(words, session.ip_address, session.withheld),
        restriction: session.restriction.as_ref().map(|it| it.words(words)),
        completed_at: session.completed_at.map(|at| words.date(at)),
        title: words.with("privacy-visit", "at", &words.date(session.created_at)),
        updated_at: words.date(session.updated_at),
        files: document.files.iter().map(|row| file(words, row)).collect(),
        consents: (0..document.consents.len()).map(|at| consent(words, &document.consents, at)).collect(),
        links: document.verifications.iter().map(|row| link(words, row)).chain(waiting).collect(),
        requests: document.requests.iter().map(|row| request(words, row)).collect(),
        trail: document.trail.iter().map(|row| event(words, row)).collect(),
        rows: &document.retention,
        rights: &document.rights,
    }
    .render()
}

fn ip(words: &Language, ip: Option<std::net::IpAddr>, withheld: bool) -> String {
    let none = if withheld { "privacy-not-shown" } else { "privacy-not-kept" };
    ip.map_or_else(|| words.text(none), |ip| ip.to_string())
}

fn file<'a>(words: &Language, file: &'a File) -> FileRow<'a> {
    let trouble = match (file.object, file.size_in_bucket) {
        (Standing::Missing, _) => Some(words.text("copy-file-missing")),
        (_, Some(size)) => Some(words.with("copy-file-differs", "size", &words.size(size))),
        _ => None,
    };
    FileRow {
        name: &file.name,
        link: file.path.as_deref().map(|path| utf8_percent_encode(path, IN_LINK).to_string()),
        size: words.size(file.size),
        content_type: &file.content_type,
        created_at: words.date(file.created_at),
        trouble,
    }
}

fn consent<'a>(words: &Language, consents: &'a [Consent], at: usize) -> ConsentRow<'a> {
    let consent = &consents[at];
    ConsentRow {
        purpose: consent.purpose_key(),
        decision: consent.decision_key(&consents[..at]),
        text: consent.text.as_deref(),
        spoken: i18n::choose(Some(&consent.locale), None),
        text_version: &consent.text_version,
        text_sha256: &consent.text_sha256,
        ip: ip(words, consent.ip_address, false),
        decided_at: words.date(consent.decided_at),
    }
}

fn link(words: &Language, link: &Verification) -> String {
    let date = |at: OffsetDateTime| words.date(at).as_str().into();
    let sent = ("sent", date(link.sent_at));
    match link.used_at {
        Some(used) => words.text_with("copy-link-used", &[sent, ("used", date(used))]),
        None => words.text_with("copy-link-unused", &[sent, ("until", date(link.expires_at))]),
    }
}

fn request<'a>(words: &Language, asked: &'a RequestRecord) -> RequestRow<'a> {
    let on = |key: &str, day: &str| {
        let read = Date::parse(day, format_description!("[year]-[month]-[day]"));
        words.with(key, "day", &read.map_or_else(|_| day.to_owned(), |day| words.day(day)))
    };
    let outcome = |outcome: &str| match outcome {
        "refused" => "copy-request-refused",
        "not_identified" => "copy-request-unidentified",
        _ => "copy-request-done",
    };
    RequestRow {
        kind: match asked.kind.as_str() {
            "access" => words.text("privacy-link-button"),
            "rectification" => words.text("privacy-correct"),
            "erasure" => words.text("privacy-erase"),
            "restriction" => words.text("privacy-restrict"),
            "objection" => words.text("privacy-reason-objection"),
            "portability" => words.text("privacy-download"),
            "withdrawal" => words.text("privacy-withdraw"),
            other => other.to_owned(),
        },
        received: on("copy-request-received", &asked.received_on),
        extended: asked.told_on.as_deref().map(|day| on("copy-request-extended", day)),
        outcome: match (&asked.outcome, asked.closed_at) {
            (Some(ended), Some(at)) => words.with(outcome(ended), "at", &words.date(at)),
            _ => on("copy-request-open", &asked.due_on),
        },
        reason: asked.outcome_reason.as_deref(),
    }
}

/// Describes an action and its actor for the person; unknown ones are shown as the audit log writes them.
fn event(words: &Language, event: &Event) -> EventRow {
    let what = match event.action.as_str() {
        "session.pending" => "copy-did-given",
        "session.corrected" => "copy-did-changed",
        "session.verified" => "copy-did-confirmed",
        "session.rectified" => "copy-did-corrected",
        "session.address_agreed" => "copy-did-agreed",
        "staff.read" => "copy-did-read",
        "staff.downloaded" => "copy-did-downloaded",
        "staff.exported" | "privacy.exported" => "copy-did-copied",
        "privacy.link_sent" => "copy-did-asked",
        "privacy.signed_in" => "copy-did-opened",
        "consent.withdrawn" => "copy-did-withdrawn",
        "session.restricted" => "copy-did-restricted",
        "session.unrestricted" => "copy-did-lifted",
        _ => "",
    };
    let who = match event.actor.as_str() {
        "visitor" => "copy-by-visitor",
        "staff" => "copy-by-staff",
        "operator" => "copy-by-operator",
        "system" => "copy-by-system",
        "nobody" => "copy-by-unknown",
        _ => "",
    };
    let said = |key: &str, term: &str| if key.is_empty() { term.to_owned() } else { words.text(key) };
    EventRow { what: said(what, &event.action), who: said(who, &event.actor), at: words.date(event.at) }
}
