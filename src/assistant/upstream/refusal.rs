//! What a model's server says when it does not answer, in all the shapes that are known.
//!
//! Its words may quote the conversation, so that neither members nor the log get them: only the status and the short
//! names of the error.

use hyper::HeaderMap;
use hyper::StatusCode;
use hyper::header::RETRY_AFTER;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use crate::assistant::Failure;
use crate::platform::clock;

/// When to try again if the server does not say, and at most.
const RETRY: u64 = 5;
const LONGEST_RETRY: u64 = 3600;

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The conversation does not fit into the window: how many tokens it has and how many fit, if told.
    TooLong {
        counted: Option<u64>,
        context: Option<u64>,
    },
    /// The request is refused, maybe because of a field: the lower-case text that may name it.
    Unfit(String, Failure),
    Final(Failure),
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Final(failure)
    }
}

/// Reads the answer to a request that failed.
pub fn of_answer(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Refusal {
    let value = serde_json::from_slice(body).unwrap_or_default();
    refusal(status, retry_after(headers), &value, &String::from_utf8_lossy(body).to_lowercase())
}

/// Reads an error that came inside a stream, or as the body of a 200.
pub fn of_event(value: &Value) -> Refusal {
    let number = |name: &str| value["error"][name].as_u64().and_then(|code| u16::try_from(code).ok());
    let status = number("code").or_else(|| number("status")).and_then(|code| StatusCode::from_u16(code).ok());
    // Without a status its words decide, as those of a 400 do; but not the words of an answer that came with it.
    let status = status.filter(|status| status.as_u16() >= 400).unwrap_or(StatusCode::BAD_REQUEST);
    let text = if value["choices"].is_null() { value.to_string() } else { value["error"].to_string() };
    refusal(status, None, value, &text.to_lowercase())
}

fn refusal(status: StatusCode, retry_after: Option<u64>, value: &Value, text: &str) -> Refusal {
    let error = if value["error"].is_object() { &value["error"] } else { value };
    let names = [name(&error["code"]), name(&error["type"])];
    let said: Vec<&str> = names.iter().copied().flatten().collect();
    let failure =
        Failure::Failed(format!("the model's server answers {} {}", status.as_u16(), said.join(" ")).trim().into());
    let about_length = said.iter().any(|name| matches!(*name, "context_length_exceeded" | "exceed_context_size_error"));
    let is_unfit = matches!(status.as_u16(), 400 | 413 | 422);
    if about_length || (is_unfit && text.contains("context")) {
        let counted = error["n_prompt_tokens"].as_u64().or_else(|| counted_in(text));
        let context = error["n_ctx"].as_u64().or_else(|| number_after(text, "maximum context length is "));
        return Refusal::TooLong { counted, context };
    }
    match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            tracing::warn!(status = status.as_u16(), error = ?said, "the model's server is busy");
            Failure::Busy { retry_after: retry_after.unwrap_or(RETRY).clamp(1, LONGEST_RETRY) }.into()
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            tracing::error!(status = status.as_u16(), error = ?said, "the model's server refuses our key: check LLM_API_KEY");
            failure.into()
        }
        StatusCode::NOT_FOUND => {
            tracing::error!(error = ?said, "the model's server does not know what we ask for: check LLM_URL and LLM_MODEL");
            failure.into()
        }
        _ if status.is_redirection() => Failure::Failed(format!(
            "the model's server redirects ({}): set LLM_URL to the final address",
            status.as_u16()
        ))
        .into(),
        _ if is_unfit => Refusal::Unfit(text.to_owned(), failure),
        _ => failure.into(),
    }
}

/// A short name such as `invalid_api_key`, which cannot quote anything.
fn name(value: &Value) -> Option<&str> {
    let is_name = |text: &&str| {
        (1..=48).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
    };
    value.as_str().filter(is_name)
}

/// Retry-After as seconds or as a date (RFC 9110, 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<u64> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let of_date = || {
        let date = OffsetDateTime::parse(&text.replace("GMT", "+0000"), &Rfc2822).ok()?;
        u64::try_from((date - clock::now()).whole_seconds().max(0)).ok()
    };
    // Some send fractions of seconds.
    let whole = text.split('.').next().unwrap_or_default();
    whole.parse().ok().map(|seconds: u64| if whole == text { seconds } else { seconds + 1 }).or_else(of_date)
}

/// How many tokens the question had, in the words of `OpenAI` and of vLLM.
fn counted_in(text: &str) -> Option<u64> {
    number_before(text, " in the messages")
        .or_else(|| number_before(text, " input tokens"))
        .or_else(|| number_after(text, "resulted in "))
}

fn number_after(text: &str, words: &str) -> Option<u64> {
    let (_, rest) = text.split_once(words)?;
    let digits = rest.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(rest.len());
    rest[..digits].parse().ok()
}

fn number_before(text: &str, words: &str) -> Option<u64> {
    let (before, _) = text.split_once(words)?;
    let digits = before
        .rfind(|sign: char| !sign.is_ascii_digit())
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    before[digits..].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, body: &str) -> Refusal {
        of_answer(StatusCode::from_u16(status).expect("a status"), &HeaderMap::new(), body.as_bytes())
    }

    #[test]
    fn a_conversation_that_is_too_long_in_all_shapes() {
        for (status, body, counted, context) in [
            (
                400,
                r#"{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}}"#,
                Some(9000),
                Some(4096),
            ),
            (
                400,
                r#"{"error":{"message":"This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}"#,
                Some(9001),
                Some(8192),
            ),
            (
                400,
                r#"{"object":"error","message":"This model's maximum context length is 2048 tokens. However, you requested 2100 tokens (2000 in the messages, 100 in the completion).","type":"BadRequestError","code":400}"#,
                Some(2000),
                Some(2048),
            ),
            (
                400,
                r#"{"error":"'max_tokens' is too large: 1024. This model's maximum context length is 2048 tokens and your request has 1500 input tokens"}"#,
                Some(1500),
                Some(2048),
            ),
            (422, "Input exceeds the context window", None, None),
            (500, r#"{"error":{"type":"exceed_context_size_error"}}"#, None, None),
        ] {
            assert_eq!(of(status, body), Refusal::TooLong { counted, context }, "{body}");
        }
        let event = serde_json::json!({ "error": { "code": "context_length_exceeded", "message": "x" } });
        assert_eq!(of_event(&event), Refusal::TooLong { counted: None, context: None });
    }

    #[test]
    fn the_servers_words_stay_with_the_server() {
        let body =
            r#"{"error":{"message":"bad: my secret question","code":"my secret question","type":"server_error"}}"#;
        for status in [400, 401, 403, 404, 422, 500, 502] {
            let failure = match of(status, body) {
                Refusal::Unfit(_, failure) | Refusal::Final(failure) => failure,
                refusal @ Refusal::TooLong { .. } => panic!("{refusal:?}"),
            };
            assert_eq!(failure, Failure::Failed(format!("the model's server answers {status} server_error")));
        }
        assert!(matches!(of(302, ""), Refusal::Final(Failure::Failed(text)) if text.contains("LLM_URL")));
    }

    #[test]
    fn a_busy_server_says_when() {
        let of = |status: u16, said: &str| {
            let headers = [(RETRY_AFTER, said.parse().expect("a header"))].into_iter().collect();
            match of_answer(StatusCode::from_u16(status).expect("a status"), &headers, b"") {
                Refusal::Final(Failure::Busy { retry_after }) => retry_after,
                other => panic!("{other:?}"),
            }
        };
        let minute = clock::now() + std::time::Duration::from_secs(61);
        let date = minute.format(&Rfc2822).expect("a date").replace("+0000", "GMT");
        assert!((58..=61).contains(&of(429, &date)), "{date}");
        let cases =
            [("7", 7), ("0", 1), ("1.2", 2), ("999999", 3600), ("soon", 5), ("Sun, 06 Nov 1994 08:49:37 GMT", 1)];
        for (said, seconds) in cases {
            assert_eq!((of(429, said), of(503, said)), (seconds, seconds), "{said}");
        }
        let event = serde_json::json!({ "error": { "code": 429, "message": "slow down" } });
        assert_eq!(of_event(&event), Refusal::Final(Failure::Busy { retry_after: 5 }));
    }
}
