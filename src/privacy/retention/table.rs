//! The table of what is kept, for which purpose, on what legal basis and for how long. The staff's page, the public
//! notice and the record of processing (GDPR articles 5(1)(e), 13(2)(a), 30(1)(f)) show it; a test fails for database
//! tables that are missing from it.

use std::time::Duration;

use serde::Serialize;

use crate::config::Timings;
use crate::platform::i18n::Language;

/// The text of a cell.
#[derive(Clone, Copy, Debug)]
pub enum Says {
    /// For visitors, in their language: the message's key
    Key(&'static str),
    /// For visitors: a legal duty, with these articles
    Duty(&'static str),
    /// For staff
    English(&'static str),
}

use Says::{Duty, English, Key};

impl Says {
    fn in_words(self, words: &Language) -> String {
        match self {
            Key(key) => words.text(key),
            Duty(articles) => words.with("kept-duty", "articles", articles),
            English(text) => text.to_owned(),
        }
    }
}

/// One kind of data. Kinds about visitors belong in their notice, and so are translated.
pub struct Kind {
    pub what: Says,
    /// The database tables that contain it.
    pub tables: &'static [&'static str],
    pub purpose: Says,
    /// Its legal basis; articles are the General Data Protection Regulation's.
    pub basis: Says,
    rule: Rule,
}

/// When it is deleted.
enum Rule {
    /// Automatically, always.
    Fixed(Says),
    /// Automatically, after a time that options set; `from` is a key.
    After { timing: fn(&Timings) -> Duration, from: &'static str },
    /// Automatically if an option says so: its name, its value, and the keys of what it is counted from and of how long
    /// it is kept otherwise.
    Option { name: &'static str, value: fn(&Timings) -> Option<Duration>, from: &'static str, otherwise: &'static str },
}

impl Kind {
    /// Whether it is about visitors.
    pub fn is_of_visitors(&self) -> bool {
        matches!(self.what, Key(_))
    }

    /// Returns how long it is kept, as text.
    pub fn how_long(&self, timings: &Timings, words: &Language) -> String {
        let counted = |kept: Duration, from: &str| words.with(from, "time", &words.duration(kept));
        match &self.rule {
            Rule::Fixed(says) => says.in_words(words),
            Rule::After { timing, from } => counted(timing(timings), from),
            Rule::Option { value, from, otherwise, .. } => match value(timings) {
                Some(kept) => counted(kept, from),
                None => words.text(otherwise),
            },
        }
    }

    /// Returns the option that decides, if one does.
    pub fn option(&self) -> Option<&'static str> {
        match self.rule {
            Rule::Option { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Whether it is deleted only by hand.
    pub fn is_kept(&self, timings: &Timings) -> bool {
        matches!(self.rule, Rule::Option { value, .. } if value(timings).is_none())
    }
}

/// All kinds of data.
pub const KINDS: &[Kind] = &[
    Kind {
        what: Key("kept-open"),
        tables: &["leases", "lease_pages", "uploads"],
        purpose: Key("kept-open-for"),
        basis: Key("kept-interest"),
        rule: Rule::After {
            timing: |timings| timings.hidden_ttl.max(timings.visible_ttl) + Duration::from_secs(60),
            from: "kept-time-open",
        },
    },
    Kind {
        what: Key("kept-pending"),
        tables: &["sessions", "files"],
        purpose: Key("kept-pending-for"),
        basis: Key("kept-consent"),
        rule: Rule::Option {
            name: "PENDING_RETENTION",
            value: |timings| timings.kept.pending_retention.0,
            from: "kept-time-pending",
            otherwise: "kept-until-confirmed",
        },
    },
    Kind {
        what: Key("kept-complete"),
        tables: &["sessions", "files"],
        purpose: Key("kept-complete-for"),
        basis: Key("kept-consent"),
        rule: Rule::Option {
            name: "COMPLETE_RETENTION",
            value: |timings| timings.kept.complete_retention.0,
            from: "kept-time-complete",
            otherwise: "kept-until-needed",
        },
    },
    Kind {
        what: Key("kept-ip"),
        tables: &["sessions", "consents"],
        purpose: Key("kept-ip-for"),
        basis: Key("kept-interest"),
        rule: Rule::Option {
            name: "IP_RETENTION",
            value: |timings| timings.kept.ip_retention.0,
            from: "kept-time-ip",
            otherwise: "kept-as-long",
        },
    },
    Kind {
        what: Key("kept-consents"),
        tables: &["consents"],
        purpose: Key("kept-consents-for"),
        basis: Duty("5(2), 7(1)"),
        rule: Rule::Fixed(Key("kept-as-long")),
    },
    Kind {
        what: Key("kept-links"),
        tables: &["verifications", "jobs"],
        purpose: Key("kept-links-for"),
        basis: Key("kept-consent"),
        rule: Rule::Fixed(Key("kept-time-links")),
    },
    Kind {
        what: Key("kept-earlier"),
        tables: &["address_changes"],
        purpose: Key("kept-earlier-for"),
        basis: Key("kept-interest"),
        rule: Rule::After { timing: |timings| timings.verify_ttl, from: "kept-time-earlier" },
    },
    Kind {
        what: Key("kept-mails"),
        tables: &["mail_allowances", "upload_allowances"],
        purpose: Key("kept-mails-for"),
        basis: Key("kept-interest"),
        rule: Rule::Fixed(Key("kept-time-mails")),
    },
    Kind {
        what: Key("kept-ways"),
        tables: &["privacy_links", "privacy_sign_ins"],
        purpose: Key("kept-ways-for"),
        basis: Duty("12, 15–22"),
        rule: Rule::Fixed(Key("kept-time-ways")),
    },
    Kind {
        what: Key("kept-trail"),
        tables: &["audit", "audit_checkpoints"],
        purpose: Key("kept-trail-for"),
        basis: Duty("5(2), 32, 33"),
        rule: Rule::Option {
            name: "AUDIT_RETENTION",
            value: |timings| timings.kept.audit_retention.0,
            from: "kept-time-trail",
            otherwise: "kept-proof",
        },
    },
    Kind {
        what: Key("kept-receipts"),
        tables: &["erasures"],
        purpose: Key("kept-receipts-for"),
        basis: Duty("5(2), 17"),
        rule: Rule::Option {
            name: "RECEIPT_RETENTION",
            value: |timings| timings.kept.receipt_retention.0,
            from: "kept-time-receipts",
            otherwise: "kept-proof",
        },
    },
    Kind {
        what: Key("kept-requests"),
        tables: &["requests"],
        purpose: Key("kept-requests-for"),
        basis: Duty("12, 15–22"),
        rule: Rule::Option {
            name: "REQUEST_RETENTION",
            value: |timings| timings.kept.request_retention.0,
            from: "kept-time-requests",
            otherwise: "kept-proof",
        },
    },
    Kind {
        what: Key("kept-funnel"),
        tables: &["funnel_daily"],
        purpose: Key("kept-funnel-for"),
        basis: Key("kept-nobody"),
        rule: Rule::Fixed(Key("kept-always")),
    },
    Kind {
        what: English("Wordings that people were asked to agree to"),
        tables: &["consent_texts"],
        purpose: English("To prove what was agreed to"),
        basis: English("No personal data"),
        rule: Rule::Fixed(English("Kept")),
    },
    Kind {
        what: English("Progress of an export"),
        tables: &["exports"],
        purpose: English("To show staff how far an export has come"),
        basis: Key("kept-interest"),
        rule: Rule::Fixed(English("1 day")),
    },
    Kind {
        what: English("Accounts of staff, with second factors"),
        tables: &["staff", "staff_recovery_codes"],
        purpose: English("To know who does what, and to keep others out"),
        basis: English("Employment and security, articles 6(1)(b), 6(1)(f), 32"),
        rule: Rule::Fixed(English("Until the account is removed from the database; it can be disabled at once")),
    },
    Kind {
        what: English("Sign-ins of staff, with browser and internet address"),
        tables: &["staff_logins"],
        purpose: English("To let staff see and end their own sign-ins"),
        basis: Key("kept-interest"),
        rule: Rule::Fixed(English("12 hours at most")),
    },
    Kind {
        what: English("Networks from which staff have signed in, under a hash that only our key can make"),
        tables: &["staff_networks"],
        purpose: English("To keep people who guess passwords from locking staff out"),
        basis: Key("kept-interest"),
        rule: Rule::Fixed(English("90 days after the last sign-in, or until the account is reset")),
    },
    Kind {
        what: English("Members: the site's id of a user, and what the site says of them"),
        tables: &["members", "member_hours"],
        purpose: English("To show each member their own conversations, and to limit messages an hour"),
        basis: English("The site's contract with its users, article 6(1)(b)"),
        rule: Rule::Option {
            name: "MEMBER_RETENTION",
            value: |timings| timings.kept.member_retention.0,
            from: "kept-time-member",
            otherwise: "kept-member-for-ever",
        },
    },
    Kind {
        what: English("Conversations of members with the assistant"),
        tables: &["conversations", "messages"],
        purpose: English("To let a member go on with a conversation on any device"),
        basis: English("The site's contract with its users, article 6(1)(b)"),
        rule: Rule::Option {
            name: "CONVERSATION_RETENTION",
            value: |timings| timings.kept.conversation_retention.0,
            from: "kept-time-conversation",
            otherwise: "kept-member-for-ever",
        },
    },
    Kind {
        what: English(
            "Sessions of the site's own users: the site's id of the user, what its backend adds, browser and internet address",
        ),
        tables: &["member_sessions"],
        purpose: English("To know who is signed in, on the site's behalf"),
        basis: English("The site's contract with its users, article 6(1)(b)"),
        rule: Rule::Fixed(English(
            "Until they end, after SESSION_MAX_TIMEOUT at the latest, and SESSION_CLEANUP_INTERVAL more",
        )),
    },
    Kind {
        what: English("How many such sessions began and ended on each day"),
        tables: &["member_session_days"],
        purpose: English("To see how much the service is used"),
        basis: English("No personal data"),
        rule: Rule::Fixed(English("400 days")),
    },
    Kind {
        what: English(
            "Messages of members' messenger accounts, with what other people write there, sealed by a key of each session",
        ),
        tables: &["messenger_inbox"],
        purpose: English("To find in them what is to be done"),
        basis: English("The member's consent, given by linking the account, article 6(1)(a)"),
        rule: Rule::Fixed(English(
            "Until they are read, seconds later, and MESSAGE_KEEP at most; for 30 days more a hash, so that none is read twice",
        )),
    },
    Kind {
        what: English(
            "Actions that were found in these messages, each with the sentence that it comes from; with whom they are shared",
        ),
        tables: &["messenger_actions", "messenger_shares"],
        purpose: English("To show members what is to be done"),
        basis: English("The member's consent, given by linking the account, article 6(1)(a)"),
        rule: Rule::Option {
            name: "ACTION_RETENTION",
            value: |timings| timings.kept.action_retention.0,
            from: "kept-time-action",
            otherwise: "kept-member-for-ever",
        },
    },
    Kind {
        what: English("Links to members' messenger accounts, with the account's number and sealed keys"),
        tables: &["messenger_sessions", "messenger_keys", "messenger_outbox"],
        purpose: English("To receive the messages"),
        basis: English("The member's consent, given by linking the account, article 6(1)(a)"),
        rule: Rule::Fixed(English(
            "Until the member unlinks it or is erased: then it is logged out at the messenger, and its keys are destroyed",
        )),
    },
    Kind {
        what: English("Sign-ins by telephone number, with the number and the internet address"),
        tables: &["messenger_sign_ins"],
        purpose: English("To know whose messenger session a call may reach"),
        basis: Key("kept-interest"),
        rule: Rule::Fixed(English("An hour after the last call, 30 days at most, and two hours more")),
    },
    Kind {
        what: English("Passages of the documents that the assistant answers from"),
        tables: &["knowledge_files", "knowledge_passages"],
        purpose: English("To find what answers a question"),
        basis: English("No personal data, unless the documents have some"),
        rule: Rule::Fixed(English("An hour after the document has left the folder")),
    },
    Kind {
        what: English("When the program last swept, and which work is claimed until when"),
        tables: &["sweeps"],
        purpose: English("To divide the work between instances"),
        basis: English("No personal data"),
        rule: Rule::Fixed(English("One row, overwritten")),
    },
];

/// A row of the table as pages and the copy of a person's data show it.
#[derive(Debug, Serialize)]
pub struct Row {
    pub what: String,
    #[serde(skip)]
    pub tables: String,
    #[serde(rename = "what_for")]
    pub purpose: String,
    #[serde(rename = "legal_basis")]
    pub basis: String,
    pub how_long: String,
    #[serde(skip)]
    pub option: Option<&'static str>,
    #[serde(skip)]
    pub is_kept: bool,
}

/// Returns the table with the options' times: all of it, or only what concerns visitors.
pub fn rows(timings: &Timings, words: &Language, visitors_only: bool) -> Vec<Row> {
    let shown = KINDS.iter().filter(|kind| kind.is_of_visitors() || !visitors_only);
    shown
        .map(|kind| Row {
            what: kind.what.in_words(words),
            tables: kind.tables.join(", "),
            purpose: kind.purpose.in_words(words),
            basis: kind.basis.in_words(words),
            how_long: kind.how_long(timings, words),
            option: kind.option(),
            is_kept: kind.is_kept(timings),
        })
        .collect()
}
