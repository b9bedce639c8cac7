//! The assistant that answers members: a language model behind any OpenAI-style address, or without one the passages of
//! the operator's own documents.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{Stream, StreamExt as _, stream};
use serde_json::{Map, Value};
use sqlx::PgPool;
use tokio::sync::Semaphore;

use crate::config::Config;
use crate::platform::outgoing::Outgoing;

mod knowledge;
mod model;
mod options;
mod prompt;
mod quote;
mod upstream;
mod window;

pub use knowledge::{EVERY, KnowledgeError};
use knowledge::{Knowledge, Passage, Place};
use model::Model;
pub use options::faults;
use prompt::Prompt;
pub use upstream::{Patience, fuzz};
use upstream::{Refusal, Upstream};
use window::Window;

/// The most passages that are found for a question.
const MAX_PASSAGES: u8 = 4;

/// The most bytes of a question by which passages are found.
const MAX_SEARCHED: usize = 4096;

/// How long a question of `anteroom check` may take.
const CHECK_TIME: Duration = Duration::from_secs(30);

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Member,
    Assistant,
}

/// A message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub role: Role,
    pub text: String,
}

/// What is to be answered.
#[derive(Clone, Debug)]
pub struct Question {
    /// Oldest first; the last one is the member's question.
    pub messages: Vec<Message>,
    /// What the site says of the member; data, never instructions.
    pub profile: Map<String, Value>,
}

/// A part of an answer, in the order in which they come.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    Text(String),
    /// A document that the answer rests on.
    Source {
        title: String,
    },
    /// The last one: the answer is whole. An answer that ends without it is not.
    End(End),
}

/// How an answer ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct End {
    /// `stop`, `length`, `content-filter` or `other`
    pub finish: &'static str,
    pub model: Option<String>,
    pub prompt_tokens: Option<i32>,
    pub answer_tokens: Option<i32>,
    /// Whether older messages were left out, because they did not fit.
    pub is_trimmed: bool,
}

/// Why there is no answer, or no more of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Overloaded, still loading, or all our slots are taken; after these seconds another try makes sense.
    #[error("the model is busy")]
    Busy { retry_after: u64 },
    /// Unreachable, refused our key, broke off, or sent what cannot be read. The text is for the log, never for members.
    #[error("the model failed: {0}")]
    Failed(String),
}

/// The pieces of an answer as they come. Dropping it hangs up, and the model stops.
pub type Answer = Pin<Box<dyn Stream<Item = Result<Piece, Failure>> + Send>>;

/// A question that does not fit into the model's window, however little goes along with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the question is too long for the model")]
pub struct TooLong;

/// Why there is no assistant.
#[derive(Debug, thiserror::Error)]
pub enum AssistantError {
    #[error("CHAT_PROMPT_FILE names {0}, which cannot be read: {1}")]
    Prompt(String, std::io::Error),
}

/// Answers questions. Cheap to clone.
#[derive(Clone)]
pub struct Assistant {
    model: Option<Arc<Model>>,
    knowledge: Knowledge,
    max_time: Duration,
}

impl Assistant {
    /// Reads the file with the instructions, but asks no server yet.
    pub fn from_options(config: &Config, outgoing: Outgoing, pool: PgPool) -> Result<Self, AssistantError> {
        let options = &config.assistant;
        let template = match &options.chat_prompt_file {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| AssistantError::Prompt(path.display().to_string(), error))?,
            None => prompt::DEFAULT.to_owned(),
        };
        let model = Upstream::new(options, outgoing).map(|upstream| {
            Arc::new(Model {
                upstream,
                window: Window::new(options.llm_context, options.llm_max_answer),
                prompt: Prompt::new(template, &options.chat_profile_fields),
                slots: Arc::new(Semaphore::new(options.llm_concurrency.into())),
            })
        });
        let place = match &options.knowledge_dir {
            Some(folder) => Place::Folder(folder.clone()),
            // A model must not take a made-up company for the site.
            None if model.is_none() && !config.production => Place::MadeUp,
            None => Place::Nowhere,
        };
        Ok(Self { model, knowledge: Knowledge::new(place, pool), max_time: options.llm_max_time })
    }

    /// The same with other limits of time; for tests.
    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Self {
        if let Some(model) = self.model.as_mut().and_then(Arc::get_mut) {
            model.upstream.patience = patience;
        }
        self
    }

    /// The longest that an answer may take.
    pub fn max_time(&self) -> Duration {
        self.max_time
    }

    /// Whether the last message fits into the model's window with nothing but the instructions and the profile.
    pub fn check(&self, question: &Question) -> Result<(), TooLong> {
        self.model.as_ref().map_or(Ok(()), |model| model.check(question))
    }

    /// Begins an answer. Failures before its first piece are returned here, later ones in the stream.
    pub async fn answer(&self, question: Question) -> Result<Answer, Failure> {
        let asked = question.messages.last().map_or("", |message| message.text.as_str());
        let searched = &asked[..asked.floor_char_boundary(MAX_SEARCHED)];
        let found = self.knowledge.find(searched, MAX_PASSAGES).await;
        let Some(model) = &self.model else {
            let found = found.map_err(|error| Failure::Failed(format!("the documents cannot be searched: {error}")))?;
            return Ok(stream::iter(quote::quote(searched, &found).into_iter().map(Ok)).boxed());
        };
        let passages: Vec<Passage> = match found {
            Ok(found) => found.into_iter().map(|(passage, _)| passage).collect(),
            Err(error) => {
                tracing::warn!(%error, "the documents cannot be searched: asking the model without them");
                Vec::new()
            }
        };
        let answer = model.answer(&question, &passages).await;
        let outcome = match &answer {
            Ok(_) => "begun",
            Err(Failure::Busy { .. }) => "busy",
            Err(Failure::Failed(_)) => "failed",
        };
        metrics::counter!("anteroom_model_answers_total", "outcome" => outcome).increment(1);
        answer
    }

    /// Asks the model for JSON that fits a schema; `None` without a model. The answer may fit all the same not: not every
    /// server holds its model to the schema.
    pub async fn choose(&self, system: &str, user: &str, schema: &Value) -> Option<Result<String, Failure>> {
        Some(self.model.as_ref()?.choose(system, user, schema).await)
    }

    /// Reads what has changed in the documents.
    pub async fn refresh(self) {
        self.knowledge.refresh().await;
    }

    /// What answers, for the banner at start.
    pub fn describe(&self) -> String {
        self.model.as_ref().map_or_else(
            || "quotes documents, no model: LLM_URL is not set".to_owned(),
            |model| format!("{} at {}", model.upstream.model, model.upstream.host()),
        )
    }

    /// Asks the model's server whether it takes our key and knows the model, for `anteroom check`. Returns the sentence
    /// for the report; `None` without a model.
    pub async fn try_model(&self) -> Option<Result<String, String>> {
        let upstream = &self.model.as_ref()?.upstream;
        let name = &upstream.model;
        Some(match upstream.models().await {
            Err(failure) => Err(format!("{failure}. Check LLM_URL and LLM_API_KEY")),
            Ok(models) if models.iter().any(|model| model == name) => Ok(format!("{name} answers")),
            // Some servers have no list, and some answer whatever the name is: only a question tells.
            Ok(models) => {
                let some: Vec<&str> = models.iter().take(10).map(String::as_str).collect();
                let known = if some.is_empty() { String::new() } else { format!(", which knows {}", some.join(", ")) };
                let question = [serde_json::json!({ "role": "user", "content": "Say yes." })];
                match tokio::time::timeout(CHECK_TIME, upstream.ask(&question, 16)).await {
                    Ok(Ok(_)) => Ok(format!("{name} answers")),
                    Ok(Err(Refusal::Final(failure) | Refusal::Unfit(_, failure))) => Err(format!(
                        "{failure}. Check LLM_URL, LLM_API_KEY and LLM_MODEL ({name}) of the server{known}"
                    )),
                    Ok(Err(Refusal::TooLong { .. })) => {
                        Err("the model's window is too small for any question".to_owned())
                    }
                    Err(_) => Err("the model's server does not answer in time. Check LLM_URL".to_owned()),
                }
            }
        })
    }

    /// Looks at the documents, for `anteroom check`: a sentence, and one for each file that cannot be used; `None`
    /// without a folder.
    pub async fn look_at_documents(&self) -> Result<Option<(String, Vec<String>)>, KnowledgeError> {
        self.knowledge.look().await
    }
}
