//! A member's board, read by others.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::MessengerProblems;
use super::action_calls::{Actions, Which, cursor};
use crate::auth::phones::Phone;
use crate::error::{Error, Kind};
use crate::messenger::shares::Share;
use crate::messenger::{Caller, Messenger};
use crate::platform::http::{Json, Path, Query};

/// Whose board may be read by whom
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Shares {
    /// Who may read the caller's board
    given: Vec<Share>,
    /// Whose boards the caller may read; `phoneNumber` is theirs
    received: Vec<Share>,
}

/// Lists who may read the caller's board, and whose the caller may read.
#[utoipa::path(get, path = "/shares", tag = "messenger", security(("phone" = []), ("member" = [])),
    responses((status = 200, body = Shares), MessengerProblems))]
pub async fn list(caller: Caller, State(messenger): State<Messenger>) -> Result<axum::Json<Shares>, Error> {
    caller.must_be_proved()?;
    let given = match caller.whose(&messenger).await?.member() {
        Some(member) => messenger.shares_of(member).await?,
        None => Vec::new(),
    };
    let received = match caller.proved_phone() {
        Some(phone) => messenger.shares_for(&phone).await?,
        None => Vec::new(),
    };
    Ok(axum::Json(Shares { given, received }))
}

/// Who may read
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewShare {
    /// With its country, as +60123456789
    phone_number: String,
}

/// Lets the member of a number read the caller's actions, never the messages. Whether there is one is not said.
#[utoipa::path(post, path = "/shares", tag = "messenger", request_body = NewShare,
    security(("phone" = []), ("member" = [])), responses((status = 200, body = Share), MessengerProblems))]
pub async fn add(
    caller: Caller,
    State(messenger): State<Messenger>,
    Json(body): Json<NewShare>,
) -> Result<axum::Json<Share>, Error> {
    caller.must_be_proved()?;
    let phone = Phone::parse(&body.phone_number).ok_or_else(|| {
        Error::field("phoneNumber", "Write the number with its country and a plus sign, such as +60123456789.")
    })?;
    messenger.share(&caller, &phone).await.map(axum::Json)
}

/// Ends a share, by either side.
#[utoipa::path(delete, path = "/shares/{id}", tag = "messenger", params(("id" = Uuid, Path)),
    security(("phone" = []), ("member" = [])), responses((status = 204, description = "ended"), MessengerProblems))]
pub async fn end(
    caller: Caller,
    State(messenger): State<Messenger>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Error> {
    caller.must_be_proved()?;
    let member = caller.whose(&messenger).await?.member();
    messenger.end_share(member, caller.proved_phone().as_ref(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists the actions of a board that is shared with the caller.
#[utoipa::path(get, path = "/shares/{id}/actions", tag = "messenger",
    params(("id" = Uuid, Path), Which), security(("phone" = []), ("member" = [])),
    responses((status = 200, body = Actions), MessengerProblems))]
pub async fn actions(
    caller: Caller,
    State(messenger): State<Messenger>,
    Path(id): Path<Uuid>,
    Query(which): Query<Which>,
) -> Result<axum::Json<Actions>, Error> {
    caller.must_be_proved()?;
    let phone = caller.proved_phone().ok_or(Kind::NotFound)?;
    let after = cursor(which.after.as_deref())?;
    let (actions, next) = messenger.shared_actions(&phone, id, which.status, after).await?;
    Ok(axum::Json(Actions::new(actions, next)))
}
