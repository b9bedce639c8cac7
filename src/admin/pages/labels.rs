//! Labels for the terms of the audit log and the database.

use crate::privacy::requests::{Outcome, RequestKind, Standing};

/// Returns the label of an action in the audit log; an unknown one is shown as it is.
pub fn action_label(action: &str) -> &str {
    match action {
        "session.pending" => "Gave contact and consents",
        "session.corrected" => "Changed the address before confirming",
        "session.verified" => "Confirmed the address",
        "session.erased" => "Erased the session",
        "member.read" => "Looked at a member",
        "member.conversation_read" => "Read a member’s conversation",
        "member.exported" => "Took a copy of a member’s data",
        "member.erased" => "Erased a member with all conversations",
        "member.restricted" => "Restricted a member",
        "member.unrestricted" => "Lifted a member’s restriction",
        "session.address_agreed" => "Earlier address agreed",
        "session.rectified" => "Corrected the session",
        "staff.listed" => "Looked at the list of sessions",
        "staff.read" => "Read the session",
        "staff.downloaded" => "Downloaded a file",
        "staff.exported" => "Exported a copy of everything",
        "staff.added" => "Created an account",
        "staff.reset" => "Gave an account a new password",
        "staff.disabled" => "Disabled an account",
        "staff.changed" => "Changed password or second factor",
        "staff.signed_in" => "Signed in",
        "staff.sign_in_refused" => "Failed to sign in",
        "staff.signed_out" => "Ended a sign-in",
        "staff.retried" => "Tried mails again",
        "trail.searched" => "Looked at the trail",
        "request.entered" => "Entered a request",
        "request.read" => "Read a request",
        "request.listed" => "Looked at the list of requests",
        "request.extended" => "Extended a request by two months",
        "request.closed" => "Closed a request",
        "retention.applied" => "Deleted expired data",
        "trail.cut" => "Deleted the trail’s oldest lines",
        "privacy.link_sent" => "Asked for a link to self-service",
        "privacy.signed_in" => "Signed in to self-service",
        "privacy.exported" => "Took a copy in self-service",
        "consent.withdrawn" => "Withdrew a consent",
        "session.restricted" => "Restricted the session",
        "session.unrestricted" => "Lifted the restriction",
        "training.listed" => "Listed the files for training",
        "member_sessions.read" => "Looked at a member’s sessions",
        "member_sessions.ended" => "Ended sessions of a member",
        other => other,
    }
}

/// Returns who did it; `name` looks up staff.
pub fn actor(actor: &str, name: impl Fn(&str) -> Option<String>) -> String {
    match actor {
        "visitor" => "The visitor".to_owned(),
        "visitor:self-service" => "The person, by mailed link".to_owned(),
        "system" => "A rule of the system".to_owned(),
        "operator" => "The command line".to_owned(),
        "nobody" => "Unknown".to_owned(),
        other => {
            let id = other.strip_prefix("staff:").unwrap_or(other);
            name(id).unwrap_or_else(|| format!("Staff {}", id.get(..8).unwrap_or(id)))
        }
    }
}

/// Formats an entry's details, such as `files: 2`.
pub fn detail(detail: &serde_json::Value) -> String {
    let fields = detail.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let said = fields.map(|(name, value)| {
        let name = name.replace('_', " ");
        match value {
            serde_json::Value::Bool(true) => format!("{name}: yes"),
            serde_json::Value::Bool(false) => format!("{name}: no"),
            serde_json::Value::String(text) if uuid::Uuid::try_parse(text).is_ok() => {
                format!("{name}: {}…", &text[..8])
            }
            serde_json::Value::String(text) => format!("{name}: {text}"),
            other => format!("{name}: {other}"),
        }
    });
    said.collect::<Vec<_>>().join(", ")
}

/// Returns the label of a kind of request.
pub fn request(kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::Access => "Access",
        RequestKind::Rectification => "Correction",
        RequestKind::Erasure => "Erasure",
        RequestKind::Restriction => "Restriction",
        RequestKind::Objection => "Objection",
        RequestKind::Portability => "Portable copy",
        RequestKind::Withdrawal => "Withdrawal of a consent",
    }
}

/// Returns the label of a request's state.
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "Open",
        Standing::Extended => "Extended",
        Standing::Closed => "Closed",
    }
}

/// Returns the label of a request's outcome.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "Done",
        Outcome::Refused => "Refused",
        Outcome::NotIdentified => "Person not identified",
    }
}

/// Returns the label of a consent's purpose.
pub fn purpose(purpose: &str) -> &str {
    match purpose {
        "personal_data" => "Handling the request",
        "ai_training" => "Training of AI",
        other => other,
    }
}

/// Returns the label of a restriction's reason (GDPR article 18(1)).
pub fn reason(reason: &str) -> &str {
    match reason {
        "accuracy" => "The person says that the data is wrong",
        "unlawful" => "The use was unlawful, and the person wants no erasure",
        "claims" => "The person needs the data for legal claims",
        "objection" => "The person objects to the use",
        other => other,
    }
}

/// Returns the label of a session's state.
pub fn state(state: &str) -> &str {
    match state {
        "complete" => "Confirmed",
        "pending" => "Not confirmed",
        other => other,
    }
}

/// Returns the browser's name from its user agent.
pub fn client(agent: &str) -> String {
    let find =
        |names: &[(&str, &'static str)]| names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    // The order matters: each browser also claims to be those after it.
    let browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    let systems = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    match (find(&browsers), find(&systems)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        _ => agent.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use strum::VariantArray as _;

    use super::*;
    use crate::audit::Action;

    #[test]
    fn each_action_has_a_label() {
        for action in Action::VARIANTS.iter().map(Action::into_str) {
            assert_ne!(action_label(action), action, "{action}");
        }
    }

    #[test]
    fn a_browser_is_named_as_its_owner_would() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18 Safari/605.1.15",
                "Safari on macOS",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
            ("curl/8.5", "curl/8.5"),
        ] {
            assert_eq!(client(agent), name);
        }
    }

    #[test]
    fn details_read_as_words() {
        let said = detail(
            &json!({ "files": 2, "ai_training": false, "staff": null, "login": "3f0e8a9c-0a4e-4d1c-9a55-0d2f0a3b1c2d" }),
        );
        assert_eq!(said, "ai training: no, files: 2, login: 3f0e8a9c…");
    }
}
