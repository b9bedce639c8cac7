//! One event of a chat completion, read with tolerance: servers differ in all that is not the text.

use serde_json::Value;

/// What an event says.
#[derive(Debug, Default, PartialEq)]
pub struct Chunk {
    pub text: String,
    pub finish: Option<&'static str>,
    pub model: Option<String>,
    pub prompt_tokens: Option<i32>,
    pub answer_tokens: Option<i32>,
    pub is_done: bool,
}

/// Why an event is none.
#[derive(Debug, PartialEq)]
pub enum Bad {
    /// An error in place of a chunk; it may quote the conversation, so that it is never logged.
    Error(Value),
    Unreadable,
}

/// Reads the data of one event; `None` if it says nothing.
pub fn read(data: &str) -> Result<Option<Chunk>, Bad> {
    let data = data.trim();
    if data.is_empty() {
        return Ok(None);
    }
    if data == "[DONE]" {
        return Ok(Some(Chunk { is_done: true, ..Chunk::default() }));
    }
    let value: Value = serde_json::from_str(data).map_err(|_| Bad::Unreadable)?;
    if value.is_null() {
        return Ok(None);
    }
    from_value(value).map(Some)
}

/// Reads a chunk, or a whole answer where a server does not stream.
pub fn from_value(value: Value) -> Result<Chunk, Bad> {
    // `object` is how older versions of vLLM mark errors.
    if value.get("error").is_some_and(|error| !error.is_null()) || value["object"] == "error" {
        return Err(Bad::Error(value));
    }
    let choice = &value["choices"][0];
    let message = if choice["delta"].is_object() { &choice["delta"] } else { &choice["message"] };
    let mut text = text_of(&message["content"]);
    text.push_str(message["refusal"].as_str().unwrap_or_default());
    let finish = choice["finish_reason"].as_str().filter(|reason| !reason.is_empty());
    if finish == Some("error") {
        return Err(Bad::Error(value));
    }
    let tokens = |name: &str| value["usage"][name].as_i64().and_then(|count| i32::try_from(count).ok());
    Ok(Chunk {
        text,
        finish: finish.map(|reason| match reason {
            "stop" | "eos" | "end_turn" | "stop_sequence" => "stop",
            "length" | "max_tokens" => "length",
            "content_filter" | "content-filter" => "content-filter",
            _ => "other",
        }),
        model: value["model"].as_str().filter(|name| !name.is_empty()).map(|name| name.chars().take(200).collect()),
        prompt_tokens: tokens("prompt_tokens"),
        answer_tokens: tokens("completion_tokens"),
        is_done: false,
    })
}

/// A text, or the parts of one; thoughts are parts of another type.
fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            parts.iter().filter(|part| part["type"] == "text").filter_map(|part| part["text"].as_str()).collect()
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(data: &str) -> String {
        read(data).expect("a chunk").expect("which says something").text
    }

    #[test]
    fn text_comes_in_several_shapes() {
        assert_eq!(text(r#"{"choices":[{"delta":{"content":"a"}}]}"#), "a");
        assert_eq!(text(r#"{"choices":[{"delta":{"role":"assistant","content":null}}]}"#), "");
        assert_eq!(text(r#"{"choices":[],"usage":{"prompt_tokens":3}}"#), "");
        assert_eq!(text(r#"{"choices":[{"message":{"content":"whole"}}]}"#), "whole");
        assert_eq!(
            text(
                r#"{"choices":[{"delta":{"content":[{"type":"thinking","thinking":[]},{"type":"text","text":"b"}]}}]}"#
            ),
            "b"
        );
        assert_eq!(text(r#"{"choices":[{"delta":{"reasoning_content":"hm","reasoning":"hm","content":"c"}}]}"#), "c");
        assert_eq!(text(r#"{"choices":null,"x":{"y":[1]}}"#), "");
    }

    #[test]
    fn ends_and_counts() {
        let of = |reason: &str| {
            read(&format!(r#"{{"choices":[{{"delta":{{}},"finish_reason":{reason}}}]}}"#))
                .expect("a chunk")
                .and_then(|chunk| chunk.finish)
        };
        assert_eq!(of("null"), None);
        assert_eq!(of("\"\""), None);
        assert_eq!(of("\"stop\""), Some("stop"));
        assert_eq!(of("\"length\""), Some("length"));
        assert_eq!(of("\"content_filter\""), Some("content-filter"));
        assert_eq!(of("\"tool_calls\""), Some("other"));
        let last = read(r#"{"model":"m-1","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"x":1}}"#);
        let last = last.expect("a chunk").expect("which says something");
        assert_eq!((last.model.as_deref(), last.prompt_tokens, last.answer_tokens), (Some("m-1"), Some(7), Some(2)));
        assert!(read("[DONE]").expect("an end").expect("which says something").is_done);
    }

    #[test]
    fn nothing_and_errors() {
        for nothing in ["", " ", "null"] {
            assert_eq!(read(nothing), Ok(None), "{nothing:?}");
        }
        for error in [
            r#"{"error":{"message":"x"}}"#,
            r#"{"error":"x"}"#,
            r#"{"object":"error","message":"x"}"#,
            r#"{"choices":[{"finish_reason":"error"}]}"#,
        ] {
            assert!(matches!(read(error), Err(Bad::Error(_))), "{error}");
        }
        assert_eq!(read("{\"choices\":[{"), Err(Bad::Unreadable));
        assert_eq!(text(r#"{"error":null,"choices":[{"delta":{"content":"d"}}]}"#), "d");
    }
}
