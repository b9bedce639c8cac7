//! What has to accompany a copy of the data (GDPR article 15(1)): purposes, retention, and the person's rights.

use serde::Serialize;

use crate::config::{Timings, duration_in_words};

/// What data is used for.
#[derive(Debug, Serialize)]
pub struct Purpose {
    #[serde(rename = "purpose")]
    pub name: &'static str,
    pub what_for: &'static str,
    pub legal_basis: &'static str,
    /// Whether the person agrees to it now; `None` if no agreement is needed
    pub given: Option<bool>,
}

/// How long data is kept.
#[derive(Debug, Serialize)]
pub struct Retention {
    pub what: &'static str,
    pub how_long: String,
}

pub fn purposes(personal_data: bool, ai_training: bool) -> Vec<Purpose> {
    let consent = "consent, GDPR article 6(1)(a)";
    vec![
        Purpose {
            name: "personal_data",
            what_for: "To receive and answer the request, and to make sure that the e-mail address is the person's own",
            legal_basis: consent,
            given: Some(personal_data),
        },
        Purpose {
            name: "ai_training",
            what_for: "To train AI models with the files, only where the person agreed to it; refusing changes nothing else",
            legal_basis: consent,
            given: Some(ai_training),
        },
        Purpose {
            name: "evidence",
            what_for: "To prove what was agreed to and what was done with the data",
            legal_basis: "legal obligation, GDPR articles 5(2), 6(1)(c), 7(1)",
            given: None,
        },
    ]
}

pub fn retention(timings: &Timings) -> Vec<Retention> {
    let unconfirmed = timings.kept.pending_retention.0.map_or_else(
        || "Until the person confirms the address, declines, or asks for deletion".to_owned(),
        |kept| {
            format!(
                "Deleted {} after the contact was last given, unless the address is confirmed",
                duration_in_words(kept)
            )
        },
    );
    let row = |what, how_long: String| Retention { what, how_long };
    vec![
        row("Name, address, files and consents, before the address is confirmed", unconfirmed),
        row(
            "The same, once it is confirmed",
            "Until the request no longer needs them, or until the person asks for deletion".to_owned(),
        ),
        row(
            "A mailed link",
            format!("Works for {}; its secret is not kept, only a hash", duration_in_words(timings.verify_ttl)),
        ),
        row(
            "The trail of what was done",
            "Kept after a deletion too, as proof; it contains the visit's random number, and no name".to_owned(),
        ),
    ]
}

pub const RIGHTS: [&str; 5] = [
    "See and receive a copy of what is kept (GDPR articles 15, 20)",
    "Have it corrected (article 16)",
    "Have it erased, or its use restricted (articles 17, 18)",
    "Withdraw a consent at any time, as easily as it was given (article 7(3)); what was done before stays lawful",
    "Complain to a data protection authority (article 77)",
];
