//! The assistant against a model's server that is odd, broken or slow, in every way that real ones are.

use std::fs;
use std::path::Path;

use anteroom::assistant::{Failure, TooLong};
use serde_json::{Map, Value, json};

use crate::support::model::{ModelServer, Outcome, Script, ask, chunk, event, finish, question, usage};
use crate::support::process::command;
use crate::support::template::prepared_folder;

const DONE: &str = "data: [DONE]\n\n";

#[tokio::test]
async fn a_request_holds_what_every_server_takes_and_no_more() {
    let server = ModelServer::start([Script::text("a"), Script::text("b")]).await;
    let answer =
        ask(&server.assistant(&["--llm-api-key=sk-1", "--llm-temperature=0.5"]), &["Hi", "Hello", "How?"]).await;
    assert_eq!((&*answer.text, answer.finish()), ("a", Some("stop")));
    assert_eq!(answer.end.expect("an end").model.as_deref(), Some("m-1"));
    let request = &server.requests()[0];
    assert!(request.head.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"), "{}", request.head);
    assert_eq!(request.header("authorization"), Some("Bearer sk-1"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    let mut body = request.body.clone();
    let messages = body["messages"].take();
    let expected = json!({ "model": "m", "messages": null, "stream": true, "stream_options": { "include_usage": true },
                           "temperature": 0.5, "max_tokens": 1024 });
    assert_eq!(body, expected);
    let roles: Vec<_> = messages.as_array().expect("a list").iter().map(|message| message["role"].clone()).collect();
    assert_eq!(roles, ["system", "user", "assistant", "user"]);
    assert_eq!(request.texts(), ["Hi", "Hello", "How?"]);

    ask(&server.assistant(&[]), &["Hi"]).await;
    let plain = &server.requests()[1];
    assert_eq!((plain.header("authorization"), plain.body.get("temperature")), (None, None));
}

/// Streams that servers really send, each with the text and the end that come of it.
fn odd_streams() -> Vec<(&'static str, String, &'static str, &'static str)> {
    let whole = |text: &str, reason: &str| chunk(text) + &finish(reason) + DONE;
    let null =
        event(&json!({ "choices": [{ "delta": { "role": "assistant", "content": null }, "finish_reason": null }] }));
    vec![
        ("plain", whole("Good day", "stop"), "Good day", "stop"),
        (
            "first null, usage last, fields of its own",
            null + &chunk("a") + &finish("stop") + &usage(7, 2) + DONE,
            "a",
            "stop",
        ),
        (
            "an empty finish_reason",
            event(&json!({ "choices": [{ "delta": { "content": "a" }, "finish_reason": "" }] })) + &whole("b", "stop"),
            "ab",
            "stop",
        ),
        ("length", whole("cut", "length"), "cut", "length"),
        ("filtered", whole("a", "content_filter"), "a", "content-filter"),
        (
            "filtered at once",
            finish("content_filter") + DONE,
            "The model is not allowed to answer this. Try to ask in other words.",
            "content-filter",
        ),
        ("an unknown end", whole("a", "tool_calls"), "a", "other"),
        ("no finish_reason", chunk("whole") + DONE, "whole", "stop"),
        ("no [DONE]", chunk("a") + &finish("stop"), "a", "stop"),
        ("no empty line at the end", chunk("a") + finish("stop").trim_end(), "a", "stop"),
        (
            "text beside the end",
            event(&json!({ "choices": [{ "delta": { "content": "a" }, "finish_reason": "stop" }] })),
            "a",
            "stop",
        ),
        (
            "comments, nothing, names without data",
            format!(": ping\n\ndata:\n\ndata: null\n\nevent: x\nid: 1\n\nretry: 3\n\n{}", whole("a", "stop")),
            "a",
            "stop",
        ),
        ("CRLF", whole("a\nb", "stop").replace('\n', "\r\n"), "a\nb", "stop"),
        ("CR", whole("a", "stop").replace('\n', "\r"), "a", "stop"),
        ("a BOM", format!("\u{feff}{}", whole("a", "stop")), "a", "stop"),
        ("letters of several bytes", whole("Grüße 👋 日本", "stop"), "Grüße 👋 日本", "stop"),
        ("thoughts", chunk("<thi") + &chunk("nk>hm</thin") + &chunk("k>\n\nYes") + &finish("stop"), "Yes", "stop"),
        (
            "thoughts beside",
            event(&json!({ "choices": [{ "delta": { "reasoning_content": "hm", "content": "" } }] }))
                + &whole("Yes", "stop"),
            "Yes",
            "stop",
        ),
        ("data without empty lines between", whole("ab", "stop").replace("\n\n", "\n"), "ab", "stop"),
        (
            "an error that is null",
            event(&json!({ "error": null, "choices": [{ "delta": { "content": "a" } }] })) + DONE,
            "a",
            "stop",
        ),
    ]
}

#[tokio::test]
async fn odd_streams_are_read_however_they_are_cut() {
    let streams = odd_streams();
    let cuts = [usize::MAX, 1, 7];
    let scripts = streams.iter().flat_map(|(_, stream, ..)| cuts.map(|size| Script::stream(stream).in_pieces(size)));
    let server = ModelServer::start(scripts).await;
    let assistant = server.assistant(&[]);
    for (name, _, text, end) in &streams {
        for size in cuts {
            let answer = ask(&assistant, &["Hi"]).await;
            assert_eq!(
                (&*answer.text, answer.finish(), &answer.failure),
                (*text, Some(*end), &None),
                "{name} by {size}"
            );
        }
    }
}

#[tokio::test]
async fn broken_streams_are_failures_and_keep_what_came() {
    let error = event(&json!({ "error": { "message": "boom: the question", "code": 500 } }));
    let streams = [
        ("an error after text", chunk("half") + &error, "half"),
        ("an error after text and [DONE]", chunk("half") + &error + DONE, "half"),
        ("an error at once", error.clone(), ""),
        ("an end without an end", chunk("half"), "half"),
        ("nothing", String::new(), ""),
        ("only [DONE]", DONE.to_owned(), ""),
        ("an empty answer", finish("stop") + DONE, ""),
        ("only thoughts", chunk("<think>hm</think>") + &finish("stop") + DONE, ""),
        ("only thoughts until the limit", chunk("<think>hm") + &finish("length") + DONE, ""),
        ("no JSON", chunk("half") + "data: {\"choices\":[{\n\n" + &finish("stop"), "half"),
        ("finish_reason error", chunk("half") + &finish("error"), "half"),
        ("a line of more than a mebibyte", format!("{}data: {}", chunk("half"), "x".repeat(1_100_000)), "half"),
    ];
    let server = ModelServer::start(streams.iter().map(|(_, stream, _)| Script::stream(stream))).await;
    let assistant = server.assistant(&[]);
    for (name, _, text) in streams {
        let answer = ask(&assistant, &["Hi"]).await;
        assert_eq!((&*answer.text, &answer.end), (text, &None), "{name}");
        let Some(Failure::Failed(reason)) = answer.failure else { panic!("{name}: {:?}", answer.failure) };
        assert!(!reason.contains("boom") && !reason.contains("question"), "{name}: {reason}");
    }
}

#[tokio::test]
async fn a_whole_answer_in_place_of_a_stream_is_read() {
    let json = "Content-Type: application/json; charset=utf-8\r\n";
    let whole = json!({ "model": "m-2", "choices": [{ "message": { "content": "<think>x</think>Whole" }, "finish_reason": "stop" }],
                        "usage": { "prompt_tokens": 9, "completion_tokens": 3 } });
    let error = json!({ "error": { "message": "slow down", "code": 429 } });
    let server = ModelServer::start([
        Script::answer(200, json, whole.to_string()),
        Script::answer(200, json, error.to_string()),
        Script::answer(200, json, "<html>"),
    ])
    .await;
    let assistant = server.assistant(&[]);
    let answer = ask(&assistant, &["Hi"]).await;
    let end = answer.end.expect("an end");
    assert_eq!((&*answer.text, end.finish, end.model.as_deref()), ("Whole", "stop", Some("m-2")));
    assert_eq!((end.prompt_tokens, end.answer_tokens), (Some(9), Some(3)));
    assert_eq!(ask(&assistant, &["Hi"]).await.failure, Some(Failure::Busy { retry_after: 5 }));
    assert!(matches!(ask(&assistant, &["Hi"]).await.failure, Some(Failure::Failed(_))));
}

#[tokio::test]
async fn refusals_say_what_kind_they_are_and_nothing_of_the_servers_words() {
    let secret = json!({ "message": "you asked: my secret", "code": "my secret", "type": "server_error" });
    let busy = |status, header: &str| Script::answer(status, header, "my secret");
    let server = ModelServer::start([
        busy(429, "Retry-After: 7\r\n"),
        busy(503, "Retry-After: 0.5\r\n"),
        Script::error(503, &json!({ "message": "Loading model", "code": 503 })),
        Script::error(401, &secret),
        Script::error(403, &secret),
        Script::error(404, &secret),
        Script::error(500, &secret),
        Script::error(400, &secret),
        Script::answer(307, "Location: https://elsewhere.example/\r\n", ""),
    ])
    .await;
    let assistant = server.assistant(&["--llm-api-key=sk-1"]);
    for retry_after in [7, 1, 5] {
        assert_eq!(ask(&assistant, &["Hi"]).await.failure, Some(Failure::Busy { retry_after }));
    }
    for status in ["401", "403", "404", "500", "400", "307"] {
        let answer = ask(&assistant, &["Hi"]).await;
        let Some(Failure::Failed(reason)) = answer.failure else { panic!("{status}: {:?}", answer.failure) };
        assert!(reason.contains(status) && !reason.contains("secret"), "{reason}");
    }
    assert_eq!(server.requests().len(), 9, "nothing was asked twice");

    let nowhere = ModelServer::gone().await;
    assert!(matches!(ask(&nowhere.assistant(&[]), &["Hi"]).await.failure, Some(Failure::Failed(_))));
}

#[tokio::test]
async fn a_field_that_is_refused_is_left_out_from_then_on() {
    let openai = json!({ "message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
                         "type": "invalid_request_error", "param": "max_tokens", "code": "unsupported_parameter" });
    let warm = json!({ "message": "Unsupported value: 'temperature' does not support 0.2 with this model." });
    let pydantic =
        json!({ "detail": [{ "loc": ["body", "stream_options"], "msg": "Extra inputs are not permitted" }] });
    let server = ModelServer::start([
        Script::error(400, &openai),
        Script::error(400, &warm),
        Script::answer(422, "", pydantic.to_string()),
        Script::text("a"),
        Script::text("b"),
    ])
    .await;
    let assistant = server.assistant(&["--llm-temperature=0.2"]);
    assert_eq!(ask(&assistant, &["Hi"]).await.text, "a");
    assert_eq!(ask(&assistant, &["Hi"]).await.text, "b");
    let fields: Vec<Vec<String>> = server.requests().iter().map(|request| fields(&request.body)).collect();
    assert_eq!(fields[0], ["max_tokens", "stream_options", "temperature"]);
    assert_eq!(fields[1], ["max_completion_tokens", "stream_options", "temperature"]);
    assert_eq!(fields[2], ["max_completion_tokens", "stream_options"]);
    assert_eq!(fields[3..], [["max_completion_tokens"], ["max_completion_tokens"]]);
}

fn fields(body: &Value) -> Vec<String> {
    let mut fields: Vec<String> = body.as_object().expect("an object").keys().cloned().collect();
    fields.retain(|field| !["model", "messages", "stream"].contains(&&**field));
    fields.sort();
    fields
}

#[tokio::test]
async fn a_conversation_that_is_refused_as_too_long_is_cut_and_asked_once_more() {
    let refusals = [
        json!({ "code": 400, "type": "exceed_context_size_error", "message": "x", "n_prompt_tokens": 3000, "n_ctx": 2048 }),
        json!({ "code": "context_length_exceeded", "message": "This model's maximum context length is 2048 tokens. However, your messages resulted in 3000 tokens." }),
        json!({ "message": "input is longer than the context of the model" }),
    ];
    for refusal in refusals {
        // As an answer of its own, and inside a 200.
        for script in [Script::error(400, &refusal), Script::stream(event(&json!({ "error": refusal })))] {
            let server = ModelServer::start([script.clone(), Script::text("a"), script.clone(), script]).await;
            let assistant = server.assistant(&["--llm-context=2048"]);
            let long = "x".repeat(900);
            let conversation = [&*long, &long, "Hi"];
            let answer = ask(&assistant, &conversation).await;
            assert_eq!((&*answer.text, answer.failure), ("a", None), "{refusal}");
            assert!(answer.end.expect("an end").is_trimmed);
            let asked: Vec<usize> = server.requests().iter().map(|request| request.texts().len()).collect();
            assert_eq!(asked, [3, 1], "{refusal}");
            let again = ask(&assistant, &conversation).await;
            assert!(matches!(again.failure, Some(Failure::Failed(_))), "{again:?}");
            assert_eq!(server.requests().len(), 4, "no third time");
        }
    }
}

#[tokio::test]
async fn what_does_not_fit_is_left_out_oldest_first() {
    let server = ModelServer::start([Script::text("a"), Script::text("b")]).await;
    let assistant = server.assistant(&["--llm-context=2048", "--llm-max-answer=512"]);
    let long = "y".repeat(4000);
    let answer = ask(&assistant, &["old", &long, &long, "new", "kept", "Hi", "last"]).await;
    assert!(answer.end.expect("an end").is_trimmed);
    assert_eq!(server.requests()[0].texts(), ["kept", "Hi", "last"].map(str::to_owned).to_vec()[..]);
    assert!(!ask(&assistant, &["a", "b", "c"]).await.end.expect("an end").is_trimmed);

    let fits = question(&[&"z".repeat(2900)]);
    assert_eq!(assistant.check(&fits), Ok(()));
    assert_eq!(assistant.check(&question(&[&"z".repeat(5000)])), Err(TooLong));
    let mut with_profile = fits;
    with_profile.profile =
        profile(&json!({ "name": "n".repeat(200), "role": "r".repeat(200), "department": "d".repeat(200),
                                            "current_module": "c".repeat(200), "progress": "p".repeat(190) }));
    assert_eq!(assistant.check(&with_profile), Err(TooLong));
}

fn profile(value: &Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

#[tokio::test]
async fn the_server_s_counts_correct_our_guess() {
    let counted = || Script::stream(chunk("a") + &finish("stop") + &usage(9000, 5) + DONE);
    let server = ModelServer::start((0..12).map(|_| counted())).await;
    let assistant = server.assistant(&["--llm-context=4096"]);
    let long = "x".repeat(1500);
    let conversation = [&*long, &long, &long, &long, "Hi"];
    let first = ask(&assistant, &conversation).await.end.expect("an end");
    assert_eq!((first.prompt_tokens, first.answer_tokens, first.is_trimmed), (Some(9000), Some(5), false));
    for _ in 0..10 {
        ask(&assistant, &conversation).await;
    }
    assert!(ask(&assistant, &conversation).await.end.expect("an end").is_trimmed);
}

#[tokio::test]
async fn silence_is_a_failure() {
    let server = ModelServer::start([
        Script { pieces: vec![], stays_open: true },
        Script::stream("").open(),
        Script::stream(chunk("half")).open(),
        // All that matters has come.
        Script::stream(chunk("whole") + &finish("stop")).open(),
    ])
    .await;
    let assistant = server.impatient(&[]);
    for text in ["", "", "half"] {
        let answer = ask(&assistant, &["Hi"]).await;
        assert_eq!(answer.text, text);
        assert!(matches!(answer.failure, Some(Failure::Failed(_))), "{answer:?}");
    }
    assert_eq!(ask(&assistant, &["Hi"]).await.finish(), Some("stop"));
    server.hung_up(4).await;
}

#[tokio::test]
async fn an_endless_answer_ends_as_too_long() {
    let kibibyte = chunk(&"x".repeat(1024));
    let server = ModelServer::start([Script::stream(kibibyte.repeat(300)).open()]).await;
    let answer = ask(&server.assistant(&[]), &["Hi"]).await;
    assert_eq!((answer.text.len(), answer.finish()), (256 * 1024, Some("length")));
    server.hung_up(1).await;
}

#[tokio::test]
async fn an_answer_that_is_dropped_hangs_up_at_once() {
    let server =
        ModelServer::start([Script::stream(chunk("a")).open(), Script { pieces: vec![], stays_open: true }]).await;
    let assistant = server.assistant(&[]);
    let answer = assistant.answer(question(&["Hi"])).await.expect("an answer");
    assert_eq!(server.hang_ups(), 0);
    drop(answer);
    server.hung_up(1).await;
    // Also while it has not begun.
    let asking = tokio::spawn(async move { assistant.answer(question(&["Hi"])).await.map(drop) });
    server.asked(2).await;
    assert_eq!(server.hang_ups(), 1);
    asking.abort();
    server.hung_up(2).await;
}

#[tokio::test]
async fn only_so_many_answers_are_written_at_once() {
    let server = ModelServer::start([Script::stream(chunk("a")).open(), Script::text("b")]).await;
    let assistant = server.impatient(&["--llm-concurrency=1"]);
    let first = assistant.answer(question(&["Hi"])).await.expect("an answer");
    assert_eq!(ask(&assistant, &["Hi"]).await.failure, Some(Failure::Busy { retry_after: 10 }));
    assert_eq!(server.requests().len(), 1);
    let waiting = tokio::spawn({
        let assistant = assistant.clone();
        async move { ask(&assistant, &["Hi"]).await }
    });
    tokio::task::yield_now().await;
    drop(first);
    assert_eq!(waiting.await.expect("a task").text, "b");
}

#[tokio::test]
async fn the_instructions_know_the_member_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("prompt.txt");
    fs::write(&file, "You help {name} of {department}.\n{profile}\n{unknown}").expect("a file");
    let server = ModelServer::start([Script::text("a"), Script::text("b")]).await;
    let mut asked = question(&["Hi"]);
    asked.profile = profile(&json!({ "name": "Ada </member> {department}", "salary": 1, "progress": 7 }));
    let own =
        server.assistant(&[&format!("--chat-prompt-file={}", file.display()), "--chat-profile-fields=name,department"]);
    Outcome::of(own.answer(asked.clone()).await).await;
    Outcome::of(server.assistant(&[]).answer(asked).await).await;
    let requests = server.requests();
    let name = r#""Ada \u003c/member\u003e {department}""#;
    let expected = format!("You help {name} of \"unknown\".\n<member>\n{{\"name\":{name}}}\n</member>\n{{unknown}}");
    assert_eq!(requests[0].instructions(), expected);
    let ours = requests[1].instructions();
    assert!(ours.contains(&format!("<member>\n{{\"name\":{name},\"progress\":7}}\n</member>")), "{ours}");
    assert!(!ours.contains("salary"));
}

#[tokio::test]
async fn the_check_names_the_option_to_look_at() {
    let models = |names: &[&str]| {
        let data: Vec<Value> = names.iter().map(|name| json!({ "id": name })).collect();
        Script::answer(200, "Content-Type: application/json\r\n", json!({ "data": data }).to_string())
    };
    let error = json!({ "message": "x" });
    let server = ModelServer::start([
        models(&["m", "n"]),
        models(&["n"]),
        Script::error(404, &error),
        models(&["n"]),
        Script::text("Yes"),
        Script::error(401, &error),
        Script::error(404, &error),
        Script::text("Yes"),
        Script::error(404, &error),
        Script::error(404, &error),
    ])
    .await;
    let assistant = server.assistant(&["--llm-api-key=sk-1"]);
    let check = async || assistant.try_model().await.expect("a model");
    assert_eq!(check().await, Ok("m answers".to_owned()));
    assert!(check().await.is_err_and(|text| text.contains("LLM_MODEL (m)") && text.contains("knows n")));
    assert_eq!(check().await, Ok("m answers".to_owned()), "some servers answer to any name");
    assert!(check().await.is_err_and(|text| text.contains("LLM_API_KEY")));
    assert_eq!(check().await, Ok("m answers".to_owned()), "a server without a list is asked a question");
    assert!(check().await.is_err_and(|text| text.contains("LLM_MODEL")));
    let requests = server.requests();
    assert!(
        requests[0].head.starts_with("GET /v1/models ") && requests[0].header("authorization") == Some("Bearer sk-1")
    );
    let nowhere = ModelServer::gone().await;
    let found = nowhere.assistant(&[]).try_model().await.expect("a model");
    assert!(found.is_err_and(|text| text.contains("LLM_URL")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn anteroom_check_reports_model_and_documents() {
    let (folder, documents) = (prepared_folder(), tempfile::tempdir().expect("a folder"));
    fs::write(documents.path().join("a.md"), "# A\n\nText.\n\n## B\n\nMore.\n").expect("a file");
    fs::write(documents.path().join("latin1.txt"), b"caf\xe9").expect("a file");
    let error = json!({ "message": "x" });
    let server =
        ModelServer::start([Script::error(404, &error), Script::text("Yes"), Script::error(401, &error)]).await;
    let key = folder.path().join("key");
    fs::write(&key, "sk-of-a-file\n").expect("a file");
    let check = async |documents: &Path| {
        let mut check = command(folder.path());
        check.env("LLM_URL", server.url()).env("LLM_MODEL", "m").env("LLM_API_KEY_FILE", &key);
        check.env("KNOWLEDGE_DIR", documents).arg("check");
        let output = tokio::task::spawn_blocking(move || check.output()).await.expect("a task").expect("an answer");
        (output.status.success(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    };
    let (is_fine, said) = check(documents.path()).await;
    assert!(is_fine && said.contains("Assistant: m answers."), "{said}");
    assert!(
        said.contains("KNOWLEDGE_DIR: 1 files with 2 passages.") && said.contains("latin1.txt is no UTF-8"),
        "{said}"
    );
    assert_eq!(server.requests()[1].header("authorization"), Some("Bearer sk-of-a-file"));
    let (is_fine, said) = check(documents.path()).await;
    assert!(!is_fine && said.contains("LLM_API_KEY") && !said.contains("sk-of-a-file"), "{said}");
    server.add(Script::error(404, &error));
    server.add(Script::text("Yes"));
    let (is_fine, said) = check(Path::new("/nowhere/at/all")).await;
    assert!(!is_fine && said.contains("KNOWLEDGE_DIR cannot be read"), "{said}");
}
