//! Forward authentication: a proxy (nginx, Caddy, Traefik) asks before it passes a request on, and names its path. What
//! the application behind it makes of a path is not known, so a path that can be read in two ways is protected.

use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use time::format_description::well_known::Rfc3339;

use super::MemberSession;

/// Where proxies say what was asked for.
pub const X_ORIGINAL_URI: HeaderName = HeaderName::from_static("x-original-uri");
pub const X_FORWARDED_URI: HeaderName = HeaderName::from_static("x-forwarded-uri");

/// Whether a path needs a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Protected,
    /// In neither list, or excluded.
    Open,
}

/// The paths of the options, each split into its segments.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    protected: Vec<Vec<String>>,
    excluded: Vec<Vec<String>>,
}

impl Rules {
    /// Reads `SESSION_PROTECTED_PATHS` and `SESSION_EXCLUDED_PATHS`. A path that could be read in two ways is an error.
    pub fn new(protected: &[String], excluded: &[String]) -> Result<Self, String> {
        let read = |paths: &[String]| {
            let paths = paths.iter().map(|path| path.trim()).filter(|path| !path.is_empty());
            paths
                .map(|path| {
                    let read = path.starts_with('/').then(|| segments(path)).flatten();
                    read.ok_or_else(|| format!("“{path}” is no plain path, such as /api/chat"))
                })
                .collect::<Result<Vec<_>, String>>()
        };
        Ok(Self { protected: read(protected)?, excluded: read(excluded)? })
    }

    /// Whether the path needs a session. An excluded path inside a protected one is open.
    pub fn access(&self, uri: &str) -> Access {
        // In neither list: open, but a path that can be read in two ways may be one of them.
        let Some(path) = segments(uri) else {
            return Access::Protected;
        };
        let covered = |paths: &[Vec<String>]| paths.iter().any(|rule| path.starts_with(rule));
        if covered(&self.excluded) || !covered(&self.protected) { Access::Open } else { Access::Protected }
    }

    /// The same for what a proxy says; `None` if it names no path. Two headers that differ are protected.
    pub fn access_of(&self, headers: &HeaderMap) -> Option<Access> {
        let named: Vec<&HeaderValue> =
            [X_ORIGINAL_URI, X_FORWARDED_URI].iter().flat_map(|name| headers.get_all(name)).collect();
        let first = *named.first()?;
        let same = named.iter().all(|other| *other == first);
        Some(first.to_str().ok().filter(|_| same).map_or(Access::Protected, |uri| self.access(uri)))
    }
}

/// The segments of a path, in lower case, without query, fragment and parameters (`;…`). `None` if an application might
/// read it as another path: dot segments, encoded slashes, backslashes, control characters, percent signs that remain
/// after decoding once, or no UTF-8.
fn segments(uri: &str) -> Option<Vec<String>> {
    // A proxy may give the whole address.
    let path = match uri.split_once("://") {
        Some((_, rest)) if !uri.starts_with('/') => rest.find('/').map_or("/", |slash| &rest[slash..]),
        _ => uri,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if !path.starts_with('/') {
        return None;
    }
    let mut read = Vec::new();
    for segment in path.split('/') {
        let segment = segment.split(';').next().unwrap_or_default();
        let decoded = percent_decode_str(segment).decode_utf8().ok()?;
        let ambiguous = |sign: char| matches!(sign, '/' | '\\' | '%' | ';' | '?' | '#') || sign.is_control();
        if decoded.chars().any(ambiguous) {
            return None;
        }
        match decoded.trim() {
            "." | ".." => return None,
            "" => {}
            name => read.push(name.to_lowercase()),
        }
    }
    Some(read)
}

/// What a header cannot carry as it is. The percent sign too, so that decoding is certain.
const ENCODED: &AsciiSet = &CONTROLS.add(b'%').add(b'"').add(b'\\');

/// All identity headers, in one order, empty where there is no session: a proxy that copies them overwrites what a
/// client has forged.
pub fn identity(session: Option<&MemberSession>) -> [(HeaderName, HeaderValue); 5] {
    let text = |value: Option<String>| {
        let encoded = value.map(|value| utf8_percent_encode(&value, ENCODED).to_string()).unwrap_or_default();
        HeaderValue::from_str(&encoded).unwrap_or(HeaderValue::from_static(""))
    };
    let of = |read: fn(&MemberSession) -> String| text(session.map(read));
    [
        (HeaderName::from_static("x-user-id"), of(|session| session.user_id.clone())),
        (HeaderName::from_static("x-user-role"), of(|session| session.role.clone().unwrap_or_default())),
        (HeaderName::from_static("x-user-permissions"), of(|session| session.permissions.join(","))),
        (HeaderName::from_static("x-user-session"), of(|session| session.id.to_string())),
        (
            HeaderName::from_static("x-user-expires"),
            of(|session| session.expires_at.format(&Rfc3339).unwrap_or_default()),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(protected: &[&str], excluded: &[&str]) -> Rules {
        let owned = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
        Rules::new(&owned(protected), &owned(excluded)).expect("plain paths")
    }

    #[test]
    fn whole_segments_are_compared_and_what_is_ambiguous_is_protected() {
        let rules = rules(&["/api/chat", "/developer", "/tasks/"], &["/docs", "/health", "/developer/docs"]);
        for open in [
            "/",
            "/api",
            "/api/chatter",
            "/health",
            "/docs/x",
            "/developer/docs",
            "/developer/docs/a?b=/../",
            "/other",
            "/api?x=/api/chat",
            "/x;/api/chat",
            "https://host.example/health?x",
            "/caf%C3%A9",
        ] {
            assert_eq!(rules.access(open), Access::Open, "{open}");
        }
        for protected in [
            "/api/chat",
            "/api/chat/",
            "/api/chat/x",
            "/API/Chat",
            "/api/chat?x",
            "/api/chat#x",
            "/api/chat;x=1",
            "/api;v=1/chat",
            "//api//chat",
            "/api/%63hat",
            "/api/chat%20",
            "/tasks",
            "/developer",
            "/developer/doc",
            "https://host.example/api/chat",
            // These could be anything.
            "/health/../api/chat",
            "/health/%2e%2e/api/chat",
            "/health/.%2e/x",
            "/./health",
            "/health/.",
            "/health%2fx",
            "/health%5cx",
            "/health\\..\\x",
            "/health/%00",
            "/health/\u{1}",
            "/health/%25%36%31",
            "/health/%zz",
            "/%",
            "/health/%ff",
            "/health%3b",
            "/health%3f",
            "health",
            "",
            "*",
            "?x",
        ] {
            assert_eq!(rules.access(protected), Access::Protected, "{protected}");
        }
    }

    #[test]
    fn the_root_covers_everything_and_without_rules_only_the_ambiguous_is_protected() {
        assert_eq!(rules(&["/"], &["/public"]).access("/x"), Access::Protected);
        assert_eq!(rules(&["/"], &["/public"]).access("/public/x"), Access::Open);
        assert_eq!(rules(&[], &[]).access("/x"), Access::Open);
        assert_eq!(rules(&[], &[]).access("/x/../y"), Access::Protected);
        for bad in ["api", "/a/../b", "/a%2fb", "a b"] {
            assert!(Rules::new(&[bad.to_owned()], &[]).is_err(), "{bad}");
        }
    }

    #[test]
    fn two_headers_that_differ_are_protected() {
        let rules = rules(&["/api"], &[]);
        let access = |all: &[(HeaderName, &[u8])]| {
            let mut headers = HeaderMap::new();
            for (name, value) in all {
                headers.append(name, HeaderValue::from_bytes(value).expect("a value"));
            }
            rules.access_of(&headers)
        };
        assert_eq!(access(&[]), None);
        assert_eq!(access(&[(X_ORIGINAL_URI, b"/x")]), Some(Access::Open));
        assert_eq!(access(&[(X_FORWARDED_URI, b"/x"), (X_ORIGINAL_URI, b"/x")]), Some(Access::Open));
        assert_eq!(access(&[(X_FORWARDED_URI, b"/y"), (X_ORIGINAL_URI, b"/x")]), Some(Access::Protected));
        assert_eq!(access(&[(X_ORIGINAL_URI, b"/x"), (X_ORIGINAL_URI, b"/y")]), Some(Access::Protected));
        assert_eq!(access(&[(X_ORIGINAL_URI, b"/\xff")]), Some(Access::Protected));
    }

    #[test]
    fn all_identity_headers_are_always_there_in_ascii() {
        assert!(identity(None).iter().all(|(_, value)| value.is_empty()));
        let at = time::macros::datetime!(2026-11-30 12:00 UTC);
        let session = MemberSession {
            id: uuid::Uuid::nil(),
            user_id: "Zoë 100% \"x\"".to_owned(),
            timeout_seconds: 3600,
            created_at: at,
            seen_at: at,
            expires_at: at,
            ends_at: at,
            role: None,
            permissions: vec!["read".to_owned(), "ü".to_owned()],
            metadata: serde_json::json!({}),
        };
        let all = identity(Some(&session)).map(|(_, value)| value.to_str().expect("ASCII").to_owned());
        assert_eq!(
            all,
            [
                "Zo%C3%AB 100%25 %22x%22",
                "",
                "read,%C3%BC",
                "00000000-0000-0000-0000-000000000000",
                "2026-11-30T12:00:00Z"
            ]
        );
    }
}
