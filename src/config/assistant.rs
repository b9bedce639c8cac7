//! The options of the assistant that answers members.

use std::convert::Infallible;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::{Args, ValueEnum};
use url::Url;

/// Where OpenAI answers, and the model that is asked there if none is named.
const OPENAI: &str = "https://api.openai.com/v1";
const OPENAI_MODEL: &str = "gpt-4o-mini";

/// The language model and what it is told.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Assistant: answers to members")]
pub struct AssistantOptions {
    /// Base address of a server that speaks OpenAI's chat completions, with /v1; without it the assistant quotes the
    /// documents of KNOWLEDGE_DIR [default: OpenAI's, if LLM_API_KEY is set]
    #[arg(long, env = "LLM_URL", global = true)]
    pub llm_url: Option<Url>,

    /// Key of that server; also read from OPENAI_API_KEY
    #[arg(long, env = "LLM_API_KEY", global = true, hide_env_values = true)]
    pub llm_api_key: Option<ApiKey>,

    /// Name of the model; also read from OPENAI_CHAT_MODEL [default: gpt-4o-mini at OpenAI, none elsewhere]
    #[arg(long, env = "LLM_MODEL", global = true)]
    pub llm_model: Option<String>,

    /// How many tokens the model's window has, for question and answer together
    #[arg(long, env = "LLM_CONTEXT", global = true, default_value_t = 8192,
          value_parser = clap::value_parser!(u32).range(512..=10_000_000))]
    pub llm_context: u32,

    /// How many tokens an answer may have
    #[arg(long, env = "LLM_MAX_ANSWER", global = true, default_value_t = 1024,
          value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub llm_max_answer: u32,

    /// Temperature, from 0 to 2 [default: the server's own]
    #[arg(long, env = "LLM_TEMPERATURE", global = true, value_parser = parse_temperature)]
    pub llm_temperature: Option<f64>,

    /// The field that tells the server LLM_MAX_ANSWER; auto takes the one that it accepts
    #[arg(long, env = "LLM_MAX_TOKENS_FIELD", global = true, default_value = "auto")]
    pub llm_max_tokens_field: MaxTokensField,

    /// How many answers the model writes at once; more wait for 10 seconds, and then are told to come back
    #[arg(long, env = "LLM_CONCURRENCY", global = true, default_value_t = 8,
          value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub llm_concurrency: u16,

    /// The longest that an answer may take
    #[arg(long, env = "LLM_MAX_TIME", global = true, default_value = "5min", value_parser = humantime::parse_duration)]
    pub llm_max_time: Duration,

    /// File with the model's instructions, in which {name}, {role}, … are replaced by what is known of the member,
    /// {profile} by all of it and {passages} by what was found in the documents [default: a text of ours]
    #[arg(long, env = "CHAT_PROMPT_FILE", global = true)]
    pub chat_prompt_file: Option<PathBuf>,

    /// What of a member's profile the model is told, comma-separated
    #[arg(
        long,
        env = "CHAT_PROFILE_FIELDS",
        global = true,
        value_delimiter = ',',
        default_value = "name,role,department,completion_percent,current_module,progress"
    )]
    pub chat_profile_fields: Vec<String>,

    /// Folder of Markdown and text files that answers rest on. Without it and without a model the documents of a made-up
    /// company are quoted, unless --production is set
    #[arg(long, env = "KNOWLEDGE_DIR", global = true)]
    pub knowledge_dir: Option<PathBuf>,
}

impl AssistantOptions {
    /// The model's base address; `None` if there is no model.
    pub fn url(&self) -> Option<Url> {
        self.llm_url.clone().or_else(|| self.llm_api_key.as_ref().and_then(|_| OPENAI.parse().ok()))
    }

    /// The model's name.
    pub fn model(&self) -> Option<&str> {
        let is_openai = || self.url().is_some_and(|url| url.host_str() == Some("api.openai.com"));
        self.llm_model.as_deref().or_else(|| is_openai().then_some(OPENAI_MODEL))
    }
}

/// The name of the field with the most tokens of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MaxTokensField {
    Auto,
    #[value(name = "max_tokens")]
    MaxTokens,
    #[value(name = "max_completion_tokens")]
    MaxCompletionTokens,
}

/// The key of the model's server. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// The key itself, for the header that carries it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for ApiKey {
    type Err = Infallible;

    /// Ignores spaces and line breaks around the key.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.trim().to_owned()))
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

fn parse_temperature(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|value| (0.0..=2.0).contains(value))
        .ok_or_else(|| "a number from 0 to 2 is expected".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;

    fn options(flags: &[&str]) -> AssistantOptions {
        Cli::from_flags(["anteroom"].iter().chain(flags)).expect("options that parse").config.assistant
    }

    #[test]
    fn a_key_alone_means_openai() {
        let of = |flags: &[&str]| {
            let options = options(flags);
            (options.url().map(|url| url.to_string()), options.model().map(str::to_owned))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(of(&[]), (None, None));
        assert_eq!(of(&["--llm-api-key=sk"]), (some("https://api.openai.com/v1"), some("gpt-4o-mini")));
        assert_eq!(of(&["--llm-api-key=sk", "--llm-model=m"]), (some("https://api.openai.com/v1"), some("m")));
        let own = "--llm-url=http://127.0.0.1:8000/v1";
        assert_eq!(of(&[own]), (some("http://127.0.0.1:8000/v1"), None));
        assert_eq!(of(&[own, "--llm-api-key=sk"]).0, some("http://127.0.0.1:8000/v1"));
    }

    #[test]
    fn a_key_is_never_printed() {
        let Ok(key) = " sk-secret\n".parse::<ApiKey>();
        assert_eq!((key.reveal(), format!("{key:?}")), ("sk-secret", "ApiKey(…)".into()));
    }

    #[test]
    fn a_temperature_is_a_number_from_0_to_2() {
        assert_eq!(options(&["--llm-temperature=0.5"]).llm_temperature, Some(0.5));
        for bad in ["-1", "2.1", "NaN", "warm"] {
            assert!(Cli::from_flags(["anteroom", &format!("--llm-temperature={bad}")]).is_err(), "{bad}");
        }
    }
}
