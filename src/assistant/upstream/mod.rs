//! The model's server: `OpenAI`'s chat completions, which every server has, streamed and read with tolerance.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{ACCEPT, AUTHORIZATION, CONNECTION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use hyper::{Request, Response, StatusCode};
use serde_json::{Value, json};
use tokio::time::{Instant, timeout, timeout_at};
use url::Url;

use super::Failure;
use crate::config::{AssistantOptions, MaxTokensField};
use crate::platform::outgoing::Outgoing;

mod chunk;
pub mod fuzz;
mod reading;
mod refusal;
mod sse;
mod thoughts;

pub use reading::Reading;
pub use refusal::Refusal;

/// How long we wait for the server.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the first bytes of an answer.
    pub first: Duration,
    /// Between its chunks.
    pub between: Duration,
    /// For a free slot.
    pub slot: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { first: Duration::from_secs(90), between: Duration::from_secs(60), slot: Duration::from_secs(10) }
    }
}

/// The most bytes of an error that are read, and how long that may take.
const MAX_ERROR: usize = 64 * 1024;
const ERROR_TIME: Duration = Duration::from_secs(5);

/// The most bytes of an answer that comes whole.
const MAX_WHOLE: usize = 1024 * 1024;

/// The most bytes of the list of models, and how long it may take.
const MAX_MODELS: usize = 4 * 1024 * 1024;
const MODELS_TIME: Duration = Duration::from_secs(10);

/// How often a request is sent again without a field.
const TRIES: usize = 4;

const MAX_TOKENS: &str = "max_tokens";
const MAX_COMPLETION_TOKENS: &str = "max_completion_tokens";

/// Where the model answers.
pub struct Upstream {
    outgoing: Outgoing,
    url: Url,
    authorization: Option<HeaderValue>,
    pub model: String,
    fields: Mutex<Fields>,
    pub patience: Patience,
}

/// The fields that we can do without, as far as the server takes them.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fields {
    has_usage: bool,
    temperature: Option<f64>,
    max_tokens: Option<&'static str>,
    /// The name to try if that one is refused.
    other_max_tokens: Option<&'static str>,
}

impl Fields {
    fn new(options: &AssistantOptions, url: &Url) -> Self {
        // OpenAI's newer models refuse the older name, and many other servers the newer one.
        let is_openai = url.host_str().is_some_and(|host| host.ends_with("openai.com") || host.ends_with(".azure.com"));
        let (max_tokens, other_max_tokens) = match options.llm_max_tokens_field {
            MaxTokensField::Auto if is_openai => (MAX_COMPLETION_TOKENS, Some(MAX_TOKENS)),
            MaxTokensField::Auto => (MAX_TOKENS, Some(MAX_COMPLETION_TOKENS)),
            MaxTokensField::MaxTokens => (MAX_TOKENS, None),
            MaxTokensField::MaxCompletionTokens => (MAX_COMPLETION_TOKENS, None),
        };
        Self { has_usage: true, temperature: options.llm_temperature, max_tokens: Some(max_tokens), other_max_tokens }
    }

    /// Leaves out what an error names. Returns false if it names none of them.
    fn leave_out(&mut self, error: &str) -> bool {
        let before = *self;
        if error.contains("stream_options") || error.contains("include_usage") {
            self.has_usage = false;
        }
        if error.contains("temperature") {
            self.temperature = None;
        }
        if self.max_tokens.is_some_and(|name| error.contains(name)) {
            self.max_tokens = self.other_max_tokens.take();
        }
        *self != before
    }
}

impl Upstream {
    /// `None` without an address or a name of the model.
    pub fn new(options: &AssistantOptions, outgoing: Outgoing) -> Option<Self> {
        let url = options.url()?;
        let authorization = options.llm_api_key.as_ref().and_then(|key| {
            let mut value = HeaderValue::from_str(&format!("Bearer {}", key.reveal())).ok()?;
            value.set_sensitive(true);
            Some(value)
        });
        let fields = Mutex::new(Fields::new(options, &url));
        let model = options.model()?.to_owned();
        Some(Self { outgoing, url, authorization, model, fields, patience: Patience::default() })
    }

    /// The server's host, for people.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Asks, and returns once the answer has begun to come.
    pub async fn ask(&self, messages: &[Value], max_answer: u64) -> Result<Reading, Refusal> {
        self.ask_for(messages, max_answer, None).await
    }

    /// The same for JSON that fits a schema.
    pub async fn ask_for(
        &self,
        messages: &[Value],
        max_answer: u64,
        schema: Option<&Value>,
    ) -> Result<Reading, Refusal> {
        let silent_at = Instant::now() + self.patience.first;
        let mut refused = Failure::Failed("the model's server refuses the request".to_owned());
        for _ in 0..TRIES {
            let sent = *self.fields();
            let request = self.request(messages, max_answer, schema, sent)?;
            let answer = timeout_at(silent_at, self.outgoing.send(request)).await;
            let answer = answer.map_err(|_| Failure::Failed("the model's server does not answer".to_owned()))?;
            let answer = answer.map_err(|error| Failure::Failed(format!("the model's server: {error}")))?;
            match self.open(answer, silent_at).await {
                Err(Refusal::Unfit(error, failure)) => {
                    let mut fields = self.fields();
                    // Another request may have learnt it meanwhile.
                    if *fields == sent && !fields.leave_out(&error) {
                        return Err(Refusal::Final(failure));
                    }
                    tracing::info!(fields = ?*fields, "the model's server refuses a field: asking without it");
                    refused = failure;
                }
                opened => return opened,
            }
        }
        Err(Refusal::Final(refused))
    }

    async fn open(&self, answer: Response<Incoming>, silent_at: Instant) -> Result<Reading, Refusal> {
        let (head, body) = answer.into_parts();
        if head.status != StatusCode::OK {
            let body = timeout(ERROR_TIME, Limited::new(body, MAX_ERROR).collect()).await;
            let body = body.ok().and_then(Result::ok).map(http_body_util::Collected::to_bytes).unwrap_or_default();
            return Err(refusal::of_answer(head.status, &head.headers, &body));
        }
        let content_type = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !content_type.starts_with("application/json") {
            return Ok(Reading::new(body, self.patience, silent_at));
        }
        let whole = timeout_at(silent_at, Limited::new(body, MAX_WHOLE).collect()).await;
        let whole = whole.map_err(|_| Failure::Failed("the model fell silent".to_owned()))?;
        let whole = whole.map_err(|_| Failure::Failed("the model's answer cannot be read".to_owned()))?.to_bytes();
        let unreadable = || Failure::Failed("the model's server sends what is no JSON".to_owned());
        let chunk = chunk::from_value(serde_json::from_slice(&whole).map_err(|_| unreadable())?);
        let chunk = chunk.map_err(|bad| match bad {
            chunk::Bad::Error(value) => refusal::of_event(&value),
            chunk::Bad::Unreadable => unreadable().into(),
        })?;
        Reading::of_whole(chunk, self.patience)
    }

    fn request(
        &self,
        messages: &[Value],
        max_answer: u64,
        schema: Option<&Value>,
        fields: Fields,
    ) -> Result<Request<Full<Bytes>>, Failure> {
        let mut body = json!({ "model": self.model, "messages": messages, "stream": true });
        if fields.has_usage {
            body["stream_options"] = json!({ "include_usage": true });
        }
        if let Some(schema) = schema {
            let named = json!({ "name": "answer", "strict": true, "schema": schema });
            body["response_format"] = json!({ "type": "json_schema", "json_schema": named });
        }
        if let Some(temperature) = fields.temperature {
            body["temperature"] = json!(temperature);
        }
        if let Some(name) = fields.max_tokens {
            body[name] = json!(max_answer);
        }
        let request = Request::post(self.address("chat/completions"))
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "text/event-stream, application/json");
        self.with_headers(request).body(Full::from(body.to_string())).map_err(|_| bad_address())
    }

    fn with_headers(&self, request: hyper::http::request::Builder) -> hyper::http::request::Builder {
        // A connection for each answer costs little beside it, and a dead one is never used again.
        let request = request.header(USER_AGENT, "anteroom").header(CONNECTION, "close");
        match &self.authorization {
            Some(authorization) => request.header(AUTHORIZATION, authorization),
            None => request,
        }
    }

    /// The address of a call, with the parameters of the base address.
    fn address(&self, call: &str) -> String {
        let mut url = self.url.clone();
        let base = url.path().trim_end_matches('/');
        url.set_path(&format!("{}/{call}", base.strip_suffix("/chat/completions").unwrap_or(base)));
        url.set_fragment(None);
        url.into()
    }

    /// Asks for the list of models, for `anteroom check`. It is empty if the server has none that we can read.
    pub async fn models(&self) -> Result<Vec<String>, Failure> {
        let request = Request::get(self.address("models")).header(ACCEPT, "application/json");
        let request = self.with_headers(request).body(Full::default()).map_err(|_| bad_address())?;
        let answer = self.outgoing.call(request, MAX_MODELS, MODELS_TIME).await;
        let answer = answer.map_err(|error| Failure::Failed(error.to_string()))?;
        match answer.head.status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                Err(Failure::Failed(format!("it refuses our key ({})", answer.head.status.as_u16())))
            }
            StatusCode::OK => {
                let list: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
                let names = |models: &Vec<Value>| {
                    models.iter().filter_map(|model| model["id"].as_str().map(str::to_owned)).collect()
                };
                Ok(list["data"].as_array().map(names).unwrap_or_default())
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Ignores poisoning: no change can be left half-done.
    fn fields(&self) -> MutexGuard<'_, Fields> {
        self.fields.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn bad_address() -> Failure {
    Failure::Failed("LLM_URL is no address that can be called".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;

    fn upstream(flags: &[&str]) -> Upstream {
        let config =
            Cli::from_flags(["anteroom", "--llm-model=m"].iter().chain(flags)).expect("options that parse").config;
        Upstream::new(&config.assistant, Outgoing::default()).expect("an address")
    }

    #[test]
    fn calls_are_below_the_base_address() {
        for (base, address) in [
            ("http://a.example/v1", "http://a.example/v1/chat/completions"),
            ("http://a.example/v1/", "http://a.example/v1/chat/completions"),
            ("http://a.example/v1/chat/completions", "http://a.example/v1/chat/completions"),
            ("http://a.example/o?api-version=1#x", "http://a.example/o/chat/completions?api-version=1"),
        ] {
            assert_eq!(upstream(&[&format!("--llm-url={base}")]).address("chat/completions"), address);
        }
    }

    #[test]
    fn fields_are_left_out_when_they_are_named() {
        let of = |flags: &[&str]| *upstream(flags).fields();
        let mut local = of(&["--llm-url=http://127.0.0.1:1/v1", "--llm-temperature=1"]);
        assert_eq!(local.max_tokens, Some("max_tokens"));
        assert!(!local.leave_out("something else") && local.leave_out("use 'max_completion_tokens', not 'max_tokens'"));
        assert_eq!(local.max_tokens, Some("max_completion_tokens"));
        assert!(local.leave_out("max_completion_tokens: extra inputs are not permitted"));
        assert_eq!(local.max_tokens, None);
        assert!(local.leave_out("'temperature' does not support 1") && local.leave_out(r#"["body","stream_options"]"#));
        assert_eq!((local.temperature, local.has_usage), (None, false));
        assert!(!local.leave_out("temperature stream_options max_tokens"));
        assert_eq!(of(&["--llm-api-key=sk"]).max_tokens, Some("max_completion_tokens"));
        let mut fixed = of(&["--llm-url=http://127.0.0.1:1/v1", "--llm-max-tokens-field=max_tokens"]);
        assert!(fixed.leave_out("max_tokens") && fixed.max_tokens.is_none());
    }
}
