//! Checks how the assistant's options relate; each error says what to fix.

use std::time::Duration;

use hyper::header::HeaderValue;

use crate::config::AssistantOptions;
use crate::platform::http::client::is_loopback;

/// The bounds of `LLM_MAX_TIME`.
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(3600);

/// What does not fit together; one sentence each.
pub fn faults(options: &AssistantOptions, production: bool) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(url) = &options.llm_url {
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            faults.push(format!("LLM_URL is “{url}”. It looks like https://llm.example.com/v1."));
        } else if !url.username().is_empty() || url.password().is_some() {
            faults.push("LLM_URL contains a name or a password. Use LLM_API_KEY for the key.".to_owned());
        } else if production && url.scheme() == "http" && !url.host_str().is_some_and(is_loopback) {
            faults.push("LLM_URL leaves this machine unencrypted: use https, or a tunnel that ends here.".to_owned());
        }
        if options.model().is_none() {
            faults.push("LLM_URL needs LLM_MODEL, the name of the model to ask.".to_owned());
        }
    }
    if let Some(key) = &options.llm_api_key
        && (key.reveal().is_empty() || HeaderValue::from_str(key.reveal()).is_err())
    {
        faults.push("LLM_API_KEY is empty or has characters that no key has.".to_owned());
    }
    if options.llm_max_answer > options.llm_context / 2 {
        faults.push("LLM_MAX_ANSWER is above half of LLM_CONTEXT: questions need room too.".to_owned());
    }
    if !(SHORTEST..=LONGEST).contains(&options.llm_max_time) {
        faults.push("LLM_MAX_TIME must be from 1s to 1h.".to_owned());
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;

    #[test]
    fn options_that_contradict_each_other_are_named() {
        let of = |flags: &[&str], production| {
            let config = Cli::from_flags(["anteroom"].iter().chain(flags)).expect("options that parse").config;
            faults(&config.assistant, production)
        };
        for fine in [
            &[][..],
            &["--llm-api-key=sk"],
            &["--llm-url=http://127.0.0.1:8000/v1", "--llm-model=m"],
            &["--llm-url=http://[::1]:8000/v1", "--llm-model=m"],
            &["--llm-url=https://llm.example/v1", "--llm-model=m"],
            &["--knowledge-dir=/nowhere"],
        ] {
            assert_eq!(of(fine, true), [""; 0], "{fine:?}");
        }
        let url = "--llm-url=https://llm.example/v1";
        for (flags, sentence) in [
            (&[url][..], "LLM_MODEL"),
            (&["--llm-url=file:///v1", "--llm-model=m"], "LLM_URL is"),
            (&["--llm-url=https://a:b@llm.example/v1", "--llm-model=m"], "LLM_API_KEY"),
            (&["--llm-url=http://llm.example/v1", "--llm-model=m"], "unencrypted"),
            (&["--llm-api-key=a\u{1}b"], "LLM_API_KEY"),
            (&["--llm-api-key= "], "LLM_API_KEY"),
            (&["--llm-context=1024", "--llm-max-answer=600"], "LLM_MAX_ANSWER"),
            (&["--llm-max-time=2h"], "LLM_MAX_TIME"),
            (&["--llm-max-time=0s"], "LLM_MAX_TIME"),
        ] {
            let found = of(flags, true);
            assert!(found.len() == 1 && found[0].contains(sentence), "{flags:?}: {found:?}");
        }
        assert_eq!(of(&["--llm-url=http://llm.example/v1", "--llm-model=m"], false), [""; 0]);
        let shown = of(&["--llm-url=https://a:hunter2@llm.example/v1", "--llm-model=m"], true);
        assert!(!shown[0].contains("hunter2"), "{shown:?}");
    }
}
