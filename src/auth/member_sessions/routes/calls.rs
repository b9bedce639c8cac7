//! What the site's backend and the holders of sessions call.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::caller::{Backend, Named};
use super::{Caller, SessionProblems};
use crate::auth::Permission;
use crate::auth::member_sessions::metadata::Metadata;
use crate::auth::member_sessions::{Counted, MemberSession, MemberSessions, NewSession, Stats, check_user_id};
use crate::auth::session::shorten;
use crate::auth::staff::{SignIns, logins};
use crate::error::{Error, Kind, Problem};
use crate::platform::http::{ClientIp, Json, Path};

/// A user to sign in
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// The site's own id of the user, without control characters
    #[schema(min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    user_id: String,
    /// Seconds without a call after which the session ends
    #[schema(minimum = 1, maximum = 31_536_000)]
    timeout: Option<i64>,
    /// At most 16 KiB; `role` (a text) and `permissions` (a list of texts) are fixed from now on
    metadata: Option<Map<String, Value>>,
}

/// A session
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SessionAnswer {
    /// The token, shown once, when the session is created
    #[serde(skip_serializing_if = "Option::is_none")]
    session_id: Option<String>,
    /// Names the session without being a secret
    id: Uuid,
    user_id: String,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    last_activity: OffsetDateTime,
    /// Without a call until then it ends
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
    /// Its absolute end
    #[serde(with = "time::serde::rfc3339")]
    ends_at: OffsetDateTime,
    is_active: bool,
    #[schema(value_type = Object)]
    metadata: Value,
    /// In lists: whether the request carries its token
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<bool>,
}

impl From<MemberSession> for SessionAnswer {
    fn from(session: MemberSession) -> Self {
        let mut metadata = session.metadata;
        if let Some(role) = session.role {
            metadata["role"] = role.into();
        }
        if !session.permissions.is_empty() {
            metadata["permissions"] = session.permissions.into();
        }
        Self {
            session_id: None,
            id: session.id,
            user_id: session.user_id,
            created_at: session.created_at,
            last_activity: session.seen_at,
            expires_at: session.expires_at,
            ends_at: session.ends_at,
            is_active: true,
            metadata,
            current: None,
        }
    }
}

/// Creates a session: the site's backend for a user whom it has authenticated, a user with a token of the site for
/// themselves. A user sets no metadata, because the site trusts what is there; the role is the token's.
#[utoipa::path(post, path = "/api/v1/sessions/create", tag = "sessions", request_body = Create,
    security(("service" = []), ("member" = [])),
    responses((status = 200, body = SessionAnswer),
              (status = 409, description = "too-many-sessions", body = Problem, content_type = "application/problem+json"),
              SessionProblems))]
pub async fn create(
    caller: Caller,
    State(sessions): State<MemberSessions>,
    client: ClientIp,
    headers: HeaderMap,
    Json(body): Json<Create>,
) -> Result<axum::Json<SessionAnswer>, Error> {
    let metadata = match &caller.user {
        Some(user) if user.subject == body.user_id => {
            if body.metadata.is_some_and(|given| !given.is_empty()) {
                return Err(Error::new(Kind::Forbidden, "Only the site's backend may set metadata. Leave it out."));
            }
            user.profile.get_key_value("role").map(|(name, role)| (name.clone(), role.clone())).into_iter().collect()
        }
        _ => {
            caller.must_be_service()?;
            body.metadata.unwrap_or_default()
        }
    };
    let metadata = Metadata::new(metadata)?;
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("unknown");
    let new = NewSession { user_id: body.user_id, timeout: body.timeout, metadata };
    let (token, made) = sessions.create(new, client, &shorten(agent)).await?;
    Ok(axum::Json(SessionAnswer { session_id: Some(token.reveal().to_owned()), ..made.into() }))
}

/// Returns a session, by its token or its public id.
#[utoipa::path(get, path = "/api/v1/sessions/{session_id}", tag = "sessions", params(("session_id" = String, Path)),
    security((), ("service" = []), ("member" = [])), responses((status = 200, body = SessionAnswer), SessionProblems))]
pub async fn read(Named { session, .. }: Named) -> Result<axum::Json<SessionAnswer>, Error> {
    Ok(axum::Json(session.into()))
}

/// Notes that a session is used, which moves its end.
#[utoipa::path(post, path = "/api/v1/sessions/{session_id}/activity", tag = "sessions",
    params(("session_id" = String, Path)), security((), ("service" = []), ("member" = [])),
    responses((status = 200, body = SessionAnswer), SessionProblems))]
pub async fn note_activity(
    State(sessions): State<MemberSessions>,
    Named { session, .. }: Named,
) -> Result<axum::Json<SessionAnswer>, Error> {
    let session = sessions.touch_now(session.id).await?.ok_or(Kind::NotFound)?;
    Ok(axum::Json(session.into()))
}

/// By how much
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Extend {
    #[schema(minimum = 1, maximum = 31_536_000)]
    additional_seconds: i64,
}

/// Extends a session, at most to its absolute end.
#[utoipa::path(post, path = "/api/v1/sessions/{session_id}/extend", tag = "sessions", request_body = Extend,
    params(("session_id" = String, Path)), security((), ("service" = []), ("member" = [])),
    responses((status = 200, body = SessionAnswer), SessionProblems))]
pub async fn extend(
    State(sessions): State<MemberSessions>,
    Named { session, by_service }: Named,
    Json(body): Json<Extend>,
) -> Result<axum::Json<SessionAnswer>, Error> {
    if !by_service && !sessions.options.session_holder_may_extend {
        return Err(Error::new(Kind::Forbidden, "Only the site's backend may extend a session."));
    }
    let session = sessions.extend(session.id, body.additional_seconds).await?.ok_or(Kind::NotFound)?;
    Ok(axum::Json(session.into()))
}

/// New metadata
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    metadata: Map<String, Value>,
}

/// Replaces a session's metadata; its role and permissions stay.
#[utoipa::path(patch, path = "/api/v1/sessions/{session_id}", tag = "sessions", request_body = Change,
    params(("session_id" = String, Path)), security(("service" = [])),
    responses((status = 200, body = SessionAnswer), SessionProblems))]
pub async fn change(
    _: Backend,
    State(sessions): State<MemberSessions>,
    Named { session, .. }: Named,
    Json(body): Json<Change>,
) -> Result<axum::Json<SessionAnswer>, Error> {
    let metadata = Metadata::new(body.metadata)?;
    let session = sessions.set_metadata(&session, &metadata).await?.ok_or(Kind::NotFound)?;
    Ok(axum::Json(session.into()))
}

/// How many sessions ended
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Invalidated {
    invalidated: u64,
}

/// Ends a session. A second time it is not found.
#[utoipa::path(delete, path = "/api/v1/sessions/{session_id}", tag = "sessions", params(("session_id" = String, Path)),
    security((), ("service" = []), ("member" = [])), responses((status = 200, body = Invalidated), SessionProblems))]
pub async fn end(
    State(sessions): State<MemberSessions>,
    Named { session, by_service }: Named,
) -> Result<axum::Json<Invalidated>, Error> {
    if !sessions.end(session.id, why(by_service)).await? {
        return Err(Kind::NotFound.into());
    }
    Ok(axum::Json(Invalidated { invalidated: 1 }))
}

fn why(by_service: bool) -> Counted {
    if by_service { Counted::Revoked } else { Counted::Logout }
}

/// Ends all sessions of a user.
#[utoipa::path(delete, path = "/api/v1/sessions/user/{user_id}", tag = "sessions", params(("user_id" = String, Path)),
    security(("service" = []), ("member" = [])), responses((status = 200, body = Invalidated), SessionProblems))]
pub async fn end_all(
    State(sessions): State<MemberSessions>,
    caller: Caller,
    Path(user_id): Path<String>,
) -> Result<axum::Json<Invalidated>, Error> {
    check_user_id(&user_id)?;
    caller.must_be_of(&user_id)?;
    let invalidated = sessions.end_all(&user_id, why(caller.is_service)).await?;
    Ok(axum::Json(Invalidated { invalidated }))
}

/// A user's sessions
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct UserSessions {
    user_id: String,
    /// Newest first
    sessions: Vec<SessionAnswer>,
}

/// Lists a user's sessions, newest first.
#[utoipa::path(get, path = "/api/v1/sessions/user/{user_id}/sessions", tag = "sessions",
    params(("user_id" = String, Path)), security(("service" = []), ("member" = [])),
    responses((status = 200, body = UserSessions), SessionProblems))]
pub async fn list(
    State(sessions): State<MemberSessions>,
    caller: Caller,
    Path(user_id): Path<String>,
) -> Result<axum::Json<UserSessions>, Error> {
    check_user_id(&user_id)?;
    caller.must_be_of(&user_id)?;
    let own = caller.session.map(|session| session.id);
    let found = sessions.list(&user_id).await?;
    let answer = |session: MemberSession| SessionAnswer { current: Some(own == Some(session.id)), ..session.into() };
    Ok(axum::Json(UserSessions { user_id, sessions: found.into_iter().map(answer).collect() }))
}

/// Returns counts that name no one: for the site's backend, and for staff who may read figures.
#[utoipa::path(get, path = "/api/v1/sessions/stats", tag = "sessions", security(("service" = []), ("staff" = [])),
    responses((status = 200, body = Stats), SessionProblems))]
pub async fn stats(
    State(sessions): State<MemberSessions>,
    State(sign_ins): State<SignIns>,
    caller: Caller,
) -> Result<axum::Json<Stats>, Error> {
    match &caller.other {
        Some(token) => logins::validate(&sign_ins.pool, token).await?.requester().must(Permission::ReadFigures)?,
        None => caller.must_be_service()?,
    }
    Ok(axum::Json(sessions.stats().await?))
}
