//! The words of a restriction (GDPR article 18), of a session's use or a member's.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};
use time::OffsetDateTime;

use crate::platform::i18n::Language;

/// Why the use of a person's data is restricted, as article 18(1) lists it
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase", const_into_str)]
pub enum Reason {
    /// (a): the person contests that the data is accurate
    Accuracy,
    /// (b): the use is unlawful, and the person wants no erasure
    Unlawful,
    /// (c): the person needs the data for legal claims
    Claims,
    /// (d): the person objects to the use (article 21)
    Objection,
}

/// Who restricted the use, when and why
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Restriction {
    /// `accuracy`, `unlawful`, `claims` or `objection`
    pub reason: String,
    #[serde(with = "time::serde::rfc3339")]
    pub since: OffsetDateTime,
    /// `visitor` or `member` (the person), or `staff`
    pub by: String,
}

impl Restriction {
    /// From the columns of a session or a member. Which staff member it was is only in the audit log.
    pub fn of(since: Option<OffsetDateTime>, by: Option<String>, reason: Option<String>) -> Option<Self> {
        let by = by?.split(':').next().unwrap_or_default().to_owned();
        Some(Self { reason: reason?, since: since?, by })
    }

    /// Returns the reason and since when, as shown to the person.
    pub fn words(&self, words: &Language) -> String {
        let reason = words.text(match self.reason.as_str() {
            "accuracy" => "privacy-restricted-accuracy",
            "unlawful" => "privacy-restricted-unlawful",
            "claims" => "privacy-restricted-claims",
            _ => "privacy-restricted-objection",
        });
        format!("{reason} {}", words.with("privacy-restricted-since", "at", &words.date(self.since)))
    }

    /// Whether the person set it, and so may lift it.
    pub fn is_own(&self) -> bool {
        matches!(self.by.as_str(), "visitor" | "member")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_read_back() {
        assert_eq!(Reason::Claims.into_str().parse(), Ok(Reason::Claims));
        assert!("because".parse::<Reason>().is_err());
    }
}
