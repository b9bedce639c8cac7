//! The assistant against a real model's server: llama.cpp with a model whose every answer is known (tests/llama/tiny.py).

use anteroom::assistant::{Assistant, Failure, Piece};
use anteroom::platform::db;
use anteroom::platform::outgoing::Outgoing;
use futures_util::StreamExt as _;
use sqlx::postgres::PgConnectOptions;

use crate::support::model::{ask, question};
use crate::support::servers::LlamaServer;
use crate::support::until;

/// An assistant that asks this server with a key and more options.
fn assistant(server: &LlamaServer, key: &str, options: &[&str]) -> Assistant {
    let (url, key) = (format!("--llm-url={}", server.url()), format!("--llm-api-key={key}"));
    let given: Vec<&str> = [&*url, &*key, "--llm-model=tiny"].into_iter().chain(options.iter().copied()).collect();
    let config = crate::support::config(std::path::Path::new("/nowhere"), &given);
    Assistant::from_options(&config, Outgoing::default(), db::pool(PgConnectOptions::new())).expect("an assistant")
}

#[tokio::test]
async fn llama_answers_ends_counts_and_refuses() {
    let server = LlamaServer::start().await;
    let own = assistant(&server, LlamaServer::KEY, &[]);
    let hello = ask(&own, &["hello"]).await;
    let end = hello.end.expect("an end");
    assert_eq!((&*hello.text, end.finish, end.is_trimmed), ("Grüße 👋", "stop", false));
    assert!(end.model.is_some() && end.answer_tokens == Some(3) && end.prompt_tokens.is_some_and(|count| count > 100));
    let other = ask(&own, &["hello", "Grüße 👋", "Who are you?"]).await;
    assert_eq!((&*other.text, other.finish()), ("Good day. I am a tiny model", Some("stop")));

    let short = ask(&assistant(&server, LlamaServer::KEY, &["--llm-max-answer=4"]), &["forever"]).await;
    assert_eq!((&*short.text, short.finish()), ("tick tock tick tock", Some("length")));

    let stranger = assistant(&server, "sk-wrong", &[]);
    let refused = ask(&stranger, &["hello"]).await.failure;
    assert!(matches!(&refused, Some(Failure::Failed(reason)) if reason.contains("401")), "{refused:?}");
    assert!(stranger.try_model().await.expect("a model").is_err_and(|text| text.contains("LLM_API_KEY")));
    assert_eq!(own.try_model().await, Some(Ok("tiny answers".to_owned())));
}

#[tokio::test]
async fn llama_refuses_what_is_too_long_and_is_asked_again_with_less() {
    let server = LlamaServer::start().await;
    // Its window is smaller than it was said to be, and each letter is a token.
    let assistant = assistant(&server, LlamaServer::KEY, &["--llm-context=60000"]);
    let long = "x".repeat(40_000);
    let answer = ask(&assistant, &[&long, "Good day", "hello"]).await;
    assert_eq!((&*answer.text, &answer.failure), ("Grüße 👋", &None));
    assert!(answer.end.expect("an end").is_trimmed);
}

#[tokio::test]
async fn llama_stops_when_we_hang_up() {
    let server = LlamaServer::start().await;
    let options = ["--llm-context=32000", "--llm-max-answer=16000"];
    let mut answer =
        assistant(&server, LlamaServer::KEY, &options).answer(question(&["forever"])).await.expect("an answer");
    for _ in 0..5 {
        assert!(matches!(answer.next().await, Some(Ok(Piece::Text(_)))));
    }
    assert_eq!(server.processing().await, 1);
    drop(answer);
    until("an idle server", async || (server.processing().await == 0).then_some(())).await;
}
