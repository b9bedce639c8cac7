//! The one table of what is kept, what for, on what ground and for how long. The staff's page, the public notice and the
//! record of processing (GDPR articles 5(1)(e), 13(2)(a), 30(1)(f)) show it; a test asks the database for tables that are
//! missing from it.

use std::time::Duration;

use crate::config::{Timings, duration_in_words};

/// One kind of data.
pub struct Kind {
    pub what: &'static str,
    /// The tables of the database that hold it.
    pub tables: &'static [&'static str],
    pub purpose: &'static str,
    /// Its legal basis; articles are the General Data Protection Regulation's.
    pub basis: &'static str,
    /// Whether it is about visitors, and so belongs into their notice.
    pub of_visitors: bool,
    rule: Rule,
}

/// When it ends.
enum Rule {
    /// By itself, always.
    Fixed(&'static str),
    /// By itself, after a time of the options.
    After { timing: fn(&Timings) -> Duration, from: &'static str },
    /// By itself if an option says so: its name, its value, what it is counted from, and how long it is kept otherwise.
    Option { name: &'static str, value: fn(&Timings) -> Option<Duration>, from: &'static str, otherwise: &'static str },
}

impl Kind {
    /// How long it is kept, in words.
    pub fn how_long(&self, timings: &Timings) -> String {
        match &self.rule {
            Rule::Fixed(words) => (*words).to_owned(),
            Rule::After { timing, from } => format!("{} {from}", duration_in_words(timing(timings))),
            Rule::Option { value, from, otherwise, .. } => match value(timings) {
                Some(kept) => format!("{} {from}", duration_in_words(kept)),
                None => (*otherwise).to_owned(),
            },
        }
    }

    /// The option that decides, if one does.
    pub fn option(&self) -> Option<&'static str> {
        match self.rule {
            Rule::Option { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Whether it ends only by hand.
    pub fn is_kept(&self, timings: &Timings) -> bool {
        matches!(self.rule, Rule::Option { value, .. } if value(timings).is_none())
    }
}

const CONSENT: &str = "Consent, article 6(1)(a)";
const INTEREST: &str = "Legitimate interest, article 6(1)(f)";
const DUTY: &str = "Legal duty, article 6(1)(c) with articles 5(2), 7(1)";

/// All of it.
pub const KINDS: &[Kind] = &[
    Kind {
        what: "Files of a visit without an address",
        tables: &["leases", "lease_pages", "uploads"],
        purpose: "To hold files until the visitor has decided, and to delete them when the visitor leaves",
        basis: INTEREST,
        of_visitors: true,
        rule: Rule::After {
            timing: |timings| timings.hidden_ttl.max(timings.visible_ttl) + Duration::from_secs(60),
            from: "after the browser was last heard of, at the latest",
        },
    },
    Kind {
        what: "Name, e-mail address and files, before the address is confirmed",
        tables: &["sessions", "files"],
        purpose: "To receive the request and to check that the address is the person’s own",
        basis: CONSENT,
        of_visitors: true,
        rule: Rule::Option {
            name: "PENDING_RETENTION",
            value: |timings| timings.kept.pending_retention.0,
            from: "after they were last given",
            otherwise: "Until the person confirms, declines, or asks for deletion",
        },
    },
    Kind {
        what: "Name, e-mail address and files, once the address is confirmed",
        tables: &["sessions", "files"],
        purpose: "To answer the request; files train AI only where the person agreed to it",
        basis: CONSENT,
        of_visitors: true,
        rule: Rule::Option {
            name: "COMPLETE_RETENTION",
            value: |timings| timings.kept.complete_retention.0,
            from: "after the confirmation",
            otherwise: "Until the request no longer needs them, or the person asks for deletion",
        },
    },
    Kind {
        what: "Internet address at the time of a decision",
        tables: &["sessions", "consents"],
        purpose: "To look into abuse, and to prove who decided",
        basis: INTEREST,
        of_visitors: true,
        rule: Rule::Option {
            name: "IP_RETENTION",
            value: |timings| timings.kept.ip_retention.0,
            from: "after it was noted",
            otherwise: "As long as the name and the e-mail address",
        },
    },
    Kind {
        what: "Consents given and refused, with wording and time",
        tables: &["consents"],
        purpose: "To prove what was agreed to",
        basis: DUTY,
        of_visitors: true,
        rule: Rule::Fixed("As long as the name and the e-mail address"),
    },
    Kind {
        what: "Mailed links, as hashes, and mails that wait",
        tables: &["verifications", "jobs"],
        purpose: "To check that the address is the person’s own",
        basis: CONSENT,
        of_visitors: true,
        rule: Rule::Fixed("As long as the name and the e-mail address; a mail until it is sent"),
    },
    Kind {
        what: "Links and sign-ins of those who look at their own data",
        tables: &["privacy_links", "privacy_sign_ins"],
        purpose: "To let people see, correct and delete their data by themselves",
        basis: "Legal duty, article 6(1)(c) with articles 12, 15 to 22",
        of_visitors: true,
        rule: Rule::Fixed("A link works for 1 hour, a sign-in for 30 minutes; both are deleted soon after"),
    },
    Kind {
        what: "The trail: what was done to which visit, and by whom, without names",
        tables: &["audit", "audit_checkpoints"],
        purpose: "To account for what was done, and to find out what a breach has touched",
        basis: "Legal duty, article 6(1)(c) with articles 5(2), 32, 33",
        of_visitors: true,
        rule: Rule::Option {
            name: "AUDIT_RETENTION",
            value: |timings| timings.kept.audit_retention.0,
            from: "after the deed",
            otherwise: "Kept as proof",
        },
    },
    Kind {
        what: "Receipts of erasures, without names",
        tables: &["erasures"],
        purpose: "To prove that, when and how much was erased",
        basis: "Legal duty, article 6(1)(c) with articles 5(2), 17",
        of_visitors: true,
        rule: Rule::Option {
            name: "RECEIPT_RETENTION",
            value: |timings| timings.kept.receipt_retention.0,
            from: "after the erasure",
            otherwise: "Kept as proof",
        },
    },
    Kind {
        what: "Requests by mail or telephone: who asked for what, and when it was answered",
        tables: &["requests"],
        purpose: "To answer in time, and to prove it",
        basis: "Legal duty, article 6(1)(c) with articles 12, 15 to 22",
        of_visitors: true,
        rule: Rule::Option {
            name: "REQUEST_RETENTION",
            value: |timings| timings.kept.request_retention.0,
            from: "after the answer; then it is blanked who asked",
            otherwise: "Kept as proof",
        },
    },
    Kind {
        what: "How far visitors came: counts of a day",
        tables: &["funnel_daily"],
        purpose: "To see where visitors leave",
        basis: "Nobody’s data: nobody can be told from counts",
        of_visitors: true,
        rule: Rule::Fixed("Kept"),
    },
    Kind {
        what: "Wordings that people were asked to agree to",
        tables: &["consent_texts"],
        purpose: "To prove what was agreed to",
        basis: "Nobody’s data",
        of_visitors: false,
        rule: Rule::Fixed("Kept"),
    },
    Kind {
        what: "Progress of an export",
        tables: &["exports"],
        purpose: "To show staff how far an export has come",
        basis: INTEREST,
        of_visitors: false,
        rule: Rule::Fixed("1 day"),
    },
    Kind {
        what: "Accounts of staff, with second factors",
        tables: &["staff", "staff_recovery_codes"],
        purpose: "To know who does what, and to keep others out",
        basis: "Employment and security, articles 6(1)(b), 6(1)(f), 32",
        of_visitors: false,
        rule: Rule::Fixed("Until the account is removed from the database; out of use at once"),
    },
    Kind {
        what: "Sign-ins of staff, with browser and internet address",
        tables: &["staff_logins"],
        purpose: "To let staff see and end their own sign-ins",
        basis: INTEREST,
        of_visitors: false,
        rule: Rule::Fixed("12 hours at most"),
    },
    Kind {
        what: "When the program last swept, and for how long who is at it",
        tables: &["sweeps"],
        purpose: "To divide the work between instances",
        basis: "Nobody’s data",
        of_visitors: false,
        rule: Rule::Fixed("One row, written over"),
    },
];

/// A row of the table as pages show it.
pub struct Row {
    pub what: &'static str,
    pub tables: String,
    pub purpose: &'static str,
    pub basis: &'static str,
    pub how_long: String,
    pub option: Option<&'static str>,
    pub is_kept: bool,
}

/// The table with the options' times: all of it, or what visitors are told.
pub fn rows(timings: &Timings, visitors_only: bool) -> Vec<Row> {
    let shown = KINDS.iter().filter(|kind| kind.of_visitors || !visitors_only);
    shown
        .map(|kind| Row {
            what: kind.what,
            tables: kind.tables.join(", "),
            purpose: kind.purpose,
            basis: kind.basis,
            how_long: kind.how_long(timings),
            option: kind.option(),
            is_kept: kind.is_kept(timings),
        })
        .collect()
}
