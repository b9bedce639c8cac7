//! Retention: how long stored data is kept. By default what was never confirmed goes after a week, and the rest is kept
//! until it is erased by hand.

#![allow(clippy::doc_markdown, reason = "these doc comments are what --help prints")]

use std::time::Duration;

use clap::Args;

/// How long something is kept; `None` keeps it until it is erased by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention(pub Option<Duration>);

const DAY: Duration = Duration::from_secs(86_400);

/// Longer is a typing error; PostgreSQL's timestamps are limited.
const LONGEST: Duration = Duration::from_secs(100 * 31_557_600);

/// What is erased automatically, and when.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Retention (such as 30d, 400d, 10years; \"none\" keeps it until it is erased by hand)")]
pub struct Retentions {
    /// When a contact that was never confirmed is erased
    #[arg(long, env = "PENDING_RETENTION", global = true, default_value = "7d", value_parser = parse)]
    pub pending_retention: Retention,
    /// When a confirmed session is erased, counted from its confirmation
    #[arg(long, env = "COMPLETE_RETENTION", global = true, default_value = "none", value_parser = parse)]
    pub complete_retention: Retention,
    /// When the internet addresses of sessions, consents and sign-ins are blanked
    #[arg(long, env = "IP_RETENTION", global = true, default_value = "none", value_parser = parse)]
    pub ip_retention: Retention,
    /// When the oldest lines of the audit trail are deleted
    #[arg(long, env = "AUDIT_RETENTION", global = true, default_value = "none", value_parser = parse)]
    pub audit_retention: Retention,
    /// When a closed privacy request forgets who asked
    #[arg(long, env = "REQUEST_RETENTION", global = true, default_value = "none", value_parser = parse)]
    pub request_retention: Retention,
    /// When a member is erased with all that is kept of them, counted from their last message
    #[arg(long, env = "MEMBER_RETENTION", global = true, default_value = "none", value_parser = parse)]
    pub member_retention: Retention,
    /// When a member's conversation is deleted, counted from its last message
    #[arg(long, env = "CONVERSATION_RETENTION", global = true, default_value = "none", value_parser = parse)]
    pub conversation_retention: Retention,
    /// When an action that is done or dismissed is deleted
    #[arg(long, env = "ACTION_RETENTION", global = true, default_value = "90d", value_parser = parse)]
    pub action_retention: Retention,
    /// When the receipt of a finished erasure is deleted
    #[arg(long, env = "RECEIPT_RETENTION", global = true, default_value = "none", value_parser = parse)]
    pub receipt_retention: Retention,
}

fn parse(text: &str) -> Result<Retention, String> {
    match text {
        "none" => Ok(Retention(None)),
        other => humantime::parse_duration(other)
            .map(|duration| Retention(Some(duration)))
            .map_err(|error| format!("{error}, or \"none\"")),
    }
}

impl Retentions {
    /// Values that cannot be intended, one sentence each.
    pub fn faults(&self) -> Vec<String> {
        let month = DAY * 30;
        let bounds = [
            ("PENDING_RETENTION", self.pending_retention, Duration::ZERO, ""),
            ("COMPLETE_RETENTION", self.complete_retention, DAY, "at least 1d: it erases people's confirmed requests"),
            ("IP_RETENTION", self.ip_retention, DAY, "at least 1d: these addresses are needed to investigate abuse"),
            (
                "AUDIT_RETENTION",
                self.audit_retention,
                month,
                "at least 30d: the trail is needed to investigate a breach",
            ),
            ("REQUEST_RETENTION", self.request_retention, month, "at least 30d: people come back about an answer"),
            ("MEMBER_RETENTION", self.member_retention, DAY, "at least 1d: it erases people who may come back"),
            (
                "CONVERSATION_RETENTION",
                self.conversation_retention,
                Duration::from_secs(3600),
                "at least 1h: a conversation must outlive its answer",
            ),
            (
                "ACTION_RETENTION",
                self.action_retention,
                DAY,
                "at least 1d: who has done something may want to see it again",
            ),
            ("RECEIPT_RETENTION", self.receipt_retention, month, "at least 30d: it is the proof of an erasure"),
        ];
        let fault = |(name, Retention(kept), least, why): (&str, Retention, Duration, &str)| match kept {
            Some(kept) if kept < least => Some(format!("{name} must be {why}; or \"none\".")),
            Some(kept) if kept > LONGEST => {
                Some(format!("{name} cannot be longer than 100 years; \"none\" keeps it for ever."))
            }
            _ => None,
        };
        bounds.into_iter().filter_map(fault).collect()
    }
}
