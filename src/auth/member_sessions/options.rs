//! Checks how the options of the session service relate; each error says what to fix.

use hyper::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST};
use url::Url;

use super::forward_auth::Rules;
use crate::config::SessionOptions;

/// What does not fit together; one sentence each.
pub fn faults(options: &SessionOptions, public_url: Option<&Url>) -> Vec<String> {
    let mut faults = Vec::new();
    let (shortest, longest) = (options.session_min_timeout, options.session_max_timeout);
    if !(shortest..=longest).contains(&options.session_default_timeout) {
        faults.push(format!(
            "SESSION_DEFAULT_TIMEOUT is {}. It must lie between SESSION_MIN_TIMEOUT ({shortest}) and \
             SESSION_MAX_TIMEOUT ({longest}).",
            options.session_default_timeout
        ));
    }
    if let Err(fault) = Rules::new(&options.session_protected_paths, &options.session_excluded_paths) {
        faults.push(format!("SESSION_PROTECTED_PATHS or SESSION_EXCLUDED_PATHS: {fault}."));
    }
    if [AUTHORIZATION, COOKIE, HOST, CONTENT_TYPE, CONTENT_LENGTH].contains(&options.session_header) {
        faults.push(format!(
            "SESSION_HEADER is {}, which means something else. Choose another one.",
            options.session_header
        ));
    }
    if options.session_secure_cookies == Some(true) && public_url.is_some_and(|url| url.scheme() != "https") {
        faults.push(
            "SESSION_SECURE_COOKIES is true and PUBLIC_URL begins with http: browsers would send no cookie.".to_owned(),
        );
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;

    #[test]
    fn options_that_contradict_each_other_are_named() {
        let of = |flags: &[&str]| {
            let all = ["anteroom", "--public-url=http://intake.example.com"].iter().chain(flags);
            let config = Cli::from_flags(all.copied()).expect("options that parse").config;
            faults(&config.sessions, config.web.public_url.as_ref())
        };
        assert_eq!(of(&[]), [""; 0]);
        assert_eq!(of(&["--session-protected-paths=/api/chat,/tasks", "--session-secure-cookies=false"]), [""; 0]);
        for (flags, name) in [
            (vec!["--session-default-timeout=60"], "SESSION_DEFAULT_TIMEOUT"),
            (vec!["--session-min-timeout=9", "--session-max-timeout=8"], "SESSION_DEFAULT_TIMEOUT"),
            (vec!["--session-protected-paths=api"], "“api”"),
            (vec!["--session-excluded-paths=/a/../b"], "“/a/../b”"),
            (vec!["--session-header=Cookie"], "SESSION_HEADER"),
            (vec!["--session-secure-cookies=true"], "SESSION_SECURE_COOKIES"),
        ] {
            let found = of(&flags);
            assert!(found.len() == 1 && found[0].contains(name), "{flags:?}: {found:?}");
        }
        // A key is a secret, so the message does not repeat it.
        let short = Cli::from_flags(["anteroom", "--session-service-keys=short"]).expect_err("refused").to_string();
        assert!(short.contains("32"), "{short}");
    }
}
