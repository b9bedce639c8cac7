//! `/api/v1/intake`, `/consent` and `/contact`.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

use super::consent::{self, Consents};
use super::contact::{self, Contact, Contacts};
use super::script::{self, Rules, Step, Turn};
use crate::error::Error;
use crate::intake::funnel::Stage;
use crate::intake::sessions::routes::LimitsView;
use crate::intake::sessions::{AppContext, State as Life};
use crate::platform::clock;
use crate::platform::http::rate::RateLimits;
use crate::platform::http::{Accepts, ClientIp, Json, PerhapsSession, Query, Session};
use crate::platform::i18n;
use axum::extract::FromRef;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of the conversation.
pub fn router<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    AppContext: FromRef<S>,
    Contacts: FromRef<S>,
    RateLimits: FromRef<S>,
{
    OpenApiRouter::new().routes(routes!(turn)).routes(routes!(consents)).routes(routes!(submit))
}

/// One answer of the visitor
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    step: Step,
    /// Text for `name` and `email`, `{count}` for `files`, `{personal_data, ai_training}` for `consent`
    #[serde(default)]
    input: Option<Value>,
    /// BCP 47
    locale: Option<String>,
}

/// The bot's turn
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Reply {
    messages: Vec<Message>,
    /// What to answer next
    step: Step,
    expects: Expects,
}

/// A sentence of the bot
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Message {
    #[schema(example = "assistant")]
    role: &'static str,
    text: String,
}

/// What the next answer should be
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Expects {
    kind: script::Kind,
    /// For files: what may be sent
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    limits: Option<LimitsView>,
}

/// One turn of the conversation. Nothing is stored: the browser sends the step along.
#[utoipa::path(post, path = "/api/v1/intake", tag = "intake", request_body = Answer,
    responses((status = 200, body = Reply),
              (status = 422, description = "invalid-input, in the bot's own words", body = crate::error::Problem, content_type = "application/problem+json")))]
pub async fn turn(
    State(context): State<AppContext>,
    PerhapsSession(session): PerhapsSession,
    accepts: Accepts,
    Json(answer): Json<Answer>,
) -> Result<axum::Json<Reply>, Error> {
    let words = accepts.or(answer.locale.as_deref());
    let rules = Rules { max_file: context.limits.max_file_bytes.as_u64() };
    let turn = script::answer(words, &rules, answer.step, answer.input.as_ref());
    let turn = turn.map_err(|words| Error::field("input", words))?;
    match answer.step {
        Step::Start => context.funnel.count_answer(Stage::Opened, session),
        Step::Name => context.funnel.count_answer(Stage::Named, session),
        _ => {}
    }
    let limits = (turn.expects == script::Kind::Files).then(|| LimitsView::of(&context.limits));
    Ok(axum::Json(reply(turn, limits)))
}

/// Returns the conversation's first turn, for a page that shows it before the visitor does anything.
pub fn greeting(words: &i18n::Language) -> Reply {
    reply(script::greeting(words), None)
}

fn reply(turn: Turn, limits: Option<LimitsView>) -> Reply {
    let messages = turn.says.into_iter().map(|text| Message { role: "assistant", text }).collect();
    Reply { messages, step: turn.next, expects: Expects { kind: turn.expects, limits } }
}

/// Which language to answer in
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Language {
    /// BCP 47
    locale: Option<String>,
}

/// The consents' texts, with the version to name in the contact.
#[utoipa::path(get, path = "/api/v1/consent", tag = "intake", params(Language), responses((status = 200, body = Consents)))]
pub async fn consents(accepts: Accepts, Query(language): Query<Language>) -> axum::Json<Consents> {
    axum::Json(consent::texts(accepts.or(language.locale.as_deref())))
}

/// The session's new state
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Submitted {
    state: Life,
    /// Roughly when the link in the mail expires; the mail says it to the minute
    #[serde(with = "time::serde::rfc3339")]
    valid_until: OffsetDateTime,
}

/// Stores the contact and sends a link; again while pending to correct name or address.
#[utoipa::path(put, path = "/api/v1/contact", tag = "intake", request_body = Contact,
    params(("X-Session-ID" = uuid::Uuid, Header)),
    responses((status = 202, body = Submitted),
              (status = 409, description = "session-complete, files-differ, upload-running", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 410, description = "session-gone", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 422, description = "invalid-input", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 429, description = "rate-limited", body = crate::error::Problem, content_type = "application/problem+json")))]
pub async fn submit(
    State(context): State<AppContext>,
    State(contacts): State<Contacts>,
    State(limits): State<RateLimits>,
    Session(session): Session,
    client: ClientIp,
    accepts: Accepts,
    Json(contact): Json<Contact>,
) -> Result<(StatusCode, axum::Json<Submitted>), Error> {
    limits.check_contact(client)?;
    contacts.submit(&contact::SubmitContext { session, ip: client.0, accepts: &accepts }, contact).await?;
    let valid_until = clock::now() + context.timings.verify_ttl;
    Ok((StatusCode::ACCEPTED, axum::Json(Submitted { state: Life::Pending, valid_until })))
}
