//! `/api/v1/admin/member-sessions`: sign-in sessions of the host site's users, for staff. The counts are at
//! `/api/v1/sessions/stats`.

use super::problems::{NamedProblems, PermissionProblems};
use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::admin::api::staff::Staff;
use crate::auth::member_sessions::{MemberSessionSeen, MemberSessions};
use crate::auth::staff::SignIns;
use crate::error::{Error, Problem};
use crate::platform::http::{Json, Path};

/// The calls about members' sessions.
pub fn router<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    MemberSessions: FromRef<S>,
    SignIns: FromRef<S>,
{
    OpenApiRouter::new().routes(routes!(find)).routes(routes!(end_all)).routes(routes!(end))
}

/// Whose sessions; in the body, because the id in a path or query would appear in logs
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The site's own id of the user, exactly
    #[schema(min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    user_id: String,
}

/// A user's sessions that have not ended
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MemberSessionsFound {
    /// Newest first
    sessions: Vec<MemberSessionSeen>,
}

/// Lists the sessions of a user of the host site.
#[utoipa::path(post, path = "/api/v1/admin/member-sessions/search", tag = "admin", request_body = Member, security(("staff" = [])),
    responses((status = 200, body = MemberSessionsFound),
              (status = 404, description = "not-enabled", body = Problem, content_type = "application/problem+json"),
              (status = 422, description = "invalid-input", body = Problem, content_type = "application/problem+json"),
              PermissionProblems))]
pub async fn find(
    State(sessions): State<MemberSessions>,
    Staff(who): Staff,
    Json(member): Json<Member>,
) -> Result<axum::Json<MemberSessionsFound>, Error> {
    let sessions = sessions.read_by(who.requester(), &member.user_id).await?;
    Ok(axum::Json(MemberSessionsFound { sessions }))
}

/// How many sessions ended
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MemberSessionsEnded {
    ended: u64,
}

/// Ends all sessions of a user of the host site.
#[utoipa::path(post, path = "/api/v1/admin/member-sessions/ending", tag = "admin", request_body = Member, security(("staff" = [])),
    responses((status = 200, body = MemberSessionsEnded),
              (status = 404, description = "not-enabled", body = Problem, content_type = "application/problem+json"),
              (status = 422, description = "invalid-input", body = Problem, content_type = "application/problem+json"),
              PermissionProblems))]
pub async fn end_all(
    State(sessions): State<MemberSessions>,
    Staff(who): Staff,
    Json(member): Json<Member>,
) -> Result<axum::Json<MemberSessionsEnded>, Error> {
    let ended = sessions.end_all_by(who.requester(), &member.user_id).await?;
    Ok(axum::Json(MemberSessionsEnded { ended }))
}

/// Ends one session of a user of the host site. A second time it is not found.
#[utoipa::path(delete, path = "/api/v1/admin/member-sessions/{id}", tag = "admin", params(("id" = Uuid, Path)), security(("staff" = [])),
    responses((status = 204), NamedProblems))]
pub async fn end(
    State(sessions): State<MemberSessions>,
    Staff(who): Staff,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Error> {
    sessions.end_by(who.requester(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
